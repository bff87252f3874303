"""How long a part is: a chain, a strap, an extender; a length told of one of these is none of the piece."""

from __future__ import annotations

from typing import Final

from mercery.claims.grammar.amount import Amount
from mercery.claims.grammar.clauses import Clause
from mercery.claims.grammar.reading import Reading, Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.measures import dimension, in_base
from mercery.claims.views import ProductView

_PIECE: Final = frozenset({"it", "this", "these", "they", "它", "这款", "这只", "这个", "包"})
LONG_PARTS: Final = frozenset({"part:chain", "part:strap", "part:handle", "part:extender"})
"""Parts with a length of their own."""


def parts_before(reading: Reading, segment: Segment) -> frozenset[str]:
    """`The chain comes off and is 120 cm long`: the part that the segment before is about, where this one names none."""
    place = next(index for index, one in enumerate(reading.segments) if one is segment)
    earlier = reading.segments[place - 1] if place else None
    if earlier is None or earlier.tokens[0].sentence != segment.tokens[0].sentence or earlier.views != segment.views:
        return frozenset()
    if any(one.is_a("part", "noun") or one.names or one.text in _PIECE for one in segment.tokens):
        return frozenset()
    return frozenset(key for one in earlier.tokens for key in one.keys if key.startswith("part:"))


def of_a_part(
    reading: Reading, segment: Segment, token: Token, view: ProductView, named: frozenset[str] = frozenset()
) -> None:
    """`a 45 cm chain`, 45厘米18K白金链: a length that the dimensions tell of just that part."""
    parts = named or {key for one in segment.tokens for key in one.keys if key.startswith("part:")}
    for clause in view.clauses:
        own = {key for key in clause.affirmed if key.startswith("part:")}
        told = clause.attribute == "dimensions" or (
            clause.attribute in ("notes", "description") and own == {"part:chain"}
        )
        alone = told and len(clause.amounts) == 1 and own and own <= parts
        if alone and has_amount(clause, token) and not segment.negative(token):
            reading.claim(
                "dimensions", token.text, clause.fact_id, subject=view.id, part=min(own).removeprefix("part:")
            )
            segment.use([token], "measure")
            segment.use_keys("measure", "att:length", *own)
            return


def has_amount(clause: Clause, token: Token) -> bool:
    """Whether the clause tells the amount, in the same unit or in another of length."""
    one = token.amount
    return one is not None and any(
        other.kind == one.kind and other.high == one.high and _same_length(other, one) for other in clause.amounts
    )


def _same_length(one: Amount, other: Amount) -> bool:
    """Whether two amounts are the same, in one unit or in two units of length."""
    if one.unit == other.unit:
        return one.value == other.value
    lengths = one.kind == "quantity" and dimension(one.unit) == dimension(other.unit) == "length"
    return lengths and in_base(one.value, one.unit) == in_base(other.value, other.unit)
