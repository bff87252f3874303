"""The worst cart at one moment: small calendars are looked at whole, others by a relaxation that is closed step by step.

A relaxation gives a bound no cart is below; its solutions are carts, priced again by the exact evaluator. Where the two
meet, the cart is proved to be the worst. docs/decisions/0033 says why the bound holds and where it stays open.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from mercery.promotions.quoting.eligible import open_calendar
from mercery.promotions.rules.benefit import Gift
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.worst.certificate import Aim, Certificate
from mercery.promotions.worst.columns import limit_of
from mercery.promotions.worst.exhaustive import look_at_all
from mercery.promotions.worst.found import Found, Wanted, improve, try_out
from mercery.promotions.worst.used_up import NAMED, may_be_used_up, names_of

if TYPE_CHECKING:
    from mercery.promotions.worst.cuts import Cuts
    from mercery.promotions.worst.model import Model
    from mercery.promotions.worst.program import Fixed, Numbers, Relaxed, Solved

SECONDS: Final = 10.0
_FEW: Final = 250
"""Columns the first search for carts is made with."""
_CLOSE: Final = 1e-4
_ROUNDS: Final = 0.3
"""Of the time left, what may go into adding rows to one linear program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was found out about one moment: values as they are minimised."""

    found: Found
    bound: int
    kinds: int | None
    nodes: int
    empty: bool = False
    """Whether there is no cart at all."""

    @property
    def exact(self) -> bool:
        """Whether the worst cart met is proved to be the worst."""
        return self.empty or (self.found.best is not None and self.found.best.value <= self.bound)


def worst_cart(
    calendar: Calendar,
    buyers: Iterable[frozenset[str]] | None = None,
    *,
    aim: Aim = "margin",
    seconds: float = SECONDS,
    moment: datetime | None = None,
    exhaustive: bool = True,
) -> Certificate:
    """The cart on which `calendar` is worst at `moment` (None: all rules, whatever their periods), over every cart within
    the limits, every choice of rules and every buyer. `buyers`: their sets of audiences; None: all that rules tell apart.
    `exhaustive`: whether small calendars are looked at whole."""
    started = time.perf_counter()
    rules = calendar if moment is None else calendar.at(moment)
    audiences = tuple(buyers) if buyers is not None else audience_sets(rules)
    outcome = search(rules, audiences, aim, seconds, moment=moment, exhaustive=exhaustive)
    passes = passing(rules, audiences, outcome, aim, max(1.0, seconds / 2))
    return certificate(outcome, aim, passes=passes, seconds=time.perf_counter() - started)


def certificate(outcome: Outcome, aim: Aim, *, passes: bool, seconds: float) -> Certificate:
    """An outcome as it is kept."""
    found, sign = outcome.found, -1 if aim == "shortfall" else 1
    best = found.best
    return Certificate(
        aim=aim,
        found=sign * best.value if best else 0,
        bound=0 if outcome.empty else sign * outcome.bound,
        exact=outcome.exact,
        passes=passes,
        worst=found.told(best) if best else None,
        runners_up=tuple(found.told(one) for one in found.candidates[1:4]),
        intervals=(),
        faults=(),
        attacks=(),
        kinds=outcome.kinds,
        seconds=seconds,
    )


def passing(
    calendar: Calendar, audiences: Sequence[frozenset[str]], outcome: Outcome, aim: Aim, seconds: float
) -> bool:
    """Whether no cart is below the floor, proved."""
    if outcome.empty:
        return True
    if aim == "shortfall" or (aim == "margin" and not calendar.floor.margin_bps):
        return outcome.bound >= 0
    other: Aim = "shortfall" if calendar.floor.margin_bps else "margin"
    return search(calendar, audiences, other, seconds).bound >= 0


def audience_sets(calendar: Calendar) -> tuple[frozenset[str], ...]:
    """Sets of audiences that open different rules, the smallest of each kind."""
    names = names_of(calendar)
    sizes: Iterable[int] = range(len(names) + 1) if len(names) <= NAMED else (0, 1, 2, len(names))
    found: dict[frozenset[str], frozenset[str]] = {}
    for size in sizes:
        for some in combinations(names, size):
            audience = frozenset(some)
            opened = frozenset(rule.id for rule in calendar.rules if not rule.who.isdisjoint(audience))
            found.setdefault(opened, audience)
    return tuple(found.values())


def search(
    calendar: Calendar,
    audiences: Sequence[frozenset[str]],
    aim: Aim,
    seconds: float,
    *,
    moment: datetime | None = None,
    exhaustive: bool = True,
    free: bool = False,
) -> Outcome:
    """The worst cart and what no cart is below. `free`: with a bound that holds for every part of the rules, too."""
    started = time.perf_counter()
    found = Found(calendar=calendar, aim=aim, moment=moment)
    if exhaustive and not free:
        kinds = look_at_all(found, audiences, started + seconds / 2)
        if kinds is not None:
            least = found.best.value if found.best else 0
            return Outcome(found=found, bound=least, kinds=kinds, nodes=0, empty=found.best is None)
    if aim == "share":
        from mercery.promotions.worst.share import Shares

        return Shares(calendar, audiences, found, started + seconds, free=free).run()
    return Bounding(calendar, audiences, found, started + seconds, free=free).run()


class Bounding:
    """One relaxation, from the linear program to whole numbers."""

    def __init__(
        self,
        calendar: Calendar,
        audiences: Sequence[frozenset[str]],
        found: Found,
        ends: float,
        *,
        free: bool = False,
    ) -> None:
        """`free`: no rule has to be used, so that the bound holds for every part of the rules, too."""
        from mercery.promotions.worst.cuts import cuts_for
        from mercery.promotions.worst.model import model_of
        from mercery.promotions.worst.standing import Standing

        self.found, self.ends, self.audiences, self.nodes = found, ends, audiences, 0
        opened = _opened(calendar, audiences)
        self.calendar = _free(opened) if free else opened
        everybody = Buyer(audiences=frozenset().union(*audiences))
        self.model: Model = model_of(self.calendar, everybody, found.aim)
        self.cuts: Cuts = cuts_for(self.model)
        self.standing = Standing(self.model.program)

    def run(self) -> Outcome:
        """The bound, rounded up to whole minor units, and the carts met on the way."""
        if not len(self.model.columns.units):
            return Outcome(found=self.found, bound=0, kinds=None, nodes=0, empty=True)
        self.single_articles()
        relaxed = self.relaxed()
        if relaxed is None:
            return self._outcome(-math.inf)
        if not self.done(relaxed.value):
            self._first_carts(relaxed)
        bound = relaxed.value
        if not self.done(bound) and len(self.kept(relaxed)) <= _WHOLE:
            bound = max(bound, self._whole(relaxed))
        if not self.done(bound) and self.left(1.0) > _SHORT:
            from mercery.promotions.worst.branching import Branching

            bound = max(bound, Branching(self).run())
        return self._outcome(bound)

    def relaxed(self, fixed: Fixed | None = None, start: Sequence[int] = ()) -> Relaxed | None:
        """The linear program with every row it would break; None where time is over before."""
        count = len(self.model.columns.units)
        inside = sorted({*start, *range(0, count, max(1, count // 300))})
        until, last = time.perf_counter() + self.left(_ROUNDS), None
        while True:
            relaxed = self.standing.ask(inside, self.left(1.0), fixed)
            if relaxed.value == math.inf:
                return relaxed
            if relaxed.value == -math.inf:
                return last
            # Without the last rows it is weaker and holds as well.
            if not self.cuts.add(relaxed.columns) or time.perf_counter() > until:
                return relaxed
            last = relaxed
            inside = sorted({*inside, *np.flatnonzero(relaxed.columns > _CLOSE).tolist()})

    def kept(self, relaxed: Relaxed) -> list[int]:
        """Columns that may be in a cart worse than the worst met: all others cost the relaxation too much."""
        best = self.found.best
        gap = math.inf if best is None else best.value - 1 + _CLOSE - relaxed.value
        return np.flatnonzero(relaxed.prices <= gap).tolist()

    def single_articles(self) -> None:
        """Carts of one article, one unit and as many as there may be: those that earn least by themselves."""
        columns, none = self.model.columns, np.zeros(len(self.model.program.unknowns))
        alone = self.alone()
        for at in np.argsort(alone, kind="stable")[:5].tolist():
            one = np.zeros(len(alone))
            for count in (1.0, columns.most[at]):
                one[at] = count
                self._try(one, none)

    def alone(self) -> Numbers:
        """What a unit of each column comes to by itself, the smaller the worse."""
        return self.model.columns.settled - self.model.columns.costs

    def _first_carts(self, relaxed: Relaxed) -> None:
        """Carts of few columns: those that cost the relaxation least."""
        from mercery.promotions.worst.program import solve

        few = np.sort(np.argsort(relaxed.prices, kind="stable")[:_FEW]).tolist()
        while True:
            solved = solve(self.model.program, few, self.left(0.2))
            self.nodes += solved.nodes
            self.met(solved)
            if not solved.solutions or not self.tightened(solved.solutions[-1][0]) or self.left(1.0) < _SHORT:
                break
        improve(self.found, time.perf_counter() + self.left(0.1))

    def tightened(self, solution: Numbers) -> bool:
        """Whether there were rows to add that `solution` breaks."""
        return bool(self.cuts.add(solution) + self.cuts.separate(solution) + self.cuts.order(solution))

    def _whole(self, relaxed: Relaxed) -> float:
        """The bound of the integer program over every column that could still make a cart worse than the worst met."""
        from mercery.promotions.worst.program import solve

        bound = relaxed.value
        while True:
            best = self.found.best
            solved = solve(self.model.program, self.kept(relaxed), self.left(0.5))
            self.nodes += solved.nodes
            self.met(solved)
            improve(self.found, time.perf_counter() + self.left(0.05))
            # A cart with any of the columns left out is not worse than the worst one met before.
            whole = min(solved.bound, math.inf if best is None else best.value)
            bound = max(bound, whole)
            if self.done(bound) or not solved.solutions or self.left(1.0) < _SHORT:
                return bound
            if not self.tightened(solved.solutions[-1][0]):
                return bound

    def close(self, least: float, kept: Sequence[int], fixed: Fixed) -> tuple[float, bool]:
        """The bound of the integer program of one node, which is not below `least`, and whether it was finished."""
        from mercery.promotions.worst.program import solve

        best = self.found.best
        while True:
            solved = solve(self.model.program, kept, self.left(0.25), fixed=fixed)
            self.met(solved)
            bound = max(least, min(solved.bound, math.inf if best is None else best.value))
            again = bool(solved.solutions) and self.tightened(solved.solutions[-1][0])
            if not again or self.done(bound) or self.left(1.0) < _BEGUN:
                return bound, solved.finished

    def looked_at(self, relaxed: Relaxed, fixed: Fixed) -> None:
        """A node that is branched on; here nothing more is made of it."""

    def met(self, solved: Solved) -> None:
        """Prices the last carts of a search."""
        for columns, unknowns in solved.solutions[-8:]:
            self._try(columns, unknowns)

    def _try(self, columns: Numbers, unknowns: Numbers) -> None:
        try_out(self.found, wanted(self.model, columns, unknowns), self.audiences, self.ends)

    def done(self, bound: float) -> bool:
        """Whether a bound reaches the worst cart met."""
        best = self.found.best
        return best is not None and self.rounded(bound) >= best.value

    def rounded(self, bound: float) -> int:
        """The least whole value that is not below a bound."""
        return whole(bound)

    def left(self, share: float) -> float:
        """Seconds: a share of what is left."""
        return max(0.05, (self.ends - time.perf_counter()) * share)

    def _outcome(self, bound: float) -> Outcome:
        best = self.found.best
        rounded = max(whole(bound), _least_of_all(self.calendar))
        return Outcome(
            found=self.found, bound=rounded if best is None else min(best.value, rounded), kinds=None, nodes=self.nodes
        )


_SHORT: Final = 0.2
_BEGUN: Final = 0.05
_WHOLE: Final = 1_500
"""Columns that are searched at once."""


def whole(bound: float) -> int:
    """Values are whole: a bound is rounded up, but for what the solver may be off by."""
    if bound == math.inf:
        return 1 << 60
    if bound == -math.inf:
        return -(1 << 60)
    return math.ceil(bound - max(1e-3, abs(bound) * 1e-9))


def wanted(model: Model, columns: Numbers, unknowns: Numbers) -> Wanted:
    """What a solution says a cart would be."""
    lines: dict[tuple[str, tuple[str, ...]], int] = {}
    for at in np.flatnonzero(columns > _CLOSE).tolist():
        key = (model.columns.skus[at].id, model.columns.choices[at])
        lines[key] = lines.get(key, 0) + round(float(columns[at] * model.columns.units[at]))
    if not model.calendar.policy.split_lines:
        lines = _one_each(lines)
    return Wanted(
        lines=_within_limits(model.calendar, lines),
        rules=model.rules_used(unknowns),
    )


def _within_limits(
    calendar: Calendar, lines: dict[tuple[str, tuple[str, ...]], int]
) -> tuple[tuple[str, tuple[str, ...], int], ...]:
    """No more units and lines than a cart may have: solutions met on the way may break what is asked of the last."""
    left = {sku: limit_of(calendar, calendar.skus[sku]) for sku, _ in lines}
    kept = []
    for (sku, choice), count in lines.items():
        taken = min(count, left[sku])
        left[sku] -= taken
        if taken > 0:
            kept.append((sku, choice, taken))
    return tuple(kept[: calendar.most_lines])


def _one_each(lines: dict[tuple[str, tuple[str, ...]], int]) -> dict[tuple[str, tuple[str, ...]], int]:
    """One line for each article, with the choice most of its units have."""
    kept: dict[str, tuple[str, ...]] = {}
    units: dict[str, int] = {}
    for (sku, choice), count in sorted(lines.items(), key=lambda one: one[1]):
        kept[sku] = choice
        units[sku] = units.get(sku, 0) + count
    return {(sku, kept[sku]): count for sku, count in units.items()}


def _least_of_all(calendar: Calendar) -> int:
    """What no cart can be below, whatever the rules: everything given away, fees and floor on the full price."""
    limits = {sku.id: max(0, limit_of(calendar, sku)) for sku in calendar.skus.values()}
    listed = sum(sku.price * limits[sku.id] for sku in calendar.skus.values()) + calendar.shipping
    gifts = 0
    for rule in calendar.rules:
        benefit = rule.benefit
        if isinstance(benefit, Gift) and benefit.gift in calendar.skus:
            times = 1 if benefit.step is None else listed // benefit.step
            gifts += times * benefit.qty * calendar.skus[benefit.gift].cost
    costs = sum(sku.cost * limits[sku.id] for sku in calendar.skus.values()) + gifts
    return -(3 * listed + costs + calendar.fees.parcel + calendar.fees.payment_fixed + 3)


def _free(calendar: Calendar) -> Calendar:
    """As if every rule asked for an audience: those may be used, and need not."""
    return replace(calendar, rules=tuple(replace(rule, who=rule.who or frozenset({"*"})) for rule in calendar.rules))


def _opened(calendar: Calendar, audiences: Sequence[frozenset[str]]) -> Calendar:
    """The calendar for all buyers together: what only some may use may be used. For one kind of buyer what is open to it
    is open to everybody. What may be used up need not be there."""
    opened = open_calendar(calendar, Buyer(audiences=frozenset().union(*audiences)))
    if len(set(audiences)) < 2:
        opened = replace(opened, rules=tuple(replace(rule, who=frozenset()) for rule in opened.rules))
    spent = [rule for rule in opened.rules if may_be_used_up(rule)]
    for rule in spent:
        opened = opened.with_rule(replace(rule, who=rule.who or frozenset({"*"})))
    return opened
