"""`mercery recommendations mail`: pieces with reasons and links for mails the shop sends by its own means."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TextIO

import click

from mercery.accounts import service as accounts
from mercery.core.config import settings
from mercery.core.errors import Invalid, NotFound
from mercery.core.runtime import open_database, run_async
from mercery.recommendations.emailing import MOST_PIECES, mail_lines, write_csv, write_json


@click.command("mail")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--shop", "slug", help="The shop's short name; the first shop when left out.")
@click.option("--limit", type=click.IntRange(1, MOST_PIECES), default=4, show_default=True, help="Pieces a customer.")
@click.option("--site", help="The shop's address in links; MERCERY_PUBLIC_URL when left out.")
def mail_command(file: Path, slug: str | None, limit: int, site: str | None) -> None:
    """Write FILE (.csv, or .jsonl): one line for each piece of each customer who agreed to hear from the shop.

    Customers who are kept without recommendations are left out. Names and addresses stand in it: only you may read FILE.
    """
    address = site or settings().public_url
    if not address:
        raise Invalid("The links need the shop's address.", remedy="Give --site https://your.shop")
    if file.suffix not in (".csv", ".jsonl"):
        raise Invalid(f"{file.name} is neither .csv nor .jsonl.", remedy="Name the file like one of them.")
    run_async(_write(file, slug, limit, address.rstrip("/")))


async def _write(file: Path, slug: str | None, limit: int, site: str) -> None:
    async with open_database() as database, database.session() as session:
        shop = await accounts.shop_by_slug(session, slug) if slug else await accounts.first_shop(session)
        if shop is None:
            raise NotFound("There is no shop yet.", remedy="Run `mercery run` once, or `mercery shop create`.")
        lines = mail_lines(session, shop, site=site, limit=limit)
        with _own(file) as out:
            count = await (write_csv(lines, out) if file.suffix == ".csv" else write_json(lines, out))
    click.echo(f"{file.name}: {count} lines")


def _own(file: Path) -> TextIO:
    """The file, emptied, for its owner alone, also where it was there before with wider rights."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.fchmod(descriptor, 0o600)
    return os.fdopen(descriptor, "w", encoding="utf-8", newline="")
