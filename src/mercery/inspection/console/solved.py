"""Verified resolution beside the rate that counts whoever left as content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page
from mercery.accounts.web import CurrentShop
from mercery.conversations.conversation import Conversation
from mercery.conversations.service.finished import subjects
from mercery.core.clock import now
from mercery.core.i18n import Words
from mercery.inspection.console.tabs import HOME, Judge, tabs_for
from mercery.inspection.resolution import service
from mercery.inspection.resolution.rates import REASONS, Rates, Settled, rates
from mercery.inspection.resolution.verdict import DAYS, State
from mercery.web.database import Db
from mercery.web.html import page_response

router = APIRouter(prefix=HOME, include_in_schema=False)
OVER: Final = timedelta(days=90)
_LATEST: Final = 20
STATES: Final[Mapping[State, Words]] = {
    "verified": Words("Verified", "已核实解决"),
    "not_yet": Words("Not yet", "尚未到期"),
    "unresolved": Words("Not resolved", "未解决"),
    "person": Words("To a person", "转真人"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SolvedPage:
    """Both rates, and the conversations behind them."""

    tabs: Sequence[tuple[Words, str, bool]]
    rates: Rates
    latest: Sequence[Settled]
    """What the market would count and we do not, the latest first; then others."""
    about: Mapping[str, Conversation]
    days: int = DAYS
    over: int = OVER.days

    reasons = REASONS
    states = STATES

    @property
    def apart(self) -> float:
        """How far the two shares are apart."""
        return self.rates.market.estimate - self.rates.verified.estimate


@router.get("/solved")
async def solved_page(request: Request, session: Db, staff: Judge, shop: CurrentShop) -> Response:
    """The last ninety days."""
    settled = await service.settled(session, shop.id, since=now() - OVER)
    differ = [one for one in settled if one.market and one.state == "unresolved"]
    rest = [one for one in settled if one not in differ]
    latest = [*differ, *rest][:_LATEST]
    page = SolvedPage(
        tabs=tabs_for(staff, "solved"),
        rates=rates(settled, now()),
        latest=latest,
        about=await subjects(session, shop.id, [one.conversation_id for one in latest]),
    )
    return page_response(
        "inspection/solved.html", page, context=console_page(request, staff, shop, section="inspection")
    )
