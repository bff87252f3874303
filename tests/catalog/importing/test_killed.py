"""An import that is killed halfway leaves the shop as it was, and can be run again."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
from tests.catalog.builders import add_shop, bag

from mercery.accounts.actor import SYSTEM
from mercery.catalog.service import apply_drafts
from mercery.core.database import Database
from mercery.evals.ingest import generate

COMMAND = [sys.executable, "-c", "from mercery.cli import main; main()"]
COUNTED = ("products", "variants", "prices", "media", "categories", "collections", "catalog_revisions", "audit")


def counts(url: str) -> dict[str, int]:
    """Rows of every table an import writes."""
    found = {}
    with psycopg.connect(url) as connection:
        for table in COUNTED:
            row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
            assert row
            found[table] = int(row[0])
    return found


def wait_until_it_writes(url: str) -> None:
    """Return once another session has written rows it has not committed."""
    until = time.monotonic() + 60
    with psycopg.connect(url, autocommit=True) as connection:
        while time.monotonic() < until:
            if connection.execute(
                "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND backend_xid IS NOT NULL AND query LIKE 'COPY %' LIMIT 1"
            ).fetchone():
                return
            time.sleep(0.01)
    raise AssertionError("the import never wrote anything")


async def test_a_killed_import_changes_nothing_and_is_repeated(
    database: Database, database_url: str, tmp_path: Path, home: Path
) -> None:
    shop = await add_shop(database)
    async with database.session() as session:
        await apply_drafts(session, shop, [bag("b1")], SYSTEM)
    before = counts(database_url)
    generate(tmp_path / "products.csv", 9_000)
    surroundings = os.environ | {"MERCERY_DATABASE_URL": database_url, "MERCERY_HOME": str(home)}
    arguments = [*COMMAND, "import", str(tmp_path / "products.csv"), "--yes"]

    running = subprocess.Popen(arguments, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until_it_writes(database_url)
    finally:
        running.send_signal(signal.SIGKILL)
        running.wait()
    assert counts(database_url) == before

    again = subprocess.run(arguments, env=surroundings, capture_output=True, text=True, check=False, timeout=120)
    assert again.returncode == 0, again.stderr
    assert "1800 were added" in again.stdout
    after = counts(database_url)
    assert (after["products"], after["variants"]) == (1_801, 9_002)
