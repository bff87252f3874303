"""The daily backup: made by the worker when it is due, on record, and told to the health page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from tests.operations.backing_up.conftest import Kept

from mercery.core.clock import at, now
from mercery.core.config import Settings
from mercery.core.database import Database
from mercery.core.runtime import use_database
from mercery.operations.backing_up.archive import NoRoom
from mercery.operations.backing_up.checks import LAST_BACKUP
from mercery.operations.backing_up.jobs import back_up_when_due
from mercery.operations.backing_up.making import backups_in
from mercery.operations.health.check import Found, Looking

DUE = datetime(2026, 11, 27, 2, 31, tzinfo=UTC)
"""03:31 in Paris, where the shop's clocks are."""


@pytest.fixture
async def running(kept: Kept) -> AsyncIterator[Database]:
    database = Database(kept.url, pool_size=2)
    use_database(database)
    yield database
    use_database(None)
    await database.close()


def chosen(kept: Kept, folder: Path | None, **changes: object) -> Settings:
    values = {"home": kept.home, "backup_at": "03:30", "backup_folder": folder, "backup_keep": 2, **changes}
    return Settings(**values)  # type: ignore[arg-type]


async def found(database: Database, settings: Settings) -> Found:
    return await LAST_BACKUP.run(Looking(settings=settings, database=database, moment=now()))


async def test_it_is_made_once_a_day_and_the_health_page_knows(kept: Kept, running: Database, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    settings = chosen(kept, folder)
    with at(DUE - timedelta(minutes=5)):
        assert (await found(running, settings)).state == "warning"
    with at(DUE):
        assert await back_up_when_due(settings)
        assert not await back_up_when_due(settings)
        said = await found(running, settings)
        assert said.state == "well" and said.figure is not None and said.figure < 60
    with at(DUE + timedelta(hours=30)):
        assert (await found(running, settings)).state == "warning"
    for day in (1, 2):
        with at(DUE + timedelta(days=day)):
            assert await back_up_when_due(settings)
    assert len(backups_in(folder)) == 2


async def test_none_is_made_where_none_is_wanted(kept: Kept, running: Database, tmp_path: Path) -> None:
    for backup_at in ("", "off"):
        with at(DUE):
            assert not await back_up_when_due(chosen(kept, tmp_path, backup_at=backup_at))
    assert (await found(running, chosen(kept, tmp_path, backup_at="off"))).state == "well"
    assert list(tmp_path.glob("*.zip")) == []


async def test_one_that_fails_is_told_and_tried_again_later(kept: Kept, running: Database, tmp_path: Path) -> None:
    settings = chosen(kept, tmp_path / "away")
    with at(DUE), pytest.raises(NoRoom):
        await back_up_when_due(settings)
    with at(DUE + timedelta(minutes=5)):
        assert not await back_up_when_due(settings)
        said = await found(running, settings)
        assert said.state == "warning" and "not there" in said.words.en
    (tmp_path / "away").mkdir()
    with at(DUE + timedelta(minutes=40)):
        assert await back_up_when_due(settings)


async def test_with_a_passphrase_it_is_sealed(kept: Kept, running: Database, tmp_path: Path) -> None:
    with at(DUE):
        assert await back_up_when_due(chosen(kept, None, backup_passphrase=SecretStr("four words nobody guesses")))
    assert [path.suffix for path in backups_in(kept.home / "backups")] == [".sealed"]
