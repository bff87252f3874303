"""Partial returns: the filler that reached the threshold goes back, the discounted piece stays."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, product, takewhile
from math import inf
from typing import Final

from mercery.core.i18n import Words
from mercery.promotions.quoting.best import quote
from mercery.promotions.quoting.refunds import refund
from mercery.promotions.quoting.walk import Priced
from mercery.promotions.rules.benefit import Points
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart, Line
from mercery.promotions.worst.attacks.carts import Start
from mercery.promotions.worst.attacks.limits import at_most, times_possible
from mercery.promotions.worst.certificate import Attack, AttackStep
from mercery.promotions.worst.words import cart_words, listed, money_words, rule_words

_RETURNS: Final = 60
"""Ways to return a part of one cart that are looked at."""
_SECONDS: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """What a buyer saves by returning a part, against buying the kept part alone."""

    bought: Priced
    returns: tuple[tuple[int, ...], ...]
    """Units by line, in the order in which they go back."""
    refunds: tuple[int, ...]
    kept: Cart
    honest: int
    """What the kept part costs alone."""
    leak: int


@dataclass(slots=True)
class Returns:
    """Leaks of one calendar; what the parts cost alone is worked out once."""

    calendar: Calendar
    buyer: Buyer
    alone: dict[Cart, int] = field(default_factory=dict)

    def worst(self, cart: Cart, ends: float = inf) -> Leak | None:
        """The largest leak of `cart` over all that can be returned of it, as far as it was looked at before `ends`; None
        where there is none."""
        bought = quote(self.calendar, cart, self.buyer, seconds=_SECONDS).best
        if not bought.steps:
            return None
        ways = takewhile(lambda _: time.perf_counter() < ends, _ways(bought))
        found = [leak for leak in (self.leak(bought, one) for one in ways) if leak.leak > 0]
        return max(found, key=lambda one: one.leak, default=None)

    def leak(self, bought: Priced, returns: Sequence[tuple[int, ...]]) -> Leak:
        """The leak of these returns, one after the other."""
        earlier = [0] * len(bought.lines)
        refunds, points, owed = [], 0, 0
        for returned in returns:
            back = refund(self.calendar, bought, returned, self.buyer, earlier=earlier, owed=owed)
            refunds.append(back.amount)
            owed = back.owed
            points += back.points * _worth_of_points(self.calendar, bought)
            earlier = [gone + now for gone, now in zip(earlier, returned, strict=True)]
        kept = tuple(
            Line(sku=line.sku, quantity=line.quantity - gone)
            for line, gone in zip(bought.lines, earlier, strict=True)
            if line.quantity > gone
        )
        honest = self._alone(kept)
        return Leak(
            bought=bought,
            returns=tuple(returns),
            refunds=tuple(refunds),
            kept=kept,
            honest=honest,
            leak=honest - (_given(self.calendar, bought) - sum(refunds) - points),
        )

    def _alone(self, kept: Cart) -> int:
        if kept not in self.alone:
            best = quote(self.calendar, kept, self.buyer, seconds=_SECONDS).best if kept else None
            self.alone[kept] = _given(self.calendar, best) if best else 0
        return self.alone[kept]


def partial_returns(calendar: Calendar, carts: Sequence[Start], buyer: Buyer, ends: float) -> list[Attack]:
    """The worst leak of each rule that leaks, the largest first."""
    returns = Returns(calendar, buyer)
    by_rules: dict[tuple[str, ...], Leak] = {}
    for start in carts:
        if time.perf_counter() > ends:
            break
        if sum(line.quantity for line in start.cart) < 2:
            continue
        leak = returns.worst(start.cart, ends)
        if leak is not None:
            key = _rules(leak)
            if key not in by_rules or by_rules[key].leak < leak.leak:
                by_rules[key] = leak
    ordered = sorted(by_rules.values(), key=lambda one: -one.leak)
    return [_attack(calendar, leak, buyer) for leak in ordered[:3]]


def _ways(bought: Priced) -> Iterator[tuple[tuple[int, ...], ...]]:
    """What may go back, some but not all; where several lines do, also one line after the other."""
    counts = [line.quantity for line in bought.lines]
    ranges = [range(count + 1) if count <= 3 else (0, 1, count - 1, count) for count in counts]
    parts = (one for one in product(*ranges) if any(one) and list(one) != counts)
    for part in islice(parts, _RETURNS):
        yield (part,)
        lines = [at for at, gone in enumerate(part) if gone]
        if len(lines) > 1:
            small_first = sorted(lines, key=lambda at: sum(bought.lines[at].unit_paid[: part[at]]))
            yield tuple(tuple(part[at] if at == line else 0 for at in range(len(part))) for line in small_first)


def _rules(leak: Leak) -> tuple[str, ...]:
    return tuple(dict.fromkeys(step.rule for step in leak.bought.steps if step.discount))


def _given(calendar: Calendar, priced: Priced) -> int:
    """What the buyer gives: money, and points at what they pay."""
    return priced.payable + priced.points * _worth_of_points(calendar, priced)


def _worth_of_points(calendar: Calendar, priced: Priced) -> int:
    found = [calendar.by_id[step.rule].benefit for step in priced.steps]
    return next((one.rate for one in found if isinstance(one, Points)), 0)


def _attack(calendar: Calendar, leak: Leak, buyer: Buyer) -> Attack:
    rules = _rules(leak)
    times = times_possible(calendar, leak.bought.cart, rules)
    steps = [AttackStep(note=Words("Buys", "购买"), cart=leak.bought.cart, paid=leak.bought.payable)]
    for returned, back in zip(leak.returns, leak.refunds, strict=True):
        gone = _cart_of(leak.bought, returned)
        steps.append(AttackStep(note=Words("Sends back", "退回"), cart=gone, paid=-back))
    paid = leak.bought.payable - sum(leak.refunds)
    steps.append(AttackStep(note=Words("Keeps, having paid in all", "留下，合计支付"), cart=leak.kept, paid=paid))
    en, zh = _note(calendar, leak, rules, buyer)
    return Attack(
        kind="partial_refund",
        loss=leak.leak,
        most=at_most(calendar, leak.leak, times),
        note_en=en,
        note_zh=zh,
        rules=rules,
        steps=tuple(steps),
    )


def _note(calendar: Calendar, leak: Leak, rules: Sequence[str], buyer: Buyer) -> tuple[str, str]:
    kept, named = cart_words(calendar, leak.kept), listed(rule_words(calendar, one) for one in rules)
    paid, honest = money_words(calendar, leak.bought.payable - sum(leak.refunds)), money_words(calendar, leak.honest)
    en = f"Part of the order is returned and {kept.en} stays for {paid.en} instead of {honest.en} ({named.en})."
    zh = f"退回部分商品后，以{paid.zh}留下{kept.zh}，单独购买需{honest.zh}（{named.zh}）。"
    if any(calendar.by_id[one].refund == "allocated" for one in rules):
        strict = replace(calendar, rules=tuple(replace(rule, refund="threshold_recheck") for rule in calendar.rules))
        left = max(0, Returns(strict, buyer).leak(leak.bought, leak.returns).leak)
        said = money_words(calendar, left)
        en += f" If thresholds were read again on returns, {said.en if left else 'nothing'} of it would remain."
        zh += f"若退货时重新核算门槛，则{f'仅余{said.zh}' if left else '不再有此损失'}。"
    return en, zh


def _cart_of(bought: Priced, counts: Sequence[int]) -> Cart:
    return tuple(Line(sku=line.sku, quantity=count) for line, count in zip(bought.lines, counts, strict=True) if count)
