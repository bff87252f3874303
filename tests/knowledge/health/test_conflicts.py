"""Two that cannot both be right are found with the words that differ; what merely reads otherwise is no contradiction."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.core.i18n import Words
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.documents.document import SourceRef
from mercery.knowledge.health.conflicts import Conflict, Now, Stated, about, conflicts
from mercery.knowledge.health.sources import must_wait
from mercery.policies.policy import Policy

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
QUOTE = "Goods may be returned within 30 days of delivery."
SOURCE = SourceRef(document_id="doc_1", version=1, passage=7, quote=QUOTE)


def answer(key: str, question: str, text: str, *, days: int = 0, **more: Any) -> ApprovedAnswer:
    return ApprovedAnswer(
        key=key, question=Words(question), answer=Words(text), recorded_at=NOW - timedelta(days=days), **more
    )


def policy(statement: str, key: str = "returns", title: str = "Returns") -> Policy:
    return Policy(
        id="pol_1", key=key, topic="returns", title=Words(title), statement=Words(statement), values={}, regions=(),
        valid_from=NOW, valid_to=None, version=1, recorded_at=NOW, recorded_by="test", reason="test",
    )  # fmt: skip


def only(found: list[Conflict]) -> Conflict:
    assert len(found) == 1
    return found[0]


def test_an_answer_against_the_policy_it_repeats() -> None:
    one = answer("send-back", "How long may I keep it?", "You have 14 days.", links=("returns",))
    found = only(conflicts([one], [policy("Returns are accepted within 30 days.")]))
    assert (found.kind, found.one.said, found.other.said, found.grave) == ("policy", "14 days", "30 days", True)
    assert found.other.url == "/console/settings/policies/returns", "the page of the policy"


def test_a_policy_on_another_matter_is_left_alone() -> None:
    one = answer("repair", "How long does a repair take?", "A repair takes 21 days.")
    assert conflicts([one], [policy("Returns are accepted within 30 days.")]) == []


def test_two_answers_to_one_question_with_different_days() -> None:
    old = answer("old", "How many days do I have to return a gift?", "You have 14 days.", days=90)
    new = answer("new", "How many days do I have to return gifts?", "You have 30 days.", days=1)
    found = only(conflicts([new, old]))
    assert (found.kind, found.key, found.one.said, found.other.said) == ("answer", "old", "14 days", "30 days")


@pytest.mark.parametrize(
    ("today", "kind"),
    [
        (QUOTE, None),
        ("Goods may be returned within 14 days of delivery.", "source_differs"),
        ("You may return goods within 30 days of delivery.", "source_reworded"),
        (None, "source_gone"),
    ],
)
def test_an_answer_whose_source_moved(today: str | None, kind: str | None) -> None:
    one = answer("returns", "Can I return it?", "Yes, within 30 days.", sources=(SOURCE,))
    found = conflicts([one], sources={SOURCE: Now(document="Returns booklet", text=today)})
    assert [each.kind for each in found] == ([kind] if kind else [])


def test_what_the_catalogue_states_of_a_piece_that_is_named() -> None:
    watch = Stated(
        product_id="prd_1", name=Words("Marée 300"), texts={"en": ["Water resistance: 300 m", "Weight: 140 g"], "zh": []},
        topics=[about("Water resistance"), about("Weight")],
    )  # fmt: skip
    wrong = answer("swim", "Is the Marée 300 waterproof?", "Yes, the Marée 300 is waterproof to 100 m.")
    right = answer("swim", "Is the Marée 300 waterproof?", "Yes, the Marée 300 is waterproof to 300 m.")
    chinese = Stated(
        product_id="prd_1",
        name=Words("Marée 300"),
        texts={"en": watch.texts["en"], "zh": ["", ""]},
        topics=watch.topics,
    )
    assert only(conflicts([wrong], goods=[chinese])).one.said == "100 m"
    assert conflicts([right], goods=[chinese]) == []


def test_only_what_may_be_wrong_waits() -> None:
    says = answer("returns", "Can I return it?", "Yes, within 30 days.", sources=(SOURCE,))
    silent = answer("contact", "Who helps with returns?", "Our service does.", sources=(SOURCE,))
    moved = conflicts([says, silent], sources={SOURCE: Now(document="Booklet", text=QUOTE.replace("30", "14"))})
    assert set(must_wait([says, silent], moved)) == {("returns", 1)}
    gone = conflicts([says, silent], sources={SOURCE: Now(document="Booklet", text=None)})
    assert set(must_wait([says, silent], gone)) == {("returns", 1), ("contact", 1)}


def test_an_answer_that_keeps_one_of_two_sources_goes_on() -> None:
    other = SourceRef(document_id="doc_2", version=1, passage=1, quote="Within 30 days returns are free.")
    one = answer("returns", "Can I return it?", "Yes, within 30 days.", sources=(SOURCE, other))
    moved = conflicts([one], sources={SOURCE: Now(document="A", text=None), other: Now(document="B", text=other.quote)})
    assert must_wait([one], moved) == {}


def test_an_amount_that_stood_only_in_the_source_that_is_gone_is_not_said_on() -> None:
    other = SourceRef(document_id="doc_2", version=1, passage=1, quote="Returns are free.")
    one = answer("returns", "Can I return it?", "Yes, free of charge within 30 days.", sources=(SOURCE, other))
    moved = conflicts([one], sources={SOURCE: Now(document="A", text=None), other: Now(document="B", text=other.quote)})
    assert set(must_wait([one], moved)) == {("returns", 1)}


def test_of_a_document_that_was_withdrawn_every_passage_is_gone() -> None:
    second = SourceRef(document_id="doc_1", version=1, passage=8, quote="Furs are kept in our cold room.")
    one = answer("furs", "Where do you keep furs?", "In our cold room.", sources=(SOURCE, second))
    gone = Now(document="Booklet", text=None)
    assert set(must_wait([one], conflicts([one], sources={SOURCE: gone, second: gone}))) == {("furs", 1)}


@given(st.integers(1, 99), st.integers(1, 99))
def test_a_changed_number_is_never_taken_for_other_wording(before: int, after: int) -> None:
    source = SourceRef(document_id="doc_1", version=1, passage=1, quote=f"Returns within {before} days.")
    one = answer("returns", "Can I return it?", f"Within {before} days.", sources=(source,))
    moved = conflicts([one], sources={source: Now(document="A", text=f"Returns within {after} days.")})
    assert [each.kind for each in moved] == ([] if before == after else ["source_differs"])
    assert bool(must_wait([one], moved)) == (before != after)
