"""What the guide to a public address promises, held against nginx with its very file and a whole Mercery behind."""

from __future__ import annotations

import asyncio
import os
import ssl
import subprocess
import sys
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg
import pytest
from psycopg import sql
from tests.deploy.conftest import HOST, Proxied

from mercery.core.schema import drop_database

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Open:
    """A shop behind the proxy."""

    proxied: Proxied
    running: subprocess.Popen[str]
    login: str
    password: str
    database_url: str


@pytest.fixture(scope="module")
def shop(proxied: Proxied, _server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """`mercery run` on the upstream port, with the two settings the guide names."""
    name = f"test_{uuid.uuid4().hex[:8]}"
    url = urlunsplit(urlsplit(_server_url)._replace(path=f"/{name}"))
    with psycopg.connect(_server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        environment = {key: value for key, value in os.environ.items() if not key.startswith("MERCERY_")} | {
            "MERCERY_HOME": str(tmp_path_factory.mktemp("home")), "MERCERY_PORT": str(proxied.upstream),
            "MERCERY_DATABASE_URL": url, "MERCERY_PUBLIC_URL": proxied.base, "MERCERY_TRUSTED_PROXIES": "127.0.0.1",
            "MERCERY_EMBEDDINGS": "off", "MERCERY_DEMO": "false", "MERCERY_LIVE": "false",
        }  # fmt: skip
        running = subprocess.Popen(
            [sys.executable, "-m", "mercery.cli", "run"], env=environment, stdout=subprocess.PIPE, text=True
        )
        said: list[str] = []
        assert running.stdout
        for line in running.stdout:
            said.append(line)
            if "Ctrl+C stops it" in line:
                break
        else:
            pytest.fail("".join(said))
        words = {line.split()[0]: line.split() for line in said if line.split()}
        yield Open(
            proxied=proxied, running=running, login=words["Sign"][2], password=words["Password"][1], database_url=url
        )
        running.terminate()
        running.wait(30)
        drop_database(connection, name)


class ToThisMachine(httpx.AsyncHTTPTransport):
    """Connects to 127.0.0.1 whatever the host is called, as the name would lead there."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        there = httpx.Request(
            request.method,
            request.url.copy_with(host="127.0.0.1"),
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": request.url.host},
        )
        return await super().handle_async_request(there)


@pytest.fixture
async def client(proxied: Proxied) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that trusts the test's authority and nobody else."""
    trust = ssl.create_default_context(cafile=str(proxied.authority))
    headers = {"user-agent": "Mozilla/5.0 Firefox/140.0", "accept": "text/html"}
    async with httpx.AsyncClient(
        transport=ToThisMachine(verify=trust, local_address="127.0.0.2"),
        base_url=proxied.base,
        headers=headers,
        timeout=60,
    ) as made:
        yield made


async def signed_in(client: httpx.AsyncClient, shop: Open) -> str:
    """Sign in as the owner; the token of the console's forms."""
    token = (await client.get("/console/login")).text.split('name="csrf-token" content="')[1].split('"')[0]
    form = {"csrf_token": token, "email": shop.login, "password": shop.password}
    answer = await client.post("/console/login", data=form, headers={"Origin": shop.proxied.base})
    assert answer.status_code == 303, answer.text[:300]
    page = await client.get("/console/account", follow_redirects=True)
    return page.text.split('name="csrf-token" content="')[1].split('"')[0]


async def test_a_page_comes_over_tls_with_hsts_and_secure_cookies(shop: Open, client: httpx.AsyncClient) -> None:
    answer = await client.get("/en")
    assert answer.status_code == 200 and "My shop" in answer.text
    assert answer.headers["strict-transport-security"].startswith("max-age=63072000")
    cookies = answer.headers.get_list("set-cookie")
    assert cookies and all("Secure" in cookie for cookie in cookies)
    assert f'href="{shop.proxied.base}/en"' in answer.text


async def test_http_leads_to_https_and_keeps_what_was_sent(shop: Open) -> None:
    async with httpx.AsyncClient() as plain:
        answer = await plain.post(
            f"http://127.0.0.1:{shop.proxied.http}/en/cart/codes?x=1", headers={"Host": HOST}, data={"code": "A"}
        )
    assert (answer.status_code, answer.headers["location"]) == (308, f"https://{HOST}/en/cart/codes?x=1")


async def test_the_clients_own_address_is_known_and_a_pretended_one_is_not_believed(
    shop: Open, client: httpx.AsyncClient
) -> None:
    client.headers["X-Forwarded-For"] = "203.0.113.9"
    client.headers["X-Forwarded-Proto"] = "http"
    client.headers["X-Forwarded-Host"] = "evil.example"
    await signed_in(client, shop)
    with psycopg.connect(shop.database_url) as connection:
        row = connection.execute("SELECT address FROM staff_sessions ORDER BY created_at DESC LIMIT 1").fetchone()
    assert row == ("127.0.0.2",)
    page = await client.get("/en")
    assert "evil.example" not in page.text


async def test_figures_and_readiness_stay_inside(shop: Open, client: httpx.AsyncClient) -> None:
    assert (await client.get("/healthz")).status_code == 200
    assert [(await client.get(path)).status_code for path in ("/metrics", "/readyz")] == [404, 404]


async def test_an_answer_comes_sentence_by_sentence(shop: Open, client: httpx.AsyncClient) -> None:
    face = (await client.get("/en")).text
    token = face.split('name="csrf-token" content="')[1].split('"')[0]
    headers = {"X-CSRF-Token": token, "Accept": "application/json", "Origin": shop.proxied.base}
    opened = await client.post("/api/conversations", json={"lang": "en", "channel": "widget"}, headers=headers)
    assert opened.status_code == 200, opened.text
    own = opened.json()
    begun = time.perf_counter()
    moments: list[float] = []
    async with client.stream(
        "GET",
        f"/api/conversations/{own['conversation']['id']}/events",
        headers={"Accept": "text/event-stream", "X-Conversation-Token": own["token"], "Accept-Encoding": "gzip"},
    ) as stream:
        assert stream.status_code == 200 and "content-encoding" not in stream.headers
        assert stream.headers["content-type"].startswith("text/event-stream")

        async def read() -> None:
            async for _ in stream.aiter_raw():
                moments.append(time.perf_counter() - begun)
                return

        signal = asyncio.create_task(read())
        typing = await client.post(
            f"/api/conversations/{own['conversation']['id']}/person",
            headers={**headers, "X-Conversation-Token": own["token"]},
        )
        assert typing.status_code == 200, typing.text
        await asyncio.wait_for(signal, 5)
    assert moments[0] < 1.0, moments


async def test_fifty_megabytes_are_taken_and_what_is_beyond_is_refused_by_name(
    shop: Open, client: httpx.AsyncClient, tmp_path: Path
) -> None:
    token = await signed_in(client, shop)
    export = tmp_path / "products.csv"
    row = "p{n},Cloth {n},Wool,12.00," + "x" * 900 + "\n"
    with export.open("w", encoding="utf-8") as file:
        file.write("Handle,Title,Type,Variant Price,Body (HTML)\n")
        for number in range(58_000):
            file.write(row.format(n=number))
    assert export.stat().st_size > 50 << 20
    with export.open("rb") as file:
        answer = await client.post(
            "/console/import",
            headers={"Origin": shop.proxied.base},
            data={"csrf_token": token},
            files={"file": ("products.csv", file, "text/csv")},
        )
    assert answer.status_code == 303, answer.text[:300]
    assert "/console/import" in answer.headers["location"]


async def test_what_never_changes_is_answered_from_the_cache(shop: Open, client: httpx.AsyncClient) -> None:
    page = (await client.get("/en")).text
    style = page.split('rel="stylesheet" href="')[1].split('"')[0]
    first = await client.get(style)
    assert first.status_code == 200 and "immutable" in first.headers["cache-control"]
    again = await client.get(style)
    # The request's number is Mercery's: a second answer with the same one came from nginx.
    assert first.headers["x-request-id"] == again.headers["x-request-id"]
    pages = [await client.get("/en") for _ in range(2)]
    assert pages[0].headers["x-request-id"] != pages[1].headers["x-request-id"]


async def test_while_mercery_is_away_a_page_says_so_in_both_languages(shop: Open, client: httpx.AsyncClient) -> None:
    shop.running.terminate()
    shop.running.wait(30)
    answer = await client.get("/en/p/saddle-bag")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "15")
    assert "back in a moment" in answer.text and "店铺稍后恢复" in answer.text
    assert "strict-transport-security" in answer.headers and answer.headers["content-type"].startswith("text/html")
