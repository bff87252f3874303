"""Programs with a key set shows up, put them on air, and never see a stream key again."""

from __future__ import annotations

import httpx
import pytest
from tests.livestream.service.house import House

from mercery.accounts.actor import SYSTEM
from mercery.accounts.permissions import Scope
from mercery.accounts.service import create_api_key
from mercery.livestream import api
from mercery.web.pipeline import new_web_app


async def client_of(house: House, *scopes: Scope) -> httpx.AsyncClient:
    app = new_web_app()
    app.state.database = house.database
    app.include_router(api.router)
    async with house.database.session() as session:
        _, secret = await create_api_key(session, house.shop.id, SYSTEM, name="Studio", scopes=scopes)
    headers = {"authorization": f"Bearer {secret}"}
    base = "http://aurelle.localhost/api/v1/live"
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=base, headers=headers)


@pytest.fixture
async def client(house: House) -> httpx.AsyncClient:
    return await client_of(house, Scope.LIVE_READ, Scope.LIVE_WRITE)


async def test_a_program_takes_a_show_from_its_goals_to_its_end(house: House, client: httpx.AsyncClient) -> None:
    made = await client.post("/shows", json={"title": {"en": "Bags"}, "goals": {"pieces": 4}})
    assert made.status_code == 201 and made.json()["state"] == "draft"
    at = f"/shows/{made.json()['id']}"
    items = (await client.get(f"{at}/items")).json()["items"]
    assert [one["kind"] for one in items].count("piece") == 4 and items[1]["why"]["zh"]
    moved = await client.patch(f"{at}/items/{items[1]['id']}", json={"place": 2, "skipped": True})
    assert moved.json()["items"][2]["id"] == items[1]["id"] and moved.json()["items"][2]["skipped"]
    piece = next(one for one in moved.json()["items"] if one["product_id"] == house.ids["saddle-bag"])
    told = (await client.get(f"{at}/items/{piece['id']}/script", params={"number": 2})).json()["lines"]
    assert all(one["blocked"] == "" for one in told) and any("€1,480" in one["text"] for one in told)
    judged = await client.post(f"{at}/judge", json={"text": "It weighs 500 g.", "product_id": house.ids["saddle-bag"]})
    assert judged.json()["lines"][0]["blocked"] and judged.json()["lines"][0]["instead"]
    assert (await client.post(f"{at}/start")).json()["state"] == "on_air"
    assert (await client.post(f"{at}/say", json={"text": "Welcome to Maison Aurelle."})).status_code == 202
    assert (await client.get("/shows", params={"state": "on_air"})).json()["items"][0]["id"] == made.json()["id"]
    assert (await client.post(f"{at}/end")).json()["state"] == "ended"
    assert (await client.get(f"{at}/said")).json() == {"items": [], "next": 0}
    assert (await client.delete(at)).status_code == 409


async def test_what_cannot_be_used_is_named_field_by_field(client: httpx.AsyncClient) -> None:
    refused = await client.post("/shows", json={"title": {"en": ""}, "goals": {"pieces": 0}})
    assert refused.status_code == 422
    assert {one["field"] for one in refused.json()["error"]["problems"]} == {"title", "goals.pieces"}
    made = (await client.post("/shows", json={"title": {"zh": "包袋"}, "lang": "zh"})).json()
    late = {"title": {"zh": "包袋"}, "lang": "zh", "after_version": made["version"] - 1}
    assert (await client.put(f"/shows/{made['id']}", json=late)).status_code == 409
    overlapping = {"shifts": [{"who": "host"}, {"who": "host", "from_minute": 60, "to_minute": 120}]}
    assert "overlaps" in (await client.put(f"/shows/{made['id']}/shifts", json=overlapping)).text


async def test_keys_go_in_and_do_not_come_out(client: httpx.AsyncClient) -> None:
    at = f"/shows/{(await client.post('/shows', json={'title': {'en': 'Bags'}})).json()['id']}"
    sent = {"name": "Douyin", "url": "rtmps://push.example.com/live", "key": "Kx92-secret"}
    made = await client.post(f"{at}/destinations", json=sent)
    assert made.status_code == 201 and made.json()["has_key"]
    listed = await client.get(f"{at}/destinations")
    assert "Kx92" not in made.text + listed.text
    key = (await client.post(f"{at}/ingest-key")).json()["key"]
    assert len(key) > 20 and key not in (await client.get(at)).text


async def test_a_key_that_may_only_read_changes_nothing(house: House) -> None:
    reader = await client_of(house, Scope.LIVE_READ)
    assert (await reader.get("/shows")).json() == {"items": []}
    assert (await reader.post("/shows", json={"title": {"en": "Bags"}})).status_code == 403
