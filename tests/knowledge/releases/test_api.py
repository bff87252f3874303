"""A program reads releases, has one checked, publishes and takes it back, and keeps own questions."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from tests.knowledge.releases.desk import LYON, PICKUP, Desk

from mercery.accounts.actor import SYSTEM
from mercery.accounts.permissions import Scope
from mercery.accounts.service import create_api_key
from mercery.assistant.looking_back.rehearsing import PastTurns
from mercery.knowledge.releases import api, service
from mercery.web.pipeline import new_web_app


@pytest.fixture
async def program(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    app = new_web_app()
    app.state.database = desk.database
    for router in (api.router, api.questions_router):
        app.include_router(router)
    async with desk.database.session() as session:
        scopes = (Scope.ANSWERS_READ, Scope.ANSWERS_WRITE)
        _, secret = await create_api_key(session, desk.shop.id, SYSTEM, name="Pipeline", scopes=scopes)
    headers = {"Authorization": f"Bearer {secret}"}
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost/api/v1", headers=headers) as client:
        yield client


async def test_a_release_goes_its_way(desk: Desk, program: httpx.AsyncClient) -> None:
    number = await desk.put(LYON)
    early = await program.post(f"/releases/{number}/publish", json={})
    assert early.status_code == 409 and early.json()["error"]["code"] == "check_needed"
    begun = await program.post(f"/releases/{number}/check")
    check = begun.json()["check"]
    assert begun.status_code == 202 and check["state"] == "running"
    await service.work(desk.database, PastTurns(), desk.shop.id, check["id"])
    checked = (await program.get(f"/releases/{number}")).json()["check"]
    assert (checked["fresh"], checked["fails"]) == (True, False)
    live = (await program.post(f"/releases/{number}/publish", json={"check": check["id"]})).json()
    assert live["state"] == "published" and live["items"][0]["recorded_version"] == 2
    back = (await program.post(f"/releases/{number}/rollback", json={"reason": "we did not move"})).json()
    assert back["state"] == "rolled_back" and (await desk.answers())["pickup"].answer == PICKUP.answer
    assert [one["number"] for one in (await program.get("/releases")).json()["items"]] == [number]


async def test_a_failing_check_is_told_by_its_code_and_own_questions_are_kept(
    desk: Desk, program: httpx.AsyncClient
) -> None:
    asked = {"question": PICKUP.question.en, "language": "en", "expects": "words", "words": ["Paris"]}
    assert (await program.post("/questions", json=asked)).status_code == 201
    assert (await program.post("/questions", json=asked)).status_code == 409
    number = await desk.put(LYON)
    await desk.check(number)
    refused = await program.post(f"/releases/{number}/publish", json={})
    assert refused.status_code == 409 and refused.json()["error"]["code"] == "check_fails"
    kept = (await program.get("/questions")).json()["items"]
    assert [(one["question"], one["words"]) for one in kept] == [(PICKUP.question.en, ["Paris"])]
    assert (await program.post("/releases/gather")).json() == {"items": []}
