"""A turn's record is whole: read back from JSON it is the same turn, and says the same again."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests.assistant.shop import NOW, TestShop
from tests.assistant.test_questions import outcomes, questions
from tests.claims.test_frames import ACTS, TALK

from mercery.assistant.explain import explain
from mercery.assistant.record import act_from_json, fact_from_json, fact_to_json, plain, turn_to_json, voice_from_json
from mercery.assistant.replay import Recorded, replay
from mercery.assistant.turns import Outcome
from mercery.claims.plan import Act
from mercery.claims.wording import Voice
from mercery.core.database import Json


def voice_of(outcome: Outcome) -> Voice:
    return Voice(lang=outcome.understanding.lang, now=NOW, timezone="Europe/Paris")


def record_of(outcome: Outcome) -> Json:
    """As the database gives it back."""
    stored: Json = json.loads(json.dumps(turn_to_json(outcome, voice_of(outcome)), ensure_ascii=False))
    return stored


@pytest.mark.parametrize("act", [*(act for act, *_ in ACTS), *TALK], ids=lambda act: act.kind)
def test_every_act_comes_back_as_it_was(act: Act) -> None:
    assert act_from_json(json.loads(json.dumps(plain(act), ensure_ascii=False))) == act


def test_every_fact_comes_back_as_it_was() -> None:
    facts = {fact.id: fact for outcome in outcomes() for fact in outcome.decision.facts.values()}
    assert len(facts) > 50
    assert [fact for fact in facts.values() if fact_from_json(json.loads(json.dumps(fact_to_json(fact)))) != fact] == []


def test_the_voice_comes_back_as_it_was() -> None:
    voice = replace(voice_of(outcomes()[0]), assistant="Claire")
    stored = {
        "lang": voice.lang,
        "now": voice.now.isoformat(),
        "timezone": voice.timezone,
        "assistant": voice.assistant,
    }
    assert voice_from_json(stored) == voice


def test_every_recorded_turn_says_the_same_again() -> None:
    changed = [
        (question.text, again.sentences, again.before)
        for question, outcome in zip(questions(), outcomes(), strict=True)
        if not (again := replay(record_of(outcome))).same
    ]
    assert changed == []


def test_a_changed_fact_or_plan_is_noticed() -> None:
    record = record_of(TestShop().ask("How much is the Harbour Tote?"))
    for fact in record["facts"]:
        fact["value"]["minor"] += 100
    again = replay(record)
    assert not again.same and again.sentences == ("The Harbour Tote costs €1,251, tax included.",)
    gone = record_of(TestShop().ask("How much is the Harbour Tote?"))
    gone["facts"] = []
    assert replay(gone).sentences == ()


def test_an_explanation_names_what_was_read_decided_and_said() -> None:
    outcome = TestShop().ask("Is the Lido Loafers for Women available in black, size 37?")
    told = explain(Recorded(record=record_of(outcome)), NOW)
    assert told.says_the_same_again and told.decided_by == ("stock",)
    assert dict(told.read_as[0].details) == {"colours": "black", "sizes": "37"}
    assert told.said == tuple(sentence.text for sentence in outcome.sentences) and told.held == ()
    assert {fact.attribute for fact in told.facts} == {"stock"}


def test_personal_numbers_are_in_no_record() -> None:
    shop = TestShop()
    for text in (
        "My card is 4111 1111 1111 1111, how much is the Harbour Tote?",
        "write to ana.b@example.org about the Harbour Tote",
        "ring me on +33 6 12 34 56 78 about the Harbour Tote please",
        "我的手机13812345678，港湾托特包多少钱",
    ):
        record = json.dumps(record_of(shop.ask(text)), ensure_ascii=False)
        assert not any(one in record for one in ("4111", "ana.b@", "12 34 56", "13812345678")), text
