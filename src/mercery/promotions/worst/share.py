"""The least share of the list price a cart is paid with: a ratio, found by asking for whole programs in turn.

No cart is paid with less than a share `s` exactly where "paid less `s` times list" is never below zero. A cart that is
below gives the next share to ask about; where none can be closed, halving says how low it could be.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

import numpy as np

from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.worst.columns import Columns
from mercery.promotions.worst.found import Found
from mercery.promotions.worst.program import solve
from mercery.promotions.worst.search import Bounding, Outcome

_ALL: Final = 10_000
_ROUNDS: Final = 12
_FINE: Final = 5e-5
"""What is asked is a whole number of ten-thousandths."""


def least_share(calendar: Calendar, audiences: Sequence[frozenset[str]], found: Found, ends: float) -> Outcome:
    """The least share in basis points, rounded down, and what none is below."""
    first = Bounding(calendar, audiences, found, ends)
    if not len(first.model.columns.units):
        return Outcome(found=found, bound=0, kinds=None, nodes=0, empty=True)
    first.single_articles()
    low, nodes, columns = 0, 0, first.model.columns
    ask: int | None = found.best.value if found.best else _ALL
    for _ in range(_ROUNDS):
        if ask is None or time.perf_counter() > ends:
            break
        closed, used, columns = _asked(calendar, audiences, found, ask, ends, columns)
        nodes += used
        best = _ALL if found.best is None else found.best.value
        if closed:
            low = max(low, ask)
        ask = None if low >= best else best if best != ask and not closed else (low + min(ask, best)) // 2
        if ask is not None and ask <= low:
            break
    best = found.best.value if found.best else low
    return Outcome(found=found, bound=min(low, best), kinds=None, nodes=nodes)


def _asked(
    calendar: Calendar,
    audiences: Sequence[frozenset[str]],
    found: Found,
    bps: int,
    ends: float,
    columns: Columns,
) -> tuple[bool, int, Columns]:
    """Whether no cart is paid with less than this share; the carts met are kept."""
    bounding = Bounding(calendar, audiences, found, ends, share=bps / _ALL, columns=columns)
    relaxed = bounding.relaxed()
    if relaxed is None:
        return False, 0, bounding.model.columns
    if relaxed.value >= -_FINE:
        return True, 0, bounding.model.columns
    nodes = 0
    places = np.flatnonzero(relaxed.prices <= -relaxed.value + _FINE).tolist()
    while True:
        solved = solve(bounding.model.program, places, max(0.05, (ends - time.perf_counter()) / 3), close=_FINE)
        nodes += solved.nodes
        bounding.met(solved)
        if solved.bound >= -_FINE:
            return True, nodes, bounding.model.columns
        met = solved.solutions[-1][0] if solved.solutions else None
        if (
            met is None
            or time.perf_counter() > ends
            or not (bounding.cuts.add(met) + bounding.cuts.separate(met) + bounding.cuts.order(met))
        ):
            return False, nodes, bounding.model.columns
