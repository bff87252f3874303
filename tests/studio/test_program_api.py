"""Content for programs: what holds now with its facts, what has changed since, and pieces written as drafts."""

from __future__ import annotations

import httpx
import pytest
from tests.studio.house import CLAIRE, HUGO, House

from mercery.accounts.actor import SYSTEM
from mercery.accounts.permissions import Scope
from mercery.accounts.service import create_api_key
from mercery.studio import program_api, service
from mercery.web.pipeline import new_web_app


@pytest.fixture
async def client(house: House) -> httpx.AsyncClient:
    """A program that may read and write content."""
    app = new_web_app()
    app.state.database = house.database
    app.include_router(program_api.router)
    async with house.database.session() as session:
        _, secret = await create_api_key(
            session, house.shop.id, SYSTEM, name="Site", scopes=(Scope.CONTENT_READ, Scope.CONTENT_WRITE)
        )
    transport = httpx.ASGITransport(app=app)
    headers = {"authorization": f"Bearer {secret}"}
    return httpx.AsyncClient(transport=transport, base_url="http://aurelle.localhost/api/v1/content", headers=headers)


async def test_a_program_reads_what_is_published_and_hears_what_has_changed_since(
    house: House, client: httpx.AsyncClient
) -> None:
    async with house.database.session() as session:
        kept = await service.write_piece(session, house.shop, CLAIRE, house.brief())
        await service.publish(session, house.shop, CLAIRE, kept.line.id)
    live = (await client.get("/live", params={"lang": "en"})).json()["items"]
    assert [one["id"] for one in live] == [kept.line.id]
    told = [one for passage in live[0]["passages"] for one in passage["sentences"] if one["fact_ids"]]
    assert told and all(one["text"] in live[0]["text"] for one in told)
    first = (await client.get("/changes")).json()
    assert [one["act"] for one in first["items"]] == ["publish"]
    assert (await client.get("/changes", params={"since": first["next"]})).json()["items"] == []
    async with house.database.session() as session:
        await service.withdraw(session, house.shop, HUGO, kept.line.id, reason="Sold")
    later = (await client.get("/changes", params={"since": first["next"]})).json()["items"]
    assert [(one["act"], one["piece_id"]) for one in later] == [("withdraw", kept.line.id)]
    assert (await client.get(f"/live/{kept.line.id}")).status_code == 404


async def test_a_program_has_drafts_written_and_may_not_publish(house: House, client: httpx.AsyncClient) -> None:
    sent = {"product_ids": [house.ids["saddle-bag"]], "channels": ["short_ad"], "langs": ["en"]}
    begun = await client.post("/batches", json=sent)
    assert begun.status_code == 202 and begun.json()["total"] == 1
    assert (await client.get(f"/batches/{begun.json()['id']}")).json()["state"] == "waiting"
    refused = await client.post("/batches", json={**sent, "product_ids": []})
    assert refused.status_code == 422 and refused.json()["error"]["problems"][0]["field"] == "product_ids"
