"""Kinds of goods in both languages, and what each is a kind of: loafers are shoes, a beanie is a hat. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from mercery.core.i18n import Words
from mercery.guide.hearing.lexicon import Lexicon, rows
from mercery.guide.hearing.text import plain

NO_KIND: Final = "x"
"""What only looks like a kind: the 包 of 包邮."""


@cache
def _names() -> dict[str, Words]:
    found: dict[str, Words] = {}
    for head, surfaces in rows((files("mercery.guide.hearing") / "kinds.txt").read_text("utf-8")):
        english = next((one for one in surfaces if one.isascii()), "")
        found[head.partition("<")[0].strip()] = Words(english, next((one for one in surfaces if not one.isascii()), ""))
    return found


def name_of(kind: str) -> Words:
    """What a kind is called."""
    return _names().get(kind) or Words(kind.replace("_", " "))


@cache
def _table() -> tuple[dict[str, tuple[str, ...]], Lexicon]:
    parents: dict[str, tuple[str, ...]] = {}
    entries: list[tuple[str, str]] = []
    text = (files("mercery.guide.hearing") / "kinds.txt").read_text("utf-8")
    for head, surfaces in rows(text):
        kind, _, above = head.partition("<")
        kind = kind.strip()
        parents[kind] = tuple(one.strip() for one in above.split(",") if one.strip())
        entries += [(kind, surface) for surface in surfaces]
    return parents, Lexicon(entries)


def kind_lexicon() -> Lexicon:
    """The names of all kinds."""
    return _table()[1]


def parents(kind: str) -> tuple[str, ...]:
    """What a kind is directly a kind of."""
    return _table()[0].get(kind, ())


def all_kinds() -> frozenset[str]:
    """Every kind there is."""
    return frozenset(_table()[0]) - {NO_KIND}


@cache
def above(kind: str) -> tuple[str, ...]:
    """The kind and everything it is a kind of, the nearest first."""
    found = dict.fromkeys([kind])
    for parent in parents(kind):
        found.update(dict.fromkeys(above(parent)))
    return tuple(found)


def is_kind_of(kind: str, asked: str) -> bool:
    """Whether `kind` is `asked` or a kind of it."""
    return asked in above(kind)


def kinds_in(text: str) -> frozenset[str]:
    """The kinds of goods that a text names (without what they are kinds of, unless named too)."""
    found = {kind for hit in kind_lexicon().find(plain(text).tokens) for kind in hit.keys if kind != NO_KIND}
    return frozenset(_most_special(found))


def _most_special(kinds: set[str]) -> Iterator[str]:
    yield from (kind for kind in kinds if not any(other != kind and is_kind_of(other, kind) for other in kinds))


@cache
def below(kind: str) -> frozenset[str]:
    """The kind and all kinds of it."""
    return frozenset(one for one in all_kinds() if is_kind_of(one, kind))
