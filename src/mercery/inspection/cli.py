"""`mercery inspect`: hold what has ended against the rules, now."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.shop import Shop
from mercery.core.errors import NotFound
from mercery.core.runtime import open_database, run_async
from mercery.inspection.conduct_check import warm
from mercery.inspection.rulebook import name_of
from mercery.inspection.service.inspecting import Looked, inspect_conversation, inspect_due


@click.command("inspect")
@click.option("--conversation", "conversation_id", metavar="ID", help="Inspect this one, whether or not it has ended.")
@click.option("--shop", "slug", help="The shop's short name; the first shop when left out.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON, a line for each conversation.")
def inspect_command(conversation_id: str | None, slug: str | None, as_json: bool) -> None:
    """Inspect every conversation that has ended and was not inspected since its last word."""
    looked = run_async(_inspect(slug, conversation_id))
    for one in looked:
        if as_json:
            click.echo(json.dumps(_as_json(one), ensure_ascii=False))
        else:
            _tell(one)
    if not as_json:
        faults = sum(len(one.found) for one in looked)
        slowest = max((one.ms for one in looked), default=0.0)
        click.echo(f"Conversations inspected: {len(looked)}; findings: {faults}; the slowest took {slowest:.0f} ms.")


async def _inspect(slug: str | None, conversation_id: str | None) -> Sequence[Looked]:
    warm()
    async with open_database() as database:
        async with database.session() as session:
            shop = await _shop(session, slug)
        if conversation_id is None:
            return await inspect_due(database, shop)
        looked = await inspect_conversation(database, shop, conversation_id)
        if looked is None:
            raise NotFound("In this conversation nothing was said by a customer, so there is nothing to inspect.")
        return [looked]


async def _shop(session: AsyncSession, slug: str | None) -> Shop:
    found = await accounts.shop_by_slug(session, slug) if slug else await accounts.first_shop(session)
    if found is None:
        raise NotFound("There is no shop yet.", remedy="Run `mercery run` once, or `mercery shop create`.")
    return found


def _tell(one: Looked) -> None:
    for found in one.found:
        who = found.agent.name or "nobody"
        click.echo(f"{one.conversation_id}  {name_of(found.rule).en}, {who}: “{found.quote}”")


def _as_json(one: Looked) -> dict[str, object]:
    return {
        "conversation": one.conversation_id,
        "ms": round(one.ms, 1),
        "findings": [
            {
                "rule": found.rule.value,
                "message": found.message.id,
                "agent": found.agent.id,
                "quote": found.quote,
                "why": {"en": found.why.en, "zh": found.why.zh},
                "expected": found.expected,
                "found_by": found.found_by,
            }
            for found in one.found
        ],
    }
