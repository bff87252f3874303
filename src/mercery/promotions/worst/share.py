"""The least share of the list price a cart is paid with: a ratio, found with the same program as the margin.

No cart is paid with less than a share `s` exactly where "paid less `s` times list" is never below zero, so only the costs
of the columns change from one question to the next. A solution below zero gives the next share to ask about (Dinkelbach);
asked so, every node of the search has the least share of its own linear program as its bound.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.worst.found import Found, improve
from mercery.promotions.worst.program import INFINITE, solve
from mercery.promotions.worst.search import Bounding, Outcome

if TYPE_CHECKING:
    from mercery.promotions.worst.program import Fixed, Numbers, Relaxed

_ALL: Final = 10_000
_FINE: Final = 5e-5
"""A share in ten-thousandths of a list price in minor units is a whole number of ten-thousandths of one: what is below
zero is below this."""
_BELOW: Final = 0.005
"""Ten-thousandths by which the next question is below the last solution, so that its answer is not a matter of rounding."""
_ROUNDS: Final = 15
_FEW: Final = 60
_MORE: Final = 250
"""Columns carts are searched with."""
_LOWER: Final = 0.7
"""Of the way from the bound to the worst cart met."""
_ONCE: Final = 0.7
"""Seconds for one search for carts."""
_FIRST: Final = 10
"""Nodes after which a node is asked for carts."""
_WHOLE: Final = 400
"""Columns that are searched at once before branching."""
_SHORT: Final = 0.2


class Shares(Bounding):
    """Bounds in basis points; what is minimised is asked anew for each share."""

    def __init__(
        self,
        calendar: Calendar,
        audiences: Sequence[frozenset[str]],
        found: Found,
        ends: float,
        *,
        free: bool = False,
    ) -> None:
        super().__init__(calendar, audiences, found, ends, free=free)
        self._paid = self.model.program.costs.copy()
        self._branched, self._next_look = 0, _FIRST

    def run(self) -> Outcome:
        """The least share in basis points, rounded down, and what none is below."""
        from mercery.promotions.worst.branching import Branching

        if not len(self.model.columns.units):
            return Outcome(found=self.found, bound=0, kinds=None, nodes=0, empty=True)
        self.single_articles()
        root = self.relaxed()
        if root is None:
            return self._outcome(0.0)
        bound = root.value
        if not self.done(bound):
            self._carts(root)
            kept = self.kept(root)
            if not self.done(bound) and len(kept) <= _WHOLE:
                bound = max(bound, self.close(bound, kept, {})[0])
        if not self.done(bound) and self.left(1.0) > _SHORT:
            bound = max(bound, Branching(self).run())
        return self._outcome(bound)

    def relaxed(self, fixed: Fixed | None = None, start: Sequence[int] = ()) -> Relaxed | None:
        """The least share of the linear program, asked from the worst cart met downwards. Its prices are what a cart with
        a unit of each column is at least above the share of that cart."""
        share, prices = self._least(), None
        for _ in range(_ROUNDS):
            self._ask(share)
            relaxed = super().relaxed(fixed, start)
            if relaxed is None or relaxed.value == math.inf:
                return relaxed
            if prices is None:
                prices = relaxed.prices + relaxed.value
            if relaxed.value >= -_FINE or share <= 0:
                return replace(relaxed, value=share, prices=prices)
            if self.left(1.0) < _SHORT:
                break
            share = max(0.0, self._next(share, relaxed.value, relaxed.columns))
            start = np.flatnonzero(relaxed.columns).tolist()
        return None

    def kept(self, relaxed: Relaxed) -> list[int]:
        """Columns that may be in a cart of a smaller share than the worst met."""
        return np.flatnonzero(relaxed.prices <= _FINE).tolist()

    def close(self, least: float, kept: Sequence[int], fixed: Fixed) -> tuple[float, bool]:
        """The least share of whole carts of some columns, asked from the worst cart met downwards."""
        share = self._least()
        ends = time.perf_counter() + self.left(0.25)
        while True:
            self._ask(share)
            solved = solve(self.model.program, kept, max(_SHORT, ends - time.perf_counter()), close=_FINE, fixed=fixed)
            self.nodes += solved.nodes
            self.met(solved)
            if solved.bound >= -_FINE:
                return max(least, min(share, self._least())), True
            late = time.perf_counter() > ends
            if late or not solved.solutions:
                return least, False
            columns = solved.solutions[-1][0]
            if self.tightened(columns):
                share = self._least()
            elif not solved.finished:
                return least, False
            else:
                share = min(self._least(), self._next(share, solved.bound, columns))
            if share <= least:
                return least, True

    def alone(self) -> Numbers:
        """The share a unit of each column is paid with before rules of the order."""
        columns = self.model.columns
        return np.divide(columns.amounts, columns.listed, out=np.zeros(len(columns.units)), where=columns.listed > 0)

    def rounded(self, bound: float) -> int:
        """A share is told rounded down, and so is its bound."""
        return max(0, math.floor(bound + 1e-9)) if bound < INFINITE else _ALL * _ALL

    def looked_at(self, relaxed: Relaxed, fixed: Fixed) -> None:
        """Now and then a node is asked for carts, too: with what is used settled, thresholds are met exactly."""
        self._branched += 1
        if self._branched >= self._next_look:
            self._next_look = self._branched * 3 // 2 + _FIRST
            self._search(relaxed.prices, self._least(), _FEW, fixed)

    def _carts(self, relaxed: Relaxed) -> None:
        """Carts of few columns, each asked to be below the worst met before: first somewhat below, which finds small carts
        that meet thresholds exactly, then just below, which finds large ones."""
        for part, few in ((_LOWER, _FEW), (1.0, _MORE)):
            while not self.done(relaxed.value) and self.left(1.0) > _SHORT:
                before = self._least()
                share = relaxed.value + part * (before - relaxed.value)
                self._ask(share)
                again = super().relaxed(start=np.flatnonzero(relaxed.columns).tolist())
                if again is None or (not self._search(again.prices, share, few, {}) and self._least() >= before):
                    break

    def _search(self, prices: Numbers, share: float, few: int, fixed: Fixed) -> bool:
        """Carts of the columns that cost the relaxation least; whether there were rows to add."""
        self._ask(share)
        places = np.sort(np.argsort(prices, kind="stable")[:few]).tolist()
        solved = solve(self.model.program, places, min(_ONCE, self.left(0.1)), close=0.4, fixed=fixed)
        self.nodes += solved.nodes
        self.met(solved)
        improve(self.found, time.perf_counter() + min(_ONCE, self.left(0.05)))
        return bool(solved.solutions) and self.tightened(solved.solutions[-1][0])

    def _least(self) -> float:
        best = self.found.best
        return float(_ALL if best is None else best.value)

    def _ask(self, share: float) -> None:
        """What is minimised from now on: what is paid less this share of the list price, in basis points."""
        self.model.program.costs = self._paid - share / _ALL * self.model.columns.listed
        self.standing.reprice()

    def _next(self, share: float, value: float, columns: Numbers) -> float:
        listed = float(self.model.columns.listed @ columns)
        return share + _ALL * value / listed - _BELOW if listed > 0 else 0.0

    def _outcome(self, bound: float) -> Outcome:
        rounded, best = self.rounded(bound), self.found.best
        return Outcome(
            found=self.found, bound=rounded if best is None else min(best.value, rounded), kinds=None, nodes=self.nodes
        )
