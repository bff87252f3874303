"""Texts of one category in arrays: for each the stretches it has, what is known of them, and which are right.

A stretch's score is the sum of what speaks for its first token, its last one, all between, and the stretch as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mercery.studio.extracting.learner.grown import Floats
from mercery.studio.extracting.learner.lore import Lore
from mercery.studio.extracting.learner.stretches import LONGEST, OF_PLACE, plain
from mercery.studio.extracting.learner.taken import Ints, Taken

Bools = NDArray[np.bool_]
OF_LORE: Final = 9
"""Features of a stretch by which values it was seen as."""
OF_SPAN: Final = OF_PLACE + LONGEST + OF_LORE


@dataclass(slots=True)
class Read:
    """A text taken apart, with what was counted of its stretches."""

    taken: Taken
    of_lore: Floats
    """(attributes, tokens, lengths, features)"""

    @property
    def many(self) -> int:
        """How many tokens it has."""
        return len(self.taken.parts)


def apart(
    texts: Sequence[Taken], attributes: Mapping[str, Sequence[str]], lore: Lore, *, own: bool
) -> list[Read | None]:
    """Each text with what was counted; None for an empty one and for a category that is not known. `own`: they are those
    the lore was counted from, and none counts for itself."""
    found: list[Read | None] = []
    for taken in texts:
        asked = attributes.get(taken.example.category)
        found.append(Read(taken, _by_lore(taken, asked, lore, own=own)) if asked and taken.parts else None)
    return found


def _by_lore(taken: Taken, attributes: Sequence[str], lore: Lore, *, own: bool) -> Floats:
    example = taken.example
    found = np.zeros((len(attributes), len(taken.parts), LONGEST, OF_LORE), np.float32)
    mine: dict[str, set[str]] = {}
    if own:
        for attribute, values in example.values.items():
            for value in values:
                mine.setdefault(plain(value), set()).add(attribute)
    category = example.category
    for first, more, string in taken.strings:
        if string not in lore.known:
            continue
        of = mine.get(string, set())
        total = lore.any.get((category, string), 0) - len(of)
        for number, attribute in enumerate(attributes):
            here = lore.values.get((category, attribute, string), 0) - (attribute in of)
            other = lore.elsewhere.get((attribute, string), 0) - (attribute in of) - here
            if here > 0 or other > 0 or total > 0:
                found[number, first, more] = (
                    here >= 1, here >= 2, here >= 5, min(np.log1p(max(here, 0)), 4) / 2, other >= 1, total - here >= 1,
                    max(here, 0) / max(total, 1), total - here >= 3, here > 0 and more > 0,
                )  # fmt: skip
    return found


@dataclass(slots=True)
class Batch:
    """Texts of one category side by side, padded to the longest."""

    category: str
    reads: Sequence[Read]
    size: int
    """Tokens of the longest."""
    words: Any
    """Sparse (texts × tokens, features that occur)."""
    features: Ints
    """Numbers of these features."""
    bag: Any
    """Sparse (texts, features of the category that occur)."""
    bag_features: Ints
    of_place: Floats
    """(texts × tokens × lengths, features)"""
    of_lore: Floats
    """(attributes, texts × tokens × lengths, features)"""
    there: Bools
    """(texts, tokens, lengths): stretches that exist."""
    dense: Floats | None = None
    """(texts × tokens, dimensions)"""
    right: Bools = field(default_factory=lambda: np.zeros(0, np.bool_))
    """(texts, attributes, tokens, lengths)"""
    absent: Bools = field(default_factory=lambda: np.zeros(0, np.bool_))
    counts: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    """(texts, attributes): how much the pair counts; 0: nothing is known of it."""


def batch(reads: Sequence[Read], known: Ints, own: Ints, spare: int, dense: Sequence[Floats]) -> Batch:
    """Bring texts of one category together. `known`: number in the model of everything that is seen, -1 for none; `own`:
    number in the category of what the model knows, `spare` for none; `dense`: of each text a row for each token, or
    nothing."""
    from scipy.sparse import csr_matrix

    size = max(one.many for one in reads)
    columns = known[np.concatenate([one.taken.features for one in reads])]
    rows = np.concatenate([number * size + one.taken.at for number, one in enumerate(reads)])
    rows, columns = rows[columns >= 0], columns[columns >= 0]
    bags = [_bag(one.taken.words, known, own, spare) for one in reads]
    bag_rows = np.repeat(np.arange(len(reads)), [len(bag) for bag in bags])
    features, inner = np.unique(columns, return_inverse=True)
    bag_features, bag_inner = np.unique(np.concatenate(bags), return_inverse=True)
    ones, bag_ones = np.ones(len(rows), np.float32), np.ones(len(bag_rows), np.float32)
    padded = _padded(reads, size, dense)
    return Batch(
        category=reads[0].taken.example.category, reads=reads, size=size, features=features, bag_features=bag_features,
        words=csr_matrix((ones, (rows, inner)), shape=(len(reads) * size, len(features))),
        bag=csr_matrix((bag_ones, (bag_rows, bag_inner)), shape=(len(reads), len(bag_features))),
        of_place=padded[0], of_lore=padded[1], there=padded[2], dense=padded[3],
    )  # fmt: skip


def _bag(words: Ints, known: Ints, own: Ints, spare: int) -> Ints:
    """The words of a text as its category numbers them, and one that every text has."""
    held = known[words]
    return np.unique(np.append(own[held[held >= 0]], spare + 1))


def _padded(reads: Sequence[Read], size: int, rows: Sequence[Floats]) -> tuple[Floats, Floats, Bools, Floats | None]:
    of_place = np.zeros((len(reads), size, LONGEST, OF_PLACE), np.float32)
    of_lore = np.zeros((len(reads[0].of_lore), len(reads), size, LONGEST, OF_LORE), np.float32)
    there = np.zeros((len(reads), size, LONGEST), np.bool_)
    dense = np.zeros((len(reads), size, rows[0].shape[1]), np.float32) if rows else None
    for number, one in enumerate(reads):
        long = one.many
        of_place[number, :long], of_lore[:, number, :long] = one.taken.of_place, one.of_lore
        for more in range(LONGEST):
            there[number, : max(long - more, 0), more] = True
        if dense is not None:
            dense[number, :long] = rows[number]
    return (
        of_place.reshape(-1, OF_PLACE), of_lore.reshape(len(of_lore), -1, OF_LORE), there,
        None if dense is None else dense.reshape(len(reads) * size, -1),
    )  # fmt: skip


def mark(made: Batch, attributes: Sequence[str], unsaid: float) -> None:
    """Note which stretches are right. `unsaid`: how much it counts that a complete example does not name an attribute."""
    made.right = np.zeros((len(made.reads), len(attributes), made.size, LONGEST), np.bool_)
    made.absent = np.zeros((len(made.reads), len(attributes)), np.bool_)
    made.counts = np.zeros((len(made.reads), len(attributes)), np.float32)
    for number, one in enumerate(made.reads):
        example = one.taken.example
        for place, attribute in enumerate(attributes):
            values = example.values.get(attribute)
            if values:
                for first, more in one.taken.right[attribute]:
                    made.right[number, place, first, more] = True
                    made.counts[number, place] = 1
            elif values is not None or example.complete:
                made.absent[number, place] = True
                made.counts[number, place] = 1 if values is not None else unsaid
