"""Where evals have their databases in tests: on the tests' server, each a copy of the template."""

from __future__ import annotations

from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from mercery.core.schema import drop_database
from mercery.evals import scratch


@pytest.fixture(autouse=True)
def scratch_is_copied(
    request: pytest.FixtureRequest, _server_url: str, _template: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An eval would make the whole schema each time, on the server of whoever runs it; `test_scratch.py` holds that."""
    if request.path.name == "test_scratch.py":
        return

    def copied_schema(url: str) -> None:
        name = urlsplit(url).path[1:]
        with psycopg.connect(_server_url, autocommit=True) as connection:
            drop_database(connection, name)
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                    sql.Identifier(name), sql.Identifier(_template)
                )
            )

    monkeypatch.setattr(scratch, "database_url", lambda: _server_url)
    monkeypatch.setattr(scratch, "create_schema", copied_schema)
