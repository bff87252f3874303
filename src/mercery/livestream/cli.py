"""`mercery show …` for shows on air: what the studio asks of a director, from the command line."""

from __future__ import annotations

import click

from mercery.accounts import service as accounts
from mercery.accounts.actor import COMMAND_LINE
from mercery.core.errors import NotFound
from mercery.core.runtime import open_database, run_async
from mercery.core.typed_command import echo
from mercery.livestream import repository
from mercery.livestream.command import CommandKind, ask
from mercery.livestream.order.cli import show_group

__all__ = ["show_group"]
_NAME = click.argument("name")
_SHOP = click.option("--shop", "slug", help="The shop's short name; the first shop when left out.")


@show_group.command("kill")
@_NAME
@_SHOP
def kill_command(name: str, slug: str | None) -> None:
    """Take sound and picture off the air at once, until the show is revived."""
    run_async(_ask(name, slug, "kill"))
    echo("Stopped: a still card is shown, and nothing is said until `mercery show revive`.")


@show_group.command("revive")
@_NAME
@_SHOP
def revive_command(name: str, slug: str | None) -> None:
    """Let a show go on whose kill switch was pulled."""
    run_async(_ask(name, slug, "revive"))
    click.echo("The show goes on.")


@show_group.command("skip")
@_NAME
@_SHOP
def skip_command(name: str, slug: str | None) -> None:
    """Go to the next entry of the running order at the next sentence end."""
    run_async(_ask(name, slug, "skip"))
    click.echo("Asked.")


async def _ask(name: str, slug: str | None, kind: CommandKind) -> None:
    async with open_database() as database, database.session() as session:
        shop = await accounts.shop_by_slug(session, slug) if slug else await accounts.first_shop(session)
        if shop is None:
            raise NotFound("There is no shop yet.", remedy="Run `mercery run` once, or `mercery shop create`.")
        found = await repository.show_by_slug(session, shop.id, name)
        show = found or await repository.show(session, shop.id, name)
        await ask(session, shop.id, show.id, kind, COMMAND_LINE)
