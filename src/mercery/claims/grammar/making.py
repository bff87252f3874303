"""What goods are made of, part by part; their colours; where they are made."""

from __future__ import annotations

from mercery.claims.grammar.colours import colours
from mercery.claims.grammar.materials import materials
from mercery.claims.grammar.origin import origin
from mercery.claims.grammar.reading import Reading, Segment


def read_making(reading: Reading, segment: Segment) -> None:
    """Read materials, colours and origin in the segment, for every product it is about."""
    if not segment.views or (segment.group and not _of_all(segment)):
        return
    materials(reading, segment)
    colours(reading, segment)
    origin(reading, segment)


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
