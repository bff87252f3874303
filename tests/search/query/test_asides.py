"""What sounds like a denial and is none, and limits that no price can meet."""

import pytest
from tests.search.query.shelf import clothes_shelf, demo_shelf

from mercery.search.query.parts import Reading


def read(query: str) -> Reading:
    """The query as the English shop reads it, or the Chinese one."""
    chinese = any("\u3400" <= letter <= "\u9fff" for letter in query)
    return clothes_shelf().read(query, currency="CNY") if chinese else demo_shelf().read(query)


def denies(reading: Reading) -> bool:
    """Whether anything is excluded."""
    return bool(reading.filters.excluded or reading.filters.unwanted)


@pytest.mark.parametrize(
    "query",
    [
        "why not a black bag",
        "why not black?",
        "do you not have black bags",
        "no black bags?",
        "not without a black bag",
        "I can't do without a black bag",
        "没有黑色吗",
        "没有黑色的毛衣吗？",
        "有没有黑色",
        "黑色的没有吗",
        "有黑色没有",
        "没有黑色毛衣不行",
        "不是黑色不要",
        "不能没有黑色",
        "非黑色不可",
    ],
)
def test_a_question_and_a_double_denial_ask_for_what_they_name(query: str) -> None:
    reading = read(query)
    assert not denies(reading)
    assert set(reading.filters.facets["colour"]) == {"黑色"} or set(reading.filters.facets["colour"]) == {"black"}
    assert not {word.surface for word in reading.words} & {"没有", "不行", "不可", "why", "without"}


def test_words_the_shop_has_no_value_for_are_searched_not_excluded() -> None:
    for query, word in (("没有口袋不行", "口袋"), ("不能没有口袋", "口袋"), ("没有真丝围巾不行", "真丝")):
        reading = read(query)
        assert not denies(reading), query
        assert word in {one.surface for one in reading.words}, query


@pytest.mark.parametrize(
    "query",
    [
        "bag, leather not required",
        "bag leather optional",
        "leather not necessary bag",
        "bag doesn't have to be leather",
        "bag need not be black",
        "not necessarily black bag",
        "不一定要黑色的包",
        "黑色也可以不要的包",
        "黑色可有可无的包",
        "不是不要黑色的包",
        "皮不皮都行的包",
    ],
)
def test_what_is_left_open_is_neither_wished_nor_excluded(query: str) -> None:
    reading = read(query)
    assert not denies(reading)
    assert set(reading.filters.facets) == {"category"} and not reading.words
    aside = next(part for part in reading.parts if part.kind == "aside")
    assert "left open" in aside.label.en and "不作要求" in aside.label.zh


@pytest.mark.parametrize(
    "query",
    [
        "没有皮的包",
        "不要黑色的包",
        "包 不是黑色",
        "非黑色的毛衣",
        "bag without leather",
        "bags not black",
        "no black bags",
    ],
)
def test_a_plain_denial_still_excludes(query: str) -> None:
    assert read(query).filters.excluded


def test_a_denial_inside_a_question_still_excludes() -> None:
    for query in (
        "why not bags without leather",
        "don't you have a bag without leather?",
        "有没有不带皮的包",
        "你们没有不带皮的包吗",
    ):
        assert read(query).filters.excluded["made_of"], query


def test_optional_says_so_of_the_thing_beside_it_alone() -> None:
    reading = read("black bag with optional strap")
    assert reading.filters.facets == {"category": ("bags",), "colour": ("black",)} and not reading.words


@pytest.mark.parametrize("query", ["bag under €0", "bag under 0", "bag under €-5", "包 0元以内", "包 不超过-5元"])
def test_a_price_nothing_has_is_said_to_be_left_out(query: str) -> None:
    reading = read(query)
    assert reading.filters.price_max is None and reading.filters.price_min is None and not reading.words
    part = next(part for part in reading.parts if part.kind == "aside")
    assert "no such price" in part.label.en and "没有这样的价格" in part.label.zh


def test_an_aside_can_be_taken_away_and_is_then_searched_as_words() -> None:
    part = next(part for part in demo_shelf().read("bag, leather optional").parts if part.kind == "aside")
    again = demo_shelf().read("bag, leather optional", part.key)
    assert all(part.kind != "aside" for part in again.parts)
    assert again.filters.facets["material"]
