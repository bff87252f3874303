"""Learns how approved answers are found by meaning: `sameness.npz` and `ranking.json` of `mercery.knowledge`, in three steps.

    .venv/bin/python -m tools.meaning.train write --work DIR [--sets DIR]
    PYTHON-WITH-TORCH tools/meaning/teaching.py --work DIR --model DIR
    .venv/bin/python -m tools.meaning.train weigh --work DIR --out src/mercery/knowledge

The first writes down what the model is taught. The second teaches it, some ten minutes on one core; torch is needed for
this alone and is no part of the project. The third learns the weights from shops that the model was not taught, or they
would trust it more than a new shop may: seven invented shops and the demo shop.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Final

from tools.meaning.material import (
    Material,
    common_subjects,
    demo_shop,
    intents,
    invented_shops,
    measured,
    texts_in,
    unanswered,
)
from tools.meaning.weighing import Judged, fit, judged, lay_out, scaled, threshold, together, whole_shop

from mercery.ai.encoder_change import read
from mercery.ai.minilm.model import MiniLm
from mercery.knowledge.background import Background
from mercery.knowledge.meaning import Vector
from mercery.knowledge.sameness import Paired

WANTED: Final = 0.92
"""Share of answers given at once that shall be right in the measuring shops and the demo shop together.

A third of their messages have no answer, and half of these were written close to one, more than customers write: of the
messages that have an answer 98 % of those given at once are right then.
"""
MEASURED: Final = ("da", "db", "dc", "dd", "de")
"""The shops of `measuring`: messages that others wrote, from which neither the model nor the weights learn."""
CHECKED: Final = ("df", "dg")
"""Shops of `measuring` that do not set the threshold either: only told."""
UNTAUGHT: Final = (
    "furniture",
    "fashion",
    "bicycles",
    "luggage and leather",
    "perfume house",
    "pre-owned luxury",
    "department store london",
)
"""Shops that are not taught: of every hand that wrote some, and of every trade that most shops of this kind have."""


def untaught() -> Material:
    """The shops the weights are learnt from."""
    shops = invented_shops()
    return {**{name: shops[name] for name in UNTAUGHT}, "demo": demo_shop()}


def write(work: Path, sets: Path | None, *, everything: bool) -> None:
    """What is taught, shop by shop: texts that ask one thing, and the answer."""
    kept_back = () if everything else untaught()
    taught = {name: own for name, own in invented_shops().items() if name not in kept_back}
    taught["common"] = common_subjects()
    work.mkdir(parents=True, exist_ok=True)
    rows: dict[str, dict[str, Any]] = {
        kind: {name: [[list(one.texts), one.answer] for one in own] for name, own in material.items()}
        for kind, material in (("shops", taught), ("sets", intents(sets) if sets else {}))
    }
    rows["unanswered"] = {name: list(texts) for name, texts in unanswered().items() if name not in kept_back}
    (work / "taught.json").write_text(json.dumps(rows), "utf-8")


def weigh(work: Path, out: Path, times: int) -> None:
    """Learn the weights with the change in `work`, and put both where they ship."""
    content = (work / "change.npz").read_bytes()
    embedder = Paired(MiniLm(work / "models"), read(content))
    shops = untaught()
    asking = {name: measured(name) for name in (*MEASURED, *CHECKED)}
    without = {name: texts for name, texts in unanswered().items() if name in shops}
    asked = [
        *(text for own in without.values() for text in own),
        *(text for _, own in asking.values() for text, _ in own),
    ]
    own_texts = texts_in({**shops, **{name: own for name, (own, _) in asking.items()}})
    texts = list(dict.fromkeys([*own_texts, *asked, *Background.texts("en")]))
    vectors: dict[str, Vector] = dict(zip(texts, embedder.embed(texts), strict=True))
    found = {
        name: [one for seed in range(times) for one in lay_out(own, vectors, seed, without.get(name, ()))]
        for name, own in shops.items()
    }
    unseen = {
        name: judged(fit([one for other, rows in found.items() if other != name for one in rows]), own)
        for name, own in found.items()
    }
    for name, own in unseen.items():
        tell(f"{name}, unseen", own)
    everything = [one for rows in found.values() for one in rows]
    weights = scaled(fit(everything), everything)
    judgements = {name: judged(weights, whole_shop(own, messages, vectors)) for name, (own, messages) in asking.items()}
    for name, judgement in judgements.items():
        tell(name, judgement)
    whole = [*(judgements[name] for name in MEASURED), judged(weights, found["demo"])]
    weights["threshold"] = round(threshold(together(*whole), WANTED), 3)
    (out / "sameness.npz").write_bytes(content)
    (out / "ranking.json").write_text(json.dumps(weights, indent=1) + "\n", "utf-8")


def tell(name: str, found: Judged) -> None:
    """Figures of one shop to standard error: right at and above a chance, and the share answered so."""
    own = found.answerable
    line = f"{name}: n {len(own)}, first {found.right[own].mean():.3f}, among three {found.among_three[own].mean():.3f}"
    for least in (0.5, 0.6, 0.7, 0.8, 0.9):
        given = found.sure >= least
        line += f" | {least}: {found.right[given].mean() if given.any() else 1:.3f} at {given[own].mean():.3f}"
    sys.stderr.write(line + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("step", choices=("write", "weigh"))
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--sets", type=Path, help="folder `dstc11` of the open set of intents, for `write`")
    parser.add_argument("--everything", action="store_true", help="keep no shop back, for `write`")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--times", type=int, default=4)
    options = parser.parse_args()
    if options.step == "write":
        write(options.work, options.sets, everything=options.everything)
    else:
        weigh(options.work, options.out, options.times)


if __name__ == "__main__":
    main()
