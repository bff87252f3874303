"""Rules from the command line: loaded, shown, changed and loaded again."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from mercery.accounts.service import create_shop
from mercery.cli import mercery
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.i18n import Words


@pytest.fixture
async def shop(database: Database, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MERCERY_DATABASE_URL", database.url)
    settings.cache_clear()
    async with database.session() as session:
        await create_shop(session, slug="cups", name=Words("Cups"), currency="EUR")


def run(*arguments: str) -> str:
    done = CliRunner().invoke(mercery, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.usefixtures("shop")
def test_a_pack_is_loaded_shown_changed_and_loaded_again(tmp_path: Path) -> None:
    assert "standard: cancel_order" in run("rules", "packs")
    assert "5 rules recorded." in run("rules", "load", "standard")
    assert "Nothing new" in run("rules", "load", "standard")
    mine = tmp_path / "mine.yaml"
    mine.write_text(run("rules", "show").replace("within_days: 30", "within_days: 14"), encoding="utf-8")
    changed = run("rules", "load", str(mine), "--reason", "Fourteen days")
    assert "return_items@2" in changed and "exchange_items@2" in changed and "2 rules recorded." in changed
    assert "within_days: 14" in run("rules", "show")
