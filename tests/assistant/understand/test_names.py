"""Which products a message names by a part of their name."""

from __future__ import annotations

import pytest

from mercery.assistant.normalise import normalise
from mercery.assistant.turns import TurnContext
from mercery.assistant.understand.names import Entry, ProductNames
from mercery.assistant.understand.products_meant import find_products
from mercery.core.i18n import Words

BAGS = (Words("Bags", "包袋"), Words("Handbags", "手提包"))
NAMES = ProductNames(
    [
        Entry(product_id="saddle", title=Words("Saddle Bag", "马鞍包"), kinds=BAGS),
        Entry(product_id="petite", title=Words("Petite Saddle Bag", "小号马鞍包"), kinds=BAGS),
        Entry(product_id="moon", title=Words("Crescent Bag", "新月包"), kinds=BAGS),
        Entry(product_id="wallet", title=Words("Ponte Wallet", "Ponte 长钱包"), kinds=BAGS),
        Entry(product_id="soft", title=Words("Soft Tote", "软托特包"), kinds=BAGS),
        Entry(product_id="work", title=Words("Work Tote", "通勤托特包"), kinds=BAGS),
        Entry(product_id="hand", title=Words("Lune Handbag", "月影手提包"), kinds=BAGS),
    ]
)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("鞍包多少钱", ("saddle",)),
        ("月包有黑色吗", ("moon",)),
        ("小号马鞍包多少钱", ("petite",)),
        ("钱包多少钱", ()),
        ("托特包多少钱", ()),
        ("提包多少钱", ()),
    ],
)
def test_the_end_of_a_chinese_name_names_where_it_is_one_piece_and_no_kind(text: str, named: tuple[str, ...]) -> None:
    assert find_products(normalise(text), NAMES, TurnContext()).product_ids == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("compare the petite saddle bag and the saddle bag", ("petite", "saddle")),
        ("小号马鞍包和大的有什么区别", ("petite", "saddle")),
        ("what is the difference between the petite saddle bag and the normal one", ("petite", "saddle")),
        ("Is the Petite Saddle Bag lined?", ("petite",)),
        ("compare the soft and the soft tote", ("soft",)),
        ("which is lighter, the work tote or the soft one", ("work", "soft")),
    ],
)
def test_a_comparison_is_of_two_pieces_though_one_is_named_in_part(text: str, named: tuple[str, ...]) -> None:
    assert find_products(normalise(text), NAMES, TurnContext()).product_ids == named
