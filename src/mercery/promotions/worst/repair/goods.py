"""Repairs by goods: a rule that leaves some out, and floors below which a piece is never sold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from mercery.core.i18n import Words
from mercery.promotions.quoting.evaluate import evaluate
from mercery.promotions.quoting.margin import margin_of
from mercery.promotions.quoting.walk import PricedLine, Selection
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line, Sku
from mercery.promotions.rules.rule import Rule
from mercery.promotions.worst.again import Again
from mercery.promotions.worst.certificate import WorstCart
from mercery.promotions.worst.repair.change import Change
from mercery.promotions.worst.repair.trial import Trial
from mercery.promotions.worst.words import listed, money_words, rule_words, sku_words

_LEFT_OUT: Final = 12
_FLOORS: Final = 10
"""Rounds in which floors are set or raised."""
_SINGLY: Final = 4
"""The round in which all goods get one."""
_NAMED: Final = 3


def left_out(trial: Trial, rule: Rule, worst: WorstCart) -> Iterator[tuple[Change, Again]]:
    """The goods that break the floor left out of `rule`, one after the other until every cart clears it; then, where
    they have a tag in common that is not most of the scope, the tag."""
    scope = [sku for sku in trial.calendar.skus.values() if rule.scope.has(sku) and sku.limit != 0]
    most = min(_LEFT_OUT, len(scope) // 2)
    out: list[str] = []
    cart: WorstCart | None = worst
    while cart is not None and len(out) < most and trial.left > 0:
        sku = _deepest(trial.calendar, cart, rule, out)
        if sku is None:
            return
        out.append(sku)
        change = _without(trial.calendar, rule, out)
        cart = trial.refuted(change)
        if cart is None:
            again = trial.passes(change)
            if again is not None:
                yield change, again
                yield from _by_tag(trial, rule, out, scope)
                return
            cart = trial.refuted(change)


def _deepest(calendar: Calendar, cart: WorstCart, rule: Rule, out: Sequence[str]) -> str | None:
    """The article of the cart in the rule's scope that lies furthest below what it needs."""
    lines = [line for line in cart.priced.lines if line.sku not in out and rule.scope.has(calendar.skus[line.sku])]
    return min(lines, key=lambda line: _left(calendar, line)).sku if lines else None


def _left(calendar: Calendar, line: PricedLine) -> int:
    kept = 10_000 - calendar.floor.margin_bps - calendar.fees.commission_bps - calendar.fees.payment_bps
    return (line.total * kept // 10_000 - calendar.skus[line.sku].cost * line.quantity) // max(1, line.quantity)


def _without(calendar: Calendar, rule: Rule, out: Sequence[str]) -> Change:
    name = rule_words(calendar, rule)
    said = _goods(calendar, out)
    return Change(
        kind="exclude",
        words=Words(f"Leave {said.en} out of {name.en}.", f"“{name.zh}”不再适用于{said.zh}。"),
        rules=(replace(rule, scope=replace(rule.scope, not_skus=rule.scope.not_skus | set(out))),),
    )


def _by_tag(trial: Trial, rule: Rule, out: Sequence[str], scope: Sequence[Sku]) -> Iterator[tuple[Change, Again]]:
    if len(out) < 2:
        return
    skus = trial.calendar.skus
    for tag in sorted(frozenset.intersection(*(skus[one].tags for one in out)) - rule.scope.tags):
        if 2 * sum(tag in sku.tags for sku in scope) > len(scope):
            continue
        name = rule_words(trial.calendar, rule)
        change = Change(
            kind="exclude",
            words=Words(
                f"Leave goods with the tag {tag} out of {name.en}.", f"“{name.zh}”不再适用于带有“{tag}”标签的商品。"
            ),
            rules=(replace(rule, scope=replace(rule.scope, not_tags=rule.scope.not_tags | {tag})),),
        )
        again = trial.passes(change)
        if again is not None:
            yield change, again
            return


def floors(trial: Trial, worst: WorstCart) -> Iterator[tuple[Change, Again]]:
    """Floors on the goods of carts that break the floor, at what each needs; then at what it needs sent alone. Where ever
    new goods break it, all of them get one."""
    set_at: dict[str, Sku] = {}
    cart: WorstCart | None = worst
    for round_ in range(_FLOORS):
        if cart is None or trial.left <= 0:
            return
        goods = [line.sku for line in cart.priced.lines]
        if round_ == _SINGLY:
            goods += [sku.id for sku in trial.calendar.skus.values() if sku.id not in goods and sku.limit != 0]
        raised = {sku.id: sku for one in goods for sku in _higher(trial.calendar, set_at, one)}
        if not raised:
            return
        set_at |= raised
        change = _floor_change(trial.calendar, set_at)
        cart = trial.refuted(change)
        if cart is None:
            again = trial.passes(change)
            if again is not None:
                yield change, again
                return
            cart = trial.refuted(change)


def _higher(calendar: Calendar, set_at: dict[str, Sku], sku: str) -> Iterator[Sku]:
    now = set_at.get(sku, calendar.skus[sku])
    for alone in (False, True):
        price = needed_price(calendar, sku, alone=alone)
        if now.floor < price <= now.price:
            yield replace(now, floor=price)
            return


def needed_price(calendar: Calendar, sku: str, *, alone: bool) -> int:
    """What one unit has to be paid with so that the floor holds; `alone`: also for its parcel and the fixed payment fee."""
    fees = calendar.fees if alone else replace(calendar.fees, parcel=0, payment_fixed=0)
    one = calendar.skus[sku]

    def clears(price: int) -> bool:
        sold = {sku: replace(one, price=price, floor=0)}
        plain = replace(calendar, rules=(), shipping=0, fees=fees, skus=sold)
        cart = (Line(sku=sku, quantity=1),)
        return margin_of(plain, evaluate(plain, cart, Selection(lines=((),)))).short <= 0

    low, high = 0, max(1, one.price)
    if not clears(high):
        return high + 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if clears(middle) else (middle + 1, high)
    return high


def _floor_change(calendar: Calendar, set_at: dict[str, Sku]) -> Change:
    sold = sum(sku.limit != 0 for sku in calendar.skus.values())
    if len(set_at) > max(_NAMED, sold // 2):
        words = Words(
            f"Never sell a piece for less than it needs to clear the floor ({len(set_at)} of {sold} pieces).",
            f"每款设置不低于底线所需的底价（{sold}款中的{len(set_at)}款）。",
        )
        return Change(kind="floor", words=words, skus=tuple(set_at.values()))
    named = list(set_at.values())[:_NAMED]
    parts = []
    for sku in named:
        money, name = money_words(calendar, sku.floor), sku_words(calendar, sku.id)
        parts.append(Words(f"{name} below {money.en}", f"“{name}”不低于{money.zh}"))
    more = len(set_at) - len(named)
    if more:
        parts.append(Words(f"{more} more pieces below their floor", f"另外{more}款设底价"))
    said = listed(parts)
    return Change(
        kind="floor",
        words=Words(f"Never sell {said.en}.", f"设置底价：{said.zh}。"),
        skus=tuple(set_at.values()),
    )


def _goods(calendar: Calendar, skus: Sequence[str]) -> Words:
    named = [sku_words(calendar, sku) for sku in skus[:_NAMED]]
    more = len(skus) - len(named)
    parts = [Words(name, f"“{name}”") for name in named]
    if more:
        parts.append(Words(f"{more} more pieces", f"另外{more}款"))
    return listed(parts)
