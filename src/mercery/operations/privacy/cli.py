"""`mercery person`: what is kept of somebody, and erasing it. `mercery retention`: how long things are kept."""

from __future__ import annotations

import json

import click
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.core.config import settings
from mercery.core.errors import NotFound
from mercery.core.runtime import open_database, run_async
from mercery.operations.privacy import again, erasing, retention
from mercery.operations.privacy.finding import find
from mercery.operations.privacy.parts import STAYS

_SHOP = click.option("--shop", "slug", help="The shop's short name; the first shop when left out.")
_CLI = Actor(kind="system", id="cli", name="mercery person")


@click.group("person")
def person_group() -> None:
    """What is kept of a person, and erasing it. docs/guide/privacy.md says more."""


@person_group.command("show")
@click.argument("who")
@_SHOP
@click.option("--all", "whole", is_flag=True, help="Everything, as JSON, to be handed to the person.")
def show_command(who: str, slug: str | None, whole: bool) -> None:
    """What is kept of WHO: an e-mail address, a customer's number, or an id from the inbox."""
    click.echo(run_async(_show(who, slug, whole)))


async def _show(who: str, slug: str | None, whole: bool) -> str:
    async with open_database() as database, database.session() as session:
        person = await find(session, (await _shop(session, slug)).id, who)
        if whole:
            return json.dumps(await erasing.told(session, person), ensure_ascii=False, indent=2, default=str)
        found = await erasing.counts(session, person)
    return "\n".join(f"{count:>7}  {part.name.en}" for part, count in found) or "Nothing is kept."


@person_group.command("erase")
@click.argument("who")
@_SHOP
@click.option("--reason", required=True, help="Why, for the receipt: asked by mail on 3 March, GDPR article 17.")
@click.option("--yes", is_flag=True, help="Do not ask again.")
def erase_command(who: str, slug: str | None, reason: str, yes: bool) -> None:
    """Erase everything kept of WHO, and print the receipt. It cannot be taken back."""
    click.echo(run_async(_show(who, slug, False)))
    if not yes:
        click.confirm("Erase all of this?", abort=True)
    receipt = run_async(_erase(who, slug, reason))
    click.echo(f"Receipt {receipt.id}: {receipt.rows} rows.")
    for one in STAYS:
        click.echo(f"- {one.en}")


async def _erase(who: str, slug: str | None, reason: str) -> erasing.Receipt:
    async with open_database() as database:
        async with database.session() as session:
            person = await find(session, (await _shop(session, slug)).id, who)
            receipt = await erasing.erase(session, person, _CLI, reason=reason)
        again.note(settings().home, person.shop_id, erasing.marks_of(person))
        return receipt


@person_group.command("again")
def again_command() -> None:
    """After a restore: erase again whoever was erased since the backup was made."""
    done = run_async(_again())
    click.echo(f"{len(done)} people erased again." if done else "Nobody who was erased is there.")


async def _again() -> list[erasing.Receipt]:
    async with open_database() as database, database.session() as session:
        return await again.erase_again(session, settings().home)


@click.command("retention")
@_SHOP
@click.option("--keep", "keep", type=(str, str), help="TABLE DAYS: keep its rows for so many days; `ever` for no end.")
def retention_command(slug: str | None, keep: tuple[str, str] | None) -> None:
    """How long things are kept; with --keep, change it."""
    for one in run_async(_retention(slug, keep)):
        days = f"{one.days} days" if one.days is not None else "until erased"
        click.echo(f"{one.part.key:<24} {days:<14} {one.part.name.en}{' (chosen)' if one.chosen else ''}")


async def _retention(slug: str | None, keep: tuple[str, str] | None) -> list[retention.Kept]:
    async with open_database() as database, database.session() as session:
        shop = await _shop(session, slug)
        if keep is not None:
            if keep[1] != "ever" and not keep[1].isdigit():
                raise click.BadParameter(f"{keep[1]} is no number of days; for no end write: ever.")
            days = None if keep[1] == "ever" else int(keep[1])
            await retention.keep_for(session, shop.id, _CLI, keep[0], days)
        return list(await retention.rules(session, shop.id))


async def _shop(session: AsyncSession, slug: str | None) -> Shop:
    found = await accounts.shop_by_slug(session, slug) if slug else await accounts.first_shop(session)
    if found is None:
        raise NotFound("There is no shop yet.", remedy="Run `mercery run` once, or `mercery shop create`.")
    return found
