"""Inspecting real conversations: against the facts of their time, once, again when they go on, and settled after seven days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.inspection.house import HUGO, Talks

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.catalog.names import product_names
from mercery.conversations import service as conversations
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.experiments.service import record_outcome
from mercery.inspection import repository
from mercery.inspection.finding import FindingFilter, StoredFinding
from mercery.inspection.resolution import service as resolution
from mercery.inspection.resolution.rates import Settled
from mercery.inspection.rule import RuleId
from mercery.inspection.rulebook import RuleBook, RuleSetting
from mercery.inspection.service import judging, rules
from mercery.inspection.service.inspecting import due, inspect_again, inspect_conversation, inspect_due
from mercery.policies import service as policies
from mercery.policies.draft import PolicyDraft

THEN = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)


async def found(database: Database, shop: Shop, conversation_id: str = "") -> list[StoredFinding]:
    async with database.session() as session:
        wanted = FindingFilter(state=None, conversation_id=conversation_id)
        return (await repository.findings(session, shop.id, wanted, limit=100))[0]


async def verdict(database: Database, shop: Shop, conversation_id: str) -> Settled:
    async with database.session() as session:
        made = await resolution.resolution_of(session, shop.id, conversation_id)
    assert made is not None
    return made


async def test_a_persons_words_are_held_against_the_facts_of_that_moment(
    database: Database, shop: Shop, talks: Talks
) -> None:
    said = [
        ("customer", "How long may I keep it?"),
        ("staff", "Hello, you may return an unworn piece within 30 days of delivery."),
    ]
    before = await talks.with_person(said, at=THEN)
    with clock.at(THEN + timedelta(days=2)):
        async with database.session() as session:
            shorter = PolicyDraft(
                key="returns", topic="returns", title=Words("Returns", "退货"), values={"days": 14},
                statement=Words("You may return an unworn piece within 14 days of delivery.", "未使用的商品可在签收后 14 天内退回。"),
            )  # fmt: skip
            await policies.record_policy(session, shop.id, SYSTEM, shorter, reason="shorter")
    after = await talks.with_person(said, at=THEN + timedelta(days=3), visitor="vis_2")
    for talk in (before, after):
        await inspect_conversation(database, shop, talk.id)
    assert await found(database, shop, before.id) == []
    (one,) = await found(database, shop, after.id)
    assert (one.rule, one.found_by, one.quote, one.expected) == (RuleId.WRONG_FACT, "gate", "30 days", "14 days")
    assert one.agent.id == HUGO.id and one.severity == "critical" and one.state == "open"
    assert one.known is not None and one.known.fact_id.startswith("policy:returns/")
    assert one.known.source.en == "Returns, version 2" and one.known.at == one.at


async def test_a_product_is_known_from_what_was_spoken_of(database: Database, shop: Shop, talks: Talks) -> None:
    async with database.session() as session:
        bag = next(one.product_id for one in await product_names(session, shop.id) if one.title.en == "Saddle Bag")
    said = [("customer", "What is it made of?"), ("staff", "Good morning. It is made of lambskin.")]
    talk = await talks.with_person(said, at=THEN, product=bag)
    await inspect_conversation(database, shop, talk.id)
    (one,) = await found(database, shop)
    assert one.quote == "lambskin" and "calf" in one.expected


async def test_the_rules_of_conduct_hold_for_people_in_both_languages(
    database: Database, shop: Shop, talks: Talks
) -> None:
    rude = await talks.with_person(
        [
            ("customer", "I cannot find it."),
            ("staff", "Hello. If you had read the page properly you would have seen it."),
        ],
        at=THEN,
    )
    past = await talks.with_person(
        [("customer", "页面付款失败了"), ("staff", "您好，您直接微信转账到我个人账户，我来发货。")],
        at=THEN, lang="zh", visitor="vis_2",
    )  # fmt: skip
    slow = await talks.with_person(
        [("customer", "Is somebody there?"), ("staff", "Good morning, I am here.")],
        at=THEN, visitor="vis_3", pause=timedelta(minutes=9),
    )  # fmt: skip
    for talk in (rude, past, slow):
        await inspect_conversation(database, shop, talk.id)
    by_talk = {one.conversation_id: one.rule for one in await found(database, shop)}
    assert by_talk == {
        rude.id: RuleId.RUDE_OR_BLAMING, past.id: RuleId.OFF_PLATFORM_PAYMENT, slow.id: RuleId.SLOW_REPLY,
    }  # fmt: skip


async def test_what_the_assistant_said_on_facts_is_no_finding_and_notes_are_not_read(
    database: Database, shop: Shop, talks: Talks
) -> None:
    talk = await talks.with_assistant(
        ["What is the Saddle Bag made of?", "What does it cost?", "How long may I return it?"], at=THEN
    )
    with clock.at(THEN + timedelta(minutes=5)):
        async with database.session() as session:
            await conversations.add_note(session, shop.id, talk.id, HUGO, "This customer is an idiot, if you had read…")
    looked = await inspect_conversation(database, shop, talk.id)
    assert looked is not None and looked.found == []
    async with database.session() as session:
        inspected = await repository.inspection(session, shop.id, talk.id)
    assert inspected is not None and [(who.id, count) for who, count in inspected.agents] == [("assistant", 3)]


async def test_inspecting_twice_changes_nothing_and_a_conversation_that_goes_on_is_due_again(
    database: Database, shop: Shop, talks: Talks
) -> None:
    talk = await talks.with_person(
        [("customer", "Returns?"), ("staff", "Hello, within 60 days of delivery you may return an unworn piece.")],
        at=THEN, close=False,
    )  # fmt: skip
    moment = THEN + timedelta(hours=2)
    with clock.at(moment):
        async with database.session() as session:
            assert await due(session, shop) == [], "it is neither closed nor silent for long enough"
    moment += timedelta(hours=11)
    with clock.at(moment):
        assert [one.conversation_id for one in await inspect_due(database, shop)] == [talk.id]
        first = await found(database, shop)
        assert await inspect_due(database, shop) == []
        await inspect_conversation(database, shop, talk.id)
        assert await found(database, shop) == first
    with clock.at(moment + timedelta(hours=1)):
        async with database.session() as session:
            await conversations.reply(
                session, shop.id, talk.id, HUGO, "And read the page properly next time, are you blind?"
            )
            await conversations.close(session, shop.id, talk.id, HUGO)
        assert len(await inspect_due(database, shop)) == 1
    rules_found = {one.rule for one in await found(database, shop)}
    assert RuleId.WRONG_FACT in rules_found and len(await found(database, shop)) > len(first)


async def test_a_judged_finding_stays_as_it_was_judged(database: Database, shop: Shop, talks: Talks) -> None:
    talk = await talks.with_person(
        [("customer", "Hi"), ("staff", "Hello, if you had read the page you would know.")], at=THEN
    )
    await inspect_conversation(database, shop, talk.id)
    (one,) = await found(database, shop)
    async with database.session() as session:
        await judging.judge(session, shop.id, HUGO, one.id, agreed=False, reason="A quotation")
    await inspect_conversation(database, shop, talk.id)
    assert [(again.id, again.state) for again in await found(database, shop)] == [(one.id, "overruled")]


async def test_a_rule_that_is_off_finds_nothing_and_its_open_findings_go(
    database: Database, shop: Shop, talks: Talks
) -> None:
    talk = await talks.with_person(
        [("customer", "Hi"), ("staff", "Hello, if you had read the page you would know.")], at=THEN
    )
    await inspect_conversation(database, shop, talk.id)
    assert len(await found(database, shop)) == 1
    off = RuleSetting(on=False, severity="serious")
    book = RuleBook(rules={**RuleBook().rules, RuleId.RUDE_OR_BLAMING: off})
    async with database.session() as session:
        await rules.record_rules(session, shop.id, SYSTEM, book, reason="Not for us", after_version=0)
    await inspect_conversation(database, shop, talk.id)
    assert await found(database, shop) == []


async def test_an_answer_on_facts_is_verified_after_seven_days_unless_the_customer_comes_back_on_it(
    database: Database, shop: Shop, talks: Talks
) -> None:
    content = await talks.with_assistant(["What is the Saddle Bag made of?"], at=THEN, visitor="vis_content")
    back = await talks.with_assistant(["What is the Saddle Bag made of?"], at=THEN, visitor="vis_back")
    again = await talks.with_assistant(
        ["What is the Saddle Bag made of?"], at=THEN + timedelta(days=2), visitor="vis_back", channel="widget"
    )
    paid = await talks.with_assistant(["How long may I return it?"], at=THEN, visitor="vis_paid")
    with clock.at(THEN + timedelta(days=4)):
        async with database.session() as session:
            await record_outcome(session, shop.id, "vis_paid", "refund", subject="")
        await inspect_due(database, shop)
        assert (await verdict(database, shop, content.id)).state == "not_yet"
    with clock.at(THEN + timedelta(days=10)):
        await inspect_due(database, shop)
    expected = {content.id: "proved", back.id: "came_back", paid.id: "refunded", again.id: "proved"}
    assert {id_: (await verdict(database, shop, id_)).reason for id_ in expected} == expected
    assert (await verdict(database, shop, back.id)).market, "the market would count it all the same"


async def test_whoever_comes_back_on_another_matter_has_not_come_back(
    database: Database, shop: Shop, talks: Talks
) -> None:
    first = await talks.with_assistant(["What is the Saddle Bag made of?"], at=THEN)
    await talks.with_assistant(["How long may I return something?"], at=THEN + timedelta(days=2), channel="widget")
    # All of it is found at once, long after: the order in which it is read must not matter.
    with clock.at(THEN + timedelta(days=20)):
        await inspect_due(database, shop)
    assert (await verdict(database, shop, first.id)).state == "verified"


async def test_what_was_said_too_early_is_put_right_when_the_days_are_over(
    database: Database, shop: Shop, talks: Talks
) -> None:
    first = await talks.with_assistant(["What is the Saddle Bag made of?"], at=THEN)
    await talks.with_assistant(["How long may I return something?"], at=THEN + timedelta(days=2), channel="widget")
    with clock.at(THEN + timedelta(days=2, hours=3)):
        await inspect_due(database, shop)
        # The second one is not over, so that what it is about is not known.
        assert (await verdict(database, shop, first.id)).reason == "came_back"
    with clock.at(THEN + timedelta(days=8)):
        await inspect_due(database, shop)
    assert (await verdict(database, shop, first.id)).state == "verified"


async def test_a_question_nothing_is_known_about_is_not_resolved_and_a_person_is_neither(
    database: Database, shop: Shop, talks: Talks
) -> None:
    unknown = await talks.with_assistant(["Is the Saddle Bag allowed as hand luggage?"], at=THEN)
    person = await talks.with_person(
        [("customer", "Hello?"), ("staff", "Good morning, I am here.")], at=THEN, visitor="vis_2"
    )
    with clock.at(THEN + timedelta(days=9)):
        await inspect_due(database, shop)
    assert (await verdict(database, shop, unknown.id)).state == "unresolved"
    assert (await verdict(database, shop, person.id)).state == "person"


async def test_overruling_a_serious_finding_lets_the_conversation_be_verified(
    database: Database, shop: Shop, talks: Talks
) -> None:
    talk = await talks.with_assistant(["What is the Saddle Bag made of?"], at=THEN)
    with clock.at(THEN + timedelta(days=9)):
        await inspect_due(database, shop)
        async with database.session() as session:
            said = await judging.talk(session, shop.id, talk.id)
            missed = await judging.add_missed(
                session, shop.id, HUGO, talk.id, said[-1].id, RuleId.UNANSWERED_QUESTION, why="The lining was meant"
            )
        assert (await verdict(database, shop, talk.id)).reason == "fault"
        async with database.session() as session:
            await judging.judge(session, shop.id, HUGO, missed.id, agreed=False, reason="It was not")
        assert (await verdict(database, shop, talk.id)).state == "verified"


@pytest.mark.parametrize("visitor", ["tst_somebody"])
async def test_what_the_staff_tries_out_is_not_inspected(
    database: Database, shop: Shop, talks: Talks, visitor: str
) -> None:
    talk = await talks.with_assistant(["What is the Saddle Bag made of?"], at=THEN, visitor=visitor)
    assert await inspect_conversation(database, shop, talk.id) is None
    with clock.at(THEN + timedelta(days=9)):
        assert await inspect_due(database, shop) == []


async def test_the_last_days_are_inspected_again_with_the_rules_of_today(
    database: Database, shop: Shop, talks: Talks
) -> None:
    said = [("customer", "I cannot find it."), ("staff", "Hello. If you had read the page you would know.")]
    talk = await talks.with_person(said, at=THEN)
    long_ago = await talks.with_person(said, at=THEN - timedelta(days=40), visitor="vis_2")
    book = RuleBook()
    off = RuleBook(rules={**book.rules, RuleId.RUDE_OR_BLAMING: RuleSetting(on=False, severity="serious")})
    for one in (talk, long_ago):
        await inspect_conversation(database, shop, one.id)
    async with database.session() as session:
        await rules.record_rules(session, shop.id, SYSTEM, off, reason="Not for us", after_version=0)
    with clock.at(THEN + timedelta(days=2)):
        assert await inspect_again(database, shop) == 1
    assert {one.conversation_id for one in await found(database, shop)} == {long_ago.id}
