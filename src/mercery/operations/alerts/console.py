"""The pages of alerts in the console: what is so now, what was, who is told, and the addresses that are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, ClassVar, Final, Literal, cast

from fastapi import APIRouter, Depends, Form, Query
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.asking import ConsoleAsking
from mercery.accounts.console.problems import FormErrors
from mercery.accounts.permissions import Permission
from mercery.accounts.proving import RequireFresh, demand_fresh
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, MaybeSession, Require
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.errors import Conflict, Invalid, MerceryError, NotFound, told_in
from mercery.core.i18n import Words
from mercery.core.mail import way_of
from mercery.operations.alerts import alert as alerts
from mercery.operations.alerts import hooks, rules
from mercery.operations.alerts.hooks import HookDraft
from mercery.operations.alerts.measure import Rule, Severity, Values
from mercery.operations.alerts.refusals import errors_in
from mercery.operations.alerts.showing import HistoryPage, HooksPage, NowPage, PeoplePage, last_look
from mercery.operations.looked_after import looks_after
from mercery.operations.notifying import log
from mercery.operations.notifying import settings as notices
from mercery.operations.notifying.settings import NoticeSettings
from mercery.web.database import Db
from mercery.web.html import page_response

HOME: Final = "/console/alerts"
router = APIRouter(prefix=HOME, include_in_schema=False)
_A_PAGE: Final = 30
_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking(ConsoleAsking):
    """One request to the pages of alerts."""

    section: ClassVar[str] = "alerts"
    home: ClassVar[str] = HOME

    def refused(self, error: MerceryError) -> str:
        """In the reader's language."""
        return told_in(self.lang, error)

    async def sees_the_machine(self) -> bool:
        """Whether measures of the installation are shown: to owners of the shop that looks after it."""
        return self.staff.role == "owner" and await looks_after(self.session, self.shop)

    async def held(self) -> list[Rule]:
        """The rules this reader sees."""
        sees = await self.sees_the_machine()
        return [one for one in await rules.rules(self.session, self.shop) if sees or one.measure.scope == "shop"]


def _asking(request: Request, session: Db, staff: Staff, shop: CurrentShop) -> Asking:
    return Asking(request=request, session=session, staff=staff, shop=shop)


def reader_of(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Asking:
    """Somebody who may look."""
    return _asking(request, session, staff, shop)


def agent_of(
    request: Request,
    session: Db,
    staff: Annotated[Staff, Depends(Require(Permission.ANSWER_CONVERSATIONS))],
    shop: CurrentShop,
) -> Asking:
    """Somebody who may take an alert."""
    return _asking(request, session, staff, shop)


def owner_of(
    request: Request,
    session: Db,
    staff: Annotated[Staff, Depends(Require(Permission.MANAGE_SETTINGS))],
    shop: CurrentShop,
) -> Asking:
    """Somebody who may set thresholds and addresses."""
    return _asking(request, session, staff, shop)


def fresh_owner_of(
    request: Request,
    session: Db,
    staff: Annotated[Staff, Depends(RequireFresh(Permission.MANAGE_SETTINGS))],
    shop: CurrentShop,
) -> Asking:
    """The same, having proved lately to be there: addresses and secrets say where news of the shop goes."""
    return _asking(request, session, staff, shop)


Reading = Annotated[Asking, Depends(reader_of)]
Taking = Annotated[Asking, Depends(agent_of)]
Owning = Annotated[Asking, Depends(owner_of)]
ProvenOwning = Annotated[Asking, Depends(fresh_owner_of)]


@router.get("")
async def now_page(asking: Reading) -> Response:
    """What is over its threshold, and how every measure stands."""
    return await _now(asking)


@router.get("/history")
async def history_page(asking: Reading, page: Annotated[int, Query(ge=1, le=10_000)] = 1) -> Response:
    """What was, the latest first."""
    sees = await asking.sees_the_machine()
    found, total = await alerts.history(
        asking.session, asking.shop.id, offset=(page - 1) * _A_PAGE, limit=_A_PAGE, installation=sees
    )
    shown = HistoryPage(alerts=tuple(found), total=total, page=page, last=max(1, -(-total // _A_PAGE)))
    return page_response("operations/alerts/history.html", shown, context=asking.context)


@router.get("/people")
async def people_page(asking: Reading) -> Response:
    """Who is told what by mail."""
    return await _people(asking)


@router.post("/people")
async def set_notices(
    asking: Owning,
    to_customers: Annotated[str, Form(max_length=1)] = "",
    away_minutes: Annotated[str, Form(max_length=5)] = "",
    gap_minutes: Annotated[str, Form(max_length=5)] = "",
    answer_in_mail: Annotated[str, Form(max_length=1)] = "",
    subject_in_mail: Annotated[str, Form(max_length=1)] = "",
) -> Response:
    """What holds for the mails of the shop."""
    wanted = NoticeSettings(
        to_customers=bool(to_customers), away_minutes=_whole(away_minutes), gap_minutes=_whole(gap_minutes),
        answer_in_mail=bool(answer_in_mail), subject_in_mail=bool(subject_in_mail),
    )  # fmt: skip
    try:
        await notices.change_settings(asking.session, asking.shop.id, asking.staff.actor, wanted)
    except Invalid as error:
        return await _people(asking, settings_=wanted, errors=errors_in(error, asking.lang))
    return await asking.done(_nothing(), Words("Saved.", "已保存。"), f"{HOME}/people")


@router.get("/hooks")
async def hooks_page(asking: Reading) -> Response:
    """Addresses that are told."""
    return await _hooks(asking)


@router.post("/hooks")
async def create_hook(
    asking: ProvenOwning,
    name: Annotated[str, Form(max_length=80)] = "",
    format: Annotated[str, Form(max_length=12)] = "",  # noqa: A002 - the name of the field
    url: Annotated[str, Form(max_length=1_000)] = "",
    word: Annotated[str, Form(max_length=200)] = "",
    urgent_only: Annotated[str, Form(max_length=1)] = "",
) -> Response:
    """Make an address known; where it signs, its secret is shown this once."""
    draft = HookDraft(name=name, format=format, url=url, word=word, urgent_only=bool(urgent_only), lang=asking.lang)
    try:
        made = await hooks.create(asking.session, asking.shop.id, asking.staff.actor, draft)
    except (Invalid, Conflict) as error:
        return await _hooks(asking, draft=draft, errors=errors_in(error, asking.lang))
    return await _hooks(asking, shown=made if made.format == "mercery" else None)


@router.post("/hooks/{hook_id}/{act}")
async def change_hook(
    asking: Owning,
    hook_id: str,
    act: Literal["test", "renew", "enable", "disable", "remove"],
    signed_in: MaybeSession,
) -> Response:
    """Try it, give it another secret, switch it, or forget it."""
    session, shop_id, actor, back = asking.session, asking.shop.id, asking.staff.actor, f"{HOME}/hooks"
    if act == "renew":
        await demand_fresh(asking.request, session, asking.staff, asking.shop, signed_in)
    match act:
        case "renew":
            return await _hooks(asking, shown=await hooks.renew_secret(session, shop_id, actor, hook_id))
        case "test":
            said = Words("A test is on its way; the log below says how it went.", "测试已发出，结果见下方记录。")
            return await asking.done(hooks.test(session, shop_id, actor, hook_id), said, back)
        case "enable" | "disable":
            on = act == "enable"
            said = Words("It is told again.", "已启用。") if on else Words("It is told nothing.", "已停用。")
            return await asking.done(hooks.set_enabled(session, shop_id, actor, hook_id, on), said, back)
        case "remove":
            said = Words("Removed.", "已移除。")
            return await asking.done(hooks.remove(session, shop_id, actor, hook_id), said, back)


@router.post("/rules/{measure}")
async def set_rule(
    asking: Owning,
    measure: str,
    on: Annotated[str, Form(max_length=1)] = "",
    threshold: Annotated[str, Form(max_length=12)] = "",
    clear: Annotated[str, Form(max_length=12)] = "",
    window: Annotated[str, Form(max_length=6)] = "",
    least: Annotated[str, Form(max_length=8)] = "",
    severity: Annotated[str, Form(max_length=8)] = "",
    bad_for: Annotated[str, Form(max_length=6)] = "",
    well_for: Annotated[str, Form(max_length=6)] = "",
    again: Annotated[str, Form(max_length=6)] = "",
) -> Response:
    """Let other values hold for a measure."""
    held = await _held(asking, measure)
    known = held.values
    wanted = Values(
        on=bool(on), threshold=_number(threshold), clear=_number(clear),
        window=_whole(window) if held.measure.windowed else known.window,
        least=_whole(least) if held.measure.counted else known.least,
        severity=cast(Severity, severity), bad_for=_whole(bad_for), well_for=_whole(well_for), again=_whole(again),
    )  # fmt: skip
    try:
        await rules.set_rule(asking.session, asking.shop, asking.staff.actor, measure, wanted)
    except Invalid as error:
        return await _now(asking, edited=measure, errors=errors_in(error, asking.lang))
    said = Words("Saved. It holds from the next minute on.", "已保存，下一分钟起生效。")
    return await asking.done(_nothing(), said, f"{HOME}#{measure}")


@router.post("/rules/{measure}/reset")
async def reset_rule(asking: Owning, measure: str) -> Response:
    """Let the values it began with hold again."""
    await _held(asking, measure)
    act = rules.reset_rule(asking.session, asking.shop, asking.staff.actor, measure)
    return await asking.done(act, Words("As it began.", "已恢复默认值。"), f"{HOME}#{measure}")


@router.post("/{alert_id}/take")
async def take(asking: Taking, alert_id: str) -> Response:
    """Say that one looks after it."""
    act = alerts.take(asking.session, asking.shop.id, asking.staff.actor, alert_id)
    return await asking.done(act, Words("It is yours; it is not told again.", "由您处理，不再重复提醒。"), HOME)


async def _held(asking: Asking, measure: str) -> Rule:
    found = next((one for one in await asking.held() if one.measure.key == measure), None)
    if found is None:
        raise NotFound("There is no such measure.", zh="没有这项指标。")
    return found


async def _now(asking: Asking, *, edited: str = "", errors: FormErrors | None = None) -> Response:
    held, sees = await asking.held(), await asking.sees_the_machine()
    lines, looked_at = await last_look(asking.session, asking.shop, held)
    late, _ = await alerts.history(asking.session, asking.shop.id, limit=100, installation=sees)
    page = NowPage(
        open=tuple(await alerts.open_alerts(asking.session, asking.shop.id, installation=sees)),
        lines=lines,
        looked_at=looked_at,
        may_change=asking.may(Permission.MANAGE_SETTINGS),
        may_take=asking.may(Permission.ANSWER_CONVERSATIONS),
        closed_lately=sum(one.closed_at is not None and one.closed_at > now() - _WEEK for one in late),
        edited=edited,
        errors=errors or FormErrors(),
    )
    status = 422 if edited else 200
    return page_response("operations/alerts/now.html", page, context=asking.context, status=status)


async def _people(
    asking: Asking, *, settings_: NoticeSettings | None = None, errors: FormErrors | None = None
) -> Response:
    session, shop_id = asking.session, asking.shop.id
    page = PeoplePage(
        people=tuple(await notices.choices(session, shop_id)),
        sent=tuple(await log.latest(session, shop_id)),
        customers=await log.to_customers(session, shop_id, now() - 4 * _WEEK),
        settings=settings_ or await notices.notice_settings(session, shop_id),
        way=way_of(settings()),
        may_change=asking.may(Permission.MANAGE_SETTINGS),
        me=asking.staff.id,
        errors=errors or FormErrors(),
    )
    status = 422 if errors else 200
    return page_response("operations/alerts/people.html", page, context=asking.context, status=status)


async def _hooks(
    asking: Asking,
    *,
    shown: hooks.Hook | None = None,
    draft: HookDraft | None = None,
    errors: FormErrors | None = None,
) -> Response:
    page = HooksPage(
        hooks=tuple(await hooks.hooks(asking.session, asking.shop.id)),
        deliveries=tuple(await hooks.deliveries(asking.session, asking.shop.id)),
        may_change=asking.may(Permission.MANAGE_SETTINGS),
        shown=shown,
        draft=draft or HookDraft(name="", format="mercery", url=""),
        errors=errors or FormErrors(),
    )
    status = 422 if errors else 200
    return page_response("operations/alerts/hooks.html", page, context=asking.context, status=status)


async def _nothing() -> None:
    """What was done already."""


def _number(text: str) -> float:
    """-1 where it is none: no value may be that, so the form says what may."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return -1.0
    return value if abs(value) < 1e9 else -1.0


def _whole(text: str) -> int:
    return int(text) if text.strip().isdecimal() else -1
