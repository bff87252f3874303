"""Days of return are told in many ways, and are one day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.claims.gate_shop import gate, shop_facts
from tests.claims.grammar.judging import LOAFERS, TAN_TOTE, passes

from mercery.claims.gate import Gate
from mercery.claims.grounds import grounds


def gate_on(*day: int) -> Gate:
    """The gate over the same facts on another day."""
    return Gate(grounds(shop_facts(), now=datetime(*day, 12, tzinfo=UTC), timezone="Europe/Paris"))  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Black 38 is back on the first Saturday of December.", LOAFERS),
        ("You'll have to wait 18 days.", TAN_TOTE),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Black 38 is back on the second Saturday of December.", LOAFERS),
        ("You'll have to wait 8 days.", TAN_TOTE),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)


@pytest.mark.parametrize(
    "text",
    [
        "Black 38 is back on 29 February.",
        "Black 38 is back on the twenty-ninth of February.",
        "Black 38 is back on the thirtieth of February.",
        "Black 38 is back in February.",
        "Black 38 is back in late February.",
        "黑色38码2月29日到货。",
        "黑色38码二月二十九日到货。",
        "黑色38码2月底到货。",
    ],
)
@pytest.mark.parametrize("day", [(2027, 11, 3), (2028, 2, 29), (2028, 3, 1), (2028, 12, 31)])
def test_february_can_be_spoken_of_on_any_day(text: str, day: tuple[int, int, int]) -> None:
    assert not gate_on(*day).check(text, "zh" if "码" in text else "en", about=LOAFERS).passed


@pytest.mark.parametrize(
    "text",
    [
        "Black 38 is back on 5 December.",
        "Black 38 is back on the fifth of December.",
        "Black 38 is back on the first Saturday of December.",
        "Black 38 is back in early December.",
        "黑色38码12月第一个周六到货。",
    ],
)
def test_a_day_that_is_over_this_year_is_that_of_the_next(text: str) -> None:
    assert gate_on(2025, 12, 20).check(text, "zh" if "码" in text else "en", about=LOAFERS).passed
    assert not gate_on(2026, 12, 20).check(text, "zh" if "码" in text else "en", about=LOAFERS).passed


def test_next_month_may_have_no_such_day() -> None:
    assert gate().check("黑色38码下个月5号到货。", "zh", about=LOAFERS).passed
    assert not gate_on(2026, 10, 31).check("黑色38码下个月35号到货。", "zh", about=LOAFERS).passed
