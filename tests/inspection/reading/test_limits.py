"""What the shop forbids to say is read out of loosely written facts."""

from __future__ import annotations

import pytest

from mercery.inspection.reading.facts import facts
from mercery.inspection.reading.limits import Limits, limits
from mercery.inspection.transcript import Known


def of(name: str, value: str) -> Limits:
    return limits(facts([Known(name=name, value=value)]))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("口径", "普通食品，不得提疗效"),
        ("wording", "cosmetic only, nothing about diseases"),
        ("claims", "no health promises"),
    ],
)
def test_effects_on_health_are_forbidden(name: str, value: str) -> None:
    assert of(name, value).health is not None


@pytest.mark.parametrize(("name", "value"), [("同行", "不评价"), ("wording", "no comparisons with other makers")])
def test_others_who_sell_the_like_are_not_spoken_of(name: str, value: str) -> None:
    assert of(name, value).rivals is not None


def test_listed_words_are_forbidden_one_by_one() -> None:
    assert [word for word, _ in of("话术", "不可说零添加、百分百安全、祛斑").words] == ["零添加", "百分百安全", "祛斑"]


@pytest.mark.parametrize(("name", "value"), [("时效", "不承诺到达日期"), ("delivery", "no date guarantees")])
def test_nothing_may_be_promised(name: str, value: str) -> None:
    assert of(name, value).promises is not None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("guarantee", "2 years"),
        ("effects", "relaxing scent"),
        ("price", "39"),
        ("medical costs", "never promise, insurer decides"),
    ],
)
def test_what_forbids_no_claim_limits_none(name: str, value: str) -> None:
    found = of(name, value)
    assert (found.health, found.rivals, found.words) == (None, None, ())
