"""The page of costs in the console."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, ClassVar, Final

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.asking import ConsoleAsking
from mercery.accounts.console.problems import FormErrors, form_errors
from mercery.accounts.permissions import Permission
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.errors import Invalid, Problem
from mercery.core.files.formulas import guarded
from mercery.core.i18n import Words
from mercery.experiments.ledger import book, costs, rates
from mercery.experiments.ledger.book import CostsPage, name_of
from mercery.experiments.ledger.kinds import MEASURES
from mercery.experiments.ledger.prices import money_of
from mercery.experiments.running.repository import kept
from mercery.ui.formats import zone_named
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash

HOME: Final = "/console/costs"
router = APIRouter(prefix=HOME, include_in_schema=False)
_DAYS: Final = (7, 30, 90, 365)
_PRICE: Final = "price_"
_LIMIT: Final = "limit_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking(ConsoleAsking):
    """One request to the page of costs."""

    section: ClassVar[str] = "costs"
    home: ClassVar[str] = HOME


def reader_of(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Asking:
    """Somebody who may look."""
    return Asking(request=request, session=session, staff=staff, shop=shop)


def owner_of(
    request: Request,
    session: Db,
    staff: Annotated[Staff, Depends(Require(Permission.MANAGE_SETTINGS))],
    shop: CurrentShop,
) -> Asking:
    """Somebody who may give prices."""
    return Asking(request=request, session=session, staff=staff, shop=shop)


Reading = Annotated[Asking, Depends(reader_of)]
Owning = Annotated[Asking, Depends(owner_of)]
Days = Annotated[str, Query(max_length=4)]


@router.get("")
async def costs_page(asking: Reading, days: Days = "") -> Response:
    """What each feature cost, by kind and day."""
    return page_response("experiments/costs.html", await _page(asking, _days(days)), context=asking.context)


@router.get("/export.csv")
async def export(asking: Reading, days: Days = "") -> Response:
    """Every day by feature and kind, to take along."""
    first, last = _span(asking, _days(days))
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(
        ("day", "feature", "kind", "used", "counted_in", "without_price", asking.shop.currency, "other_currencies")
    )
    own = await _own_names(asking)
    for line in await costs.by_day(asking.session, asking.shop, first, last):
        measure, cost = MEASURES[line.kind], line.cost
        rows.writerow(
            [
                line.day.isoformat(), guarded(name_of(line.feature, own).text(asking.lang)),
                measure.name.text(asking.lang), f"{measure.measured(cost.quantity):.6f}", measure.unit.text(asking.lang),
                f"{measure.measured(cost.unpriced):.6f}", f"{cost.micros / 1e6:.6f}" if cost.known else "",
                " ".join(f"{micros / 1e6:.6f} {code}" for code, micros in cost.abroad.items()),
            ]
        )  # fmt: skip
    headers = {"Content-Disposition": f'attachment; filename="costs-{first.isoformat()}.csv"'}
    return Response("\ufeff" + out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/prices")
async def prices(asking: Owning) -> Response:
    """Give prices and limits; what cannot be used changes nothing."""
    form = {name: value.strip() for name, value in (await asking.request.form()).items() if isinstance(value, str)}
    try:
        async with asking.session.begin_nested():
            changed = await _record(asking, form)
    except Invalid as error:
        page = await _page(asking, _days(form.get("days", "")), errors=form_errors(error, asking.lang), typed=form)
        return page_response("experiments/costs.html", page, context=asking.context, status=error.status)
    said = (
        Words("Recorded. The ledger is priced anew.", "已记录，费用已重新计价。")
        if changed
        else Words("Nothing was different; nothing is recorded.", "没有差异，未作记录。")
    )
    return redirect_with_flash(asking.request, f"{HOME}#prices", said.text(asking.lang))


async def _record(asking: Asking, form: Mapping[str, str]) -> int:
    """How many prices and limits are other than before. Every wrong field is told at once."""
    problems, changed = list[Problem](), 0
    from_now = form.get("from_now", "") == "1"
    for name, value in form.items():
        try:
            if name.startswith(_PRICE):
                kind = name.removeprefix(_PRICE)
                changed += await rates.set_rate(
                    asking.session, asking.shop, asking.staff.actor, kind, value, from_now=from_now,
                    reason=form.get("reason", ""),
                )  # fmt: skip
            elif name.startswith(_LIMIT):
                feature = name.removeprefix(_LIMIT)
                changed += await rates.set_limit(asking.session, asking.shop, asking.staff.actor, feature, value)
        except Invalid as error:
            problems += error.problems
    if problems:
        raise Invalid("Nothing is recorded.", problems=problems, zh="未作记录，请修改标出的各项。")
    return changed


async def _page(
    asking: Asking, days: int, *, errors: FormErrors | None = None, typed: Mapping[str, str] | None = None
) -> CostsPage:
    session, shop = asking.session, asking.shop
    first, last = _span(asking, days)
    lines, units = await costs.by_day_and_unit(session, shop, first, last)
    own = await _own_names(asking)
    features = book.rows_of(lines, own)
    total = sum((one.total for one in features), costs.Cost())
    tariff, limits = await rates.tariff(session, shop), await rates.limits(session, shop)
    sent = {name.removeprefix(_PRICE): value for name, value in (typed or {}).items() if name.startswith(_PRICE)}
    wanted = {name.removeprefix(_LIMIT): value for name, value in (typed or {}).items() if name.startswith(_LIMIT)}
    return CostsPage(
        currency=shop.currency, days=days, since=first, until=last - timedelta(days=1), features=features, total=total,
        units=book.units_of(units),
        unpriced=book.unpriced_of(features, asking.lang),
        abroad=[money_of(micros, code) for code, micros in sorted(total.abroad.items())],
        chart=book.chart_of(lines, first, days, shop.currency, asking.lang, shop.timezone),
        over=book.over_of(lines, limits, shop.currency, own),
        prices=book.prices_of(tariff, features, total.abroad, sent, model_priced=_model_priced()),
        limits={key: f"{money.major:f}" for key, money in limits.items()} | wanted,
        may_change=asking.may(Permission.MANAGE_SETTINGS), errors=errors or FormErrors(),
    )  # fmt: skip


async def _own_names(asking: Asking) -> dict[str, Words]:
    return {one.key: one.name for one in await kept(asking.session, asking.shop.id)}


def _model_priced() -> bool:
    chosen = settings()
    return bool(chosen.chat_url) and chosen.chat_price_read is not None and chosen.chat_price_written is not None


def _days(days: str) -> int:
    return int(days) if days.isdecimal() and int(days) in _DAYS else 30


def _span(asking: Asking, days: int) -> tuple[date, date]:
    """The first day, and the one after today, of the shop's own."""
    today = now().astimezone(zone_named(asking.shop.timezone)).date()
    return today - timedelta(days=days - 1), today + timedelta(days=1)
