"""Finds the words of a list in a text: English in any ending, Chinese as written; the longest wins.

A list is data in `words/`: `key = English, English / Chinese, Chinese`. What stands before the `=` beside the key (families
in brackets, ranks) is left to whoever reads the list.
"""

from __future__ import annotations

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
    """Surfaces of many keys, found by their first two letters. A surface may stand for several keys."""

    def __init__(self, rows: Iterable[tuple[str, Iterable[str]]]) -> None:
        keys: dict[str, set[str]] = defaultdict(set)
        for key, surfaces in rows:
            for surface in surfaces:
                for form in forms(surface.lower().replace("-", " ")):
                    keys[form].add(key)
        self._keys = {form: tuple(sorted(names)) for form, names in keys.items()}
        by_head: dict[str, list[str]] = defaultdict(list)
        for form in self._keys:
            by_head[form[:2]].append(form)
        self._by_head = {head: sorted(found, key=len, reverse=True) for head, found in by_head.items()}
        self._known: dict[str, tuple[Hit, ...]] = {}

    def hits(self, text: str) -> tuple[Hit, ...]:
        """What of the list stands in `text` (small letters), in order. Texts recur within a conversation, so some are kept."""
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            known = self._known[text] = tuple(self._found(text))
        return known

    def keys(self, text: str) -> frozenset[str]:
        """The keys alone."""
        return frozenset(hit.key for hit in self.hits(text))

    def _found(self, text: str) -> Iterator[Hit]:
        plain = text.replace("-", " ")
        heads = self._by_head
        at = 0
        while at < len(plain):
            if plain[at : at + 2] not in heads and plain[at] not in heads:
                at += 1
                continue
            form = self._at(plain, at)
            if form:
                for key in self._keys[form]:
                    yield Hit(key, at, at + len(form))
            at += len(form) if form else 1

    def _at(self, text: str, at: int) -> str:
        """The longest surface that begins here; English ones only between other signs than letters and digits."""
        if at and _latin(text[at]) and _latin(text[at - 1]):
            return ""
        if at and text[at - 1] == "'":
            return ""
        for head in (text[at : at + 2], text[at : at + 1]):
            for form in self._by_head.get(head, ()):
                if text.startswith(form, at):
                    end = at + len(form)
                    if end == len(text) or not (_latin(form[-1]) and _latin(text[end])):
                        return form
        return ""


_KEPT: Final = 4096
_VOWELS: Final = "aeiou"


def _latin(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def forms(surface: str) -> Iterator[str]:
    """The surface and, in English, the endings its first and last word may have."""
    if not surface.isascii():
        yield surface
        return
    words = surface.split()
    if len(words) == 1:
        yield from _word(words[0])
        return
    middle = " ".join(words[1:-1])
    for first in _word(words[0]):
        for last in _word(words[-1]):
            yield f"{first} {middle} {last}" if middle else f"{first} {last}"


def _word(word: str) -> list[str]:
    if len(word) < 3 or not word.isalpha() or word.endswith(("ing", "ed")):
        return [word]
    if word.endswith(("s", "x", "sh", "ch")):
        return [word, f"{word}es", f"{word}ed", f"{word}ing"]
    if word.endswith("e"):
        return [word, f"{word}s", f"{word}d", f"{word[:-1]}ing"]
    if word.endswith("y") and word[-2] not in _VOWELS:
        return [word, f"{word[:-1]}ies", f"{word[:-1]}ied", f"{word}ing"]
    double = [f"{word}{word[-1]}ed", f"{word}{word[-1]}ing"] if word[-1] not in _VOWELS + "wy" else []
    return [word, f"{word}s", f"{word}ed", f"{word}ing", *double]


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
