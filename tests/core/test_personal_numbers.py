"""Numbers that lead to a person are found by their form; numbers of goods, orders, prices and days are left alone."""

from __future__ import annotations

import string
import time
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.core.personal_numbers import (
    card_holds,
    iban_holds,
    id_card_holds,
    named_otherwise,
    personal_numbers,
    without_personal_numbers,
)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("call me on +33 6 12 34 56 78 please", "call me on [phone number] please"),
        ("my number is 0612345678.", "my number is [phone number]."),
        ("06 12 34 56 78", "[phone number]"),
        ("020 7946 0018", "[phone number]"),
        ("030/1234567", "[phone number]"),
        ("(415) 555-0132 or 415.555.0133", "[phone number] or [phone number]"),
        ("tel: 5551234", "tel: [phone number]"),
        ("打13812345678给我", "打[phone number]给我"),
        ("手机138 1234 5678，座机010-62345678", "手机[phone number]，座机[phone number]"),
        ("电话０７５５－１２３４５６７８", "电话[phone number]"),
        ("+86 138-1234-5678", "[phone number]"),
        ("card 4111 1111 1111 1111 12/27", "card [card number] 12/27"),
        ("卡号6222021234567890128", "卡号[card number]"),
        ("3782-822463-10005", "[card number]"),
        ("DE89 3704 0044 0532 0130 00 please", "[bank account] please"),
        ("iban gb82west12345698765432.", "iban [bank account]."),
        ("身份证11010519491231002X谢谢", "身份证[id number]谢谢"),
        ("Mira.Olsen+x@mail.example.co.uk, thanks", "[e-mail], thanks"),
        ("我的邮箱是ｍｉｒａ＠example.com谢谢", "我的邮箱是[e-mail]谢谢"),
    ],
)
def test_what_leads_to_a_person_is_taken_out(text: str, masked: str) -> None:
    assert without_personal_numbers(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "order 13812345678",
        "订单号：2026112612345678901",
        "快递单号 13812345678",
        "#4111111111111111",
        "W1234567890 and SKU 0123456789 and LAMP-4398046511105",
        "EAN 4006381333931",
        "barcode 0123456789012",
        "on 05-12-2026 10:30 or 01.12.2026 to 05.12.2026",
        "2026-11-26T10:30:00Z",
        "1234567.00 USD, € 1 234 567 890, ¥13812345678",
        "120 x 200 x 3000 mm, 5000 mAh",
        "sizes 36 37 38 39 40 41 42",
        "1 2 3 4 5 6 7 8 9 10",
        "192.168.10.100:8000 is version 10.11.12.13",
        "97201, 200000, SW1A 2AA",
        "110105194912310021",  # the check sign is wrong
        "4111111111111112",
        "DE88370400440532013000",
    ],
)
def test_what_is_the_shops_stays(text: str) -> None:
    assert without_personal_numbers(text) == text


@given(st.integers(0, 10**14 - 1), st.sampled_from(("4", "51", "2221", "62")), st.sampled_from(("", " ", "-")))
def test_every_card_is_found_however_it_is_written(body: int, head: str, between: str) -> None:
    digits = (head + f"{body:014d}")[:15]
    digits += next(sign for sign in string.digits if card_holds(digits + sign))
    written = between.join(digits[at : at + 4] for at in range(0, 16, 4))
    assert without_personal_numbers(f"I paid with {written}, thanks") == "I paid with [card number], thanks"


@given(st.integers(11, 65), st.integers(0, 9999), st.dates(date(1900, 1, 1), date(2020, 1, 1)), st.integers(0, 999))
def test_every_identity_card_is_found_and_none_with_one_digit_changed(area: int, more: int, born: date, row: int) -> None:  # fmt: skip
    body = f"{area}{more:04d}{born:%Y%m%d}{row:03d}"
    card = body + next(sign for sign in "0123456789X" if id_card_holds(body + sign))
    assert without_personal_numbers(f"我的身份证是{card}。") == "我的身份证是[id number]。"
    slip = card[:3] + str((int(card[3]) + 1) % 10) + card[4:]
    assert not id_card_holds(slip)


@given(st.text(string.digits, min_size=18, max_size=18))
def test_every_german_bank_account_is_found(body: str) -> None:
    check = next(f"{one:02d}" for one in range(2, 99) if iban_holds(f"DE{one:02d}{body}"))
    whole = f"DE{check}{body}"
    spaced = " ".join(whole[at : at + 4] for at in range(0, 22, 4))
    assert without_personal_numbers(f"to {whole} or {spaced} please") == "to [bank account] or [bank account] please"


@given(st.integers(13, 19), st.integers(0, 10**9 - 1), st.sampled_from(("", "+86 ", "86-")))
def test_every_chinese_mobile_is_found(head: int, rest: int, country: str) -> None:
    assert without_personal_numbers(f"电话{country}{head}{rest:09d}，谢谢") == "电话[phone number]，谢谢"


ORDER_LABELS = ("order", "Order no. ", "order number is ", "tracking number: ", "SKU ", "订单", "订单号", "快递单号：", "货号", "invoice ")  # fmt: skip


@given(st.sampled_from(ORDER_LABELS), st.integers(10**4, 10**19 - 1))
def test_a_number_called_an_orders_is_nobodys(label: str, number: int) -> None:
    text = f"{label.strip() if label.endswith((' ', '：')) else label} {number}"
    assert named_otherwise(text, text.index(str(number)))
    assert without_personal_numbers(text) == text


@given(st.sampled_from(("W", "K", "SF", "LAMP-", "#", "A1-")), st.integers(10**4, 10**15))
def test_a_number_that_begins_with_letters_is_nobodys(prefix: str, number: int) -> None:
    assert without_personal_numbers(f"about {prefix}{number}") == f"about {prefix}{number}"


MILLENNIUM = datetime(2000, 1, 1)  # noqa: DTZ001 - hypothesis adds the zone


@given(st.datetimes(MILLENNIUM, timezones=st.just(UTC)), st.sampled_from(("%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%d-%m-%Y %H:%M", "%Y-%m-%dT%H:%M:%S")))  # fmt: skip
def test_days_stay(moment: datetime, form: str) -> None:
    text = f"from {moment.strftime(form)} to {moment.strftime(form)}"
    assert without_personal_numbers(text) == text


@given(st.integers(0, 10**8), st.integers(0, 99), st.sampled_from(("$", "€", "¥")), st.booleans())
def test_prices_stay(whole: int, cents: int, sign: str, before: bool) -> None:
    amount = f"{whole:,}.{cents:02d}"
    text = f"it costs {sign}{amount}" if before else f"it costs {amount} {sign}"
    assert without_personal_numbers(text) == text


@given(st.lists(st.integers(1, 3000), min_size=1, max_size=3), st.sampled_from(("mm", "cm", "ml", "kg", "厘米")))
def test_measures_stay(sizes: list[int], unit: str) -> None:
    text = " x ".join(map(str, sizes)) + f" {unit}"
    assert without_personal_numbers(text) == text


@given(st.text(max_size=200))
def test_nothing_overlaps_and_everything_else_stays(text: str) -> None:
    found = personal_numbers(text)
    assert all(one.end <= two.start for one, two in pairwise(found))
    rest, at = "", 0
    for one in found:
        rest, at = rest + text[at : one.start] + f"[{one.kind}]", one.end
    assert without_personal_numbers(text) == rest + text[at:]


def test_a_long_text_takes_no_long_time() -> None:
    text = "1 " * 20_000 + "a@" * 5_000 + "0612" * 5_000
    assert without_personal_numbers(text)


@pytest.mark.parametrize("part", ["a@b.cc ", "4 ", "4-", "4111 1111 1111 1111 ", "+49 151 23456789, ", "GB82 "])
def test_a_long_text_is_read_in_a_time_that_grows_with_its_length_only(part: str) -> None:
    began = time.process_time()
    personal_numbers(part * (200_000 // len(part)))
    assert time.process_time() - began < 4


@pytest.mark.parametrize("around", ["{}", "0 {} 0", "0000 {} 0000", "00000 {} 00000", "order 12 {} 2026"])
def test_a_number_with_its_country_is_known_between_other_numbers(around: str) -> None:
    assert without_personal_numbers(around.format("+33 6 12 34 56 78")).startswith(
        around.split("{}")[0] + "[phone number]"
    )
