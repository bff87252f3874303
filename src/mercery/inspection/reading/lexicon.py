"""Finds the words of a list in a text: English in any ending, Chinese as written; the longest wins.

A list is data in `words/`: `key = English, English / Chinese, Chinese`. What stands before the `=` beside the key (families
in brackets, ranks) is left to whoever reads the list.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final


@dataclass(frozen=True, slots=True)
class Hit:
    """A key and where its words stand."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: what stands before the `=`, and its surfaces in both languages."""

    head: str
    surfaces: tuple[str, ...]


class Lexicon:
    """Surfaces of many keys in one pattern. A surface may stand for several keys."""

    def __init__(self, rows: Iterable[tuple[str, Iterable[str]]]) -> None:
        self._exact: dict[str, set[str]] = defaultdict(set)
        latin: dict[str, str] = {}
        chinese: set[str] = set()
        for key, surfaces in rows:
            for surface in surfaces:
                plain = surface.lower()
                self._exact[plain].add(key)
                if plain.isascii():
                    latin[plain] = phrase(plain)
                else:
                    chinese.add(plain)
        ordered = sorted(latin, key=len, reverse=True)
        self._names = ordered
        parts = []
        if ordered:
            parts.append(
                rf"(?<![a-z0-9])(?:{'|'.join(f'(?P<w{n}>{latin[one]})' for n, one in enumerate(ordered))})(?![a-z0-9])"
            )
        if chinese:
            parts.append("(?P<zh>" + "|".join(re.escape(one) for one in sorted(chinese, key=len, reverse=True)) + ")")
        self._pattern = re.compile("|".join(parts)) if parts else None

    def hits(self, text: str) -> list[Hit]:
        """What of the list stands in `text` (small letters), in order."""
        return [] if self._pattern is None else list(self._found(text))

    def keys(self, text: str) -> frozenset[str]:
        """The keys alone."""
        return frozenset(hit.key for hit in self.hits(text))

    def _found(self, text: str) -> Iterator[Hit]:
        assert self._pattern is not None
        for match in self._pattern.finditer(text):
            group = match.lastgroup or ""
            surface = match[0] if group == "zh" else self._names[int(group[1:])]
            for key in sorted(self._exact[surface]):
                yield Hit(key, match.start(), match.end())


_VOWELS: Final = "aeiou"


def phrase(surface: str) -> str:
    """A pattern of an English surface: first and last word in any ending."""
    words = surface.split()
    last = len(words) - 1
    return r"[\s-]+".join(_word(word) if place in (0, last) else re.escape(word) for place, word in enumerate(words))


def _word(word: str) -> str:
    if len(word) < 3 or not word.isalpha() or word.endswith(("ing", "ed", "ss")):
        return re.escape(word) + ("(?:es)?" if word.endswith("ss") else "")
    if word.endswith("e"):
        return f"{word[:-1]}(?:e|es|ed|ing)"
    if word.endswith("y") and word[-2] not in _VOWELS:
        return f"{word[:-1]}(?:y|ies|ied|ying)"
    double = f"|{word[-1]}ed|{word[-1]}ing" if word[-1] not in _VOWELS + "swxy" else ""
    return f"{word}(?:s|es|ed|ing{double})?"


@cache
def rows(name: str) -> tuple[Row, ...]:
    """The lines of `words/<name>.txt`."""
    text = (files("mercery.inspection.reading") / "words" / f"{name}.txt").read_text("utf-8")
    found = []
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            head, _, surfaces = line.partition(" = ")
            english, _, chinese = f" {surfaces} ".partition(" / ")
            words = tuple(one.strip().lower() for one in (*english.split(","), *chinese.split(",")) if one.strip())
            found.append(Row(head.strip(), words))
    return tuple(found)


@cache
def lexicon(name: str) -> Lexicon:
    """The list `words/<name>.txt` by the first word of each head."""
    return Lexicon((row.head.split(" ")[0], row.surfaces) for row in rows(name))


@cache
def families() -> Mapping[str, frozenset[str]]:
    """Attribute to the families of amounts it is told in."""
    return {
        row.head.split(" ")[0]: frozenset(row.head.partition("[")[2].rstrip("]").split()) for row in rows("attributes")
    }
