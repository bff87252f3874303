"""Which of the shop's currencies a customer counts in."""

import pytest

from mercery.assistant.understand.wishes import currency_named


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("有没有3000元以下的围巾", "CNY"),
        ("scarves under ¥3000", "CNY"),
        ("what is that in yuan", "CNY"),
        ("a scarf under €200", "EUR"),
        ("不超过200欧元", "EUR"),
        ("a scarf under $300", None),
        ("a scarf under 300", None),
    ],
)
def test_the_sign_or_the_word_says_it(text: str, currency: str | None) -> None:
    assert currency_named(text, ("EUR", "CNY")) == currency
