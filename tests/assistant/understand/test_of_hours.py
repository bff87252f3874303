"""A question on hours speaks of the shop or of people being there, in both languages; other things are only asked for a day."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.assistant.understand.of_hours import ideas_said, speaks_of_hours, speaks_of_reaching

WHEN = ("on Sunday", "tomorrow", "at the weekend", "on Christmas Eve", "on Saturday morning", "at night")
ZH_WHEN = ("周日", "明天", "周末", "平安夜", "晚上")
WHO = ("you", "anybody", "somebody", "your team", "customer service", "one of your people", "a person")
ZH_WHO = ("客服", "你们", "店员", "真人客服", "顾问")
ATTRIBUTES = ("open-toed", "open toe", "open-back", "closed-toe", "open weave", "closed heel")
THINGS = ("shoes", "sandals", "a dress", "mules", "a cardigan")
ZH_THINGS = ("露趾凉鞋", "上班背的包", "放假出去穿的鞋", "度假穿的裙子", "上班穿的衬衫", "开口鞋")


@given(
    st.sampled_from(WHO),
    st.sampled_from(WHEN),
    st.sampled_from(("Is", "Will")),
    st.sampled_from(("there", "open", "around")),
)
def test_whoever_is_asked_for_being_there(who: str, when: str, verb: str, word: str) -> None:
    be = " be" if verb == "Will" else ""
    assert speaks_of_hours(f"{'Are' if who == 'you' and verb == 'Is' else verb} {who}{be} {word} {when}?")


@given(
    st.sampled_from(WHO),
    st.sampled_from(WHEN),
    st.sampled_from(("reach", "speak to", "talk to", "call", "get hold of")),
)
def test_whoever_is_asked_for_being_reached(who: str, when: str, verb: str) -> None:
    for begin in ("Can I", "Could we", "Is it possible to"):
        assert speaks_of_reaching(f"{begin} {verb} {who} {when}?")


@given(st.sampled_from(ZH_WHO), st.sampled_from(ZH_WHEN))
def test_the_same_in_chinese(who: str, when: str) -> None:
    for text in (f"{when}能联系到{who}吗？", f"{when}联系得上{who}吗", f"{when}{who}上班吗？", f"{who}{when}营业吗"):
        assert speaks_of_hours(text), text


@given(
    st.sampled_from(("anything", "something", "do you have anything", "I'd like something", "are there any shoes that are")),
    st.sampled_from(ATTRIBUTES), st.sampled_from(THINGS), st.sampled_from(WHEN),
)  # fmt: skip
def test_a_thing_asked_for_a_day_is_no_question_on_hours(begin: str, attribute: str, thing: str, when: str) -> None:
    for text in (f"{begin} {attribute} for {when.split()[-1]}?", f"{attribute} {thing} {when}", f"{thing} for {when}"):
        assert not speaks_of_hours(re.sub(r"^a (?=open|closed)", "", text)), text
        assert "hours" not in ideas_said(text)


@given(st.sampled_from(ZH_THINGS), st.sampled_from(ZH_WHEN))
def test_what_is_worn_to_work_is_no_question_on_hours(thing: str, when: str) -> None:
    for text in (f"{when}有{thing}吗", f"想要{thing}，{when}用", f"有适合{when}的{thing}吗？"):
        assert not speaks_of_hours(text), text


@pytest.mark.parametrize("text", [
    "Open on Sunday?", "Open tomorrow?", "And on Sunday?", "What about the weekend?", "What are your opening hours?",
    "When do you close?", "Do you answer on Sundays?", "几点关门", "营业时间是？", "周末呢？", "明天能找到人吗？", "周日打得通电话吗", "明天可以咨询吗",
])  # fmt: skip
def test_short_ways_of_asking(text: str) -> None:
    assert speaks_of_hours(text)


@pytest.mark.parametrize("text", [
    "Can I get someone a gift by Sunday?", "I need something for the weekend", "a holiday dress for Christmas", "周日能找到人穿36码的吗",
    "国庆出游的鞋", "晚上宴会用的手包", "可以问你们的包周日到吗", "开门红活动周日还有吗", "Will the clasp open when I fall?", "Is it closed at the top?",
])  # fmt: skip
def test_the_same_words_of_something_else(text: str) -> None:
    assert not speaks_of_hours(text)
