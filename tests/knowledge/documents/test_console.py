"""The pages of documents through the real application."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from tests.accounts.house import Browser, House, console_app, open_shop
from tests.knowledge.documents.files import handbook, policy_docx
from tests.knowledge.documents.test_readings import run_jobs, take

from mercery.accounts.actor import SYSTEM
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.events import bus
from mercery.core.i18n import Words
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.documents import console, originals, readings, service
from mercery.knowledge.documents.document import SourceRef, source_url
from mercery.knowledge.service import record_answers

LIST = "/console/documents"


@pytest.fixture
async def orme(database: Database, home: Path) -> AsyncIterator[House]:
    """A shop with an editor and a viewer, and the pages of documents."""
    bus.clear()
    shop, people = await open_shop(database, "orme", roles=("editor", "viewer"))
    made = House(app=console_app(database, console.router), database=database, shop=shop, people=people)
    yield made
    for browser in made.browsers:
        await browser.http.aclose()


async def send(browser: Browser, *files: Path, to: str = LIST, page: str = LIST) -> httpx.Response:
    """Choose files and press the button."""
    return await browser.http.post(
        to,
        data={"csrf_token": await browser.token(page)},
        files=[("files", (file.name, io.BytesIO(file.read_bytes()))) for file in files],
    )


async def document_id(orme: House) -> str:
    """The id of the only document."""
    async with orme.database.session() as session:
        (one,) = await service.documents(session, orme.shop.id)
        return one.id


async def test_several_files_are_sent_read_and_listed(orme: House, tmp_path: Path) -> None:
    browser = await orme.as_role("editor")
    assert "No document has been read yet." in (await browser.get(LIST)).text
    files = (policy_docx(tmp_path / "returns.docx"), handbook(tmp_path / "handbook.pdf", pages=2))
    assert (await send(browser, *files)).status_code == 303
    waiting = (await browser.get(LIST)).text
    assert (
        "2 documents are being read." in waiting
        and "waits for its turn" in waiting
        and 'hx-trigger="every 1s"' in waiting
    )
    await run_jobs(orme.database)
    page = (await browser.get(LIST)).text
    assert "2 documents, and no answer stands on them yet." in page and 'hx-trigger="every 1s"' not in page
    assert "Returns policy" in page and "Handbook" in page and "2 pages" in page
    assert "2 份文件" in (await browser.get(f"{LIST}?lang=zh")).text


async def test_passages_can_be_pointed_to_and_live_answers_stand_beside_them(orme: House, tmp_path: Path) -> None:
    browser = await orme.as_role("editor")
    await send(browser, policy_docx(tmp_path / "returns.docx"))
    await run_jobs(orme.database)
    one = await document_id(orme)
    source = SourceRef(document_id=one, version=1, passage=3, quote="within 30 days")
    answer = ApprovedAnswer(
        key="gift", question=Words("May I return it?"), answer=Words("Within 30 days."), sources=(source,)
    )
    async with orme.database.session() as session:
        await record_answers(session, orme.shop.id, SYSTEM, [answer], reason="From the policy.")
    address = source_url(one, 1, 3).partition("#")[0]
    page = (await browser.get(address)).text
    assert 'id="p3"' in page and "You may return an unworn piece within 30 days of delivery." in page
    assert "answers: May I return it?" in page and "Live answers on documents: 1." in (await browser.get(LIST)).text


async def test_a_new_version_shows_what_changed(orme: House, tmp_path: Path) -> None:
    browser = await orme.as_role("editor")
    await send(browser, policy_docx(tmp_path / "returns.docx"))
    await run_jobs(orme.database)
    one = await document_id(orme)
    again = policy_docx(tmp_path / "summer.docx", days=45, extra=["A gift receipt is enough."])
    assert (await send(browser, again, to=f"{LIST}/{one}/versions", page=f"{LIST}/{one}")).status_code == 303
    await run_jobs(orme.database)
    page = (await browser.get(f"{LIST}/{one}")).text
    assert "What changed since version 1" in page and '<del class="stops">30</del><ins class="holds">45</ins>' in page
    assert "1 changed, 1 new, 0 gone, 0 moved, 8 as they were." in page
    assert "This is version 1; version 2 is the newest." in (await browser.get(f"{LIST}/{one}?version=1")).text


async def test_a_refusal_names_file_reason_and_remedy_and_can_be_taken_off_the_page(
    orme: House, tmp_path: Path
) -> None:
    browser = await orme.as_role("editor")
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    await send(browser, tmp_path / "old.xls")
    await run_jobs(orme.database)
    page = (await browser.get(LIST)).text
    assert "old.xls was not taken" in page and "Open it and save it as XLSX." in page and "nothing was changed" in page
    assert "请打开后另存为 XLSX。" in (await browser.get(f"{LIST}?lang=zh")).text
    await browser.post(f"{LIST}/dismiss", page=LIST)
    assert "old.xls" not in (await browser.get(LIST)).text


async def test_addresses_are_taken_from_the_list_of_hosts_alone(orme: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MERCERY_DOCUMENT_HOSTS", "help.orme.example")
    settings.cache_clear()
    browser = await orme.as_role("editor")
    typed = "https://help.orme.example/returns\nhttps://elsewhere.example/"
    answer = await browser.post(f"{LIST}/addresses", {"addresses": typed}, page=LIST)
    assert answer.status_code == 422 and "elsewhere.example is not on the list" in answer.text and typed in answer.text
    async with orme.database.session() as session:
        assert await readings.readings(session, orme.shop.id) == []
    answer = await browser.post(f"{LIST}/addresses", {"addresses": typed.splitlines()[0]}, page=LIST)
    assert answer.status_code == 303
    settings.cache_clear()


async def test_a_page_of_an_address_is_read_again(orme: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MERCERY_DOCUMENT_HOSTS", "help.orme.example")
    settings.cache_clear()
    url = "https://help.orme.example/returns"
    (tmp_path / "page.html").write_text("<html><body><h1>Returns</h1><p>Within 30 days.</p></body></html>")
    first = await take(orme.database, orme.shop, tmp_path / "page.html", name=url)
    browser = await orme.as_role("editor")
    assert "Read the page again" in (await browser.get(f"{LIST}/{first.document_id}")).text
    answer = await browser.post(f"{LIST}/{first.document_id}/again", page=f"{LIST}/{first.document_id}")
    assert answer.status_code == 303
    async with orme.database.session() as session:
        again = (await readings.readings(session, orme.shop.id, busy=True))[0]
    assert (again.origin, again.document_id, again.status) == (url, first.document_id, "waiting")
    settings.cache_clear()


async def test_the_original_is_saved_and_never_shown(orme: House, tmp_path: Path) -> None:
    browser = await orme.as_role("editor")
    (tmp_path / "a.html").write_text("<html><body><script>alert(1)</script><p>Words</p></body></html>")
    await send(browser, tmp_path / "a.html")
    await run_jobs(orme.database)
    answer = await browser.get(f"{LIST}/{await document_id(orme)}/original")
    assert answer.content == (tmp_path / "a.html").read_bytes()
    assert (
        answer.headers["content-disposition"].startswith("attachment")
        and "sandbox" in answer.headers["content-security-policy"]
    )


async def test_a_document_is_withdrawn_with_a_reason(orme: House, tmp_path: Path) -> None:
    browser = await orme.as_role("editor")
    await send(browser, policy_docx(tmp_path / "returns.docx"))
    await run_jobs(orme.database)
    one = await document_id(orme)
    assert (
        "Say why the document is withdrawn."
        in (await browser.post(f"{LIST}/{one}/withdraw", {}, page=f"{LIST}/{one}")).text
    )
    await browser.post(f"{LIST}/{one}/withdraw", {"reason": "New terms."}, page=f"{LIST}/{one}")
    assert "No document has been read yet." in (await browser.get(LIST)).text
    assert "New terms." in (await browser.get(f"{LIST}/{one}")).text
    assert "withdrawn" in (await browser.get(f"{LIST}?withdrawn=true")).text


async def test_a_long_document_is_shown_in_parts_and_a_passage_is_found_in_its_part(
    orme: House, tmp_path: Path
) -> None:
    browser = await orme.as_role("editor")
    (tmp_path / "long.md").write_text("\n\n".join(f"Clause {n} holds." for n in range(1, 1001)))
    await send(browser, tmp_path / "long.md")
    await run_jobs(orme.database)
    one = await document_id(orme)
    page = (await browser.get(f"{LIST}/{one}?passage=850")).text
    assert 'id="p850"' in page and 'id="p1"' not in page and "Page 3 of 3" in page


async def test_a_viewer_sees_and_changes_nothing(orme: House, tmp_path: Path) -> None:
    editor, viewer = await orme.as_role("editor"), await orme.as_role("viewer")
    await send(editor, policy_docx(tmp_path / "returns.docx"))
    await run_jobs(orme.database)
    one = await document_id(orme)
    page = (await viewer.get(f"{LIST}/{one}")).text
    assert "You may return" in page and "Withdraw" not in page and "Add documents" not in (await viewer.get(LIST)).text
    token = {"csrf_token": await viewer.token("/console")}
    refused = await viewer.http.post(LIST, data=token, files={"files": ("a.md", b"# x")})
    assert refused.status_code == 403


async def test_of_several_files_the_good_ones_are_taken_and_the_others_told(orme: House, tmp_path: Path) -> None:
    browser = await orme.as_role("editor")
    (tmp_path / "empty.md").write_bytes(b"")
    answer = await send(browser, policy_docx(tmp_path / "returns.docx"), tmp_path / "empty.md")
    assert answer.status_code == 303
    await run_jobs(orme.database)
    async with orme.database.session() as session:
        known = {one.origin: one.status for one in await readings.readings(session, orme.shop.id)}
    assert known == {"returns.docx": "done", "empty.md": "refused"}
    page = (await browser.get(LIST)).text
    assert "empty.md" in page and "The file is empty." in page
    assert not list(originals.incoming(orme.shop.id).iterdir())


async def test_where_no_file_can_be_taken_nothing_is_kept(orme: House, tmp_path: Path) -> None:
    browser = await orme.as_role("editor")
    (tmp_path / "empty.md").write_bytes(b"")
    answer = await send(browser, tmp_path / "empty.md")
    assert answer.status_code == 422 and "empty.md: The file is empty." in answer.text
    async with orme.database.session() as session:
        assert await readings.readings(session, orme.shop.id) == []


async def test_none_of_many_refusals_is_missing_and_a_long_name_keeps_its_ending(orme: House, tmp_path: Path) -> None:
    browser = await orme.as_role("editor")
    sent = tmp_path / "sent"
    sent.mkdir()
    for number in range(15):
        (sent / f"{number}.pdf").write_bytes(b"MZ")
    (sent / f"{'long-' * 46}.md").write_text("# Umbrellas\n\nLent for a day.", encoding="utf-8")
    await send(browser, *sorted(sent.iterdir()))
    await run_jobs(orme.database)
    page = await browser.get(LIST)
    assert page.text.count("was not taken") == 15 and "Markdown, version 1" in page.text


async def test_nothing_chosen_is_said_on_the_page(orme: House) -> None:
    browser = await orme.as_role("editor")
    part = '--b\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n{}\r\n'
    token = await browser.token(LIST)
    body = part.format("csrf_token", "", token) + part.format("files", '; filename=""', "") + "--b--\r\n"
    headers = {"content-type": "multipart/form-data; boundary=b"}
    answer = await browser.http.post(LIST, content=body.encode(), headers=headers)
    assert answer.status_code == 422 and "No file was chosen." in answer.text
