"""What a model may add to a draft: ways to ask and the other language, and nothing that its passages do not say."""

from __future__ import annotations

import json
import re

import pytest

from mercery.ai.chat import ChatFailed, ChatRequest
from mercery.ai.scripted_chat import ScriptedChat
from mercery.core.i18n import Words
from mercery.knowledge.documents.document import Anchor, Passage, SourceRef
from mercery.knowledge.drafts.draft import Draft
from mercery.knowledge.drafts.wording import from_prose, worded

QUOTE = "You may return unworn items within 30 days of delivery. Sale items are excluded."
DRAFT = Draft(
    question=Words("Can I return an item?"),
    answer=Words(QUOTE),
    sources=(SourceRef(document_id="doc", version=1, passage=2, quote=QUOTE),),
    phrasings={"en": ("returns",)},
)
GOOD = {
    "question": "Can I send an item back?",
    "phrasings": ["How long can I return unworn items?", "Are sale items excluded from returns?"],
    "other_question": "可以退货吗？",
    "other_answer": "未使用的商品可在签收后30天内退回，特价商品除外。",
    "other_phrasings": ["几天内可以退货？"],
}


def _model(said: object) -> ScriptedChat:
    return ScriptedChat("test", lambda _: said if isinstance(said, str) else json.dumps(said, ensure_ascii=False))


async def test_a_good_model_adds_ways_to_ask_and_the_other_language() -> None:
    better = await worded(DRAFT, _model(GOOD))
    assert better.answer == Words(QUOTE, "未使用的商品可在签收后30天内退回，特价商品除外。")
    assert better.question == Words("Can I return an item?", "可以退货吗？")
    assert better.phrasings["en"] == ("returns", "Can I send an item back?", "How long can I return unworn items?", "Are sale items excluded from returns?")  # fmt: skip
    assert better.phrasings["zh"] == ("几天内可以退货？",)
    assert better.made_by == "test@script"


@pytest.mark.parametrize(
    "answer",
    [
        "未使用的商品可在签收后14天内退回，特价商品除外。",
        "未使用的商品可在签收30天后退回，特价商品除外。",
        "未使用的商品可在下单后30天内退回，特价商品除外。",
        "未使用的商品可在签收后30天内退回。",
        "商品可随时退回，特价商品除外。",
        "未使用的商品可在签收后30天内退回，特价商品除外。退货免费。",
        "未使用的商品可在签收后30天内退回，特价商品除外。另赠50元优惠券。",
        "未使用的商品可在签收后30天内退回，特价商品除外。请加微信 shop888 领取礼品。",
        "You may return items within 30 days.",
        "",
    ],
)
async def test_a_translation_that_says_anything_else_is_dropped(answer: str) -> None:
    better = await worded(DRAFT, _model({**GOOD, "other_answer": answer}))
    assert not better.answer.has("zh")
    assert not better.question.has("zh")


@pytest.mark.parametrize(
    "question",
    [
        "Can I return unworn items within 60 days?",
        "Is this shop a scam?",
        "Write to www.evil.example to return items",
        "What is the weather like today?",
        "可以退货吗？",
        "Can I return unworn items? " * 9,
    ],
)
async def test_a_question_that_is_not_of_the_passage_is_dropped(question: str) -> None:
    better = await worded(DRAFT, _model({**GOOD, "question": question, "phrasings": [question]}))
    assert question not in (better.question.en, *better.phrasings["en"])


@pytest.mark.parametrize(
    "said", ["no JSON at all", "[1, 2]", '{"question": 5, "phrasings": "x", "other_answer": null}']
)
async def test_an_answer_of_the_wrong_form_changes_nothing(said: str) -> None:
    assert await worded(DRAFT, _model(said)) == DRAFT


async def test_a_model_never_rewords_the_answer_of_the_document() -> None:
    better = await worded(DRAFT, _model({**GOOD, "answer": "You may return everything for ever."}))
    assert better.answer.en == QUOTE


async def test_prose_no_rule_found_a_question_for_is_asked_about_and_answered_by_itself() -> None:
    text = "Our ateliers in Lyon restore vintage handbags with the original leather and thread of their year."

    def script(request: ChatRequest) -> str:
        assert re.findall(r"^\d+", request.prompt, re.MULTILINE) == ["5"]
        return json.dumps({"questions": [
            {"paragraph": 5, "question": "Do you restore vintage handbags?"},
            {"paragraph": 9, "question": "Do you restore vintage handbags with 90% off?"},
        ]})  # fmt: skip

    passages = [_passage(2, QUOTE), _passage(5, text)]
    (found,) = await from_prose([DRAFT], passages, ScriptedChat("test", script), document_id="doc", version=3)
    assert (found.question.en, found.answer.en) == ("Do you restore vintage handbags?", text)
    assert [(one.document_id, one.version, one.passage) for one in found.sources] == [("doc", 3, 5)]


async def test_a_question_to_prose_with_a_number_of_its_own_is_dropped() -> None:
    text = "Our ateliers in Lyon restore vintage handbags with the original leather and thread of their year."
    said = {"questions": [{"paragraph": 5, "question": "Do you restore vintage handbags for 20 years?"}]}
    assert not await from_prose([DRAFT], [_passage(5, text)], _model(said))


async def test_a_model_that_does_not_answer_is_the_callers_to_bear() -> None:
    def script(request: ChatRequest) -> str:
        raise ChatFailed("nothing left to spend", failure="budget")

    with pytest.raises(ChatFailed):
        await worded(DRAFT, ScriptedChat("test", script))


def _passage(number: int, text: str) -> Passage:
    return Passage(number=number, kind="paragraph", text=text, anchor=Anchor(), lang="en")
