"""`mercery model`: the model behind the assistant, what it may do in a shop, and the exam by which it earns that."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, cast

import click

from mercery.accounts.actor import COMMAND_LINE
from mercery.ai.chat import ChatModel
from mercery.ai.choosing import chosen_chat
from mercery.assistant.admission import service
from mercery.assistant.admission.admission import Admission
from mercery.assistant.admission.holding import Exam
from mercery.assistant.cli import shop_named
from mercery.assistant.ledger import day_begins, month_begins, spending
from mercery.assistant.overview import money
from mercery.assistant.wording.level import Level
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.errors import MerceryError, NotFound
from mercery.core.runtime import open_database, run_async


class NoModel(NotFound):
    """No model is set."""

    code = "no_model"

    def __init__(self) -> None:
        super().__init__(
            "No model is set, and none is needed.",
            remedy="To connect one, set MERCERY_CHAT_URL and MERCERY_CHAT_MODEL: docs/guide/models.md.",
        )


class NotHeld(MerceryError):
    """An exam that came to nothing."""

    code = "exam_not_held"
    status = 409


@click.group("model")
def model_group() -> None:
    """The model behind the assistant, where there is one: what it may do, what it costs, the exam that admits it."""


@model_group.command("admit")
@click.option("--shop", "slug", help="The shop's short name; the first shop when left out.")
@click.option(
    "--level", "highest", type=click.Choice(["L1", "L2", "L3"]), default="L3", show_default=True,
    help="The highest level that is tried.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def admit_command(slug: str | None, highest: str, as_json: bool) -> None:
    """Examine the model that is set on the shop's own facts; what it earns holds until it is revoked."""
    found = run_async(_admit(slug, cast(Level, highest)))
    if found.status != "done":
        raise NotHeld(f"The exam came to nothing: {found.problem}")
    click.echo(json.dumps(found.figures, ensure_ascii=False) if as_json else "\n".join(_lines(found)))


async def _admit(slug: str | None, highest: Level) -> Admission:
    model = _model()
    async with open_database() as database:
        async with database.session() as session:
            shop = await shop_named(session, slug)
            asked = await service.begin(session, shop, COMMAND_LINE, model.name)
        exam = Exam(
            database=database, shop=shop, model=model, chosen=settings(), actor=COMMAND_LINE, admission_id=asked.id,
            highest=highest, told=_tell,
        )  # fmt: skip
        try:
            return await exam.hold()
        finally:
            async with database.session() as session:
                await service.break_off(session, shop.id, asked.id)


def _tell(done: int, total: int, what: str) -> None:
    click.echo(f"\r{what}: {done} of {total} ", nl=False, err=True)


@model_group.command("show")
@click.option("--shop", "slug", help="The shop's short name; the first shop when left out.")
def show_command(slug: str | None) -> None:
    """Show the model that is set, what it has earned in the shop and why, and what it cost today and this month."""
    click.echo("\n".join(run_async(_show(slug))))


async def _show(slug: str | None) -> list[str]:
    chosen = settings()
    model = chosen_chat(chosen)
    async with open_database() as database, database.session() as session:
        shop = await shop_named(session, slug)
        today = await spending(session, shop, chosen.chat_currency, day_begins(shop, now()))
        month = await spending(session, shop, chosen.chat_currency, month_begins(shop, now()))
        earned = await service.admitted(session, shop.id, model.name) if model else None
        exams = await service.admissions(session, shop.id)
    lines = [f"Shop {shop.slug}. Model: {model.name if model else 'none is set'}."]
    if model:
        lines += _lines(earned) if earned else ["It is not admitted here: it words nothing and reads nothing."]
        lines.append(
            f"Cost today {money(today.micros, today.currency)} of {money(int(chosen.chat_cap_day * 1_000_000), chosen.chat_currency)}, this month "
            f"{money(month.micros, month.currency)}, {month.calls} calls, {month.tokens} tokens."
        )
    return [*lines, *_other(exams, earned)]


def _other(exams: Sequence[Admission], shown: Admission | None) -> list[str]:
    return [
        f"{one.begun_at:%Y-%m-%d %H:%M} {one.model}: {one.status} {one.level}{' ' + one.problem if one.problem else ''}"
        for one in exams
        if shown is None or one.id != shown.id
    ]


@model_group.command("revoke")
@click.argument("model", required=False)
@click.option("--shop", "slug", help="The shop's short name; the first shop when left out.")
@click.option("--reason", default="Revoked from the command line.", help="Why; kept in the record.")
def revoke_command(model: str | None, slug: str | None, reason: str) -> None:
    """Take back what MODEL has earned in the shop (name@address; the model that is set when left out)."""
    found = run_async(_revoke(model, slug, reason))
    click.echo(f"{found.model} is no longer admitted: from now on the code words every answer.")


async def _revoke(model: str | None, slug: str | None, reason: str) -> Admission:
    name = model or _model().name
    async with open_database() as database, database.session() as session:
        return await service.revoke(session, await shop_named(session, slug), COMMAND_LINE, name, reason)


def _model() -> ChatModel:
    found = chosen_chat(settings())
    if found is None:
        raise NoModel
    return found


def _lines(found: Admission) -> list[str]:
    """What was earned, and the figures behind it."""
    reads = "may" if found.reads else "may not"
    lines = [f"{found.model}: level {found.level}; it {reads} say what a message wants."]
    for level, one in found.figures.get("levels", {}).items():
        lines.append(f"  {level}: {_level(one)}")
    if reading := found.figures.get("reading"):
        lines.append(f"  reading: {reading['right']} of {reading['cases']} right, {_times(reading)}")
    if "micros" in found.figures:
        lines.append(
            f"  the exam: {found.figures['tokens']} tokens, {money(found.figures['micros'], found.figures['currency'])}"
        )
    return [*lines, f"  examined {found.begun_at:%Y-%m-%d %H:%M} by {found.by_name}"]


def _level(one: dict[str, Any]) -> str:
    words = [
        "earned" if one["earned"] else "given up early" if one["given_up"] else "not earned",
        f"{one['clean']} of {one['written']} sentences clean ({one['clean_pass']:.0%})",
        f"{one['leaks']} leaks in {one['checked']}" + (f" (at most {one['leak_bound']:.1%})" if one["leak_bound"] else ""),
        f"{one['facts_said']} of {one['facts']} facts said by itself",
        f"{one['form_errors']} of the wrong form, {one['failed']} without an answer",
        _times(one),
    ]  # fmt: skip
    return ", ".join(words) + "".join(f"\n      leaked: {text}" for text in one["leaked"])


def _times(one: dict[str, Any]) -> str:
    return (
        f"{one['p50_ms'] / 1000:.1f} s, the slowest twentieth {one['p95_ms'] / 1000:.1f} s"
        if one["p50_ms"] is not None
        else "no times"
    )
