"""Two samples drawn by chance: findings for a second opinion, blind, and whole conversations to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page, says, staff_language
from mercery.accounts.web import CurrentShop
from mercery.conversations import service as conversations
from mercery.conversations.conversation import Conversation
from mercery.core.errors import MerceryError, told_in
from mercery.core.i18n import Words
from mercery.inspection import repository
from mercery.inspection.console.findings import ShownMessage, shown
from mercery.inspection.console.tabs import HOME, Judge, tabs_for
from mercery.inspection.finding import FindingFilter, StoredFinding
from mercery.inspection.measures import Kappa
from mercery.inspection.rule_texts import RULE_TEXTS, SEVERITY_WORDS
from mercery.inspection.service import judging
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(prefix=HOME, include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondPage:
    """A finding somebody else has judged, without what they said."""

    tabs: Sequence[tuple[Words, str, bool]]
    finding: StoredFinding | None
    conversation: Conversation | None
    messages: Sequence[ShownMessage]
    left: int
    kappa: Kappa

    texts = RULE_TEXTS
    severities = SEVERITY_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingPage:
    """A conversation to be read whole, with what is listed already."""

    tabs: Sequence[tuple[Words, str, bool]]
    conversation: Conversation
    messages: Sequence[ShownMessage]
    findings: Sequence[StoredFinding]
    read_by: str
    next_id: str | None

    texts = RULE_TEXTS
    severities = SEVERITY_WORDS

    def of(self, message_id: str) -> list[StoredFinding]:
        """What is listed of a message."""
        return [one for one in self.findings if one.message_id == message_id and one.state != "overruled"]


@router.get("/second")
async def second_page(request: Request, session: Db, staff: Judge, shop: CurrentShop) -> Response:
    """One finding at a time, without the first verdict."""
    waiting = await judging.for_second_opinion(session, shop.id, staff.id)
    one = waiting[0] if waiting else None
    page = SecondPage(
        tabs=tabs_for(staff, "findings"),
        finding=one,
        conversation=await conversations.conversation(session, shop.id, one.conversation_id) if one else None,
        messages=shown(await judging.talk(session, shop.id, one.conversation_id), one.message_id, one.quote)
        if one
        else (),
        left=len(waiting),
        kappa=(await judging.measured(session, shop.id)).kappa,
    )
    return page_response(
        "inspection/second.html", page, context=console_page(request, staff, shop, section="inspection")
    )


@router.post("/second/{finding_id}")
async def second(
    request: Request,
    session: Db,
    staff: Judge,
    shop: CurrentShop,
    finding_id: str,
    verdict: Annotated[Literal["agree", "overrule"], Form()],
) -> Response:
    """A second opinion; the first verdict stays."""
    try:
        async with session.begin_nested():
            await judging.judge(session, shop.id, staff.actor, finding_id, agreed=verdict == "agree", blind=True)
    except MerceryError as error:
        return redirect_with_flash(
            request, f"{HOME}/second", told_in(staff_language(request, staff, shop), error), tone="stopped"
        )
    done = says(request, staff, shop, "Kept as a second opinion.", "已作为第二意见记录。")
    return redirect_with_flash(request, f"{HOME}/second", done)


@router.get("/conversations/{conversation_id}")
async def reading_page(
    request: Request, session: Db, staff: Judge, shop: CurrentShop, conversation_id: str
) -> Response:
    """A whole conversation, with a way to add what was missed on any message."""
    found = await conversations.conversation(session, shop.id, conversation_id)
    listed, _ = await repository.findings(session, shop.id, FindingFilter(state=None, conversation_id=conversation_id))
    inspected = await repository.inspection(session, shop.id, conversation_id)
    said = await judging.talk(session, shop.id, conversation_id)
    quotes = {one.message_id: one.quote for one in listed if one.state != "overruled" and one.found_by != "person"}
    page = ReadingPage(
        tabs=tabs_for(staff, "findings"),
        conversation=found,
        messages=[shown([one], one.id, quotes.get(one.id, ""))[0] for one in said],
        findings=listed,
        read_by=inspected.read_by if inspected else "",
        next_id=(await judging.for_reading(session, shop.id)).next_id,
    )
    return page_response(
        "inspection/reading.html", page, context=console_page(request, staff, shop, section="inspection")
    )
