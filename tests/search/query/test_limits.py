"""Prices, sizes, people, orders and questions."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.search.query.shelf import clothes_shelf, demo_shelf, electronics_shelf, outdoors_shelf

from mercery.search.query.numbers import read_amount


@pytest.mark.parametrize(
    ("query", "low", "high"),
    [
        ("bag under 500", None, 500), ("bag below €1,500", None, 1500), ("bag up to 1.5k", None, 1500),
        ("bag for less than five hundred", None, 500), ("bag 500 or less", None, 500), ("bag, max 500 euro", None, 500),
        ("bag €300", None, 300), ("bag <500", None, 500), ("budget 800 bag", None, 800), ("bag over 1000", 1000, None),
        ("bag from 200", 200, None), ("bag 200 and up", 200, None), ("bag between 200 and 400", 200, 400),
        ("bag from 200 to 400", 200, 400), ("bag 500-800", 500, 800), ("bag €200 – €400", 200, 400),
        ("bag around €300", 240, 360), ("bag about 1000", 800, 1200), ("bag over 200 under 500", 200, 500),
    ],
)  # fmt: skip
def test_limits_of_price_in_english(query: str, low: int | None, high: int | None) -> None:
    _priced(query, "EUR", low, high)


@pytest.mark.parametrize(
    ("query", "low", "high"),
    [
        ("两千以内的包", None, 2000), ("包 不超过一千五", None, 1500), ("一千五到三千的包", 1500, 3000), ("三四千的包", 3000, 4000),
        ("两三百的包", 200, 300), ("千元左右的包", 800, 1200), ("1万以内的包", None, 10000), ("1.5万以下的包", None, 15000),
        ("1w以内的包", None, 10000), ("3k以下的包", None, 3000), ("2000-3000元的包", 2000, 3000), ("500块的包", None, 500),
        ("几百块的包", 100, 999), ("预算五千的包", None, 5000), ("五千以上的包", 5000, None), ("包 3000起", 3000, None),
        ("大概两千的包", 1600, 2400), ("一万二以内的包", None, 12000),
    ],
)  # fmt: skip
def test_limits_of_price_in_chinese(query: str, low: int | None, high: int | None) -> None:
    _priced(query, "CNY", low, high)


def _priced(query: str, currency: str, low: int | None, high: int | None) -> None:
    filters = demo_shelf().read(query, currency=currency).filters
    wanted = tuple(None if one is None else one * 100 for one in (low, high))
    assert (filters.price_min, filters.price_max) == wanted
    assert filters.facets["category"] == ("bags",)


@pytest.mark.parametrize(
    "query",
    ["Heure 36", "wh-900xm", "sizes 38-40", "bags 2020-2024", "万宝龙", "百搭的包", "千鸟格", "4k monitor", "2-3 bags"],
)
def test_numbers_that_are_no_prices(query: str) -> None:
    filters = demo_shelf().read(query, currency="CNY").filters
    assert filters.price_min is None and filters.price_max is None


@given(st.integers(1, 99_999))
def test_any_whole_amount_is_read_as_it_is_written(value: int) -> None:
    for text in (str(value), f"{value:,}"):
        spread = read_amount(text)
        assert spread is not None and spread.exact and spread.low == Decimal(value)


@pytest.mark.parametrize(
    "query", ["毛衣 M", "毛衣M码", "sweater size M", "sweater medium size m", "尺码M的毛衣", "毛衣 中码"]
)
def test_sizes_by_letters(query: str) -> None:
    assert clothes_shelf().read(query).filters.facets["size"] == ("m",)


@pytest.mark.parametrize("query", ["boots 38", "size 38 boots", "EU 38 boots", "38码短靴", "boots size: 38"])
def test_sizes_by_numbers(query: str) -> None:
    assert clothes_shelf().read(query).filters.facets["size"] == ("38",)


@pytest.mark.parametrize("query", ["boots size 47", "47码短靴", "large tote", "m", "boots 38 cm", "under 38"])
def test_sizes_the_shop_does_not_have_and_other_numbers_are_none(query: str) -> None:
    assert "size" not in clothes_shelf().read(query).filters.facets


@pytest.mark.parametrize(
    ("query", "audience"),
    [
        ("watch for her", "women"), ("women's watch", "women"), ("watch for my mother-in-law", "women"), ("ladies watch", "women"),
        ("女款手表", "women"), ("送老婆的手表", "women"), ("watch for my dad", "men"), ("mens watch", "men"), ("a present for him", "men"),
        ("男士手表", "men"), ("给爸爸的礼物", "men"), ("送男朋友的手表", "men"),
    ],
)  # fmt: skip
def test_for_whom_with_what_is_for_everybody(query: str, audience: str) -> None:
    assert demo_shelf().read(query).filters.facets["audience"] == (audience, "unisex")


def test_a_shop_that_does_not_tell_its_goods_apart_reads_no_audience() -> None:
    reading = electronics_shelf().read("headphones for my dad")
    assert "audience" not in reading.filters.facets and "dad" in {word.surface for word in reading.words}


@pytest.mark.parametrize(
    ("query", "sort"),
    [("cheap bags", "price_up"), ("便宜点的包", "price_up"), ("a bag not too expensive", "price_up"), ("最贵的手表", "price_down"),
     ("new arrivals", "newest"), ("新款包", "newest"), ("black bags", None), ("budget 500 bags", None)],
)  # fmt: skip
def test_the_order_a_query_asks_for(query: str, sort: str | None) -> None:
    assert demo_shelf().read(query).sort == sort


@pytest.mark.parametrize(
    "query",
    ["is the Lune bag fine for a 13-inch laptop", "how do I return shoes", "do you ship to Japan?", "what is your return policy",
     "can I wash cashmere", "when will it arrive", "does the Riva come with a case", "return policy", "怎么退货", "这款包能放下电脑吗",
     "多久能到", "可以刻字吗？", "运费", "Are the studs nickel-free?", "why is my order late"],
)  # fmt: skip
def test_questions(query: str) -> None:
    assert demo_shelf().read(query).question


@pytest.mark.parametrize(
    "query",
    ["black bag", "do you have black boots", "have you got silk scarves?", "show me watches", "I am looking for a tote",
     "where can I find candles", "which bags fit a 13-inch laptop", "what is on sale", "有没有黑色的包", "你们有哪些丝巾", "想买一条围巾",
     "warranty card holder bag", "", "gift for her", "有什么推荐的香水"],
)  # fmt: skip
def test_searches_that_are_no_questions(query: str) -> None:
    assert not demo_shelf().read(query).question


def test_another_currency_is_named_and_not_converted() -> None:
    reading = demo_shelf().read("包 500元以下")
    assert reading.filters.price_max is None
    assert [part.kind for part in reading.parts if part.key == "price"] == ["other_currency"]


def test_a_screen_is_asked_for_by_the_whole_inch() -> None:
    shelf = electronics_shelf()
    limit = shelf.read("lumio laptop 13 inch").filters.measures[0]
    rows = {row.titles[0]: row.values for row in shelf.shop.index.rows.several(_every(len(shelf.shop.index.rows)))}
    assert [title for title, values in rows.items() if limit.met_by(values)] == ['Lumio Book 13.3" 512 GB']


def _every(count: int) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    return np.arange(count)


@pytest.mark.parametrize(
    ("query", "low", "high"),
    [("tent lighter than 2 kg", None, 2000), ("tent under 2kg", None, 2000), ("tent heavier than 2 kg", 2000, None), ("2公斤以内的帐篷", None, 2000)],
)  # fmt: skip
def test_measures_are_bounded_by_words_of_their_own(query: str, low: int | None, high: int | None) -> None:
    limit = outdoors_shelf().read(query).filters.measures[0]
    assert "weight" in limit.names and (limit.low is None) == (low is None) and (limit.high is None) == (high is None)
    if high is not None:
        assert limit.high == high
