"""Contradictions in other words than the fact's: age, what comes along, editions, years, routes of a refund, rest days."""

from __future__ import annotations

import pytest
from tests.inspection.told import turns

from mercery.inspection.detectors.wrong_fact import find


@pytest.mark.parametrize(
    ("known", "asked", "said", "wrong"),
    [
        ({"toy": "from 6 years"}, "ok for my 3 yr old?", "Hi, sure, it's made for toddlers from 3.", True),
        ({"toy": "from 6 years"}, "ok for my 3 yr old?", "Hi, three is too young, it's from 6 years.", False),
        ({"适用年龄": "6岁以上"}, "三岁能玩吗", "亲，三岁宝宝可以玩的", True),
        ({"适用年龄": "6岁以上"}, "三岁能玩吗", "亲，三岁小了点，6岁以上比较好", False),
        ({"batteries": "2x AA, sold separately"}, "does the torch need batteries", "Hi, they are in the box.", True),
        ({"batteries": "2x AA, sold separately"}, "batteries?", "Hi, the batteries are in the box.", True),
        ({"支架": "另购"}, "带支架吗", "您好，盒子里有支架的", True),
        ({"支架": "另购"}, "带支架吗", "您好，支架要自己买哦", False),
        ({"edition": "2nd (2019)"}, "which edition?", "Hello, it's the third edition, from 2022.", True),
        ({"edition": "2nd (2019)"}, "which edition?", "Hello, the second edition, the third is not out yet.", False),
        ({"采摘": "去年秋天"}, "今年的茶吗", "您好，是今年采的新茶", True),
        ({"采摘": "去年秋天"}, "今年的茶吗", "您好，是去年秋天采的", False),
        ({"refund": "as store credit only"}, "how do I get my money", "Hello, the money goes back to your card.", True),
        ({"refund": "as store credit only"}, "how do I get my money", "Hello, as store credit, not to the card.", False),
        ({"营业": "周一休息"}, "周一开门吗", "您好，周一正常营业的", True),
        ({"营业": "周一休息"}, "周一开门吗", "您好，周一休息，周二来吧", False),
        ({"ingredients": "rice, barley 5%"}, "what is in it", "Hello, there's no grain of any kind in it.", True),
        ({"书架": "松木 5层", "价格": "299"}, "书架多少钱", "您好，299元一个", False),
    ],
)  # fmt: skip
def test_what_is_said_is_held_against_the_fact(known: dict[str, str], asked: str, said: str, wrong: bool) -> None:
    assert turns(find, known, asked, said) == ([1] if wrong else [])
