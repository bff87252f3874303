"""The inbox in the console."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Form, Query, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response, StreamingResponse

from mercery.accounts import audit
from mercery.accounts.page import console_page
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.conversations import channels, service
from mercery.conversations.channels import Channel, Delivery
from mercery.conversations.conversation import PROOFS, TEXT_LIMIT, Conversation, Message
from mercery.conversations.drafting import draft_reply, waits_for_reply
from mercery.conversations.granting import grants
from mercery.conversations.hours.saying import away_words, wait_words
from mercery.conversations.hours.service import absence_of, schedule_of
from mercery.conversations.inbox_repository import Segment
from mercery.conversations.live import inbox_events
from mercery.conversations.messengers import ThreadLimits
from mercery.conversations.refusals import refusal
from mercery.conversations.responder import ReplyRemark, ThreadFinding, doors_of, mark_of
from mercery.conversations.service import InboxPage, OnDuty
from mercery.conversations.thread_view import ClaimLine, claim_numbers, claims_said, pieces
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid, NotFound, TooLarge
from mercery.core.i18n import Words
from mercery.policies.service import policies_in_force
from mercery.ui.formats import zone_named
from mercery.ui.page_context import PageContext
from mercery.web.database import Db, database_of
from mercery.web.html import fragment_response, local_address, page_response, redirect, redirect_with_flash
from mercery.web.sse import sse_response

router = APIRouter(prefix="/console/inbox", include_in_schema=False)
Agent = Annotated[Staff, Depends(Require(Permission.ANSWER_CONVERSATIONS))]
PAGE: Final = 40
Fragment = Literal["list", "talk", "aside"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenThread:
    """The conversation being read."""

    conversation: Conversation
    messages: tuple[Message, ...]
    claims: tuple[ClaimLine, ...]
    numbers: Mapping[tuple[str, str], int]
    """The place of each claim among all claims, by message and key."""
    mine: bool
    may_answer: bool
    may_grant: tuple[str, ...] = ()
    """What the reader may grant the customer."""
    draft: str = ""
    sources: tuple[Words, ...] = ()
    """What the draft states stands in these; empty when the person wrote it."""
    remarks: tuple[ReplyRemark, ...] = ()
    unexplained: bool = False
    """Sent once more after the remarks, and without a word why."""
    findings: tuple[ThreadFinding, ...] = ()
    """What inspection found in it, as far as the reader may see it."""
    deliveries: Mapping[str, Delivery] = field(default_factory=dict)
    """How its messages reached the messenger, by message id."""
    limits: ThreadLimits | None = None
    """What may be sent, where the messenger has rules of its own."""

    @property
    def seen(self) -> str:
        """What the reader has before them once the page is shown."""
        return mark_of(self.draft, self.remarks)

    @property
    def holding(self) -> int:
        """How many claims need no look."""
        return sum(claim.state in ("holds", "expiring") for claim in self.claims)

    @property
    def to_check(self) -> tuple[ClaimLine, ...]:
        """Claims a person should look at: said then, but no longer in force."""
        return tuple(claim for claim in self.claims if claim.state == "ended")

    @property
    def open_for_reply(self) -> bool:
        """Whether the reader may write to the customer now."""
        return (
            self.may_answer
            and self.conversation.status != "closed"
            and (self.mine or self.conversation.status != "person")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxView:
    """The inbox page: the list, and one conversation when one is open."""

    inbox: InboxPage
    segment_of_open: Segment
    thread: OpenThread | None
    duty: tuple[OnDuty, ...]
    on_duty: bool
    assistant: str
    now: datetime
    peek: bool = False
    """The conversation is shown beside the list without having been chosen: on a phone only the list shows."""
    limit: int = TEXT_LIMIT
    channels: Mapping[str, Channel] = field(default_factory=dict)
    """The shop's messengers by id, for names and for the choice of one."""
    waited: Mapping[str, Words] = field(default_factory=dict)
    """How long each who waits has waited in opening hours, by conversation; empty where the shop has set none."""
    away: Words | None = None
    """Until when the reader is away, where they are."""

    pieces = staticmethod(pieces)
    proofs = PROOFS


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
    thread, listed = None, await _listed(session, shop, staff, segment, page, channel)
    chosen = open_id or (listed.conversations[0].id if listed.conversations and page == 1 else None)
    if chosen:
        thread = await _with_findings(request, session, shop, staff, await _thread(session, shop, staff, chosen))
    view = await _view(session, shop, staff, segment, thread, listed=listed, peek=open_id is None)
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
    thread = await _thread(session, shop, staff, conversation_id)
    thread = await _with_findings(request, session, shop, staff, thread)
    if thread.may_answer:
        await service.mark_read(session, shop.id, conversation_id, "staff")
    shown = segment or _segment_of(thread.conversation, staff)
    listed = await _listed(session, shop, staff, shown, channel=channel)
    view = await _view(session, shop, staff, shown, thread, listed=listed)
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
        thread = await _thread(session, shop, staff, conversation_id, draft=text, remarks=remarks)
        thread = await _with_findings(request, session, shop, staff, thread)
        view = await _view(session, shop, staff, _segment_of(current, staff), replace(thread, unexplained=known))
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
    thread = await _thread(session, shop, staff, conversation_id, draft=draft)
    reason = refusal(error, thread.conversation).text(staff.language or shop.default_language)
    if not draft:
        return redirect_with_flash(request, f"/console/inbox/{conversation_id}", reason, tone="stopped")
    remark = ReplyRemark(found="", expected=reason, source="")
    view = await _view(
        session, shop, staff, _segment_of(thread.conversation, staff), replace(thread, remarks=(remark,))
    )
    return _respond(request, staff, shop, view, None)


async def _thread(
    session: AsyncSession,
    shop: Shop,
    staff: Staff,
    conversation_id: str,
    *,
    draft: str = "",
    remarks: tuple[ReplyRemark, ...] = (),
) -> OpenThread:
    found = await service.conversation(session, shop.id, conversation_id)
    stored = await service.messages(session, shop.id, conversation_id, newest=True, limit=300)
    thread = OpenThread(
        conversation=found,
        messages=tuple(stored),
        claims=tuple(claims_said(stored, now())),
        numbers=claim_numbers(stored),
        mine=found.status == "person" and found.assigned_to == staff.id,
        may_answer=staff.may(Permission.ANSWER_CONVERSATIONS),
        draft=draft,
        remarks=remarks,
    )
    if found.packet is None:
        return thread
    policies = await policies_in_force(session, shop.id)
    lang = staff.language or shop.default_language
    thread = replace(thread, may_grant=found.packet.may or grants(policies, lang))
    if draft or not thread.open_for_reply or not waits_for_reply(stored):
        return thread
    made = draft_reply(found, stored, policies)
    return replace(thread, draft=made.text, sources=made.sources)


async def _with_findings(
    request: Request, session: AsyncSession, shop: Shop, staff: Staff, thread: OpenThread
) -> OpenThread:
    doors, conversation = doors_of(request), thread.conversation
    if doors.messengers is not None:
        thread = replace(
            thread,
            limits=await doors.messengers.of_thread(session, shop, conversation),
            deliveries=await channels.deliveries_of(session, shop.id, conversation.id),
        )
    source = doors.findings
    if source is None:
        return thread
    return replace(thread, findings=await source.of_thread(session, shop, staff, thread.conversation.id))


async def _listed(
    session: AsyncSession, shop: Shop, staff: Staff, segment: Segment, page: int = 1, channel: str = ""
) -> InboxPage:
    return await service.inbox(
        session, shop.id, segment, staff.id, limit=PAGE, offset=(page - 1) * PAGE, channel=channel
    )


async def _view(
    session: AsyncSession,
    shop: Shop,
    staff: Staff,
    segment: Segment,
    thread: OpenThread | None,
    *,
    listed: InboxPage | None = None,
    peek: bool = False,
) -> InboxView:
    listed = listed or await _listed(session, shop, staff, segment)
    duty = tuple(await service.on_duty(session, shop.id))
    return InboxView(
        inbox=listed,
        segment_of_open=segment,
        thread=thread,
        duty=duty,
        on_duty=await service.is_on_duty(session, shop.id, staff.id),
        assistant=shop.assistant_name.text(staff.language or shop.default_language),
        now=now(),
        waited=await _waited(session, shop, listed),
        away=await _away(session, shop, staff),
        peek=peek,
        channels={one.id: one for one in await channels.channels(session, shop.id)},
    )


async def _waited(session: AsyncSession, shop: Shop, listed: InboxPage) -> dict[str, Words]:
    schedule = await schedule_of(session, shop.id)
    waiting = [one for one in listed.conversations if one.waiting_since is not None]
    if schedule is None:
        return {}
    return {one.id: wait_words(schedule.open_time(one.waiting_since, now())) for one in waiting if one.waiting_since}


async def _away(session: AsyncSession, shop: Shop, staff: Staff) -> Words | None:
    absence = await absence_of(session, shop.id, staff.id)
    return away_words(absence.until, now(), zone_named(shop.timezone)) if absence else None


def _respond(request: Request, staff: Staff, shop: Shop, view: InboxView, fragment: Fragment | None) -> Response:
    context: PageContext = console_page(request, staff, shop, section="inbox")
    if fragment is None:
        return page_response("conversations/inbox.html", view, context=context)
    if fragment != "list" and view.thread is None:
        raise NotFound("There is no such conversation.")
    return fragment_response("conversations/inbox.html", fragment, view, context=context)


def _segment_of(found: Conversation, staff: Staff) -> Segment:
    if found.status == "person":
        return "mine" if found.assigned_to == staff.id else "staff"
    return found.status
