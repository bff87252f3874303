"""Commands that run the installation itself; each feature has its own in its `cli.py`."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from mercery.core import event_loop
from mercery.core.config import Settings, settings
from mercery.core.loading import loading
from mercery.core.logging import GRANIAN, configure_logging
from mercery.core.typed_command import echo

if TYPE_CHECKING:
    from fastapi import FastAPI

_STOPS_S: Final = 40.0
"""Longest that a stop is waited for: web and worker finish what they have begun."""


@click.command("run")
def run_command() -> None:
    """Start everything in this terminal: database, schema, demo shop, web, worker and the director of shows."""
    from mercery.run import run

    chosen = settings()
    # This terminal shows what a shop owner should read; web and worker write their own lines.
    configure_logging(chosen.model_copy(update={"log_level": "warning"}) if chosen.log_level == "info" else chosen)
    run(_say, seed=_prepare)


def _say(line: str) -> None:
    click.echo(line)
    sys.stdout.flush()


def _prepare(url: str, say: Callable[[str], None]) -> tuple[str | None, str | None]:
    """Seed what a first start needs; a quick look, without importing the features, when nothing is to be done."""
    from mercery.accounts.first_owner import first_owner

    if owner := first_owner(url):
        return owner, None
    with loading():
        from mercery.demo.first_start import prepare

    return prepare(url, say)


@click.command("prepare")
def prepare_command() -> None:
    """Bring the schema up to date and, at the first start, make the shop and its owner. Prints the sign-in; starts nothing.

    What `mercery run` does before it serves, for machines on which web and worker are started apart. A database that is
    still away is waited for.
    """
    from mercery.core.database_there import wait_for_database
    from mercery.core.runtime import direct_database_url
    from mercery.core.schema import upgrade
    from mercery.core.secret_key import secret_key

    configure_logging(settings())
    url = direct_database_url()
    wait_for_database(url)
    if upgrade(url):
        _say("Database schema brought up to date.")
    secret_key()
    login, password = _prepare(url, _say)
    _say(f"Sign in   {login}" if login else "There is an owner already.")
    if password:
        _say(f"Password  {password}   (shown once)")


@click.command("web")
def web_command() -> None:
    """Serve the web pages and interfaces only (the database must run)."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from mercery.core.processes import behind_a_gate, end_with_parent

    end_with_parent()
    if not behind_a_gate():
        _require_schema()
    chosen = settings()
    Granian(
        "mercery.commands:load_app",
        factory=True,
        interface=Interfaces.ASGI,
        address=chosen.host,
        port=chosen.port,
        workers=chosen.web_processes,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=5 + chosen.drain_seconds,
        log_level=LogLevels.warning,
        log_dictconfig=GRANIAN,
    ).serve()


def load_app() -> FastAPI:
    """What each web process calls: the application, as soon as the database may be used."""
    with loading():
        from mercery.app import create_app_when_ready

    return create_app_when_ready()


def _require_schema() -> None:
    """Apart, because these imports take as long as all else before the first page of a restart."""
    from mercery.core.database_there import wait_for_database
    from mercery.core.runtime import direct_database_url
    from mercery.core.schema import require_schema

    wait_for_database(direct_database_url())
    require_schema(direct_database_url())


@click.command("worker")
def worker_command() -> None:
    """Run background jobs only (the database must run). Start as many as are needed, on as many machines."""
    from mercery.core.database_there import wait_for_database
    from mercery.core.processes import end_with_parent
    from mercery.core.runtime import direct_database_url

    with loading():
        from mercery.worker import work

    end_with_parent()
    configure_logging(settings())
    wait_for_database(direct_database_url())
    event_loop.run(work())


@click.command("live")
def live_command() -> None:
    """Direct the shows that are on air (the database must run). One process directs a show; a second one stands by."""
    from mercery.core.processes import behind_a_gate, end_with_parent, wait_for_gate

    end_with_parent()
    configure_logging(settings())
    if behind_a_gate():
        wait_for_gate()
    else:
        _require_schema()
    asyncio.run(_direct())


async def _direct() -> None:
    from mercery.core.runtime import database
    from mercery.livestream.director.process import direct
    from mercery.operations.health.telling import telling

    async with telling(database(), "live"):
        await direct(_open_doors)


def _open_doors() -> None:
    """What the assistant asks of other features; loaded once a show is directed, since it takes memory and seconds."""
    from mercery.knowledge.semantics import semantics_of, use_semantics
    from mercery.wiring import wire_events

    wire_events()
    use_semantics(semantics_of(settings()))


@click.command("stop")
def stop_command() -> None:
    """Stop what `mercery run` started in this home folder."""
    import signal

    from mercery.core.postgres import stop

    lock = settings().home / "run.lock"
    number = lock.read_text().strip() if lock.exists() else ""
    if number.isdigit() and _is_mercery(int(number)):
        os.kill(int(number), signal.SIGTERM)
        gone = _gone_within(int(number), _STOPS_S)
        echo("Stopped." if gone else f"Process {number} was asked to stop and has not ended yet. See: mercery doctor")
    elif not settings().database_url and stop(settings().home):
        click.echo("Stopped the database that was left running.")
    else:
        click.echo("Nothing runs here.")


def _gone_within(number: int, seconds: float) -> bool:
    """Whether the process ends in time: what is typed next (a start, a restore) finds nothing of it in the way."""
    import psutil

    try:
        psutil.Process(number).wait(timeout=seconds)
    except psutil.NoSuchProcess:
        return True
    except psutil.TimeoutExpired:
        return False
    return True


def _is_mercery(number: int) -> bool:
    import psutil

    try:
        return any("mercery" in part for part in psutil.Process(number).cmdline())
    except psutil.Error:
        return False


@click.command("settings")
def settings_command() -> None:
    """List every setting, its value and what it does."""
    chosen = settings()
    for name, field in Settings.model_fields.items():
        value = getattr(chosen, name)
        click.echo(f"MERCERY_{name.upper()} = {value if value is not None else ''}")
        click.echo(f"    {field.description} Default: {field.default if field.default is not None else 'empty'}.")


@click.group("database")
def database_group() -> None:
    """Schema and access of the database."""


@database_group.command("upgrade")
def upgrade_command() -> None:
    """Bring the schema up to date."""
    from mercery.core.runtime import direct_database_url
    from mercery.core.schema import upgrade

    click.echo("Schema brought up to date." if upgrade(direct_database_url()) else "Schema is up to date.")


@database_group.command("revision")
@click.argument("message")
def revision_command(message: str) -> None:
    """For developers: write a migration from the difference between the tables in the code and the migrations."""
    from mercery.core.migrating import write_revision
    from mercery.core.runtime import database_url

    written = write_revision(database_url(), message)
    if written is None:
        click.echo("Tables and migrations agree; nothing was written.")
        return
    subprocess.run([Path(sys.executable).with_name("ruff"), "format", "--quiet", written], check=False)
    click.echo(f"Written: {written}. Read it before you commit it; what moves data must be added by hand.")


@database_group.command("address")
def address_command() -> None:
    """Print the address for psql or another client."""
    from mercery.core.runtime import database_url

    click.echo(database_url())


@click.command("docs")
@click.option("--check", is_flag=True, help="Change nothing; fail when a generated page is out of date.")
def docs_command(check: bool) -> None:
    """Write the generated reference pages below docs/reference."""
    from mercery.reference import write_reference

    root = Path(str(files("mercery"))).parents[1]
    stale = write_reference(root / "docs" / "reference", check=check)
    if check and stale:
        raise click.ClickException(f"Out of date: {', '.join(stale)}. Run `make docs` and commit.")
    click.echo("Reference pages are up to date." if not stale else f"Written: {', '.join(stale)}.")


@click.command("assets")
def assets_command() -> None:
    """Build the style sheets, scripts and fonts of the pages (needed in a checkout only)."""
    from mercery.ui.assets import build_assets

    build_assets(Path(str(files("mercery"))).parents[1], log=_say)
