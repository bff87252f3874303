"""The least to pay over all selections: enumeration."""

from __future__ import annotations

import time
from dataclasses import dataclass

from mercery.promotions.quoting.evaluate import run_selection
from mercery.promotions.quoting.selection import Choices, Rules, selections
from mercery.promotions.rules.buyer import Buyer


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The best selection met, and what is known of the others."""

    order: Rules
    by_line: tuple[Rules, ...]
    payable: int
    bound: int
    proved: bool
    evaluated: int


def least(choice: Choices, buyer: Buyer, first: tuple[Rules, tuple[Rules, ...]], payable: int, seconds: float) -> Found:
    """Starting from a selection known."""
    ends = time.perf_counter() + seconds
    best, evaluated, proved = (payable, *first), 1, True
    for order, by_line in selections(choice):
        run = run_selection(choice.laid, order, by_line, buyer)
        evaluated += 1
        if run.payable < best[0]:
            best = (run.payable, order, by_line)
        if evaluated % 64 == 0 and time.perf_counter() > ends:
            proved = False
            break
    return Found(
        order=best[1],
        by_line=best[2],
        payable=best[0],
        bound=best[0] if proved else 0,
        proved=proved,
        evaluated=evaluated,
    )
