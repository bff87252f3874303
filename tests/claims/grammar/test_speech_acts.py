"""Talk told by its form passes, with words nobody knows only where the form leaves nothing open; no claim passes in it."""

from __future__ import annotations

import pytest
from tests.claims.grammar.rules_of_a_house import passes


@pytest.mark.parametrize(
    "text",
    [
        "May I scribble down a thought or two for you?",
        "How awfully considerate of you to write.",
        "Haven't a clue yet. Looking into it, will follow up.",
        "Answer with your order number and I'll dig in.",
        "Oh bless, your gran will be over the moon.",
        "Fair dos, I'd be cross too.",
        "Ta very much, have a cracking weekend.",
        "Safe travels and happy Easter!",
        "那不打搅您吃饭啦。",
        "嗐，给人选礼物，换谁都头大。",
    ],
)
def test_talk_by_its_form_passes(text: str) -> None:
    assert passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "May I offer you a tenth off?",
        "Shall I tell you how the founder invented the zip?",
        "Does your nephew know that our bags are sewn in Paris?",
        "Have you ever felt anything softer?",
        "How kind of you to choose the finest house in Europe.",
        "Sorry that we only sell natural diamonds.",
        "Enjoy complimentary champagne in our shop.",
        "Happy to ship anywhere.",
        "Safe for newborns.",
        "Your gran will be over the moon, everyone who wears it is.",
        "Leave it with me, I'll refund you today.",
        "Pleased to meet you, I'm a gemmologist.",
        "Did you hear the brand is closing?",
        "祝您穿上就年轻。",
        "您慢慢挑，全场包邮。",
        "外边儿冷，戴着它就暖和。",
        "您真会挑，明星都在用。",
        "恭喜恭喜，您中奖了。",
        "我记下了，明天就发货。",
        "给丈母娘挑礼物，选这个准没错。",
        "You were picked for the raffle!",
        "You know investors hoard that.",
        "I would bet on a tenfold resale.",
        "What a bargain!",
        "老太太的关节会舒服很多",
        "孩子吃了都说香",
        "搭扣由黄金打造。",
        "提供羊绒里衬给您",
        "Tell me you love the silver clasp.",
    ],
)
def test_what_tells_something_of_the_shop_stays_in(text: str) -> None:
    assert not passes(text)
