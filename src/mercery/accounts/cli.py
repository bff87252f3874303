"""Commands for shops, staff and keys."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from shlex import quote
from typing import TypeVar

import click
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service
from mercery.accounts.actor import COMMAND_LINE
from mercery.accounts.email_change import service as email_change
from mercery.accounts.permissions import ROLES, Scope
from mercery.accounts.second_factor import service as second_factor
from mercery.accounts.shop import Shop
from mercery.core.errors import NotFound
from mercery.core.i18n import Words
from mercery.core.ids import new_secret
from mercery.core.runtime import open_database, run_async
from mercery.core.typed_command import echo

T = TypeVar("T")


def in_session(work: Callable[[AsyncSession], Awaitable[T]]) -> T:
    """Run `work` in one transaction of the installation's database."""

    async def run() -> T:
        async with open_database() as database, database.session() as session:
            return await work(session)

    return run_async(run())


async def chosen_shop(session: AsyncSession, slug: str | None) -> Shop:
    """The shop named by its short name, else the only one; NotFound says which there are."""
    if slug:
        return await service.shop_by_slug(session, slug)
    shops = await service.all_shops(session)
    if len(shops) != 1:
        names = ", ".join(shop.slug for shop in shops) or "none"
        raise NotFound(
            f"Which shop? There are: {names}.", remedy="Name it with --shop, or make one with `mercery shop create`."
        )
    return shops[0]


shop_option = click.option("--shop", "slug", help="Short name of the shop; not needed where there is only one.")


@click.group("shop")
def shop_group() -> None:
    """Shops of this installation."""


@shop_group.command("create")
@click.argument("slug")
@click.option("--name", required=True, help="Name in English.")
@click.option("--name-zh", default="", help="Name in Chinese.")
@click.option("--currency", default="EUR", show_default=True, help="Currency of the books.")
@click.option("--timezone", default="Europe/Paris", show_default=True)
@click.option("--host", "hosts", multiple=True, help="Host name of the shop; may be given several times.")
def create(slug: str, name: str, name_zh: str, currency: str, timezone: str, hosts: tuple[str, ...]) -> None:
    """Open an empty shop."""
    made = in_session(
        lambda session: service.create_shop(
            session,
            actor=COMMAND_LINE,
            slug=slug,
            name=Words(name, name_zh),
            currency=currency.upper(),
            timezone=timezone,
            hosts=hosts,
        )
    )
    echo(f"Opened {made.name.text('en')} ({made.slug}). Next: mercery staff add EMAIL --shop {made.slug}")


@shop_group.command("list")
def list_shops() -> None:
    """Name all shops."""
    for shop in in_session(service.all_shops):
        click.echo(
            f"{shop.slug}\t{shop.name.text('en')}\t{shop.currency}\t{' '.join(shop.hosts)}{' (demo)' if shop.demo else ''}"
        )


@shop_group.command("remove")
@click.argument("slug")
@click.option("--confirm", default="", help="The short name once more; asked for when missing.")
def remove(slug: str, confirm: str) -> None:
    """Delete a shop with all its data. The record of it stays."""
    typed = confirm or str(click.prompt(f"Everything of '{slug}' will be deleted. Type its short name"))

    async def work(session: AsyncSession) -> None:
        gone = await service.shop_by_slug(session, slug)
        await service.remove_shop(session, gone.id, COMMAND_LINE, confirm_slug=typed)

    in_session(work)
    click.echo(f"Removed {slug}.")


@click.group("staff")
def staff_group() -> None:
    """People who work in the console."""


@staff_group.command("add")
@click.argument("email")
@click.option("--name", default="", help="Name; the part of the e-mail before @ when missing.")
@click.option("--role", default="owner", show_default=True, type=click.Choice(ROLES))
@shop_option
def add(email: str, name: str, role: str, slug: str | None) -> None:
    """Add a person and print a password, once."""
    password = new_secret(12)

    async def work(session: AsyncSession) -> Shop:
        shop = await chosen_shop(session, slug)
        known = name or email.partition("@")[0]
        await service.create_staff(
            session, shop.id, email=email, name=known, role=role, password=password, actor=COMMAND_LINE
        )
        return shop

    shop = in_session(work)
    click.echo(f"{email} is {role} of {shop.name.text('en')}. Password, shown only now: {password}")


@staff_group.command("reset-password")
@click.argument("email")
@click.option(
    "--without-second-factor", is_flag=True, help="Turn two-step sign-in off as well: telephone and codes are lost."
)
@shop_option
def reset_password(email: str, without_second_factor: bool, slug: str | None) -> None:
    """Set a new password, print it once and sign the person out everywhere. Two-step sign-in stays as it is."""
    password = new_secret(12)

    async def work(session: AsyncSession) -> tuple[bool, bool]:
        shop = await chosen_shop(session, slug)
        await service.reset_password(session, shop.id, COMMAND_LINE, email, password)
        member = await service.member_by_email(session, shop.id, email)
        dropped = without_second_factor and await second_factor.turn_off(session, member.id, COMMAND_LINE)
        return dropped, await second_factor.is_on(session, member.id)

    dropped, on = in_session(work)
    click.echo(f"New password of {email}, shown only now: {password}")
    if dropped:
        click.echo("Two-step sign-in is off.")
    elif on:
        echo("A code of the app is still asked for. Is it lost? mercery staff drop-second-factor " + email)


@staff_group.command("drop-second-factor")
@click.argument("email")
@shop_option
def drop_second_factor(email: str, slug: str | None) -> None:
    """Turn two-step sign-in off for somebody who lost telephone and recovery codes, and sign the person out everywhere."""

    async def work(session: AsyncSession) -> bool:
        shop = await chosen_shop(session, slug)
        member = await service.member_by_email(session, shop.id, email)
        dropped = await second_factor.turn_off(session, member.id, COMMAND_LINE)
        if dropped:
            await service.end_other_sessions(session, member.id)
        return dropped

    if in_session(work):
        click.echo(f"{email} signs in with the password alone now. The record says so, and a mail goes to {email}.")
    else:
        click.echo(f"{email} had no two-step sign-in.")


@staff_group.command("change-email")
@click.argument("email")
@click.argument("new_email")
@click.option("--reason", default="", help="Why, for the record.")
@shop_option
def change_email(email: str, new_email: str, reason: str, slug: str | None) -> None:
    """Have somebody sign in with another e-mail at once, and sign them out everywhere. The address before is told."""

    async def work(session: AsyncSession) -> None:
        shop = await chosen_shop(session, slug)
        await email_change.change_on_server(session, shop.id, COMMAND_LINE, email, new_email, reason=reason or None)

    in_session(work)
    echo(
        f"{email} signs in with {new_email} and the password as it was. Is it lost? mercery staff reset-password {quote(new_email)}"
    )


@staff_group.command("list")
@shop_option
def list_staff(slug: str | None) -> None:
    """Name the people of a shop."""

    async def work(session: AsyncSession) -> None:
        shop = await chosen_shop(session, slug)
        for member in await service.staff_members(session, shop.id):
            click.echo(f"{member.email}\t{member.name}\t{member.role}")

    in_session(work)


@click.group("key")
def key_group() -> None:
    """API keys."""


@key_group.command("create")
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice([scope.value for scope in Scope]))
@shop_option
def create_key(name: str, scopes: tuple[str, ...], slug: str | None) -> None:
    """Make a key and print it, once."""

    async def work(session: AsyncSession) -> str:
        shop = await chosen_shop(session, slug)
        _, secret = await service.create_api_key(session, shop.id, COMMAND_LINE, name=name, scopes=scopes)
        return secret

    click.echo(f"Shown only now: {in_session(work)}")


@key_group.command("list")
@shop_option
def list_keys(slug: str | None) -> None:
    """Name the keys of a shop, without their secrets."""

    async def work(session: AsyncSession) -> None:
        shop = await chosen_shop(session, slug)
        for key in await service.api_keys(session, shop.id):
            state = "revoked" if key.revoked_at else "live"
            click.echo(f"{key.id}\t{key.prefix}…\t{key.name}\t{' '.join(sorted(key.scopes))}\t{state}")

    in_session(work)


@key_group.command("revoke")
@click.argument("key_id")
@shop_option
def revoke_key(key_id: str, slug: str | None) -> None:
    """End a key at once."""

    async def work(session: AsyncSession) -> None:
        shop = await chosen_shop(session, slug)
        await service.revoke_api_key(session, shop.id, COMMAND_LINE, key_id)

    in_session(work)
    click.echo("Revoked.")
