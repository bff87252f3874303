"""How long it will take, and how that is told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mercery.experiments.statistics.horizon import (
    by_share,
    duration,
    for_effect,
    horizon,
    outlook,
    smallest_lift,
)

QUICK = settings(max_examples=40, deadline=None)


def test_half_as_many_again_as_for_one_look() -> None:
    # 3.0 → 3.3 % at 50/50 needs 106,424 visitors for one look with 80 % power.
    found = horizon(0.03, 0.5, lift=0.1)
    assert found is not None
    assert found.tuned_at == pytest.approx(106_424, rel=0.01)
    assert 1.4 < found.visitors / 106_424 < 1.7
    assert found.held == pytest.approx(found.visitors / 2, abs=1)


@QUICK
@given(st.floats(0.002, 0.3), st.floats(0.02, 1), st.floats(0.02, 0.5))
def test_a_smaller_effect_or_hold_out_takes_longer(rate: float, lift: float, holdout: float) -> None:
    whole, half = (horizon(rate, holdout, lift=part) for part in (lift, lift / 2))
    less = horizon(rate, holdout / 2, lift=lift)
    assert whole is not None and half is not None and less is not None
    assert half.visitors >= whole.visitors
    assert less.visitors >= whole.visitors


@QUICK
@given(st.floats(0.005, 0.2), st.floats(0.05, 0.5), st.integers(10_000, 10**7))
def test_the_smallest_lift_is_the_one_that_takes_just_that_long(rate: float, holdout: float, visitors: int) -> None:
    part = smallest_lift(rate, holdout, visitors)
    if part is not None:
        found = horizon(rate, holdout, lift=part)
        assert found is not None and found.visitors <= visitors


def test_no_orders_or_no_hold_out_and_nothing_can_be_said() -> None:
    assert horizon(0, 0.1) is None
    assert horizon(0.03, 0) is None
    assert outlook(0, 0.1, per_day=300).en == "How long it takes can be said after the first orders."
    assert outlook(0.03, 0.1, per_day=0).zh == "有了首批订单后，才能估算还需多久。"


def test_a_small_shop_is_told_what_to_choose() -> None:
    words = outlook(0.02, 0.05, per_day=900)
    assert words.en.startswith("At today's traffic it takes about 4 years until a change of 10% in orders can be seen.")
    assert "With half of the visitors kept without it, about 10 months from the start." in words.en
    assert words.en.endswith("Choose a larger hold-out or look for a larger effect.")
    assert words.zh.endswith("请提高对照组比例，或只检验更大的效果。")


def test_a_large_shop_is_told_the_days() -> None:
    words = outlook(0.03, 0.1, per_day=60_000)
    assert words.en == "At today's traffic it takes about 8 days until a change of 10% in orders can be seen."
    assert words.zh == "按目前的流量，需要约 8 天才能看出 10% 的订单变化。"
    assert "enough visitors" in outlook(0.03, 0.1, per_day=60_000, seen=10**6).en


def test_an_even_split_is_quickest() -> None:
    days = [found.days or 0 for _, found in by_share(0.03, 1_000)]
    assert len(days) == 4 and days == sorted(days, reverse=True)


def test_thirty_buyers_of_the_smaller_arm_are_waited_for() -> None:
    # A tripling would be seen sooner than 30 buyers at 2 % of 5 % are there: 30 / (0.02 · 0.05) = 30,000.
    found = horizon(0.02, 0.05, lift=2.0)
    assert found is not None and found.visitors == 30_000


def test_money_by_the_same_width() -> None:
    # The same effect and variance as orders of 3.0 → 3.3 %, in cents of orders of 100: nothing but the unit differs.
    orders = for_effect(0.003, 0.033 * 0.967, 0.03 * 0.97, 0.5)
    money = for_effect(0.003 * 10_000, 0.033 * 0.967 * 10**8, 0.03 * 0.97 * 10**8, 0.5)
    assert money.visitors == orders.visitors


@pytest.mark.parametrize(
    ("days", "en", "zh"),
    [
        (0.2, "about 1 day", "约 1 天"),
        (9.3, "about 10 days", "约 10 天"),
        (40, "about 6 weeks", "约 6 周"),
        (425, "about 14 months", "约 14 个月"),
        (1500, "about 4 years", "约 4 年"),
        (9000, "more than ten years", "超过十年"),
    ],
)
def test_times_as_people_say_them(days: float, en: str, zh: str) -> None:
    assert (duration(days).en, duration(days).zh) == (en, zh)
