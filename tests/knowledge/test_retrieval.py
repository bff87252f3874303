"""Finding an approved answer: what is asked in other words is found, what nobody has answered is not answered."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml

from mercery.core.i18n import LANGS, Lang, Words
from mercery.demo.rules import demo_answers
from mercery.evals.faq import score
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.retrieval import MATCHES_KEPT, AnswerIndex, Match


@cache
def index(lang: Lang) -> AnswerIndex:
    return AnswerIndex(list(demo_answers()), lang)


@cache
def asked(lang: Lang) -> list[tuple[str | None, Match]]:
    rows = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text("utf-8"))[lang]
    return [(None if key == "none" else key, index(lang).match(text)) for text, key in rows]


@pytest.mark.parametrize("lang", LANGS)
def test_direct_answers_are_right_and_questions_without_an_answer_are_left_open(lang: Lang) -> None:
    figures = score(asked(lang))
    assert figures["n"] >= 80
    assert figures["direct_precision"] >= 0.97, figures
    assert figures["direct_coverage"] >= 0.5, figures
    assert figures["reach3"] >= 0.95, figures
    assert figures["oos_refused"] >= 0.95, figures


@pytest.mark.parametrize("lang", LANGS)
def test_every_phrasing_itself_leads_to_its_answer(lang: Lang) -> None:
    for answer in demo_answers():
        for text in answer.asked_as(lang):
            match = index(lang).match(f"  {text.upper()}!! ")
            assert (match.verdict, match.candidates[0].key) == ("direct", answer.key), text


@pytest.mark.parametrize("text", ["", "   ", "?!", "🎁🎁", "zzz qqq", "Ω", "1234567890", "'; DROP TABLE answers; --"])
def test_words_that_say_nothing_find_nothing(text: str) -> None:
    assert index("en").match(text).verdict != "direct" and index("zh").match(text).verdict != "direct"


@pytest.mark.parametrize(
    ("lang", "text", "key"),
    [
        ("en", "can you engarve two leters on it", "initials"),
        ("en", "do you hve gift wraping", "gift-wrap"),
        ("en", "where is your botique", "boutique-where"),
        ("zh", "能刻名子吗", "initials"),
    ],
)
def test_misspelt_words_still_bring_the_answer_among_three(lang: Lang, text: str, key: str) -> None:
    assert key in {one.key for one in index(lang).match(text).candidates}


def answer(key: str, *phrasings: str, text: str = "Yes.") -> ApprovedAnswer:
    return ApprovedAnswer(
        key=key, question=Words(phrasings[0]), answer=Words(text), phrasings={"en": tuple(phrasings[1:])}
    )


def test_with_few_phrasings_only_the_words_themselves_are_answered_at_once() -> None:
    few = AnswerIndex([answer("a", "Do you wrap gifts?"), answer("b", "Is there a shop in Lyon?")], "en")
    assert few.match("do you wrap gifts").verdict == "direct"
    assert few.match("could you wrap a gift for me").verdict == "choices"


def test_a_message_asked_again_is_matched_as_at_first_however_many_were_asked_between() -> None:
    few = AnswerIndex([answer("a", "Do you wrap gifts?"), answer("b", "Is there a shop in Lyon?")], "en")
    first = few.match("could you wrap a gift for me")
    assert few.match("could you wrap a gift for me") is first
    others = [few.match(f"a shop in Lyon, number {place}?") for place in range(MATCHES_KEPT + 1)]
    assert {one.candidates[0].key for one in others} == {"b"}
    again = few.match("could you wrap a gift for me")
    assert again == first and again is not first


def test_an_answer_without_words_in_a_language_is_not_asked_in_it() -> None:
    only_english = AnswerIndex([answer("a", "Do you wrap gifts?")], "zh")
    assert only_english.keys == [] and only_english.match("有包装吗").verdict == "none"


@pytest.mark.parametrize("lang", LANGS)
def test_candidates_are_at_most_three_and_sorted(lang: Lang) -> None:
    for _, match in asked(lang):
        scores = [one.score for one in match.candidates]
        assert len(scores) <= 3 and scores == sorted(scores, reverse=True)
        assert 0 <= match.sure <= 1
