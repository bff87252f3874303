"""However it is typed: traditional characters, full width, units joined or apart, words joined or split, slips."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.search.query.shelf import clothes_shelf, demo_shelf, electronics_shelf

from mercery.search.query.writing import plain, typed
from mercery.search.words import index_terms, words


@pytest.mark.parametrize(
    ("query", "same"), [("羊绒围巾", "羊絨圍巾"), ("黑色单肩包", "黑色單肩包"), ("太阳镜", "太陽鏡")]
)
def test_traditional_and_simplified_are_read_alike(query: str, same: str) -> None:
    one, other = demo_shelf().read(query), demo_shelf().read(same)
    assert one.filters == other.filters and one.filters.facets and not one.words


def test_a_shop_that_writes_traditional_is_found_by_simplified_and_by_english() -> None:
    for query in ("蓝色毛衣", "藍色毛衣"):
        assert clothes_shelf().read(query).filters.facets["category"] == ("毛衣",), query
    assert clothes_shelf().read("sweater").filters.facets["category"] == ("毛衣",)
    assert {"针织", "高领", "毛衣"} <= set(index_terms("針織高領毛衣"))


def test_what_was_understood_is_shown_as_it_was_typed() -> None:
    assert demo_shelf().read("黑色單肩包").parts[1].said == "單肩包"


def test_full_width_is_half_width() -> None:
    assert demo_shelf().read("手表　２０００元以内", currency="CNY").filters.price_max == 200_000


@pytest.mark.parametrize("query", ["13 inch", "13-inch", "13inch", '13"', "13″", "13寸", "13 英寸", "１３寸"])
def test_an_amount_and_its_unit_are_one_word(query: str) -> None:
    assert [word.term for word in words(query)] == ["13in"]


def test_amounts_are_found_joined_or_apart() -> None:
    for query in ("1tb", "1 TB", "1TB"):
        assert electronics_shelf().read(f"{query} storage drive").words[0].term == "1tb", query
    assert [word.term for word in words("38 in black")] == ["38", "in", "black"]


@pytest.mark.parametrize("query", ["wh900xm", "WH-900XM", "wh 900xm", "WH 900 XM"])
def test_a_model_number_is_found_however_it_is_joined(query: str) -> None:
    terms = {word.term for word in electronics_shelf().read(query).words}
    assert terms and terms <= set(index_terms("Corvane WH-900XM"))


@pytest.mark.parametrize(
    ("query", "category"),
    [("hand bag", "bags/handbags"), ("back pack", "bags/backpacks-and-travel"), ("sun glasses", "eyewear/sunglasses"),
     ("shoulderbag", "bags/shoulder-bags"), ("hand-bags", "bags/handbags")],
)  # fmt: skip
def test_words_joined_or_split_are_the_shops(query: str, category: str) -> None:
    assert demo_shelf().read(query).filters.facets.get("category") == (category,)


@pytest.mark.parametrize(
    ("query", "meant"),
    [("sunglases", "sunglasses"), ("braclet", "bracelet"), ("neckalce", "necklace"), ("earingss", "earrings"),
     ("cashmeer", "cashmere"), ("wathces", "watches"), ("cadle", "candle")],
)  # fmt: skip
def test_slips_are_mended_by_the_shops_words_and_said(query: str, meant: str) -> None:
    fixes = demo_shelf().read(query).corrections
    assert len(fixes) == 1 and fixes[0].said == query and fixes[0].meant.rstrip("s") == meant.rstrip("s")


@given(st.text(max_size=60))
def test_the_plain_text_keeps_every_place(text: str) -> None:
    text = typed(text)
    assert len(plain(text)) == len(text)
    assert plain(plain(text)) == plain(text)


@given(st.text(alphabet="Abc 13寸mlL'\"-.,包黑色", max_size=40))
def test_words_stand_where_they_say_and_do_not_overlap(text: str) -> None:
    found = words(text)
    assert all(word.surface == text[word.start : word.end] for word in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
