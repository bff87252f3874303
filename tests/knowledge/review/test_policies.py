"""Which policy a draft becomes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from tests.knowledge.review.house import LABEL, draft_of

from mercery.core.i18n import Words
from mercery.knowledge.documents.document import Anchor
from mercery.knowledge.drafts.draft import PolicyRow
from mercery.knowledge.review.policies import policy_draft, proposed
from mercery.policies.draft import check_draft
from mercery.policies.policy import Policy, Scalar

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def policy(key: str, statement: str, **values: Scalar) -> Policy:
    return Policy(
        id=key, key=key, topic="returns", title=Words(key.replace("_", " ")), statement=Words(statement), values=values,
        regions=("EU",), valid_from=NOW, valid_to=None, version=3, recorded_at=NOW, recorded_by="Claire", reason="x",
    )  # fmt: skip


def test_what_a_policy_says_already_is_linked_and_not_recorded_again() -> None:
    choice = proposed(LABEL, [policy("label", "The label costs €14.50.", fee_eur=14.5, days=30)])
    assert (choice.key, choice.link) == ("", "label")


def test_a_policy_about_the_same_that_says_otherwise_gets_a_next_version() -> None:
    held = policy("label", "From elsewhere the return label costs €12.50.", fee_eur=12.5, days=30)
    choice = proposed(LABEL, [held])
    assert (choice.key, choice.version) == ("label", 3)
    made = policy_draft(LABEL, "label", held, valid_from=None, valid_to=None)
    assert made.values == {"fee_eur": 14.5, "days": 30}
    assert (made.title, made.regions, made.statement) == (held.title, held.regions, LABEL.answer)


def test_a_policy_about_something_else_is_left_alone() -> None:
    choice = proposed(LABEL, [policy("repairs_abroad", "Sending a watch for repair is charged.", fee_eur=60)])
    assert choice.version == 0 and choice.key.startswith("returns_")


def test_each_new_policy_has_a_name_of_its_own_that_can_be_kept() -> None:
    first = proposed(LABEL, []).key
    second = proposed(LABEL, [], taken={first}).key
    assert first != second
    for key in (first, second):
        check_draft(policy_draft(LABEL, key, None, valid_from=None, valid_to=None))


def test_a_new_policy_is_called_by_its_own_heading_and_not_by_the_document() -> None:
    headings = ((), ("Boutique handbook",), ("Boutique handbook", "Labels"))
    placed = tuple(replace(LABEL.sources[0], anchor=Anchor(headings=above)) for above in headings)
    made = policy_draft(replace(LABEL, sources=placed), "k", None, valid_from=None, valid_to=None)
    assert made.title.en == "Labels"
    made = policy_draft(replace(LABEL, sources=placed[:2]), "k", None, valid_from=None, valid_to=None)
    assert made.title == LABEL.question


def test_what_holds_for_one_country_never_replaces_what_holds_for_another() -> None:
    british = draft_of(
        "What does a return from the United Kingdom cost?", "From the United Kingdom the return label costs €9.",
        policy=PolicyRow(topic="returns", values={"fee_eur": 9, "region": "GB"}),
    )  # fmt: skip
    eu, uk = (
        replace(policy(key, f"From {place} the return label costs €{fee}.", fee_eur=fee), regions=(region,))
        for key, place, region, fee in (("eu", "the EU", "EU", 12), ("uk", "the United Kingdom", "GB", 9))
    )
    assert proposed(british, [eu, uk]).link == "uk"
    assert proposed(british, [eu, replace(uk, values={"fee_eur": 8})]).key == "uk"
    assert proposed(british, [eu]).version == 0


def test_a_draft_without_a_policy_becomes_none() -> None:
    assert proposed(draft_of("Is it real leather?", "It is."), []).key == ""
    chinese = draft_of("", "14 天内可退。", policy=PolicyRow(topic="returns", values={"days": 14}))
    assert proposed(chinese, []).key == "returns"
