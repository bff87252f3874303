"""Which words stand for which: the shipped rows and a shop's own, looked up by the words as the index compares them. Pure.

Two rows that share a word are not joined into one: 餐具 is cutlery and tableware, but cutlery is not tableware.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from mercery.search.synonyms.shipped import shipped
from mercery.search.synonyms.synonym import Synonym
from mercery.search.words import key_of

MOST: Final = 24
"""More words than that for one are none of them meant."""


class Thesaurus:
    """Rows, ready to be looked up. Keys are what `key_of` makes of a word or phrase."""

    def __init__(self, rows: Iterable[Synonym]) -> None:
        self._same: dict[str, dict[str, None]] = defaultdict(dict)
        self._kinds: dict[str, dict[str, None]] = defaultdict(dict)
        self._wider: dict[str, dict[str, None]] = defaultdict(dict)
        self._apart: set[tuple[str, str]] = set()
        self.longest = 1
        self.surfaces: dict[str, str] = {}
        """Every key as the row writes it."""
        for row in rows:
            self._take(row)

    def _take(self, row: Synonym) -> None:
        self.surfaces |= {key_of(word): word for word in (*row.words, *row.kind_of)}
        words, wider = _keys(row.words), _keys(row.kind_of)
        if row.apart:
            self._apart |= {(one, other) for one in (*words, *wider) for other in (*words, *wider)}
            return
        for one in words:
            for other in words:
                if one != other:
                    self._same[one][other] = None
            self._same[one].setdefault(one, None)
            self.longest = max(self.longest, one.count(" ") + 1)
        for one in words:
            self._wider[one].update(dict.fromkeys(general for general in wider if general != one))
        for general in wider:
            self._kinds[general].update(dict.fromkeys(one for one in words if one != general))
            self._same[general].setdefault(general, None)

    def knows(self, key: str) -> bool:
        """Whether any row has the word."""
        return key in self._same

    def apart(self, key: str, other: str) -> bool:
        """Whether a shop has said that the two are not the same."""
        return (key, other) in self._apart

    def same(self, key: str) -> tuple[str, ...]:
        """What means the same."""
        found = self._same.get(key, {})
        return tuple(other for other in found if other != key and (key, other) not in self._apart)[:MOST]

    def wider(self, key: str) -> tuple[str, ...]:
        """What it is a kind of, at once."""
        return tuple(self._wider.get(key, ()))

    def kinds(self, key: str) -> tuple[str, ...]:
        """What is a kind of it, and of that in turn."""
        found: dict[str, None] = {}
        waiting = [key, *self.same(key)]
        while waiting:
            general = waiting.pop()
            for special in self._kinds.get(general, {}):
                if special not in found and special != key and (general, special) not in self._apart:
                    found[special] = None
                    waiting.append(special)
        return tuple(one for one in found if (key, one) not in self._apart)


def _keys(words: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(key for word in words if (key := key_of(word))))


@cache
def thesaurus(own: tuple[Synonym, ...] = (), *names: str) -> Thesaurus:
    """The shipped rows (of the files named, else of all) with a shop's own."""
    return Thesaurus((*shipped(*names), *own))
