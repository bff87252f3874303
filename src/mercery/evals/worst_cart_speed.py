"""`mercery bench worst-cart [--skus 50,500,5000] [--rules 5,10,20,40] [--seconds 20] [--kind sound]`: the worst cart of
made-up platforms: how long until it is proved, and what stays open.

`sound`: several shops' sales, coupons and reductions that by themselves stay above the floor, as a merchant means them.
`deep`: the same with sales stacked so deeply that carts lose money, as after a slip.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from random import Random
from typing import Final

from mercery.evals.registry import Say
from mercery.promotions.rules.benefit import BuyGet, Every, Fix, Gift, Off, Pct, PerLine, Ship, Tiers
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Sku
from mercery.promotions.rules.policy import Fees
from mercery.promotions.rules.rule import Rule
from mercery.promotions.rules.scope import EVERYTHING, Scope

KINDS: Final = ("bags", "shoes", "coats", "knit", "shirts", "silk", "home", "candles", "watches", "belts")
"""What goods are, as tags."""


def run(options: Mapping[str, str], say: Say) -> Mapping[str, object]:
    """For each size `seconds`, `found` and `bound` in minor units, the `gap` between them, `nodes` looked at."""
    skus = [int(one) for one in options.get("skus", "50,500,5000").split(",")]
    rules = [int(one) for one in options.get("rules", "5,10,20,40").split(",")]
    seconds, kind = float(options.get("seconds", "20")), options.get("kind", "sound")
    cells = [_cell(goods, count, seconds, kind, say) for goods in skus for count in rules]
    return {
        "n": len(cells),
        "kind": kind,
        "closed": sum(bool(cell["exact"]) for cell in cells),
        "slowest_seconds": max(float(str(cell["seconds"])) for cell in cells),
        "cells": cells,
    }


def _cell(goods: int, count: int, seconds: float, kind: str, say: Say) -> dict[str, object]:
    from mercery.promotions.worst.search import audience_sets, search

    calendar = made_platform(goods, count, deep=kind == "deep")
    started, cpu = time.perf_counter(), time.process_time()
    outcome = search(calendar, audience_sets(calendar), "margin", seconds)
    took, used = time.perf_counter() - started, time.process_time() - cpu
    found = outcome.found.best.value if outcome.found.best else 0
    cell: dict[str, object] = {
        "skus": goods,
        "rules": count,
        "seconds": round(took, 1),
        "cpu_seconds": round(used, 1),
        "found": found,
        "bound": outcome.bound,
        "gap": found - outcome.bound,
        "exact": outcome.exact,
        "nodes": outcome.nodes,
    }
    say(", ".join(f"{name} {value}" for name, value in cell.items()))
    return cell


def made_platform(skus: int, rules: int, *, seed: int = 1, deep: bool = False) -> Calendar:
    """A platform of that size, the same each time."""
    random = Random(f"{skus}/{rules}/{seed}")  # noqa: S311 - made-up goods
    shops = tuple(f"shop{at}" for at in range(max(2, min(8, skus // 60))))
    goods = tuple(_sku(random, at, shops) for at in range(skus))
    depth = 3 if deep else 1
    made = tuple(_MAKERS[at % len(_MAKERS)](f"r{at:02}", random, shops, goods, depth) for at in range(rules))
    fees = Fees(commission_bps=200, payment_bps=60, parcel=600)
    return Calendar(skus={one.id: one for one in goods}, rules=made, shipping=1_000, fees=fees)


def _sku(random: Random, at: int, shops: tuple[str, ...]) -> Sku:
    price = max(1_500, int(random.lognormvariate(9.8, 0.8)) // 100 * 100) - random.choice((0, 0, 10))
    return Sku(
        id=f"a{at:05}",
        price=price,
        cost=price * random.randint(25, 50) // 100,
        tags=frozenset({random.choice(KINDS)} | ({"new"} if random.random() < 0.2 else set())),
        shop=random.choice(shops),
        limit=random.choice((None, None, None, 2, 5, 10)),
    )


_Shops = tuple[str, ...]
_Goods = tuple[Sku, ...]


def _shop(random: Random, shops: _Shops) -> Scope:
    return Scope(shops=frozenset({random.choice(shops)}))


def _kind(random: Random) -> Scope:
    return Scope(tags=frozenset({random.choice(KINDS)}))


def _reduction(key: str, random: Random, shops: _Shops, goods: _Goods, depth: int) -> Rule:
    benefit = Every(step=30_000, off=2_000 * depth, times=5)
    return Rule(id=key, stage=2, benefit=benefit, scope=_shop(random, shops))


def _coupon(key: str, random: Random, shops: _Shops, goods: _Goods, depth: int) -> Rule:
    scope, need = _shop(random, shops), random.choice((19_900, 39_900, 59_900))
    group = f"coupon {min(scope.shops)}"
    return Rule(
        id=key, stage=2, benefit=Off(amount=depth * need // 20), scope=scope, need_amount=need, group=group, code=key
    )


def _member(key: str, random: Random, shops: _Shops, goods: _Goods, depth: int) -> Rule:
    return Rule(
        id=key,
        level="line",
        benefit=Pct(bps=400 * depth),
        scope=_shop(random, shops),
        group="price",
        who=frozenset({"member"}),
    )


def _across(key: str, random: Random, shops: _Shops, goods: _Goods, depth: int) -> Rule:
    benefit = Every(step=30_000, off=3_000 * depth, times=10)
    return Rule(id=key, stage=3, benefit=benefit, scope=EVERYTHING, group="across")


def _second(key: str, random: Random, shops: _Shops, goods: _Goods, depth: int) -> Rule:
    scope = Scope(tags=_kind(random).tags, shops=_shop(random, shops).shops)
    return Rule(id=key, stage=1, benefit=BuyGet(n=2, m=1, bps=min(10_000, 4_000 * depth), times=3), scope=scope)


def _flash(key: str, random: Random, shops: _Shops, goods: _Goods, depth: int) -> Rule:
    some = random.sample(goods, max(1, len(goods) // 50))
    prices = {sku.id: sku.price * (100 - 10 * depth) // 100 for sku in some}
    return Rule(id=key, level="line", benefit=Fix(prices=prices), scope=Scope(skus=frozenset(prices)), group="price")


def _steps(key: str, random: Random, shops: _Shops, goods: _Goods, depth: int) -> Rule:
    steps = ((50_000, Off(amount=2_000 * depth)), (100_000, Off(amount=5_000 * depth)), (200_000, Pct(bps=600 * depth)))
    return Rule(id=key, stage=2, benefit=Tiers(steps=steps), scope=_kind(random))


def _platform(key: str, random: Random, shops: _Shops, goods: _Goods, depth: int) -> Rule:
    return Rule(
        id=key,
        stage=4,
        benefit=Pct(bps=600 * depth),
        need_amount=50_000,
        cap=4_000 * depth,
        group="platform",
        code=key,
        merchant_bps=5_000,
        basis="running",
    )


def _narrow(key: str, random: Random, shops: _Shops, goods: _Goods, depth: int) -> Rule:
    return Rule(
        id=key,
        stage=4,
        benefit=Off(amount=1_200 * depth),
        scope=_kind(random),
        need_amount=25_000,
        group="kind",
        code=key,
        basis="running",
    )


def _delivery(key: str, random: Random, shops: _Shops, goods: _Goods, depth: int) -> Rule:
    return Rule(id=key, stage=9, level="ship", benefit=Ship(), need_amount=19_900, need_basis="running")


def _pieces(key: str, random: Random, shops: _Shops, goods: _Goods, depth: int) -> Rule:
    steps = ((2, Pct(bps=300 * depth)), (3, Pct(bps=500 * depth)))
    scope = Scope(tags=_kind(random).tags, shops=_shop(random, shops).shops)
    return Rule(id=key, stage=1, benefit=Tiers(steps=steps, by="quantity"), scope=scope)


def _gift(key: str, random: Random, shops: _Shops, goods: _Goods, depth: int) -> Rule:
    cheap = min(random.sample(goods, min(8, len(goods))), key=lambda sku: sku.cost)
    return Rule(id=key, stage=6, benefit=Gift(gift=cheap.id), scope=_shop(random, shops), need_amount=99_900)


def _newcomer(key: str, random: Random, shops: _Shops, goods: _Goods, depth: int) -> Rule:
    return Rule(
        id=key, stage=4, benefit=Off(amount=800 * depth), need_amount=9_900, who=frozenset({"new"}), group="platform"
    )


def _per_line(key: str, random: Random, shops: _Shops, goods: _Goods, depth: int) -> Rule:
    scope = Scope(tags=frozenset({"new"}), shops=_shop(random, shops).shops)
    return Rule(id=key, stage=2, benefit=PerLine(by="pct", value=500 * depth, max_units=2), scope=scope)


_MAKERS: Final[tuple[Callable[[str, Random, _Shops, _Goods, int], Rule], ...]] = (
    *(_reduction, _coupon, _member, _across, _second, _flash, _steps, _coupon, _platform, _reduction),
    *(_narrow, _delivery, _pieces, _coupon, _gift, _newcomer, _per_line, _coupon, _reduction, _coupon),
)
"""What the first rules are most shops have; a calendar of forty has each twice, for other shops and kinds."""
