"""Money: whole minor units, exact, never of two currencies at once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel.numbers import parse_decimal
from hypothesis import given
from hypothesis import strategies as st

from mercery.core.money import Money, MoneyError, minor_digits

CURRENCIES = st.sampled_from(["EUR", "USD", "CNY", "JPY", "KWD", "CLF"])
MINOR = st.integers(-(10**12), 10**12)
MONEY = st.builds(Money, MINOR, CURRENCIES)
WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any)


@given(MONEY, WEIGHTS)
def test_parts_add_up_to_the_whole_and_each_is_off_by_less_than_a_unit(whole: Money, weights: list[int]) -> None:
    parts = whole.split(weights)
    assert sum(part.minor for part in parts) == whole.minor
    for part, weight in zip(parts, weights, strict=True):
        assert abs(Decimal(part.minor) - Decimal(whole.minor) * weight / sum(weights)) < 1
        assert weight or part.minor == 0


@given(MONEY, st.integers(1, 30))
def test_equal_parts_differ_by_one_unit_at_most(whole: Money, count: int) -> None:
    parts = [part.minor for part in whole.split([1] * count)]
    assert max(parts) - min(parts) <= 1


@given(MONEY)
def test_an_amount_comes_back_from_major_units(money: Money) -> None:
    assert Money.from_major(money.major, money.currency) == money
    assert Money.from_major(str(money.major), money.currency) == money


@given(st.builds(Money, st.integers(0, 10**12), CURRENCIES), st.sampled_from(["en", "zh"]))
def test_what_is_shown_reads_back_as_the_amount(money: Money, lang: str) -> None:
    shown = money.text("zh" if lang == "zh" else "en")
    digits = "".join(sign for sign in shown if sign.isdigit() or sign in ".,")
    assert parse_decimal(digits, locale="en_IE") == money.major


@given(MONEY, MONEY)
def test_two_currencies_never_meet(one: Money, other: Money) -> None:
    if one.currency == other.currency:
        assert (one + other) - other == one
        assert (one < other) == (one.minor < other.minor)
        return
    for act in (lambda: one + other, lambda: one - other, lambda: one < other, lambda: one <= other):
        with pytest.raises(MoneyError, match="cannot be combined"):
            act()


@given(MONEY, st.integers(0, 20_000))
def test_a_share_is_rounded_to_the_nearest_unit(money: Money, rate: int) -> None:
    exact = Decimal(money.minor) * rate / 10_000
    assert abs(money.basis_points(rate).minor - exact) <= Decimal("0.5")


@pytest.mark.parametrize(("amount", "currency"), [("1.005", "EUR"), ("1.5", "JPY"), ("1.2345", "KWD")])
def test_more_decimals_than_the_currency_has_are_refused(amount: str, currency: str) -> None:
    with pytest.raises(MoneyError, match="more decimals than the currency"):
        Money.from_major(amount, currency)


@pytest.mark.parametrize("amount", ["", "abc", "1,280.00", "NaN", "Infinity"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    with pytest.raises(MoneyError):
        Money.from_major(amount, "EUR")


@pytest.mark.parametrize("code", ["eur", "EURO", "E1R", ""])
def test_what_is_no_currency_is_refused(code: str) -> None:
    with pytest.raises(MoneyError, match="not a currency code"):
        Money(1, code)


def test_decimals_come_from_the_currency() -> None:
    assert [minor_digits(code) for code in ("EUR", "JPY", "KWD")] == [2, 0, 3]


@pytest.mark.parametrize(
    ("money", "english", "chinese"),
    [
        (Money(128_000, "EUR"), "€1,280", "€1,280"),
        (Money(34_550, "CNY"), "¥345.50", "¥345.50"),
        (Money(1_500, "JPY"), "JP¥1,500", "JP¥1,500"),
    ],
)
def test_as_a_shop_writes_it(money: Money, english: str, chinese: str) -> None:
    assert (money.text("en"), money.text("zh")) == (english, chinese)
