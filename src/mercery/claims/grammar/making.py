"""What goods are made of, part by part; their colours; where they are made."""

from __future__ import annotations

import re
from typing import Final

from mercery.claims.grammar.colours import colours
from mercery.claims.grammar.materials import materials
from mercery.claims.grammar.origin import origin
from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.lexicon import kind_of


def read_making(reading: Reading, segment: Segment) -> None:
    """Read materials, colours and origin in the segment, for every product it is about."""
    _karats(segment)
    if not segment.views or (segment.group and not _of_all(segment)):
        return
    materials(reading, segment)
    colours(reading, segment)
    origin(reading, segment)


_KARATS: Final = re.compile(r"\d+k")


def _karats(segment: Segment) -> None:
    """`18k` is said of gold alone: `pearls of 18k` says nothing."""
    for token in segment.open():
        if _KARATS.fullmatch(token.text) is None:
            continue
        beside = [*segment.after(token, 3), *segment.before(token, 1)]
        if not any(kind_of(name, "gold") for one in beside for name in one.of("mat")):
            raise Blocked(f"“{token.text}” is no grade of it", attribute="material")


def _of_all(segment: Segment) -> bool:
    """Whether the segment speaks of each of the kind: all, both, as many as there are."""
    many = len(segment.views)
    return (
        segment.has("quant:all")
        or (many == 2 and segment.has("quant:both"))
        or any(
            token.amount and token.amount.kind in ("kinds", "number") and token.amount.value == many
            for token in segment.tokens
        )
    )
