"""`mercery ask`: a question to the shop's assistant from the terminal. Nothing is stored."""

from __future__ import annotations

import asyncio
import json
from typing import Final

import click
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.shop import Shop
from mercery.assistant.at_search.service import replayed
from mercery.assistant.looking_back.difference import by_reason, difference_to_json
from mercery.assistant.looking_back.service import finished as keep_look_back
from mercery.assistant.looking_back.working_out import LookedBack, look_back
from mercery.assistant.normalise import normalise
from mercery.assistant.record import plain as plain_body
from mercery.assistant.replay import replay
from mercery.assistant.repository import recorded
from mercery.assistant.repository import turn as turn_by_id
from mercery.assistant.service import Thought, think
from mercery.assistant.turns import TurnContext
from mercery.assistant.understand.message_parts import parts
from mercery.catalog import service as catalog
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.errors import NotFound
from mercery.core.i18n import LANGS, Lang
from mercery.core.runtime import open_database, run_async
from mercery.knowledge import service as knowledge
from mercery.knowledge.semantics import semantics_of, use_semantics


@click.command("ask")
@click.argument("text")
@click.option("--shop", "slug", help="Short name of the shop; the first shop when left out.")
@click.option("--lang", type=click.Choice(LANGS), help="Language of the answer where the text does not show it.")
@click.option("--product", "handle", help="Ask as on the page of the product with this handle.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole turn as JSON.")
def ask_command(text: str, slug: str | None, lang: Lang | None, handle: str | None, as_json: bool) -> None:
    """Ask the assistant TEXT and print its answer with its evidence."""
    thought = run_async(_ask(text, slug, lang, handle))
    if as_json:
        click.echo(json.dumps({**thought.record, "body": plain_body(thought.body)}, ensure_ascii=False))
        return
    for sentence in thought.body.sentences:
        click.echo(sentence.text)
    for evidence in thought.body.evidence:
        until = f", until {evidence.until}" if evidence.until else ""
        click.echo(f"  {evidence.key} {evidence.label}: {evidence.source}{until}")
    for button in thought.body.buttons:
        click.echo(f"  [{button.label}]")
    click.echo(f"  ({', '.join(thought.outcome.decision.path)}; {thought.ms} ms)", err=True)
    for held in thought.outcome.held:
        click.echo(f"  held back: {held.text} ({held.reason})", err=True)


async def _ask(text: str, slug: str | None, lang: Lang | None, handle: str | None) -> Thought:
    async with open_database() as database:
        async with database.session() as session:
            thought = await _thought(session, text, slug, lang, handle)
        if not any(step.startswith(_ANSWERED) for step in thought.outcome.decision.path):
            return thought
        # Only what turns on approved answers is worth the seconds that a model takes to load.
        await _know_meaning(database, slug, text)
        async with database.session() as session:
            return await _thought(session, text, slug, lang, handle)


_ANSWERED: Final = ("answer:direct", "choices", "service:")
"""Steps of a decision in which approved answers were matched."""


async def _know_meaning(database: Database, slug: str | None, text: str) -> None:
    """Load the model that finds answers by meaning, as a web process does in the background."""
    use_semantics(semantics := semantics_of(settings()))
    if semantics is None:
        return
    async with database.session() as session:
        shop = await shop_named(session, slug)
    await asyncio.to_thread(semantics.warm)
    await knowledge.learn_meaning(database, shop.id)
    plain = normalise(text).text
    await knowledge.prepare([plain, *parts(plain)])


async def _thought(
    session: AsyncSession, text: str, slug: str | None, lang: Lang | None, handle: str | None
) -> Thought:
    shop = await shop_named(session, slug)
    product_id = (await catalog.product(session, shop.id, handle=handle)).id if handle else None
    return await think(session, shop, text, lang=lang, context=TurnContext(product_id=product_id))


async def shop_named(session: AsyncSession, slug: str | None) -> Shop:
    """The shop of that short name, else the first; NotFound when there is none."""
    if slug:
        return await accounts.shop_by_slug(session, slug)
    first = await accounts.first_shop(session)
    if first is None:
        raise NotFound("There is no shop yet.", remedy="Run `mercery run` once, or `mercery import` a catalogue.")
    return first


@click.command("replay")
@click.argument("turn", required=False)
@click.option(
    "--changed", is_flag=True, help="Work past questions out again and show what would be said otherwise now."
)
@click.option("--since", "days", type=click.IntRange(1, 3650), default=30, show_default=True, help="Days to look back.")
@click.option("--json", "as_json", is_flag=True, help="With --changed: print the whole as JSON.")
@click.option("--shop", "slug", help="Short name of the shop; the first shop when left out.")
def replay_command(turn: str | None, changed: bool, days: int, as_json: bool, slug: str | None) -> None:
    """Decide and say the recorded turn TURN again and show whether the words are the same. An answer that stood above
    the results of a search is such a turn, too.

    With --changed instead: every question of the last days whose answer would be other words now, by what changed.
    """
    if changed == (turn is not None):
        raise click.UsageError("Name a turn, or write --changed.")
    if turn is not None:
        click.echo(run_async(_replay(turn, slug)))
        return
    found = run_async(_changed(days, slug))
    click.echo(json.dumps(_as_json(found), ensure_ascii=False) if as_json else _as_text(found, days))


async def _changed(days: int, slug: str | None) -> LookedBack:
    async def tell(done: int, total: int) -> None:
        click.echo(f"{done} of {total} turns", err=True)

    async with open_database() as database:
        async with database.session() as session:
            shop = await shop_named(session, slug)
        found = await look_back(database, shop, days, tell)
        async with database.session() as session:
            await keep_look_back(session, shop.id, days, "command line", found)
        return found


def _as_json(found: LookedBack) -> dict[str, object]:
    return {
        "turns": found.turns, "looked_at": found.looked_at, "differing": found.differing,
        "differences": [difference_to_json(one) for one in found.differences],
    }  # fmt: skip


def _as_text(found: LookedBack, days: int) -> str:
    lines = [f"{found.differing} of {found.looked_at} turns of the last {days} days would be answered otherwise now."]
    for reason, group in by_reason(found.differences).items():
        lines.append(f"\n{reason}: {sum(one.times for one in group)}")
        for one in group:
            lines += [f"  {one.turn_id}  {one.question}", f"    then  {one.then}", f"    now   {one.now}"]
    return "\n".join(lines)


async def _replay(turn: str, slug: str | None) -> str:
    async with open_database() as database, database.session() as session:
        shop = await shop_named(session, slug)
        row = await turn_by_id(session, shop.id, turn)
        if row is None and not turn.startswith("sra_"):
            raise NotFound(f"There is no turn '{turn}'.")
        again = replay(await recorded(session, row)) if row else await replayed(session, shop.id, turn)
        verdict = "The same words." if again.same else "Different words; before:\n" + "\n".join(again.before)
        if again.same and not again.decided:
            verdict = "Recorded before the desk kept what it decided from: every fact it named is kept."
        return "\n".join(filter(None, [*again.sentences, again.astray, verdict]))
