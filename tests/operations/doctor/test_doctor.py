"""`mercery doctor` on a living installation, on one whose database is away, and on one that is in a bad way."""

from __future__ import annotations

import asyncio
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from tests.core.mail.server import mail_host

from mercery.accounts import service as accounts
from mercery.core.clock import now
from mercery.core.config import Settings, settings
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.mail.smtp import MailServer
from mercery.core.ports import RUN_ADDRESS
from mercery.core.postgres import locks
from mercery.operations.doctor import database_checks, machine_checks, online_checks, settings_checks, shop_checks
from mercery.operations.doctor.asking import ONLINE, as_data, checks, exit_code, in_lines
from mercery.operations.doctor.cli import doctor_command
from mercery.operations.health.check import Check, Found, Looked, Looking, State
from mercery.studio.pictures.canvas import PicturesUnavailable


def asked(home: Path, url: str, *words: str) -> tuple[int, dict[str, dict[str, str]]]:
    os.environ["MERCERY_DATABASE_URL"] = url
    settings.cache_clear()
    try:
        done = CliRunner().invoke(doctor_command, ["--json", *words])
    finally:
        del os.environ["MERCERY_DATABASE_URL"]
        settings.cache_clear()
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done.exit_code, {one["id"]: one for one in json.loads(done.output)["checks"]}


def looking(database: Database, home: Path, **changes: object) -> Looking:
    return Looking(settings=Settings(home=home, **changes), database=database, moment=now())  # type: ignore[arg-type]


async def test_everything_is_asked_and_nothing_is_changed(database_url: str, home: Path) -> None:
    code, found = await asyncio.to_thread(asked, home, database_url)
    assert set(found) == {one.id for one in checks(online=False)} and len(found) > 25
    assert found["schema_drift"]["state"] == "well" and found["database_encoding"]["state"] == "well"
    assert found["python"]["state"] == "well" and found["shops"]["state"] == "warning"
    assert code in (1, 2) and all(one["remedy"] for one in found.values() if one["state"] in ("warning", "broken"))
    assert list(home.iterdir()) == []


async def test_with_the_database_away_the_rest_is_told(home: Path) -> None:
    code, found = await asyncio.to_thread(asked, home, "postgresql://mercery:hush-hush@127.0.0.1:9/mercery")
    assert code == 2 and found["database"]["state"] == "broken" and found["shops"]["state"] == "unknown"
    assert found["home"]["state"] == found["python"]["state"] == "well"
    assert "hush-hush" not in json.dumps(found)


async def test_a_setting_that_cannot_be_used_is_told_by_name(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MERCERY_PORT", "eighty")
    settings.cache_clear()
    done = CliRunner().invoke(doctor_command, [])
    assert done.exit_code == 2 and "MERCERY_PORT" in done.output and "eighty" not in done.output


async def test_tables_changed_by_hand_are_found(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("ALTER TABLE shops DROP COLUMN wordmark")
    assert database_checks.differences_of(database_url) == ["AddColumn shops"]


async def test_a_shop_without_owner_and_policies_is_named(database: Database, home: Path) -> None:
    async with database.session() as session:
        await accounts.create_shop(session, slug="bare", name=Words("Bare"))
    found = await shop_checks.SHOPS.run(looking(database, home))
    assert found.state == "warning" and "Nobody owns bare" in found.words.en and "policies" in found.words.en


async def test_folders_of_shops_that_are_gone_are_found(database: Database, home: Path) -> None:
    (home / "index" / "shp_gone").mkdir(parents=True)
    (home / "index" / "shp_gone" / "rows").write_bytes(b"1" * 100)
    (home / "index" / "shp_here").mkdir()
    assert shop_checks.orphans_in(home, {"shp_here"}) == [("index/shp_gone", 100)]
    assert (await shop_checks.ORPHANS.run(looking(database, home))).state == "warning"


def test_pictures_that_are_missing_are_found(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "there.webp").write_bytes(b"1")
    assert shop_checks.missing_below(tmp_path, ["a/there.webp", "a/gone.webp"]) == ["a/gone.webp"]


async def test_more_connections_than_the_server_gives_are_foreseen(database: Database, home: Path) -> None:
    few, many = (looking(database, home, database_pool=pool, web_processes=web) for pool, web in ((4, 1), (100, 8)))
    assert (await database_checks.BUDGET.run(few)).state == "well"
    found = await database_checks.BUDGET.run(many)
    assert found.state == "warning" and found.remedy is not None and "max_connections" in found.remedy.en


async def test_secrets_that_others_can_read_are_found(database: Database, home: Path) -> None:
    (home / "mercery.env").write_text("MERCERY_CHAT_KEY=x")
    (home / "mercery.env").chmod(0o644)
    found = await machine_checks.HOME.run(looking(database, home))
    assert found.state == "broken" and found.remedy is not None and "chmod 600" in found.remedy.en
    (home / "mercery.env").chmod(0o600)
    assert (await machine_checks.HOME.run(looking(database, home))).state == "well"


def test_packages_that_are_missing_or_old_are_named() -> None:
    found = list(
        machine_checks.unmet(["psycopg>=3", "no-such-package-here", "sqlalchemy<1", "winreg; sys_platform == 'win32'"])
    )
    assert len(found) == 2 and found[0] == "no-such-package-here (missing)" and found[1].startswith("sqlalchemy ")


@pytest.mark.parametrize(
    ("states", "code"), [([], 0), (["well"], 0), (["well", "unknown"], 1), (["warning"], 1), (["warning", "broken"], 2)]
)
def test_the_exit_code_is_that_of_the_worst(states: list[State], code: int) -> None:
    assert exit_code([looked(state) for state in states]) == code


def looked(state: State) -> Looked:
    async def run(_: Looking) -> Found:
        raise AssertionError

    check = Check(id=state, title=Words(f"The {state}", "一项"), run=run)
    return Looked(
        check=check,
        found=Found(state=state, words=Words("So it is.", "如此。"), remedy=Words("Do it.", "请处理。")),
        milliseconds=1,
    )


def test_people_read_the_worst_first_with_the_remedy() -> None:
    lines = in_lines([looked("well"), looked("broken")], "en")
    assert lines == ["BROKEN   The broken: So it is.", "           Do it.", "ok       The well: So it is."]
    assert "请处理" in in_lines([looked("broken")], "zh")[1]
    assert as_data([looked("well"), looked("warning")], "en")["state"] == "warning"


@contextmanager
def serving(status: int = 200, **headers: str) -> Iterator[str]:
    """A proxy's answer on this machine."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


async def test_a_port_that_was_named_at_the_start_alone_is_found(database: Database, home: Path) -> None:
    with serving() as url:
        port = int(url.rpartition(":")[2])
        (home / RUN_ADDRESS).write_text(f"{port} 127.0.0.1", encoding="utf-8")
        lock = locks.open_lock(home / "run.lock")
        assert locks.try_exclusive(lock)
        found = await settings_checks.PORT.run(looking(database, home, port=1 + port % 60_000))
        assert found.state == "well" and f"Mercery answers at 127.0.0.1:{port}" in found.words.en
        os.close(lock)
        found = await settings_checks.PORT.run(looking(database, home, port=port))
    assert "was told at its start" not in found.words.en, "nothing runs any more: the settings are what counts"


async def test_the_public_address_is_called_when_asked(database: Database, home: Path) -> None:
    assert {one.id for one in ONLINE}.isdisjoint({one.id for one in checks(online=False)})
    with serving() as url:
        assert (await online_checks.PUBLIC.run(looking(database, home, public_url=url))).state == "well"
    with serving(502) as url:
        assert (await online_checks.PUBLIC.run(looking(database, home, public_url=url))).state == "broken"
    assert (await online_checks.PUBLIC.run(looking(database, home, public_url="http://127.0.0.1:9"))).state == "broken"


async def test_a_model_that_refuses_its_key_is_named_without_it(database: Database, home: Path) -> None:
    with serving(401) as url:
        chosen = {"embeddings_url": url, "embeddings_key": "sk-of-a-model"}
        found = await online_checks.MODELS.run(looking(database, home, **chosen))
    assert found.state == "warning" and "MERCERY_EMBEDDINGS_URL" in found.words.en and "sk-of" not in found.words.en


def test_a_mail_server_that_is_away_is_told() -> None:
    away = MailServer(host="127.0.0.1", port=9, encrypted=False)
    assert online_checks.greet(away) == (None, "ConnectionRefusedError")


async def test_a_mail_server_of_this_machine_without_encryption_is_not_said_to_encrypt(
    database: Database, home: Path
) -> None:
    async with mail_host() as host:
        found = await online_checks.MAIL.run(looking(database, home, smtp_url=host.url))
    assert found.state == "well" and "offers no encryption" in found.words.en and "不提供加密" in found.words.zh


async def test_what_drawing_lacks_is_named_with_what_to_install(
    database: Database, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking() -> None:
        raise PicturesUnavailable(
            "Pictures cannot be drawn here: libEGL.so.1 is missing.", zh="本机无法绘图：缺少 libEGL.so.1。"
        )

    monkeypatch.setattr(machine_checks, "skia_module", lacking)
    found = await machine_checks.DRAWING.run(looking(database, home))
    assert found.state == "warning" and "libEGL" in found.words.en and "libEGL" in found.words.zh
    assert found.remedy and "libegl1 libgl1" in found.remedy.en and "libegl1 libgl1" in found.remedy.zh
