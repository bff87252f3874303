"""The page of what would be said otherwise: begun by an editor, read by everybody, and asked before a draft is recorded."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.accounts.house import House, console_app, open_shop
from tests.assistant.test_service import ask

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.assistant.looking_back import console, service
from mercery.assistant.looking_back.foresight import LookingBack
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.knowledge import console as answers_console
from mercery.knowledge import service as knowledge
from mercery.knowledge.answer import ApprovedAnswer
from mercery.policies import console as policies_console
from mercery.policies import service as policies
from mercery.policies.draft import PolicyDraft

PAGE = "/console/changes"
QUESTION = "Can I collect an order in the boutique?"
HOURS = ApprovedAnswer(key="pickup", question=Words(QUESTION), answer=Words("Yes, in Paris."))
GIFT = PolicyDraft(key="gift", topic="gift", title=Words("Gifts"), statement=Words("Gift wrapping is free of charge."))


@pytest.fixture
async def house(database: Database, home: Path) -> AsyncIterator[House]:
    shop, people = await open_shop(database, "house", roles=("owner", "editor", "viewer"))
    async with database.session() as session:
        shop = await accounts.update_shop(session, shop.id, SYSTEM, holdouts={"assistant": 0.0})
        await knowledge.record_answers(session, shop.id, SYSTEM, [HOURS], reason="test")
        await policies.record_policy(session, shop.id, SYSTEM, GIFT, reason="test")
    app = console_app(database, console.router, answers_console.router, policies_console.router)
    app.state.answer_foresight = app.state.policy_foresight = LookingBack()
    made = House(app=app, database=database, shop=shop, people=people)
    yield made
    for browser in made.browsers:
        await browser.http.aclose()


async def worked(house: House) -> str:
    """What the worker does: the one look back that waits. Returns its id."""
    async with house.database.session() as session:
        waiting = await service.waiting(session, house.shop.id)
    assert len(waiting) == 1
    await service.work(house.database, house.shop.id, waiting[0])
    return waiting[0]


async def test_an_editor_begins_it_and_everybody_reads_what_came_of_it(house: House) -> None:
    editor, viewer = await house.as_role("editor"), await house.as_role("viewer")
    assert "have not been worked out again yet" in (await viewer.get(PAGE)).text
    await ask(house.database, house.shop, QUESTION)
    async with house.database.session() as session:
        changed = ApprovedAnswer(key="pickup", question=Words(QUESTION), answer=Words("Yes, in Lyon."))
        await knowledge.record_answer(session, house.shop.id, SYSTEM, changed, reason="moved")
    assert (await viewer.post(PAGE, {"days": "7"}, page="/console/answers")).status_code == 403
    assert (await editor.post(PAGE, {"days": "7"}, page=PAGE)).status_code == 303
    running = (await viewer.get(PAGE)).text
    assert "are being worked out again" in running and "0 of 1" in running and 'hx-trigger="load delay:1s"' in running
    await worked(house)
    page = (await viewer.get(PAGE)).text
    assert "1 past answer would read otherwise today." in page and "An approved answer changed" in page
    assert '<del class="stops">Paris</del>' in page and '<ins class="holds">Lyon</ins>' in page
    assert "1 answer of the last 7 days" in page


async def test_before_an_answer_is_recorded_its_page_shows_what_it_would_change(house: House) -> None:
    editor = await house.as_role("editor")
    await ask(house.database, house.shop, QUESTION)
    typed = {"version": "1", "question_en": QUESTION, "answer_en": "Yes, in Lyon.", "reason": ""}
    sent = await editor.post("/console/answers/pickup/foresee", typed, page="/console/answers/pickup")
    assert sent.status_code == 303 and re.fullmatch(rf"{PAGE}/lbk_\w+", sent.headers["location"])
    assert sent.headers["location"].endswith(await worked(house))
    page = (await editor.get(sent.headers["location"])).text
    assert "The draft would change 1 past answer." in page and '<ins class="holds">Lyon</ins>' in page
    async with house.database.session() as session:
        assert (await knowledge.answer(session, house.shop.id, "pickup")).version == 1
    assert "have not been worked out again yet" in (await editor.get(PAGE)).text


async def test_before_a_policy_is_recorded_too_and_what_cannot_be_used_is_named(house: House) -> None:
    editor = await house.as_role("editor")
    address = "/console/settings/policies/gift"
    await ask(house.database, house.shop, "Is gift wrapping free of charge?")
    typed = {"version": "1", "topic": "gift", "title_en": "Gifts", "statement_en": "Gift wrapping costs €5."}
    wrong = await editor.post(f"{address}/foresee", typed | {"valid_from": "soon"}, page=address)
    assert wrong.status_code == 422 and "is not a date" in wrong.text
    sent = await editor.post(f"{address}/foresee", typed, page=address)
    await worked(house)
    page = (await editor.get(sent.headers["location"])).text
    assert "The draft would change 1 past answer." in page and "€5" in page
