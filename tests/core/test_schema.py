"""The schema: made, brought up to date, compared with the tables in the code, refused when it is newer."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from alembic.script import ScriptDirectory
from procrastinate.schema import SchemaManager
from psycopg import sql
from sqlalchemy import Column, Integer, Table, create_engine

from mercery.core import migrating, schema
from mercery.core.database import Base, sqlalchemy_url
from mercery.core.job_queue_schema import JobQueueNewer
from mercery.core.migrating import NotAdoptable, differences, write_revision
from mercery.core.schema import (
    MIGRATIONS,
    SchemaNewer,
    SchemaOlder,
    current_revision,
    drop_database,
    import_tables,
    newest_revision,
    require_schema,
    revisions,
    upgrade,
)

SECOND = """
from alembic import op

revision = "{number}"
down_revision = "{before}"


def upgrade() -> None:
    op.execute("ALTER TABLE shops ADD COLUMN motto text NOT NULL DEFAULT 'none'")
"""
BROKEN = SECOND + '    op.execute("SELECT no_such_function()")\n'


@pytest.fixture
def empty_url(database_url: str) -> Iterator[str]:
    """A database without anything in it."""
    name = f"test_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield urlunsplit(urlsplit(database_url)._replace(path=f"/{name}"))
        drop_database(connection, name)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the migrations to which a test adds."""
    copy = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(schema, "MIGRATIONS", copy)
    monkeypatch.setattr(migrating, "MIGRATIONS", copy)
    return copy


def add(folder: Path, text: str) -> str:
    """One more migration than there is."""
    before = revisions()[-1]
    number = f"{int(before) + 1:04d}"
    (folder / "versions" / f"v{number}_next.py").write_text(text.format(number=number, before=before))
    return number


def a_shop(url: str) -> None:
    one(
        url,
        "INSERT INTO shops (id, slug, name, default_language, languages, currency, currencies, timezone, tax_included, colour,"
        " wordmark, tagline, assistant_name, embed_origins, demo, advertising_law, holdouts)"
        " VALUES ('shp_1', 'aurelle', '{}', 'en', '[]', 'EUR', '[]', 'UTC', true, '#000000', '', '{}', '{}', '[]', false,"
        " '[]', '{}') RETURNING id",
    )


def one(url: str, statement: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(statement.encode()).fetchone()
        return row[0] if row else None


def change(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


def found(url: str) -> list[str]:
    engine = create_engine(sqlalchemy_url(url))
    with engine.connect() as connection:
        names = [type(operation).__name__ for operation in differences(connection)]
    engine.dispose()
    return names


def straight_from_the_code(url: str) -> None:
    """As databases were made before the first migration: no triggers, no note of what was made."""
    import_tables()
    engine = create_engine(sqlalchemy_url(url))
    Base.metadata.create_all(engine)
    engine.dispose()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(SchemaManager.get_schema())


def test_the_migrations_make_exactly_the_tables_and_triggers_of_the_code(database_url: str) -> None:
    assert found(database_url) == []
    assert current_revision(database_url) == newest_revision()


@pytest.mark.parametrize(
    "damage",
    [
        "ALTER TABLE shops DROP COLUMN wordmark",
        pytest.param("ALTER TABLE shops ALTER COLUMN slug TYPE varchar(99)", marks=pytest.mark.slow),
        pytest.param("ALTER TABLE shops ALTER COLUMN version DROP DEFAULT", marks=pytest.mark.slow),
        pytest.param("ALTER TABLE shops ALTER COLUMN wordmark DROP NOT NULL", marks=pytest.mark.slow),
        "DROP INDEX ix_audit_subject",
        "DROP TRIGGER audit_append_only ON audit",
    ],
)
def test_the_comparison_sees_what_differs(database_url: str, damage: str) -> None:
    change(database_url, damage)
    assert found(database_url) != []


def test_migrations_stand_in_one_line(database_url: str) -> None:
    assert revisions() == [f"{number:04d}" for number in range(1, len(revisions()) + 1)]
    line = [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]
    assert line == revisions()[::-1]


def test_an_empty_database_gets_everything_once(empty_url: str) -> None:
    assert upgrade(empty_url)
    assert not upgrade(empty_url)
    assert one(empty_url, "SELECT count(*) FROM procrastinate_jobs") == 0
    assert found(empty_url) == []


def test_an_older_schema_is_brought_up_to_date_and_keeps_its_rows(database_url: str, folder: Path) -> None:
    a_shop(database_url)
    number = add(folder, SECOND)
    with pytest.raises(SchemaOlder, match=f"this version of Mercery needs {number}"):
        require_schema(database_url)
    assert upgrade(database_url)
    assert current_revision(database_url) == number
    assert one(database_url, "SELECT motto FROM shops") == "none"
    assert not upgrade(database_url)


def test_a_migration_that_fails_changes_nothing(database_url: str, folder: Path) -> None:
    before = current_revision(database_url)
    add(folder, BROKEN)
    with pytest.raises(Exception, match="no_such_function"):
        upgrade(database_url)
    assert current_revision(database_url) == before
    change(database_url, "ALTER TABLE shops ADD COLUMN motto text")


def test_a_newer_schema_is_refused_with_a_way_out(database_url: str) -> None:
    change(database_url, "UPDATE alembic_version SET version_num = '9999'")
    for look in (upgrade, require_schema):
        with pytest.raises(SchemaNewer, match="written by a newer Mercery: its schema is 9999") as caught:
            look(database_url)
        assert "Start the newer version" in caught.value.remedy
    assert current_revision(database_url) == "9999"


def test_a_command_makes_the_schema_where_there_is_none(empty_url: str) -> None:
    require_schema(empty_url)
    assert current_revision(empty_url) == newest_revision()


def test_processes_that_start_at_once_make_it_once(empty_url: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        done = list(threads.map(upgrade, [empty_url] * 4))
    assert sorted(done) == [False, False, False, True]


@pytest.mark.slow
def test_a_database_from_before_the_first_migration_is_taken_over_with_its_rows(empty_url: str) -> None:
    straight_from_the_code(empty_url)
    change(empty_url, "ALTER TABLE shops DROP COLUMN version")
    change(empty_url, "DROP TABLE api_keys")
    a_shop(empty_url)
    assert upgrade(empty_url)
    assert found(empty_url) == []
    assert current_revision(empty_url) == newest_revision()
    assert one(empty_url, "SELECT version FROM shops") == 1
    with pytest.raises(psycopg.errors.RestrictViolation):
        change(empty_url, "TRUNCATE audit")


@pytest.mark.slow
def test_one_that_cannot_be_taken_over_is_left_as_it_is(empty_url: str) -> None:
    straight_from_the_code(empty_url)
    a_shop(empty_url)
    change(empty_url, "ALTER TABLE shops DROP COLUMN colour")
    change(empty_url, "DROP TABLE api_keys")
    with pytest.raises(NotAdoptable, match='column "colour"') as caught:
        upgrade(empty_url)
    assert "mercery export" in caught.value.remedy
    assert one(empty_url, "SELECT to_regclass('api_keys')") is None
    assert current_revision(empty_url) is None


def test_steps_of_the_job_queue_are_run_once(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = tmp_path / "steps"
    shutil.copytree(SchemaManager.get_migrations_path(), steps)
    (steps / "98.00.00_01_pre.sql").write_text("CREATE TABLE procrastinate_first (n int);")
    (steps / "98.00.00_50_post.sql").write_text("ALTER TABLE procrastinate_first ADD COLUMN share text DEFAULT '100%';")
    monkeypatch.setattr(SchemaManager, "get_migrations_path", staticmethod(lambda: str(steps)))
    assert upgrade(database_url)
    assert not upgrade(database_url)
    assert one(database_url, "INSERT INTO procrastinate_first VALUES (1) RETURNING share") == "100%"
    monkeypatch.undo()
    with pytest.raises(JobQueueNewer, match=r"98\.00\.00_50_post"):
        upgrade(database_url)


def test_a_revision_is_written_from_the_difference_and_only_then(database_url: str, folder: Path) -> None:
    assert write_revision(database_url, "Nothing") is None
    extra = Table("wishes", Base.metadata, Column("id", Integer, primary_key=True))
    try:
        written = write_revision(database_url, "Wishes of customers")
    finally:
        Base.metadata.remove(extra)
    assert written is not None
    assert written.name == f"v{revisions()[-1]}_wishes_of_customers.py"
    assert "op.create_table('wishes'" in written.read_text()
    assert upgrade(database_url)
    assert one(database_url, "SELECT to_regclass('wishes')::text") == "wishes"
