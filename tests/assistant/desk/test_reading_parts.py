"""Addresses, ways to pay, spelling, option values and comparisons, each read on its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.assistant.desk.shop import MIRA, VARIANTS

from mercery.assistant.desk.addresses import address_in
from mercery.assistant.desk.comparing import compared, ranks
from mercery.assistant.desk.gloss import compact, gloss, plain, words_of
from mercery.assistant.desk.matching import goods_named, value_table, values_named
from mercery.assistant.desk.payments import payments_in, resolve
from mercery.assistant.desk.spelling import corrected, edit_distance
from mercery.assistant.desk.variants import choose
from mercery.orders.actions.decision import KnownVariant

LAMPS = [one for one in VARIANTS.values() if one.product_id == "lamp"]
COATS = [one for one in VARIANTS.values() if one.product_id == "coat"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "to 12 Oak Street, Apt 4B, Salem, OR 97301 please",
            ("12 Oak Street", "Apt 4B", "Salem", "OR", "97301", "USA"),
        ),
        ("12 OAK STREET, APT 4B, SALEM, OR 97301", ("12 Oak Street", "Apt 4B", "Salem", "OR", "97301", "USA")),
        ("12 oak st, salem oregon 97301, usa", ("12 Oak St", "", "Salem", "OR", "97301", "USA")),
        ("12 Oak Street\nSuite 9\nSalem, OR 97301", ("12 Oak Street", "Suite 9", "Salem", "OR", "97301", "USA")),
        ("it went to 3 Old Lane. I live at 9 Elm Ave, Bend, OR 97701", ("9 Elm Ave", "", "Bend", "OR", "97701", "USA")),
        ("改到 12 Oak Street, Unit 5, Salem, OR 97301", ("12 Oak Street", "Unit 5", "Salem", "OR", "97301", "USA")),
        ("4 Rue Haute, 69001 Lyon, France", ("4 Rue Haute", "", "Lyon", "", "69001", "France")),
    ],
)
def test_addresses(text: str, lines: tuple[str, ...]) -> None:
    found = address_in(text, country="USA")
    assert found is not None
    assert (found.line1, found.line2, found.city, found.region, found.postcode, found.country) == lines


@pytest.mark.parametrize("text", ["Mira Olsen zip 97201", "order K1001", "the 2 lamps and 3 mugs", "in Portland"])
def test_what_is_no_address(text: str) -> None:
    assert address_in(text) is None


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("PayPal please", "paypal"),
        ("the card ending in 4242", "visa"),
        ("not the Visa, use PayPal", "paypal"),
        ("from PayPal to my Visa", "visa"),
        ("Visa is blocked by the bank, so gift card", "gift"),
        ("back to the original payment method", "visa"),
        ("原路退回", "visa"),
        ("礼品卡", "gift"),
    ],
)
def test_ways_to_pay(text: str, method: str) -> None:
    found = resolve(payments_in(plain(text)), MIRA, "visa")
    assert found is not None and found.method is not None and found.method.id == method


def test_a_way_to_pay_that_is_not_on_the_account_is_told_apart() -> None:
    found = resolve(payments_in("my mastercard"), MIRA, "visa")
    assert found is not None and found.method is None and found.missing is not None
    assert resolve(payments_in("as you like"), MIRA, "visa") is None


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("I want to retrun the lmap", "I want to return the lamp"),
        ("exchnage it plese", "exchange it please"),
        ("mail mira@exampel.com about K1001", "mail mira@exampel.com about K1001"),
        ("the table is fine", "the table is fine"),
    ],
)
def test_light_typing_errors_are_put_right_and_nothing_else(text: str, right: str) -> None:
    assert corrected(text) == right


@given(st.text("abcde", max_size=7), st.text("abcde", max_size=7))
def test_distance_is_symmetric_and_zero_only_for_the_same(left: str, right: str) -> None:
    far = edit_distance(left, right, 99)
    assert far == edit_distance(right, left, 99)
    assert (far == 0) == (left == right)


@pytest.mark.parametrize(
    ("one", "other"),
    [("over-ear", "over ear"), ("1.5 liters", "1.5L"), ("13-inch", "13英寸"), ("黑色", "black"), ("gray", "grey"), ("L", "large"), ("无背光", "no backlight"), ("500 pieces", "500片")],
)  # fmt: skip
def test_what_means_the_same_reads_the_same(one: str, other: str) -> None:
    assert compact(words_of(one)) == compact(words_of(other))


def values(text: str, variants: list[KnownVariant]) -> list[tuple[tuple[tuple[str, str], ...], bool]]:
    return [(one.pairs, one.negated) for one in values_named(gloss(plain(text)), value_table(variants))]


def test_values_of_options() -> None:
    assert values("a white one, high", LAMPS) == [((("colour", "white"),), False), ((("brightness", "high"),), False)]
    assert values("not black", LAMPS) == [((("colour", "black"),), True)]
    assert values("waterproof, size L", COATS) == [((("waterproof", "yes"),), False), ((("size", "L"),), False)]
    assert values("不防水的大码", COATS) == [((("waterproof", "no"),), False), ((("size", "L"),), False)]


def test_goods_are_named_by_head_by_word_and_by_translation() -> None:
    def named(text: str) -> list[set[str]]:
        titles = ["Reading Lamp", "Rain Coat", "Mug"]
        return [set(one.titles) for one in goods_named(gloss(plain(text)), titles)]

    assert named("the lamp and my coat") == [{"Reading Lamp"}, {"Rain Coat"}]
    assert named("灯和马克杯") == [{"Reading Lamp"}, {"Mug"}]
    assert named("can you help") == []


def test_comparisons_are_read_against_what_the_customer_has() -> None:
    low = dict(VARIANTS["lamp-black-low"].options)
    assert [one.pairs for one in compared("a brighter one", low, LAMPS)] == [(("brightness", "high"),)]
    assert [one.pairs for one in compared("one size up", dict(VARIANTS["coat-m-navy"].options), COATS)] == [
        (("size", "L"),)
    ]
    assert [one.pairs for one in compared("大一码", dict(VARIANTS["coat-m-navy"].options), COATS)] == [(("size", "L"),)]
    assert compared("a nicer one", low, LAMPS) == []


@given(st.lists(st.integers(1, 5000), min_size=2, max_size=6, unique=True))
def test_amounts_with_a_unit_are_ranked_by_their_number(numbers: list[int]) -> None:
    ranked = ranks([f"{number}ml" for number in numbers])
    assert ranked is not None
    assert sorted(numbers) == [int(value[:-2]) for value in sorted(ranked, key=ranked.__getitem__)]


def test_what_nobody_spoke_of_stays() -> None:
    old = dict(VARIANTS["lamp-black-low"].options)
    high = (((("brightness", "high"),), False),)
    white_high = (*high, ((("colour", "white"),), False))
    found = choose(LAMPS, old, high, old_sku="lamp-black-low")
    assert found.kind == "found" and found.variant == VARIANTS["lamp-black-high"]
    sold_out = choose(LAMPS, old, white_high, old_sku="lamp-black-low")
    assert sold_out.kind == "sold_out" and VARIANTS["lamp-white-low"] in sold_out.others
    assert choose(LAMPS, old, (((("colour", "pink"),), False),), old_sku="lamp-black-low").kind == "none"
