"""Carts as customers fill them, to see what a change does to them: single pieces, pairs, carts at thresholds, past orders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.core.i18n import Words
from mercery.promotions.rules.buyer import ANYBODY, Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart, Line, Sku
from mercery.promotions.rules.numbers import numbers_of
from mercery.promotions.rules.rule import Rule
from mercery.promotions.rules.scope import Scope

MOST: Final = 120
_PAST: Final = 60
_AT_THRESHOLDS: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Carts with their buyers, and what was taken."""

    carts: tuple[tuple[Cart, Buyer], ...]
    words: Words


def typical(calendar: Calendar, *, past: Sequence[tuple[Cart, Buyer]] = (), most: int = MOST) -> Sample:
    """At most `most` carts, the same for the same calendar. Buyers hold the shop's coupons; where rules name audiences,
    every other cart belongs to somebody of all of them."""
    sold = [sku for sku in calendar.skus.values() if most_of(calendar, sku) > 0]
    earlier = [one for one in past if all(line.sku in calendar.skus for line in one[0])][: min(_PAST, most)]
    room = most - len(earlier)
    thresholds = _distinct(_at_thresholds(calendar, sold), min(_AT_THRESHOLDS, room // 3 + 1))
    singles = _distinct(_singles(sold), (room - len(thresholds) + 1) // 2)
    pairs = _distinct(_pairs(calendar, sold), room - len(thresholds) - len(singles))
    audiences = frozenset(one for rule in calendar.rules for one in rule.who)
    member = Buyer(audiences=audiences)
    made = [
        (cart, member if audiences and at % 2 else ANYBODY) for at, cart in enumerate([*singles, *pairs, *thresholds])
    ]
    counts = ((len(singles), "single pieces", "单件"), (len(pairs), "pairs", "两件"),
        (len(thresholds), "carts at thresholds", "满门槛"), (len(earlier), "past orders", "历史订单"))  # fmt: skip
    return Sample(
        carts=(*earlier, *made),
        words=Words(
            ", ".join(f"{count} {en}" for count, en, _ in counts if count),
            "、".join(f"{zh}{count}单" for count, _, zh in counts if count),
        ),
    )


def _distinct(carts: Iterator[Cart], most: int) -> list[Cart]:
    found: dict[frozenset[Line], Cart] = {}
    for cart in carts:
        if len(found) >= most:
            break
        if cart:
            found.setdefault(frozenset(cart), cart)
    return list(found.values())


def _singles(sold: Sequence[Sku]) -> Iterator[Cart]:
    for sku in _spread(sold):
        yield (Line(sku=sku.id, quantity=1),)


def _pairs(calendar: Calendar, sold: Sequence[Sku]) -> Iterator[Cart]:
    """A dear piece with a cheap one, two of the middle, two of the same."""
    ordered = sorted(sold, key=lambda sku: (sku.price, sku.id))
    count = len(ordered)
    for at, sku in enumerate(ordered):
        other = ordered[count - 1 - at]
        if other.id != sku.id:
            yield _cart((sku, 1), (other, 1))
        near = ordered[(at + max(1, count // 3)) % count]
        if near.id != sku.id:
            yield _cart((sku, 1), (near, 1))
        if most_of(calendar, sku) > 1:
            yield _cart((sku, 2))


def _at_thresholds(calendar: Calendar, sold: Sequence[Sku]) -> Iterator[Cart]:
    """For each threshold of a rule the cart that just reaches it, by pieces of its scope of several prices."""
    for rule in calendar.rules:
        goods = sorted((sku for sku in sold if (rule.need_scope or rule.scope).has(sku)), key=lambda sku: sku.price)
        if not goods:
            continue
        picks = [goods[0], goods[len(goods) // 2], goods[-1]]
        for need in thresholds_of(rule):
            for sku in picks:
                if sku.price > 0:
                    yield reach(calendar, sku, need, rule.need_scope or rule.scope)
        if rule.need_qty or rule.benefit.kind in ("buyget", "bundle"):
            count = rule.need_qty or sum(getattr(rule.benefit, name, 0) for name in ("n", "m"))
            yield tuple(Line(sku=sku.id, quantity=min(count, most_of(calendar, sku))) for sku in picks[:1])


def thresholds_of(rule: Rule) -> list[int]:
    """Amounts from which on it gives something, or more."""
    return sorted(
        {one.value for one in numbers_of(rule) if one.part == "threshold" and one.unit == "money" and one.value}
    )


def most_of(calendar: Calendar, sku: Sku) -> int:
    """Units of it an order may have."""
    most = calendar.most_units if sku.limit is None else sku.limit
    return most if sku.stock is None else min(most, sku.stock)


def reach(calendar: Calendar, main: Sku, need: int, scope: Scope, among: Fillers | None = None) -> Cart:
    """`main`, as often as it fits below `need`, with the cheapest piece of `scope` that fills the rest; else more of `main`.
    `among`: the pieces of `scope`, where many carts are asked for."""
    most = most_of(calendar, main)
    count = min(max(1, need // main.price), most)
    rest = need - count * main.price
    if rest <= 0:
        return _cart((main, count))
    best = (among or fillers_of(calendar, scope)).cheapest(main, rest)
    if best is not None and (best[1] * best[0].price <= main.price or count == most):
        return _cart((main, count), best)
    return _cart((main, count + 1)) if count < most else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fillers:
    """Pieces that fill up to a threshold: of each price those an order may have most of, two of them, as one may be the
    main piece itself."""

    pieces: tuple[tuple[Sku, int], ...]
    """Each with the units an order may have, cheapest first."""

    def cheapest(self, main: Sku, rest: int) -> tuple[Sku, int] | None:
        """What comes to `rest` for least, with its units."""
        least: int | None = None
        found = None
        for sku, most in self.pieces:
            if least is not None and sku.price >= least:
                break  # one unit of it costs as much already
            units = -(-rest // sku.price)
            if units <= most and sku.id != main.id and (least is None or units * sku.price < least):
                least, found = units * sku.price, (sku, units)
        return found


def fillers_of(calendar: Calendar, scope: Scope) -> Fillers:
    """The pieces of `scope` that can fill."""
    by_price: dict[int, list[tuple[Sku, int]]] = {}
    for sku in calendar.skus.values():
        if sku.price > 0 and scope.has(sku):
            by_price.setdefault(sku.price, []).append((sku, most_of(calendar, sku)))
    kept = [sorted(by_price[price], key=lambda one: -one[1])[:2] for price in sorted(by_price)]
    return Fillers(pieces=tuple(one for some in kept for one in some))


def _cart(*lines: tuple[Sku, int]) -> Cart:
    return tuple(Line(sku=sku.id, quantity=count) for sku, count in lines if count > 0)


def _spread(sold: Sequence[Sku]) -> list[Sku]:
    """All of them, so that the first few already span all prices."""
    ordered = sorted(sold, key=lambda sku: (sku.price, sku.id))
    step = max(1, int(len(ordered) ** 0.5))
    return [sku for first in range(step) for sku in ordered[first::step]]
