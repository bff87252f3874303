"""The examples of the page on experiments run as they stand there, and each name of the library is there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import mercery.experiments as library
from mercery.accounts.service import create_shop
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.runtime import run_async

PAGE = Path(__file__).parents[2] / "docs" / "guide" / "experiments.md"


def test_the_pages_examples_are_one_program_that_runs(
    database_url: str, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MERCERY_DATABASE_URL", database_url)
    settings.cache_clear()
    run_async(_a_shop(database_url))
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    assert len(blocks) == 3
    exec(compile("\n".join(blocks), str(PAGE), "exec"), {"__name__": "page"})
    said = capsys.readouterr().out
    assert "extra orders for 1,000 visitors" in said and "Each group needs at least 30 buyers" in said


async def _a_shop(url: str) -> None:
    database = Database(url)
    async with database.session() as session:
        await create_shop(session, slug="aurelle", name=Words("Maison Aurelle"), currency="EUR")
    await database.close()


@pytest.mark.parametrize("name", library.__all__)
def test_each_name_of_the_library_is_there(name: str) -> None:
    assert getattr(library, name) is not None


def test_statistics_load_neither_database_nor_server() -> None:
    asked = (
        "import sys; from mercery.experiments import difference, verdict, horizon;"
        " print([one for one in %r if one in sys.modules])"
    )
    heavy = ("sqlalchemy", "fastapi", "psycopg", "jinja2", "duckdb", "ibis", "mercery.web", "mercery.core.database")
    done = subprocess.run([sys.executable, "-c", asked % (heavy,)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
