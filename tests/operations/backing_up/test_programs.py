"""How PostgreSQL's programs are told where the database is."""

from __future__ import annotations

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from mercery.core.database_address import psycopg_url
from mercery.operations.backing_up.programs import connection_of


def test_an_address_without_a_host_is_told_with_the_place_we_connect_to(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(psycopg_url(database_url)) as known:
        host, port, user, name = known.info.host, known.info.port, known.info.user, known.info.dbname
        monkeypatch.setenv("PGPASSWORD", known.info.password)
    monkeypatch.setenv("PGHOST", host)
    monkeypatch.setenv("PGPORT", str(port))
    words, _ = connection_of(f"postgresql://{user}@/{name}")
    assert conninfo_to_dict(words)["host"] == host


def test_the_password_goes_into_the_environment_alone() -> None:
    words, environment = connection_of("postgresql://shop:hush@db.internal/shop")
    assert "hush" not in words and environment["PGPASSWORD"] == "hush"
