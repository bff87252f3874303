"""A release is tried on past questions and on the shop's own, with all of it supposed at once; nothing of it stays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.knowledge.releases.desk import ALWAYS, CLAIRE, DEARER, HOURS, LYON, PICKUP, STORAGE, Desk, retired

from mercery.assistant.looking_back.rehearsing import PastTurns
from mercery.core.database import Database
from mercery.core.errors import Conflict, Invalid
from mercery.core.i18n import Words
from mercery.knowledge.releases import questions, service
from mercery.knowledge.releases.effects import Findings
from mercery.knowledge.releases.rehearsal import Rehearsed
from mercery.policies.draft import PolicyDraft

COLLECT = "Can I collect an order in the boutique?"
OPEN = "When is the boutique open?"
FURS = "Do you store furs over summer?"


async def found(desk: Desk, number: int) -> Findings:
    check = await desk.check(number)
    assert check.findings is not None
    return check.findings


async def test_it_shows_which_answers_read_otherwise_and_leaves_no_trace(desk: Desk) -> None:
    said = await desk.ask(COLLECT)
    await desk.ask(COLLECT, "vis_2")
    await desk.ask(OPEN, "vis_3")
    seen = await found(desk, await desk.put(LYON))
    (effect,) = seen.effects
    assert (effect.kind, effect.question, effect.times) == ("changed", COLLECT, 2)
    assert (effect.before, effect.after) == (said, "Yes, in Lyon.")
    assert (seen.looked_at, seen.changing, seen.fails) == (3, 2, False)
    assert seen.verdict.en == "Nothing gets worse: 2 past answers read otherwise."
    assert await desk.versions("pickup") == [1] and await desk.ask(COLLECT, "vis_4") == said


async def test_all_of_it_is_supposed_at_once(desk: Desk) -> None:
    """The new statement of the policy alone would keep the answer linked to it from being said; the release mends both."""
    wrapped = next(one for one in (await desk.answers()).values() if one.key == "gift-wrap")
    gift = PolicyDraft(key="gift", topic="gift", title=Words("Gifts"), statement=Words("Gift wrapping costs €6."))
    costs = replace(wrapped, answer=Words("Yes, it costs €6."), links=("gift",))
    stands = replace(wrapped, answer=Words("Yes, it costs €4."), links=("gift",))
    both = await found(desk, await desk.put(gift, costs))
    assert [one.kind for one in both.clashes if one.kind == "withheld"] == []
    against = await found(desk, await desk.put(gift, stands))
    assert ("withheld", "gift-wrap") in [(one.kind, one.key) for one in against.clashes] and against.fails


async def test_a_question_that_gets_its_first_answer_is_good(desk: Desk) -> None:
    await desk.ask(FURS)
    seen = await found(desk, await desk.put(STORAGE, after=0))
    assert [(one.kind, one.after) for one in seen.effects] == [("answered", "Yes, in our cold room.")]
    assert not seen.fails and "1 question gets its first answer" in seen.verdict.en


async def test_a_withdrawal_shows_whose_answer_is_lost(desk: Desk) -> None:
    await desk.record(STORAGE)
    assert await desk.ask(FURS) == "Yes, in our cold room."
    seen = await found(desk, await desk.put(retired(STORAGE)))
    assert [(one.kind, one.before_keys, one.after_keys) for one in seen.effects] == [("ambiguous", ("storage",), ())]
    assert seen.fails and seen.verdict.en == "The check finds trouble: 1 becomes ambiguous."


async def test_what_was_answered_and_is_asked_back_is_ambiguous(desk: Desk) -> None:
    """Without its own answer the question is as near to two others."""
    await desk.ask(OPEN)
    vague = replace(HOURS, question=Words("Saturdays", "周六"), phrasings={"en": (), "zh": ()})
    seen = await found(desk, await desk.put(vague))
    assert [one.kind for one in seen.effects] == ["ambiguous"] and "becomes ambiguous" in seen.verdict.en


async def test_another_answers_very_words_collide(desk: Desk) -> None:
    takes = replace(HOURS, phrasings={"en": (COLLECT,), "zh": ()})
    seen = await found(desk, await desk.put(takes))
    collisions = [one for one in seen.clashes if one.kind == "collision"]
    assert collisions and collisions[0].grave and {collisions[0].one, collisions[0].other} == {COLLECT}


async def test_what_collided_before_is_not_held_against_the_release(desk: Desk) -> None:
    takes = replace(HOURS, phrasings={"en": (COLLECT,), "zh": ()})
    await desk.record(takes)
    seen = await found(desk, await desk.put(replace(takes, answer=Words("Every day.", "每天。")), after=2))
    assert [one for one in seen.clashes if one.kind == "collision"] == []


async def test_own_questions_break_fail_mend_and_pass(desk: Desk) -> None:
    await desk.question(COLLECT, expects="words", words=("Paris",))
    await desk.question(OPEN, expects="answer", key="boutique-hours")
    await desk.question(FURS, expects="answer", key="storage")
    await desk.question("Is there a piano in the boutique?", expects="declined")
    await desk.put(STORAGE, after=0)
    number = await desk.put(LYON)
    seen = await found(desk, number)
    assert dict(seen.own) == {"broken": 1, "failing": 1, "mended": 1, "passes": 1}
    async with desk.database.session() as session:
        kept = {one.id: one.text for one in await questions.questions(session, desk.shop.id)}
        results = await questions.results(session, desk.shop.id, (await desk.checked(number)).id)
    assert {kept[one.question_id]: one.outcome for one in results} == {
        COLLECT: "broken", OPEN: "passes", FURS: "mended", "Is there a piano in the boutique?": "failing",
    }  # fmt: skip
    broken = next(one for one in results if one.outcome == "broken")
    assert broken.why.en == "It does not say “Paris”." and broken.said == "Yes, in Lyon."


async def test_own_questions_are_put_to_what_is_said_now_without_any_release(desk: Desk) -> None:
    await desk.question(COLLECT, expects="answer", key="pickup", words=("Paris",))
    await desk.question("I want to speak to a person", expects="person")
    await desk.question("What does delivery cost?", expects="policy", key="returns")
    async with desk.database.session() as session:
        check_id = await service.begin_questions(session, desk.shop, CLAIRE)
    await service.work(desk.database, PastTurns(), desk.shop.id, check_id)
    async with desk.database.session() as session:
        check = await service.latest_of_questions(session, desk.shop.id)
        failing = [one for one in await questions.results(session, desk.shop.id, check_id) if one.outcome == "failing"]
    assert check is not None and check.findings is not None
    assert check.findings.verdict.en == "1 of 3 own questions is not answered right."
    assert [one.why.en for one in failing] == ["Expected returns; delivery_cost is said."]


async def test_how_far_it_is_can_be_read_and_a_second_wish_joins_the_first(desk: Desk) -> None:
    number = await desk.put(LYON)
    async with desk.database.session() as session:
        begun = await service.begin(session, desk.shop, CLAIRE, number)
        assert await service.begin(session, desk.shop, CLAIRE, number) == begun
    check = await desk.checked(number)
    assert check.running and check.findings is None


async def test_a_check_that_breaks_off_says_so_and_can_be_begun_again(desk: Desk) -> None:
    class Breaks(PastTurns):
        async def rehearse(self, *args: object, **more: object) -> Rehearsed:
            raise RuntimeError("The machine went away.")

    number = await desk.put(LYON)
    async with desk.database.session() as session:
        check_id = await service.begin(session, desk.shop, CLAIRE, number)
    with pytest.raises(RuntimeError):
        await service.work(desk.database, Breaks(), desk.shop.id, check_id)
    assert (await desk.checked(number)).state == "failed"
    assert (await desk.check(number)).fresh


async def test_an_empty_or_published_release_is_not_checked(desk: Desk, database: Database) -> None:
    number = await desk.put(LYON)
    (item,) = (await desk.release(number)).inside
    async with database.session() as session:
        await service.take_out(session, desk.shop.id, CLAIRE, number, item.id)
    async with database.session() as session:
        with pytest.raises(Invalid, match="holds nothing"):
            await service.begin(session, desk.shop, CLAIRE, number)
    published = await desk.published(replace(PICKUP, owner="Claire"), ALWAYS, DEARER)
    async with database.session() as session:
        with pytest.raises(Conflict, match="not in preparation"):
            await service.begin(session, desk.shop, CLAIRE, published)
