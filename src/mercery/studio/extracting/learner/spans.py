"""Texts of one category in arrays: for each the stretches it has, what is known of them, and which are right.

A stretch's score is the sum of what speaks for its first token, its last one, all between, and the stretch as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mercery.studio.extracting.learner.examples import Example
from mercery.studio.extracting.learner.grown import Floats
from mercery.studio.extracting.learner.lore import LONGEST, Lore, places, plain, stretches
from mercery.studio.extracting.learner.tokens import Token, seen, tokens

Bools = NDArray[np.bool_]
OF_PLACE: Final = 12
"""Features of a stretch by where it stands."""
OF_LORE: Final = 9
"""Features of a stretch by which values it was seen as."""
OF_SPAN: Final = OF_PLACE + LONGEST + OF_LORE
_OPENS, _CLOSES, _COMMAS, _DASHES = "([（", ")]）", ",;|/，；、", "-–"


@dataclass(slots=True)
class Read:
    """A text taken apart."""

    example: Example
    parts: list[Token]
    features: list[list[str]]
    of_place: Floats
    """(tokens, lengths, features)"""
    of_lore: Floats
    """(attributes, tokens, lengths, features)"""


def apart(
    examples: Sequence[Example], attributes: Mapping[str, Sequence[str]], lore: Lore, *, own: bool
) -> list[Read | None]:
    """Each text taken apart; None for an empty one and for a category that is not known."""
    return [
        read(example, attributes[example.category], lore, own=own) if attributes.get(example.category) else None
        for example in examples
    ]


def read(example: Example, attributes: Sequence[str], lore: Lore, *, own: bool) -> Read | None:
    """Take a text apart; None for an empty one. `own`: it is one of those the lore was counted from, and does not count
    for itself."""
    parts = tokens(example.text)
    if not parts:
        return None
    return Read(
        example=example, parts=parts, features=seen(example.text, parts), of_place=by_place(parts),
        of_lore=_by_lore(example, parts, attributes, lore, own=own),
    )  # fmt: skip


def by_place(parts: Sequence[Token]) -> Floats:
    """What the place of each stretch says: between commas or brackets, across them, how long."""
    words = [part.text for part in parts]
    found = np.zeros((len(words), LONGEST, OF_PLACE), np.float32)
    for first in range(len(words)):
        left = first == 0 or words[first - 1] in _COMMAS + _OPENS
        for more in range(min(LONGEST, len(words) - first)):
            last = first + more
            right = last == len(words) - 1 or words[last + 1] in _COMMAS + _CLOSES
            inner = words[first : last + 1]
            found[first, more] = (
                left, right, left and right, any(word in _COMMAS for word in inner),
                any(word in _OPENS + _CLOSES for word in inner), inner[0] in _COMMAS + _OPENS + _CLOSES + _DASHES + ".&",
                inner[-1] in _COMMAS + _OPENS + _DASHES + "&", more == 0, more == 1, more == 2, more >= 3, more / 4,
            )  # fmt: skip
    return found


def _by_lore(example: Example, parts: Sequence[Token], attributes: Sequence[str], lore: Lore, *, own: bool) -> Floats:
    found = np.zeros((len(attributes), len(parts), LONGEST, OF_LORE), np.float32)
    mine: dict[str, set[str]] = {}
    if own:
        for attribute, values in example.values.items():
            for value in values:
                mine.setdefault(plain(value), set()).add(attribute)
    category = example.category
    for first, more, string in stretches(example.text, parts):
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
    features: NDArray[np.int64]
    """Numbers of these features."""
    bag: Any
    """Sparse (texts, features of the category that occur)."""
    bag_features: NDArray[np.int64]
    of_place: Floats
    of_lore: Floats
    there: Bools
    """(texts, tokens, lengths): stretches that exist."""
    dense: Floats | None = None
    """(texts × tokens, dimensions)"""
    right: Bools = field(default_factory=lambda: np.zeros(0, np.bool_))
    """(texts, attributes, tokens, lengths)"""
    absent: Bools = field(default_factory=lambda: np.zeros(0, np.bool_))
    counts: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    """(texts, attributes): how much the pair counts; 0: nothing is known of it."""


def batch(
    reads: Sequence[Read], known: Mapping[str, int], own: NDArray[np.int64], spare: int, dense: Sequence[Floats]
) -> Batch:
    """Bring texts of one category together. `own`: number in the category of each known feature, `spare` for none;
    `dense`: of each text a row for each token, or nothing."""
    from scipy.sparse import csr_matrix

    size = max(len(one.parts) for one in reads)
    rows, columns, bag_rows, bag_columns = [], [], [], []
    for number, one in enumerate(reads):
        held = {spare + 1}
        for at, names in enumerate(one.features):
            for name in names:
                feature = known.get(name)
                if feature is not None:
                    rows.append(number * size + at)
                    columns.append(feature)
                    if name.startswith("w="):
                        held.add(int(own[feature]))
        bag_columns += sorted(held)
        bag_rows += [number] * len(held)
    features, inner = np.unique(np.array(columns, np.int64), return_inverse=True)
    bag_features, bag_inner = np.unique(np.array(bag_columns, np.int64), return_inverse=True)
    ones, bag_ones = np.ones(len(rows), np.float32), np.ones(len(bag_rows), np.float32)
    padded = _padded(reads, size, dense)
    return Batch(
        category=reads[0].example.category, reads=reads, size=size, features=features, bag_features=bag_features,
        words=csr_matrix((ones, (rows, inner)), shape=(len(reads) * size, len(features))),
        bag=csr_matrix((bag_ones, (bag_rows, bag_inner)), shape=(len(reads), len(bag_features))),
        of_place=padded[0], of_lore=padded[1], there=padded[2], dense=padded[3],
    )  # fmt: skip


def _padded(reads: Sequence[Read], size: int, rows: Sequence[Floats]) -> tuple[Floats, Floats, Bools, Floats | None]:
    of_place = np.zeros((len(reads), size, LONGEST, OF_PLACE), np.float32)
    of_lore = np.zeros((len(reads), len(reads[0].of_lore), size, LONGEST, OF_LORE), np.float32)
    there = np.zeros((len(reads), size, LONGEST), np.bool_)
    dense = np.zeros((len(reads), size, rows[0].shape[1]), np.float32) if rows else None
    for number, one in enumerate(reads):
        long = len(one.parts)
        of_place[number, :long], of_lore[number, :, :long] = one.of_place, one.of_lore
        for more in range(LONGEST):
            there[number, : max(long - more, 0), more] = True
        if dense is not None:
            dense[number, :long] = rows[number]
    return of_place, of_lore, there, None if dense is None else dense.reshape(len(reads) * size, -1)


def mark(made: Batch, attributes: Sequence[str], unsaid: float) -> None:
    """Note which stretches are right. `unsaid`: how much it counts that a complete example does not name an attribute."""
    made.right = np.zeros((len(made.reads), len(attributes), made.size, LONGEST), np.bool_)
    made.absent = np.zeros((len(made.reads), len(attributes)), np.bool_)
    made.counts = np.zeros((len(made.reads), len(attributes)), np.float32)
    for number, one in enumerate(made.reads):
        example = one.example
        for place, attribute in enumerate(attributes):
            values = example.values.get(attribute)
            if values:
                for first, more in places(example.text, one.parts, values):
                    made.right[number, place, first, more] = True
                    made.counts[number, place] = 1
            elif values is not None or example.complete:
                made.absent[number, place] = True
                made.counts[number, place] = 1 if values is not None else unsaid
