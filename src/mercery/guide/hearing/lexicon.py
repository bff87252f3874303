"""Surfaces of a lexicon found in tokens, the longest reading first. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mercery.guide.hearing.text import Token, units


@dataclass(frozen=True, slots=True)
class Hit:
    """Keys that a stretch of tokens may stand for."""

    keys: frozenset[str]
    first: int
    last: int
    """Places of the first and last token."""
    start: int
    end: int
    """Places in the text."""


_units = lru_cache(maxsize=20_000)(units)
"""Nearly all surfaces are the same for every shop, and each shop's words are compiled anew with its goods."""


class Lexicon:
    """Surfaces to keys."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        table: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for key, surface in entries:
            table[_units(surface)].add(key)
        table.pop((), None)
        self._table = {forms: frozenset(keys) for forms, keys in table.items()}
        self._longest: dict[str, int] = defaultdict(int)
        for forms in self._table:
            self._longest[forms[0]] = max(self._longest[forms[0]], len(forms))

    def items(self) -> Iterable[tuple[tuple[str, ...], frozenset[str]]]:
        """Each surface as units, with its keys."""
        return self._table.items()

    @property
    def words(self) -> frozenset[str]:
        """All Latin words of it."""
        return frozenset(word for forms in self._table for word in forms if word.isascii() and word.isalpha())

    def find(self, tokens: Sequence[Token]) -> list[Hit]:
        """What stands in `tokens`, without overlap."""
        return list(self._find(tokens))

    def _find(self, tokens: Sequence[Token]) -> Iterator[Hit]:
        at = 0
        while at < len(tokens):
            longest = self._longest.get(tokens[at].norm, 0)
            for length in range(min(longest, len(tokens) - at), 0, -1):
                keys = self._table.get(tuple(token.norm for token in tokens[at : at + length]))
                if keys:
                    last = at + length - 1
                    yield Hit(keys, at, last, tokens[at].start, tokens[last].end)
                    at = last
                    break
            at += 1


def rows(text: str) -> Iterator[tuple[str, list[str]]]:
    """The lines of a data file: `key = English, names / 中文, 名字`."""
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        key, _, surfaces = line.partition("=")
        english, _, chinese = surfaces.partition(" / ")
        if not chinese and english.strip().startswith("/"):
            english, chinese = "", english.strip()[1:]
        yield key.strip(), [one.strip() for one in (*english.split(","), *chinese.split(",")) if one.strip()]
