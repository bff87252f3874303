"""Paying in parts, as the shop's policies allow it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.policies.policy import Policy, Scalar
from mercery.promotions.plans import paid_by, plans_of
from mercery.promotions.quoting.instalments import InstalmentPlan

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def policy(**values: Scalar) -> Policy:
    return Policy(
        id="pol_1", key="instalments", topic="payment", title=Words("Instalments", "分期付款"), statement=Words("", ""),
        values=values, regions=(), valid_from=NOW, valid_to=None, version=2, recorded_at=NOW, recorded_by="", reason="",
    )  # fmt: skip


def test_a_policy_opens_a_plan_for_each_number_of_months_within_its_limits() -> None:
    opened = plans_of(
        [
            policy(
                instalment_months="3, 6",
                instalment_fee_bps=250,
                instalment_least_eur=200,
                instalment_most_eur="1500.50",
            )
        ],
        "EUR",
    )
    assert [one.plan.months for one in opened] == [3, 6] and {one.plan.fee_bps for one in opened} == {250}
    assert [opened[0].open_for(minor) for minor in (19_999, 20_000, 150_050, 150_051)] == [False, True, True, False]


@pytest.mark.parametrize(
    "values",
    [{}, {"instalment_months": "1"}, {"instalment_months": "3", "instalment_least_eur": "two hundred"}, {"instalment_months": None}],
)  # fmt: skip
def test_what_cannot_be_read_opens_none(values: dict[str, Scalar]) -> None:
    assert plans_of([policy(**values)], "EUR") == []


@given(st.integers(1, 10**7), st.integers(2, 24), st.integers(0, 1_000), st.booleans())
def test_the_parts_add_up_to_what_is_told(amount: int, months: int, fee: int, yearly: bool) -> None:
    plan = InstalmentPlan(id="p", months=months, fee_bps=0 if yearly else fee, annual_bps=fee if yearly else 0)
    told = paid_by(plan, Money(amount, "EUR"))
    if told is None:
        assert yearly and amount < 10_000
        return
    assert told.total.minor == amount + told.fee.minor
    assert 1 <= told.firsts <= told.count == months
    assert told.each.minor * told.firsts + told.last.minor * (told.count - told.firsts) == told.total.minor
