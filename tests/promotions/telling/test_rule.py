"""One rule as one sentence."""

from datetime import UTC, datetime

import pytest

from mercery.core.i18n import Words
from mercery.promotions.rules.benefit import BuyGet, Every, Off, Pct, Tiers
from mercery.promotions.rules.rule import Rule
from mercery.promotions.rules.scope import Scope
from mercery.promotions.telling.names import Names
from mercery.promotions.telling.rule import tell_rule

NAMES = Names(currency="EUR", tags={"bags": Words("leather bags", "皮包"), "sale": Words("outlet", "特卖款")})


@pytest.mark.parametrize(
    ("rule", "english", "chinese"),
    [
        (
            Rule(id="a", benefit=Every(step=30_000, off=5_000), stage=2, excludes=frozenset(["coupon"]), merchant_bps=6_000),
            "€50 off every €300 on everything, as often as it is reached, not with coupons, the platform pays 40% of it",
            "全场：每满€300减€50，上不封顶，不与优惠券同享，平台承担40%",
        ),
        (
            Rule(
                id="b", benefit=Pct(bps=1_500), level="line",
                scope=Scope(tags=frozenset(["bags"]), not_tags=frozenset(["sale"])), who=frozenset(["first_order"]),
                starts=datetime(2026, 11, 27, 20, tzinfo=UTC), ends=datetime(2026, 11, 28, tzinfo=UTC), per_user=2,
            ),
            "15% off leather bags (except outlet), from 27 November 2026, 20:00 until the end of 27 November 2026, "
            "for first orders only, twice per customer",
            "皮包（特卖款除外）：8.5折，2026年11月27日20:00至2026年11月27日24:00，限首单，每人限用2次",
        ),
        (
            Rule(
                id="c", benefit=Off(amount=6_000), stage=3, need_amount=90_000, code="WELCOME60", group="coupon",
                who=frozenset(["new"]), per_user=1, total=500, need_basis="list",
            ),
            "€60 off the order, from €900, for new customers only, with code WELCOME60, once per customer, "
            "500 uses in all, the threshold is read on list prices",
            "全场：满€900减€60，限新客，券码WELCOME60，每人限用1次，总共限用500次，门槛按标价计",
        ),
        (
            Rule(id="d", benefit=Tiers(steps=((3, Pct(bps=2_000)), (5, Pct(bps=3_000))), by="quantity"), stage=2),
            "20% off from 3 pieces, 30% off from 5 pieces on everything",
            "全场：满3件打8折，满5件打7折",
        ),
        (
            Rule(id="e", benefit=BuyGet(n=1, m=1, bps=5_000, times=2), stage=2),
            "buy 1, get 1 at 50% off everything, at most twice an order",
            "全场：买1件，另1件享5折，最多2次",
        ),
        (
            Rule(id="f", benefit=Pct(bps=500), stage=4, basis="running", who=frozenset(["member"])),
            "5% off everything, for members only, on top of what is left after other discounts",
            "全场：9.5折，限会员，折上折",
        ),
    ],
)  # fmt: skip
def test_everything_that_matters_is_said_and_what_is_usual_is_not(rule: Rule, english: str, chinese: str) -> None:
    assert tell_rule(rule, "en", NAMES) == english
    assert tell_rule(rule, "zh", NAMES) == chinese


def test_what_is_not_usual_for_such_a_rule_is_said() -> None:
    rule = Rule(
        id="a", benefit=Off(amount=500), stage=7, priority=3, returned=False, refund="threshold_recheck", cap=300
    )
    told = tell_rule(rule, "en", NAMES)
    for part in ("at most €3 off an order", "in stage 7", "priority 3", "not given back", "checked again on returns"):
        assert part in told
