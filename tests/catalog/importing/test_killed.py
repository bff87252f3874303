"""An import that is killed halfway leaves the shop as it was, and can be run again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from tests.catalog.builders import add_shop, bag

from mercery.accounts.actor import SYSTEM
from mercery.catalog.service import apply_drafts
from mercery.core.database import Database
from mercery.evals.ingest import generate

COMMAND = [sys.executable, "-c", "from mercery.cli import main; main()"]
ROWS = 5_500
"""In two portions, and enough for the ways of large imports (`arrivals.py`, `apply.py`)."""
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


@contextmanager
def held_before_its_end(url: str) -> Iterator[Callable[[], None]]:
    """Lets nobody commit an import, whose change is put on record at last; the function returns once its rows are written and it waits
    for that. So it is killed between the two however busy the machine is."""
    with psycopg.connect(url) as connection:
        connection.execute("LOCK TABLE audit IN SHARE MODE")
        before = written(connection)

        def wait() -> None:
            until = time.monotonic() + 300
            while time.monotonic() < until:
                if written(connection) > before and connection.execute(WAITS).fetchone():
                    return
                time.sleep(0.02)
            raise AssertionError("the import never wrote anything")

        yield wait


WAITS = (
    "SELECT 1 FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND relation = 'audit'::regclass"
    " AND datname = current_database() AND backend_xid IS NOT NULL LIMIT 1"
)


def written(connection: psycopg.Connection[tuple[Any, ...]]) -> int:
    """Bytes of the last table of goods, with what nobody has committed."""
    row = connection.execute("SELECT pg_relation_size('prices')").fetchone()
    assert row
    return int(row[0])


async def test_a_killed_import_changes_nothing_and_is_repeated(
    database: Database, database_url: str, tmp_path: Path, home: Path
) -> None:
    shop = await add_shop(database)
    async with database.session() as session:
        await apply_drafts(session, shop, [bag("b1")], SYSTEM)
    before = counts(database_url)
    generate(tmp_path / "products.csv", ROWS)
    surroundings = os.environ | {"MERCERY_DATABASE_URL": database_url, "MERCERY_HOME": str(home)}
    arguments = [*COMMAND, "import", str(tmp_path / "products.csv"), "--yes"]

    with held_before_its_end(database_url) as wait_until_it_wrote:
        running = subprocess.Popen(arguments, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_until_it_wrote()
        finally:
            running.send_signal(signal.SIGKILL)
            running.wait()
    assert counts(database_url) == before

    again = subprocess.run(arguments, env=surroundings, capture_output=True, text=True, check=False, timeout=600)
    assert again.returncode == 0, again.stderr
    assert f"{ROWS // 5} were added" in again.stdout
    after = counts(database_url)
    assert (after["products"], after["variants"]) == (ROWS // 5 + 1, ROWS + 2)
