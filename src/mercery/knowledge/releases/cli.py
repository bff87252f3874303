"""`mercery release` and `mercery questions`: check, publish and take back from a terminal or a pipeline."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.actor import COMMAND_LINE
from mercery.accounts.shop import Shop
from mercery.core.config import settings
from mercery.core.errors import NotFound
from mercery.core.logging import configure_logging
from mercery.core.runtime import open_database, run_async
from mercery.knowledge.releases import checking, questions, service
from mercery.knowledge.releases.effects import KINDS, Findings
from mercery.knowledge.releases.question_file import read_questions, write_questions
from mercery.knowledge.releases.questions import Result
from mercery.knowledge.releases.rehearsal import rehearsal_in_use
from mercery.knowledge.releases.release import Release
from mercery.knowledge.releases.service import Check
from mercery.knowledge.releases.shop_question import ShopQuestion

_shop = click.option("--shop", "slug", help="Short name of the shop; the first shop when left out.")
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_FAILED = 1


@click.group("release")
def release_group() -> None:
    """Releases: what is to be said otherwise, checked together and published as one."""
    _quiet()


@release_group.command("list")
@_shop
@_json
def list_command(slug: str | None, as_json: bool) -> None:
    """Name the releases, the newest first."""
    found = run_async(_list(slug))
    if as_json:
        click.echo(json.dumps([_plain(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        click.echo(f"{one.number}  {one.state:<12} {one.summary.en}")


async def _list(slug: str | None) -> list[Release]:
    async with open_database() as database, database.session() as session:
        return await service.releases(session, (await _shop_named(session, slug)).id)


@release_group.command("check")
@click.argument("number", type=int, required=False)
@click.option(
    "--days", type=click.IntRange(0, 365), default=checking.DAYS, show_default=True, help="Days to look back."
)
@click.option("--gather/--no-gather", default=True, help="Take up the approved drafts that wait first.")
@_shop
@_json
def check_command(number: int | None, days: int, gather: bool, slug: str | None, as_json: bool) -> None:
    """Check release NUMBER (the open one when left out): past questions and own ones with all of it supposed.

    Exit code 1 when the check finds trouble.
    """
    check = run_async(_checked(number, days, gather, slug))
    found = check.findings
    assert found is not None
    if as_json:
        click.echo(json.dumps({"check": check.id, "fails": found.fails, **_counts(found)}, ensure_ascii=False))
    else:
        _say(found)
    sys.exit(_FAILED if found.fails else 0)


async def _checked(number: int | None, days: int, gather: bool, slug: str | None) -> Check:
    async with open_database() as database:
        async with database.session() as session:
            shop = await _shop_named(session, slug)
            if gather and number is None:
                await service.take_up(session, shop.id, COMMAND_LINE)
            number = number or await _open_number(session, shop)
            check_id = await service.begin(session, shop, COMMAND_LINE, number, days=days, at_once=True)
        await service.work(database, rehearsal_in_use(), shop.id, check_id)
        async with database.session() as session:
            found = await service.latest(session, shop.id, await service.release(session, shop.id, number))
    assert found is not None
    return found


@release_group.command("publish")
@click.argument("number", type=int, required=False)
@click.option("--despite", default="", help="Why it is right although the check finds trouble; kept in the record.")
@click.option("--reason", default="", help="Why, for the versions it records.")
@_shop
def publish_command(number: int | None, despite: str, reason: str, slug: str | None) -> None:
    """Publish release NUMBER (the open one when left out): all of it, or nothing. It has to be checked before."""
    made = run_async(_published(number, despite, reason, slug))
    click.echo(f"Release {made.number} is live: {made.summary.en}.")


async def _published(number: int | None, despite: str, reason: str, slug: str | None) -> Release:
    async with open_database() as database, database.session() as session:
        shop = await _shop_named(session, slug)
        number = number or await _open_number(session, shop)
        return await service.publish(session, shop, COMMAND_LINE, number, despite=despite, reason=reason)


@release_group.command("rollback")
@click.argument("number", type=int)
@click.option("--reason", required=True, help="Why; kept in the record.")
@click.option("--partly", is_flag=True, help="Leave what somebody changed since, take the rest back.")
@_shop
def rollback_command(number: int, reason: str, partly: bool, slug: str | None) -> None:
    """Take release NUMBER back: what held before it is recorded again, in one transaction."""
    made = run_async(_rolled_back(number, reason, partly, slug))
    back = sum(one.state == "restored" for one in made.inside)
    click.echo(f"Release {made.number} is taken back: {back} of {len(made.inside)} items.")


async def _rolled_back(number: int, reason: str, partly: bool, slug: str | None) -> Release:
    async with open_database() as database, database.session() as session:
        shop = await _shop_named(session, slug)
        return await service.roll_back(session, shop, COMMAND_LINE, number, reason=reason, partly=partly)


@click.group("questions")
def questions_group() -> None:
    """The shop's own questions: what must always be answered right."""
    _quiet()


@questions_group.command("run")
@_shop
@_json
def run_command(slug: str | None, as_json: bool) -> None:
    """Put every own question to what is said now. Exit code 1 when one is not answered right."""
    asked, results = run_async(_run(slug))
    known = {one.id: one for one in asked}
    failed = [one for one in results if one.outcome in ("broken", "failing")]
    if as_json:
        rows = [
            {"question": known[one.question_id].text, "passes": one not in failed, "why": one.why.en, "said": one.said}
            for one in results
        ]
        click.echo(json.dumps({"total": len(results), "failed": len(failed), "questions": rows}, ensure_ascii=False))
    else:
        for one in failed:
            click.echo(f"FAILS  {known[one.question_id].text}\n       {one.why.en}\n       {one.said}")
        click.echo(f"{len(results) - len(failed)} of {len(results)} own questions are answered right.")
    sys.exit(_FAILED if failed else 0)


async def _run(slug: str | None) -> tuple[list[ShopQuestion], list[Result]]:
    async with open_database() as database:
        async with database.session() as session:
            shop = await _shop_named(session, slug)
            check_id = await service.begin_questions(session, shop, COMMAND_LINE, at_once=True)
        await service.work(database, rehearsal_in_use(), shop.id, check_id)
        async with database.session() as session:
            kept = await questions.questions(session, shop.id)
            return kept, await questions.results(session, shop.id, check_id)


@questions_group.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_shop
def import_command(path: Path, slug: str | None) -> None:
    """Take own questions over from a CSV or JSON file; what is kept already gets what is expected now."""
    new, changed = run_async(_import(path, slug))
    click.echo(f"{new} new questions, {changed} changed.")


async def _import(path: Path, slug: str | None) -> tuple[int, int]:
    made = read_questions(path, path.name)
    async with open_database() as database, database.session() as session:
        return await questions.add_all(session, (await _shop_named(session, slug)).id, COMMAND_LINE, made)


@questions_group.command("export")
@_shop
def export_command(slug: str | None) -> None:
    """Print the own questions as CSV, ready to be changed and imported again."""
    click.echo(write_questions(run_async(_export(slug))), nl=False)


async def _export(slug: str | None) -> list[ShopQuestion]:
    async with open_database() as database, database.session() as session:
        return await questions.questions(session, (await _shop_named(session, slug)).id)


def _quiet() -> None:
    """What is printed is for a person or a program; only warnings are logged, beside it."""
    configure_logging(settings().model_copy(update={"log_level": "warning"}))


async def _shop_named(session: AsyncSession, slug: str | None) -> Shop:
    if slug:
        return await accounts.shop_by_slug(session, slug)
    first = await accounts.first_shop(session)
    if first is None:
        raise NotFound("There is no shop yet.", remedy="Run `mercery run` once, or `mercery shop create`.")
    return first


async def _open_number(session: AsyncSession, shop: Shop) -> int:
    number = await service.open_number(session, shop.id)
    if number is None:
        raise NotFound("No release is in preparation.", remedy="Approve drafts, or put an answer in from its page.")
    return number


def _say(found: Findings) -> None:
    click.echo(found.verdict.en)
    for kind in KINDS:
        if found.count(kind):
            click.echo(f"  {kind}: {found.count(kind)}")
            for one in found.of(kind)[:5]:
                click.echo(f"    {one.question}")
    for clash in found.clashes:
        click.echo(f"  {clash.kind}: {clash.key} / {clash.other_name.text('en')}")
    click.echo(f"  own questions: {found.own_total - found.own_failing} of {found.own_total} pass", err=True)
    click.echo(f"  ({found.looked_at} past questions, {found.seconds} s)", err=True)


def _counts(found: Findings) -> dict[str, object]:
    return {
        "verdict": found.verdict.en, "looked_at": found.looked_at, "effects": dict(found.counts), "own": dict(found.own),
        "clashes": [asdict(one) for one in found.clashes], "seconds": found.seconds,
    }  # fmt: skip


def _plain(one: Release) -> dict[str, object]:
    return {"number": one.number, "state": one.state, "holds": one.summary.en, "items": len(one.inside)}
