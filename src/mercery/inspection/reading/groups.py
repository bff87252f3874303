"""Words of which a thing bears only what its fact names: colours, materials, carriers, who pays, and the like."""

from __future__ import annotations

import re
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
    return _lexicon().hits(_OTHER_WORDS.sub(lambda match: "　" * len(match[0]), text))


_OTHER_WORDS: Final = re.compile(
    r"黑屏|黑科技|黑客|黑心|黑名单|黑色星期五|红外|红包|红烧|红糖|红枣|红薯|红豆|红利|走红|网红|白天|白开水|白送|白给|白跑|白等|明白|空白|蓝牙|蓝光|绿植|绿色(?:环保|食品|通道)|青少年|青春|青年|灰尘"
)
"""Words with the sign of a colour that name none."""


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
