"""Doors to the shelves above: who answers, who checks a reply, who is enrolled. `app.py` fills them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal, Protocol, cast

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection, Request

from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.conversations.attachments import Attachment
from mercery.conversations.conversation import Conversation
from mercery.conversations.messengers import Messengers
from mercery.core.database import Json
from mercery.core.i18n import Lang, Words
from mercery.ui.page_context import PageContext

TurnEventKind = Literal["turn", "sentence", "evidence", "checking", "cards", "buttons", "status", "error", "done"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnEvent:
    """One step of a turn as the customer's page receives it (`event:` and `data:` of the stream).

    `turn` {conversation_id, message_id, seq, token?} · `sentence` {text, spans: [{start, end, key}], fact_ids}
    · `evidence` {key, label, source, state, until, detail} · `checking` {text} (empty text: nothing is held any more)
    · `cards` {cards: […]} · `buttons` {buttons: […]} · `status` {status} · `error` {message, remedy}
    · `done` {message: the stored message in the form of `wire.message_out`, or null when nobody answered yet}.
    """

    kind: TurnEventKind
    data: Json = field(default_factory=dict)


class Responder(Protocol):
    """Answers a customer's message.

    The implementation stores the message with `service.receive` (once per `client_key`), stays silent unless
    `Received.assistant_answers`, stores its answer with `service.add_message(reply_to=…)` and yields what happens.
    """

    def respond(
        self,
        *,
        shop: Shop,
        conversation: Conversation,
        text: str,
        lang: Lang,
        context: Json,
        client_key: str | None = None,
        files: Sequence[Attachment] = (),
    ) -> AsyncIterator[TurnEvent]:
        """The turn, step by step. It is finished (and stored) when the iterator ends."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRemark:
    """Something in a person's draft that the facts contradict or a rule of conduct forbids, pointed out before it is sent."""

    found: str
    """The words in the draft."""
    expected: str
    """What the facts say; empty for words that a law forbids."""
    source: str
    """Where it stands: the fact's source, or the law."""
    rule: str = ""
    """The rule of inspection it breaks; empty for facts."""
    why: Words | None = None
    """What is wrong with it, where it is a rule."""


def mark_of(text: str, remarks: Sequence[ReplyRemark]) -> str:
    """What a person has seen: these words with these remarks. A reason given for them holds for nothing else."""
    words = "\n".join(text.strip().splitlines())
    seen = [words, *(f"{one.rule}\t{one.found}\t{one.expected}\t{one.source}" for one in remarks)]
    return sha256("\0".join(seen).encode()).hexdigest()


class ReplyCheck(Protocol):
    """Compares a person's draft with the facts. Optional: without it drafts are sent unseen."""

    async def check_reply(
        self, *, shop: Shop, conversation: Conversation, text: str, lang: Lang
    ) -> tuple[ReplyRemark, ...]:
        """What in `text` contradicts a fact or breaks a rule."""
        ...


class EveryCheck:
    """Several checks, one after the other; what two of them point out is said once."""

    def __init__(self, *checks: ReplyCheck) -> None:
        self._checks = checks

    async def check_reply(
        self, *, shop: Shop, conversation: Conversation, text: str, lang: Lang
    ) -> tuple[ReplyRemark, ...]:
        """The remarks of all."""
        remarks: dict[str, ReplyRemark] = {}
        for check in self._checks:
            for one in await check.check_reply(shop=shop, conversation=conversation, text=text, lang=lang):
                if not any(one.found in known or known in one.found for known in remarks):
                    remarks[one.found] = one
        return tuple(remarks.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadFinding:
    """What inspection found in a message of a conversation."""

    message_id: str
    title: Words
    text: Words
    quote: str
    tone: Literal["stop", "care", "quiet"]
    settled: bool
    """Whether a person has agreed."""
    url: str = ""
    """Where it can be looked at, for whoever may."""


class ThreadFindings(Protocol):
    """Tells what inspection found in a conversation, to those who may see it."""

    async def of_thread(
        self, session: AsyncSession, shop: Shop, staff: Staff, conversation_id: str
    ) -> tuple[ThreadFinding, ...]:
        """The findings that stand, in order of messages."""
        ...


class Enrolment(Protocol):
    """Says whether a visitor sees the assistant or belongs to the hold-out, and notes the exposure."""

    async def assistant_enabled(self, session: AsyncSession, shop: Shop, visitor_id: str) -> bool:
        """False for a visitor of the hold-out."""
        ...


class ShopPages(Protocol):
    """What the shop's own pages have around them (header, footer, bag), for the plain question page."""

    async def page_context(self, request: Request, session: AsyncSession, shop: Shop, lang: Lang) -> PageContext:
        """The surroundings of a page of this shop."""
        ...


@dataclass(slots=True, kw_only=True)
class Doors:
    """What the shelves above fill in, kept as `app.state.conversations`. Every one may be missing."""

    responder: Responder | None = None
    reply_check: ReplyCheck | None = None
    enrolment: Enrolment | None = None
    shop_pages: ShopPages | None = None
    findings: ThreadFindings | None = None
    messengers: Messengers | None = None


def doors_of(connection: HTTPConnection) -> Doors:
    """The process's doors, empty until `app.py` fills them."""
    state = connection.app.state
    if not hasattr(state, "conversations"):
        state.conversations = Doors()
    return cast(Doors, state.conversations)
