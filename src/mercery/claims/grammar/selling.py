"""Prices, reductions, stock and return dates: always of the variants a segment selects."""

from __future__ import annotations

from mercery.claims.grammar.fees import read_code, with_fees
from mercery.claims.grammar.prices import prices
from mercery.claims.grammar.reading import Reading, Segment
from mercery.claims.grammar.reductions import reductions
from mercery.claims.grammar.returning import dates
from mercery.claims.grammar.stock import stock


def read_selling(reading: Reading, segment: Segment) -> None:
    """Read every claim about price and stock in the segment."""
    if segment.view is None:
        return
    read_code(reading, segment)
    with_fees(reading, segment)
    prices(reading, segment)
    reductions(reading, segment)
    dates(reading, segment)
    stock(reading, segment)
