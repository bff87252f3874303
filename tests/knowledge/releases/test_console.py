"""The pages of releases, by plain form posts: gathered, checked, looked at twice, published and taken back."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.accounts.house import House, console_app, open_shop
from tests.assistant.test_service import ask
from tests.knowledge.releases.desk import CLAIRE, LYON, PICKUP

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.assistant.looking_back.rehearsing import PastTurns
from mercery.assistant.tables import TurnRow
from mercery.core.database import Database
from mercery.knowledge import console as answers_console
from mercery.knowledge import service as knowledge
from mercery.knowledge.releases import console, questions, questions_console, service
from mercery.knowledge.releases.rehearsal import use_rehearsal
from mercery.knowledge.releases.shop_question import ShopQuestion
from mercery.knowledge.releases.tables import ReleaseCheckRow

PAGE = "/console/releases"
COLLECT = "Can I collect an order in the boutique?"


@pytest.fixture
async def house(database: Database, home: Path) -> AsyncIterator[House]:
    shop, people = await open_shop(database, "house", roles=("owner", "editor", "reviewer", "viewer"))
    async with database.session() as session:
        shop = await accounts.update_shop(session, shop.id, SYSTEM, holdouts={"assistant": 0.0})
        await knowledge.record_answers(session, shop.id, CLAIRE, [PICKUP], reason="test")
    app = console_app(database, questions_console.router, console.router, answers_console.router)
    use_rehearsal(PastTurns())
    made = House(app=app, database=database, shop=shop, people=people)
    yield made
    use_rehearsal(None)
    for browser in made.browsers:
        await browser.http.aclose()


async def worked(house: House) -> None:
    """What the worker does: every check that waits."""
    async with house.database.session() as session:
        waiting = list(await session.scalars(select(ReleaseCheckRow.id).where(ReleaseCheckRow.state == "running")))
    for one in waiting:
        await service.work(house.database, PastTurns(), house.shop.id, one)


async def put(house: House) -> None:
    async with house.database.session() as session:
        await service.put_in(session, house.shop.id, CLAIRE, LYON, after_version=1, reason="we moved")


def headline(html: str) -> str:
    found = re.search(r'<h1 class="type-verdict">(.*?)</h1>', html, re.DOTALL)
    assert found, html[:400]
    return found.group(1).strip()


async def said(house: House) -> str:
    async with house.database.session() as session:
        return (await knowledge.answer(session, house.shop.id, "pickup")).answer.en


async def test_an_answer_is_put_in_from_its_own_page_checked_published_and_taken_back(house: House) -> None:
    await ask(house.database, house.shop, COLLECT)
    editor = await house.as_role("editor")
    typed = {"question_en": PICKUP.question.en, "answer_en": "Yes, in Lyon.", "version": "1", "reason": "we moved"}
    answer = await editor.post("/console/answers/pickup/release", typed)
    assert answer.headers["location"] == f"{PAGE}/1" and "Lyon" not in await said(house)
    assert headline((await editor.get(f"{PAGE}/1")).text) == "Release 1 is not checked yet."

    await editor.post(f"{PAGE}/1/check")
    assert headline((await editor.get(f"{PAGE}/1")).text) == "Release 1 is being checked."
    await worked(house)
    page = (await editor.get(f"{PAGE}/1")).text
    assert headline(page) == "Nothing gets worse: 1 past answer reads otherwise."
    assert COLLECT in page and "<ins" in page and "Always ask this" in page

    check = re.search(r'name="seen" value="(chk_\w+)"', page)
    assert check is not None
    await editor.post(f"{PAGE}/1/publish", {"seen": check.group(1)})
    assert (
        await said(house) == "Yes, in Lyon." and headline((await editor.get(f"{PAGE}/1")).text) == "Release 1 is live."
    )

    await editor.post(f"{PAGE}/1/roll-back", {"reason": "we did not move"})
    page = (await editor.get(f"{PAGE}/1")).text
    assert headline(page) == "Release 1 was taken back." and "we did not move" in page
    assert await said(house) == PICKUP.answer.en


async def test_against_a_failing_check_it_takes_a_second_look_with_a_reason(house: House) -> None:
    async with house.database.session() as session:
        paris = ShopQuestion(text=COLLECT, lang="en", expects="words", words=("Paris",))
        await questions.add(session, house.shop.id, CLAIRE, paris)
    await put(house)
    editor = await house.as_role("editor")
    await editor.post(f"{PAGE}/1/check")
    await worked(house)
    page = (await editor.get(f"{PAGE}/1")).text
    assert headline(page) == "The check finds trouble: 1 own question fails."
    assert "It does not say “Paris”." in page and "Publish although the check finds trouble" in page
    refused = await editor.post(f"{PAGE}/1/publish")
    assert refused.status_code == 409 and "Say why it is published" in refused.text and "Lyon" not in await said(house)
    await editor.post(f"{PAGE}/1/publish", {"despite": "we moved to Lyon"})
    page = (await editor.get(f"{PAGE}/1")).text
    assert await said(house) == "Yes, in Lyon." and "against its check" in page and "we moved to Lyon" in page


async def test_who_changed_an_answer_meanwhile_is_named_on_the_page(house: House) -> None:
    await put(house)
    async with house.database.session() as session:
        await knowledge.record_answer(session, house.shop.id, CLAIRE, replace(PICKUP, owner="x"), reason="by hand")
    editor = await house.as_role("editor")
    assert "Claire Martin recorded another version meanwhile" in (await editor.get(f"{PAGE}/1")).text
    await editor.post(f"{PAGE}/1/check")
    await worked(house)
    refused = await editor.post(f"{PAGE}/1/publish", {"despite": "it has to"})
    assert refused.status_code == 409 and "recorded version 2 meanwhile" in refused.text


async def test_it_is_held_back_let_go_on_scheduled_and_given_up(house: House) -> None:
    await put(house)
    editor = await house.as_role("editor")
    refused = await editor.post(f"{PAGE}/1/hold")
    assert refused.status_code == 422 and "Say why it is held back." in refused.text
    await editor.post(f"{PAGE}/1/hold", {"reason": "legal reads it"})
    assert headline((await editor.get(f"{PAGE}/1")).text) == "Release 1 is held back."
    await editor.post(f"{PAGE}/1/resume")
    await editor.post(f"{PAGE}/1/schedule", {"at": "2099-12-01T09:30"})
    assert 'value="2099-12-01T09:30"' in (await editor.get(f"{PAGE}/1")).text
    assert (await editor.post(f"{PAGE}/1/schedule", {"at": "soon"})).status_code == 422
    await editor.post(f"{PAGE}/1/drop", {"reason": "another way"})
    assert headline((await editor.get(f"{PAGE}/1")).text) == "Release 1 was given up."
    assert headline((await editor.get(PAGE)).text) == "Nothing waits to be published."


async def test_a_reviewer_checks_but_does_not_publish_and_a_viewer_only_reads(house: House) -> None:
    await put(house)
    reviewer, viewer = await house.as_role("reviewer"), await house.as_role("viewer")
    assert (await reviewer.post(f"{PAGE}/1/check")).status_code == 303
    assert (await reviewer.post(f"{PAGE}/1/publish")).status_code == 403
    assert (await viewer.get(f"{PAGE}/1")).status_code == 200
    assert (await viewer.post(f"{PAGE}/1/check")).status_code == 403
    assert "Take it out" not in (await viewer.get(f"{PAGE}/1")).text


async def test_own_questions_are_written_taken_from_a_customer_imported_and_asked(house: House) -> None:
    await ask(house.database, house.shop, COLLECT)
    reviewer = await house.as_role("reviewer")
    typed = {"text": "Is Claire there?", "lang": "en", "expects": "declined", "active": "1"}
    await reviewer.post(f"{PAGE}/questions/new", typed)
    wrong = await reviewer.post(f"{PAGE}/questions/new", {**typed, "expects": "answer", "text": "What else?"})
    assert wrong.status_code == 422 and "The answer is missing." in wrong.text and "What else?" in wrong.text
    async with house.database.session() as session:
        (turn,) = await session.scalars(select(TurnRow.id))
    kept = await reviewer.post(f"{PAGE}/questions/from-turn", {"turn": turn})
    page = (await reviewer.get(kept.headers["location"])).text
    assert COLLECT in page and "A customer asked it." in page
    token = await reviewer.token(PAGE)
    sent = {"file": ("own.csv", b"question,expects,key\nWo?,answer,\n", "text/csv")}
    refused = await reviewer.http.post(f"{PAGE}/questions/import", data={"csrf_token": token}, files=sent)
    assert refused.status_code == 422 and "own.csv, line 2, column" in refused.text
    await reviewer.post(f"{PAGE}/questions/run")
    await worked(house)
    page = (await reviewer.get(f"{PAGE}/questions")).text
    assert headline(page) == "1 of 2 own questions is not answered right." and "No answer is wanted" in page
    assert "Is Claire there?,en,declined" in (await reviewer.get(f"{PAGE}/questions/export.csv")).text


async def test_both_pages_speak_chinese(house: House) -> None:
    await put(house)
    viewer = await house.as_role("viewer")
    assert headline((await viewer.get(f"{PAGE}/1?lang=zh")).text) == "第 1 次发布尚未检查。"
    assert headline((await viewer.get(f"{PAGE}?lang=zh")).text) == "第 1 次发布待检查。"


async def test_what_cannot_be_done_is_told_in_chinese_too(house: House) -> None:
    await put(house)
    editor = await house.as_role("editor")
    await editor.get(f"{PAGE}/1?lang=zh")
    refused = await editor.post(f"{PAGE}/1/hold")
    assert refused.status_code == 422 and "请写明暂缓的原因。" in refused.text and "Say why" not in refused.text
    unchecked = await editor.post(f"{PAGE}/1/publish")
    assert "第 1 次发布尚未检查，请先检查。" in unchecked.text and "Check it first" not in unchecked.text
    async with house.database.session() as session:
        await knowledge.record_answer(session, house.shop.id, CLAIRE, replace(PICKUP, owner="x"), reason="by hand")
    await editor.post(f"{PAGE}/1/check")
    await worked(house)
    overtaken = await editor.post(f"{PAGE}/1/publish", {"despite": "it has to"})
    assert "其间 Claire Martin 已记录第 2 版" in overtaken.text and "meanwhile" not in overtaken.text
