"""Trying changes: first on the carts that are known to break the floor, then by solving the calendar again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.worst.again import Again, Solver
from mercery.promotions.worst.certificate import WorstCart
from mercery.promotions.worst.known import first_that_breaks
from mercery.promotions.worst.repair.change import Change

_SOLVED: Final = 6
"""Solutions one search for a number may take."""
_POOL: Final = 40
_QUICK: Final = 0.6
"""Seconds in which most changes are refuted: any cart below the floor will do, it need not be the worst."""
_SHARES: Final = 6
_LEAST: Final = 1.0
"""No solution takes more than a sixth of the time, or a second."""


@dataclass(slots=True)
class Trial:
    """A calendar, what solves it, and the carts that refuted a change so far: each refutes many more."""

    calendar: Calendar
    solver: Solver
    pool: list[WorstCart]
    solved: int = 0
    keep: float = 0.0
    """Seconds that are kept for what comes later."""

    @property
    def left(self) -> float:
        """Seconds left for what is tried now."""
        return self.solver.left - self.keep

    def passes(self, change: Change) -> Again | None:
        """The calendar with the change solved again, where no cart is below the floor, proved; else None."""
        changed = change.on(self.calendar)
        if self.refuted(change, changed) is not None or self.left <= 0:
            return None
        self.solved += 1
        again = self.solver(changed, most=_QUICK)
        if not again.passes and not again.breaks:
            again = self.solver(changed, most=max(_LEAST, self.solver.seconds / _SHARES))
        self._learn(again)
        return again if again.passes else None

    def refuted(self, change: Change, changed: Calendar | None = None) -> WorstCart | None:
        """A known cart that breaks the floor in spite of the change."""
        found = first_that_breaks(changed or change.on(self.calendar), self.pool, change.touched)
        if found is not None:
            self._first(found)
        return found

    def first(self, values: Sequence[int], change_at: Callable[[int], Change]) -> tuple[int, int | None, Again] | None:
        """The first of `values` that is proved to mend it, with the one before, which does not. Every value before is
        tried: what is paid jumps at thresholds, so that nothing may be concluded from one value for the next."""
        limit, before = self.solved + _SOLVED, None
        for value in values:
            if self.left <= 0 or self.solved >= limit:
                return None
            again = self.passes(change_at(value))
            if again is not None:
                return value, before, again
            before = value
        return None

    def _learn(self, again: Again) -> None:
        for cart in reversed(again.carts[:3]):
            if cart.margin.short > 0:
                self.pool.insert(0, cart)
        del self.pool[_POOL:]

    def _first(self, cart: WorstCart) -> None:
        """What refuted the last change is tried first on the next."""
        for at, one in enumerate(self.pool):
            if one.priced.cart == cart.priced.cart and one.buyer == cart.buyer and one.moment == cart.moment:
                self.pool.insert(0, self.pool.pop(at))
                return
