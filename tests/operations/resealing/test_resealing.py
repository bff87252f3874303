"""Secrets follow the installation's key: sealed again in small steps, on record, and what no key opens is named."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from pathlib import Path

import pyotp
import pytest
from click.testing import CliRunner
from sqlalchemy import text
from tests.accounts.house import open_shop

import mercery
from mercery.accounts import audit
from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.accounts.second_factor import service as second_factor
from mercery.accounts.second_factor.service import factor_purpose
from mercery.accounts.shop import Shop
from mercery.accounts.tables import SecondFactorRow
from mercery.channels import setups
from mercery.channels.kinds import KINDS
from mercery.core.clock import now
from mercery.core.config import Settings, settings
from mercery.core.database import Database
from mercery.core.sealed import opened, seal, stale
from mercery.core.sealed_columns import reseal
from mercery.operations.alerts import hooks
from mercery.operations.alerts.sealed_columns import SEALED as ALERTS
from mercery.operations.doctor.secrets_checks import SEALED as CHECK
from mercery.operations.health.check import Found, Looking
from mercery.operations.resealing.cli import secrets_group
from mercery.operations.resealing.parts import ALL
from mercery.operations.resealing.service import reseal_all
from mercery.web.secret import mac, macs

Keys = Callable[..., None]
OLD, NEW = "the key of the first year and long enough", "the key of the second year and long enough"
URL = "https://robot.example/hook?key=0123456789"
WHERE_SEALED = {
    "accounts/second_factor/service.py", "channels/setups.py", "livestream/service/destinations.py",
    "livestream/comments/bridges.py", "operations/alerts/hooks.py",
}  # fmt: skip
"""Modules that seal what they keep: each has its columns in a `sealed_columns.py`."""


@pytest.fixture
def keys(home: Path, monkeypatch: pytest.MonkeyPatch) -> Keys:
    """Have the installation use this key, and know these before it."""

    def use(key: str, *before: str) -> None:
        monkeypatch.setenv("MERCERY_SECRET_KEY", key)
        monkeypatch.setenv("MERCERY_SECRET_KEYS_BEFORE", ",".join(before))
        settings.cache_clear()

    use(OLD)
    return use


@pytest.fixture
async def shop(database: Database, keys: Keys) -> Shop:
    """With seven addresses of alerts, a messenger and a person's app, sealed with the old key."""
    made, _ = await open_shop(database)
    async with database.session() as session:
        for number in range(7):
            row = {
                "shop": made.id,
                "id": f"hok_{number}",
                "url": seal(f"{URL}{number}", hooks.purpose(f"hok_{number}")),
            }
            await session.execute(
                text(
                    "INSERT INTO alert_hooks (id, shop_id, name, format, url, host, word, lang, enabled, created_at)"
                    " VALUES (:id, :shop, :id, 'mercery', :url, 'robot.example', '', 'en', true, now())"
                ),
                row,
            )
        given = {"app_id": "wx0123456789abcdef", "app_secret": "0123456789abcdef0123456789abcdef"}
        await setups.create(session, made.id, SYSTEM, KINDS["wechat"], name="WeChat", given=given)
        person = (await accounts.staff_members(session, made.id))[0]
        sealed = seal("TOTPSEED", factor_purpose(person.id))
        session.add(SecondFactorRow(staff_id=person.id, key=sealed, pending_key=""))
    return made


async def texts(database: Database) -> list[str]:
    """Every sealed text of the database, wherever it stands."""
    async with database.session() as session:
        columns = await session.execute(
            text(
                "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
                " AND data_type IN ('text', 'character varying')"
            )
        )
        found: list[str] = []
        for table, column in columns.all():
            query = f'SELECT "{column}" FROM "{table}" WHERE "{column}" ~ \'^s1[.][0-9a-f]{{8}}[.]\''
            found += (await session.scalars(text(query))).all()
    return found


async def asked(database: Database, home: Path) -> Found:
    looking = Looking(settings=Settings(home=home), database=database, moment=now())
    return await CHECK.run(looking)


async def test_everything_is_sealed_with_the_new_key_and_opens_to_the_same(
    database: Database, shop: Shop, keys: Keys, home: Path
) -> None:
    assert (await asked(database, home)).state == "well" and len(await texts(database)) == 9
    keys(NEW, OLD)
    assert all(stale(one) for one in await texts(database))
    warned = await asked(database, home)
    assert warned.state == "warning" and warned.figure == 9 and "addresses of alerts (7)" in warned.words.en
    done = await reseal_all(database, SYSTEM, batch=3)
    assert sum(one.sealed for one in done) == 9 and not any(one.closed for one in done)
    keys(NEW)
    sealed = await texts(database)
    assert len(sealed) == 9 and not any(stale(one) for one in sealed), "and no other text of the database is sealed"
    assert (await asked(database, home)).state == "well"
    async with database.session() as session:
        url = await session.scalar(text("SELECT url FROM alert_hooks WHERE id = 'hok_3'"))
        (messenger,) = await setups.setups(session, shop.id)
        lines, _ = await audit.entries(session, shop.id, audit.AuditFilter(action="secrets.reseal"))
    assert opened(str(url), hooks.purpose("hok_3")) == f"{URL}3"
    assert messenger.get("app_secret").startswith("0123456789") and not messenger.unreadable
    counted = [one.after["sealed_again"] for one in lines if one.after and one.subject == "alert_hooks"]
    assert sorted(counted) == [1, 3, 3] and "robot" not in str(lines)
    assert sum(one.sealed for one in await reseal_all(database, SYSTEM)) == 0


async def test_a_run_that_is_broken_off_is_taken_up_again(database: Database, shop: Shop, keys: Keys) -> None:
    keys(NEW, OLD)
    steps = reseal(database, ALERTS[0], 3)
    _, first = await anext(steps)
    await anext(steps)
    await steps.aclose()  # type: ignore[attr-defined]
    sealed = [stale(one) for one in await texts(database)]
    assert sum(first.sealed.values()) == 3 and sealed.count(False) >= 3, "what was committed stays"
    await reseal_all(database, SYSTEM)
    assert not any(stale(one) for one in await texts(database))


async def test_what_no_key_opens_stays_and_is_named_by_the_doctor(
    database: Database, shop: Shop, keys: Keys, home: Path
) -> None:
    keys("a key nobody wrote down and long enough")
    async with database.session() as session:
        await session.execute(text("DELETE FROM staff_second_factors"))
        await session.execute(text("DELETE FROM alert_hooks WHERE id > 'hok_1'"))
    before = await texts(database)
    found = await asked(database, home)
    assert found.state == "broken" and found.figure == 3
    assert f"addresses of alerts (2, of {shop.slug})" in found.words.en and "渠道密钥（1 项" in found.words.zh
    assert found.remedy is not None and "MERCERY_SECRET_KEYS_BEFORE" in found.remedy.en
    done = await reseal_all(database, SYSTEM, batch=1)
    assert sum(len(one.closed) for one in done) == 3 and sorted(await texts(database)) == sorted(before)


def test_the_command_says_how_many_and_fails_where_something_stays_closed(
    database_url: str, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    async def filled() -> None:
        database = Database(database_url)
        made, _ = await open_shop(database)
        async with database.session() as session:
            draft = hooks.HookDraft(name="Robot", format="mercery", url="https://example.com/hook")
            await hooks.create(session, made.id, SYSTEM, draft)
        await database.close()

    asyncio.run(filled())
    monkeypatch.setenv("MERCERY_DATABASE_URL", database_url)
    keys("another key altogether and long enough")
    lost = CliRunner().invoke(secrets_group, ["reseal"])
    assert lost.exit_code == 1 and "addresses of alerts that no key opens" in lost.stdout
    keys(NEW, OLD)
    done = CliRunner().invoke(secrets_group, ["reseal", "--json"])
    assert done.exit_code == 0 and json.loads(done.stdout)["kinds"]["alert_hooks"]["sealed"] == 1
    assert "present key" in CliRunner().invoke(secrets_group, ["reseal"]).stdout


def test_whatever_seals_is_in_the_list() -> None:
    root = Path(mercery.__path__[0])
    sealing = set()
    for path in root.rglob("*.py"):
        source = path.read_text("utf-8")
        if "core.sealed import" in source and "migrations" not in path.parts:
            names = {
                alias.name
                for node in ast.walk(ast.parse(source))
                if isinstance(node, ast.ImportFrom) and node.module == "mercery.core.sealed"
                for alias in node.names
            }
            if "seal" in names and path.name != "sealed_columns.py":
                sealing.add(path.relative_to(root).as_posix())
    assert sealing == WHERE_SEALED
    assert {one.table.__tablename__ for one in ALL} == {
        "staff_second_factors", "channel_setups", "live_destinations", "live_shows", "live_bridges", "alert_hooks",
    }  # fmt: skip


async def test_codes_on_paper_and_marks_of_the_erased_outlive_a_change_of_the_key(
    database: Database, home: Path, keys: Keys
) -> None:
    made, _ = await open_shop(database)
    async with database.session() as session:
        person = (await accounts.staff_members(session, made.id))[0]
        enrolment = await second_factor.begin(session, person, "Mercery")
        on_paper = await second_factor.confirm(session, person, pyotp.TOTP(enrolment.key).now())
    marks = {mac("erasure", made.id, "email:anna@example.com")}
    keys(NEW)
    async with database.session() as session:
        with pytest.raises(second_factor.WrongCode):
            await second_factor.check(session, person.id, on_paper[0])
    assert marks.isdisjoint(macs("erasure", made.id, "email:anna@example.com"))
    keys(NEW, OLD)
    async with database.session() as session:
        assert await second_factor.check(session, person.id, on_paper[0]) == "recovery"
    assert not marks.isdisjoint(macs("erasure", made.id, "email:anna@example.com"))
