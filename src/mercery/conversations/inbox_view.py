"""What the inbox shows: the list, and the conversation that is read beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.conversations import channels, service
from mercery.conversations.channels import Channel, Delivery
from mercery.conversations.conversation import PROOFS, TEXT_LIMIT, Conversation, Message
from mercery.conversations.drafting import draft_reply, waits_for_reply
from mercery.conversations.granting import grants
from mercery.conversations.hours.saying import away_words, wait_words
from mercery.conversations.hours.service import absence_of, schedule_of
from mercery.conversations.inbox_repository import Segment
from mercery.conversations.messengers import ThreadLimits
from mercery.conversations.responder import ReplyRemark, ThreadFinding, doors_of, mark_of
from mercery.conversations.service import InboxPage, OnDuty
from mercery.conversations.thread_view import ClaimLine, claim_numbers, claims_said, pieces
from mercery.core.clock import now
from mercery.core.i18n import Words
from mercery.policies.service import policies_in_force
from mercery.ui.formats import zone_named

PAGE: Final = 40


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


async def thread_of(
    session: AsyncSession,
    shop: Shop,
    staff: Staff,
    conversation_id: str,
    *,
    draft: str = "",
    remarks: tuple[ReplyRemark, ...] = (),
) -> OpenThread:
    """The conversation as `staff` reads it, with a draft of the reply where one is waited for; NotFound."""
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


async def with_findings(
    request: Request, session: AsyncSession, shop: Shop, staff: Staff, thread: OpenThread
) -> OpenThread:
    """The same with what inspection found in it and, over a messenger, with what may be sent and what arrived."""
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


async def listed_in(
    session: AsyncSession, shop: Shop, staff: Staff, segment: Segment, page: int = 1, channel: str = ""
) -> InboxPage:
    """One page of a segment of the list."""
    return await service.inbox(
        session, shop.id, segment, staff.id, limit=PAGE, offset=(page - 1) * PAGE, channel=channel
    )


async def view_of(
    session: AsyncSession,
    shop: Shop,
    staff: Staff,
    segment: Segment,
    thread: OpenThread | None,
    *,
    listed: InboxPage | None = None,
    peek: bool = False,
) -> InboxView:
    """The page. `listed`: its list, where it is at hand; `peek`: nobody chose the conversation."""
    listed = listed or await listed_in(session, shop, staff, segment)
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


def segment_of(found: Conversation, staff: Staff) -> Segment:
    """The part of the list the conversation stands in for `staff`."""
    if found.status == "person":
        return "mine" if found.assigned_to == staff.id else "staff"
    return found.status
