"""A release is taken back as one: what held before it holds again."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.knowledge.releases.desk import ALWAYS, CLAIRE, COST, DEARER, HOURS, LYON, PICKUP, STORAGE, Desk, retired

from mercery.core.errors import Conflict, Invalid, NotFound
from mercery.core.i18n import Words
from mercery.knowledge import service as knowledge
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.health.holds import hold, holds_in_force
from mercery.knowledge.releases import service
from mercery.knowledge.releases.release import Content
from mercery.policies import service as policies_service
from mercery.policies.draft import PolicyDraft

COLLECT = "Can I collect an order in the boutique?"


async def test_the_next_message_gets_the_answer_of_before(desk: Desk) -> None:
    before, policies = await desk.answers(), await desk.policies()
    said = await desk.ask(COLLECT)
    await desk.put(STORAGE, after=0)
    number = await desk.published(LYON, retired(HOURS), DEARER)
    assert await desk.ask(COLLECT) == "Yes, in Lyon."
    release = await desk.roll_back(number)
    assert release.state == "rolled_back" and {one.state for one in release.inside} == {"restored"}
    assert await desk.answers() == before and await desk.policies() == policies
    assert await desk.ask(COLLECT) == said
    # Nothing is erased: what was said meanwhile stays on record.
    assert await desk.versions("pickup") == [3, 2, 1] and await desk.versions("storage") == [2, 1]


async def test_what_somebody_changed_since_is_refused_by_name_and_nothing_is_taken_back(desk: Desk) -> None:
    number = await desk.published(LYON, ALWAYS)
    await desk.record(replace(LYON, owner="Bruno"))
    before = await desk.answers()
    with pytest.raises(Conflict) as refused:
        await desk.roll_back(number)
    assert [one.field for one in refused.value.problems] == ["answer:pickup"]
    assert "Bruno recorded version 3 since" in refused.value.problems[0].message
    assert refused.value.remedy == "Take the rest back without them."
    assert await desk.answers() == before and (await desk.release(number)).state == "published"


async def test_the_rest_can_be_taken_back_without_them(desk: Desk) -> None:
    number = await desk.published(LYON, ALWAYS)
    theirs = await desk.record(replace(LYON, owner="Bruno"))
    release = await desk.roll_back(number, partly=True)
    assert {one.key: one.state for one in release.inside} == {"pickup": "left", "boutique-hours": "restored"}
    answers = await desk.answers()
    assert answers["boutique-hours"].answer == HOURS.answer and answers["pickup"].answer == theirs.answer


async def test_when_all_of_it_was_changed_since_there_is_nothing_to_take_back(desk: Desk) -> None:
    number = await desk.published(LYON)
    await desk.record(replace(LYON, owner="Bruno"))
    with pytest.raises(Conflict):
        await desk.roll_back(number, partly=True)


async def test_an_answer_withdrawn_before_the_release_is_withdrawn_again(desk: Desk) -> None:
    await desk.record(retired(PICKUP))
    number = await desk.published(LYON, after=2)
    assert "pickup" in await desk.answers()
    await desk.roll_back(number)
    assert "pickup" not in await desk.answers()


async def test_an_answer_held_back_before_stays_held_back(desk: Desk) -> None:
    async with desk.database.session() as session:
        await hold(session, desk.shop.id, CLAIRE, {("pickup", 1): Words("Its source changed.")})
    number = await desk.published(LYON)
    await desk.roll_back(number)
    async with desk.database.session() as session:
        assert ("pickup", 3) in await holds_in_force(session, desk.shop.id)


async def test_it_needs_a_reason_and_a_published_release(desk: Desk) -> None:
    number = await desk.put(LYON)
    with pytest.raises(Conflict, match="not published"):
        await desk.roll_back(number)
    async with desk.database.session() as session:
        with pytest.raises(Invalid):
            await service.roll_back(session, desk.shop, CLAIRE, number, reason=" ")


Change = tuple[str, str]
KEYS = ("pickup", "boutique-hours", "storage", "delivery_cost", "fur_storage")


def _content(key: str, what: str) -> Content:
    if key in ("delivery_cost", "fur_storage"):
        topic = COST if key == "delivery_cost" else replace(COST, key=key, title=Words("Storage of furs", "皮草寄存"))
        return replace(topic, statement=Words(f"It costs €{what}.", f"收费 {what} 欧元。"), values={}, valid_from=None)
    answer = {"pickup": PICKUP, "boutique-hours": HOURS, "storage": STORAGE}[key]
    return retired(answer) if what == "9" else replace(answer, answer=Words(f"Ask for {what}.", f"请说 {what}。"))


releases = st.lists(
    st.dictionaries(st.sampled_from(KEYS), st.sampled_from("1239"), min_size=1, max_size=4), min_size=1, max_size=3
)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=releases)
async def test_releases_taken_back_in_turn_leave_what_was_there_before(
    desk: Desk, changes: list[dict[str, str]]
) -> None:
    before, policies = await desk.answers(), await desk.policies()
    states, numbers = [], []
    for one in changes:
        states.append((await desk.answers(), await desk.policies()))
        contents = [_content(key, what) for key, what in one.items() if not (key == "storage" and what == "9")]
        if contents:
            numbers.append((await _published(desk, contents), len(states) - 1))
    for number, place in reversed(numbers):
        await desk.roll_back(number)
        assert (await desk.answers(), await desk.policies()) == states[place]
    assert (await desk.answers(), await desk.policies()) == (before, policies)


async def _published(desk: Desk, contents: list[Content]) -> int:
    number = 0
    for one in contents:
        number = await desk.put(one, after=await _newest(desk, one))
    await desk.check(number)
    await desk.publish(number, despite="the test wants it")
    return number


async def _newest(desk: Desk, content: Content) -> int:
    if isinstance(content, PolicyDraft):
        held = await _policy_versions(desk, content.key)
        return max(held, default=0)
    async with desk.database.session() as session:
        return next(
            (one.version for one in await knowledge.answers(session, desk.shop.id) if one.key == content.key), 0
        )


async def _policy_versions(desk: Desk, key: str) -> list[int]:
    async with desk.database.session() as session:
        try:
            return [one.version for one in await policies_service.policy_history(session, desk.shop.id, key)]
        except NotFound:
            return []


async def test_two_who_publish_and_take_back_at_once_wait_for_each_other(desk: Desk) -> None:
    first = await desk.published(LYON, ALWAYS)
    second = await desk.put(replace(STORAGE), after=0)
    await desk.check(second)
    outcome = await asyncio.gather(
        desk.roll_back(first), desk.publish(second, despite="the test wants it"), return_exceptions=True
    )
    states = {(await desk.release(first)).state, (await desk.release(second)).state}
    # Whoever came second finds the check stale, or finds both done; none waits for ever and none is half done.
    assert states in ({"rolled_back", "published"}, {"rolled_back", "open"}), outcome
    answers: dict[str, ApprovedAnswer] = await desk.answers()
    assert answers["pickup"].answer == PICKUP.answer and answers["boutique-hours"].answer == HOURS.answer
