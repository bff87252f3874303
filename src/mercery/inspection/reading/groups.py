"""Words of which a thing bears only what its fact names: colours, materials, carriers, who pays, and the like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Final

from mercery.claims.lexicon import entries
from mercery.inspection.reading.lexicon import Hit, Lexicon, rows

OPEN: Final = frozenset({"colour", "weekday", "payment", "letter_size", "place"})
"""Groups of which a fact names a whole list."""
_NO_COLOURS: Final = frozenset(
    {"natural", "rose", "sand", "cream", "rust", "gold", "silver", "tobacco", "camel", "mustard"}
)


@cache
def _lexicon() -> Lexicon:
    return Lexicon(_surfaces())


def _surfaces() -> Iterator[tuple[str, tuple[str, ...]]]:
    for row in rows("groups"):
        group, _, member = row.head.lstrip("*").partition(": ")
        yield f"{group}:{member}", row.surfaces
    for forms, keys in entries().items():
        for key in keys:
            kind, _, name = key.partition(":")
            surface = (" " if forms[0].isascii() else "").join(forms)
            if kind == "place" and not (len(surface) == 1 and not surface.isascii()):
                yield f"place:{name}", (surface,)
            if kind == "col" and name not in _NO_COLOURS:
                yield f"colour:{name}", (surface,)


def hits(text: str) -> tuple[Hit, ...]:
    """Members by `group:member`, with their places; `text` is in small letters."""
    return _lexicon().hits(text)


@lru_cache(maxsize=4096)
def members(text: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """By group, the members the text names."""
    found: dict[str, set[str]] = defaultdict(set)
    for hit in hits(text):
        group, _, member = hit.key.partition(":")
        found[group].add(member)
    return tuple((group, frozenset(names)) for group, names in found.items())


def by_group(text: str) -> Mapping[str, frozenset[str]]:
    """The same as a mapping."""
    return dict(members(text))
