"""`mercery eval intents --train FILE --test FILE`: routing by examples, with what belongs nowhere refused.

A line is `{"text", "intent"}`; the intent `oos` means out of scope, in either file. Everything is learnt from the train
file, thresholds too. Vectors are kept in a cache beside the home folder, never in the shop's database.
"""

from __future__ import annotations

import gzip
import json
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from mercery.ai.e5 import model as e5
from mercery.ai.e5.model import MultilingualE5
from mercery.ai.embedder import Embedder
from mercery.ai.minilm.model import MiniLm
from mercery.core.config import settings
from mercery.core.errors import Invalid
from mercery.evals.registry import Result
from mercery.knowledge.classification.beside import Beside
from mercery.knowledge.classification.classifier import Classifier, Judged, Matrix
from mercery.knowledge.classification.threshold import threshold
from mercery.knowledge.sameness import Paired, intents_change

Say = Callable[[str], None]
OUT: Final = "oos"
PRECISION: Final = 0.98


def run(paths: list[Path], say: Say, options: Mapping[str, str]) -> Result:
    """Figures `accuracy macro_f1 oos_auroc coverage_at_98 precision_direct oos_refused reach3 ms`."""
    if "train" not in options or "test" not in options:
        raise Invalid("This eval needs two files.", remedy="mercery eval intents --train FILE --test FILE")
    train, test = _rows(Path(options["train"])), _rows(Path(options["test"]))
    inside = [row for row in train if row[1] != OUT]
    embedder = _embedder([text for text, _ in inside])
    outside = [text for text, label in train if label == OUT]
    say(f"Learning {len(inside)} examples of {len({label for _, label in inside})} intents with {embedder.name}")

    def vectors(texts: Sequence[str]) -> Matrix:
        return embedder.embed(texts)

    classifier = Classifier(
        [text for text, _ in inside], [label for _, label in inside], vectors([text for text, _ in inside])
    )
    trials = [(trial.judged.score, trial.right) for trial in classifier.trials()]
    trials += [(one.score, False) for one in classifier.judge(outside, vectors(outside))] if outside else []
    sure = threshold(trials, PRECISION)
    say(f"Judging {len(test)} messages, given at once from a score of {sure:.3f}")
    started = time.perf_counter()
    judged = [one for text, _ in test for one in classifier.judge([text], vectors([text]))]
    ms = (time.perf_counter() - started) * 1000 / max(len(test), 1)
    return Result(n=len(test), figures={**_figures([label for _, label in test], judged, sure), "ms": round(ms, 2)})


def _embedder(known: Sequence[str]) -> Embedder:
    folder = settings().home / "models"
    minilm = Paired(MiniLm(folder), intents_change())
    return Beside(minilm, MultilingualE5(folder), known) if e5.available() else minilm


def _rows(path: Path) -> list[tuple[str, str]]:
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows = [json.loads(line) for line in content.decode("utf-8").splitlines() if line.strip()]
    return [(str(row["text"]), str(row["intent"])) for row in rows]


def _figures(labels: Sequence[str], judged: Sequence[Judged], sure: float) -> dict[str, object]:
    inside = [(label, one) for label, one in zip(labels, judged, strict=True) if label != OUT]
    outside = [one for label, one in zip(labels, judged, strict=True) if label == OUT]
    direct = [(label, one) for label, one in inside if one.score >= sure]
    direct_right = sum(one.labels[0] == label for label, one in direct)
    wrongly = sum(one.score >= sure for one in outside)
    reached = direct_right + sum(one.score < sure and label in one.labels for label, one in inside)
    given = len(direct) + wrongly
    return {
        "accuracy": _share(sum(one.labels[0] == label for label, one in inside), len(inside)),
        "macro_f1": _macro_f1([(label, one.labels[0]) for label, one in inside]),
        "oos_auroc": _auroc([one.score for _, one in inside], [one.score for one in outside]),
        "coverage_at_98": _share(len(direct), len(inside)),
        "precision_direct": _share(direct_right, given),
        "oos_refused": _share(len(outside) - wrongly, len(outside)),
        "reach3": _share(reached, len(inside)),
        "in_scope": len(inside),
        "out_of_scope": len(outside),
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    hits: dict[str, int] = defaultdict(int)
    said: dict[str, int] = defaultdict(int)
    meant: dict[str, int] = defaultdict(int)
    for label, guess in pairs:
        meant[label] += 1
        said[guess] += 1
        hits[label] += label == guess
    names = set(meant) | set(said)
    return round(sum(2 * hits[name] / (said[name] + meant[name]) for name in names) / max(len(names), 1), 4)


def _auroc(inside: Sequence[float], outside: Sequence[float]) -> float | None:
    """The chance that a message of the shop scores higher than one that is none (ties count half)."""
    if not inside or not outside:
        return None
    low, high = np.sort(np.asarray(outside)), np.asarray(inside)
    below = np.searchsorted(low, high, side="left")
    ties = np.searchsorted(low, high, side="right") - below
    return round(float((below + ties / 2).sum() / (len(inside) * len(outside))), 4)
