"""The inbox in the console."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Query, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response, StreamingResponse

from mercery.accounts import audit
from mercery.accounts.page import console_page
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.conversations import service
from mercery.conversations.conversation import Conversation
from mercery.conversations.inbox_repository import Segment
from mercery.conversations.inbox_view import InboxView, listed_in, segment_of, thread_of, view_of, with_findings
from mercery.conversations.live import inbox_events
from mercery.conversations.refusals import refusal
from mercery.conversations.responder import ReplyRemark, doors_of, mark_of
from mercery.core.errors import Conflict, Invalid, NotFound, TooLarge
from mercery.ui.page_context import PageContext
from mercery.web.database import Db, database_of
from mercery.web.html import fragment_response, local_address, page_response, redirect, redirect_with_flash
from mercery.web.sse import sse_response

router = APIRouter(prefix="/console/inbox", include_in_schema=False)
Agent = Annotated[Staff, Depends(Require(Permission.ANSWER_CONVERSATIONS))]
Fragment = Literal["list", "talk", "aside"]


@router.get("")
async def inbox(
    request: Request,
    session: Db,
    staff: CurrentStaff,
    shop: CurrentShop,
    segment: Segment = "waiting",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    open_id: Annotated[str | None, Query(alias="open")] = None,
    channel: Annotated[str, Query(max_length=40)] = "",
    fragment: Fragment | None = None,
) -> Response:
    """The list, and beside it the conversation of `open`, else the one at the top, not yet marked as read."""
    thread, listed = None, await listed_in(session, shop, staff, segment, page, channel)
    chosen = open_id or (listed.conversations[0].id if listed.conversations and page == 1 else None)
    if chosen:
        thread = await with_findings(request, session, shop, staff, await thread_of(session, shop, staff, chosen))
    view = await view_of(session, shop, staff, segment, thread, listed=listed, peek=open_id is None)
    return _respond(request, staff, shop, view, fragment)


@router.get("/events")
async def events(
    request: Request, staff: CurrentStaff, shop: CurrentShop, conversation: str | None = None
) -> StreamingResponse:
    """Live notices for an open inbox; while it is open the person counts as present."""
    live = inbox_events(database_of(request), request.app.state.listener, shop.id, staff.actor, conversation)
    return sse_response(request, staff.id, live)


@router.post("/duty")
async def duty(
    request: Request,
    session: Db,
    staff: Agent,
    shop: CurrentShop,
    on: Annotated[str, Form()] = "",
    to: Annotated[str, Form(alias="next")] = "",
) -> Response:
    """The person goes on or off duty."""
    await service.set_duty(session, shop.id, staff.actor, on == "1")
    return redirect(request, local_address(to, "/console/inbox"))


@router.get("/{conversation_id}")
async def conversation(
    request: Request,
    session: Db,
    staff: CurrentStaff,
    shop: CurrentShop,
    conversation_id: str,
    segment: Segment | None = None,
    channel: Annotated[str, Query(max_length=40)] = "",
    fragment: Fragment | None = None,
) -> Response:
    """One conversation beside the list."""
    thread = await thread_of(session, shop, staff, conversation_id)
    thread = await with_findings(request, session, shop, staff, thread)
    if thread.may_answer:
        await service.mark_read(session, shop.id, conversation_id, "staff")
    shown = segment or segment_of(thread.conversation, staff)
    listed = await listed_in(session, shop, staff, shown, channel=channel)
    view = await view_of(session, shop, staff, shown, thread, listed=listed)
    return _respond(request, staff, shop, view, fragment)


@router.post("/{conversation_id}/reply")
async def reply(
    request: Request,
    session: Db,
    staff: Agent,
    shop: CurrentShop,
    conversation_id: str,
    text: Annotated[str, Form()] = "",
    client_key: Annotated[str, Form(max_length=80)] = "",
    seen: Annotated[str, Form(max_length=80)] = "",
    why: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    """Send as written. What contradicts a fact is shown first; the person decides, and says why. That is recorded, and holds
    for these words alone: other ones are shown with what contradicts them, as if nothing had been said."""
    current = await service.conversation(session, shop.id, conversation_id)
    remarks = await _remarks(request, shop, current, text)
    known = seen == mark_of(text, remarks)
    if remarks and not (known and why.strip()):
        thread = await thread_of(session, shop, staff, conversation_id, draft=text, remarks=remarks)
        thread = await with_findings(request, session, shop, staff, thread)
        view = await view_of(session, shop, staff, segment_of(current, staff), replace(thread, unexplained=known))
        return _respond(request, staff, shop, view, None)
    try:
        async with session.begin_nested():
            await service.take_over(session, shop.id, conversation_id, staff.actor)
            sent = await service.reply(
                session, shop.id, conversation_id, staff.actor, text, client_key=client_key or None
            )
            if remarks:
                against = [
                    {"wrote": one.found, "facts": one.expected, "source": one.source, "rule": one.rule}
                    for one in remarks
                ]
                await audit.record(
                    session, shop.id, staff.actor, "conversation.sent_against_facts", conversation_id,
                    after={"message": sent.id, "remarks": against}, reason=why.strip(),
                )  # fmt: skip
    except (Conflict, Invalid, TooLarge) as error:
        return await _refused(request, session, staff, shop, conversation_id, error, draft=text)
    return redirect(request, f"/console/inbox/{conversation_id}")


async def _remarks(request: Request, shop: Shop, current: Conversation, text: str) -> tuple[ReplyRemark, ...]:
    check = doors_of(request).reply_check
    if check is None or not text.strip():
        return ()
    return await check.check_reply(shop=shop, conversation=current, text=text, lang=current.lang)


@router.post("/{conversation_id}/note")
async def note(
    request: Request,
    session: Db,
    staff: Agent,
    shop: CurrentShop,
    conversation_id: str,
    text: Annotated[str, Form()] = "",
) -> Response:
    """Leave an internal note."""
    try:
        await service.add_note(session, shop.id, conversation_id, staff.actor, text)
    except (Invalid, TooLarge) as error:
        return await _refused(request, session, staff, shop, conversation_id, error, draft=text)
    return redirect(request, f"/console/inbox/{conversation_id}")


@router.post("/{conversation_id}/typing", status_code=204)
async def typing(session: Db, staff: Agent, shop: CurrentShop, conversation_id: str) -> Response:
    """The person is writing."""
    current = await service.conversation(session, shop.id, conversation_id)
    await service.typing(session, shop.id, current.id, "staff", staff.name)
    return Response(status_code=204)


@router.post("/{conversation_id}/{act}")
async def change(
    request: Request,
    session: Db,
    staff: Agent,
    shop: CurrentShop,
    conversation_id: str,
    act: Literal["take-over", "hand-back", "close", "reopen"],
    version: Annotated[int | None, Form()] = None,
) -> Response:
    """Take over, hand back, close, open again."""
    try:
        async with session.begin_nested():
            match act:
                case "take-over":
                    await service.take_over(session, shop.id, conversation_id, staff.actor, seen_version=version)
                case "hand-back":
                    await service.hand_back(session, shop.id, conversation_id, staff.actor, seen_version=version)
                case "close":
                    await service.close(session, shop.id, conversation_id, staff.actor, seen_version=version)
                case "reopen":
                    await service.reopen(session, shop.id, conversation_id, staff.actor)
    except Conflict as error:
        return await _refused(request, session, staff, shop, conversation_id, error)
    return redirect(request, f"/console/inbox/{conversation_id}")


async def _refused(
    request: Request,
    session: AsyncSession,
    staff: Staff,
    shop: Shop,
    conversation_id: str,
    error: Conflict | Invalid | TooLarge,
    *,
    draft: str = "",
) -> Response:
    """The present state with the reason; what was written stays in its field."""
    thread = await thread_of(session, shop, staff, conversation_id, draft=draft)
    reason = refusal(error, thread.conversation).text(staff.language or shop.default_language)
    if not draft:
        return redirect_with_flash(request, f"/console/inbox/{conversation_id}", reason, tone="stopped")
    remark = ReplyRemark(found="", expected=reason, source="")
    view = await view_of(
        session, shop, staff, segment_of(thread.conversation, staff), replace(thread, remarks=(remark,))
    )
    return _respond(request, staff, shop, view, None)


def _respond(request: Request, staff: Staff, shop: Shop, view: InboxView, fragment: Fragment | None) -> Response:
    context: PageContext = console_page(request, staff, shop, section="inbox")
    if fragment is None:
        return page_response("conversations/inbox.html", view, context=context)
    if fragment != "list" and view.thread is None:
        raise NotFound("There is no such conversation.")
    return fragment_response("conversations/inbox.html", fragment, view, context=context)
