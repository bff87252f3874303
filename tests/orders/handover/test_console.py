"""The page of the hand-over: tried with a real piece before it is saved, and what came of it."""

from __future__ import annotations

import json
import threading
from collections.abc import AsyncIterator, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from argon2 import PasswordHasher
from tests.accounts.house import House, house
from tests.catalog.builders import bag

from mercery.accounts import passwords
from mercery.accounts.actor import SYSTEM
from mercery.catalog import service as catalog
from mercery.core.database import Database
from mercery.orders.handover import console, service

HOME = "/console/settings/checkout"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1))


@pytest.fixture
async def aurelle(database: Database, home: Path) -> AsyncIterator[House]:
    """A shop with one bag in two colours, its owner and an agent."""
    async with house(database, console.router, roles=("owner", "agent")) as made:
        async with database.session() as session:
            await catalog.apply_drafts(session, made.shop, [bag("b1")], SYSTEM)
        yield made


@pytest.fixture
def shopify() -> Iterator[tuple[str, list[str]]]:
    """A shop at Shopify as far as its products are told: two pages, and the queries it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            number = int(parse_qs(urlsplit(self.path).query)["page"][0])
            filler = [{"handle": f"p{place}", "variants": []} for place in range(249)]
            first = [{"handle": "arda-b1", "variants": [{"id": 41, "sku": "b1-black"}, {"id": 42, "sku": "b1-tan"}]}]
            body = json.dumps({"products": first + filler if number == 1 else []}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *parts: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


async def test_it_is_tried_with_a_real_piece_then_saved_and_written_down(aurelle: House) -> None:
    owner = await aurelle.as_role("owner")
    typed = {"kind": "template", "address": "https://orme.example/add/{sku}?n={quantity}", "item": "", "separator": ","}
    tried = await owner.post(f"{HOME}/preview", typed, page=HOME)
    assert "https://orme.example/add/b1-black?n=1" in tried.text and "With a real piece" in tried.text
    async with aurelle.database.session() as session:
        assert not (await service.checkout_of(session, aurelle.shop.id)).on
    assert (await owner.post(f"{HOME}/save", typed, page=HOME)).status_code == 303
    page = (await owner.get(HOME)).text
    assert "Bags go to orme.example." in page and "Nothing was handed over yet" in page
    assert "购物袋移交至 orme.example。" in (await owner.get(f"{HOME}?lang=zh")).text


async def test_what_is_wrong_is_said_at_its_field_in_the_readers_language(aurelle: House) -> None:
    owner = await aurelle.as_role("owner")
    answer = await owner.post(
        f"{HOME}/save", {"kind": "template", "address": "https://orme.example/{sku}{x}"}, page=HOME
    )
    assert answer.status_code == 422 and "There is no placeholder {x}." in answer.text
    answer = await owner.post(f"{HOME}/save?lang=zh", {"kind": "shopify", "address": "http://orme.example"}, page=HOME)
    assert answer.status_code == 422 and "网址须以 https:// 开头。" in answer.text


async def test_ids_are_read_from_the_shops_own_pages_and_until_then_the_page_says_they_are_missing(
    aurelle: House, shopify: tuple[str, list[str]]
) -> None:
    owner = await aurelle.as_role("owner")
    await owner.post(f"{HOME}/save", {"kind": "shopify", "address": shopify[0]}, page=HOME)
    page = (await owner.get(HOME)).text
    assert "0 of 2 variants are known there" in page and "cannot be handed over" in page
    answer = await owner.post(f"{HOME}/ids/read", page=HOME)
    assert answer.status_code == 303
    page = (await owner.get(HOME)).text
    assert "2 ids were told, 2 belong to pieces here, 2 are new." in page
    assert "2 of 2 variants on sale have an id" in page and "/cart/41:1?attributes[mercery]=hov_preview" in page
    assert [parse_qs(urlsplit(path).query)["page"] for path in shopify[1]] == [["1"], ["2"]]


async def test_only_an_owner_changes_it_and_others_may_look(aurelle: House) -> None:
    agent = await aurelle.as_role("agent")
    assert "Only an owner can change this." in (await agent.get(HOME)).text
    assert (await agent.post(f"{HOME}/save", {"kind": "none"}, page=HOME)).status_code == 403
