"""What a rule grants to some persons only is told with these persons, and of nobody else."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import TOTE
from tests.claims.grammar.rules_of_a_house import ruled

from mercery.claims.gate import Gate
from mercery.claims.grammar.for_whom import persons
from mercery.core.i18n import Words


def _gate(**rules: tuple[str, str]) -> Gate:
    return Gate(ruled({key: Words(*said) for key, said in rules.items()}))


_GATE = _gate(
    delivery=("Standard delivery is free for students.", "学生标准配送免费。"),
    returns=("Returns are free for members and subscribers.", "会员和订阅用户退货免费。"),
    wrapping=("Gift wrapping is free for members, everyone else pays EUR 4.", "礼品包装会员免费，其他顾客4欧元。"),
    express=("New customers get free express delivery on their first order.", "新客首单免特快运费。"),
    repairs=("For members, repairs are free.", "会员专享：维修免费。"),
    engraving=("Engraving costs EUR 15.", "刻字15欧元。"),
)
_DAYS = _gate(
    returns=("Members have 50 days to return an item, everyone else 10.", "会员可在50天内退货，其他顾客10天。")
)
_PARTS = _gate(
    instalments=("Orders from EUR 80 to 900 can be paid in four instalments.", "80至900欧元的订单可分四期付款。"),
    returns=("Items may be returned within 12 days of delivery.", "签收后12天内可退货。"),
)
_FROM = _gate(delivery=("Members get free standard delivery on orders of EUR 60 or more. Below that it costs EUR 5.", "会员订单满60欧元免标准运费；未满收取5欧元。"))  # fmt: skip
_AFTER = _gate(repairs=("Repairs are free of charge. For members only.", "维修免费。仅限会员。"))


def _passes(gate: Gate, text: str, about: str | None = None) -> bool:
    return gate.check(text, "en" if text.isascii() else "zh", about=about).passed


@pytest.mark.parametrize(
    "text",
    [
        "Standard delivery is free for everyone.",
        "Standard delivery is free.",
        "Standard delivery is free for members.",
        "标准配送免费。",
        "Returns are free.",
        "退货免费。",
        "大家退货都免费。",
        "Returns are free for members and for everybody.",
        "Everyone gets free gift wrapping.",
        "礼品包装免费。",
        "Express delivery is free.",
        "特快配送免费。",
        "Repairs are free.",
        "维修免费。",
    ],
)
def test_a_group_left_out_is_refused(text: str) -> None:
    assert not _passes(_GATE, text)


@pytest.mark.parametrize(
    "text",
    [
        "Standard delivery is free for students.",
        "学生标准配送免费。",
        "Returns are free for members and subscribers.",
        "Returns are free for members.",
        "会员退货免费。",
        "Gift wrapping is free for members.",
        "For members repairs are free.",
        "会员维修免费。",
        "Engraving costs EUR 15.",
    ],
)
def test_a_group_that_is_told_goes_out(text: str) -> None:
    assert _passes(_GATE, text)


@pytest.mark.parametrize("text", ["Everyone has 50 days to return.", "You have 50 days to return.", "大家都有50天可以退货。", "50天内可退货。", "Members have 10 days to return."])  # fmt: skip
def test_the_time_of_one_group_is_not_that_of_all(text: str) -> None:
    assert not _passes(_DAYS, text)


def test_the_time_of_one_group_is_told_of_it() -> None:
    assert _passes(_DAYS, "Members have 50 days to return an item.")
    assert _passes(_DAYS, "会员50天内可退货。")


@pytest.mark.parametrize("text", ["Everyone can pay in four instalments.", "Everybody can pay in four instalments.", "大家都能分四期。", "人人都能分四期。", "每位顾客都能分四期。", "All customers can pay in four instalments."])  # fmt: skip
def test_what_holds_between_two_amounts_is_not_told_of_everyone(text: str) -> None:
    assert not _passes(_PARTS, text)


def test_what_holds_for_all_is_told_of_everyone() -> None:
    assert _passes(_PARTS, "Everyone may return items within 12 days of delivery.")
    assert _passes(_PARTS, "大家签收后12天内可退货。")
    assert _passes(_PARTS, "Orders of 400 euros can be paid in four instalments.")


@pytest.mark.parametrize("text", ["Standard delivery is free from EUR 60.", "订单满60欧元免运费。", "This tote ships free.", "Orders over 60 euros ship free."])  # fmt: skip
def test_an_amount_for_one_group_is_not_that_for_all(text: str) -> None:
    assert not _passes(_FROM, text, TOTE)


def test_an_amount_for_one_group_is_told_with_it() -> None:
    assert _passes(_FROM, "For members, standard delivery is free from EUR 60.")


def test_a_sentence_is_not_quoted_without_the_one_that_says_for_whom() -> None:
    assert not _passes(_AFTER, "Repairs are free of charge.")
    assert not _passes(_AFTER, "维修免费。")
    assert _passes(_AFTER, "Repairs are free of charge. For members only.")


def test_customers_are_no_group() -> None:
    assert persons("our customers arrange it in all member states") == frozenset()
    assert persons("非会员也可以") == {"others"}
