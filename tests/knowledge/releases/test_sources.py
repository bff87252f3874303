"""A release whose answers stand on a document that becomes another meanwhile."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.knowledge.releases.desk import CLAIRE, STORAGE, Desk

from mercery.core.clock import now
from mercery.core.i18n import Words
from mercery.knowledge import service as knowledge
from mercery.knowledge.documents import repository as documents
from mercery.knowledge.documents.document import Anchor, Document, Passage, SourceRef
from mercery.knowledge.releases.publishing import CheckNeeded

OLD, NEW = "Furs are kept for 90 days.", "Furs are kept for 60 days."


async def read(desk: Desk, text: str, document_id: str = "") -> str:
    """Let the document be read with this text, as its next version. Its id."""
    async with desk.database.session() as session:
        row = (
            await documents.row(session, desk.shop.id, document_id)
            if document_id
            else documents.new_document(session, desk.shop.id, "furs.md", now())
        )
        assert row is not None
        row.version += 1
        await session.flush()
        made = Document(
            id=row.id, name="Furs", format="markdown", origin="furs.md", version=row.version, lang="en", size=1, pages=None,
            passages=1, recorded_at=now(), recorded_by="Claire",
        )  # fmt: skip
        await documents.add_version(session, desk.shop.id, made)
        passage = Passage(number=1, kind="paragraph", text=text, anchor=Anchor(), lang="en")
        await documents.add_passages(session, desk.shop.id, row.id, row.version, [passage])
        return row.id


async def prepared(desk: Desk) -> tuple[int, str]:
    """A checked release with an answer from the document as it reads first. Its number, the document's id."""
    document_id = await read(desk, OLD)
    source = SourceRef(document_id=document_id, version=1, passage=1, quote=OLD)
    number = await desk.put(replace(STORAGE, answer=Words(OLD), sources=(source,)), after=0)
    await desk.check(number)
    return number, document_id


async def held(desk: Desk) -> frozenset[str]:
    async with desk.database.session() as session:
        return await knowledge.held(session, desk.shop.id)


async def test_a_document_read_since_the_check_asks_for_another_one(desk: Desk) -> None:
    number, document_id = await prepared(desk)
    await read(desk, NEW, document_id)
    with pytest.raises(CheckNeeded):
        await desk.publish(number)
    found = (await desk.check(number)).findings
    assert found is not None and found.fails and "60 days" in found.clashes[0].other


async def test_published_all_the_same_it_is_held_back_at_once(desk: Desk) -> None:
    number, document_id = await prepared(desk)
    await read(desk, NEW, document_id)
    await desk.check(number)
    await desk.publish(number, despite="the rest cannot wait")
    assert await held(desk) == {"storage"}
    async with desk.database.session() as session:
        said = await knowledge.answers_to_say(session, desk.shop.id, "en")
    assert "storage" not in {one.key for one in said}


async def test_what_a_roll_back_brings_again_is_held_against_the_document_as_it_reads_now(desk: Desk) -> None:
    number, document_id = await prepared(desk)
    await desk.publish(number)
    assert await held(desk) == frozenset()
    later = await desk.published(replace(STORAGE, answer=Words("Ask us.")), after=1)
    await read(desk, NEW, document_id)
    await desk.roll_back(later)
    assert (await desk.answers())["storage"].answer.en == OLD
    assert await held(desk) == {"storage"}


async def test_other_ways_to_ask_do_not_let_a_held_answer_be_said(desk: Desk) -> None:
    number, document_id = await prepared(desk)
    await read(desk, NEW, document_id)
    await desk.check(number)
    await desk.publish(number, despite="the rest cannot wait")
    async with desk.database.session() as session:
        current = await knowledge.answer(session, desk.shop.id, "storage")
        asked = replace(current, phrasings={"en": ("how long do you keep a fur",)})
        await knowledge.record_answer(session, desk.shop.id, CLAIRE, asked, reason="another way to ask")
    assert await held(desk) == {"storage"}
    async with desk.database.session() as session:
        mended = replace(asked, answer=Words(NEW))
        await knowledge.record_answer(session, desk.shop.id, CLAIRE, mended, reason="follows the booklet")
    assert await held(desk) == frozenset()
