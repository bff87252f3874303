"""The drill: a living shop, everything about it destroyed, and the same shop on a bare machine."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from tests.operations.backing_up.conftest import ask

from mercery.assistant.cli import ask_command
from mercery.core.config import settings
from mercery.core.postgres import ensure_running, stop
from mercery.core.schema import upgrade
from mercery.demo.first_start import prepare

QUESTIONS = (
    "How long does delivery to Paris take?",
    "退货需要多久？",
    "Do you have a bag under 500 euros?",
)


def mercery(home: Path, *words: str, **more: str) -> str:
    """A command as an owner types it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MERCERY_")}
    environment |= {"MERCERY_HOME": str(home), "MERCERY_EMBEDDINGS": "off", "MERCERY_LOG_LEVEL": "error", **more}
    done = subprocess.run(
        [sys.executable, "-m", "mercery.cli", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, f"{words}: {done.stdout}\n{done.stderr}"
    return done.stdout


def answers(home: Path) -> list[object]:
    """What the assistant says, with its evidence; not how long it took. In this process, which has loaded it already."""
    os.environ["MERCERY_HOME"] = str(home)
    settings.cache_clear()
    found: list[object] = []
    for question in QUESTIONS:
        done = CliRunner().invoke(ask_command, [question, "--json"])
        assert done.exit_code == 0, done.output
        body = json.loads(done.stdout)["body"]
        found.append([body["sentences"], body.get("buttons"), body.get("evidence")])
    return found


def pictures(home: Path) -> dict[str, str]:
    return {
        str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in ("media", "documents")
        for path in sorted((home / folder).rglob("*"))
        if path.is_file()
    }


def rows(home: Path) -> dict[str, int]:
    url = ensure_running(home).url
    tables = [
        str(name)
        for (name,) in ask(
            url, "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
    ]
    with psycopg.connect(url) as connection:
        return {
            name: int((connection.execute(f'SELECT count(*) FROM "{name}"'.encode()).fetchone() or (0,))[0])
            for name in tables
        }


def seeded(home: Path) -> None:
    os.environ["MERCERY_HOME"] = str(home)
    settings.cache_clear()
    url = ensure_running(home, durable=False).url
    upgrade(url)
    prepare(url, lambda _: None)


@pytest.mark.slow
async def test_everything_is_destroyed_and_the_same_shop_answers(home: Path, tmp_path: Path) -> None:
    first, bare = tmp_path / "first", tmp_path / "bare"
    await asyncio.to_thread(seeded, first)
    url = ensure_running(first).url
    ask(
        url,
        "INSERT INTO staff_sessions SELECT md5(id), id, NULL, '', '', now(), now(), now() + interval '1 day' FROM staff",
    )
    before, had = await asyncio.to_thread(answers, first), pictures(first)
    counted = rows(first)
    assert len(had) > 20 and counted["orders"] > 0 and counted["messages"] > 0 and counted["staff_sessions"] > 0
    made = json.loads(mercery(first, "backup", str(tmp_path), "--json"))
    assert "can be restored" in mercery(first, "restore", made["file"], "--check")
    stop(first)
    subprocess.run(["rm", "-rf", str(first)], check=True)
    said = mercery(bare, "restore", made["file"])
    assert "Restored:" in said
    assert pictures(bare) == had
    now_there = rows(bare)
    # Sessions are ended; jobs are given back or held; all the rest is the same.
    changing = {"staff_sessions", "rate_limits", "backups", "audit", "conversation_duty", "invitations"}
    same = {
        name: count for name, count in counted.items() if name not in changing and not name.startswith("procrastinate")
    }
    assert {name: now_there[name] for name in same} == same
    assert now_there["staff_sessions"] == 0
    mercery(bare, "index", "rebuild")
    assert await asyncio.to_thread(answers, bare) == before
    stop(bare)
