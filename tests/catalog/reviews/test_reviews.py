"""Reviews: brought in by file and by program, waiting for a person, shown or hidden, and each step on record."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import httpx
import pytest
from tests.catalog.builders import bag

from mercery.accounts import audit
from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM, Actor
from mercery.accounts.permissions import Scope
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.importing.kinds import kind_of
from mercery.catalog.reviews import api, service
from mercery.catalog.reviews.kind import REVIEWS
from mercery.catalog.reviews.reading import read_reviews
from mercery.catalog.reviews.review import Review
from mercery.core.database import Database
from mercery.core.errors import Invalid
from mercery.core.files.problems import FileRefused
from mercery.core.i18n import Words
from mercery.orders.importing.kinds import register_kinds
from mercery.web.pipeline import new_web_app

CLAIRE = Actor(id="stf_claire", name="Claire", kind="staff")
CSV = (
    "Product Handle,Rating,Title,Body,Reviewer Name,Review Date\n"
    "cup,5,Lovely,The glaze is beautiful.,Ada,2026-05-01\n"
    'cup,2,,"手感不错，可是有划痕。",林,2026-05-03\n'
)


@pytest.fixture
async def shop(database: Database) -> Shop:
    async with database.session() as session:
        made = await accounts.create_shop(session, slug="clay", name=Words("Clay"), currency="EUR")
        await catalog.apply_drafts(session, made, [replace(bag("cup"), handle="cup")], SYSTEM)
    return made


def written(tmp_path: Path, text: str, name: str = "reviews.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


async def brought_in(database: Database, shop: Shop, path: Path) -> service.ReviewsImported:
    async with database.session() as session:
        return await service.apply_reviews(session, shop.id, read_reviews(path, path.name), SYSTEM)


async def held(database: Database, shop: Shop) -> list[Review]:
    async with database.session() as session:
        return list((await service.reviews(session, shop.id)).reviews)


async def test_a_file_of_reviews_is_known_and_read(database: Database, shop: Shop, tmp_path: Path) -> None:
    register_kinds()
    path = written(tmp_path, CSV)
    assert (kind := kind_of(path)) is not None and kind.name == "reviews"
    done = await brought_in(database, shop, path)
    assert (done.new, done.unchanged) == (2, 0)
    chinese, english = await held(database, shop)
    assert (english.rating, english.author, english.text, english.lang) == (
        5,
        "Ada",
        "Lovely\nThe glaze is beautiful.",
        "en",
    )
    assert chinese.lang == "zh" and chinese.written_at == datetime(2026, 5, 3, tzinfo=UTC)


async def test_new_ones_wait_and_the_same_file_again_adds_none(database: Database, shop: Shop, tmp_path: Path) -> None:
    path = written(tmp_path, CSV)
    await brought_in(database, shop, path)
    assert {one.state for one in await held(database, shop)} == {"pending"}
    again = await brought_in(database, shop, path)
    assert (again.new, again.unchanged) == (0, 2)
    async with database.session() as session:
        assert await service.ratings(session, shop.id, [one.product_id for one in await held(database, shop)]) == {}


async def test_a_person_shows_and_hides_and_both_are_on_record(database: Database, shop: Shop, tmp_path: Path) -> None:
    await brought_in(database, shop, written(tmp_path, CSV))
    chinese, english = await held(database, shop)
    async with database.session() as session:
        await service.decide(session, shop.id, english.id, "shown", CLAIRE)
        await service.decide(session, shop.id, english.id, "shown", CLAIRE)
        await service.decide(session, shop.id, chinese.id, "hidden", CLAIRE)
    async with database.session() as session:
        shown = await service.reviews(session, shop.id, state="shown")
        rated = await service.ratings(session, shop.id, [english.product_id])
        entries, _ = await audit.entries(session, shop.id, audit.AuditFilter(action="review"))
    assert [one.id for one in shown.reviews] == [english.id] and shown.reviews[0].decided_by == "Claire"
    assert rated[english.product_id].count == 1 and str(rated[english.product_id].average) == "5.0"
    assert sorted(entry.action for entry in entries) == ["review.hide", "review.show"]


@pytest.mark.parametrize(
    ("row", "field", "remedy"),
    [
        ("cup,6,,Fine.,Ada,2026-05-01", "rating", "from 1 to 5"),
        ("cup,4.5,,Fine.,Ada,2026-05-01", "rating", "from 1 to 5"),
        ("cup,4,,,Ada,2026-05-01", "text", "Take the row out"),
        ("cup,4,,Fine.,Ada,", "at", "Give it one"),
        ("cup,4,,Fine.,Ada,someday", "at", "2026-12-10"),
        ("cup,4,,Fine.,Ada,2099-01-01", "at", "the day it was written"),
        (",4,,Fine.,Ada,2026-05-01", "sku", "SKU or the handle"),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_the_remedy(tmp_path: Path, row: str, field: str, remedy: str) -> None:
    path = written(tmp_path, CSV + row + "\n")
    with pytest.raises(FileRefused) as refusal:
        read_reviews(path, path.name)
    [problem] = refusal.value.problems
    assert (problem.line, problem.field) == (4, field) and remedy in problem.remedy


async def test_a_product_that_is_not_there_refuses_the_whole_file(
    database: Database, shop: Shop, tmp_path: Path
) -> None:
    path = written(tmp_path, CSV + "bowl,4,,Fine.,Ada,2026-05-01\n")
    with pytest.raises(Invalid) as refusal:
        await brought_in(database, shop, path)
    assert [(one.line, one.field) for one in refusal.value.problems] == [(4, "sku")]
    assert await held(database, shop) == []


async def test_what_is_exported_comes_back_the_same(database: Database, shop: Shop, tmp_path: Path) -> None:
    await brought_in(database, shop, written(tmp_path, CSV))
    out = StringIO()
    assert REVIEWS.exporter is not None
    async with database.session() as session:
        assert await REVIEWS.exporter(session, shop, out) == 2
    again = await brought_in(database, shop, written(tmp_path, out.getvalue(), "reviews.jsonl"))
    assert (again.new, again.unchanged) == (0, 2)


@pytest.fixture
async def client(database: Database, shop: Shop) -> AsyncIterator[httpx.AsyncClient]:
    app = new_web_app()
    app.state.database = database
    app.include_router(api.router)
    async with database.session() as session:
        _, secret = await accounts.create_api_key(
            session, shop.id, SYSTEM, name="reviews", scopes=[Scope.CATALOG_READ, Scope.CATALOG_WRITE]
        )
    headers = {"Authorization": f"Bearer {secret}"}
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://testserver", headers=headers
    ) as made:
        yield made


async def test_a_program_sends_reviews_and_reads_them(client: httpx.AsyncClient) -> None:
    row = {"handle": "cup", "rating": 4, "text": "Light and smooth.", "author": "Ada", "at": "2026-05-01T10:00:00Z"}
    sent = await client.post("/api/v1/reviews", json={"reviews": [row]})
    assert sent.json() == {"new": 1, "unchanged": 0}
    assert (await client.post("/api/v1/reviews", json={"reviews": [row]})).json() == {"new": 0, "unchanged": 1}
    found = (await client.get("/api/v1/reviews", params={"product": "cup", "state": "pending"})).json()
    assert [(one["text"], one["state"], one["handle"]) for one in found["items"]] == [
        ("Light and smooth.", "pending", "cup")
    ]
    assert (await client.get("/api/v1/reviews", params={"state": "shown"})).json()["total"] == 0


async def test_a_program_with_a_bad_row_is_told_which(client: httpx.AsyncClient) -> None:
    rows = [{"handle": "cup", "rating": 9, "text": "Fine.", "at": "2026-05-01"}]
    answer = await client.post("/api/v1/reviews", json={"reviews": rows})
    assert answer.status_code == 422 and "from 1 to 5" in json.dumps(answer.json())
