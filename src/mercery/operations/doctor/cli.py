"""The command `mercery doctor`."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Final

import click

from mercery.core.clock import now
from mercery.core.config import BadSetting, Settings, settings
from mercery.core.database import Database
from mercery.core.errors import MerceryError
from mercery.core.i18n import Lang, Words
from mercery.core.logging import configure_logging
from mercery.core.postgres.layout import PORT, Layout, socket_folder
from mercery.core.runtime import direct_database_url
from mercery.core.typed_command import echo
from mercery.operations.doctor.asking import as_data, checks, exit_code, in_lines
from mercery.operations.health.check import Check, Found, Looked, Looking
from mercery.operations.health.checks import look

_PATIENCE: Final = 30.0
"""Seconds for one check: who asks by hand rather waits than hears nothing."""


@click.command("doctor")
@click.option("--online", is_flag=True, help="Also call the public address, the mail server and the models.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@click.option("--language", "lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
def doctor_command(online: bool, as_json: bool, lang: Lang) -> None:
    """Look at everything and say what is wrong and what to do. Changes nothing.

    Exit code 0: all is well. 1: something should be looked at. 2: something does not work.
    """
    found = _found(online=online)
    if as_json:
        click.echo(json.dumps(as_data(found, lang), ensure_ascii=False))
    else:
        for line in in_lines(found, lang):
            echo(line)
    sys.exit(exit_code(found))


def _found(*, online: bool) -> list[Looked]:
    try:
        chosen = settings()
    except BadSetting as error:
        return [_looked("settings", Words("Settings", "设置"), error)]
    # What goes wrong meanwhile is among what is found; its lines go to standard error, beside the answer.
    configure_logging(chosen.model_copy(update={"log_level": "error"}))
    before: list[Looked] = []
    try:
        url = direct_database_url()
    except MerceryError as error:
        # The embedded one does not start: everything else is asked all the same.
        before, url = [_looked("embedded_database", Words("Embedded database", "内置数据库"), error)], _silent(chosen)
    return before + asyncio.run(_asked(chosen, url, online=online))


async def _asked(chosen: Settings, url: str, *, online: bool) -> list[Looked]:
    database = Database(url, pool_size=4)
    try:
        return await look(
            Looking(settings=chosen, database=database, moment=now()), checks(online=online), seconds=_PATIENCE
        )
    finally:
        await database.close()


def _silent(chosen: Settings) -> str:
    """The address at which the embedded server would answer if it could."""
    try:
        folder = socket_folder(Layout.at(chosen.home))
    except MerceryError:
        return "postgresql://mercery@127.0.0.1:9/mercery"
    return f"postgresql://mercery@/mercery?host={folder}&port={PORT}"


def _looked(name: str, title: Words, error: MerceryError) -> Looked:
    problems = " ".join([error.message, *(problem.text() for problem in error.problems)])
    remedy = Words(error.remedy, error.remedy) if error.remedy else None
    found = Found(state="broken", words=Words(problems, problems), remedy=remedy)

    async def run(_: Looking) -> Found:
        return found

    return Looked(check=Check(id=name, title=title, run=run), found=found, milliseconds=0.0)
