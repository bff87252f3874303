"""Weighing the likeliest stretches of a text once more, by what each model says of them and of the other attributes, what
was counted, and where they stand: trees that learnt from texts the models had not seen."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from mercery.studio.extracting.learner.examples import Example
from mercery.studio.extracting.learner.grown import Floats
from mercery.studio.extracting.learner.one_thread import one_thread_of_trees

_MANY: Final = 5_000
"""Rows from which more trees are worth their time."""
_UNSAID: Final = 7
"""One in so many of the attributes that complete examples do not name is learnt from: there are many of them."""


class Weigher:
    """Trees over the rows of candidates (gradient boosting over histograms)."""

    def __init__(self, seed: int = 0) -> None:
        self._seed = seed

    def learn(self, rows: Floats, right: Sequence[bool]) -> Weigher:
        """Learn which candidates were right; returns itself."""
        from sklearn.ensemble import HistGradientBoostingClassifier

        self._one_answer = len(set(right)) < 2
        self._trees: Any = HistGradientBoostingClassifier(
            max_iter=200 if len(rows) > _MANY else 60, learning_rate=0.06, max_leaf_nodes=20, min_samples_leaf=20, l2_regularization=1.0,
            early_stopping=False, random_state=self._seed,
        )  # fmt: skip
        if not self._one_answer:
            with one_thread_of_trees():
                self._trees.fit(rows, np.array(right))
        return self

    def weigh(self, rows: Floats) -> Floats:
        """The probability of each row to be right."""
        if self._one_answer:
            return np.zeros(len(rows), np.float32)
        with one_thread_of_trees():
            found: Floats = self._trees.predict_proba(rows)[:, 1]
        return found


def counts(example: Example, attribute: str) -> bool:
    """Whether something is learnt from the pair. Which of the unnamed ones do is always the same."""
    if attribute in example.values or example.strict:
        return True
    return example.complete and zlib.crc32(f"{attribute}\n{example.text}".encode()) % _UNSAID == 0
