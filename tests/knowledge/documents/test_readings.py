"""From a file to a version: stored whole or not at all, the same again is nothing new, others hear of it."""

import shutil
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from tests.due import run_due
from tests.knowledge.documents.files import handbook, packed, policy_docx

from mercery.accounts.actor import SYSTEM, Actor
from mercery.accounts.audit import AuditFilter, entries
from mercery.accounts.service import create_shop, remove_shop
from mercery.accounts.shop import Shop
from mercery.core.database import Database
from mercery.core.errors import Conflict, Invalid, NotFound
from mercery.core.events import bus
from mercery.core.i18n import Words
from mercery.core.ids import new_id
from mercery.knowledge.documents import originals, readings, service
from mercery.knowledge.documents.apart import passages_in, read_apart
from mercery.knowledge.documents.comparison import still_there
from mercery.knowledge.documents.events import DocumentRead, DocumentWithdrawn
from mercery.knowledge.documents.limits import Limits, Refused
from mercery.knowledge.documents.readings import Reading
from mercery.worker import jobs

CLAIRE = Actor(kind="staff", id="stf_1", name="Claire")


@pytest.fixture
async def shop(database: Database, home: Path) -> Shop:
    """A shop of its own, and nobody who hears of events."""
    bus.clear()
    async with database.session() as session:
        return await create_shop(session, slug="orme", name=Words("Orme"))


async def take(database: Database, shop: Shop, file: Path, name: str = "", document_id: str | None = None) -> Reading:
    """Have a copy of the file read."""
    path = originals.incoming(shop.id) / f"{new_id('upl')}{file.suffix}"
    shutil.copyfile(file, path)
    async with database.session() as session:
        one = await readings.note(session, shop.id, CLAIRE, name=name or file.name, path=path, document_id=document_id)
    return await readings.read(database, shop.id, one)


async def test_a_file_becomes_a_document_with_its_passages(database: Database, shop: Shop, tmp_path: Path) -> None:
    heard: list[DocumentRead] = []

    async def hear(session: AsyncSession, event: DocumentRead) -> None:
        heard.append(event)
        assert await service.passages(session, event.shop_id, event.document_id, event.version)

    bus.subscribe(DocumentRead, hear)
    file = handbook(tmp_path / "handbook.pdf", pages=3)
    done = await take(database, shop, file)
    assert (done.status, done.version, done.pages) == ("done", 1, 3) and done.document_id
    async with database.session() as session:
        (one,) = await service.documents(session, shop.id)
        assert (one.name, one.origin, one.format, one.version, one.pages) == ("Handbook", "handbook.pdf", "pdf", 1, 3)
        assert one.recorded_by == "Claire" and one.lang == "en"
        found = await service.passages(session, shop.id, one.id)
        assert len(found) == one.passages == done.passages
        fifth = await service.passage(session, shop.id, one.id, 5)
        assert fifth == found[4] and fifth.anchor.page == 1 and fifth.anchor.headings
        assert [each.text for each in await service.headings(session, shop.id, one.id)][:2] == [
            "1. Returns",
            "1.1 What holds for returns",
        ]
        assert (await service.original(session, shop.id, one.id)).read_bytes() == file.read_bytes()
        lines, _ = await entries(session, shop.id, AuditFilter(action="document.read"))
    assert [(line.actor.name, line.subject) for line in lines] == [("Claire", one.id)]
    assert heard == [DocumentRead(shop_id=shop.id, document_id=one.id, version=1)]
    assert not list(originals.incoming(shop.id).iterdir())


async def test_the_same_again_is_nothing_new_whatever_its_name(database: Database, shop: Shop, tmp_path: Path) -> None:
    file = policy_docx(tmp_path / "returns.docx")
    first = await take(database, shop, file)
    again = await take(database, shop, file)
    renamed = await take(database, shop, file, name="other.docx")
    assert (again.status, renamed.status) == ("unchanged", "unchanged")
    assert first.document_id == again.document_id == renamed.document_id
    async with database.session() as session:
        assert [one.version for one in await service.documents(session, shop.id)] == [1]


async def test_the_next_version_says_what_changed(database: Database, shop: Shop, tmp_path: Path) -> None:
    first = await take(database, shop, policy_docx(tmp_path / "returns.docx"))
    changed = policy_docx(tmp_path / "returns2.docx", days=45, extra=["A gift receipt is enough."])
    second = await take(database, shop, changed, name="returns.docx")
    assert (second.document_id, second.version) == (first.document_id, 2)
    assert second.document_id
    async with database.session() as session:
        changes = await service.changes(session, shop.id, second.document_id)
        kept = still_there(changes)
        old = await service.passages(session, shop.id, second.document_id, 1)
        new = {one.number: one for one in await service.passages(session, shop.id, second.document_id)}
    assert [one.before for one in changes if one.kind == "changed"] == [3]
    assert [new[one.after].text for one in changes if one.kind == "added" and one.after] == [
        "A gift receipt is enough."
    ]
    assert (
        all(new[kept[one.number]].text == one.text for one in old if one.number in kept) and len(kept) == len(old) - 1
    )


async def test_a_file_of_another_name_can_be_the_next_version(database: Database, shop: Shop, tmp_path: Path) -> None:
    first = await take(database, shop, policy_docx(tmp_path / "returns.docx"))
    second = await take(database, shop, handbook(tmp_path / "booklet.pdf", pages=1), document_id=first.document_id)
    assert (second.document_id, second.version) == (first.document_id, 2)
    async with database.session() as session:
        assert [one.origin for one in await service.versions(session, shop.id, first.document_id or "")] == [
            "booklet.pdf",
            "returns.docx",
        ]


async def test_a_refused_file_changes_nothing(database: Database, shop: Shop, tmp_path: Path) -> None:
    source = policy_docx(tmp_path / "a.docx")
    refused = await take(database, shop, packed(tmp_path / "b.docx", {"word/vbaProject.bin": b"x"}, like=source))
    assert (
        refused.status == "refused" and refused.problem["code"] == "macros" and refused.place == "word/vbaProject.bin"
    )
    assert refused.message.zh and refused.remedy.en == "Save it without macros, as DOCX."
    async with database.session() as session:
        assert await service.documents(session, shop.id) == []
        assert (await entries(session, shop.id, AuditFilter(action="document")))[0] == []
    assert not list(originals.incoming(shop.id).iterdir())


async def test_who_hears_of_a_version_can_prevent_it(database: Database, shop: Shop, tmp_path: Path) -> None:
    async def fail(session: AsyncSession, event: DocumentRead) -> None:
        raise RuntimeError("cannot be taken in")

    bus.subscribe(DocumentRead, fail)
    with pytest.raises(RuntimeError):
        await take(database, shop, policy_docx(tmp_path / "a.docx"))
    async with database.session() as session:
        assert await service.documents(session, shop.id) == []
        assert [one.status for one in await readings.readings(session, shop.id)] == ["failed"]
    bus.clear()


async def test_versions_and_passages_are_never_changed(database: Database, shop: Shop, tmp_path: Path) -> None:
    await take(database, shop, policy_docx(tmp_path / "a.docx"))
    for table in ("document_versions", "document_passages"):
        with pytest.raises(DBAPIError, match="append-only"):
            async with database.session() as session:
                await session.execute(text(f"UPDATE {table} SET lang = 'zh'"))


async def test_a_withdrawn_document_stays_readable_and_its_name_is_free(
    database: Database, shop: Shop, tmp_path: Path
) -> None:
    heard: list[str] = []

    async def hear(session: AsyncSession, event: DocumentWithdrawn) -> None:
        heard.append(event.document_id)

    bus.subscribe(DocumentWithdrawn, hear)
    first = await take(database, shop, policy_docx(tmp_path / "a.docx"))
    assert first.document_id
    async with database.session() as session:
        with pytest.raises(Invalid):
            await service.withdraw(session, shop.id, CLAIRE, first.document_id, reason=" ")
        await service.withdraw(session, shop.id, CLAIRE, first.document_id, reason="Replaced by the new terms.")
    async with database.session() as session:
        assert await service.documents(session, shop.id) == []
        assert (await service.document(session, shop.id, first.document_id)).withdrawn_at is not None
        assert await service.passages(session, shop.id, first.document_id)
        with pytest.raises(Conflict):
            await service.withdraw(session, shop.id, CLAIRE, first.document_id, reason="Again.")
        with pytest.raises(NotFound):
            await readings.note(session, shop.id, CLAIRE, name="b.docx", document_id=first.document_id)
    again = await take(database, shop, policy_docx(tmp_path / "a.docx"))
    assert (again.status, again.version) == ("done", 1) and again.document_id != first.document_id
    assert heard == [first.document_id]


async def test_another_shop_sees_nothing_of_it(database: Database, shop: Shop, tmp_path: Path) -> None:
    first = await take(database, shop, policy_docx(tmp_path / "a.docx"))
    async with database.session() as session:
        other = await create_shop(session, slug="other", name=Words("Other"))
        assert await service.documents(session, other.id) == []
        with pytest.raises(NotFound):
            await service.passages(session, other.id, first.document_id or "")
        with pytest.raises(NotFound):
            await readings.reading(session, other.id, first.id)


async def test_the_worker_reads_what_was_stored_and_forgets_a_shop_that_is_gone(
    database: Database, shop: Shop, tmp_path: Path
) -> None:
    from mercery.wiring import wire_events

    wire_events()
    path = originals.incoming(shop.id) / "upl_1.docx"
    shutil.copyfile(policy_docx(tmp_path / "a.docx"), path)
    async with database.session() as session:
        await readings.store(session, shop.id, SYSTEM, name="a.docx", path=path)
    await run_jobs(database)
    async with database.session() as session:
        assert [one.status for one in await readings.readings(session, shop.id)] == ["done"]
    assert originals.folder(shop.id).exists()
    async with database.session() as session:
        await remove_shop(session, shop.id, SYSTEM, confirm_slug="orme")
    await run_jobs(database)
    assert not originals.folder(shop.id).exists()
    bus.clear()


async def test_a_reading_whose_job_was_given_up_is_told_as_failed(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        await readings.note(session, shop.id, CLAIRE, name="a.docx", path=Path("/nowhere"))
    async with database.session() as session:
        assert [one.status for one in await readings.looked_at(session, shop.id)] == ["failed"]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Terms of return", "Terms of return"),
        ("Microsoft Word - terms.docx", "Returns policy"),
        ("terms.doc", "Returns policy"),
    ],
)
async def test_the_title_of_a_document(tmp_path: Path, said: str, name: str) -> None:
    file = policy_docx(tmp_path / "a.docx")
    made = Document(str(file))
    made.core_properties.title = said
    made.save(str(file))
    assert (await read_apart(file, "a.docx", Limits(), tmp_path / "out", lambda *far: None)).title == name


async def test_reading_apart_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[tuple[int, int | None, int]] = []
    out = tmp_path / "out.jsonl"
    file = handbook(tmp_path / "h.pdf", pages=40)
    found = await read_apart(file, "h.pdf", Limits(), out, lambda *far: told.append(far))
    assert (found.pages, found.passages) == (40, len(list(passages_in(out))))
    assert told and told[-1][1] == 40 and [far[0] for far in told] == sorted(far[0] for far in told)


@pytest.mark.parametrize(
    ("limits", "code"), [(Limits(memory=250 << 20), "too_much_memory"), (Limits(seconds=1), "took_too_long")]
)
async def test_a_file_that_wants_too_much_takes_down_its_own_process_alone(
    tmp_path: Path, limits: Limits, code: str
) -> None:
    (tmp_path / "a.html").write_text("<p>" + "<b>word</b> " * 2_500_000)
    with pytest.raises(Refused) as refused:
        await read_apart(tmp_path / "a.html", "a.html", limits, tmp_path / "out", lambda *far: None)
    assert refused.value.refusal == code


async def run_jobs(database: Database) -> None:
    """Run every job that is due, as the worker does."""
    await run_due(jobs, database)
