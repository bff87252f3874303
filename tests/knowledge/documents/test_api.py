"""Documents for programs: sent with a key of the right scope, read page by page, compared, withdrawn."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from tests.knowledge.documents.files import policy_docx
from tests.knowledge.documents.test_readings import run_jobs

from mercery.accounts.actor import SYSTEM
from mercery.accounts.permissions import Scope
from mercery.accounts.service import create_api_key, create_shop
from mercery.accounts.shop import Shop
from mercery.core.database import Database
from mercery.core.events import bus
from mercery.core.i18n import Words
from mercery.knowledge.documents import api
from mercery.web.pipeline import new_web_app


@pytest.fixture
async def client(database: Database, home: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Programs of other systems, before they name their key."""
    bus.clear()
    app = new_web_app()
    app.state.database = database
    app.include_router(api.router)
    transport = httpx.ASGITransport(app=app, client=("192.0.2.5", 50000))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as made:
        yield made


@pytest.fixture
async def shop(database: Database, home: Path) -> Shop:
    """The shop whose documents they are."""
    async with database.session() as session:
        return await create_shop(session, slug="orme", name=Words("Orme"))


async def key(database: Database, shop: Shop, *scopes: Scope) -> dict[str, str]:
    """The header of a key with these scopes."""
    async with database.session() as session:
        _, secret = await create_api_key(session, shop.id, SYSTEM, name="CMS", scopes=scopes)
    return {"Authorization": f"Bearer {secret}"}


async def test_a_document_is_sent_read_compared_and_withdrawn(
    client: httpx.AsyncClient, database: Database, shop: Shop, tmp_path: Path
) -> None:
    both = await key(database, shop, Scope.DOCUMENTS_READ, Scope.DOCUMENTS_WRITE)
    for days in (30, 45):
        file = policy_docx(tmp_path / "returns.docx", days=days)
        sent = await client.post("/api/v1/documents", headers=both, files={"file": ("returns.docx", file.read_bytes())})
        assert (sent.status_code, sent.json()["status"]) == (202, "waiting")
        await run_jobs(database)
        done = (await client.get(f"/api/v1/documents/readings/{sent.json()['id']}", headers=both)).json()
        assert done["status"] == "done"
    (one,) = (await client.get("/api/v1/documents", headers=both)).json()["items"]
    assert (one["origin"], one["version"], one["passages"]) == ("returns.docx", 2, 9)
    address = f"/api/v1/documents/{one['id']}"
    some = (await client.get(f"{address}/passages?first=3&most=2", headers=both)).json()
    assert [passage["number"] for passage in some["items"]] == [3, 4] and some["next"] == 5
    assert some["items"][0]["anchor"] == {"headings": ["Returns policy", "Sending back"]}
    changes = (await client.get(f"{address}/changes", headers=both)).json()
    assert changes["same"] == 8 and [change["kind"] for change in changes["items"]] == ["changed"]
    assert ["gone", "30"] in changes["items"][0]["words"] and ["new", "45"] in changes["items"][0]["words"]
    assert (await client.delete(f"{address}?reason=Old", headers=both)).status_code == 204
    assert (await client.get("/api/v1/documents", headers=both)).json()["items"] == []
    assert (await client.get(address, headers=both)).json()["withdrawn_at"]


async def test_a_refusal_is_told_in_both_languages(client: httpx.AsyncClient, database: Database, shop: Shop) -> None:
    both = await key(database, shop, Scope.DOCUMENTS_READ, Scope.DOCUMENTS_WRITE)
    sent = await client.post(
        "/api/v1/documents", headers=both, files={"file": ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")}
    )
    await run_jobs(database)
    told = (await client.get(f"/api/v1/documents/readings/{sent.json()['id']}", headers=both)).json()
    assert told["status"] == "refused" and told["problem"]["code"] == "old_office"
    assert (
        told["problem"]["remedy"]["en"] == "Open it and save it as DOCX." and "DOCX" in told["problem"]["remedy"]["zh"]
    )
    refused = await client.post("/api/v1/documents/addresses", headers=both, json={"addresses": ["https://x.example/"]})
    assert refused.status_code == 422 and refused.json()["error"]["code"] == "document_refused"


@pytest.mark.parametrize(
    ("method", "path", "needed"),
    [
        ("GET", "", Scope.DOCUMENTS_READ),
        ("POST", "", Scope.DOCUMENTS_WRITE),
        ("POST", "/addresses", Scope.DOCUMENTS_WRITE),
        ("GET", "/readings/x", Scope.DOCUMENTS_READ),
        ("GET", "/x", Scope.DOCUMENTS_READ),
        ("GET", "/x/passages", Scope.DOCUMENTS_READ),
        ("GET", "/x/changes", Scope.DOCUMENTS_READ),
        ("DELETE", "/x?reason=y", Scope.DOCUMENTS_WRITE),
    ],
)
async def test_every_address_needs_its_scope(
    client: httpx.AsyncClient, database: Database, shop: Shop, method: str, path: str, needed: Scope
) -> None:
    others = await key(database, shop, *(scope for scope in Scope if scope is not needed))
    body: dict[str, str] | None = None if method == "GET" else {}
    nobody = await client.request(method, f"/api/v1/documents{path}", json=body)
    wrong = await client.request(method, f"/api/v1/documents{path}", headers=others)
    assert (nobody.status_code, wrong.status_code) == (401, 403)
