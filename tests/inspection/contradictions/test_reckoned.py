"""What follows from facts by reckoning, and what is said not to."""

from __future__ import annotations

import pytest
from tests.inspection.told import turns

from mercery.inspection.detectors.wrong_fact import find

PUMP = {"打气筒": "最大100psi(约6.9bar)"}
WINE = {"梅洛": "2021年份，13度", "发货": "次日"}
SHIRT = {"衬衫": "120元", "腰带": "70元", "活动": "满300减30"}
CURTAIN = {"遮光帘": "45元/米", "打孔加工": "每米另收8元"}
BOX = {"蔬菜箱": "12斤，88元", "配送日": "每周二、周五"}
RETURN = {"退货": "12月7日申请通过，7天内寄出，即12月14日止"}
COVER = {"Halden pack": "38 L, $139", "rain cover": "sold separately at $18"}


@pytest.mark.parametrize(
    ("known", "asked", "said", "wrong"),
    [
        (PUMP, "能打到7个bar吗", "您好，最大100psi，换算过来有9个多bar。", True),
        (PUMP, "能打到6个bar吗", "您好，最大100psi，换算过来将近6.9个bar。", False),
        (WINE, "是哪年的", "您好，梅洛是2018年份的。", True),
        (WINE, "是哪年的", "您好，梅洛是2021年份的。", False),
        (SHIRT, "两件衬衫加腰带多少钱", "您好，衬衫两件240元，加腰带310元，满300减30之后您实付290元。", True),
        (SHIRT, "两件衬衫加腰带多少钱", "您好，衬衫两件240元，加腰带310元，满300减30之后您实付280元。", False),
        (CURTAIN, "打孔的6米多少", "您好，6米270元，打孔加工的钱已经算在里面了。", True),
        (CURTAIN, "打孔的6米多少", "您好，6米270元，打孔加工另收48元。", False),
        (BOX, "每周哪天送", "您好，周三和周五送。", True),
        (BOX, "每周哪天送", "您好，周二和周五送。", False),
        (RETURN, "几号之前寄出来", "您好，七天内寄出，最晚12月17号。", True),
        (RETURN, "几号之前寄出来", "您好，七天内寄出，最晚12月14号。", False),
        (COVER, "does it come with a rain cover?", "Hello, yes, a rain cover is in the pocket at no extra cost.", True),
        (COVER, "does it come with a rain cover?", "Hello, a rain cover is sold separately at $18.", False),
    ],
)  # fmt: skip
def test_a_result_must_follow(known: dict[str, str], asked: str, said: str, wrong: bool) -> None:
    assert turns(find, known, asked, said) == ([1] if wrong else [])
