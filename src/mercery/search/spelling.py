"""The word a shopper probably meant, from the words the shop uses. Pure.

Symmetric deletion (Wolf Garbe, 2012): two words within one edit share a form with at most one letter taken out of each,
so a look-up replaces comparing with every word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

SHORTEST: Final = 4
"""Shorter words are too close to one another to be corrected."""
TWO_EDITS_FROM: Final = 8
MOST_WORDS_FOR_TWO_EDITS: Final = 20_000


class Spelling:
    """Corrections among `words`, each with how often the shop uses it."""

    def __init__(self, words: Mapping[str, int]) -> None:
        self._counts = {word: count for word, count in words.items() if len(word) >= SHORTEST and word.isalpha()}
        self._deep = len(self._counts) <= MOST_WORDS_FOR_TWO_EDITS
        self._forms: dict[str, list[str]] = defaultdict(list)
        for word in self._counts:
            for form in self._deleted(word):
                self._forms[form].append(word)

    def nearest(self, word: str) -> str | None:
        """The word of the shop within one edit (two from eight letters on), the most used of the closest."""
        if len(word) < SHORTEST or not word.isalpha() or word in self._counts:
            return None
        allowed = 2 if self._deep and len(word) >= TWO_EDITS_FROM else 1
        candidates = {known for form in self._deleted(word) for known in self._forms.get(form, ())}
        scored = [(distance(word, known), -self._counts[known], known) for known in candidates]
        close = [one for one in scored if one[0] <= allowed]
        return min(close)[2] if close else None

    def _deleted(self, word: str) -> Iterator[str]:
        yield word
        once = {word[:at] + word[at + 1 :] for at in range(len(word))}
        yield from once
        if self._deep and len(word) >= TWO_EDITS_FROM:
            yield from {form[:at] + form[at + 1 :] for form in once for at in range(len(form))}


def distance(one: str, other: str) -> int:
    """Edits between two words: a letter added, left out or changed, or two neighbours swapped."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        now = [i]
        for j, b in enumerate(other, 1):
            cost = min(row[j] + 1, now[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            now.append(cost)
        before, row = row, now
    return row[-1]
