"""Learns how approved answers are found by meaning: writes `sameness.npz` and `ranking.json` of `mercery.knowledge`.

    .venv/bin/python -m tools.meaning.train --intents DIR --work DIR --out src/mercery/knowledge

`--intents`: a folder with `banking77.jsonl`, `bitext.jsonl` and `clinc150.jsonl`, lines of `{"text", "intent"}`. `--work`:
a folder for the model and its vectors. Takes some minutes on one core.

The map is learnt from all invented shops. The weights are learnt from each shop asked through a map that has not seen it,
or they would trust the map more than a new shop may; the demo shop teaches the map nothing at all.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Final

import numpy as np
from tools.meaning.mapping import Vectors, learn_map, texts_in
from tools.meaning.material import Material, common_subjects, demo_shop, intents, invented_shops
from tools.meaning.weighing import Asked, Judged, fit, judged, lay_out, scaled, threshold

from mercery.ai.minilm.model import MiniLm
from mercery.knowledge.semantics import Semantics

WANTED: Final = 0.95
"""Share of answers given at once that shall be right in the demo shop, whose answers are those of a whole shop."""
PARTS: Final = 3
"""Into how many parts the shops are divided; each part is asked through a map learnt from the others."""


def asked_shops(vectors: dict[str, Vectors], sets: Material, times: int) -> dict[str, list[Asked]]:
    """Every shop asked through a map that was learnt without it."""
    shops = invented_shops()
    found: dict[str, list[Asked]] = {}
    for part in range(PARTS):
        unseen = list(shops)[part::PARTS]
        others = {name: own for name, own in shops.items() if name not in unseen}
        learnt = learn_map({**others, "common": common_subjects()}, sets, vectors)
        asked = {name: shops[name] for name in unseen} | ({"demo": demo_shop()} if part == 0 else {})
        for name, subjects in asked.items():
            found[name] = [one for seed in range(times) for one in lay_out(subjects, vectors, learnt, seed)]
            sys.stderr.write(f"{name}: {len(found[name])} questions asked\n")
    return found


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
    parser.add_argument("--intents", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--times", type=int, default=4)
    options = parser.parse_args()
    shops, sets = {**invented_shops(), "common": common_subjects()}, intents(options.intents)
    semantics = Semantics(MiniLm(options.work / "models"), options.work / "vectors")
    vectors = semantics.of_texts(texts_in(shops, sets, {"demo": demo_shop()}))
    if vectors is None:
        raise SystemExit("The model could not be loaded.")
    learnt = learn_map(shops, sets, vectors)
    np.savez_compressed(options.out / "sameness.npz", sameness=learnt.astype(np.float16))
    found = asked_shops(vectors, sets, options.times)
    unseen = {
        name: judged(fit([one for other, rows in found.items() if other != name for one in rows]), own)
        for name, own in found.items()
    }
    for name, own in unseen.items():
        tell(f"{name}, unseen", own)
    everything = [one for rows in found.values() for one in rows]
    weights = scaled(fit(everything), everything)
    weights["threshold"] = round(threshold(unseen["demo"], WANTED), 3)
    (options.out / "ranking.json").write_text(json.dumps(weights, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
