"""The experiments page, one experiment, setting one up, deciding, and taking results along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from mercery.accounts.permissions import Permission
from mercery.core.config import settings
from mercery.core.errors import MerceryError, NotFound
from mercery.core.i18n import Words
from mercery.experiments.being_read import ask_to_read, is_being_read
from mercery.experiments.console.asking import HOME, Asking, Deciding, Reading, Running, by_field, url
from mercery.experiments.console.charts import cost_chart, effect_chart
from mercery.experiments.console.forms import Typed, draft_from, share_from, typed_of
from mercery.experiments.console.views import (
    DetailPage,
    Table,
    cost_note,
    cost_words,
    line,
    table,
    today_rows,
)
from mercery.experiments.console.words import verdict_sentence
from mercery.experiments.exporting import csv_text, results_of
from mercery.experiments.readings import can_be_read, last_of, latest, readings
from mercery.experiments.running import repository
from mercery.experiments.running import service as running
from mercery.experiments.running.experiment import MEASURED, Decision, Draft, Experiment
from mercery.experiments.running.features import share_in_force
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(prefix=HOME, include_in_schema=False)
_TEXT: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """All experiments."""

    table: Table
    headline: Words
    may_run: bool
    demo: bool
    default_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """The form of an experiment."""

    experiment: Experiment | None
    """None: it is new."""
    typed: Typed
    errors: Mapping[str, str]
    metrics: Sequence[tuple[str, Words]]
    currency: str

    def error(self, name: str) -> str:
        """What is wrong with a field; empty: nothing."""
        return self.errors.get(name, "")


async def typed_form(request: Request) -> Typed:
    """The fields as they were sent."""
    form = await request.form()
    return Typed(values={str(key): str(value)[:_TEXT] for key, value in form.items() if isinstance(value, str)})


Fields = Annotated[Typed, Depends(typed_form)]
Reason = Annotated[str, Form(max_length=_TEXT)]


@router.get("")
async def experiments_page(asking: Reading) -> Response:
    """All experiments in one table, on one scale."""
    shown = await _table(asking)
    page = ListPage(
        table=shown, headline=_headline(shown), may_run=asking.may(Permission.RUN_EXPERIMENTS), demo=asking.shop.demo,
        default_share=settings().holdout_share,
    )  # fmt: skip
    return page_response("experiments/experiments.html", page, context=asking.context)


@router.get("/new")
async def new(asking: Running) -> Response:
    """An experiment that is not there yet."""
    return _form(asking, None, typed_of(Draft(key="", name=Words("")), asking.shop.currency))


@router.post("/new")
async def create(asking: Running, typed: Fields) -> Response:
    """Keep it as a draft, and look at it."""
    try:
        draft = draft_from(typed, asking.shop.currency)
        async with asking.session.begin_nested():
            made = await running.create(asking.session, asking.shop, asking.staff.actor, draft)
    except MerceryError as error:
        return _form(asking, None, typed, by_field(error, asking.lang), status=error.status)
    said = Words("Set up. Nobody has it until you start it.", "已建立，开始之前无人使用。").text(asking.lang)
    return redirect_with_flash(asking.request, url(made.key), said)


@router.get("/{key}")
async def detail(asking: Reading, key: str) -> Response:
    """One experiment: the verdict, the range by day, what an extra order costs, what is missing."""
    one = await running.one_of(asking.session, asking.shop, key)
    found = await readings(asking.session, asking.shop.id, key, one.phase)
    last = found[-1] if found else None
    shown = line(asking.shop, one, last)
    page = DetailPage(
        experiment=one, line=shown, headline=verdict_sentence(one, last, shown.where), reading=last,
        rows=today_rows(one, last) if last else (), chart=effect_chart(asking.shop, one, found),
        cost=cost_words(last), cost_note=cost_note(last), cost_chart=cost_chart(found),
        table=(await _table(asking)).read(),
        acts=await repository.done(asking.session, asking.shop.id, key), act_names={str(act): words for act, words in running.ACT_NAMES.items()},
        may_run=asking.may(Permission.RUN_EXPERIMENTS), may_decide=asking.may(Permission.DECIDE_EXPERIMENTS),
        share=share_in_force(asking.shop, key), demo=asking.shop.demo,
        being_read=await is_being_read(asking.session, asking.shop.id, key),
    )  # fmt: skip
    return page_response("experiments/experiment.html", page, context=asking.context)


@router.get("/{key}/edit")
async def edit(asking: Running, key: str) -> Response:
    """Change what it is called, what it is judged by, how many are without it."""
    one = await running.one_of(asking.session, asking.shop, key)
    return _form(asking, one, typed_of(one, asking.shop.currency))


@router.post("/{key}/edit")
async def change(asking: Running, key: str, typed: Fields, version: Annotated[int | None, Form()] = None) -> Response:
    """Save the change; where counting begins anew, the page says so."""
    one = await running.one_of(asking.session, asking.shop, key)
    try:
        draft = draft_from(typed, asking.shop.currency, key=key)
        async with asking.session.begin_nested():
            after = await running.change(
                asking.session, asking.shop, asking.staff.actor, key, draft, after_version=version
            )
    except NotFound:
        raise
    except MerceryError as error:
        return _form(asking, one, typed, by_field(error, asking.lang), status=error.status)
    anew = after.phase > one.phase
    said = Words("Saved. Counting begins anew.", "已保存，重新开始计数。") if anew else Words("Saved.", "已保存。")
    return redirect_with_flash(asking.request, url(key), said.text(asking.lang))


@router.post("/{key}/start")
async def start(asking: Running, key: str) -> Response:
    """Begin, or go on after a pause."""
    act = running.start(asking.session, asking.shop, asking.staff.actor, key)
    return await asking.done(act, Words("It runs from now on.", "实验已开始。"), url(key))


@router.post("/{key}/pause")
async def pause(asking: Running, key: str, reason: Reason = "") -> Response:
    """Nobody has it until it goes on."""
    act = running.pause(asking.session, asking.shop, asking.staff.actor, key, reason)
    return await asking.done(act, Words("Paused. Nobody has it now.", "已暂停，目前无人使用。"), url(key))


@router.post("/{key}/decide")
async def decide(
    asking: Deciding,
    key: str,
    decision: Annotated[Decision, Form()],
    reason: Reason = "",
    still_without: Annotated[str, Form(max_length=8)] = "",
) -> Response:
    """Keep it for everyone or stop it, with a reason; what was read until then goes on record with it."""
    said = (
        Words("Kept. Everyone has it from now on.", "已全面启用。")
        if decision == "keep"
        else Words("Stopped. Nobody has it from now on.", "已停用，不再有人使用。")
    )
    return await asking.done(_decided(asking, key, decision, reason, still_without), said, url(key))


@router.post("/{key}/reopen")
async def reopen(
    asking: Deciding, key: str, reason: Reason = "", share: Annotated[str, Form(max_length=8)] = "50"
) -> Response:
    """Take the decision back and count anew."""
    act = _reopened(asking, key, reason, share)
    return await asking.done(act, Words("Reopened. Counting begins anew.", "已重新开始，计数重置。"), url(key))


@router.post("/{key}/read")
async def read_now(asking: Running, key: str) -> Response:
    """Have it read now. The range holds however often one looks."""
    one = await running.one_of(asking.session, asking.shop, key)
    if not await can_be_read(asking.session, asking.shop, one):
        said = Words(
            "There is nothing to compare yet: nobody met it, or nobody is without it.",
            "尚无可比：无人接触，或没有对照组。",
        )
        return redirect_with_flash(asking.request, url(key), said.text(asking.lang), tone="note")
    await ask_to_read(asking.session, asking.shop.id, one)
    said = Words("It is being read. The page shows it as soon as it is there.", "正在读取，完成后本页自动更新。")
    return redirect_with_flash(asking.request, url(key), said.text(asking.lang))


@router.post("/{key}/remove")
async def remove(asking: Running, key: str) -> Response:
    """Take away a draft."""
    act = running.remove(asking.session, asking.shop, asking.staff.actor, key)
    return await asking.done(act, Words("The draft is gone.", "草稿已删除。"), HOME, back=url(key))


@router.get("/{key}/readings.{kind}")
async def export(asking: Reading, key: str, kind: Literal["csv", "json"]) -> Response:
    """Every reading of this phase, one a day."""
    one = await running.one_of(asking.session, asking.shop, key)
    headers = {"Content-Disposition": f'attachment; filename="{key}.{kind}"'}
    if kind == "json":
        return JSONResponse(dict(await results_of(asking.session, asking.shop, one, history=True)), headers=headers)
    found = await readings(asking.session, asking.shop.id, key, one.phase)
    return Response(csv_text(found), media_type="text/csv; charset=utf-8", headers=headers)


async def _decided(asking: Asking, key: str, decision: Decision, reason: str, still_without: str) -> Experiment:
    """What was read last, and was on the page of whoever decides, goes on record at once; the last reading, up to this moment,
    comes from a job."""
    one = await running.one_of(asking.session, asking.shop, key)
    last = await last_of(asking.session, asking.shop.id, key, one.phase) if one.counting else None
    verdict = None if last is None else {
        "verdict": last.verdict, "mismatch": last.blocked, "with": last.treated.n, "without": last.held.n,
        "estimate": last.effect.estimate, "low": last.effect.low, "high": last.effect.high, "until": last.until.isoformat(),
    }  # fmt: skip
    share = share_from(still_without, "still_without") if still_without and decision == "keep" else 0.0
    after = await running.decide(
        asking.session, asking.shop, asking.staff.actor, key, decision, reason, still_without=share, verdict=verdict
    )
    if one.counting and await can_be_read(asking.session, asking.shop, after):
        await ask_to_read(asking.session, asking.shop.id, after)
    return after


async def _reopened(asking: Asking, key: str, reason: str, share: str) -> Experiment:
    wanted = share_from(share, "share")
    return await running.reopen(asking.session, asking.shop, asking.staff.actor, key, reason, share=wanted)


async def _table(asking: Asking) -> Table:
    every = await running.every(asking.session, asking.shop)
    return table(asking.shop, every, await latest(asking.session, asking.shop.id))


def _headline(shown: Table) -> Words:
    """What the table says, in one sentence: first what is settled and waits for a decision."""
    settled = [one for one in shown.lines if one.where in ("keep", "stop", "stop_too_small")]
    alarmed = sum(1 for one in shown.lines if one.where == "mismatch")
    waiting = sum(1 for one in shown.lines if one.where == "wait")
    if settled:
        n = len(settled)
        rest = Words(f" {waiting} still waits." if waiting == 1 else f" {waiting} still wait." if waiting else "",
                     f"，{waiting} 项仍在观察" if waiting else "")  # fmt: skip
        return Words(
            (
                "One experiment has a verdict and waits for you."
                if n == 1
                else f"{n} experiments have a verdict and wait for you."
            )
            + rest.en,
            f"{n} 项实验已有结论，等您决定{rest.zh}。",
        )
    if alarmed:
        return Words(
            "One experiment cannot be judged: its groups are not as drawn.",
            "一项实验无法判断：各组人数与分组比例不符。",
        )
    if waiting:
        n = waiting
        return Words(
            "One experiment is running. No verdict yet." if n == 1 else f"{n} experiments are running. No verdict yet.",
            f"{n} 项实验正在进行，尚无结论。",
        )
    return Words("Nothing is being compared yet.", "目前没有进行中的比较。")


def _form(
    asking: Asking, one: Experiment | None, typed: Typed, errors: Mapping[str, str] | None = None, *, status: int = 200
) -> Response:
    page = FormPage(
        experiment=one, typed=typed, errors=errors or {}, currency=asking.shop.currency,
        metrics=[(key, measured.name) for key, measured in MEASURED.items()],
    )  # fmt: skip
    return page_response("experiments/form.html", page, context=asking.context, status=status)
