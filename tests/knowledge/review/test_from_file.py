"""A file of the shop, read for real, becomes drafts; its next version changes them; its withdrawal ends what stood on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.knowledge.review.house import House

from mercery.core.runtime import use_database
from mercery.knowledge import service as knowledge
from mercery.knowledge.documents import readings
from mercery.knowledge.documents import service as documents
from mercery.knowledge.documents.originals import incoming
from mercery.knowledge.review import jobs, queue, service
from mercery.knowledge.review.queue import Wanted
from mercery.knowledge.review.queued import QueuedDraft

TEXT = """# Services of the boutique

## Can initials be stamped on a bag?

Initials can be stamped on any bag within 3 working days.

## Is there a cloakroom?

There is a cloakroom beside the entrance.
"""


@pytest.fixture(autouse=True)
async def runtime(house: House, home: Path) -> AsyncIterator[None]:
    use_database(house.database)
    yield
    use_database(None)


async def read(house: House, text: str) -> tuple[str, int]:
    path = incoming(house.shop.id) / "services.md"
    path.write_text(text, encoding="utf-8")
    async with house.database.session() as session:
        reading = await readings.note(session, house.shop.id, house.claire, name="services.md", path=path)
    await readings.read(house.database, house.shop.id, reading)
    async with house.database.session() as session:
        [one] = await documents.documents(session, house.shop.id)
    await jobs.make_drafts(house.shop.id, one.id, one.version)
    return one.id, one.version


async def waiting(house: House) -> list[QueuedDraft]:
    async with house.database.session() as session:
        lines = await queue.lines(session, house.shop.id, "", Wanted())
        return await service.drafts(session, house.shop.id, [line.id for line in lines])


async def test_from_file_to_answer_to_change_to_withdrawal(house: House) -> None:
    document_id, _ = await read(house, TEXT)
    drafts = {one.draft.question.en: one for one in await waiting(house)}
    stamped = drafts["Can initials be stamped on a bag?"]
    assert stamped.exact and any("3 working days" in source.quote for source in stamped.draft.sources)
    done = await house.approve(house.claire, stamped)
    async with house.database.session() as session:
        [ready] = await service.approved(session, house.shop.id)
        await knowledge.record_answer(session, house.shop.id, house.claire, ready.answer, reason="release")
        await service.mark_published(session, house.shop.id, house.claire, [done.id])

    assert await read(house, TEXT.replace("3 working days", "6 working days")) == (document_id, 2)
    changed = next(one for one in await waiting(house) if one.kind == "change")
    assert changed.answer_key == ready.answer.key
    assert any("6 working days" in source.quote for source in changed.draft.sources)
    async with house.database.session() as session:
        await service.reject(session, house.shop.id, house.claire, changed.id, reason="No.", seen=changed.version)
        await documents.withdraw(session, house.shop.id, house.claire, document_id, reason="Closed.")
    await jobs.withdraw_drafts(house.shop.id, document_id)
    assert [(one.kind, one.answer_key) for one in await waiting(house)] == [("withdraw", ready.answer.key)]


async def test_drafts_that_a_release_gives_back_are_held_against_their_document_as_it_reads_now(house: House) -> None:
    await read(house, TEXT)
    drafts = {one.draft.question.en: one for one in await waiting(house)}
    stamped, cloak = drafts["Can initials be stamped on a bag?"], drafts["Is there a cloakroom?"]
    held = [stamped.id, cloak.id]
    for one in (stamped, cloak):
        await house.approve(house.claire, one)
    async with house.database.session() as session:
        await service.take_up(session, house.shop.id, held, "rel_1")
        await service.mark_published(session, house.shop.id, house.claire, held, release_id="rel_1")
    await read(house, TEXT.replace("3 working days", "6 working days"))
    async with house.database.session() as session:
        await service.give_back(session, house.shop.id, house.claire, held, reason="Taken back.", again=True)
    assert (await house.draft(stamped.id)).state == "overtaken"
    assert (await house.draft(cloak.id)).state == "waiting"
    [fresh] = [one for one in await waiting(house) if one.draft.question == stamped.draft.question]
    assert "6 working days" in fresh.draft.answer.en


async def test_an_approved_draft_of_a_withdrawn_document_does_not_wait_for_another_release(house: House) -> None:
    document_id, _ = await read(house, TEXT)
    one = (await waiting(house))[0]
    await house.approve(house.claire, one)
    async with house.database.session() as session:
        await service.take_up(session, house.shop.id, [one.id], "rel_1")
        await documents.withdraw(session, house.shop.id, house.claire, document_id, reason="Closed.")
        await service.give_back(session, house.shop.id, house.claire, [one.id], reason="Given up.")
        assert await service.approved(session, house.shop.id) == []
    assert (await house.draft(one.id)).state == "overtaken"
