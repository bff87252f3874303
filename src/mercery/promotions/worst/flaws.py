"""Faults that are no rule's: goods below cost or without one, a floor that is missing, a rule written twice. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

from mercery.core.i18n import Words
from mercery.promotions.quoting.evaluate import evaluate
from mercery.promotions.quoting.margin import margin_of
from mercery.promotions.quoting.walk import Selection
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line, Sku
from mercery.promotions.rules.rule import Rule
from mercery.promotions.worst.certificate import WorstCart
from mercery.promotions.worst.words import money_words, rule_words, sku_words

FlawKind = Literal["below_cost", "below_floor", "cost_missing", "floor_missing", "twice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """A fault that taking rules away does not mend, or that makes a proof worth less."""

    kind: FlawKind
    skus: tuple[str, ...]
    rules: tuple[str, ...]
    amount: int
    """What one unit loses by it, minor units; 0 where nothing can be said."""
    words: Words


def flaws(calendar: Calendar, worst: WorstCart | None = None) -> tuple[Flaw, ...]:
    """All of them, those that lose most first. `worst` is the cart a missing floor would have stopped."""
    found = [*_goods(calendar), *_twice(calendar)]
    if worst is not None and worst.margin.margin < 0:
        found += _no_floor(calendar, worst)
    return tuple(sorted(found, key=lambda one: -one.amount))


def _goods(calendar: Calendar) -> Iterator[Flaw]:
    plain = replace(calendar, rules=(), shipping=0, fees=replace(calendar.fees, parcel=0, payment_fixed=0))
    for sku in calendar.skus.values():
        if sku.limit == 0:
            continue  # given away only
        if sku.price < sku.cost:
            yield _below_cost(calendar, sku)
        elif sku.price and not sku.cost:
            name = sku_words(calendar, sku.id)
            said = Words(
                f"{name} has no cost, so that nothing sold with it counts as a loss. Give its cost.",
                f"“{name}”没有成本，含它的订单不会算作亏损。请填写成本。",
            )
            yield Flaw(kind="cost_missing", skus=(sku.id,), rules=(), amount=0, words=said)
        else:
            yield from _below_floor(plain, sku)


def _below_cost(calendar: Calendar, sku: Sku) -> Flaw:
    name = sku_words(calendar, sku.id)
    price, cost = money_words(calendar, sku.price), money_words(calendar, sku.cost)
    said = Words(
        f"{name} costs {cost.en} and sells for {price.en}, before any promotion. "
        "Check the price, the cost and the unit it is sold by.",
        f"“{name}”成本{cost.zh}，售价{price.zh}，未参加促销就已亏损。请核对价格、成本和销售单位。",
    )
    return Flaw(kind="below_cost", skus=(sku.id,), rules=(), amount=sku.cost - sku.price, words=said)


def _below_floor(plain: Calendar, sku: Sku) -> Iterator[Flaw]:
    short = margin_of(plain, evaluate(plain, (Line(sku=sku.id, quantity=1),), Selection(lines=((),)))).short
    if short > 0 and sku.price:
        name, missing = sku_words(plain, sku.id), money_words(plain, short)
        said = Words(
            f"{name} is {missing.en} below the floor at its list price. Raise the price or lower the floor.",
            f"“{name}”按标价就已低于底线{missing.zh}。请提高价格或降低底线。",
        )
        yield Flaw(kind="below_floor", skus=(sku.id,), rules=(), amount=short, words=said)


def _no_floor(calendar: Calendar, worst: WorstCart) -> Iterator[Flaw]:
    bare = [
        line
        for line in worst.priced.lines
        if calendar.skus[line.sku].floor < calendar.skus[line.sku].cost <= calendar.skus[line.sku].price
        and line.total < calendar.skus[line.sku].cost * line.quantity
    ]
    for line in bare:
        sku = calendar.skus[line.sku]
        name, cost = sku_words(calendar, sku.id), money_words(calendar, sku.cost)
        said = Words(
            f"{name} has no floor at or above its cost of {cost.en}: discounts may sell it for less.",
            f"“{name}”没有不低于成本{cost.zh}的底价，优惠可使其低于成本出售。",
        )
        lost = sku.cost - line.total // line.quantity
        yield Flaw(kind="floor_missing", skus=(sku.id,), rules=(), amount=lost, words=said)


def _twice(calendar: Calendar) -> Iterator[Flaw]:
    for one, other in combinations(calendar.rules, 2):
        if _alike(one, other) and _meet(one, other) and not _apart(one, other):
            first, second = rule_words(calendar, one), rule_words(calendar, other)
            said = Words(
                f"{first.en} and {second.en} give the same and add up. Was it set twice by mistake?",
                f"“{first.zh}”与“{second.zh}”内容相同且可叠加，是否重复设置？",
            )
            yield Flaw(kind="twice", skus=(), rules=(one.id, other.id), amount=0, words=said)


def _alike(one: Rule, other: Rule) -> bool:
    """The same benefit on the same goods under the same conditions; name, code, stage, order and period may differ."""
    plain = {"id": "", "name": Words(""), "code": None, "priority": 0, "starts": None, "ends": None, "stage": 1}
    return replace(one, **plain, group=None) == replace(other, **plain, group=None)  # type: ignore[arg-type]


def _meet(one: Rule, other: Rule) -> bool:
    starts = [rule.starts for rule in (one, other) if rule.starts is not None]
    ends = [rule.ends for rule in (one, other) if rule.ends is not None]
    return not starts or not ends or max(starts) < min(ends)


def _apart(one: Rule, other: Rule) -> bool:
    """Whether they cannot be used together."""
    return one.exclusive or other.exclusive or (one.group is not None and one.group == other.group)
