"""What a model may read: nothing of who the customer is, everything of what they want, and all of it can be put back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.assistant.desk.shop import DELIVERED, MIRA, PENDING, VARIANTS

from mercery.assistant.desk.addresses import address_in
from mercery.assistant.masking import Known, Masked, masked
from mercery.assistant.normalise import normalise
from mercery.conversations.conversation import TEXT_LIMIT
from mercery.customers.customer import Address
from mercery.demo.households import household

CUSTOMER = replace(MIRA, phone="+1 503 555 0199")
KNOWN = Known.of(
    CUSTOMER,
    addresses=[PENDING.address],
    numbers=(PENDING.number, DELIVERED.number, *VARIANTS),
    goods=[one.title for one in VARIANTS.values()],
)
TOM = Known.of(replace(MIRA, name="Tom Brown", address=None))
XIAOMING = Known.of(replace(MIRA, name="王小明", address=None))


def text(said: str, known: Known = KNOWN) -> str:
    return masked(said, known).text


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Hi, I'm Mira Olsen, it's about K1001", "Hi, I'm [name 1], it's about K1001"),
        ("Olsen, Mira here. mira olsen's order", "[name 1] here. [name 2] order"),
        ("send it to 8 Harbour Street, Apt 2, Portland, OR 97201", "send it to [address 1]"),
        ("8 harbour street apt 2 portland is wrong", "[address 1] is wrong"),
        ("to 5 Mill Road, Austin, TX 78701 instead", "to [address 1] instead"),
        ("my zip is 97201", "my zip is [postcode 1]"),
        ("ring 503-555-0199 or (503) 555 0199", "ring [phone number 1] or [phone number 1]"),
        ("mail mira@example.com or other@example.com", "mail [e-mail 1] or [e-mail 2]"),
        ("passport no. E12345678, DOB: 3 May 1990", "passport no. [passport 1], DOB: [date of birth 1]"),
        ("I was born on 1990-05-03", "I was born on [date of birth 1]"),
        ("the code is 123456", "the code is [code 1]"),
        ("Hi, I'm Anne de la Tour and I want a lamp", "Hi, I'm [name 1] and I want a lamp"),
        ("I am Hélène Roux, where is it?", "I am [name 1], where is it?"),
        ("我是林薇，灯多少钱", "我是[name 1]，灯多少钱"),
        ("my name is Anna Schmidt and I want a lamp", "my name is [name 1] and I want a lamp"),
        ("Lange Straße 5, 10115 Berlin, Germany", "[address 1], Germany"),
        ("4 Rue Haute, 69001 Lyon, France", "[address 1], France"),
        ("10 Downing Street, London SW1A 2AA, UK", "[address 1], UK"),
        ("我叫李小龙，电话13812345679", "我叫[name 1]，电话[phone number 1]"),
        ("请寄到上海市浦东新区科苑路88弄5号302室，谢谢", "请寄到[address 1]，谢谢"),
        ("我住在杭州市西湖区文三路478号华星时代广场A座1101室", "我住在[address 1]"),
        ("身份证11010519491231002X，护照E12345678", "身份证[id number 1]，护照[passport 1]"),
        ("身份证号是110105194912310021", "身份证号是[id number 1]"),
        ("我的生日是1990年5月3日，验证码是123456", "我的生日是[date of birth 1]，验证码是[code 1]"),
    ],
)
def test_who_the_customer_is_is_taken_out(said: str, read: str) -> None:
    assert text(said) == read


@pytest.mark.parametrize(
    "said",
    [
        "exchange the lamp in K1001 for lamp-white-low, 2 pieces, please",
        "do you ship to Portland, Oregon, or to France?",
        "is it for delivery on 12 December 2026, or 2026-12-01?",
        "my birthday is next week",
        "a birthday present for 12 December 2026",
        "the discount code 123456, zip code 97209, product code 4455",
        "my name is on the account",
        "I'm looking for a lamp, I'm Happy with it",
        "我是高中老师，我是常客",
        "the parcel 13812345678 of order 13912345678",
        "a 5 piece set of 300 ml, 120 x 60 cm, for $1,299.00",
        "size 38, black, 2 Leather Bags and 1 Silk Scarf",
        "refund via PayPal 50, please, and 2 of The Row",
        "能送到北京市朝阳区吗，2026年12月1日前",
        "货号123456，订单号2026112612345678，一件59元，120厘米",
        "我要买2件，尺码42号的鞋",
    ],
)
def test_what_the_customer_wants_stays(said: str) -> None:
    assert text(said) == said


def test_names_that_are_words_count_only_where_somebody_is_meant() -> None:
    assert text("is the bag in brown? Brown or black", TOM) == "is the bag in brown? Brown or black"
    assert text("Mr Brown here, Tom Brown. tom likes it", TOM) == "Mr [name 1] here, [name 2]. [name 3] likes it"
    lamp = Known.of(replace(MIRA, name="Reading Olsen"), goods=["Reading Lamp"])
    assert text("the reading lamp of Olsen", lamp) == "the reading lamp of [name 1]"
    assert text("王先生，小明的包，王小明", XIAOMING) == "[name 1]先生，[name 2]的包，[name 3]"
    assert text("国王套房", XIAOMING) == "国王套房"


def test_six_digits_are_a_code_only_while_one_is_awaited() -> None:
    awaiting = replace(KNOWN, code_awaited=True)
    assert text("123 456") == "123 456" and text("123 456", awaiting) == "[code 1]"
    assert text("order 123456, 1234567", awaiting) == "order 123456, 1234567"


def test_texts_for_one_model_share_their_placeholders() -> None:
    first = masked("mira@example.com, to 5 Mill Road, Austin, TX 78701", KNOWN)
    second = masked(
        "not 5 mill road austin, tx 78701 but MIRA@example.com and eve@example.com", KNOWN, after=first.spans
    )
    assert second.text == "not [address 1] but [e-mail 1] and [e-mail 2]"


def test_a_placeholder_typed_by_a_customer_stands_for_nothing() -> None:
    made = masked("[address 1] or 5 Mill Road, Austin, TX 78701", KNOWN)
    assert made.text == "[address 1] or [address 2]"
    assert made.restored("[address 1] [address 2]") == "[address 1] 5 Mill Road, Austin, TX 78701"


def test_what_a_model_makes_up_is_not_filled() -> None:
    made = masked("it's mira@example.com", KNOWN)
    assert made.restored("[e-mail 1] [e-mail 7] [phone number 1]") == "mira@example.com [e-mail 7] [phone number 1]"


PIECES = st.sampled_from(
    ["Mira Olsen", "mira@example.com", "+1 503 555 0199", "5 Mill Road, Austin, TX 78701", "4111 1111 1111 1111", "97201",
     "请寄到北京市朝阳区建国路88号", "13812345678", "DE89 3704 0044 0532 0130 00", "K1001", "[name 1]", "cancel", "取消", "2 lamps"]
)  # fmt: skip


@given(st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=6), st.sampled_from([" ", "; ", "\n"]))
def test_everything_taken_out_can_be_put_back_where_it_was(pieces: list[str], between: str) -> None:
    said = between.join(pieces)
    made = masked(said, KNOWN)
    assert all(said[span.start : span.end] == span.value for span in made.spans)
    assert rebuilt(made) == said


def rebuilt(made: Masked) -> str:
    """The original by the places of the spans."""
    said = made.text
    for span in made.spans:
        assert said[span.start : span.start + len(span.placeholder)] == span.placeholder
        said = said[: span.start] + span.value + said[span.start + len(span.placeholder) :]
    return said


@example(["4111 1111 1111 1111", "5 Mill Road, Austin, TX 78701", "K1001", "97201"], "\n")
@given(st.lists(PIECES, min_size=1, max_size=6, unique=True), st.sampled_from(["; ", "\n", " / "]))
def test_nothing_personal_is_left(pieces: list[str], between: str) -> None:
    made = masked(between.join(pieces), KNOWN)
    for secret in ("Olsen", "@", "555", "Mill", "4111", "97201", "建国路", "1381", "3704"):
        assert secret not in made.text
    assert ("K1001" in made.text) == ("K1001" in pieces)


@given(
    st.sampled_from(["cancel order {}", "where is {}?", "order number: {}", "取消订单{}", "订单号是{}", "{} in blue"]),
    st.one_of(st.from_regex(r"[A-Z]{1,3}-?[0-9]{4,15}", fullmatch=True), st.sampled_from(sorted(VARIANTS))),
)
def test_order_numbers_and_skus_stay(frame: str, number: str) -> None:
    said = frame.format(number)
    assert text(said, replace(KNOWN, numbers=(number,))) == said
    assert text(said, Known()) == said


@given(st.integers(10**4, 10**18), st.sampled_from(["order {}", "订单{}", "SKU {}", "tracking number {}"]))
def test_numbers_called_by_what_they_are_stay(number: int, frame: str) -> None:
    assert text(frame.format(number), replace(KNOWN, code_awaited=True)) == frame.format(number)


STREETS = st.sampled_from(["Mill Road", "North Oak Street", "Harbour Lane", "Sunset Boulevard", "Elm Avenue"])
CITIES = st.sampled_from([("Austin", "TX", "78701"), ("Salt Lake City", "UT", "84101"), ("Denver", "CO", "80014")])


@given(st.integers(1, 9999), STREETS, CITIES, st.sampled_from(["send to {}", "my new address is {}, thanks", "{}\nplease", "改到 {} 谢谢"]))  # fmt: skip
def test_american_addresses(number: int, street: str, city: tuple[str, str, str], frame: str) -> None:
    address = f"{number} {street}, {city[0]}, {city[1]} {city[2]}"
    assert text(frame.format(address), Known()) == frame.format("[address 1]")


@given(
    st.sampled_from(["北京市", "广东省深圳市", "浙江省杭州市", "上海市"]), st.sampled_from(["朝阳区", "南山区", "西湖区"]),
    st.sampled_from(["建国路", "科苑南路", "中山大道", "文三街"]), st.integers(1, 999), st.sampled_from(["", "3号楼1201室", "2单元301室"]),
    st.sampled_from(["请寄到{}，谢谢", "地址改成{}", "{}", "我搬到{}了"]),
)  # fmt: skip
def test_chinese_addresses(city: str, area: str, street: str, number: int, inside: str, frame: str) -> None:
    assert text(frame.format(f"{city}{area}{street}{number}号{inside}"), Known()) == frame.format("[address 1]")


@pytest.mark.parametrize("country", ["CN", "FR", "DE", "GB", "IT", "US"])
def test_the_addresses_of_the_demo_shops_customers_are_found_without_their_record(country: str) -> None:
    for number in range(1, 120):
        address, _ = household(number, country)
        for form in (
            address.text(),
            f"{address.line1}, {address.postcode} {address.city}",
            f"{address.line1}\n{address.city}",
        ):
            read = text(f"请寄到{form}，谢谢" if country == "CN" else f"please send it to {form}, thanks", Known())
            assert address.line1 not in read and address.postcode not in read
            assert read.startswith(("please send it to", "请寄到")) and read.endswith(("thanks", "谢谢"))


@given(st.builds(Address, line1=st.from_regex(r"[1-9][0-9]{0,3} [A-Z][a-z]{3,9} (Road|Gasse|Quai)", fullmatch=True), city=st.sampled_from(["Wien", "Lyon"]), postcode=st.from_regex(r"[1-9][0-9]{4}", fullmatch=True)))  # fmt: skip
def test_an_address_on_record_is_taken_out_in_any_form(address: Address) -> None:
    known = Known.of(replace(MIRA, address=address))
    for form in (address.text(), address.text().lower(), f"{address.line1}\n{address.city}", address.line1):
        assert address.line1.split()[1].lower() not in text(f"to {form}, quickly", known).lower()


def test_normalising_takes_numbers_out_and_leaves_places_in() -> None:
    assert normalise("ship to 4 Rue Haute, 69001 Lyon? +33 6 12 34 56 78").text == "ship to 4 Rue Haute, 69001 Lyon? [phone number]"  # fmt: skip
    assert (
        normalise("ＭＩＲＡ＠example.com 卡号６２２２０２１２３４５６７８９０１２８").text
        == "[e-mail] 卡号[card number]"
    )


@pytest.mark.parametrize("piece", ["1 ", "A1, ", "12 Oak ", "12345, ", "12 Oak St, CO 80014 ", "北京市朝阳区", "路", "+1 ", "my name is "])  # fmt: skip
def test_a_message_made_to_keep_a_processor_busy_does_not(piece: str) -> None:
    said = (piece * TEXT_LIMIT)[:TEXT_LIMIT]
    assert rebuilt(masked(said, KNOWN)) == said
    assert address_in(said) is None or "Oak" in piece
