"""The desk of search for programs with a key."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.storefront.boutique import open_boutique

from mercery.accounts import audit
from mercery.accounts.actor import SYSTEM
from mercery.accounts.audit import AuditFilter
from mercery.accounts.permissions import Scope
from mercery.accounts.service import create_api_key
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.search.desk import program_api
from mercery.web.pipeline import new_web_app

SEARCH = "/api/v1/search"


@pytest.fixture
async def shop(database: Database, home: Path) -> Shop:
    return await open_boutique(database)


@pytest.fixture
async def client(database: Database) -> AsyncIterator[httpx.AsyncClient]:
    app = new_web_app()
    app.state.database = database
    app.include_router(program_api.router)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as made:
        yield made


async def key(database: Database, shop: Shop, *scopes: Scope) -> dict[str, str]:
    async with database.session() as session:
        _, secret = await create_api_key(session, shop.id, SYSTEM, name="PIM", scopes=scopes)
    return {"Authorization": f"Bearer {secret}"}


def pin(product_id: str, **more: Any) -> dict[str, Any]:
    return {
        "act": "pin",
        "target": {"kind": "product", "value": product_id},
        "where": {"kind": "queries", "queries": ["bag"]},
        "place": 1,
        "ends_at": (now() + timedelta(days=3)).isoformat(),
        "reason": "Campaign",
        **more,
    }


async def test_rows_are_added_changed_and_removed_under_the_keys_name(
    database: Database, shop: Shop, client: httpx.AsyncClient
) -> None:
    writer = await key(database, shop, Scope.SEARCH_READ, Scope.SEARCH_WRITE)
    made = (await client.post(f"{SEARCH}/synonyms", json={"words": ["tote", "shopper"]}, headers=writer)).json()
    row = {"kind": "finds", "words": ["pocketbook"], "finds": ["clutch"]}
    changed = await client.put(f"{SEARCH}/synonyms/{made['id']}", json=row, headers=writer)
    assert changed.json()["finds"] == ["clutch"] and changed.json()["changed_by"] == "PIM"
    assert len((await client.get(f"{SEARCH}/synonyms", headers=writer)).json()["items"]) == 1
    assert (await client.delete(f"{SEARCH}/synonyms/{made['id']}", headers=writer)).status_code == 204
    async with database.session() as session:
        entries, _ = await audit.entries(session, shop.id, AuditFilter(action="search"))
    assert {entry.actor.name for entry in entries} == {"PIM"} and len(entries) == 3


async def test_what_cannot_be_used_is_named_by_field(database: Database, shop: Shop, client: httpx.AsyncClient) -> None:
    writer = await key(database, shop, Scope.SEARCH_WRITE)
    alone = await client.post(f"{SEARCH}/synonyms", json={"words": ["tote"]}, headers=writer)
    assert alone.status_code == 422 and alone.json()["error"]["problems"][0]["field"] == "words"
    endless = {name: value for name, value in pin("prd_x").items() if name != "ends_at"}
    assert (await client.post(f"{SEARCH}/rules", json=endless, headers=writer)).status_code == 422
    zoneless = await client.post(f"{SEARCH}/rules", json=pin("prd_x", ends_at="2030-01-01T00:00:00"), headers=writer)
    assert zoneless.status_code == 422 and "zone" in zoneless.text
    unknown = await client.put(f"{SEARCH}/rules/mrl_none", json=pin("prd_x"), headers=writer)
    assert unknown.status_code == 404


async def test_a_rule_is_answered_with_its_conflicts(database: Database, shop: Shop, client: httpx.AsyncClient) -> None:
    writer = await key(database, shop, Scope.SEARCH_READ, Scope.SEARCH_WRITE)
    async with database.session() as session:
        ids = [(await catalog.product(session, shop.id, handle=one)).id for one in ("work-tote", "petite-clutch")]
    first = (await client.post(f"{SEARCH}/rules", json=pin(ids[0]), headers=writer)).json()
    second = await client.post(f"{SEARCH}/rules", json=pin(ids[1], ends_at=None), headers=writer)
    assert second.status_code == 201 and second.json()["standing"] == "in_force"
    assert second.json()["conflicts"] == [{"kind": "same_place", "other": first["id"], "wins": first["id"]}]
    assert len((await client.get(f"{SEARCH}/rules", headers=writer)).json()["items"]) == 2


async def test_a_key_does_what_its_scopes_say(database: Database, shop: Shop, client: httpx.AsyncClient) -> None:
    reader = await key(database, shop, Scope.SEARCH_READ)
    assert (await client.get(f"{SEARCH}/queries?days=7", headers=reader)).json() == {"items": [], "total": 0}
    assert (await client.post(f"{SEARCH}/synonyms", json={"words": ["a", "b"]}, headers=reader)).status_code == 403
    other = await key(database, shop, Scope.CATALOG_READ)
    assert (await client.get(f"{SEARCH}/queries", headers=other)).status_code == 403
