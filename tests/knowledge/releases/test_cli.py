"""Releases and own questions from a terminal, with exit codes a pipeline can stop at."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.knowledge.releases.desk import CLAIRE, LYON, PICKUP

from mercery.accounts import service as accounts
from mercery.cli import mercery
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.events import bus
from mercery.core.i18n import Words
from mercery.core.runtime import use_database
from mercery.knowledge import service as knowledge
from mercery.knowledge.releases import service
from mercery.knowledge.releases.rehearsal import use_rehearsal


@pytest.fixture
def shop(home: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[CliRunner]:
    """A shop with one answer and one release in preparation, as a terminal finds it."""
    monkeypatch.setenv("MERCERY_DATABASE_URL", database_url)
    settings.cache_clear()

    async def made() -> None:
        database = Database(database_url)
        async with database.session() as session:
            shop = await accounts.create_shop(session, slug="aurelle", name=Words("Maison Aurelle"), currency="EUR")
            await knowledge.record_answers(session, shop.id, CLAIRE, [PICKUP], reason="test")
            await service.put_in(session, shop.id, CLAIRE, LYON, after_version=1, reason="we moved")
        await database.close()

    asyncio.run(made())
    yield CliRunner()
    use_database(None)
    use_rehearsal(None)
    bus.clear()


def test_it_is_checked_published_and_taken_back(shop: CliRunner) -> None:
    refused = shop.invoke(mercery, ["release", "publish"])
    assert refused.exit_code == 1 and "has not been checked" in str(refused.exception)
    checked = shop.invoke(mercery, ["release", "check", "--json"])
    assert checked.exit_code == 0 and json.loads(checked.stdout)["fails"] is False
    assert "Release 1 is live: 1 answer changed." in shop.invoke(mercery, ["release", "publish"]).output
    assert json.loads(shop.invoke(mercery, ["release", "list", "--json"]).stdout)[0]["state"] == "published"
    back = shop.invoke(mercery, ["release", "rollback", "1", "--reason", "we did not move"])
    assert "Release 1 is taken back: 1 of 1 items." in back.output


def test_a_failing_own_question_ends_with_exit_code_one(shop: CliRunner, tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text("question,expects,key,words\nCan I collect an order in the boutique?,answer,pickup,Paris\n")
    assert shop.invoke(mercery, ["questions", "import", str(file)]).output == "1 new questions, 0 changed.\n"
    right = shop.invoke(mercery, ["questions", "run"])
    assert right.exit_code == 0 and "1 of 1 own questions are answered right." in right.output
    checked = shop.invoke(mercery, ["release", "check"])
    assert checked.exit_code == 1 and "1 own question fails" in checked.output
    assert shop.invoke(mercery, ["release", "publish"]).exit_code == 1
    assert shop.invoke(mercery, ["release", "publish", "--despite", "we moved"]).exit_code == 0
    wrong = shop.invoke(mercery, ["questions", "run", "--json"])
    assert wrong.exit_code == 1 and json.loads(wrong.stdout)["failed"] == 1
    assert shop.invoke(mercery, ["questions", "export"]).output.splitlines()[1].endswith("answer,pickup,Paris,,yes")
