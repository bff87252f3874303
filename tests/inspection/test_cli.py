"""`mercery inspect` in a shop: what is due, one conversation, and as JSON."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.inspection.house import Talks

from mercery.cli import mercery
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.errors import NotFound


async def run(*arguments: str) -> str:
    """The command, in a thread of its own as a process would be."""
    done = await asyncio.to_thread(CliRunner().invoke, mercery, ["inspect", *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return str(done.output)


async def test_what_is_due_is_inspected_once_and_told(
    database_url: str, database: Database, talks: Talks, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MERCERY_DATABASE_URL", database_url)
    settings.cache_clear()
    talk = await talks.with_person(
        [("customer", "I cannot find it."), ("staff", "Hello. If you had read the page you would know.")],
        at=datetime.now(UTC) - timedelta(days=2),
    )
    said = await run()
    assert f"{talk.id}  Rude or blaming, Hugo Petit: “If you had read”" in said
    assert "Conversations inspected: 1; findings: 1" in said
    assert "Conversations inspected: 0; findings: 0" in await run()
    (line,) = (await run("--conversation", talk.id, "--json")).splitlines()
    found = json.loads(line)
    assert found["conversation"] == talk.id and found["findings"][0]["rule"] == "rude_or_blaming"
    with pytest.raises(NotFound):
        await run("--conversation", "cnv_none")
