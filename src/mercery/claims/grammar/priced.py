"""The prices of variants, and the tokens of one sentence about the same goods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.reading import Reading, Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.values import Price
from mercery.claims.views import VariantView

SALE_CUES: Final = ("price:down", "price:save", "price:was", "price:half")


def priced(variants: Sequence[VariantView]) -> list[Price]:
    """The prices of variants; empty when one of them has none."""
    found = [one.priced for one in variants]
    return [one for one in found if one is not None] if all(found) else []


def targets(segment: Segment) -> list[VariantView]:
    return segment.variants


def fact(variants: Sequence[VariantView], attribute: str) -> str:
    fact = variants[0].price if attribute == "price" else variants[0].stock
    return fact.id if fact else ""


def segments(reading: Reading, segment: Segment) -> list[Segment]:
    """The segments of the same sentence about the same goods."""
    return [
        one
        for one in reading.segments
        if one.tokens[0].sentence == segment.tokens[0].sentence and one.views == segment.views
    ]


def sentence(reading: Reading, segment: Segment) -> list[Token]:
    return [token for one in segments(reading, segment) for token in one.tokens]
