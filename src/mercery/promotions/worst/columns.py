"""What may stand on a line of a cart, one column each: units of an article under one choice of line rules.

Prices after line rules come from the exact evaluator. Where they are the same for every unit, a column is one unit; where
they depend on how many units the line has, there is a column for each number. Line rules that look at several lines
together (thresholds, caps, "buy 2 get 1") are `pooled`: a column keeps the price before them, and their discount is
worked out like one of the order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Final

import numpy as np

from mercery.promotions.quoting.evaluate import run_selection
from mercery.promotions.quoting.prepared import Prepared, prepared, table
from mercery.promotions.rules.benefit import Bundle, BuyGet, PerLine
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line, Sku
from mercery.promotions.rules.rule import Rule
from mercery.promotions.rules.scope import Scope

if TYPE_CHECKING:
    from mercery.promotions.worst.program import Numbers, Places

_BY_UNIT: Final = frozenset({"pct", "off", "fix", "deposit"})
_BY_LINE: Final = frozenset({"tiers", "perline"})
_STEPS: Final = frozenset({"every", "gift", "buyget", "bundle"})
"""Benefits that give nothing before a first step is full."""
_ALL: Final = 10_000
_MARKS: Final = 3
"""Marks one article may bear; rules beyond it get a simpler bound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """All columns, as numbers in a row each."""

    skus: tuple[Sku, ...]
    """Of each column."""
    choices: tuple[tuple[str, ...], ...]
    """Of each column, the line rules."""
    marks: tuple[frozenset[str], ...]
    """Of each column, the order rules that lower, free or bundle just this unit."""
    number: Places
    """Of each column, which article it is of."""
    units: Numbers
    listed: Numbers
    amounts: Numbers
    """What they cost after line rules that are not pooled."""
    costs: Numbers
    floors: Numbers
    most: Numbers
    limits: Numbers
    """Units of the article one order can have."""
    settled: Numbers
    """What of `listed` is left when the merchant's own part of line rules is taken off."""
    yields: Mapping[str, Numbers]
    """By rule that goes together with no other on a line: 1 where a line rule used excludes it."""
    pooled: tuple[str, ...]
    marking: frozenset[str]
    """Order rules that have marks."""

    def within(self, scope: Scope) -> Numbers:
        """1 for the columns whose articles `scope` has."""
        wanted = np.zeros(int(self.number.max(initial=-1)) + 1)
        first = np.unique(self.number, return_index=True)
        for number, at in zip(first[0].tolist(), first[1].tolist(), strict=True):
            wanted[number] = scope.has(self.skus[at])
        return wanted[self.number]

    def bearing(self, rule: str) -> Numbers:
        """1 for the columns marked for a rule."""
        return np.array([rule in marks for marks in self.marks], dtype=float)


def limit_of(calendar: Calendar, sku: Sku) -> int:
    """Units of `sku` one order can have."""
    most = calendar.most_units if sku.limit is None else sku.limit
    return most if sku.stock is None else min(most, sku.stock)


def columns_of(calendar: Calendar, line_rules: Sequence[Rule], order_rules: Sequence[Rule], buyer: Buyer) -> Columns:
    """The columns for a buyer to whom these rules are open."""
    ready = prepared(calendar)
    pooled = _pooled(ready, line_rules)
    marking = _marking(calendar, order_rules)
    made: list[_Made] = []
    for at, sku in enumerate(calendar.skus.values()):
        limit = limit_of(calendar, sku)
        if limit < 1:
            continue
        own = [rule for rule in line_rules if rule.scope.has(sku)]
        marks = [rule for rule in order_rules if rule.id in marking and _marked(rule, sku)]
        for choice in choices(own):
            prices = list(_prices(ready, sku, choice, pooled, limit, buyer))
            if marks and len(prices) > 1:
                # Each unit may bear marks of its own: units at the prices of every number of units, taken singly.
                prices = [
                    replace(one, units=1, amount=one.amount / one.units, given=one.given / one.units, most=limit)
                    for one in prices
                ]
            for price in prices:
                for mark, fewer in _subsets(marks):
                    most = price.most if fewer is None or calendar.policy.split_lines else min(price.most, fewer)
                    made.append(_Made(sku=sku, number=at, choice=choice, marks=mark, price=replace(price, most=most)))
    return _columns(ready, made, pooled, marking, order_rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Price:
    units: int
    amount: float
    given: float
    """Of the discount so far, what the merchant pays."""
    most: int
    used: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    sku: Sku
    number: int
    choice: tuple[str, ...]
    marks: frozenset[str]
    price: _Price


def choices(rules: Sequence[Rule]) -> list[tuple[str, ...]]:
    """Which line rules a line can have: of each group one or none, and those in no group. What asks for a coupon or an
    audience may also be absent. An exclusive rule that is there drives out all others, if it can be used."""
    groups: dict[str, list[Rule | None]] = {}
    for rule in rules:
        key = f"g:{rule.group}" if rule.group is not None else f"r:{rule.id}"
        none: list[Rule | None] = [None] if rule.group is not None or _optional(rule) else []
        groups.setdefault(key, none).append(rule)
    found: set[tuple[str, ...]] = set()
    for parts in product(*groups.values()):
        chosen = [one for one in parts if one is not None]
        alone = [one for one in chosen if one.exclusive]
        found.update((one.id,) for one in alone)
        if all(asks(one) or one.benefit.kind in _STEPS for one in alone):
            found.add(tuple(one.id for one in chosen))
    return sorted(found)


def asks(rule: Rule) -> bool:
    """Whether it has a threshold."""
    return bool(rule.need_amount or rule.need_qty or rule.also)


def _optional(rule: Rule) -> bool:
    return rule.code is not None or bool(rule.who) or rule.benefit.kind == "points"


def _pooled(ready: Prepared, rules: Sequence[Rule]) -> tuple[str, ...]:
    """Line rules that look at more than their line, and all that come after the first of them."""
    in_order = sorted(rules, key=lambda rule: ready.rank[ready.place[rule.id]])
    for at, rule in enumerate(in_order):
        kind = rule.benefit.kind
        across = asks(rule) or rule.cap is not None or rule.budget is not None
        packs = isinstance(rule.benefit, PerLine) and rule.benefit.sets_of is not None
        if across or packs or kind not in _BY_UNIT | _BY_LINE:
            return tuple(one.id for one in in_order[at:])
    return ()


def _prices(
    ready: Prepared, sku: Sku, choice: tuple[str, ...], pooled: tuple[str, ...], limit: int, buyer: Buyer
) -> Iterator[_Price]:
    """One unit where all cost the same, else every number of units."""
    own = [ready.place[one] for one in choice if one not in pooled]
    own.sort(key=ready.rank.__getitem__)
    if not own:
        yield _Price(units=1, amount=sku.price, given=0, most=limit, used=frozenset())
        return
    stepped = any(ready.rules[at].benefit.kind in _BY_LINE for at in own)
    shared = any(ready.rules[at].merchant_bps != _ALL for at in own)
    for units in range(1, limit + 1) if stepped else (1,):
        laid = table(ready, (Line(sku=sku.id, quantity=units),))
        run = run_selection(laid, (), (own,), buyer, traced=shared)
        used = frozenset(at for at, lines in run.used.items() if lines)
        given: float = sku.price * units - run.amounts[0]
        if shared:
            given = sum(step.discount * ready.calendar.by_id[step.rule].merchant_bps / _ALL for step in run.steps)
        often = 1 if stepped and not ready.calendar.policy.split_lines else limit // units
        yield _Price(units=units, amount=run.amounts[0], given=given, most=often, used=used)


def _marking(calendar: Calendar, rules: Sequence[Rule]) -> frozenset[str]:
    """Rules for which single units are marked; no article may have more than a few of them."""
    wanted = [
        rule
        for rule in rules
        if isinstance(rule.benefit, BuyGet | Bundle)
        or (isinstance(rule.benefit, PerLine) and counts_some(rule.benefit))
    ]
    count = dict.fromkeys(calendar.skus, 0)
    kept: set[str] = set()
    for rule in wanted:
        own = [sku.id for sku in calendar.skus.values() if _marked(rule, sku)]
        if all(count[one] < _MARKS for one in own):
            kept.add(rule.id)
            for one in own:
                count[one] += 1
    return frozenset(kept)


def counts_some(benefit: PerLine) -> bool:
    """Whether it does not lower every unit of a line."""
    return benefit.max_units is not None or benefit.skip > 0 or benefit.sets_of is not None


def _marked(rule: Rule, sku: Sku) -> bool:
    benefit = rule.benefit
    if isinstance(benefit, BuyGet) and benefit.get is not None:
        return benefit.get.has(sku)
    return rule.scope.has(sku)


def _subsets(rules: Sequence[Rule]) -> Iterator[tuple[frozenset[str], int | None]]:
    """Every set of marks, with the most units of a line that can bear it."""
    for kept in product((False, True), repeat=len(rules)):
        some = [rule for rule, keep in zip(rules, kept, strict=True) if keep]
        limits = [
            max(0, rule.benefit.max_units - rule.benefit.skip)
            for rule in some
            if isinstance(rule.benefit, PerLine) and rule.benefit.max_units is not None
        ]
        yield frozenset(rule.id for rule in some), min(limits) if limits else None


def _columns(
    ready: Prepared,
    made: Sequence[_Made],
    pooled: tuple[str, ...],
    marking: frozenset[str],
    order_rules: Sequence[Rule],
) -> Columns:
    units = np.array([one.price.units for one in made], dtype=float)
    listed = units * np.array([one.sku.price for one in made], dtype=float)
    yields = {}
    for rule in order_rules:
        excluded = ready.excluded[ready.place[rule.id]]
        if excluded:
            yields[rule.id] = np.array([float(not excluded.isdisjoint(one.price.used)) for one in made])
    return Columns(
        skus=tuple(one.sku for one in made),
        choices=tuple(one.choice for one in made),
        marks=tuple(one.marks for one in made),
        number=np.array([one.number for one in made], dtype=np.int64),
        units=units,
        listed=listed,
        amounts=np.array([one.price.amount for one in made], dtype=float),
        settled=listed - np.array([one.price.given for one in made], dtype=float),
        costs=units * np.array([one.sku.cost for one in made], dtype=float),
        floors=units * np.array([one.sku.floor for one in made], dtype=float),
        most=np.array([one.price.most for one in made], dtype=float),
        limits=np.array([limit_of(ready.calendar, one.sku) for one in made], dtype=float),
        yields=yields,
        pooled=pooled,
        marking=marking,
    )
