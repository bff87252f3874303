"""Values of a policy that mean something: each is declared once, works as its example says, and is listed where it is typed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import mercery
from mercery.conversations.granting import grants
from mercery.conversations.service.waiting import truth
from mercery.core.i18n import Words
from mercery.guide.arriving import arrival
from mercery.policies.computed import (
    CALENDAR_DAYS,
    CLOSES,
    COMPUTED,
    COSTS_EXTRA,
    DAYS,
    MONTHS,
    OPENS,
    PARTS,
    PARTS_LEAST,
    PARTS_MOST,
    WORKING_DAYS,
    YEARS,
    Computed,
)
from mercery.policies.policy import Policy, Topic
from mercery.policies.values_text import values_from_text
from mercery.promotions.plans import plans_of

FRIDAY = date(2026, 11, 27)


def policy(topic: Topic, *values: Computed) -> Policy:
    """A policy with the examples of these values, typed as the page shows them."""
    return Policy(
        id="pol_1", key="one", topic=topic, title=Words("One", "一"), statement=Words("Said.", "如此。"),
        values=values_from_text("\n".join(one.example for one in values)), regions=("FR",),
        valid_from=datetime(2026, 1, 1, tzinfo=UTC), valid_to=None, version=1,
        recorded_at=datetime(2026, 1, 1, tzinfo=UTC), recorded_by="Mira", reason="Test",
    )  # fmt: skip


@pytest.mark.parametrize("one", COMPUTED, ids=lambda one: one.shown)
def test_an_example_is_of_the_value_it_explains_in_both_languages(one: Computed) -> None:
    ((name, value),) = values_from_text(one.example).items()
    assert one.fits(name) and one.of({name: value}) == value is not None
    assert all((one.means.en, one.means.zh, one.holds.en, one.holds.zh))


def test_each_description_is_understood_without_the_one_before() -> None:
    leaning = re.compile(r"^The (?:same|end|largest|smallest)\b(?! amount)|\bit costs\b|同上")
    assert [one.shown for one in COMPUTED if leaning.search(f"{one.means.en} {one.means.zh}")] == []
    assert len({one.means.en for one in COMPUTED}) == len({one.means.zh for one in COMPUTED}) == len(COMPUTED)


def test_days_until_a_parcel_is_there_and_a_fee_that_makes_it_a_choice() -> None:
    by_working_days = arrival([policy("delivery", WORKING_DAYS)], "FR", FRIDAY)
    by_days = arrival([policy("delivery", CALENDAR_DAYS)], "FR", FRIDAY)
    assert by_working_days and by_working_days.by == date(2026, 12, 2)
    assert by_days and by_days.by == date(2026, 12, 2)
    assert arrival([policy("delivery", WORKING_DAYS, COSTS_EXTRA)], "FR", FRIDAY) is None


@pytest.mark.parametrize(
    ("value", "said"), [(DAYS, "within 30 days"), (MONTHS, "for 24 months"), (YEARS, "for 2 years")]
)
def test_spans_are_shown_to_who_answers(value: Computed, said: str) -> None:
    assert grants([policy("returns", value)], "en") == (f"One, {said}",)
    assert grants([policy("delivery", value)], "en") == ()


def test_hours_of_a_contact_are_said_to_who_waits() -> None:
    late = datetime(2026, 11, 27, 23, 0, tzinfo=UTC)
    told = truth([policy("contact", OPENS, CLOSES)], [], late, "UTC")
    assert told.en == "Said. It is 23:00 there now."


def test_months_open_payment_in_parts_within_the_amounts_named() -> None:
    plans = plans_of([policy("payment", PARTS, PARTS_LEAST, PARTS_MOST)], "EUR")
    assert [one.plan.months for one in plans] == [3, 6]
    assert [one.plan.least for one in plans] == [30_000, 30_000] and not plans[0].open_for(500_001)


def test_code_reads_a_value_of_a_policy_by_the_name_declared() -> None:
    """A name read as a bare text would be missing from the page and the reference."""
    bare = re.compile(r"\bpolicy\.values(?:\.get\(|\[)f?[\"'][a-z]")
    sources = Path(mercery.__file__).parent.rglob("*.py")
    assert [path.name for path in sources if bare.search(path.read_text("utf-8"))] == []
