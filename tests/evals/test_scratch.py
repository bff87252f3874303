"""A database for an eval is gone afterwards, whoever still holds it, and the shop's own is not touched."""

from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from mercery.evals import scratch


@pytest.fixture
def server(database_url: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The configured server is the test's."""
    monkeypatch.setenv("MERCERY_DATABASE_URL", database_url)
    return database_url


def _databases(url: str) -> set[str]:
    with psycopg.connect(url) as connection:
        return {str(name) for (name,) in connection.execute("SELECT datname FROM pg_database")}


def test_it_has_the_whole_schema_and_is_dropped_while_sessions_are_open(server: str) -> None:
    before = _databases(server)
    with scratch.scratch_url() as url:
        left_open = psycopg.connect(url)
        left_open.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args) VALUES ('q','t','l','{}')"
        )
        assert left_open.execute("SELECT to_regclass('products')").fetchone() == ("products",)
        name = urlsplit(url).path.strip("/")
        assert name in _databases(server)
    assert name not in _databases(server) and before <= _databases(server)
    with pytest.raises(psycopg.OperationalError):
        left_open.execute("SELECT 1")


def test_it_is_dropped_when_the_eval_fails(server: str) -> None:
    with pytest.raises(ValueError, match="eval"), scratch.scratch_url() as url:
        raise ValueError("eval")
    assert urlsplit(url).path.strip("/") not in _databases(server)
