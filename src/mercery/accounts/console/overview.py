"""The overview: a letter from the staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import cast

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.console.setup import steps_left
from mercery.accounts.overview import BarChart, NeedsPerson, OverviewPart, OverviewRow, OverviewSource, Period, Span
from mercery.accounts.page import console_page
from mercery.accounts.shop import Shop
from mercery.accounts.web import CurrentShop, CurrentStaff
from mercery.core.clock import now
from mercery.core.i18n import Words
from mercery.ui.formats import zone_named
from mercery.web.database import Db
from mercery.web.html import page_response

router = APIRouter(prefix="/console")
_HALF_OPEN = 3
_WORST_FIRST = {"stop": 0, "care": 1, "done": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewPage:
    """What the overview shows."""

    greeting: Words
    headline: Words
    period: Period
    rows: Sequence[OverviewRow]
    needs: Sequence[NeedsPerson]
    charts: Sequence[BarChart]

    @property
    def open_needs(self) -> int:
        """How many wait for a person."""
        return sum(1 for need in self.needs if need.tone != "done")


@router.get("")
async def overview_page(
    request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop, span: Span = "today"
) -> Response:
    """One sentence, what was counted, and what needs a person."""
    moment = now()
    period = Period(span=span, since=_beginning(shop, moment, span), until=moment)
    sources = cast("list[OverviewSource]", getattr(request.app.state, "overview_sources", []))
    parts = [await source(session, shop, period) for source in sources]
    if not shop.demo and (left := await steps_left(request, session, shop)):
        parts.insert(0, OverviewPart(headline=_not_ready(left), needs=(_unfinished(left),)))
    page = OverviewPage(
        greeting=_greeting(staff.name, moment.astimezone(zone_named(shop.timezone)).hour),
        headline=_headline(parts),
        period=period,
        rows=[row for part in parts for row in part.rows],
        needs=sorted((need for part in parts for need in part.needs), key=lambda need: _WORST_FIRST[need.tone]),
        charts=[chart for part in parts for chart in part.charts],
    )
    return page_response("accounts/overview.html", page, context=console_page(request, staff, shop, section="overview"))


def _beginning(shop: Shop, moment: datetime, span: Span) -> datetime:
    zone = zone_named(shop.timezone)
    today = datetime.combine(moment.astimezone(zone).date(), time(), tzinfo=zone)
    return today if span == "today" else today - timedelta(days=int(span) - 1)


def _headline(parts: Sequence[OverviewPart]) -> Words:
    found = next((part.headline for part in parts if part.headline), None)
    return found or Words("Nobody has written to your staff yet.", "店员尚未接到客人的消息。")


def _not_ready(left: int) -> Words | None:
    """The conclusion as long as most of the set-up is open; afterwards the day's figures lead."""
    if left < _HALF_OPEN:
        return None
    return Words(f"The shop is not ready yet; {left} steps are left.", f"店铺尚未就绪，还剩 {left} 步。")


def _unfinished(left: int) -> NeedsPerson:
    return NeedsPerson(
        title=Words("One set-up step is left" if left == 1 else f"{left} set-up steps are left", f"设置还剩 {left} 步"),
        text=Words("Until then the assistant knows less than it could.", "完成前，店员所知有限。"),
        url="/console/setup",
        act=Words("Open the checklist", "打开清单"),
    )


def _greeting(name: str, hour: int) -> Words:
    first = name.split()[0] if name.isascii() else name
    if hour < 5 or hour >= 18:
        return Words(f"Good evening, {first}.", f"{first}，晚上好。")
    if hour < 12:
        return Words(f"Good morning, {first}.", f"{first}，早上好。")
    return Words(f"Good afternoon, {first}.", f"{first}，下午好。")
