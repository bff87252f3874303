"""`mercery promotions`: look at rules in a file, quote carts, prove, publish with a second person, stop."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.actor import COMMAND_LINE, Actor
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.core.database import Database
from mercery.core.errors import Invalid, NotFound
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.core.runtime import open_database, run_async
from mercery.customers.service import ids_by_email
from mercery.promotions.buying import buyer_of
from mercery.promotions.cart_quote import CartLine, CartQuote
from mercery.promotions.publishing import service
from mercery.promotions.publishing.service import KeptCertificate, PromotionSet, SetDraft
from mercery.promotions.service import quote_cart
from mercery.promotions.worst.least_share import share_words

_SHOP = click.option("--shop", "slug", help="The shop's short name; the first shop when left out.")


@click.group("promotions")
def promotions_group() -> None:
    """Promotions: drafts, proofs, what is in force."""


@promotions_group.command("list")
@_SHOP
def list_command(slug: str | None) -> None:
    """Name the sets of promotions and where each stands."""
    for one in run_async(_list(slug)):
        rules = ", ".join(rule.id for rule in one.rules)
        click.echo(f"{one.number}  {one.name.text('en')}  {one.state}  {one.currency or 'rates alone'}  [{rules}]")


@promotions_group.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--keep", is_flag=True, help="Keep the rules as a draft.")
@_SHOP
def check_command(file: Path, keep: bool, slug: str | None) -> None:
    """Read the rules in FILE (JSON: {"name", "currency", "rules": […]}) and prove them with what is in force."""
    one, proofs = run_async(_check(_read(file), slug, keep=keep))
    _say_proofs(proofs)
    if keep:
        click.echo(f"Kept as number {one.number}.")
    if not all(kept.certificate.passes for kept in proofs):
        raise SystemExit(1)


@promotions_group.command("prove")
@click.argument("number", type=int, required=False)
@_SHOP
def prove_command(number: int | None, slug: str | None) -> None:
    """Prove set NUMBER with what is in force; without a number, what is in force."""
    proofs = run_async(_prove(number, slug))
    _say_proofs(proofs)
    if not all(kept.certificate.passes for kept in proofs):
        raise SystemExit(1)


@promotions_group.command("quote")
@click.argument("pieces", nargs=-1, required=True)
@click.option("--currency", default="", help="Paid in; the shop's own when left out.")
@click.option("--customer", default="", help="E-mail address of the customer who is signed in.")
@click.option("--code", "codes", multiple=True, help="A coupon entered; may be given several times.")
@_SHOP
def quote_command(pieces: Sequence[str], currency: str, customer: str, codes: Sequence[str], slug: str | None) -> None:
    """What a cart costs now. PIECES are SKUs, with how many after an =: SADDLE-BAG-BLACK SCARF=2."""
    found, skus = run_async(_quote(pieces, currency, customer, codes, slug))
    for line in found.lines:
        amount = line.paid or line.total
        told = amount.text() if amount else (line.problem.message.en if line.problem else "")
        click.echo(f"{line.quantity} x {skus[line.variant_id]}  {told}")
    if found.promotions:
        for step in found.promotions.chosen.steps:
            name = found.promotions.names[step.rule].text("en")
            click.echo(f"  {name}: -{Money(step.discount, found.currency).text()}  {step.note}".rstrip())
        for rule, missing in found.promotions.quote.missed.items():
            name = found.promotions.names[rule].text("en")
            counted = rule in found.promotions.quote.missed_pieces
            more = f"{missing} pieces" if counted else Money(missing, found.currency).text()
            click.echo(f"  {name} is not reached: {more} more")
    click.echo(f"To pay: {found.total.text()}")


@promotions_group.command("publish")
@click.argument("number", type=int)
@click.option("--as", "email", required=True, help="E-mail address of the second person; not who wrote the set.")
@click.option("--reason", default="", help="Why; needed below the floor.")
@click.option("--despite-unknown-costs", "despite", default="", help="Why, where goods have no known cost.")
@_SHOP
def publish_command(number: int, email: str, reason: str, despite: str, slug: str | None) -> None:
    """Put set NUMBER, which waits for a second person, into force."""
    release = run_async(_publish(number, email, reason, despite, slug))
    click.echo(f"In force as release {release}.")


@promotions_group.command("stop")
@click.argument("rule")
@click.option("--reason", required=True, help="Why; kept in the record.")
@_SHOP
def stop_command(rule: str, reason: str, slug: str | None) -> None:
    """Stop one RULE at once. A person starts it again in the console."""
    click.echo(f"Stopped with release {run_async(_stop(rule, reason, slug))}.")


def _read(file: Path) -> SetDraft:
    try:
        data: Any = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise Invalid(f"{file.name} is no JSON: {error}.", remedy="Mend it.") from error
    given: dict[str, Any] = data if isinstance(data, dict) else {"rules": data}
    rules = given.get("rules")
    if not isinstance(rules, list) or not all(isinstance(rule, Mapping) for rule in rules):
        raise Invalid(f"{file.name} has no list of rules.", remedy='Write {"rules": [ { … } ]}.')
    name = given.get("name") or file.stem
    words = Words(str(name.get("en", "")), str(name.get("zh", ""))) if isinstance(name, Mapping) else Words(str(name))
    return SetDraft(
        name=words, rules=rules, currency=str(given.get("currency") or ""), note=str(given.get("note") or ""),
        watch=given.get("watch") or {},
    )  # fmt: skip


def _say_proofs(proofs: Sequence[KeptCertificate]) -> None:
    if not proofs:
        click.echo("No rule is in force: there is nothing to prove.")
    for kept in proofs:
        proof = kept.certificate
        sure = (
            "proved exactly"
            if proof.exact
            else f"proved within {Money(proof.bound - proof.found, kept.currency).text()}"
        )
        if proof.passes:
            room = Money(max(0, -proof.bound), kept.currency).text()
            click.echo(f"{kept.currency}: passes; every cart stays {room} or more above the floor ({sure}). {kept.id}")
        else:
            short = Money(max(proof.found, proof.bound), kept.currency).text()
            click.echo(f"{kept.currency}: does not pass; a cart may fall {short} below the floor ({sure}). {kept.id}")
            for fault in proof.faults[:3]:
                click.echo(f"  without '{fault.rule}': {Money(fault.alone, kept.currency).text()} better")
        if said := share_words(proof):
            click.echo(f"  {said.en}")
        if kept.covers.lacking:
            click.echo(f"  {kept.covers.lacking} articles have no known cost and count as costing nothing.")


async def _shop(session: AsyncSession, slug: str | None) -> Shop:
    found = await accounts.shop_by_slug(session, slug) if slug else await accounts.first_shop(session)
    if found is None:
        raise NotFound("There is no shop yet.", remedy="Run `mercery run` once, or `mercery shop create`.")
    return found


async def _list(slug: str | None) -> list[PromotionSet]:
    async with open_database() as database, database.session() as session:
        shop = await _shop(session, slug)
        return sorted(await service.promotion_sets(session, shop.id), key=lambda one: one.number)


async def _check(draft: SetDraft, slug: str | None, *, keep: bool) -> tuple[PromotionSet, list[KeptCertificate]]:
    async with open_database() as database:
        async with database.session() as session:
            shop = await _shop(session, slug)
            one = await service.create(session, shop, COMMAND_LINE, draft)
        try:
            return one, await _proved(database, shop, one.id)
        finally:
            if not keep:
                async with database.session() as session:
                    await service.drop(session, shop, COMMAND_LINE, one.id, reason="Only looked at")


async def _prove(number: int | None, slug: str | None) -> list[KeptCertificate]:
    async with open_database() as database:
        async with database.session() as session:
            shop = await _shop(session, slug)
            set_id = (await service.set_by_number(session, shop.id, number)).id if number else None
        return await _proved(database, shop, set_id)


async def _proved(database: Database, shop: Shop, set_id: str | None) -> list[KeptCertificate]:
    async with database.session() as session:
        check_id = await service.begin(session, shop, COMMAND_LINE, set_id, at_once=True)
    done = await service.work(database, shop.id, check_id)
    if done.problem:
        raise Invalid(done.problem)
    async with database.session() as session:
        return list((await service.certificates(session, shop.id, done.certificates)).values())


async def _quote(
    pieces: Sequence[str], currency: str, customer: str, codes: Sequence[str], slug: str | None
) -> tuple[CartQuote, dict[str, str]]:
    wanted = [_piece(text) for text in pieces]
    async with open_database() as database, database.session() as session:
        shop = await _shop(session, slug)
        owners = await catalog.product_ids_of_skus(session, shop.id, [sku for sku, _ in wanted])
        if unknown := [sku for sku, _ in wanted if sku not in owners]:
            raise NotFound(f"There is no variant with the SKU '{unknown[0]}'.")
        products = await catalog.products(session, shop.id, sorted(set(owners.values())))
        ids = {variant.sku: (one.id, variant.id) for one in products for variant in one.variants}
        lines = [CartLine(product_id=ids[sku][0], variant_id=ids[sku][1], quantity=count) for sku, count in wanted]
        known = (await ids_by_email(session, shop.id, [customer])).get(customer.lower()) if customer else None
        if customer and known is None:
            raise NotFound(f"There is no customer {customer}.")
        buyer = await buyer_of(session, shop.id, known, codes=codes)
        found = await quote_cart(session, shop, lines, currency=currency or None, buyer=buyer, products=products)
        return found, {variant_id: sku for sku, (_, variant_id) in ids.items()}


def _piece(text: str) -> tuple[str, int]:
    sku, separator, count = text.rpartition("=")
    if not separator:
        return text, 1
    if not count.isdigit() or not int(count):
        raise Invalid(f"'{text}' says no number of pieces.", remedy="Write SKU=2.")
    return sku, int(count)


async def _publish(number: int, email: str, reason: str, despite: str, slug: str | None) -> int:
    async with open_database() as database, database.session() as session:
        shop = await _shop(session, slug)
        one = await service.set_by_number(session, shop.id, number)
        person = await _person(session, shop, email)
        return await service.publish(session, shop, person, one.id, reason=reason, despite_unknown_costs=despite)


async def _person(session: AsyncSession, shop: Shop, email: str) -> Actor:
    for person in await accounts.staff_members(session, shop.id):
        if person.email.lower() == email.strip().lower():
            return person.actor
    raise NotFound(f"Nobody of the shop has the address {email}.")


async def _stop(rule: str, reason: str, slug: str | None) -> int:
    async with open_database() as database, database.session() as session:
        return await service.stop_rule(session, await _shop(session, slug), COMMAND_LINE, rule, reason=reason)
