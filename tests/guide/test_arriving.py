"""The last day a parcel may take, by the shop's policies."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mercery.core.i18n import Words
from mercery.guide.arriving import after_business_days, arrival
from mercery.policies.policy import Policy, Scalar

THURSDAY = date(2026, 3, 5)


def policy(key: str, *regions: str, **values: Scalar) -> Policy:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Policy(
        id=key, key=key, topic="delivery", title=Words(key), statement=Words(key), values=values, regions=regions,
        valid_from=at, valid_to=None, version=2, recorded_at=at, recorded_by="test", reason="test",
    )  # fmt: skip


POLICIES = (
    policy("delivery_france", "mainland France", business_days_min=2, business_days_max=3),
    policy("delivery_eu", "EU except France", business_days_min=3, business_days_max=5),
    policy("delivery_uk_ch", "United Kingdom", "Switzerland", business_days_min=4, business_days_max=6),
    policy("delivery_china", mainland_days_min=2, mainland_days_max=4, hk_macao_taiwan_days_max=7),
    policy("express", "mainland France", days=1, fee_eur=18),
    policy("free_shipping", threshold_eur=150, fee_eur=9.5),
)


def test_weekends_are_no_working_days() -> None:
    assert after_business_days(THURSDAY, 1) == date(2026, 3, 6)
    assert after_business_days(THURSDAY, 3) == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("country", "day", "key"),
    [
        ("FR", date(2026, 3, 10), "delivery_france"),
        ("BE", date(2026, 3, 12), "delivery_eu"),
        ("CH", date(2026, 3, 13), "delivery_uk_ch"),
        ("CN", date(2026, 3, 9), "delivery_china"),
    ],
)
def test_the_longest_a_policy_allows_is_what_counts(country: str, day: date, key: str) -> None:
    found = arrival(POLICIES, country, THURSDAY)
    assert found is not None
    assert (found.by, found.policy_key) == (day, key)
    assert found.fact_id == f"policy:{key}/delivery@2"


def test_where_no_policy_speaks_of_the_country_no_day_is_known() -> None:
    assert arrival(POLICIES, "JP", THURSDAY) is None
    assert arrival(POLICIES, None, THURSDAY) is None


def test_regions_may_be_codes() -> None:
    found = arrival(
        (policy("de", "DE", "AT", business_days_max=1), policy("eu", "EU", business_days_max=4)), "AT", THURSDAY
    )
    assert found is not None
    assert found.by == date(2026, 3, 11)
