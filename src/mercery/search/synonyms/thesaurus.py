"""Which words stand for which: the shipped rows and a shop's own, looked up by the words as the index compares them. Pure.

Two rows that share a word are not joined into one: 餐具 is cutlery and tableware, but cutlery is not tableware.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from mercery.search.synonyms.shipped import shipped
from mercery.search.synonyms.synonym import Synonym
from mercery.search.words import key_of

MOST: Final = 24
"""More words than that for one are none of them meant."""


class Thesaurus:
    """Rows, ready to be looked up. Keys are what `key_of` makes of a word or phrase."""

    def __init__(self, rows: Iterable[Synonym], base: Thesaurus | None = None) -> None:
        """`base`: another one that this one begins with; what lies in it is shared and never changed."""
        self._same: dict[str, dict[str, None]] = dict(base._same) if base else {}
        self._kinds: dict[str, dict[str, None]] = dict(base._kinds) if base else {}
        self._wider: dict[str, dict[str, None]] = dict(base._wider) if base else {}
        self._apart: set[tuple[str, str]] = set(base._apart) if base else set()
        self.surfaces: dict[str, str] = dict(base.surfaces) if base else {}
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
            _add(self._same, one, words)
            _add(self._wider, one, [general for general in wider if general != one])
        for general in wider:
            _add(self._kinds, general, [one for one in words if one != general])
            _add(self._same, general, [general])

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


def _add(table: dict[str, dict[str, None]], key: str, others: Iterable[str]) -> None:
    """Into a new entry: the old one may be shared."""
    table[key] = table.get(key, {}) | dict.fromkeys(others)


def thesaurus(own: tuple[Synonym, ...] = (), *names: str) -> Thesaurus:
    """The shipped rows (of the files named, else of all) with a shop's own."""
    return _made(own, names)


@lru_cache(maxsize=128)
def _made(own: tuple[Synonym, ...], names: tuple[str, ...]) -> Thesaurus:
    return Thesaurus(own, _made((), names)) if own else Thesaurus(shipped(*names))
