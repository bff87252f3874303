"""The command `mercery upgrade`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from mercery.core.config import settings
from mercery.core.errors import MerceryError
from mercery.core.runtime import direct_database_url
from mercery.core.typed_command import echo
from mercery.operations.backing_up.jobs import folder_for
from mercery.operations.backing_up.making import Made, Wanted, in_words
from mercery.operations.backing_up.records import make_and_note
from mercery.operations.upgrading.planning import Plan, in_lines, plan_for
from mercery.operations.upgrading.running import Limits, migrate_within, refuse_while_old_runs, verify, way_back


@click.command("upgrade")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option("--no-backup", is_flag=True, help="Make no backup first.")
@click.option("--while-running", is_flag=True, help="Go on although processes use the database.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--lock-seconds", type=click.FloatRange(0.1, 600), default=5.0, show_default=True, help="Longest wait for a lock."
)
@click.option(
    "--statement-seconds",
    type=click.FloatRange(1, 86_400),
    default=3600.0,
    show_default=True,
    help="Longest statement.",
)
def upgrade_command(
    dry_run: bool, no_backup: bool, while_running: bool, yes: bool, lock_seconds: float, statement_seconds: float
) -> None:
    """Bring the database to this version, with a plan, a backup, a check, and the way back.

    `mercery run` does the same at its start, without asking and without a backup; this is for whoever wants to know first.
    """
    url = direct_database_url()
    plan = plan_for(url)
    _echo(in_lines(plan))
    if plan.nothing or dry_run:
        return
    refuse_while_old_runs(plan, told=while_running)
    if not yes:
        click.confirm("Go on?", abort=True, err=True)
    made = None if no_backup or plan.found is None else _backup(url)
    try:
        migrate_within(url, Limits(lock_seconds=lock_seconds, statement_seconds=statement_seconds), _say)
    except MerceryError:
        _echo(way_back(plan, made, _old_version(plan)))
        raise
    problems = verify(url)
    if problems:
        _echo(way_back(plan, made, _old_version(plan)))
        raise click.ClickException(
            f"The upgrade ran, and the schema is not as it should be: {', '.join(problems[:5])}."
        )
    click.echo(f"Schema {plan.wanted} stands, and every table is as this version declares it.")
    _echo(way_back(plan, made, _old_version(plan)))


def _backup(url: str) -> Made:
    chosen = settings()
    passphrase = chosen.backup_passphrase.get_secret_value() if chosen.backup_passphrase else None
    _say("Making a backup first.")
    wanted = Wanted(url=url, home=chosen.home.resolve(), target=folder_for(chosen), passphrase=passphrase)
    made = make_and_note(wanted, _say)
    click.echo(f"Backup: {made.path} ({in_words(made.bytes)}).")
    return made


def _old_version(plan: Plan) -> str:
    """The version that ran until now, where processes told of it."""
    return next((one.version for one in plan.running if one.version and one.version != plan.version), "")


def _echo(lines: Sequence[str]) -> None:
    for line in lines:
        echo(line)


def _say(line: str) -> None:
    echo(line, err=True)
    sys.stderr.flush()
