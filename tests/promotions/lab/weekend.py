"""A shop with four rules that meet on one evening: a bag and a candle fall below the floor."""

from __future__ import annotations

from datetime import UTC, datetime

from mercery.core.i18n import Words
from mercery.promotions.quoting.best import quote
from mercery.promotions.quoting.walk import Quote
from mercery.promotions.rules.benefit import BuyGet, Off, Pct
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line, Sku
from mercery.promotions.rules.policy import Fees, Floor
from mercery.promotions.rules.rule import Rule
from mercery.promotions.rules.scope import Scope

EVENING = datetime(2026, 11, 27, 20, tzinfo=UTC)
BAG = Sku(id="BAG", price=148_000, cost=84_000, tags=frozenset(("leather",)), name="Saddle Bag")
CANDLE = Sku(id="CANDLE", price=6_400, cost=4_817, tags=frozenset(("home",)), name="Vétiver candle")
LEATHER = Rule(
    id="leather", name=Words("Winter leather", "冬季皮具"), benefit=Pct(bps=2000), level="line",
    scope=Scope(tags=frozenset(("leather",))), starts=datetime(2026, 11, 26, tzinfo=UTC), ends=datetime(2026, 12, 6, tzinfo=UTC),
)  # fmt: skip
HALF = Rule(
    id="half", name=Words("Second at half", "第二件半价"), benefit=BuyGet(n=1, m=1, bps=5000), basis="running",
    starts=datetime(2026, 11, 26, tzinfo=UTC), ends=datetime(2026, 11, 30, tzinfo=UTC),
)  # fmt: skip
MEMBER = Rule(
    id="member", name=Words("Member weekend", "会员周末"), benefit=Pct(bps=1000), stage=2, basis="running",
    who=frozenset(("member",)), starts=datetime(2026, 11, 27, tzinfo=UTC), ends=datetime(2026, 12, 1, tzinfo=UTC),
)  # fmt: skip
WELCOME = Rule(
    id="welcome", name=Words("Welcome coupon", "迎新券"), benefit=Off(amount=6_000), stage=3, basis="running",
    need_amount=90_000, code="WELCOME", who=frozenset(("first_order",)), ends=datetime(2026, 11, 29, tzinfo=UTC),
)  # fmt: skip
CALENDAR = Calendar(
    skus={sku.id: sku for sku in (BAG, CANDLE)},
    rules=(LEATHER, HALF, MEMBER, WELCOME),
    currency="EUR",
    fees=Fees(parcel=1_840),
    floor=Floor(margin_bps=1500),
)
NEW_MEMBER = Buyer(audiences=frozenset(("member", "first_order")), wallet={"WELCOME": 1})
CART = (Line(sku="BAG", quantity=1), Line(sku="CANDLE", quantity=1))


def quoted() -> Quote:
    """The cart of a new member on that evening."""
    return quote(CALENDAR, CART, NEW_MEMBER, moment=EVENING)
