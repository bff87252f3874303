"""What each check finds, on a real database, real files and real sockets."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.accounts.house import open_shop

from mercery.core import clock
from mercery.core.config import Settings, settings
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.jobs import enqueue
from mercery.operations.health.check import Check, Found, Looked, Looking
from mercery.operations.health.checks import CHECKS, Looks, look, looking_now, worst
from mercery.operations.health.processes import Process, beating, processes


@pytest.fixture(autouse=True)
def _home(home: Path) -> Iterator[None]:
    yield


async def found(database: Database, *, change: dict[str, object] | None = None) -> dict[str, Found]:
    """What every check finds."""
    chosen = settings().model_copy(update=change or {})
    looking = Looking(settings=chosen, database=database, moment=clock.now())
    return {one.check.id: one.found for one in await look(looking)}


async def beat(database: Database, role: str, *, host: str = "one", silent: int = 0, ahead: float = 0, key: str = "k",
               version: str = "1") -> None:  # fmt: skip
    """A process that told of itself so many seconds ago."""
    async with database.session() as session:
        await session.execute(
            text(
                "INSERT INTO installation_processes VALUES (:id, :host, :role, 1, :version, now(),"
                " clock_timestamp() - make_interval(secs => :silent), :ahead, jsonb_build_object('key', CAST(:key AS text)))"
            ),
            {"id": f"{host}:{role}", "host": host, "role": role, "version": version, "silent": silent, "ahead": ahead,
             "key": key},
        )  # fmt: skip


def test_every_check_has_a_name_of_its_own_and_words_in_both_languages() -> None:
    assert len({one.id for one in CHECKS}) == len(CHECKS)
    assert all(one.title.en and one.title.zh for one in CHECKS)


async def test_a_fresh_installation_is_well_but_for_who_has_not_told_of_itself(database: Database) -> None:
    await beat(database, "web")
    await beat(database, "worker")
    states = {name: one.state for name, one in (await found(database)).items()}
    assert {name for name, state in states.items() if state != "well"} <= {
        "disk", "connections", "last_backup", "database"  # the last two: never made one; a busy machine is slow
    }  # fmt: skip


async def test_whatever_is_not_well_says_what_to_do_in_both_languages(database: Database) -> None:
    await open_shop(database)
    async with database.session() as session:
        for _ in range(2):
            await enqueue(session, "search:rebuild", {})
        await session.execute(text("UPDATE procrastinate_events SET at = at - interval '2 hours'"))
        await session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    await beat(database, "web", host="one", key="a", ahead=-40, version="1")
    await beat(database, "web", host="two", key="b", version="2")
    await beat(database, "worker", silent=300)
    said = await found(database, change={"public_url": "http://shop.example"})
    expected = {
        "schema": "broken", "worker": "broken", "job_queue": "broken", "search_index": "broken", "mail": "broken",
        "secret_key": "broken", "public_address": "warning", "clocks": "broken", "versions": "warning",
    }  # fmt: skip
    assert {name: said[name].state for name in expected} == expected
    for name, one in said.items():
        assert one.words.en, name
        assert one.words.zh, name
        if one.state in ("warning", "broken"):
            assert one.remedy, name
            assert one.remedy.en, name
            assert one.remedy.zh, name
    assert "one" in said["clocks"].words.en
    assert "behind" in said["clocks"].words.en
    assert "chmod" not in said["secret_key"].words.en


async def test_without_a_database_only_that_is_broken_and_the_rest_is_not_known(home: Path) -> None:
    away = Database("postgresql://nobody@127.0.0.1:9/none")
    said = await found(away)
    await away.close()
    assert said["database"].state == "broken"
    assert said["disk"].state in ("well", "warning", "broken")
    assert said["job_queue"].state == "unknown"
    assert "nobody@" not in said["database"].words.en


async def test_a_key_others_can_read_is_broken(database: Database, home: Path) -> None:
    key = home / "secret.key"
    key.write_text("x")
    key.chmod(0o644)
    one = (await found(database))["secret_key"]
    assert one.state == "broken"
    assert one.remedy is not None
    assert f"chmod 600 {key}" in one.remedy.en
    key.chmod(0o600)
    assert (await found(database))["secret_key"].state == "well"


async def test_mail_is_well_while_its_server_answers(database: Database) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        change = Settings(smtp_url=f"smtp://127.0.0.1:{port}", _env_file=None)
        assert (await found(database, change={"smtp_url": change.smtp_url}))["mail"].state == "well"
    assert (await found(database, change={"smtp_url": change.smtp_url}))["mail"].state == "broken"


async def test_a_process_tells_of_itself_and_leaves(database: Database) -> None:
    async with beating(database, "worker", lambda: {"connections": 3}):
        living: list[Process] = []
        for _ in range(100):
            async with database.session() as session:
                living = await processes(session)
            if living:
                break
            await asyncio.sleep(0.02)
        assert [one.role for one in living] == ["worker"]
        assert living[0].alive
        assert abs(living[0].ahead) < 1
        assert living[0].figures["connections"] == 3
        assert living[0].figures["memory"] > 1_000_000
    async with database.session() as session:
        assert await processes(session) == []


async def test_a_database_that_is_away_stops_no_process(home: Path) -> None:
    away = Database("postgresql://nobody@127.0.0.1:9/none")
    async with beating(away, "web"):
        await asyncio.sleep(0.1)
    await away.close()


async def test_many_who_look_cost_one_look_and_a_slow_check_holds_nobody_up(database: Database) -> None:
    asked, gate = 0, asyncio.Event()

    async def slow(looking: Looking) -> Found:
        nonlocal asked
        asked += 1
        await gate.wait()
        return Found(state="well", words=Words("Well.", "正常。"))

    looks = Looks(database, [Check(id="slow", title=Words("Slow", "慢"), run=slow)])
    early = await asyncio.gather(*(looks.look(patience=0.05) for _ in range(20)))
    assert {one[0].found.state for one in early} == {"unknown"}
    gate.set()
    assert (await looks.look())[0].found.state == "well"
    assert (await looks.look())[0].found.state == "well"
    assert asked == 1


async def test_a_check_that_breaks_is_not_known_and_the_worst_counts(database: Database) -> None:
    async def broken(looking: Looking) -> Found:
        raise RuntimeError("hunter2")

    check = Check(id="broken", title=Words("Broken", "坏"), run=broken)
    (one,) = await look(looking_now(database), [check])
    assert one.found.state == "unknown"
    assert "hunter2" not in one.found.words.en

    def looked(state: str) -> Looked:
        return Looked(check=check, found=Found(state=state, words=Words("x", "x")), milliseconds=0)  # type: ignore[arg-type]

    assert worst([looked("well"), looked("unknown"), looked("warning")]) == "warning"
    assert worst([looked("warning"), looked("broken")]) == "broken"
    assert worst([looked("well"), looked("unknown")]) == "unknown"
    assert worst([]) == "well"
