"""What the order of words in a name says. Pure.

Whether it names the thing itself, or something for it: "camera" and "camera case". In a compound the last word says what a
thing is. Which words end compounds is learnt from the shop's own names: words that often stand at the end of a phrase, and
that are no values ("black", "USB"), which end phrases too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mercery.search.ranking.lexical import Floats
from mercery.search.words import stem

LEAST_SEEN: Final = 3
LEAST_ENDING: Final = 0.15
"""The share of its places in names at which a head word ends a phrase."""
MOST_AS_VALUE: Final = 2.0
"""A word that stands in so many times more products' values than names is a value."""
_TOKENS: Final = re.compile(r"[^\W\d_][^\W_]*|\S")
_ENDS: Final = frozenset(["for", "with", "and", "or", "by", "to", "in", "of", "from", "incl", "includes", "w"])
_BREAKS: Final = re.compile(r"\b(?:for|with|without|from|in|of|that|to|under|by|which)\b", re.IGNORECASE)

TermNumbers = NDArray[np.uint32]


def head_words(titles: Iterable[str], in_names_and_values: Callable[[str], tuple[int, int]]) -> frozenset[str]:
    """The stems that end compounds in these names; the function tells in how many products' names and values one stands."""
    seen: Counter[str] = Counter()
    ending: Counter[str] = Counter()
    for title in titles:
        tokens = _TOKENS.findall(title)
        for token, following in zip(tokens, [*tokens[1:], ""], strict=True):
            if token.isalpha() and token.lower() not in _ENDS:
                term = stem(token)
                seen[term] += 1
                ending[term] += not following.isalpha() or following.lower() in _ENDS
    found = [
        term for term, count in seen.items() if count >= LEAST_SEEN and ending[term] > LEAST_ENDING * count and term
    ]
    return frozenset(term for term in found if _no_value(*in_names_and_values(term)))


def _no_value(in_names: int, in_values: int) -> bool:
    return in_values < MOST_AS_VALUE * max(in_names, 1)


def phrase_end(text: str) -> int:
    """Where the phrase that says what is wanted ends: "a case for a camera" wants a case."""
    found = _BREAKS.search(text, 1)
    return found.start() if found else len(text)


def only_beside(
    terms: TermNumbers,
    cells: NDArray[np.int64],
    field: int,
    fields: int,
    rows: int,
    head: Collection[int],
    asked: Collection[int],
    heads: Collection[int],
) -> Floats:
    """For each row, 1 where the thing asked for (`head`, in any way of saying it) stands in the name, and always before
    another head word that was not asked for. `terms` and `cells` are those of `Said`, `field` is the name."""
    places = np.flatnonzero(np.isin(terms, np.fromiter(head, np.uint32, len(head))) & (cells % fields == field))
    if not len(places):
        return np.zeros(rows)
    after = np.minimum(places + 1, len(terms) - 1)
    same = (after > places) & (cells[after] == cells[places])
    others = np.fromiter(heads, np.uint32, len(heads))
    wanted = np.fromiter(asked, np.uint32, len(asked))
    before_other = same & np.isin(terms[after], others) & ~np.isin(terms[after], wanted)
    row = cells[places] // fields
    beside = np.bincount(row[before_other], minlength=rows) > 0
    itself = np.bincount(row[~before_other], minlength=rows) > 0
    return (beside & ~itself).astype(np.float64)


def together(
    terms: TermNumbers, cells: NDArray[np.int64], field: int, fields: int, rows: int, asked: Sequence[Collection[int]]
) -> Floats:
    """For each row, the share of neighbours among the asked words (each in any way of saying it) that are neighbours in
    the name, in the same order."""
    found = np.zeros(rows)
    if len(asked) < 2 or len(terms) < 2:
        return found
    side = (cells[:-1] == cells[1:]) & (cells[:-1] % fields == field)
    stands = [np.isin(terms, np.fromiter(ways, np.uint32, len(ways))) for ways in asked]
    for one, other in pairwise(stands):
        places = np.flatnonzero(one[:-1] & other[1:] & side)
        found[np.unique(cells[places] // fields)] += 1.0
    return found / (len(asked) - 1)
