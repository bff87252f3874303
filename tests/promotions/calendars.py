"""Small made-up calendars with every kind of benefit and every switch, and carts and buyers for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Final, TypeVar, get_args

from mercery.promotions.rules.benefit import (
    Benefit,
    Bundle,
    BuyGet,
    Deposit,
    Every,
    Fix,
    Gift,
    Off,
    Pct,
    PerLine,
    Points,
    Ship,
    Tiers,
)
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart, Line, Sku
from mercery.promotions.rules.policy import Allocation, Policy, RoundAt, RoundMode
from mercery.promotions.rules.rule import Basis, Level, Need, Rule
from mercery.promotions.rules.scope import EVERYTHING, Scope

T = TypeVar("T")
TAGS: Final = ("a", "b", "c")
LINE_KINDS: Final = ("pct", "off", "fix", "tiers", "deposit")
ORDER_KINDS: Final = ("pct", "off", "every", "tiers", "buyget", "perline", "bundle", "gift", "points", "fix")


def a_calendar(random: Random, *, skus: int = 4, rules: int = 6, awkward: bool = True) -> Calendar:
    """A calendar; `awkward` ones have uneven prices, every rounding and every allocation."""
    goods = [_sku(random, number, awkward) for number in range(skus)]
    made = [_rule(random, number, goods, awkward) for number in range(rules)]
    policy = Policy(split_lines=random.random() < 0.2)
    if awkward:
        policy = replace(
            policy,
            round_mode=random.choice(get_args(RoundMode)),
            round_at=random.choice(get_args(RoundAt)),
            alloc=random.choice(get_args(Allocation)),
            group_most={"g": random.choice((1, 1, 2))},
        )
    return Calendar(
        skus={sku.id: sku for sku in goods},
        rules=tuple(made),
        policy=policy,
        shipping=random.choice((0, 800, 1000)),
        most_units=3,
    )


def a_cart(random: Random, calendar: Calendar, *, units: int = 3) -> Cart:
    """Some of the calendar's goods."""
    ids = [sku for sku in calendar.skus if random.random() < 0.7] or [random.choice(list(calendar.skus))]
    return tuple(Line(sku=sku, quantity=random.randint(1, units)) for sku in ids)


def a_buyer(random: Random, calendar: Calendar) -> Buyer:
    """Somebody with some of the coupons, or all of them."""
    codes = sorted({rule.code for rule in calendar.rules if rule.code})
    return Buyer(
        audiences=frozenset(one for one in ("member", "new") if random.random() < 0.5),
        wallet=random.choice((None, {code: 1 for code in codes if random.random() < 0.6})),
        points=random.choice((None, 0, 37, 5000)),
        used={rule.id: 1 for rule in calendar.rules if random.random() < 0.1},
    )


def _sku(random: Random, number: int, awkward: bool) -> Sku:
    price = random.randint(100, 9999) if awkward else random.randint(10, 300) * 100
    return Sku(
        id=f"s{number}",
        price=price,
        cost=price * random.randint(30, 90) // 100,
        floor=random.choice((0, 0, 0, price * random.randint(10, 95) // 100)),
        tags=frozenset(tag for tag in TAGS if random.random() < 0.4),
        shop=random.choice(("", "x", "y")),
        limit=random.choice((None, 2, 3)),
    )


def _rule(random: Random, number: int, goods: list[Sku], awkward: bool) -> Rule:
    level: Level = random.choice(("line", "line", "order", "order", "order", "order", "ship"))
    kinds = {"line": LINE_KINDS, "order": ORDER_KINDS, "ship": ("ship",)}[level]
    step = _some_amount(random, goods)
    prefix = "l" if level == "line" else "g"
    rule = Rule(
        id=f"r{number}",
        benefit=_KINDS[random.choice(kinds)](random, goods),
        stage=random.randint(1, 3),
        level=level,
        scope=_scope(random, goods),
        need_amount=_perhaps(random, 0.4, step) or 0,
        need_qty=_perhaps(random, 0.2, random.randint(1, 4)) or 0,
        need_scope=_perhaps(random, 0.15, _scope(random, goods)),
        basis=random.choice(get_args(Basis)),
        need_basis=_perhaps(random, 0.3, random.choice(get_args(Basis))),
        group=_perhaps(random, 0.4, random.choice((prefix, prefix + "2"))),
        exclusive=random.random() < 0.1,
        excludes=frozenset(name for name in (f"r{random.randint(0, 5)}", "l", "g") if random.random() < 0.1),
        also=(_need(random, goods),) if random.random() < 0.1 else (),
        budget=_perhaps(random, 0.05, random.randint(1, 4000)),
        round_at=_perhaps(random, 0.1, random.choice(get_args(RoundAt))),
        who=_perhaps(random, 0.15, frozenset({random.choice(("member", "new"))})) or frozenset(),
        code=_perhaps(random, 0.25, random.choice(("A", "B", "C"))),
        cap=_perhaps(random, 0.15, random.randint(1, 3000)) if kinds != ("ship",) else None,
        priority=random.choice((0, 0, 1, 2)),
        merchant_bps=random.choice((10_000, 10_000, 5_000, 3_333)) if awkward else 10_000,
        per_user=_perhaps(random, 0.1, 1),
        refund=random.choice(("allocated", "threshold_recheck")),
    )
    return replace(rule, cap=None) if rule.benefit.kind == "gift" else rule


def _need(random: Random, goods: list[Sku]) -> Need:
    amount, count = random.choice((0, _some_amount(random, goods))), random.randint(0, 2)
    return Need(amount=amount, qty=count, kinds=random.choice((0, 2)), scope=_scope(random, goods))


def _perhaps(random: Random, share: float, value: T) -> T | None:
    return value if random.random() < share else None


def _scope(random: Random, goods: list[Sku]) -> Scope:
    which = random.random()
    if which < 0.45:
        return EVERYTHING
    if which < 0.7:
        return Scope(tags=frozenset({random.choice(TAGS)}))
    if which < 0.85:
        return Scope(skus=frozenset(sku.id for sku in random.sample(goods, min(len(goods), random.randint(1, 2)))))
    if which < 0.92:
        return Scope(not_tags=frozenset({random.choice(TAGS)}), price_min=random.choice((None, 1000)))
    return Scope(shops=frozenset({random.choice(("x", "y"))}), price_max=random.choice((None, 8000)))


def _some_amount(random: Random, goods: list[Sku]) -> int:
    """About what one to four units cost."""
    return max(1, random.choice(goods).price * random.randint(5, 40) // 10)


def _tiers(random: Random, goods: list[Sku]) -> Benefit:
    by_units = random.random() < 0.4
    first = random.randint(0, 2) if by_units else _some_amount(random, goods)
    second = first + (random.randint(1, 3) if by_units else _some_amount(random, goods))
    small: Pct | Off = (
        Pct(bps=random.randint(100, 2000)) if random.random() < 0.6 else Off(amount=random.randint(1, 900))
    )
    large: Pct | Off = (
        Pct(bps=random.randint(1000, 4000)) if random.random() < 0.6 else Off(amount=random.randint(1, 2500))
    )
    return Tiers(steps=((first, small), (second, large)), by="quantity" if by_units else "amount")


def _buyget(random: Random, goods: list[Sku]) -> Benefit:
    return BuyGet(
        n=random.randint(1, 2),
        m=random.randint(1, 2),
        bps=random.choice((10_000, 10_000, 5_000, 3_333)),
        times=random.choice((None, None, 1)),
        pick=random.choice(("cheapest", "dearest", "grouped")),
        partial=random.random() < 0.3,
        get=_perhaps(random, 0.25, _scope(random, goods)),
    )


def _perline(random: Random, goods: list[Sku]) -> Benefit:
    most = random.choice((None, 1, 2))
    skip, sets_of = random.choice((0, 0, 1)), random.choice((None, None, 2))
    if random.random() < 0.5:
        return PerLine(by="pct", value=random.randint(100, 6000), max_units=most, skip=skip, sets_of=sets_of)
    return PerLine(by="off", value=random.randint(1, 2500), max_units=most, skip=skip, sets_of=sets_of)


def _fix(random: Random, goods: list[Sku]) -> Benefit:
    sku = random.choice(goods)
    if random.random() < 0.5:
        return Fix(price=sku.price * random.randint(2, 12) // 10)
    return Fix(
        prices={one.id: one.price * random.randint(4, 11) // 10 for one in goods if random.random() < 0.6} or {"s0": 1}
    )


def _deposit(random: Random, _: list[Sku]) -> Benefit:
    pay = random.randint(10, 500)
    return Deposit(pay=pay, worth=pay * random.randint(1, 3), refundable=random.random() < 0.3)


_KINDS: Final[dict[str, Callable[[Random, list[Sku]], Benefit]]] = {
    "pct": lambda random, _: Pct(bps=random.choice((500, 1000, 1234, 3000, random.randint(0, 10_000)))),
    "off": lambda random, goods: Off(
        amount=random.randint(1, max(2, goods[0].price)) // random.choice((1, 4)), per=random.choice(("order", "unit"))
    ),
    "fix": _fix,
    "every": lambda random, goods: Every(
        step=_some_amount(random, goods), off=random.randint(1, 1500), times=random.choice((None, 1, 3))
    ),
    "tiers": _tiers,
    "buyget": _buyget,
    "perline": _perline,
    "bundle": lambda random, goods: Bundle(
        n=random.randint(1, 3), price=_some_amount(random, goods), times=random.choice((None, 1))
    ),
    "gift": lambda random, goods: Gift(
        gift=goods[-1].id,
        qty=random.randint(1, 2),
        step=random.choice((None, _some_amount(random, goods))),
        times=random.choice((None, 2)),
    ),
    "ship": lambda random, _: random.choice(
        (Ship(), Ship(bps=random.choice((3333, 5000))), Ship(amount=random.randint(1, 900)))
    ),
    "points": lambda random, _: Points(rate=random.choice((1, 3)), max_bps=random.choice((500, 3000, 10_000))),
    "deposit": _deposit,
}
