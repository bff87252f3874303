"""Promises, grants and guarantees that no fact allows, and those that facts do."""

from __future__ import annotations

import pytest
from tests.inspection.told import turns
from tests.inspection.transcripts import found

from mercery.inspection.detectors import wrong_fact
from mercery.inspection.detectors.promise_beyond_policy import find
from mercery.inspection.rule import RuleId

TOO_MUCH: list[tuple[dict[str, str], tuple[str, ...]]] = [
    ({"delivery": "4-6 days"}, ("Need it soon", "Hello, I guarantee it will be at your door by Wednesday.")),
    ({"物流": "运输中"}, ("明天能到吗", "您好,保证明天送到。")),
    ({"refund": "5-7 business days"}, ("When?", "Hello, you have my word, the money is back tonight.")),
    ({"return_window": "14 days", "delivered": "1 Feb", "today": "16 Mar"}, ("Too late?", "Hello, I'll take it back anyway, as an exception.")),
    ({"退货期": "7天", "签收": "2月1日", "今天": "3月16日"}, ("还能退吗", "您好,我给您破例退了。")),
    ({"returns": "not possible when washed"}, ("I washed it once", "Hello, we'll refund you in full, no worries.")),
    ({"warranty": "2 years"}, ("And after that?", "Hello, I'll see to it that you get a lifetime warranty.")),
    ({"保修": "1年"}, ("坏了呢", "您好,终身都给您免费换。")),
    ({"price": "80"}, ("Any discount?", "Hello, between us, I'll give you 30% off.")),
    ({"order": "W77"}, ("It was late", "Hello, I'll refund the lot, keep the lamp, and you get a 40 voucher on top.")),
    ({"保价": "不支持"}, ("下周降了怎么办", "您好,降了我补差价给您。")),
    ({"price match": "no"}, ("It's cheaper elsewhere", "Hello, then I'll refund you the difference.")),
    ({"hold": "48 hours"}, ("I'm away for a month", "Hello, I'll hold it as long as you like.")),
    ({"course": "no pass guarantee"}, ("Will I pass?", "Hello, you pass, or you get your money back.")),
]  # fmt: skip


@pytest.mark.parametrize(("known", "lines"), TOO_MUCH)
def test_too_much_is_promised(known: dict[str, str], lines: tuple[str, ...]) -> None:
    assert turns(find, known, *lines) == [1]


@pytest.mark.parametrize(("known", "lines"), TOO_MUCH)
def test_a_promise_is_not_accused_as_a_wrong_statement_as_well(known: dict[str, str], lines: tuple[str, ...]) -> None:
    assert turns(wrong_fact.find, known, *lines) == []


ALLOWED: list[tuple[dict[str, str], tuple[str, ...]]] = [
    ({"delivery": "4-6 days"}, ("By Wednesday?", "Hello, I can't promise a day, usually 4 to 6 days.")),
    ({"物流": "运输中"}, ("明天能到吗", "您好,到货时间不敢保证。")),
    ({"delivery": "next day guaranteed before 14:00"}, ("Tomorrow?", "Hello, order before 2 pm and it's guaranteed for tomorrow.")),
    ({"compensation": "up to 15 voucher"}, ("It was late", "Hello, I'm sorry, I can give you a 10 voucher.")),
    ({"guarantee": "30 day money back"}, ("If I hate it?", "Hello, 30 days money back, guaranteed.")),
    ({"坏果": "签收24小时内包赔"}, ("烂了", "您好,24小时内包赔的,拍张照给我。")),
    ({"agent may": "waive shipping once for late parcels"}, ("A week late", "Hello, I've waived the shipping for you.")),
    ({"warranty": "2 years"}, ("Warranty?", "Hello, there is a two year guarantee on it.")),
    ({"order": "W77"}, ("Thanks", "You're welcome, I promise I'll pass it on to the team.")),
    ({"投诉": "48小时内回复"}, ("快点", "您好,一定尽快给您回复。")),
    ({"return_window": "14 days", "delivered": "10 Mar", "today": "16 Mar"}, ("Still ok?", "Hello, sure, I'll start the return for you.")),
]  # fmt: skip


@pytest.mark.parametrize(("known", "lines"), ALLOWED)
def test_what_facts_allow_may_be_promised(known: dict[str, str], lines: tuple[str, ...]) -> None:
    assert turns(find, known, *lines) == []


@pytest.mark.parametrize(
    ("known", "asked", "said", "broken"),
    [
        ({"赠品": "本店无赠品"}, "别家都送勺子", "您好，那我给您备注一下，随锅送一套勺子。", True),
        ({"赠品": "满300送勺子一把"}, "送勺子吗", "您好，满300随锅送一把勺子。", False),
        ({"refund": "3-5 banking days, we cannot speed it up"}, "I need the refund", "Hello! I'll give it a push so it's back before bedtime.", True),
        ({"refund": "3-5 banking days, we cannot speed it up"}, "I need the refund", "Hello! It takes 3 to 5 banking days.", False),
        ({"加工费": "180元，不减免"}, "加工费能少吗", "您好，给您破个例，加工费也免了。", True),
        ({"postage": "customer pays the way to us, we pay the way back"}, "who pays?", "Hello! Sending it back to you is on us.", False),
    ],
)  # fmt: skip
def test_what_the_facts_deny(known: dict[str, str], asked: str, said: str, broken: bool) -> None:
    assert bool(turns(find, known, asked, said)) is broken


@pytest.mark.parametrize("said", ["好的，有问题随时联系我们。", "Fine, contact me any time."])
def test_to_be_reached_at_any_time_is_no_promise_of_what_has_an_end(said: str) -> None:
    known = {"returns": "within 30 days", "退货": "签收后30天内"}
    assert (
        found(RuleId.PROMISE_BEYOND_POLICY, "C: I'll think about it, 再说吧", f"B: Hello 您好. {said}", known=known)
        is None
    )
