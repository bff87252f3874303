"""Coaching: everybody who spoke for the shop, and one of them. A person sees their own page, the owner all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page, says, staff_language
from mercery.accounts.permissions import Permission
from mercery.accounts.web import CurrentShop, CurrentStaff
from mercery.core.errors import MerceryError, NotFound, told_in
from mercery.core.i18n import Words
from mercery.inspection.coaching import AgentFigures
from mercery.inspection.console.tabs import HOME, Coach, tabs_for
from mercery.inspection.finding import CoachingNote
from mercery.inspection.rule_texts import RULE_TEXTS, SEVERITY_WORDS
from mercery.inspection.service import coaching
from mercery.web.database import Db
from mercery.web.html import page_response, redirect, redirect_with_flash

router = APIRouter(prefix=HOME, include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentsPage:
    """Everybody."""

    tabs: Sequence[tuple[Words, str, bool]]
    agents: Sequence[AgentFigures]

    texts = RULE_TEXTS

    @property
    def top(self) -> float:
        """One scale for all ranges."""
        return max((one.with_fault.high for one in self.agents), default=1.0)

    @property
    def most(self) -> AgentFigures | None:
        """Whose conversations show most faults, as far as the ranges tell: the highest lower end."""
        with_faults = [one for one in self.agents if one.with_fault.right]
        return max(with_faults, key=lambda one: one.with_fault.low, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentPage:
    """One agent."""

    tabs: Sequence[tuple[Words, str, bool]]
    figures: AgentFigures
    notes: Sequence[CoachingNote]
    own: bool
    may_judge: bool
    may_coach: bool

    texts = RULE_TEXTS
    severities = SEVERITY_WORDS

    @property
    def top(self) -> float:
        """One scale for all ranges."""
        return max((one.share.high for one in self.figures.rates), default=1.0)


@router.get("/coaching")
async def agents_page(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Response:
    """All agents for whoever coaches; others are led to their own page."""
    if not staff.may(Permission.COACH):
        return redirect(request, f"{HOME}/coaching/{staff.id}")
    page = AgentsPage(tabs=tabs_for(staff, "coaching"), agents=await coaching.agents(session, shop))
    return page_response(
        "inspection/agents.html", page, context=console_page(request, staff, shop, section="inspection")
    )


@router.get("/coaching/{agent_id}")
async def agent_page(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop, agent_id: str) -> Response:
    """One agent. Whoever opens their own page has read their notes."""
    own = agent_id == staff.id
    if not own and not staff.may(Permission.COACH):
        raise NotFound(
            "There is no such page for you.",
            remedy="Your own page is under Coaching.",
            zh="此页不对您开放，您的页面在“辅导”中。",
        )
    page = AgentPage(
        tabs=tabs_for(staff, "coaching"),
        figures=await coaching.agent(session, shop, agent_id, staff.name if own else ""),
        notes=await coaching.notes(session, shop.id, agent_id=agent_id),
        own=own,
        may_judge=staff.may(Permission.JUDGE_CONVERSATIONS),
        may_coach=staff.may(Permission.COACH),
    )
    if own:
        await coaching.notes_seen(session, shop.id, agent_id)
    return page_response(
        "inspection/agent.html", page, context=console_page(request, staff, shop, section="inspection")
    )


@router.post("/coaching/{agent_id}")
async def add_note(
    request: Request,
    session: Db,
    staff: Coach,
    shop: CurrentShop,
    agent_id: str,
    text: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Leave a note that stands alone."""
    back = f"{HOME}/coaching/{agent_id}"
    try:
        async with session.begin_nested():
            await coaching.add_note(session, shop.id, staff.actor, agent_id, text)
    except MerceryError as error:
        return redirect_with_flash(request, back, told_in(staff_language(request, staff, shop), error), tone="stopped")
    return redirect_with_flash(request, back, says(request, staff, shop, "The note is kept.", "意见已保存。"))
