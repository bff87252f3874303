"""The word a shopper probably meant, from the words the shop uses. Pure.

Which letters a word has is kept as bits, so that all words are compared with the typed one at once and only those few that
can be near are measured letter by letter. A slip of the finger to the next key, a doubled letter and two letters swapped
count for less than another letter.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

SHORTEST: Final = 4
"""Shorter words are too close to one another to be corrected."""
MOST_MEASURED: Final = 400
_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS: Final = frozenset("aeiouy")
_SLIP: Final = 0.7
_DOUBLED: Final = 0.5
_SWAPPED: Final = 0.8
_VOWEL: Final = 0.75
_USED: Final = 0.04
"""How much more often used a word must be, tenfold, to be preferred to one that is nearer by this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A word replaced by the shop's own spelling."""

    said: str
    meant: str


class Spelling:
    """Corrections among `words`, each with how often the shop uses it."""

    def __init__(self, words: Mapping[str, int], is_word: Callable[[str], bool] | None = None) -> None:
        """`is_word`: of a word the shop does not use, whether it is one all the same and no slip: who asks for a sofa means
        nothing soft."""
        self._is_word = is_word
        self._counts = {
            word: count for word, count in words.items() if len(word) >= SHORTEST and word.isascii() and word.isalpha()
        }
        self._used = {word: _USED * math.log10(1 + count) for word, count in self._counts.items()}
        self._words = list(self._counts)
        self._bits = np.array([_bits(word) for word in self._words], dtype=np.uint64)
        self._lengths = np.array([len(word) for word in self._words], dtype=np.int16)

    def nearest(self, word: str) -> str | None:
        """The word of the shop that is near enough: one edit in short words, up to two in long ones; of those equally near
        the most used."""
        if len(word) < SHORTEST or not (word.isascii() and word.isalpha()) or word in self._counts or not self._words:
            return None
        if self._is_word is not None and self._is_word(word):
            return None
        allowed = 1.0 if len(word) < 6 else 1.5 if len(word) < 8 else 2.0
        best: tuple[float, str] | None = None
        for known in self._near(word, 2 if allowed > 1 else 1):
            if not _begins_alike(word, known):
                continue
            used = self._used[known]
            # Measured only as far as it could still be the nearest one.
            enough = allowed if best is None else min(allowed, best[0] + used + 1e-9)
            far = distance(word, known, enough)
            if far <= enough and (best is None or (far - used, known) < best):
                best = (far - used, known)
        return best[1] if best else None

    def _near(self, word: str, edits: int) -> list[str]:
        apart = np.bitwise_count(self._bits ^ np.uint64(_bits(word)))
        close = (apart <= 2 * edits) & (np.abs(self._lengths - len(word)) <= edits)
        places = np.flatnonzero(close)
        places = places[np.argsort(apart[places], kind="stable")[:MOST_MEASURED]]
        return [self._words[place] for place in places.tolist()]


class AsTyped(Spelling):
    """The same corrections, except of words a shopper wants as they were typed."""

    def __init__(self, spelling: Spelling, kept: Collection[str]) -> None:
        self._spelling, self._kept = spelling, frozenset(kept)

    def nearest(self, word: str) -> str | None:
        """As for any word; None for one that is wanted as typed."""
        return None if word in self._kept else self._spelling.nearest(word)


def _begins_alike(word: str, known: str) -> bool:
    """The first letter is seldom wrong: only a slip to the next key, or the first two swapped."""
    return known[0] == word[0] or known[:2] == word[1] + word[0] or known[0] in _BESIDE.get(word[0], "")


def _bits(word: str) -> int:
    """Which letters it has, and which it has twice."""
    once = twice = 0
    for letter in word:
        bit = 1 << ((ord(letter) | 0x20) - 97) if letter.isalpha() else 0
        twice |= once & bit
        once |= bit
    return once | twice << 26


def distance(one: str, other: str, enough: float = 99.0) -> float:
    """How far two words are apart: letters added, left out or changed, and neighbours swapped; beyond `enough` any number."""
    before: list[float] = []
    row = _first_row(other)
    added = [_DOUBLED if j and other[j - 1] == b else _VOWEL if b in _VOWELS else 1.0 for j, b in enumerate(other)]
    for i, a in enumerate(one):
        left_out = _DOUBLED if i and one[i - 1] == a else _VOWEL if a in _VOWELS else 1.0
        changed = _CHANGED.get(a, {})
        now = [last := row[0] + left_out]
        for j, b in enumerate(other):
            cost = row[j] + (0.0 if a == b else changed.get(b, 1.0))
            cost = min(cost, row[j + 1] + left_out, last + added[j])
            if i and j and a == other[j - 1] and one[i - 1] == b and a != b:
                cost = min(cost, before[j - 1] + _SWAPPED)
            now.append(cost)
            last = cost
        if (least := min(now)) > enough:
            return least
        before, row = row, now
    return row[-1]


def _first_row(other: str) -> list[float]:
    row = [0.0]
    for letter in other:
        row.append(row[-1] + (_VOWEL if letter in _VOWELS else 1.0))
    return row


def _beside() -> dict[str, str]:
    found: dict[str, str] = {}
    for number, row in enumerate(_ROWS):
        for place, key in enumerate(row):
            around = row[max(0, place - 1) : place + 2]
            for other in (number - 1, number + 1):
                if 0 <= other < len(_ROWS):
                    around += _ROWS[other][max(0, place - 1) : place + 2]
            found[key] = around.replace(key, "")
    return found


_BESIDE: Final = _beside()
_CHANGED: Final = {
    a: {b: _SLIP if b in around else _VOWEL for b in {*around, *(_VOWELS if a in _VOWELS else ())}}
    for a, around in _BESIDE.items()
}
"""What another letter in the place of this one costs, where it is less than one."""
