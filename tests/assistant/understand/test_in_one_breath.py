"""Two wishes in one breath are both answered, whichever they are, in both orders and both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import NamedTuple

import pytest
from tests.assistant.shop import TestShop

from mercery.assistant.understand.in_one_breath import wishes_apart
from mercery.assistant.understand.message_parts import parts


class Asked(NamedTuple):
    """How one thing is asked for, and what stands in the path of its answer."""

    path: str
    clause: str
    noun: str
    chinese: str
    chinese_noun: str


WISHES: Mapping[str, Asked] = {
    "price": Asked("price", "how much is {}", "the price", "多少钱", "价格"),
    "stock": Asked("stock", "how many of {} are left", "stock", "还剩几个", "库存"),
    "delivery": Asked("delivery", "how long does delivery take", "the delivery time", "多久能送到", "配送时间"),
    "shipping": Asked("delivery", "what does shipping cost", "the shipping cost", "运费多少", "运费"),
    "size": Asked("dimensions", "how big is {}", "the size", "多大", "尺寸"),
    "material": Asked("material", "what is {} made of", "the material", "什么材质", "材质"),
    "returns": Asked("return", "can I return {}", "the return policy", "可以退货吗", "退货政策"),
    "warranty": Asked("warrant", "is there a warranty", "the warranty", "有保修吗", "保修"),
    "colours": Asked("choices", "which colours are there", "the colours", "有什么颜色", "颜色"),
}


def spoken(one: Asked, other: Asked) -> Iterator[str]:
    """The two wishes as customers put them."""
    first = one.clause if "{}" in one.clause else f"{one.clause} for {{}}"
    yield f"{first.format('the Harbour Tote').capitalize()} and {other.clause.format('it')}?"
    yield f"{one.noun.capitalize()} and {other.noun} of the Harbour Tote?"
    yield f"港湾托特包{one.chinese}，{other.chinese}？"
    yield f"港湾托特包{one.chinese}{other.chinese}"
    yield f"港湾托特包的{one.chinese_noun}和{other.chinese_noun}"


@pytest.mark.parametrize("first", WISHES)
def test_both_wishes_are_answered(first: str) -> None:
    shop, left_out = TestShop(), []
    for one, other in permutations(WISHES, 2):
        if one != first:
            continue
        for text in spoken(WISHES[one], WISHES[other]):
            path = " ".join(shop.ask(text).decision.path)
            if WISHES[one].path not in path or WISHES[other].path not in path:
                left_out.append((text, path))
    assert left_out == []


@pytest.mark.parametrize(
    "text",
    [
        "What sizes and colours does it come in?",
        "Can I change the size and colour of my order?",
        "Do you match the price and the delivery of others?",
        "满多少钱包邮？",
        "退货运费多少钱",
        "运费多少钱",
        "多长时间能送到",
        "能换个尺寸和颜色吗",
        "Your prices, shipping, returns were a disappointment.",
        "The price and delivery of my last order were not what I hoped",
        "价格、配送和退货都让人失望",
        "Where do I see the price and shipping label of my parcel?",
        "价格和配送地址在哪里看",
        "Do you have it in stock, size 41?",
        "Price and size M",
        "Is the weight and price tag on the box?",
    ],
)
def test_one_wish_stays_one(text: str) -> None:
    assert wishes_apart(text) == [text]


def test_what_is_said_of_all_is_said_of_each() -> None:
    assert parts("Shipping costs and delivery times to Japan?") == [
        "Shipping costs to Japan?",
        "delivery times to Japan?",
    ]
    assert parts("Price and weight, please") == ["Price, please", "weight, please"]
    assert parts("港湾托特包的价格和尺寸是多少") == ["港湾托特包的价格是多少", "港湾托特包的尺寸是多少"]
    assert parts("港湾托特包的产地、材质和重量") == ["港湾托特包的产地", "港湾托特包的材质", "港湾托特包的重量"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("How much is the Harbour Tote in black and how many are left?", "In black it is in stock; 4 are left"),
        ("Tell me the price of the Harbour Tote and whether it is in stock", "It is in stock in black (4 left)"),
        ("港湾托特包黑色多少钱，还剩几个？", "（黑色）有现货，还有 4 只"),
        ("How much is the espadrille and how many are left?", "in stock"),
        ("How much is the blanket and how many are left?", "The Altiplano Blanket costs ¥2,580"),
    ],
)
def test_the_second_wish_is_asked_of_the_same_piece_in_the_same_colour(text: str, said: str) -> None:
    outcome = TestShop().ask(text)
    assert outcome.decision.path == ("price", "stock")
    assert said in " ".join(sentence.text for sentence in outcome.sentences)


@pytest.mark.parametrize("text", ["How much is the blanket box and how many are left?", "Do you have any blankets?"])
def test_a_kind_with_more_said_of_it_is_not_taken_for_the_one_piece(text: str) -> None:
    assert TestShop().ask(text).decision.path != ("price", "stock")
