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
SOUVENIR = {"购物": "满99包邮"}
STEP = {"踏板高": "30/20厘米"}
KETTLE = {"product": "Kettle", "stock": "4"}
PLATE = {"商品": "盘子", "库存": "3件"}
CAMERA = {"product": "Camera", "wifi": "2.4 GHz only"}


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
        (SOUVENIR, "包邮吗", "您好，满59就包邮", True),
        (SOUVENIR, "包邮吗", "您好，满99就包邮", False),
        (JAM, "I take four jars, do I pay shipping?", "Hello! Yes, 3.90, it's free from 35.", False),
        (STEP, "踏板多高", "您好，上面那级30厘米，下面那级20厘米。", False),
        (KETTLE, "can I get six?", "Hello! Sure.", True),
        (KETTLE, "can I get six?", "Hello! We have four left, sorry.", False),
        (KETTLE, "I need 6 kettles, do you have that many?", "Hello! Yes, of course.", True),
        (PLATE, "要5件有吗", "您好，有的", True),
        (PLATE, "要2件有吗", "您好，有的", False),
        (CAMERA, "does it run on 5 GHz?", "Hello! Yes.", True),
        (CAMERA, "does it run on 2.4 GHz?", "Hello! Yes.", False),
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
        ({"product": "Lumen 3", "stock": "7"}, "is the Lumen 3 there?", "Hello! Yes, there are 7 of them."),
        ({"夜视": "红外"}, "晚上清楚吗", "您好，有红外夜视，不会黑屏。"),
        ({"库存": "3件"}, "要5件有吗", "您好，不够，只有3件"),
    ],
)
def test_what_only_looks_like_another_value_is_none(known: dict[str, str], asked: str, said: str) -> None:
    assert turns(find, known, asked, said) == []


CASE = {"product": "Drill", "in the box": "drill, 2 batteries, charger"}
PAN = {"product": "Pan", "contents": "pan, glass cover"}
CABLE = {"商品": "台灯", "包装清单": "台灯、数据线"}
AT_HOME = {"delivery": "within Germany free from 35"}
DAYS = {"large": "5 days", "small": "2 days"}
ENDED = {"guarantee": "2 years", "bought": "3 Feb 2023", "today": "20 Nov 2026"}


@pytest.mark.parametrize(
    ("known", "asked", "said"),
    [
        (CASE, "can I get a discount?", "Hello! Sure."),
        (CASE, "can I get an invoice?", "Hello! Of course."),
        (CASE, "does it have a warranty?", "Hello! Yes, two years."),
        (CASE, "can I get a refund?", "Hello! Sure, within two weeks."),
        (PAN, "is it with a lid?", "Hello! Yes."),
        (PAN, "does it come with a lid?", "Hello! Yes."),
        (CABLE, "带充电线吗", "您好，带的"),
        (CABLE, "带发票吗", "您好，可以开"),
        (CABLE, "含税吗", "您好，含的"),
        (CABLE, "送运费险吗", "您好，送的"),
    ],
)
def test_what_a_list_of_the_box_leaves_out_is_no_ground(known: dict[str, str], asked: str, said: str) -> None:
    assert turns(find, known, asked, said) == []


@pytest.mark.parametrize(
    ("known", "asked", "said"),
    [
        (KETTLE, "I need it for 6 people, have you got one?", "Hello! Yes."),
        (KETTLE, "do you need 6 hours to wrap it?", "Hello! Yes."),
        (KETTLE, "I need it by 5 pm, do you have two?", "Hello! Yes, sure."),
        (KETTLE, "if I take 6, is there a discount?", "Hello! Yes, ten percent."),
        (KETTLE, "can I get six cups?", "Hello! Sure."),
        (KETTLE, "can I get six?", "Hello! Yes, two more are coming from our warehouse."),
        (PLATE, "送5个人看看吗", "您好，可以的"),
        (PLATE, "要5天有吗", "您好，有的"),
        (PLATE, "买5件有优惠吗", "您好，有的"),
        ({"product": "Board", "length": "only 30 cm"}, "does it fit a 40 cm shelf?", "Hello! Yes."),
        (CAMERA, "it doesn't run on 5 GHz?", "Hello! Yes, that's right."),
        (CAMERA, "can I use it on 5 GHz?", "Hello! Sure, through a bridge."),
    ],
)
def test_a_yes_that_stays_within_stock_and_measure_is_true(known: dict[str, str], asked: str, said: str) -> None:
    assert turns(find, known, asked, said) == []


@pytest.mark.parametrize(
    ("known", "asked", "said"),
    [
        (SOUVENIR, "新疆包邮吗", "您好，新疆满199包邮"),
        (SOUVENIR, "寄内蒙古包邮吗", "您好，满199包邮"),
        (AT_HOME, "from what sum on is it free?", "Hello! Within Germany free from 35, to France over 80."),
        (SOUVENIR, "会员包邮吗", "您好，会员满59包邮"),
        (AT_HOME, "and to France?", "Hello! Delivery is free from 80."),
        ({"shipping": "4.90, free from 35"}, "and to France?", "Hello! Shipping to France is free over 80."),
        (ENDED, "is it still under guarantee?", "Hello! Yes, covered by our extended plan until 2028."),
        (ENDED, "is it still covered?", "Hello! Yes, it's covered until March 2028."),
        ({"质保": "1年", "购买": "2024年3月2日", "today": "2026-11-20"}, "还在保吗", "您好，您另购了延保，还在保"),
        (GRINDER, "can I still return it?", "Hello! No, the 14 days are over."),
        (GRINDER, "when does the new lid arrive?", "Hello! On 5 December."),
        (GRINDER, "when is your fair?", "Hello! On 5 December."),
        (CHEESE, "什么时候开门", "您好，12月5日"),
        (DAYS, "I'd like the large one, when does it ship?", "Hello! It leaves within 2 days."),
        (DAYS, "when does the large one ship?", "Hello! The large one leaves within 2 days."),
    ],
)
def test_another_place_cover_or_measure_is_no_contradiction(known: dict[str, str], asked: str, said: str) -> None:
    assert turns(find, known, asked, said) == []
