"""`mercery show kill` pulls the switch in the database, where every director finds it."""

from __future__ import annotations

import threading

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.core.config import settings
from mercery.core.database import Database, sqlalchemy_url
from mercery.core.i18n import Words
from mercery.core.runtime import use_database
from mercery.livestream.cli import show_group
from mercery.livestream.service import shows
from mercery.livestream.service.drafts import ShowDraft


async def test_kill_and_revive_are_asked_kept_and_hold_at_once(
    database: Database, database_url: str, home: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with database.session() as session:
        shop = await accounts.create_shop(session, slug="aurelle", name=Words("Maison Aurelle"), currency="EUR")
        made = await shows.create(session, shop.id, SYSTEM, ShowDraft(title=Words("Evening")))
        await shows.go_on_air(session, shop.id, SYSTEM, made.id)

    def run(*words: str) -> None:
        results: list[Result] = []
        thread = threading.Thread(target=lambda: results.append(CliRunner().invoke(show_group, words)))
        thread.start()
        thread.join()
        assert results[0].exit_code == 0, results[0].output

    monkeypatch.setenv("MERCERY_DATABASE_URL", database_url)
    settings.cache_clear()
    use_database(None)
    plain = create_engine(sqlalchemy_url(database_url))
    for word, killed in (("kill", True), ("revive", False)):
        run(word, "evening")
        with plain.connect() as connection:
            assert connection.execute(text("SELECT killed FROM live_shows")).scalar_one() is killed
            assert (
                connection.execute(text("SELECT kind FROM live_commands ORDER BY id DESC LIMIT 1")).scalar_one() == word
            )
            acts = connection.execute(text("SELECT action FROM audit ORDER BY id DESC LIMIT 1")).scalar_one()
            assert acts == f"live.{word}"
    plain.dispose()
