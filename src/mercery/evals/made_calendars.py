"""Made-up shops with the promotions of a big sale: flash, member and category prices, coupons in groups, "every X minus Y",
tiers, buy N get M, gifts, red packets, points and free delivery. For benchmarks; the same seed makes the same shop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from mercery.promotions.rules.benefit import (
    BuyGet,
    Deposit,
    Every,
    Fix,
    Gift,
    Off,
    Pct,
    Points,
    Ship,
    Tiers,
)
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart, Line, Sku
from mercery.promotions.rules.rule import Rule
from mercery.promotions.rules.scope import EVERYTHING, Scope

CATEGORIES: Final = 8


def made_calendar(seed: int, *, skus: int, rules: int) -> Calendar:
    """A shop with so many articles and rules. Of each further dozen rules there is one of each kind."""
    random = Random(seed)  # noqa: S311 - made-up shops, no secret
    goods = [_sku(random, number) for number in range(skus)]
    made = [_KINDS[number % len(_KINDS)](random, number, goods) for number in range(rules)]
    gift = Sku(id="gift", price=2900, cost=900, limit=0)
    return Calendar(skus={one.id: one for one in (*goods, gift)}, rules=tuple(made), shipping=1200)


def made_cart(seed: int, calendar: Calendar, lines: int) -> Cart:
    """So many articles, one to three of each."""
    random = Random(seed)  # noqa: S311 - made-up shops, no secret
    ids = [sku.id for sku in calendar.skus.values() if sku.limit != 0]
    return tuple(Line(sku=sku, quantity=random.choice((1, 1, 1, 2, 3))) for sku in random.sample(ids, lines))


def _sku(random: Random, number: int) -> Sku:
    price = round(10 ** random.uniform(1.3, 3.2)) * 100 - random.choice((0, 0, 100, 1, 50))
    return Sku(
        id=f"s{number}",
        price=price,
        cost=price * random.randint(35, 65) // 100,
        tags=frozenset({f"c{random.randrange(CATEGORIES)}"} | ({"brand"} if random.random() < 0.3 else set())),
    )


def _flash(random: Random, number: int, goods: Sequence[Sku]) -> Rule:
    some = random.sample(list(goods), max(1, len(goods) // 10))
    prices = {sku.id: sku.price * random.randint(65, 90) // 10_000 * 100 + 90 for sku in some}
    benefit = Fix(prices=prices)
    return Rule(
        id=f"flash{number}",
        level="line",
        group="price",
        benefit=benefit,
        scope=Scope(skus=frozenset(prices)),
        priority=9,
    )


def _member(random: Random, number: int, _: Sequence[Sku]) -> Rule:
    scope = EVERYTHING if number < len(_KINDS) else Scope(tags=frozenset({"brand"}))
    benefit = Pct(bps=random.choice((200, 300, 500)))
    return Rule(id=f"member{number}", level="line", group="price", benefit=benefit, scope=scope, priority=1)


def _category(random: Random, number: int, _: Sequence[Sku]) -> Rule:
    benefit = Pct(bps=random.choice((1000, 1500, 2000)))
    return Rule(id=f"sale{number}", level="line", group="price", benefit=benefit, scope=_one(random), priority=5)


def _deposit(random: Random, number: int, goods: Sequence[Sku]) -> Rule:
    some = [sku for sku in goods if sku.price > 20_000] or list(goods)
    chosen = frozenset(sku.id for sku in random.sample(some, max(1, len(some) // 12)))
    benefit = Deposit(pay=2000, worth=random.choice((3000, 4000)))
    return Rule(
        id=f"deposit{number}", level="line", group="price", benefit=benefit, scope=Scope(skus=chosen), priority=7
    )


def _shop_coupon(random: Random, number: int, _: Sequence[Sku]) -> Rule:
    need, off = random.choice(((19900, 2000), (39900, 5000), (69900, 8000), (99900, 12000)))
    return Rule(
        id=f"shop{number}", stage=2, group="shop coupon", code=f"S{number}", benefit=Off(amount=off), need_amount=need
    )


def _cross(random: Random, number: int, _: Sequence[Sku]) -> Rule:
    scope = EVERYTHING if number < len(_KINDS) else _one(random)
    return Rule(
        id=f"cross{number}", stage=2, benefit=Every(step=30_000, off=random.choice((3000, 4000, 5000))), scope=scope
    )


def _category_coupon(random: Random, number: int, _: Sequence[Sku]) -> Rule:
    need, off = random.choice(((9900, 1000), (19900, 2500), (29900, 4000)))
    return Rule(
        id=f"cat{number}",
        stage=2,
        group="category coupon",
        code=f"C{number}",
        benefit=Off(amount=off),
        need_amount=need,
        scope=_one(random),
    )


def _pieces(random: Random, number: int, _: Sequence[Sku]) -> Rule:
    steps = ((2, Pct(bps=500)), (3, Pct(bps=1000)))
    return Rule(
        id=f"pieces{number}", stage=1, group="pieces", benefit=Tiers(steps=steps, by="quantity"), scope=_one(random)
    )


def _buyget(random: Random, number: int, _: Sequence[Sku]) -> Rule:
    return Rule(id=f"buyget{number}", stage=1, group="pieces", benefit=BuyGet(n=2, m=1, times=2), scope=_one(random))


def _platform(random: Random, number: int, _: Sequence[Sku]) -> Rule:
    need, bps, cap = random.choice(((20_000, 800, 4000), (50_000, 1000, 8000), (100_000, 1200, 15_000)))
    return Rule(
        id=f"platform{number}",
        stage=3,
        group="platform coupon",
        code=f"P{number}",
        benefit=Pct(bps=bps),
        need_amount=need,
        cap=cap,
        merchant_bps=5000,
    )


def _packet(random: Random, number: int, _: Sequence[Sku]) -> Rule:
    amount = random.choice((300, 800, 1500))
    return Rule(id=f"packet{number}", stage=4, code=f"R{number}", benefit=Off(amount=amount), need_amount=amount * 5)


def _last(random: Random, number: int, _: Sequence[Sku]) -> Rule:
    which = number // len(_KINDS) % 3
    if which == 0:
        return Rule(
            id=f"delivery{number}", stage=6, level="ship", benefit=Ship(), need_amount=random.choice((9900, 29900))
        )
    if which == 1:
        return Rule(id=f"gift{number}", stage=6, benefit=Gift(gift="gift"), need_amount=59_900)
    return Rule(id=f"points{number}", stage=5, benefit=Points(rate=1, max_bps=200))


def _one(random: Random) -> Scope:
    return Scope(tags=frozenset({f"c{random.randrange(CATEGORIES)}" for _ in range(2)}))


_KINDS: Final[tuple[Callable[[Random, int, Sequence[Sku]], Rule], ...]] = (
    *(_member, _shop_coupon, _cross, _flash, _last),
    *(_category, _platform, _category_coupon, _pieces, _packet, _deposit, _buyget),
)
