"""Rules that can be told and heard again, and the shop they are told in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from mercery.core.i18n import Words
from mercery.promotions.entry.heard import Known
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
)  # fmt: skip
from mercery.promotions.rules.goods import Sku
from mercery.promotions.rules.rule import Rule
from mercery.promotions.rules.scope import Scope
from mercery.promotions.telling.names import AUDIENCES, GROUPS, Names

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 26)
NAMES = Names(
    currency="CNY",
    zone=ZONE,
    tags={
        "bags": Words("leather bags", "皮包"),
        "scarves": Words("silk scarves", "丝巾"),
        "candle": Words("candle", "香薰蜡烛"),
        "outlet": Words("outlet", "特卖款"),
    },
    skus={"pouch": Words("silk pouch", "真丝小袋"), "b1": Words("Tote Iris", "鸢尾托特"), "b2": Words("Clutch Lys", "百合手拿")},
    shops={"north": Words("Maison Nord", "北屋")},
    rules={"bf": Words("Black Friday sale", "黑五大促"), "vip": Words("Winter preview", "冬季预览")},
    groups={**GROUPS, "season": Words("season offers", "当季活动")},
    audiences={**AUDIENCES, "staff": Words("colleagues", "员工")},
)  # fmt: skip
GOODS = {
    "b1": Sku(id="b1", price=148_000, tags=frozenset(["bags"])),
    "b2": Sku(id="b2", price=96_000, tags=frozenset(["bags", "outlet"])),
    "s1": Sku(id="s1", price=32_000, tags=frozenset(["scarves"])),
}
KNOWN = Known(names=NAMES, today=TODAY, goods=GOODS)

money = st.integers(1, 2_000_000)
rates = st.integers(1, 199).map(lambda half: half * 50)
counts = st.integers(1, 9)
tags = st.frozensets(st.sampled_from(sorted(NAMES.tags)), min_size=1, max_size=3)
skus = st.frozensets(st.sampled_from(sorted(NAMES.skus)), min_size=1, max_size=2)


@st.composite
def scopes(draw: st.DrawFn) -> Scope:
    """Tags or articles, of a seller or not, at some prices, without others."""
    named = draw(st.sampled_from(["tags", "skus", "nothing"]))
    low = draw(st.none() | st.integers(1, 90_000))
    high = draw(st.none() | st.integers(90_000, 900_000))
    return Scope(
        tags=draw(tags) if named == "tags" else frozenset(),
        skus=draw(skus) if named == "skus" else frozenset(),
        shops=draw(st.sampled_from([frozenset[str](), frozenset(["north"])])),
        not_tags=draw(st.sampled_from([frozenset[str](), frozenset(["outlet"])])) if named != "tags" else frozenset(),
        price_min=low,
        price_max=high,
    )


@st.composite
def tiers(draw: st.DrawFn) -> Tiers:
    """Two or three rising steps of one kind."""
    by = draw(st.sampled_from(["amount", "quantity"]))
    starts = draw(st.lists(money if by == "amount" else st.integers(2, 30), min_size=2, max_size=3, unique=True))
    per_unit, percent = draw(st.booleans()), draw(st.booleans())
    steps = tuple(
        (
            start,
            Pct(bps=draw(rates)) if percent else Off(amount=draw(money), per="unit" if per_unit else "order"),
        )
        for start in sorted(starts)
    )
    return Tiers(steps=steps, by="amount" if by == "amount" else "quantity")


benefits: st.SearchStrategy[Benefit] = st.one_of(
    st.builds(Pct, bps=rates),
    st.builds(Off, amount=money, per=st.sampled_from(["order", "unit"])),
    st.builds(Fix, price=money),
    st.builds(Every, step=money, off=money, times=st.none() | counts),
    tiers(),
    st.builds(
        BuyGet, n=counts, m=counts, bps=rates | st.just(10_000), times=st.none() | counts,
        pick=st.sampled_from(["cheapest", "dearest", "grouped"]), partial=st.booleans(),
        get=st.none() | st.builds(Scope, tags=tags),
    ),
    st.builds(PerLine, by=st.just("pct"), value=rates, max_units=st.none() | counts),
    st.builds(PerLine, by=st.just("off"), value=money, max_units=st.none() | counts),
    st.builds(Bundle, n=st.integers(2, 9), price=money, times=st.none() | counts),
    st.builds(Gift, gift=st.sampled_from(["pouch", "b1"]), qty=counts, step=st.none() | money, times=st.none() | counts),
    st.just(Ship()) | st.builds(Ship, bps=rates) | st.builds(Ship, amount=money),
    st.builds(Points, rate=st.integers(1, 500), max_bps=rates | st.just(10_000)),
    st.builds(Deposit, pay=money, worth=money, refundable=st.booleans()),
)  # fmt: skip

_REPEATS = (Every, Tiers, BuyGet, PerLine, Bundle)
moments = st.integers(0, 400 * 24 * 60).map(
    lambda minutes: datetime(2026, 11, 1, tzinfo=UTC).astimezone(ZONE) + timedelta(minutes=minutes)
)


@st.composite
def periods(draw: st.DrawFn) -> tuple[datetime | None, datetime | None]:
    """None, one end or both."""
    starts, ends = draw(st.none() | moments), draw(st.none() | moments)
    if starts and ends and ends <= starts:
        ends = starts + timedelta(hours=5)
    return starts, ends


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Every field that can be told; benefits with steps of their own have no threshold beside them."""
    benefit = draw(benefits)
    threshold = not isinstance(benefit, _REPEATS) and not (isinstance(benefit, Gift) and benefit.step)
    need_amount = draw(st.just(0) | money) if threshold else 0
    need_qty = draw(st.just(0) | st.integers(2, 9)) if threshold else 0
    starts, ends = draw(periods())
    code = draw(st.none() | st.sampled_from(["WELCOME60", "VIP88", "SPRING-2027"]))
    return Rule(
        id="r",
        benefit=benefit,
        stage=draw(st.integers(1, 8)),
        level=draw(st.sampled_from(["line", "order", "ship"])),
        scope=draw(scopes()),
        need_amount=need_amount,
        need_qty=need_qty,
        need_scope=draw(st.none() | st.builds(Scope, tags=tags)),
        basis=draw(st.sampled_from(["list", "entry", "running"])),
        need_basis=draw(st.sampled_from([None, "list", "entry", "running"])),
        group=draw(st.sampled_from([None, "coupon", "season"])),
        exclusive=draw(st.booleans()),
        excludes=draw(st.frozensets(st.sampled_from(["coupon", "bf", "vip", "season"]), max_size=2)),
        who=draw(st.frozensets(st.sampled_from(["member", "new", "first_order", "staff"]), max_size=2)),
        code=code,
        cap=draw(st.none() | money),
        budget=draw(st.none() | money),
        priority=draw(st.integers(0, 9)),
        merchant_bps=10_000 - draw(st.just(0) | rates),
        starts=starts,
        ends=ends,
        per_user=draw(st.none() | counts),
        total=draw(st.none() | st.integers(1, 5000)),
        returned=draw(st.booleans()),
        refund=draw(st.sampled_from(["allocated", "threshold_recheck"])),
    )
