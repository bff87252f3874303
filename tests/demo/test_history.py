"""The demo shop's past is one story: who came, what they met, what they bought. It is the same for every day and hour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from mercery.demo.buying import CURRENCIES
from mercery.demo.catalogue import demo_products
from mercery.demo.history import LAST_NUMBER, ON_PAGES, History, demo_history
from mercery.demo.people import demo_customers
from mercery.demo.stories import STORIES
from mercery.demo.traffic import DAYS, Visit, began, day_before, traffic
from mercery.demo.visits import acts_of
from mercery.experiments.statistics.moments import Moments
from mercery.experiments.statistics.sequences import Interval, difference

NOW = datetime(2026, 3, 4, 15, 20, tzinfo=UTC)
KEPT, LOSES, SMALL, OPEN = (one.draft.key for one in STORIES)
# Every day of the week, hours from just after midnight to late, and the nights on which clocks are changed.
MOMENTS = [NOW.replace(hour=(3 + 5 * day) % 24) + timedelta(days=day) for day in range(7)] + [
    datetime(2026, 3, 29, 0, 40, tzinfo=UTC),
    datetime(2026, 10, 25, 22, 50, tzinfo=UTC),
    datetime(2028, 2, 29, 23, 5, tzinfo=UTC),
]


@cache
def past(now: datetime = NOW) -> History:
    """All of it as of a moment."""
    return demo_history([one.product for one in demo_products(now.date())], demo_customers(now), now)


def extra(visits: list[Visit]) -> Mapping[str, Interval]:
    """For every 1,000 visitors, of each experiment."""
    found = {}
    for key in (KEPT, LOSES, SMALL, OPEN):
        arms = [[one for one in visits if one.arms.get(key) == arm] for arm in ("treatment", "holdout")]
        with_it, without = (Moments.of_share(len(arm), sum(one.buys for one in arm)) for arm in arms)
        found[key] = difference(with_it, without).scaled(1000)
    return found


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_the_assistant_helps_one_loses_one_is_too_small_and_one_is_open_whatever_the_day(now: datetime) -> None:
    found = extra(traffic(now))
    assert found[KEPT].low > 2 and found[KEPT].estimate < 20
    assert found[LOSES].high < -2
    assert found[SMALL].holds(0) and found[SMALL].below(15)
    assert found[OPEN].holds(0) and found[OPEN].holds(12)


def test_days_that_are_over_are_the_same_at_every_moment() -> None:
    def told(now: datetime) -> list[tuple[str, bool, bool, object]]:
        return [(one.key, one.live, one.buys, one.arms) for one in traffic(now) if one.at < day_before(0, now)]

    assert told(NOW) == told(NOW) and len(told(NOW)) > 11_000
    for now in (NOW + timedelta(hours=5), NOW + timedelta(days=3, hours=-9)):
        assert told(now) == told(NOW)


def test_each_order_on_the_pages_is_one_visitors_and_the_sums_are_the_same() -> None:
    begins = day_before(DAYS - 1, NOW)
    pages = [one for one in past().orders if one.channel in ON_PAGES and one.placed_at and one.placed_at >= begins]
    bought = [one.order for one in past().visits if one.order is not None]
    assert sorted(one.number for one in pages) == sorted(one.number for one in bought)
    for currency in CURRENCIES:
        sums = [sum(one.total.minor for one in some if one.currency == currency) for some in (pages, bought)]
        assert sums[0] == sums[1] > 0
    elsewhere = {one.channel for one in past().orders if one.placed_at and one.placed_at >= begins} - ON_PAGES
    assert elsewhere == {"store", "Tmall"}


def test_the_newest_order_has_the_last_number_and_none_comes_out_of_its_turn() -> None:
    numbers = [int(one.number) for one in past().orders]
    assert numbers == list(range(LAST_NUMBER - len(numbers) + 1, LAST_NUMBER + 1))
    placed = [one.placed_at for one in past().orders if one.placed_at]
    assert placed == sorted(placed) and placed[-1] < NOW and 2_300 < len(placed) < 3_100


def test_half_are_kept_without_and_only_who_pays_in_euros_is_drawn() -> None:
    visits = [one.visit for one in past().visits]
    for story in STORIES:
        met = [one for one in visits if story.draft.key in one.arms]
        held = sum(one.arms[story.draft.key] == "holdout" for one in met)
        # Four standard errors of a fair draw.
        assert abs(held - len(met) * story.draft.share) < 4 * (len(met) / 4) ** 0.5
        assert {one.lang for one in met} == {"en"} and min(one.at for one in met) >= began(story, NOW)
        since = [one for one in visits if one.lang == "en" and one.at >= began(story, NOW)]
        assert len(since) == len(met)
    paid = {one.order.currency for one in past().visits if one.order and one.visit.arms}
    assert paid == {"EUR"}


def test_nobody_who_is_kept_without_the_assistant_buys_through_it() -> None:
    through = Counter(
        one.visit.arms.get(KEPT) for one in past().visits if one.order and one.order.channel == "assistant"
    )
    assert through["treatment"] > 20 and through["holdout"] == 0


def journeys() -> Iterator[tuple[str, list[tuple[str, str | None]], bool]]:
    """Of each visit what was done with which piece, in its order, and whether it came before the order."""
    products = [replace(one.product, id=one.product.key) for one in demo_products(NOW.date())]
    by_key = {one.key: one for one in products}
    key_of = {variant.sku: one.key for one in products for variant in one.variants}
    for came in past().visits[-1_500:]:
        acts = list(acts_of("vis", came, by_key, key_of))
        assert [one.at for one in acts] == sorted(one.at for one in acts if one.at)
        until = came.order.placed_at if came.order and came.order.placed_at else None
        in_time = until is None or all(one.at and one.at < until for one in acts)
        yield came.visit.key, [(one.kind, one.product_id) for one in acts], in_time


def test_who_buys_looked_at_a_piece_and_put_it_into_the_bag_before() -> None:
    buyers = {one.visit.key for one in past().visits if one.order}
    bags = 0
    for key, acts, in_time in journeys():
        bagged = [piece for kind, piece in acts if kind == "add_to_cart"]
        assert in_time and any(kind == "view" for kind, _ in acts)
        assert all(("view", piece) in acts for piece in bagged) and len(bagged) <= 1
        assert bagged or key not in buyers
        bags += len(bagged)
    assert 0.06 < bags / 1_500 < 0.16
