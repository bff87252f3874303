"""A copy of the database in other hands opens nothing: no password, key, link or session stands in it as it is used."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text
from tests.accounts.house import PASSWORD
from tests.accounts.installation import furnish, installation
from tests.accounts.test_resets import Kept, key, send_all

from mercery.core.database import Database


async def _copy(database: Database) -> str:
    """Every row of every table as text."""
    async with database.session() as session:
        names = (await session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))).all()
        rows = [
            str(await session.scalar(text(f"SELECT string_agg(r::text, ' ') FROM (SELECT * FROM \"{name}\") r")))
            for name in names
        ]
    return " ".join(rows)


async def test_no_secret_of_ours_stands_in_the_database(database: Database, home: Path) -> None:
    ours = await furnish(database, "ours", "Quince")
    async with installation(database, ours) as house:
        browser = await house.as_role("owner", host=ours.host)
        way = Kept()
        await house.browser(host=ours.host).post("/console/forgot", {"email": ours.people["owner"].email})
        await send_all(house, way)
        copy = await _copy(database)
    assert ours.people["owner"].email in copy, "the copy holds what it should"
    secrets = {
        "password": PASSWORD,
        "key of a program": ours.key,
        "invitation": ours.ids["secret"],
        "session": browser.session or "none",
        "link for a new password": key(way.mails[-1]),
    }
    assert [name for name, secret in secrets.items() if secret in copy or len(secret) < 16] == []


async def test_the_installations_key_is_readable_by_its_owner_only(database: Database, home: Path) -> None:
    ours = await furnish(database, "ours", "Quince")
    async with installation(database, ours) as house:
        await house.browser(host=ours.host).token()
        assert (home / "secret.key").stat().st_mode & 0o077 == 0
        assert (home / "secret.key").read_text().strip() not in await _copy(database)
