"""`mercery rules`: what may be done to orders in a conversation, and under which conditions."""

from __future__ import annotations

from pathlib import Path

import click
import yaml
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.actor import COMMAND_LINE
from mercery.accounts.shop import Shop
from mercery.core.errors import NotFound
from mercery.core.runtime import open_database, run_async
from mercery.orders.actions import service
from mercery.orders.actions.packs import pack, pack_names, rules_from_yaml
from mercery.orders.actions.rule import ActionRule, rule_to_data


@click.group("rules")
def rules_group() -> None:
    """What the assistant may do to orders: rules as rows, versioned. Without rules it does nothing and calls a person."""


@rules_group.command("packs")
def packs_command() -> None:
    """Name the packs of rules that ship."""
    for name in pack_names():
        click.echo(f"{name}: {', '.join(rule.action for rule in pack(name))}")


@rules_group.command("show")
@click.option("--shop", "slug", help="The shop's short name; the first shop when left out.")
def show_command(slug: str | None) -> None:
    """Print the rules in force as YAML, ready to be changed and loaded again."""
    click.echo(_yaml(run_async(_show(slug))), nl=False)


@rules_group.command("load")
@click.argument("source")
@click.option("--shop", "slug", help="The shop's short name; the first shop when left out.")
@click.option("--reason", default="Loaded from the command line.", help="Why; kept in the record.")
def load_command(source: str, slug: str | None, reason: str) -> None:
    """Record SOURCE (a pack's name or a YAML file) as the next version of each of its rules."""
    made = run_async(_load(_read(source), slug, reason))
    for rule in made:
        click.echo(f"{rule.id}: {rule.statement.en or rule.action}")
    click.echo(f"{len(made)} rules recorded." if made else "Nothing new: these rules are in force already.")


def _read(source: str) -> list[ActionRule]:
    path = Path(source)
    if path.is_file():
        return rules_from_yaml(path.read_text(encoding="utf-8"), file=path.name)
    return pack(source)


def _yaml(rules: list[ActionRule]) -> str:
    rows = [
        {name: value for name, value in rule_to_data(rule).items() if value not in (None, [], "")} for rule in rules
    ]
    return yaml.safe_dump({"rules": rows}, allow_unicode=True, sort_keys=False, width=120)


async def _show(slug: str | None) -> list[ActionRule]:
    async with open_database() as database, database.session() as session:
        shop = await _shop(session, slug)
        return await service.rules_in_force(session, shop.id)


async def _load(rules: list[ActionRule], slug: str | None, reason: str) -> list[ActionRule]:
    async with open_database() as database, database.session() as session:
        shop = await _shop(session, slug)
        return await service.record_rules(session, shop.id, COMMAND_LINE, rules, reason=reason)


async def _shop(session: AsyncSession, slug: str | None) -> Shop:
    found = await accounts.shop_by_slug(session, slug) if slug else await accounts.first_shop(session)
    if found is None:
        raise NotFound("There is no shop yet.", remedy="Run `mercery run` once, or `mercery shop create`.")
    return found
