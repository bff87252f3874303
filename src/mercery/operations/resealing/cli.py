"""`mercery secrets`: what is sealed in the database, after the installation's key was changed."""

from __future__ import annotations

import json
import sys

import click

from mercery.accounts.actor import Actor
from mercery.core.runtime import open_database, run_async
from mercery.operations.resealing.service import Resealed, reseal_all

_CLI = Actor(kind="system", id="cli", name="mercery secrets")


@click.group("secrets")
def secrets_group() -> None:
    """Secrets of others that are kept sealed: of channels, second factors, streams and alerts."""


@secrets_group.command("reseal")
@click.option("--json", "as_json", is_flag=True, help="The figures as one JSON object.")
def reseal_command(as_json: bool) -> None:
    """Seal again with MERCERY_SECRET_KEY what was sealed with a key in MERCERY_SECRET_KEYS_BEFORE.

    In small transactions, beside everything that runs; it may be broken off and begun again. Once nothing is left, the old
    key can be taken out of the settings. Ends with 1 where something cannot be opened with any of the keys.
    """
    done = run_async(_reseal())
    click.echo(json.dumps(_as_data(done), ensure_ascii=False) if as_json else _in_lines(done))
    if any(one.closed for one in done):
        sys.exit(1)


async def _reseal() -> list[Resealed]:
    async with open_database() as database:
        return await reseal_all(database, _CLI, say=lambda count: click.echo(f"{count} sealed again", err=True))


def _as_data(done: list[Resealed]) -> dict[str, object]:
    kinds = {
        one.of.table.__tablename__: {"sealed": one.sealed, "cannot_be_opened": [row for row, _ in one.closed]}
        for one in done
    }
    return {"sealed": sum(one.sealed for one in done), "kinds": kinds}


def _in_lines(done: list[Resealed]) -> str:
    lines = [f"{one.of.name.en}: {one.sealed} sealed again" for one in done if one.sealed]
    for one in done:
        if one.closed:
            named = ", ".join(f"{row} (shop {shop})" for row, shop in one.closed)
            lines.append(f"{one.of.name.en} that no key opens, to be entered again: {named}")
    return "\n".join(lines) or "Everything is sealed with the present key."
