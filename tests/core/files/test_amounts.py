"""Amounts as shops the world over write them: read for what they say, or not at all."""

from decimal import Decimal

import pytest
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from mercery.core.files.amounts import Unreadable, parse_amount, parse_date, parse_flag, parse_number, parse_whole

LOCALES = ("en_US", "en_GB", "de_DE", "de_CH", "de_AT", "fr_FR", "fr_CH", "es_ES", "pt_BR", "it_IT", "nl_NL", "pl_PL", "cs_CZ", "sv_SE",
           "nb_NO", "da_DK", "fi_FI", "ru_RU", "uk_UA", "tr_TR", "zh_CN", "ja_JP", "ko_KR", "hi_IN", "ar_EG", "fa_IR")  # fmt: skip
CENTS = st.integers(0, 99_999_999_99).map(lambda whole: Decimal(whole).scaleb(-2))


@given(amount=CENTS, locale=st.sampled_from(LOCALES))
def test_a_number_of_any_locale_is_read_back(amount: Decimal, locale: str) -> None:
    written = format_decimal(amount, format="#,##0.00", locale=locale).replace("\u200e", "").replace("\u200f", "")
    assert parse_number(written) == amount


@given(amount=CENTS, locale=st.sampled_from(LOCALES), currency=st.sampled_from(["EUR", "USD", "GBP", "CHF", "PLN"]))
def test_an_amount_keeps_the_currency_written_with_it(amount: Decimal, locale: str, currency: str) -> None:
    written = format_currency(amount, currency, format="#,##0.00 ¤¤", locale=locale)
    assert parse_amount(written.replace("\u200e", "").replace("\u200f", ""), "CNY") == parse_amount(
        f"{amount} {currency}", "CNY"
    )


@given(text=st.text(max_size=12))
def test_no_text_becomes_a_negative_price(text: str) -> None:
    try:
        assert parse_amount(text, "EUR").number >= 0
    except Unreadable as error:
        assert str(error)


@pytest.mark.parametrize(
    ("text", "number", "currency"),
    [
        ("€1.280,00", "1280", "EUR"), ("1 280,00 €", "1280", "EUR"), ("1'280.00", "1280", None), ("CHF 12.–", "12", "CHF"),
        ("12,-", "12", None), ("kr 1 234,00", "1234", "SEK"), ("R$ 1.234,56", "1234.56", "BRL"), ("Rs. 500", "500", "INR"),
        ("₹1,23,456.00", "123456", "INR"), ("$1,280.00 USD", "1280", "USD"), ("US$15", "15", "USD"), (".99", "0.99", None),
        ("１，２８０円", "1280", "JPY"), ("٣٫٥٠ AED", "3.50", "AED"), ("¥1,280", "1280", "CNY"), ("1280元", "1280", "CNY"),
        ("Rp 150.000", "150000", "IDR"), ("150.000 ₫", "150000", "VND"), ("39,000원", "39000", "KRW"), ("1.299 Ft", "1299", "HUF"),
        ("990 руб.", "990", "RUB"), ("0.00", "0", None),
    ],
)  # fmt: skip
def test_ways_of_writing_an_amount(text: str, number: str, currency: str | None) -> None:
    found = parse_amount(text, "EUR")
    assert (found.number, found.currency) == (Decimal(number), currency)


def test_a_shared_sign_is_the_shops_own_currency() -> None:
    assert [parse_amount("$5", shop).currency for shop in ("CAD", "EUR")] == ["CAD", "USD"]
    assert [parse_amount("¥5", shop).currency for shop in ("JPY", "EUR")] == ["JPY", "CNY"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("abc", "is not a price"), ("from $5", "is not a price"), ("10.00 - 20.00", "is not a price"), ("-5", "negative"),
        ("$-5.00", "negative"), ("5-", "negative"), ("15 XQQ", "currency"), ("€12 USD", "two currencies"), ("1e5", "is not a price"),
        ("99999999999", "impossibly large"), ("1.2.3,4,5", "is not a number"),
    ],
)  # fmt: skip
def test_what_is_no_price_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        parse_amount(text, "EUR")


def test_three_digits_after_a_sign_group_only_where_that_is_likely() -> None:
    assert parse_number("1,280") == 1280
    assert parse_number("1.280") == Decimal("1.28")
    assert parse_number("1.280", comma_decimal=True) == 1280
    assert parse_number("0,280") == Decimal("0.28")


@given(number=st.integers(-10_000, 10_000))
def test_whole_numbers(number: int) -> None:
    assert parse_whole(str(number)) == parse_whole(f"{number}.0000") == number


@pytest.mark.parametrize(
    "text",
    ["2026-12-10", "10.12.2026", "20261210", "2026年12月10日", "10 Dec 2026", "2026-12-10 0:00:00", "12/10/2026"],
)
def test_days(text: str) -> None:
    assert parse_date(text).isoformat() == "2026-12-10"


def test_days_that_are_none_and_answers_that_are_neither() -> None:
    with pytest.raises(Unreadable):
        parse_date("2026-02-31")
    assert [parse_flag(word) for word in ("Ja", "已上架", "НЕТ", "下架", "vielleicht")] == [
        True,
        True,
        False,
        False,
        None,
    ]
