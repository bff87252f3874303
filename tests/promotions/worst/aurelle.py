"""A shop with three rules in force and a draft that breaks its floor of 15 % together with one of them."""

from __future__ import annotations

from mercery.core.i18n import Words
from mercery.promotions.rules.benefit import BuyGet, Off, Pct
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Sku
from mercery.promotions.rules.policy import Fees, Floor
from mercery.promotions.rules.rule import Rule
from mercery.promotions.rules.scope import Scope

LEATHER, HOME = Scope(tags=frozenset({"leather"})), Scope(tags=frozenset({"home"}))

WINTER = Rule(id="winter", name=Words("Winter leather", "冬季皮具"), level="line", benefit=Pct(bps=2000), scope=LEATHER)
SECOND = Rule(id="second", name=Words("Second at half", "第二件半价"), stage=2, scope=LEATHER,
    benefit=BuyGet(n=1, m=1, bps=5000, get=HOME))  # fmt: skip
MEMBER = Rule(id="member", name=Words("Member weekend", "会员周末"), stage=4, basis="running", benefit=Pct(bps=1000),
    who=frozenset({"member"}))  # fmt: skip
WELCOME = Rule(id="welcome", name=Words("Welcome coupon", "新客券"), stage=5, basis="running", code="WELCOME",
    benefit=Off(amount=6000), need_amount=90000, per_user=1, who=frozenset({"first_order"}))  # fmt: skip

CALENDAR = Calendar(
    currency="EUR",
    skus={
        sku.id: sku
        for sku in (
            Sku(id="bag", name="Saddle Bag", price=148_000, cost=85_417, tags=frozenset({"leather"})),
            Sku(id="satchel", name="Firenze Satchel", price=138_000, cost=76_000, tags=frozenset({"leather"})),
            Sku(id="candle", name="Vétiver candle", price=6_400, cost=3_400, tags=frozenset({"home"})),
        )
    },
    rules=(WINTER, SECOND, MEMBER, WELCOME),
    fees=Fees(parcel=600, payment_bps=120),
    floor=Floor(margin_bps=1500),
    most_units=1,
)
"""Worst: bag and candle for a member's first order. List 1,544.00 − 296.00 (20 % of the bag) − 32.00 (half the candle)
= 1,216.00, − 10 % = 1,094.40, − 60 = 1,034.40. Goods 888.17, payment 12.42 (1.2 % rounded up), parcel 6.00: margin 127.81,
needed 15 % = 155.16, short by 27.35."""
