"""The door through which the assistant, a shelf above, answers in a conversation. `app.py` fills it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Literal, Protocol

from mercery.accounts.shop import Shop
from mercery.conversations.conversation import Conversation
from mercery.core.database import Json
from mercery.core.i18n import Lang

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
    ) -> AsyncIterator[TurnEvent]:
        """The turn, step by step. It is finished (and stored) when the iterator ends."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRemark:
    """Something in a person's draft that the facts contradict, pointed out before it is sent."""

    found: str
    """The words in the draft."""
    expected: str
    """What the facts say."""
    source: str


class ReplyCheck(Protocol):
    """Compares a person's draft with the facts. Optional: without it drafts are sent unseen."""

    async def check_reply(
        self, *, shop: Shop, conversation: Conversation, text: str, lang: Lang
    ) -> tuple[ReplyRemark, ...]:
        """What in `text` contradicts a fact."""
        ...
