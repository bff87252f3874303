"""Commands about mail to customers."""

from __future__ import annotations

import click

from mercery.accounts.actor import COMMAND_LINE
from mercery.accounts.cli import chosen_shop, shop_option
from mercery.core.config import settings
from mercery.core.mail import way_of
from mercery.core.runtime import open_database, run_async
from mercery.customers.trial import send_trial


@click.group("mail")
def mail_group() -> None:
    """Mail to customers: codes that prove who asks."""


@mail_group.command("test")
@click.argument("address")
@shop_option
def test_command(address: str, slug: str | None) -> None:
    """Send a test mail to ADDRESS and say what became of it."""

    async def run() -> str:
        async with open_database() as database:
            async with database.session() as session:
                shop = await chosen_shop(session, slug)
            return await send_trial(database, shop, COMMAND_LINE, address, shop.default_language)

    by, way = run_async(run()), way_of(settings())
    if by == "smtp":
        click.echo(f"The mail server {way.server} took the test. Look into that mailbox.")
    else:
        click.echo(f"Not sent: no mail server is set. The test lies in {way.folder}.")
        click.echo("Set MERCERY_SMTP_URL and MERCERY_MAIL_FROM; docs/guide/operating.md says how.")
