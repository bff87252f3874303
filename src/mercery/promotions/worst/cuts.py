"""Rows that are added once a solution breaks them: there is one for each article or price, and few of them matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from mercery.promotions.rules.benefit import BuyGet, PerLine
from mercery.promotions.worst.amounts import Turn
from mercery.promotions.worst.model import Model, by_sku

if TYPE_CHECKING:
    from mercery.promotions.worst.program import Numbers, Places

_CLOSE = 1e-6
_LEVELS = (0.2, 0.4, 0.6, 0.8, 0.95)
"""Of the prices in scope."""


@dataclass(slots=True)
class Cuts:
    """The rows added to a model so far."""

    model: Model
    articles: Mapping[int, Places]
    done: set[tuple[object, ...]] = field(default_factory=set)

    def add(self, solution: Numbers) -> int:
        """Adds what `solution` (units by column) breaks; how many rows."""
        added = 0
        for key, columns, high in self._broken(solution):
            if key not in self.done:
                self.done.add(key)
                self.model.program.row(columns, {}, high=high)
                added += 1
        return added

    def separate(self, solution: Numbers) -> int:
        """Where a cart may have an article on one line only: what `solution` has on lines of different prices."""
        columns = self.model.columns
        if self.model.calendar.policy.split_lines:
            return 0
        added = 0
        for number in np.unique(columns.number[solution > _CLOSE]).tolist():
            places = self.articles[number]
            ways = {columns.choices[at] for at in places[solution[places] > _CLOSE].tolist()}
            if len(ways) > 1 and ("one", number) not in self.done:
                self.done.add(("one", number))
                self._one_line(places)
                added += 1
        return added

    def order(self, solution: Numbers) -> int:
        """Where the cheapest units of a cart are free: a unit is free only when no cheaper one is paid."""
        added = 0
        for turn in self.model.amounts.turns:
            benefit = turn.rule.benefit
            if (
                isinstance(benefit, BuyGet)
                and benefit.pick == "cheapest"
                and turn.rule.id in self.model.columns.marking
            ):
                added += self._cheapest(turn, benefit, solution)
        return added

    def _cheapest(self, turn: Turn, benefit: BuyGet, solution: Numbers) -> int:
        worth = _order_of_price(self.model, turn)
        if worth is None or benefit.get is not None:
            return 0
        columns = self.model.columns
        marked = columns.bearing(turn.rule.id)
        free, paid = columns.units * marked, columns.units * turn.mask * (1 - marked)
        there = solution > _CLOSE
        paid_at = worth[there & (paid > 0)]
        free_at = np.unique(worth[there & (free > 0)])
        if not len(paid_at) or not len(free_at) or float(free_at[-1]) <= float(paid_at.min()):
            return 0
        # The cheapest price that is free though something cheaper is paid; and, the first time, some prices in between.
        level = float(free_at[free_at > paid_at.min()][0])
        first = not any(key[:2] == ("cheapest", turn.rule.id) for key in self.done)
        more = np.quantile(np.unique(worth[turn.mask > 0]), _LEVELS, method="nearest").tolist() if first else []
        return sum(self._not_above(turn, benefit, worth, free, paid, one) for one in dict.fromkeys([level, *more]))

    def _not_above(
        self, turn: Turn, benefit: BuyGet, worth: Numbers, free: Numbers, paid: Numbers, level: float
    ) -> int:
        """Units from a price on are free only where none below it is paid."""
        program, columns = self.model.program, self.model.columns
        if ("cheapest", turn.rule.id, level) in self.done:
            return 0
        self.done.add(("cheapest", turn.rule.id, level))
        some = program.unknown(high=1.0, whole=True)
        dear = worth >= level
        most = self.model.amounts.most(columns.units, turn.mask * dear)
        if benefit.times is not None:
            most = min(most, float(benefit.times * benefit.m))
        program.row(free * dear, {some: -most}, high=0.0)
        below = self.model.amounts.most(columns.units, turn.mask * ~dear)
        program.row(paid * ~dear, {some: below}, high=below)
        return 1

    def _one_line(self, places: Places) -> None:
        columns, program = self.model.columns, self.model.program
        ways: dict[tuple[str, ...], list[int]] = {}
        for at in places.tolist():
            ways.setdefault(columns.choices[at], []).append(at)
        taken = [program.unknown(high=1.0, whole=True) for _ in ways]
        for unknown, own in zip(taken, ways.values(), strict=True):
            limit = float(columns.limits[own[0]])
            program.row(_spread(np.array(own), columns.units), {unknown: -limit}, high=0.0)
        program.row(None, dict.fromkeys(taken, 1.0), high=1.0)

    def _broken(self, solution: Numbers) -> Iterator[tuple[tuple[object, ...], Numbers, float]]:
        columns = self.model.columns
        used = np.unique(columns.number[solution > _CLOSE])
        for number in used.tolist():
            places = self.articles[number]
            limit = float(columns.limits[places[0]])
            if len(places) > 1 and float(columns.units[places] @ solution[places]) > limit + _CLOSE:
                yield ("limit", number), _spread(places, columns.units), limit
            yield from self._skipped(number, places, solution)
        for turn in self.model.amounts.turns:
            if isinstance(turn.rule.benefit, BuyGet) and turn.rule.id in columns.marking:
                yield from self._prefixes(turn, turn.rule.benefit, solution)

    def _skipped(
        self, number: int, places: Places, solution: Numbers
    ) -> Iterator[tuple[tuple[object, ...], Numbers, float]]:
        """Units that count are a part of the units of their line: "from the second on"."""
        columns = self.model.columns
        for turn in self.model.amounts.turns:
            benefit = turn.rule.benefit
            if not isinstance(benefit, PerLine) or not benefit.skip or turn.rule.id not in columns.marking:
                continue
            limit = float(columns.limits[places[0]])
            most = limit if benefit.max_units is None else min(limit, float(benefit.max_units))
            part = max(0.0, most - benefit.skip) / most
            marked = np.array([float(turn.rule.id in columns.marks[at]) for at in places.tolist()])
            row = columns.units[places] * (marked - part)
            if float(row @ solution[places]) > _CLOSE:
                full = np.zeros(len(columns.units))
                full[places] = row
                yield ("skip", turn.rule.id, number), full, 0.0

    def _prefixes(
        self, turn: Turn, benefit: BuyGet, solution: Numbers
    ) -> Iterator[tuple[tuple[object, ...], Numbers, float]]:
        """Of the dearest units as many are free, at most, as their own groups earn: `(n + m) free <= m units`."""
        worth = _order_of_price(self.model, turn)
        if worth is None or benefit.get is not None or benefit.pick == "dearest":
            return
        columns = self.model.columns
        marked = columns.bearing(turn.rule.id)
        row = columns.units * ((benefit.n + benefit.m) * marked - benefit.m * turn.mask)
        there = np.flatnonzero((solution > _CLOSE) & (turn.mask > 0))
        worst, level = _CLOSE, None
        for price in np.unique(worth[there]).tolist():
            over = float((row * (worth >= price)) @ solution)
            if over > worst:
                worst, level = over, price
        if level is not None:
            yield ("prefix", turn.rule.id, level), row * (worth >= level), 0.0


def cuts_for(model: Model) -> Cuts:
    """None yet."""
    return Cuts(model=model, articles=by_sku(model.columns))


def _order_of_price(model: Model, turn: Turn) -> Numbers | None:
    """What units are ordered by, where no earlier discount can change the order."""
    columns, amounts = model.columns, model.amounts
    if turn.rule.basis == "list":
        return columns.listed / columns.units
    before = turn.entry if turn.rule.basis == "entry" else turn.at
    if turn.rule.level == "line" or any(one.at in amounts.discounts for one in amounts.turns[:before]):
        return None
    return columns.amounts / columns.units


def _spread(places: Places, values: Numbers) -> Numbers:
    full = np.zeros(len(values))
    full[places] = values[places]
    return full
