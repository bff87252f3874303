"""`mercery show`: list shows, see what the host would say, put on air, end."""

from __future__ import annotations

import click
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.actor import COMMAND_LINE
from mercery.accounts.shop import Shop
from mercery.core.errors import NotFound
from mercery.core.i18n import Words
from mercery.core.runtime import open_database, run_async
from mercery.livestream import repository
from mercery.livestream.service import running_order, script, shows
from mercery.livestream.service.drafts import ShowDraft
from mercery.livestream.service.script import ScriptLine
from mercery.livestream.show import Format, Goals, Item, Show

_SHOP = click.option("--shop", "slug", help="The shop's short name; the first shop when left out.")
_NAME = click.argument("name")


@click.group("show")
def show_group() -> None:
    """Shows of the live host: set up, look at, put on air, end."""


@show_group.command("list")
@_SHOP
def list_command(slug: str | None) -> None:
    """Name the shows and where each stands."""
    for one in run_async(_list(slug)):
        click.echo(f"{one.slug}  {one.title.text('en')}  {one.lang}  {one.state}{'  (killed)' if one.killed else ''}")


@show_group.command("order")
@_NAME
@_SHOP
def order_command(name: str, slug: str | None) -> None:
    """Print the running order with the reason for each entry."""
    show, items = run_async(_order(name, slug))
    for item in items:
        flags = ", ".join(flag for flag, on in (("skipped", item.skipped), ("by hand", item.fixed)) if on)
        title = item.title.text(show.lang) or item.kind
        click.echo(
            f"{item.place:3}  {item.minutes:4.1f} min  {title}{f'  [{flags}]' if flags else ''}  {item.why.text('en')}"
        )


@show_group.command("plan")
@_NAME
@_SHOP
def plan_command(name: str, slug: str | None) -> None:
    """Plan the running order anew; entries put there by hand stay."""
    count = run_async(_plan(name, slug))
    click.echo(f"{count} entries.")


@show_group.command("say")
@_NAME
@click.option("--place", type=int, default=1, show_default=True, help="Which entry of the running order.")
@click.option(
    "--rounds", type=click.IntRange(1, 50), default=1, show_default=True, help="So many times, each other words."
)
@_SHOP
def say_command(name: str, place: int, rounds: int, slug: str | None) -> None:
    """Print what the host would say for an entry now; nothing goes on air."""
    for number, lines in enumerate(run_async(_say(name, place, rounds, slug)), 1):
        if rounds > 1:
            click.echo(f"--- {number}")
        for line in lines:
            click.echo(line.text if line.holds else f"(not said) {line.text}: {line.blocked.text('en')}")


@show_group.command("create")
@click.option("--title", required=True, help="In the show's language.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="What the host speaks.")
@click.option("--format", "shape", type=click.Choice(["landscape", "portrait"]), default="landscape", show_default=True,
              help="1280 x 720 or 720 x 1280.")  # fmt: skip
@click.option(
    "--collection", default="", help="Handle of the category or collection it is about; else the whole range."
)
@click.option("--pieces", type=int, default=8, show_default=True, help="Pieces in a round.")
@_SHOP
def create_command(title: str, lang: str, shape: Format, collection: str, pieces: int, slug: str | None) -> None:
    """Make a show with a running order planned of the shop's goods."""
    words = Words("", title) if lang == "zh" else Words(title)
    draft = ShowDraft(
        title=words,
        lang="zh" if lang == "zh" else "en",
        format=shape,
        goals=Goals(collection=collection, pieces=pieces),
    )
    made = run_async(_create(draft, slug))
    click.echo(f"{made.slug}: {made.state}")


@show_group.command("start")
@_NAME
@_SHOP
def start_command(name: str, slug: str | None) -> None:
    """Put a show on air now."""
    show = run_async(_turn(name, slug, on=True))
    click.echo(f"{show.slug} is on air.")


@show_group.command("end")
@_NAME
@click.option("--reason", default="", help="Why; it is kept in the record.")
@_SHOP
def end_command(name: str, reason: str, slug: str | None) -> None:
    """End a show now."""
    show = run_async(_turn(name, slug, on=False, reason=reason))
    click.echo(f"{show.slug} has ended.")


async def _list(slug: str | None) -> tuple[Show, ...]:
    async with open_database() as database, database.session() as session:
        return await repository.shows(session, (await _shop(session, slug)).id)


async def _order(name: str, slug: str | None) -> tuple[Show, tuple[Item, ...]]:
    async with open_database() as database, database.session() as session:
        show = await _show(session, await _shop(session, slug), name)
        return show, await repository.items(session, show.id)


async def _plan(name: str, slug: str | None) -> int:
    async with open_database() as database, database.session() as session:
        shop = await _shop(session, slug)
        show = await _show(session, shop, name)
        return len(await running_order.replan(session, shop, show.id, actor=COMMAND_LINE))


async def _say(name: str, place: int, rounds: int, slug: str | None) -> list[tuple[ScriptLine, ...]]:
    async with open_database() as database, database.session() as session:
        shop = await _shop(session, slug)
        show = await _show(session, shop, name)
        item = next((one for one in await repository.items(session, show.id) if one.place == place), None)
        if item is None:
            raise NotFound(f"The running order has no entry {place}.", remedy="`mercery show order` lists them.")
        return [await script.preview(session, shop, show.id, item.id, number=number) for number in range(rounds)]


async def _create(draft: ShowDraft, slug: str | None) -> Show:
    async with open_database() as database, database.session() as session:
        shop = await _shop(session, slug)
        made = await shows.create(session, shop.id, COMMAND_LINE, draft)
        await running_order.replan(session, shop, made.id)
        return made


async def _turn(name: str, slug: str | None, *, on: bool, reason: str = "") -> Show:
    async with open_database() as database, database.session() as session:
        shop = await _shop(session, slug)
        show = await _show(session, shop, name)
        change = shows.go_on_air if on else shows.end
        return await change(session, shop.id, COMMAND_LINE, show.id, reason=reason)


async def _shop(session: AsyncSession, slug: str | None) -> Shop:
    found = await accounts.shop_by_slug(session, slug) if slug else await accounts.first_shop(session)
    if found is None:
        raise NotFound("There is no shop yet.", remedy="Run `mercery run` once, or `mercery shop create`.")
    return found


async def _show(session: AsyncSession, shop: Shop, name: str) -> Show:
    found = await repository.show_by_slug(session, shop.id, name)
    return found or await repository.show(session, shop.id, name)
