"""Sentences about service stand on one clause of one policy, however loosely they are put."""

from __future__ import annotations

import pytest
from tests.claims.grammar.rules_of_a_house import passes


@pytest.mark.parametrize(
    "text",
    [
        "If you live in Germany, count on one to two business days.",
        "Anything bought in the sale can come back within ten days of delivery.",
        "Sale items are refunded to whatever you paid with.",
        "I'm afraid we don't send anything to PO boxes.",
        "Dropping a return off at a boutique costs nothing.",
        "Parcels to the UK take six to nine business days, and the recipient pays the duties.",
        "在门店退货不收钱。",
        "打折的商品签收后十天内可以退。",
        "寄英国一般要六到九个工作日，关税由收件人自己付。",
        "提醒您一下，邮政信箱我们寄不了。",
    ],
)
def test_loose_words_for_a_rule_pass(text: str) -> None:
    assert passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "If you live in Germany, count on six to nine business days.",
        "Anything you like can come back within ten days of delivery.",
        "Sale items can come back.",
        "Returns are over for you.",
        "It can be delivered.",
        "Dropping a return off at the post office costs nothing.",
        "Parcels to the UK take six to nine business days, duties included.",
        "Sale items can be returned within ten days and exchanged once.",
        "可以送到。",
        "邮寄退货不收钱。",
        "打折的商品随时可以退。",
        "寄英国一般要六到九个工作日，关税我们包了。",
    ],
)
def test_a_rule_without_what_limits_it_is_blocked(text: str) -> None:
    assert not passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Express delivery is free from 120 euros.",
        "We also send express parcels to the UK.",
        "特快满120欧元免费。",
        "特快也能寄英国。",
    ],
)
def test_express_is_a_delivery_of_its_own(text: str) -> None:
    assert not passes(text)
