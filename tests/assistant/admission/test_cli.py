"""`mercery model` in the terminal, against a real endpoint on this machine."""

from __future__ import annotations

import asyncio
import json

import pytest
from click.testing import CliRunner, Result
from tests.ai.chat_server import Body, played, serving
from tests.assistant.admission import scripts

from mercery.accounts.shop import Shop
from mercery.ai.chat import ChatRequest
from mercery.assistant.admission.cli import NoModel, model_group
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.errors import NotFound


def script(body: Body) -> str:
    system, prompt = (one["content"] for one in body["messages"])
    schema = body.get("response_format", {}).get("json_schema", {})
    return scripts.good(
        ChatRequest(purpose=schema.get("name", "wording"), system=system, prompt=prompt, schema=schema.get("schema"))
    )


async def run(*arguments: str) -> Result:
    """The command in a thread, where it may have a loop of its own."""
    return await asyncio.to_thread(CliRunner().invoke, model_group, list(arguments))


@pytest.mark.usefixtures("home")
async def test_a_model_is_admitted_shown_and_revoked(
    database: Database, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(played(script)) as server:
        monkeypatch.setenv("MERCERY_DATABASE_URL", database.url)
        monkeypatch.setenv("MERCERY_CHAT_URL", server.url)
        monkeypatch.setenv("MERCERY_CHAT_MODEL", "tiny")
        settings.cache_clear()
        assert "not admitted here" in (await run("show")).output
        admitted = await run("admit", "--level", "L1", "--json")
        assert json.loads(admitted.stdout.splitlines()[-1])["levels"]["L1"]["earned"]
        shown = (await run("show")).output
        assert f"tiny@{server.url}: level L1; it may say what a message wants." in shown
        assert "no longer admitted" in (await run("revoke", "--reason", "Tried out.")).output
        again = await run("revoke")
        assert isinstance(again.exception, NotFound)


@pytest.mark.usefixtures("home")
async def test_without_a_model_it_says_what_to_do() -> None:
    found = (await run("admit")).exception
    assert isinstance(found, NoModel)
    assert "docs/guide/models.md" in found.remedy
