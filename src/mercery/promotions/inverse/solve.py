"""The list price and rule values that arrive at wanted prices under every named stack of rules.

What is paid is a sawtooth in the list price: it falls where a threshold is reached. So nothing is bisected: prices and
values are a grid, and a choice is left out only once what is already priced of it is further off than the choices kept.
Every price comes from the evaluator.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from mercery.core.errors import Invalid
from mercery.promotions.inverse.wanted import Endings, Inverse, Knob, Reached, Solution, Target
from mercery.promotions.quoting.best import quote
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart, Line
from mercery.promotions.rules.rule import Rule

Values = tuple[int, ...]


def solve(
    calendar: Calendar,
    sku: str,
    targets: Sequence[Target],
    prices: Endings,
    knobs: Sequence[Knob] = (),
    *,
    most: int = 5,
    floor: bool = True,
    seconds: float = 5.0,
) -> Inverse:
    """The `most` best choices for `sku`. With `floor`, none of them lets the margin fall below the calendar's floor,
    neither under a target nor with all rules of them together. Where no choice meets every target the nearest are given
    with their deviations. Invalid for an unknown article, rule or field."""
    started = time.monotonic()
    search = _Search(calendar=calendar, sku=sku, targets=tuple(targets), knobs=tuple(knobs), most=most, floor=floor)
    complete = search.run(prices.values(), started + seconds)
    return Inverse(
        solutions=tuple(search.solution(price, values) for *_, price, values in search.best()),
        complete=complete,
        tried=search.tried,
        below_floor=search.below_floor,
        seconds=time.monotonic() - started,
    )


@dataclass(kw_only=True)
class _Search:
    """The search over one grid."""

    calendar: Calendar
    sku: str
    targets: tuple[Target, ...]
    knobs: tuple[Knob, ...]
    most: int
    floor: bool
    tried: int = 0
    below_floor: int = 0
    _kept: list[tuple[int, int, int, int, Values]] = field(default_factory=list)
    _paid: dict[tuple[int, int, Values], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = self.calendar.by_id
        if self.sku not in self.calendar.skus:
            raise Invalid(
                f"There is no article {self.sku}.",
                remedy="Name an article of the calendar.",
                zh=f"没有商品“{self.sku}”，请填写促销日历中的商品。",
            )
        if not self.targets:
            raise Invalid(
                "No price to arrive at was given.", remedy="Name at least one.", zh="未填写目标价格，请至少填写一个。"
            )
        for name in [*(one for target in self.targets for one in target.rules), *(knob.rule for knob in self.knobs)]:
            if name not in known:
                raise Invalid(
                    f"There is no rule {name}.",
                    remedy="Name rules of the calendar.",
                    zh=f"没有规则“{name}”，请填写促销日历中的规则。",
                )
        for knob in self.knobs:
            _value(known[knob.rule], knob.field)
            if knob.step <= 0 or knob.high < knob.low:
                raise Invalid(
                    f"{knob.rule}: the grid of {knob.field} is empty.",
                    remedy="Give low, high and a step.",
                    zh=f"规则“{knob.rule}”的 {knob.field} 没有取值范围，请填写下限、上限与步长。",
                )
        self._moved = [
            tuple(place for place, knob in enumerate(self.knobs) if knob.rule in target.rules)
            for target in self.targets
        ]
        self._order = sorted(range(len(self.targets)), key=lambda place: len(self._moved[place]))

    def run(self, prices: Sequence[int], until: float) -> bool:
        """Prices by what is off whatever the values are, then the roundest; whether all were looked at."""
        fixed = [place for place in self._order if not self._moved[place]]
        none: Values = tuple(knob.low for knob in self.knobs)
        by_bound = sorted(
            (sum(self._off(place, price, none) for place in fixed), _roughness(price), price) for price in prices
        )
        grid = sorted(
            product(*(knob.values() for knob in self.knobs)), key=lambda values: sum(_roughness(one) for one in values)
        )
        for bound, rough, price in by_bound:
            if (bound, rough, 0) > self._worst()[:3]:
                break
            for values in grid:
                if time.monotonic() > until:
                    return False
                if (bound, rough, sum(_roughness(one) for one in values)) > self._worst()[:3]:
                    break
                self._look(price, rough, values, bound, fixed)
        return True

    def _look(self, price: int, rough: int, values: Values, off: int, fixed: Sequence[int]) -> None:
        self.tried += 1
        worst = self._worst()
        rough_values = sum(_roughness(one) for one in values)
        for place in self._order:
            if place in fixed:
                continue
            off += self._off(place, price, values)
            if off > worst[0]:
                return
        rank = (off, rough, rough_values, price, values)
        if rank >= worst:
            return
        if self.floor and self._margin(price, values)[1] > 0:
            self.below_floor += 1
            return
        heapq.heappush(self._kept, _turned(rank))
        if len(self._kept) > self.most:
            heapq.heappop(self._kept)

    def best(self) -> list[tuple[int, int, int, int, Values]]:
        """What is kept, the best first."""
        return sorted(_turned(one) for one in self._kept)

    def _worst(self) -> tuple[Any, ...]:
        """The rank to beat."""
        if len(self._kept) < self.most:
            return (float("inf"), 0, 0, 0, ())
        return _turned(self._kept[0])

    def _off(self, place: int, price: int, values: Values) -> int:
        return abs(self._payable(place, price, values) - self.targets[place].payable)

    def _payable(self, place: int, price: int, values: Values) -> int:
        own = tuple(values[knob] for knob in self._moved[place])
        key = (place, price, own)
        if key not in self._paid:
            target = self.targets[place]
            calendar = self._with(price, values, target.rules)
            self._paid[key] = quote(calendar, self._cart(target), target.buyer).best.payable
        return self._paid[key]

    def _cart(self, target: Target) -> Cart:
        return (Line(sku=self.sku, quantity=target.quantity), *target.beside)

    def _with(self, price: int, values: Values, rules: Sequence[str]) -> Calendar:
        """The calendar with a price, values and the rules of one stack."""
        skus = {**self.calendar.skus, self.sku: replace(self.calendar.skus[self.sku], price=price)}
        chosen = {(knob.rule, knob.field): value for knob, value in zip(self.knobs, values, strict=True)}
        kept = tuple(_turned_to(rule, chosen) for rule in self.calendar.rules if rule.id in rules)
        return replace(self.calendar, skus=skus, rules=kept)

    def _margin(self, price: int, values: Values) -> tuple[int, int]:
        """The least margin, and how far the worst is below the floor (not above 0: it holds)."""
        found = [quote(calendar, cart, buyer).margin for calendar, cart, buyer in self._cases(price, values)]
        return min(one.margin for one in found), max(one.short for one in found)

    def _cases(self, price: int, values: Values) -> Iterator[tuple[Calendar, Cart, Buyer]]:
        """Every target, and all their rules at once for a buyer who belongs everywhere."""
        everything = [rule for target in self.targets for rule in target.rules]
        audiences = frozenset[str]().union(*(target.buyer.audiences for target in self.targets))
        for target in self.targets:
            yield self._with(price, values, target.rules), self._cart(target), target.buyer
        for target in self.targets:
            buyer = replace(target.buyer, audiences=audiences, wallet=None)
            yield self._with(price, values, everything), self._cart(target), buyer

    def solution(self, price: int, values: Values) -> Solution:
        """A choice in full."""
        reached = []
        for target in self.targets:
            found = quote(self._with(price, values, target.rules), self._cart(target), target.buyer)
            reached.append(
                Reached(name=target.name, wanted=target.payable, payable=found.best.payable, margin=found.margin)
            )
        return Solution(
            price=price,
            values={f"{knob.rule}.{knob.field}": value for knob, value in zip(self.knobs, values, strict=True)},
            reached=tuple(reached),
            least_margin=self._margin(price, values)[0],
            calendar=self._with(price, values, [rule.id for rule in self.calendar.rules]),
        )


def _turned(rank: tuple[Any, ...]) -> tuple[Any, ...]:
    """A rank with its signs changed: the heap keeps the worst on top."""
    off, rough, rough_values, price, values = rank
    return -off, -rough, -rough_values, -price, tuple(-value for value in values)


def _roughness(value: int) -> int:
    """How far from round a number is: 5000 is 0, 4990 a little, 4987 more. Nines at the end of a price count as round."""
    digits = str(value).rstrip("0") or "0"
    bare = digits.rstrip("9")
    return len(bare) if len(bare) < len(digits) else max(0, len(digits) - 1)


def _value(rule: Rule, name: str) -> int:
    """The value of a field such as `benefit.amount`."""
    found: object = rule
    for part in name.split("."):
        found = getattr(found, part, None)
    if not isinstance(found, int):
        raise Invalid(
            f"{rule.id} has no number {name}.",
            remedy="Name a field as benefit.amount or need_amount.",
            zh=f"规则“{rule.id}”没有数值 {name}，请写成 benefit.amount 或 need_amount。",
        )
    return found


def _turned_to(rule: Rule, chosen: Mapping[tuple[str, str], int]) -> Rule:
    for (name, path), value in chosen.items():
        if name != rule.id:
            continue
        if path.startswith("benefit."):
            changes: dict[str, Any] = {path.removeprefix("benefit."): value}
            rule = replace(rule, benefit=replace(rule.benefit, **changes))
        else:
            fields: dict[str, Any] = {path: value}
            rule = replace(rule, **fields)
    return rule
