"""A release becomes true as a whole or not at all, at once, and only when its check was seen."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.knowledge.releases.desk import ALWAYS, CLAIRE, DEARER, HOURS, LYON, PICKUP, STORAGE, Desk, retired

from mercery.accounts.actor import SYSTEM
from mercery.accounts.audit import AuditFilter, entries
from mercery.core import clock
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid
from mercery.core.events import bus
from mercery.core.i18n import Words
from mercery.knowledge import service as knowledge
from mercery.knowledge.releases import jobs, service
from mercery.knowledge.releases.events import ReleasePublished
from mercery.knowledge.releases.publishing import CheckFails, CheckNeeded

COLLECT = "Can I collect an order in the boutique?"


async def test_everything_it_holds_is_said_from_the_next_message_on(desk: Desk) -> None:
    assert "Paris" in await desk.ask(COLLECT)
    await desk.published(LYON, DEARER)
    assert await desk.ask(COLLECT) == "Yes, in Lyon."
    assert "€15" in await desk.ask("What does delivery cost?")
    async with desk.database.session() as session:
        chinese = await knowledge.answers_in_force(session, desk.shop.id, "zh")
    assert "可以，在里昂。" in [one.answer.zh for one in chinese]


async def test_a_new_answer_a_change_and_a_withdrawal_come_together(desk: Desk) -> None:
    await desk.put(STORAGE, after=0)
    number = await desk.put(LYON, retired(HOURS))
    await desk.check(number)
    release = await desk.publish(number, despite="the hours are on the door")
    assert {one.key: (one.does, one.recorded_version) for one in release.inside} == {
        "storage": ("new", 1), "pickup": ("change", 2), "boutique-hours": ("retire", 2),
    }  # fmt: skip
    answers = await desk.answers()
    assert "storage" in answers and "boutique-hours" not in answers


async def test_a_conflict_in_the_last_item_leaves_nothing_of_the_first(desk: Desk) -> None:
    number = await desk.put(LYON, replace(DEARER), ALWAYS)
    await desk.record(replace(PICKUP, owner="Bruno"))
    await desk.check(number)
    before, policies = await desk.answers(), await desk.policies()
    with pytest.raises(Conflict) as refused:
        await desk.publish(number, despite="the test wants it")
    assert [one.field for one in refused.value.problems] == ["answer:pickup"]
    assert "Bruno recorded version 2 meanwhile" in refused.value.problems[0].message
    assert await desk.answers() == before and await desk.policies() == policies
    assert await desk.versions("boutique-hours") == [1]
    assert (await desk.release(number)).state == "open"


async def test_nothing_stays_when_the_caller_goes_on_after_a_failure(desk: Desk) -> None:
    number = await desk.put(LYON, ALWAYS)
    await desk.check(number)

    async def refuses(session: object, event: ReleasePublished) -> None:
        raise Conflict("Somebody who hears of it refuses.")

    bus.subscribe(ReleasePublished, refuses)
    try:
        async with desk.database.session() as session:
            with pytest.raises(Conflict):
                await service.publish(session, desk.shop, CLAIRE, number)
    finally:
        bus.clear()
    assert await desk.versions("pickup") == [1] and await desk.versions("boutique-hours") == [1]
    assert (await desk.release(number)).state == "open"


async def test_every_policy_and_answer_changed_meanwhile_is_named(desk: Desk) -> None:
    number = await desk.put(LYON, DEARER, ALWAYS)
    await desk.record(replace(PICKUP, owner="Bruno"))
    await desk.policy(replace(DEARER, statement=Words("Delivery costs €16.", "运费 16 欧元。")))
    await desk.check(number)
    with pytest.raises(Conflict) as refused:
        await desk.publish(number, despite="the test wants it")
    assert {one.field for one in refused.value.problems} == {"answer:pickup", "policy:delivery_cost"}


async def test_it_is_not_published_unchecked_nor_after_something_else_was_recorded(desk: Desk) -> None:
    number = await desk.put(LYON)
    with pytest.raises(CheckNeeded, match="has not been checked"):
        await desk.publish(number)
    assert (await desk.check(number)).fresh
    await desk.record(replace(HOURS, owner="Bruno"))
    assert not (await desk.checked(number)).fresh
    with pytest.raises(CheckNeeded, match="since the check"):
        await desk.publish(number)
    await desk.check(number)
    assert (await desk.publish(number)).state == "published"


async def test_another_item_or_own_question_makes_the_check_stale(desk: Desk) -> None:
    number = await desk.put(LYON)
    await desk.check(number)
    await desk.put(ALWAYS)
    assert not (await desk.checked(number)).fresh
    await desk.check(number)
    await desk.question(COLLECT, expects="answer", key="pickup")
    assert not (await desk.checked(number)).fresh


async def test_against_a_failing_check_it_takes_a_reason_and_the_check_that_was_seen(desk: Desk) -> None:
    await desk.question(COLLECT, expects="words", words=("Paris",))
    number = await desk.put(LYON)
    check = await desk.check(number)
    with pytest.raises(CheckFails, match="1 own question fails"):
        await desk.publish(number)
    with pytest.raises(CheckNeeded, match="newer check"):
        await desk.publish(number, despite="we moved", seen="chk_of_yesterday")
    release = await desk.publish(number, despite="we moved to Lyon", seen=check.id)
    assert release.state == "published" and release.reason == "we moved to Lyon"


async def test_a_release_that_is_held_back_waits_and_the_next_one_gathers(desk: Desk) -> None:
    number = await desk.put(LYON)
    await desk.check(number)
    async with desk.database.session() as session:
        await service.hold(session, desk.shop.id, CLAIRE, number, reason="legal reads it")
    with pytest.raises(Conflict, match="held back: legal reads it"):
        await desk.publish(number)
    assert await desk.put(ALWAYS) == number + 1
    async with desk.database.session() as session:
        await service.resume(session, desk.shop.id, CLAIRE, number)
    assert (await desk.publish(number)).state == "published"


async def test_an_item_taken_out_is_not_recorded(desk: Desk) -> None:
    number = await desk.put(LYON, ALWAYS)
    release = await desk.release(number)
    pickup = next(one for one in release.inside if one.key == "pickup")
    async with desk.database.session() as session:
        await service.take_out(session, desk.shop.id, CLAIRE, number, pickup.id, reason="not yet")
    await desk.check(number)
    await desk.publish(number)
    assert await desk.versions("pickup") == [1] and await desk.versions("boutique-hours") == [2, 1]


async def test_who_did_what_and_why_is_kept(desk: Desk) -> None:
    number = await desk.published(LYON)
    async with desk.database.session() as session:
        release = await service.release(session, desk.shop.id, number)
        steps = await service.steps(session, release.id)
        audit, _ = await entries(session, desk.shop.id, AuditFilter(action="release.publish"))
    assert [one.act for one in steps] == ["publish", "checked", "check", "put_in", "begin"]
    assert {one.by for one in steps} == {CLAIRE.name, SYSTEM.name}
    assert audit[0].subject == f"release:{number}" and audit[0].after == {
        "answers": ["pickup"], "policies": [], "against_check": False,
    }  # fmt: skip


@pytest.mark.slow
async def test_whoever_asks_meanwhile_never_meets_half_a_release(desk: Desk) -> None:
    """Two answers and a policy all say the same number; a release changes all three again and again."""
    asked = "Can I collect an order in the boutique? And what does delivery cost?"

    def saying(number: int) -> tuple[object, object]:
        answer = replace(PICKUP, answer=Words(f"Yes, at counter {number}.", f"可以，在 {number} 号柜台。"))
        policy = replace(DEARER, statement=Words(f"Delivery costs €{number}.", f"运费 {number} 欧元。"))
        return answer, policy

    await desk.published(*saying(20))  # type: ignore[arg-type]
    done = asyncio.Event()
    heard: list[str] = []

    async def customer(visitor: str) -> None:
        while not done.is_set():
            heard.append(await desk.ask(asked, visitor))

    customers = [asyncio.create_task(customer(f"vis_{number}")) for number in range(2)]
    for number in range(21, 23):
        release = await desk.put(*saying(number), after=number - 19)  # type: ignore[arg-type]
        await desk.check(release)
        await desk.publish(release, despite="the test wants it")
    done.set()
    await asyncio.gather(*customers)
    numbers = [
        (one, {word for word in range(20, 23) if f"counter {word}" in one or f"€{word}" in one}) for one in heard
    ]
    assert len(heard) > 3 and [one for one, named in numbers if len(named) != 1] == []
    assert "counter 22" in await desk.ask(asked)


async def test_it_is_published_by_itself_at_the_time_that_was_set(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "database", lambda: desk.database)
    number = await desk.put(LYON)
    await desk.check(number)
    async with desk.database.session() as session:
        with pytest.raises(Invalid, match="has passed"):
            await service.schedule(session, desk.shop.id, CLAIRE, number, now() - timedelta(minutes=1))
        await service.schedule(session, desk.shop.id, CLAIRE, number, now() + timedelta(hours=1))
    await jobs.publish_due(0)
    assert (await desk.release(number)).state == "open"
    with clock.at(now() + timedelta(hours=2)):
        await jobs.publish_due(0)
    assert (await desk.release(number)).state == "published"


async def test_what_cannot_be_published_at_its_time_waits_for_a_person_with_the_reason(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "database", lambda: desk.database)
    number = await desk.put(LYON)
    await desk.check(number)
    async with desk.database.session() as session:
        await service.schedule(session, desk.shop.id, CLAIRE, number, now() + timedelta(hours=1))
    await desk.record(replace(HOURS, owner="Bruno"))
    with clock.at(now() + timedelta(hours=2)):
        await jobs.publish_due(0)
    release = await desk.release(number)
    async with desk.database.session() as session:
        last = (await service.steps(session, release.id))[0]
    assert release.state == "open" and release.publish_at is None
    assert last.act == "publish_failed" and "since the check" in last.reason
