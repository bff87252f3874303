"""`mercery promotions`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.promotions.publishing.atelier import BAG, CLAIRE, open_atelier, percent

from mercery.accounts.service import create_staff
from mercery.cli import mercery
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.runtime import use_database
from mercery.promotions.publishing import service


@pytest.fixture
def installed(database: Database, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Commands find the test's database."""
    monkeypatch.setenv("MERCERY_DATABASE_URL", database.url)
    settings.cache_clear()
    use_database(None)
    yield home
    use_database(None)


def run(*arguments: str) -> tuple[int, str]:
    """In a thread's own loop, as the command line runs it."""
    import threading

    done: list[tuple[int, str]] = []

    def call() -> None:
        result = CliRunner().invoke(mercery, ["promotions", *arguments])
        # What other threads of the tests log goes to the error stream at any moment, and is not part of the answer.
        told = f"{result.stdout}{getattr(result.exception, 'message', result.exception or '')}"
        done.append((result.exit_code, told))

    thread = threading.Thread(target=call)
    thread.start()
    thread.join()
    return done[0]


async def test_rules_in_a_file_are_proved_kept_published_by_a_second_person_and_stopped(
    database: Database, installed: Path, tmp_path: Path
) -> None:
    atelier = await open_atelier(database)
    async with database.session() as session:
        await create_staff(
            session, atelier.shop.id, email="hugo@example.com", name="Hugo", role="editor", password="a long password 1"
        )
    file = tmp_path / "winter.json"
    file.write_text(json.dumps({"name": "Winter", "currency": "EUR", "rules": [percent("half", 5_000)]}))
    code, told = run("check", str(file))
    assert code == 1 and "does not pass" in told and "without 'half'" in told
    file.write_text(
        json.dumps({"name": "Winter", "currency": "EUR", "rules": [percent("leather", 1_000, "category:bags")]})
    )
    code, told = run("check", str(file), "--keep")
    assert code == 0 and "passes" in told and "Kept as number 2" in told
    async with database.session() as session:
        kept = await service.set_by_number(session, atelier.shop.id, 2)
        await service.ask(session, atelier.shop, CLAIRE, kept.id)
    assert run("publish", "2", "--as", "nobody@example.com")[0] != 0
    assert run("publish", "2", "--as", "hugo@example.com")[1].strip() == "In force as release 1."
    code, told = run("quote", f"{BAG}=2")
    assert "To pay: €1,800" in told
    assert "2  Winter  published" in run("list")[1]
    assert run("stop", "leather", "--reason", "A mistake in the leaflet")[0] == 0
    assert "To pay: €2,000" in run("quote", f"{BAG}=2")[1]
