"""Contradictions by kind: what so many come to, when it ends, what a price is for, how many there are, which row is told."""

from __future__ import annotations

import pytest
from tests.inspection.told import turns

from mercery.inspection.detectors.wrong_fact import find

MUG = {"product": "Mug", "price": "9", "shipping": "4.50"}
COAT = {"商品": "外套", "价格": "300", "优惠": "打八折"}
CHEESE = {"商品": "奶酪", "生产日期": "2026年9月", "保质期": "6个月"}
GRINDER = {"guarantee": "2 years", "bought": "3 Feb 2025", "today": "20 Nov 2026"}
TILE = {"product": "Tile", "price": "4 per tile"}
TEA = {"product": "Tea box", "contents": "24 bags"}
MASKS = {"商品": "口罩", "规格": "每盒50只"}
RUG = {"small": "30 cm, 19", "large": "45 cm, 29"}
SHIRT = {"尺码": "M 90-100斤，L 101-115斤，XL 116-130斤"}
PARCEL = {"订单": "C100", "预计送达": "12月13日"}
JAM = {"product": "Jam", "price": "7", "shipping": "3.90, free from 35"}
PAD = {"高度": "10/8厘米"}


@pytest.mark.parametrize(
    ("known", "asked", "said", "wrong"),
    [
        (MUG, "what do 4 mugs cost with shipping?", "Hello! Four are 36, with shipping 42.50.", True),
        (MUG, "what do 4 mugs cost with shipping?", "Hello! Four are 36, with shipping 40.50.", False),
        (COAT, "现在到手多少", "您好，打完折210", True),
        (COAT, "现在到手多少", "您好，打完折240", False),
        (CHEESE, "能放到什么时候", "您好，到2027年9月呢。", True),
        (CHEESE, "能放到什么时候", "您好，到2027年3月呢。", False),
        (GRINDER, "is it still under guarantee?", "Hello! No, the two years are over, I'm sorry.", True),
        (GRINDER, "is it still under guarantee?", "Hello! Yes, until February 2027.", False),
        (TILE, "is that for one or for the set of four?", "Hello! That is for the set of four.", True),
        (TILE, "is that for one or for the set of four?", "Hello! It's for one.", False),
        (TEA, "how many bags are in a box?", "Hello! There are twenty in each box.", True),
        (TEA, "how many bags are in a box?", "Hello! There are 24 in each box.", False),
        (MASKS, "一盒几只", "您好，100只一盒", True),
        (MASKS, "一盒几只", "您好，50只一盒", False),
        (RUG, "what does the large one cost?", "Hello! The large one is 19.", True),
        (RUG, "what does the large one cost?", "Hello! The large one is 29.", False),
        (SHIRT, "110斤穿什么码", "您好，穿XL", True),
        (SHIRT, "110斤穿什么码", "您好，穿L", False),
        (PARCEL, "哪天到", "您好，预计11号送到。", True),
        (PARCEL, "哪天到", "您好，预计13号送到。", False),
        (JAM, "I take four jars, do I pay shipping?", "Hello! No, shipping is free from 25.", True),
        (JAM, "I take four jars, do I pay shipping?", "Hello! Yes, 3.90, it's free from 35.", False),
        (PAD, "枕头多高", "您好，高的一侧10厘米，低的一侧8厘米。", False),
    ],
)  # fmt: skip
def test_a_false_twin_is_found_and_the_true_one_is_not(
    known: dict[str, str], asked: str, said: str, wrong: bool
) -> None:
    assert turns(find, known, asked, said) == ([1] if wrong else [])


@pytest.mark.parametrize(
    ("known", "asked", "said"),
    [
        ({"material": "polyester"}, "is it cotton?", "Hello! It is polyester."),
        ({"product": "Crema 2", "stock": "4"}, "Crema 2 in stock?", "Hello, yes, 4 pieces."),
        ({"夜视": "红外"}, "晚上清楚吗", "您好，有红外夜视，不会黑屏。"),
        ({"库存": "3件"}, "要5件有吗", "您好，不够，只有3件"),
    ],
)
def test_what_only_looks_like_another_value_is_none(known: dict[str, str], asked: str, said: str) -> None:
    assert turns(find, known, asked, said) == []
