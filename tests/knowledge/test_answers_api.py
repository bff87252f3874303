"""What a program records of an answer keeps what the answer stands on."""

from __future__ import annotations

from dataclasses import replace

import httpx
from tests.knowledge.releases.desk import CLAIRE, PICKUP, Desk, desk

from mercery.accounts.actor import SYSTEM
from mercery.accounts.permissions import Scope
from mercery.accounts.service import create_api_key, create_staff
from mercery.core.i18n import Words
from mercery.knowledge import api
from mercery.knowledge import service as knowledge
from mercery.knowledge.documents.document import SourceRef
from mercery.knowledge.health.holds import hold
from mercery.web.pipeline import new_web_app

__all__ = ["desk"]
BOOKLET = SourceRef(document_id="doc_1", version=1, passage=4, quote="Orders are collected in Paris.")


async def put(desk: Desk, answer: str) -> httpx.Response:
    app = new_web_app()
    app.state.database = desk.database
    app.include_router(api.router)
    async with desk.database.session() as session:
        _, secret = await create_api_key(session, desk.shop.id, SYSTEM, name="Tool", scopes=(Scope.ANSWERS_WRITE,))
    sent = {"question": {"en": PICKUP.question.en}, "answer": {"en": answer}, "reason": "from the tool"}
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost/api/v1") as client:
        return await client.put("/answers/pickup", json=sent, headers={"Authorization": f"Bearer {secret}"})


async def test_the_passages_stay_and_the_same_words_stay_held_back(desk: Desk) -> None:
    async with desk.database.session() as session:
        bare = replace(PICKUP, answer=Words("Yes, in Paris."), sources=(BOOKLET,))
        await knowledge.record_answer(session, desk.shop.id, CLAIRE, bare, reason="from the booklet")
        await hold(session, desk.shop.id, SYSTEM, {("pickup", 2): Words("The booklet says Lyon.")})
    assert (await put(desk, "Yes, in Paris.")).status_code == 200
    async with desk.database.session() as session:
        assert (await knowledge.answer(session, desk.shop.id, "pickup")).sources == (BOOKLET,)
        assert await knowledge.held(session, desk.shop.id) == {"pickup"}
    assert (await put(desk, "Yes, in Lyon.")).status_code == 200
    async with desk.database.session() as session:
        assert await knowledge.held(session, desk.shop.id) == frozenset()


async def test_a_sum_waits_for_two_people_where_the_shop_has_them(desk: Desk) -> None:
    for name in ("ana", "bea"):
        async with desk.database.session() as session:
            await create_staff(
                session, desk.shop.id, email=f"{name}@aurelle.example", name=name, role="reviewer", password="a pass of some length 9"
            )  # fmt: skip
    async with desk.database.session() as session:
        before = (await knowledge.answer(session, desk.shop.id, "pickup")).version
    sent = await put(desk, "Yes, for a fee of €5.")
    assert sent.status_code == 202 and sent.json()["review"].startswith("rvw_") and sent.json()["version"] == before
    async with desk.database.session() as session:
        assert (await knowledge.answer(session, desk.shop.id, "pickup")).version == before
