"""From which order value on an angry customer is given a person."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from mercery.assistant.desk.upset import upset_values
from mercery.core.config import Settings
from mercery.core.money import Money


@pytest.mark.parametrize("text", ["EUR 500.123", "EUR 500, JPY 500.5"])
def test_an_amount_its_currency_does_not_have_is_refused_at_the_start_and_not_in_a_turn(text: str) -> None:
    with pytest.raises(ValidationError, match="decimals"):
        Settings(upset_values=text)


def test_whatever_is_accepted_can_be_read() -> None:
    assert upset_values(Settings(upset_values="EUR 499.50, JPY 80000").upset_values) == {
        "EUR": Money(49950, "EUR"),
        "JPY": Money(80000, "JPY"),
    }
