"""One shape for every error, as JSON and as a page; nothing of the machine's inside gets out."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Annotated

import httpx
import psycopg
import pytest
from fastapi import FastAPI, Form
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

import mercery
from mercery.core.database import Database
from mercery.core.errors import Invalid, MerceryError, Problem
from mercery.web import asking_again
from mercery.web.csrf import csrf_exempt
from mercery.web.database import Db
from mercery.web.errors import HttpError
from mercery.web.pipeline import ORDINARY_BODY, new_web_app

SECRET = "postgresql://mercery:hunter2@db.internal/mercery"
HTML = {"accept": "text/html"}


def every_error() -> Iterator[type[MerceryError]]:
    """All classes of errors in the program."""
    for module in pkgutil.walk_packages(mercery.__path__, "mercery."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)
    waiting = [MerceryError]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("mercery."):
            yield kind


def made(kind: type[MerceryError]) -> MerceryError:
    """One of a class, however it is normally made."""
    error = kind.__new__(kind)
    MerceryError.__init__(error, f"What went wrong: {kind.__name__}.", remedy="What to do.")
    return error


@pytest.fixture
def app(database: Database, home: Path, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    # Nobody waits here for a database that stays away; how often it is asked again, `test_asking_again.py` holds.
    monkeypatch.setattr(asking_again, "PAUSES", (0.01, 0.01))
    app = new_web_app()
    app.state.database = database

    @app.get("/broken")
    async def broken() -> None:
        raise RuntimeError(SECRET)

    @app.get("/gone")
    async def gone(session: Db) -> None:
        await session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    @app.get("/full")
    async def full() -> None:
        raise OperationalError("INSERT", {}, psycopg.errors.DiskFull("could not extend file"))

    @app.get("/locked")
    async def locked() -> None:
        raise OperationalError("SELECT", {}, psycopg.errors.LockNotAvailable("lock not available"))

    @app.get("/field")
    async def field() -> None:
        raise Invalid(
            "No.", problems=[Problem(message="Not a price.", file="a.csv", line=3, column="price", field="price")]
        )

    @app.post("/form")
    @csrf_exempt("a test")
    async def form(count: Annotated[int, Form()]) -> None:
        """Takes one whole number."""

    return app


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        yield client


async def test_every_class_of_error_has_the_one_shape_and_a_page(app: FastAPI, client: httpx.AsyncClient) -> None:
    raised: list[type[MerceryError]] = []

    @app.get("/raises")
    async def raises() -> None:
        raise made(raised[-1])

    for kind in every_error():
        if kind is HttpError:  # its status and code come with each one
            continue
        raised.append(kind)
        answer = await client.get("/raises")
        body = answer.json()["error"]
        assert (answer.status_code, body["code"]) == (kind.status, kind.code)
        assert set(body) == {"code", "message", "remedy", "problems", "support"}
        if kind.status < 500:
            assert (body["message"], body["remedy"]) == (f"What went wrong: {kind.__name__}.", "What to do."), kind
        else:
            # What goes wrong inside is for the log; the reader gets a code that leads there.
            assert kind.__name__ not in answer.text
            assert body["support"].startswith("err_")
        page = await client.get("/raises", headers=HTML)
        assert page.status_code in (kind.status, 303), kind
        assert page.status_code == 303 or page.text.startswith("<!doctype html"), kind
    assert len(raised) > 40


def test_codes_are_words_and_one_code_has_one_status() -> None:
    statuses: dict[str, set[int]] = {}
    for kind in every_error():
        assert kind.code.replace("_", "").isalpha() and kind.code.islower(), kind
        assert kind.__doc__, kind
        statuses.setdefault(kind.code, set()).add(kind.status)
    assert {code for code, found in statuses.items() if len(found) > 1} <= {"error"}


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("DELETE", "/broken", 405, "method_not_allowed"),
        ("GET", "/broken", 500, "unexpected"),
        ("GET", "/locked", 500, "unexpected"),
        ("GET", "/gone", 503, "unavailable"),
        ("GET", "/full", 507, "disk_full"),
        ("GET", "/field", 422, "invalid"),
        ("POST", "/form", 422, "invalid"),
    ],
)
async def test_what_the_framework_or_the_machine_refuses_has_the_shape_too(
    client: httpx.AsyncClient, method: str, path: str, status: int, code: str
) -> None:
    headers = {"authorization": "Bearer mcy_none"} if method == "DELETE" else {}
    answer = await client.request(method, path, headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert answer.headers["x-request-id"]
    page = await client.request(method, path, headers={**headers, **HTML})
    assert page.status_code == status
    assert page.text.startswith("<!doctype html")
    for text_ in (answer.text, page.text):
        assert "hunter2" not in text_ and "Traceback" not in text_ and "psycopg" not in text_


async def test_a_body_that_is_too_large_is_refused_while_it_arrives(client: httpx.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(ORDINARY_BODY // 65536 + 2):
            yield b"x" * 65536

    form = {"content-type": "application/x-www-form-urlencoded"}
    answer = await client.post("/form", content=endless(), headers=form)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


async def test_a_problem_names_file_line_column_and_field(client: httpx.AsyncClient) -> None:
    (problem,) = (await client.get("/field")).json()["error"]["problems"]
    assert (problem["file"], problem["line"], problem["column"], problem["field"]) == ("a.csv", 3, "price", "price")


async def test_the_support_code_leads_to_the_log(client: httpx.AsyncClient, capfd: pytest.CaptureFixture[str]) -> None:
    from mercery.core.config import Settings
    from mercery.core.logging import configure_logging

    configure_logging(Settings(log_format="json"))
    support = (await client.get("/broken", headers={"x-request-id": "abc-123-def"})).json()["error"]["support"]
    said = capfd.readouterr().err
    assert support in said
    assert "abc-123-def" in said
