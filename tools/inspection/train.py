"""Learns the signs that inspection reads sentences by: `weights.npz` of `mercery.inspection.learnt`.

    .venv/bin/python -m tools.inspection.train --out src/mercery/inspection/learnt/weights.npz --models DIR

For each language and sign a logistic regression is fitted to sentences and conversations; scores of sentences left out in
groups (neighbours of the file, whole conversations) give each sign the threshold from which it counts alone.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from tools.inspection.material import Example, answers, bank, plain_talk, talks

from mercery.ai.minilm.model import MiniLm
from mercery.core.i18n import Lang
from mercery.inspection.learnt.grams import SIZE, pieces
from mercery.inspection.learnt.signs import LABELS
from mercery.inspection.talk.answering import without_courtesy

STRENGTH: Final = 4.0
"""Inverse of the penalty on weights."""
WEIGHT_OF_MEANING: Final = 1.5
FOLDS: Final = 3
PLAIN_ALLOWED: Final = {
    "rude": 0.004,
    "claim": 0.006,
    "promise": 0.02,
    "privacy": 0.04,
    "offplatform": 0.004,
    "shows_order": 0.05,
}
"""Share of plain sentences, left out in learning, that may pass a sign's threshold: more where facts are asked as well."""
BEGUN_WITH: Final = 0.5
"""Weight of sentences that are examples of something else."""

Matrix = NDArray[np.float64]


def rows_of(examples: Sequence[Example], lang: Lang, model: MiniLm | None) -> csr_matrix:
    """The sentences as rows of pieces, then of meaning."""
    found = [pieces(one.plain, lang) for one in examples]
    at = np.concatenate([np.full(len(places), row) for row, (places, _) in enumerate(found)])
    columns, values = (np.concatenate([one[side] for one in found]) for side in (0, 1))
    made = csr_matrix((values, (at, columns)), shape=(len(examples), SIZE))
    if model is None:
        return made
    return hstack([made, csr_matrix(model.embed([one.plain for one in examples]) * WEIGHT_OF_MEANING)]).tocsr()


def fit(rows: csr_matrix, right: NDArray[np.bool_], weights: Matrix) -> LogisticRegression:
    """One sign."""
    return LogisticRegression(C=STRENGTH, class_weight="balanced", solver="liblinear", max_iter=300).fit(
        rows, right, weights
    )


def targets(examples: Sequence[Example], label: str, rows: csr_matrix) -> tuple[NDArray[np.bool_], Matrix]:
    """What is an example of the sign, and how much each sentence counts. Of a faulty turn the likeliest sentence counts as
    the faulty one, by what the other examples teach, and its neighbours not at all."""
    right = np.array([label in one.labels for one in examples])
    weights = np.array([0.0 if label in one.open else 1.0 if label in one.near else BEGUN_WITH for one in examples])
    weights[right] = 1.0
    first = fit(rows[weights > 0], right[weights > 0], weights[weights > 0])
    likely = first.decision_function(rows)
    for turn in sorted({one.turn for one in examples if label in one.faults}):
        own = [at for at, one in enumerate(examples) if one.turn == turn]
        best = max(own, key=lambda at: likely[at])
        right[best], weights[best] = True, 1.0
    return right, weights


def left_out(rows: csr_matrix, right: NDArray[np.bool_], weights: Matrix, groups: Sequence[str]) -> Matrix:
    """The score of each sentence by what the others teach."""
    scores = np.zeros(len(right))
    for train, test in GroupKFold(FOLDS, shuffle=True, random_state=0).split(rows, right, groups):
        use = train[weights[train] > 0]
        scores[test] = fit(rows[use], right[use], weights[use]).decision_function(rows[test])
    return scores


def learn(lang: Lang, model: MiniLm | None) -> dict[str, Any]:
    """The weights of one language, told as they are found."""
    told = [*talks(lang), *plain_talk(lang), *(answers() if lang == "en" else ())]
    # A courtesy is never looked at, so nothing is learnt of it either.
    examples = [*bank(lang), *(one for one in told if without_courtesy(one.plain))]
    rows = rows_of(examples, lang, model)
    table = np.zeros((len(LABELS), rows.shape[1]), dtype=np.float32)
    offset = np.zeros(len(LABELS), dtype=np.float32)
    for place, label in enumerate(LABELS):
        right, weights = targets(examples, label, rows)
        scores = left_out(rows, right, weights, [one.group for one in examples])
        everyday = np.array([bool(one.turn) or not (one.labels or one.near) for one in examples])
        limit = float(np.quantile(scores[everyday & ~right & (weights > 0)], 1 - PLAIN_ALLOWED[label]))
        _tell(lang, label, examples, right, scores, limit)
        learnt = fit(rows[weights > 0], right[weights > 0], weights[weights > 0])
        table[place] = learnt.coef_[0]
        offset[place] = learnt.intercept_[0] - limit
    name = lang if lang == "zh" or model is not None else f"{lang}-words"
    scale = np.maximum(np.abs(table[:, :SIZE]).max(1), 1e-9) / 127
    made = {
        f"{name}.pieces": np.round(table[:, :SIZE] / scale[:, None]).astype(np.int8),
        f"{name}.scale": scale.astype(np.float32),
        f"{name}.offset": offset,
    }
    if model is not None:
        made[f"{name}.meaning"] = (table[:, SIZE:] * WEIGHT_OF_MEANING).astype(np.float16)
    return made


def _tell(
    lang: str, label: str, own: Sequence[Example], right: NDArray[np.bool_], scores: Matrix, limit: float
) -> None:
    """How many pass the threshold, of each kind of sentence."""

    def share(which: list[bool]) -> str:
        chosen = np.array(which)
        return f"{int((scores[chosen] > limit).sum())}/{int(chosen.sum())}"

    print(  # noqa: T201 - a tool tells what it finds
        f"{lang:3} {label:12} from {limit:5.2f}: examples {share([label in one.labels for one in own])}, "
        f"near {share([label in one.near for one in own])}, "
        f"faulty turns {share([bool(one.turn) and bool(is_it) for one, is_it in zip(own, right, strict=True)])}, "
        f"plain {share([bool(one.turn) and label not in one.open for one in own])}, "
        f"answers {share([not one.turn and not one.labels and not one.near for one in own])}"
    )


def main() -> None:
    """Learn all and write them down."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--out", type=Path, required=True)
    given.add_argument("--models", type=Path, required=True, help="where the built MiniLM lies or is put")
    asked = given.parse_args()
    made = {**learn("zh", None), **learn("en", None), **learn("en", MiniLm(asked.models))}
    np.savez_compressed(asked.out, **made)


if __name__ == "__main__":
    main()
