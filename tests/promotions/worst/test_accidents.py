"""Ways in which a price goes wrong by one slip, each with the calendar that was meant: the first is stopped, the second is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

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
    Tiers,
)
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Sku
from mercery.promotions.rules.rule import Rule
from mercery.promotions.rules.scope import Scope
from mercery.promotions.worst.search import worst_cart

VASE = Sku(id="vase", price=24_000, cost=11_000, limit=6)
SOAP = Sku(id="soap", price=1_800, cost=900, limit=6, tags=frozenset({"small"}))
CARD = Sku(id="card", price=5_000, cost=4_900, limit=6, tags=frozenset({"virtual"}))
STEM = Sku(id="stem", price=0, cost=1_200, limit=0)


def shop(*goods: Sku, rules: Sequence[Rule] = ()) -> Calendar:
    return Calendar(skus={one.id: one for one in (*goods, STEM)}, rules=tuple(rules))


def order(benefit: Benefit, need: int = 0, key: str = "r", stage: int = 2, group: str | None = None) -> Rule:
    return Rule(id=key, stage=stage, benefit=benefit, need_amount=need, group=group)


def line(benefit: Benefit, scope: Scope | None = None) -> Rule:
    return Rule(id="r", level="line", benefit=benefit, scope=scope or Scope())


small = Scope(tags=frozenset({"small"}))
SLIPS = {
    "a price keyed below its cost": (shop(replace(VASE, price=240)), shop(VASE)),
    "the content of ten packs for one": (shop(replace(SOAP, cost=9_000)), shop(SOAP)),
    "percent off for tenths to pay": (
        shop(VASE, rules=[line(Pct(bps=8_000))]),
        shop(VASE, rules=[line(Pct(bps=2_000))]),
    ),
    "one price for everything": (
        shop(VASE, SOAP, rules=[line(Fix(price=1_500))]),
        shop(VASE, SOAP, rules=[line(Fix(price=1_500), small)]),
    ),
    "an amount off each unit for one off the order": (
        shop(SOAP, rules=[order(Off(amount=1_500, per="unit"))]),
        shop(SOAP, rules=[order(Off(amount=600), need=3_600)]),
    ),
    "a threshold left out": (
        shop(VASE, SOAP, rules=[order(Off(amount=9_000))]),
        shop(VASE, SOAP, rules=[order(Off(amount=9_000), need=48_000)]),
    ),
    "a threshold and an amount swapped": (
        shop(VASE, rules=[order(Off(amount=20_000), need=3_000)]),
        shop(VASE, rules=[order(Off(amount=3_000), need=20_000)]),
    ),
    "a step a tenth as long": (
        shop(VASE, rules=[order(Every(step=3_000, off=2_000))]),
        shop(VASE, rules=[order(Every(step=30_000, off=2_000))]),
    ),
    "tiers with one digit more": (
        shop(VASE, rules=[order(Tiers(steps=((20_000, Off(amount=20_000)), (40_000, Off(amount=6_000)))))]),
        shop(VASE, rules=[order(Tiers(steps=((20_000, Off(amount=2_000)), (40_000, Off(amount=6_000)))))]),
    ),
    "a rule set twice": (
        shop(VASE, rules=[order(Off(amount=9_000), 20_000), order(Off(amount=9_000), 20_000, key="again")]),
        shop(VASE, rules=[order(Off(amount=9_000), 20_000)]),
    ),
    "percentages on top of one another": (
        shop(VASE, rules=[order(Pct(bps=4_000)), order(Pct(bps=3_000), key="two", stage=3)]),
        shop(VASE, rules=[order(Pct(bps=4_000), group="one"), order(Pct(bps=3_000), key="two", stage=3, group="one")]),
    ),
    "the second free instead of a tenth less": (
        shop(SOAP, rules=[order(BuyGet(n=1, m=2))]),
        shop(SOAP, rules=[order(BuyGet(n=1, m=2, bps=1_000))]),
    ),
    "a gift for every small amount": (
        shop(SOAP, rules=[order(Gift(gift="stem", step=1_800))]),
        shop(SOAP, rules=[order(Gift(gift="stem", step=18_000))]),
    ),
    "a deposit that counts ten times": (
        shop(VASE, rules=[line(Deposit(pay=2_000, worth=20_000))]),
        shop(VASE, rules=[line(Deposit(pay=2_000, worth=4_000))]),
    ),
    "a coupon that holds for what is as good as money": (
        shop(CARD, VASE, rules=[order(Off(amount=1_000))]),
        shop(CARD, VASE, rules=[replace(order(Off(amount=1_000)), scope=Scope(not_tags=frozenset({"virtual"})))]),
    ),
    "a price for a pack a tenth as high": (
        shop(SOAP, rules=[order(Bundle(n=3, price=450))]),
        shop(SOAP, rules=[order(Bundle(n=3, price=4_500))]),
    ),
    "a cap left out": (
        shop(VASE, rules=[order(Pct(bps=6_000))]),
        shop(VASE, rules=[replace(order(Pct(bps=6_000)), cap=5_000)]),
    ),
    "points worth ten times as much": (
        shop(VASE, rules=[order(Points(rate=10, max_bps=9_000))]),
        shop(VASE, rules=[order(Points(rate=1, max_bps=900))]),
    ),
    "no limit on how many units are lowered": (
        shop(SOAP, VASE, rules=[order(PerLine(by="off", value=12_000))]),
        shop(SOAP, VASE, rules=[replace(order(PerLine(by="off", value=800, max_units=1)), need_qty=1)]),
    ),
    "a basis of list prices after a sale": (
        shop(VASE, rules=[line(Pct(bps=3_000)), replace(order(Pct(bps=3_000), key="q"), basis="list")]),
        shop(VASE, rules=[line(Pct(bps=3_000)), replace(order(Pct(bps=1_500), key="q"), basis="running")]),
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.parametrize("exhaustive", [True, False])
def test_a_slip_is_stopped_and_what_was_meant_is_not(slip: str, exhaustive: bool) -> None:
    accident, meant = SLIPS[slip]

    stopped, let_through = (
        worst_cart(one, (frozenset(),), seconds=10, exhaustive=exhaustive) for one in (accident, meant)
    )

    assert stopped.found < 0 and not stopped.passes
    assert let_through.found >= 0
    assert let_through.passes, "no false alarm"
