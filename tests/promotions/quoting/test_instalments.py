"""Payment by instalments."""

from hypothesis import given
from hypothesis import strategies as st

from mercery.promotions.quoting.best import quote
from mercery.promotions.quoting.instalments import (
    InstalmentPlan,
    PlanRefused,
    effective_annual_bps,
    instalments,
    offered,
)
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line, Sku
from mercery.promotions.rules.scope import Scope


def test_a_fee_is_added_and_divided_over_the_months() -> None:
    found = instalments(InstalmentPlan(id="12", months=12, fee_bps=750), 100_000)
    assert (found.fee, found.total) == (7500, 107_500)
    assert found.monthly == (8959,) * 4 + (8958,) * 8
    assert 1380 < found.annual_bps < 1460


def test_interest_on_what_is_owed_is_settled_by_the_last_month() -> None:
    found = instalments(InstalmentPlan(id="6", months=6, annual_bps=1200), 100_000)
    assert found.monthly[:5] == (17_255,) * 5
    assert abs(found.monthly[5] - 17_255) <= 3
    assert sum(found.monthly) == found.total == 100_000 + found.fee
    assert abs(found.annual_bps - 1268) <= 1


def test_what_the_merchant_bears_costs_the_buyer_nothing() -> None:
    found = instalments(InstalmentPlan(id="3", months=3, fee_bps=300, paid_by="merchant"), 10_000)
    assert found.monthly == (3334, 3333, 3333)
    assert (found.fee, found.total, found.annual_bps, found.merchant_fee) == (0, 10_000, 0, 300)


def test_one_month_of_one_percent_is_the_twelfth_power_by_the_year() -> None:
    assert effective_annual_bps(100_000, (101_000,)) == 1268


def test_a_plan_is_open_within_its_amounts_and_goods() -> None:
    calendar = Calendar(skus={"gold": Sku(id="gold", price=50_000, tags=frozenset({"gold"}))}, rules=())
    priced = quote(calendar, (Line(sku="gold", quantity=1),)).best
    plans = (
        InstalmentPlan(id="open", months=3),
        InstalmentPlan(id="from 600", months=6, least=60_000),
        InstalmentPlan(id="to 400", months=6, most=40_000),
        InstalmentPlan(id="no gold", months=6, scope=Scope(not_tags=frozenset({"gold"}))),
    )
    found, refused = offered(plans, calendar, priced)
    assert [one.plan.id for one in found] == ["open"]
    assert refused == (
        PlanRefused(plan=plans[1], why="too_little", by=10_000),
        PlanRefused(plan=plans[2], why="too_much", by=10_000),
        PlanRefused(plan=plans[3], why="goods", sku="gold"),
    )


@given(st.integers(1, 5_000_000), st.integers(1, 36), st.integers(0, 3000), st.integers(0, 3600))
def test_months_add_up_to_the_total(amount: int, months: int, fee: int, rate: int) -> None:
    for plan in (
        InstalmentPlan(id="fee", months=months, fee_bps=fee),
        InstalmentPlan(id="rate", months=months, annual_bps=rate),
    ):
        found = instalments(plan, amount)
        assert len(found.monthly) == months
        assert sum(found.monthly) == found.total == amount + found.fee
        assert min(found.monthly) >= 0
        assert found.fee >= 0
