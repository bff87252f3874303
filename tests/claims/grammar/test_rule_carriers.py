"""A rule is borne out though a parcel, an address or a service is named beside it; what it does not say stays in."""

from __future__ import annotations

import pytest
from tests.claims.grammar.rules_of_a_house import passes


@pytest.mark.parametrize(
    "text",
    [
        "For an address in Edinburgh, do allow six to nine business days.",
        "The gift wrapping service includes a handwritten card.",
        "We cannot post anything to a PO box.",
        "寄到德国家里一到两个工作日。",
        "人民币付款，支付宝、微信都成。",
        "80欧的单子要付7.9的运费，满120才免。",
        "没拆的蜡烛签收后21天内可以退，点过的就退不了哦。",
    ],
)
def test_words_that_only_carry_a_rule_are_let_by(text: str) -> None:
    assert passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "For an address in Edinburgh, do allow one to two business days.",
        "For an address in Tokyo, do allow six to nine business days.",
        "We do post parcels to Australia.",
        "We can post your parcel to a PO box address.",
        "When we gift-wrap something, prices are shown in the parcel.",
        "Gift wrapping something costs nothing.",
        "Posting the item back from Germany is free.",
        "寄到德国家里六到九个工作日。",
        "人民币付款只收支付宝。",
        "人民币付款，支付宝、Visa都成。",
        "80欧的单子要付9.5的运费，满120才免。",
        "没拆的蜡烛签收后21天后可以退，点过的就退不了。",
        "点过的蜡烛也能退。",
        "An order can be cancelled free of charge within 3 hours of ordering. After that it still can be cancelled.",
    ],
)
def test_what_a_rule_does_not_say_stays_in(text: str) -> None:
    assert not passes(text)
