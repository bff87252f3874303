"""What an upgrade of this database would do: which migrations, what each means meanwhile, who still runs the old version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from procrastinate.schema import SchemaManager

from mercery.core import schema
from mercery.core.database_address import psycopg_url
from mercery.core.job_queue_schema import last_step
from mercery.core.schema import SchemaNewer, current_revision, newest_revision, revisions
from mercery.core.telemetry.running import version
from mercery.operations.upgrading.reading import ORDER, Effect, Migration, read_migration

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A process of the installation, or a session nobody knows, that uses the database now."""

    words: str
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What would be done."""

    version: str
    """Of this program."""
    found: str | None
    """The schema the database has; None where it is empty."""
    wanted: str
    migrations: tuple[Migration, ...]
    queue_found: str | None
    queue_steps: tuple[str, ...]
    """Steps of the job queue's own schema that are missing."""
    rows: dict[str, int]
    """About how many rows the tables have that are touched."""
    running: tuple[Running, ...]

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to do."""
        return not self.migrations and not self.queue_steps

    @property
    def effect(self) -> Effect:
        """The worst of all steps. The job queue's own steps are written to be run beside its earlier version."""
        return max((one.effect for one in self.migrations), key=ORDER.index, default=Effect.ADDS)

    @property
    def online(self) -> bool:
        """Whether the earlier version may go on running meanwhile, as far as the database is concerned."""
        return ORDER.index(self.effect) <= ORDER.index(Effect.ROWS)


def plan_for(url: str) -> Plan:
    """Look; nothing is changed. SchemaNewer where the database is ahead of this program."""
    found = current_revision(url)
    if found is not None and found not in revisions():
        raise SchemaNewer(found)
    pending = pending_after(found)
    migrations = tuple(read_migration(path) for path in pending)
    tables = {step.table for one in migrations for step in one.steps if step.table}
    with psycopg.connect(psycopg_url(url), autocommit=True) as connection:
        queue_found, queue_steps = _queue(connection)
        return Plan(
            version=version(), found=found, wanted=newest_revision(), migrations=migrations, queue_found=queue_found,
            queue_steps=queue_steps, rows=_rows(connection, tables), running=tuple(_running(connection)),
        )  # fmt: skip


def pending_after(found: str | None) -> list[Path]:
    """Migrations after that revision, oldest first."""
    files = sorted((schema.MIGRATIONS / "versions").glob("v[0-9][0-9][0-9][0-9]_*.py"))
    return [path for path in files if found is None or path.name[1:5] > found]


def _queue(connection: Connection) -> tuple[str | None, tuple[str, ...]]:
    steps = sorted(path.name for path in Path(SchemaManager.get_migrations_path()).glob("*.sql"))
    if connection.execute("SELECT to_regclass('procrastinate_jobs')").fetchone() == (None,):
        return None, ()
    done = last_step(connection)
    return done, tuple(step for step in steps if done is not None and step > done)


def _rows(connection: Connection, tables: set[str]) -> dict[str, int]:
    """By PostgreSQL's estimate, which costs nothing; -1 where it has none yet."""
    found = connection.execute(
        "SELECT relname, greatest(reltuples, 0)::bigint FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE nspname = 'public' AND relkind IN ('r', 'p') AND relname = ANY(%s)",
        [sorted(tables)],
    )
    return {str(name): int(rows) for name, rows in found}


def _running(connection: Connection) -> list[Running]:
    """Processes that told of themselves lately; else whoever has a session in this database."""
    if connection.execute("SELECT to_regclass('installation_processes')").fetchone() != (None,):
        told = connection.execute(
            "SELECT role, host, pid, version FROM installation_processes"
            " WHERE seen_at > clock_timestamp() - interval '45 seconds' ORDER BY host, role, pid"
        ).fetchall()
        if told:
            return [Running(words=f"{role} on {host} (process {pid})", version=str(v)) for role, host, pid, v in told]
    others = connection.execute(
        "SELECT coalesce(nullif(application_name, ''), 'a session'), count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        " GROUP BY 1 ORDER BY 1"
    ).fetchall()
    return [Running(words=f"{name} ({count} connections)") for name, count in others]


def in_lines(plan: Plan) -> Sequence[str]:
    """The plan for people."""
    lines = [f"Mercery {plan.version} wants schema {plan.wanted}; the database has {plan.found or 'none'}."]
    if plan.nothing:
        return [*lines, "Nothing has to be done."]
    for one in plan.migrations:
        lines.append(f"  {one.revision}  {_EFFECTS[one.effect]}: {one.title}")
        lines += [f"        {step.what}{_of(step.table, plan)}" for step in one.steps if step.effect not in _QUIET]
        lines += [f"        {effect}: {reason}" for effect, reason in one.reviewed]
    if plan.queue_steps:
        lines.append(f"  job queue  {len(plan.queue_steps)} steps of its own, from {plan.queue_found}")
    lines.append(_WHILE_RUNNING[plan.online])
    lines += [f"  runs now: {one.words}{f', version {one.version}' if one.version else ''}" for one in plan.running]
    return lines


def _of(table: str, plan: Plan) -> str:
    return f" (about {plan.rows[table]:,} rows)" if table in plan.rows else ""


_QUIET = frozenset({Effect.ADDS, Effect.BRIEF})
_EFFECTS = {
    Effect.ADDS: "adds, nobody waits",
    Effect.CONCURRENT: "may take long, nobody waits",
    Effect.BRIEF: "locks for a moment",
    Effect.ROWS: "changes rows",
    Effect.BLOCKS: "keeps others waiting as long as there are rows",
    Effect.UNKNOWN: "could not be read; treated as one that keeps others waiting",
    Effect.BREAKS: "earlier versions fail on it",
    Effect.DESTROYS: "drops data; only a backup brings them back",
}
_WHILE_RUNNING = {
    True: "The database can be upgraded while the earlier version runs; restart every process afterwards.",
    False: "Stop every process first: the earlier version would be kept waiting or would fail.",
}
