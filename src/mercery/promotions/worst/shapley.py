"""What each rule of a priced cart bears of what the cart costs the merchant: Shapley shares. Pure.

A rule's share is what it adds, averaged over all orders in which the rules of the cart could have come. Up to ten rules
every subset is evaluated and the shares are exact; beyond, orders are drawn and the error is told. Shares are whole minor
units and add up to the loss of the cart.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial
from statistics import fmean, stdev
from typing import Final

from mercery.promotions.quoting.evaluate import evaluate
from mercery.promotions.quoting.walk import Priced, Selection
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar

EXACT_UP_TO: Final = 10
_ORDERS: Final = 200
"""Orders drawn beyond that: each costs as many evaluations as there are rules."""
_SURE: Final = 1.96
"""Standard errors within which the truth lies 19 times of 20."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Shares by rule id."""

    by_rule: Mapping[str, int]
    exact: bool
    """Every subset was evaluated; what is left is rounding to whole minor units."""
    within: int
    """Where not exact: how far a share may be off, 19 times of 20."""


def shares(calendar: Calendar, priced: Priced, buyer: Buyer) -> Shares:
    """The shares of all rules that did something in `priced`."""
    rules = tuple(dict.fromkeys(step.rule for step in priced.steps))
    worth: dict[frozenset[str], int] = {}

    def loss_with(kept: frozenset[str]) -> int:
        if kept not in worth:
            worth[kept] = loss_of(calendar, evaluate(calendar, priced.cart, only(priced.selection, kept), buyer))
        return worth[kept]

    if len(rules) <= EXACT_UP_TO:
        exact = _exact(rules, loss_with)
        return Shares(by_rule=_whole(exact, loss_of(calendar, priced)), exact=True, within=0)
    drawn, within = _drawn(rules, loss_with)
    return Shares(by_rule=_whole(drawn, loss_of(calendar, priced)), exact=False, within=within)


def loss_of(calendar: Calendar, priced: Priced) -> int:
    """What the cart costs the merchant against list prices: its part of all discounts, and gifts at their cost."""
    gifts = sum(calendar.skus[sku].cost * count for sku, count in priced.gifts if sku in calendar.skus)
    return priced.merchant_discount + priced.merchant_shipping + gifts


def only(selection: Selection, kept: frozenset[str]) -> Selection:
    """The selection without rules that are not in `kept`."""
    return Selection(
        order=tuple(rule for rule in selection.order if rule in kept),
        lines=tuple(tuple(rule for rule in line if rule in kept) for line in selection.lines),
    )


def _exact(rules: Sequence[str], loss_with: Callable[[frozenset[str]], int]) -> dict[str, Fraction]:
    count = len(rules)
    weight = [Fraction(factorial(size) * factorial(count - size - 1), factorial(count)) for size in range(count)]
    found = dict.fromkeys(rules, Fraction(0))
    for mask in range(1 << count):
        kept = frozenset(rule for at, rule in enumerate(rules) if mask >> at & 1)
        before = loss_with(kept)
        for rule in rules:
            if rule not in kept:
                found[rule] += weight[len(kept)] * (loss_with(kept | {rule}) - before)
    return found


def _drawn(rules: Sequence[str], loss_with: Callable[[frozenset[str]], int]) -> tuple[dict[str, Fraction], int]:
    chance = random.Random(len(rules))  # noqa: S311 - drawn to measure, the same each time
    added: dict[str, list[int]] = {rule: [] for rule in rules}
    order = list(rules)
    for _ in range(_ORDERS):
        chance.shuffle(order)
        kept: frozenset[str] = frozenset()
        before = loss_with(kept)
        for rule in order:
            kept |= {rule}
            after = loss_with(kept)
            added[rule].append(after - before)
            before = after
    within = max(_SURE * stdev(values) / _ORDERS**0.5 for values in added.values())
    return {rule: Fraction(fmean(values)) for rule, values in added.items()}, int(within) + 1


def _whole(parts: Mapping[str, Fraction], total: int) -> dict[str, int]:
    """Whole numbers that add up to `total`, by largest remainder; ties in the order of the rules."""
    down = {rule: part.numerator // part.denominator for rule, part in parts.items()}
    missing = total - sum(down.values())
    ranked = sorted(parts, key=lambda rule: -(parts[rule] - down[rule]))
    for at in range(abs(missing) if ranked else 0):
        down[ranked[at % len(ranked)]] += 1 if missing > 0 else -1
    return down
