"""What a conversation is: its messages in order, who has the word, and which changes of state exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal

from mercery.core.database import Json
from mercery.core.errors import Conflict
from mercery.core.i18n import Lang, Words

Status = Literal["assistant", "waiting", "person", "closed"]
"""Who has the word: the assistant; nobody yet (a person is wanted); a person; nobody any more."""
Author = Literal["customer", "assistant", "staff", "system"]
MessageKind = Literal["message", "note", "status"]
"""A spoken message; an internal note the customer never sees; a change of state."""
EvidenceState = Literal["holds", "computed", "expiring"]
ButtonKind = Literal["reply", "person", "link"]

TEXT_LIMIT: Final = 4000
"""Longest message in characters; the surfaces say so before they send."""


class Act(StrEnum):
    """What changes the state of a conversation."""

    HAND_OVER = "hand_over"
    TAKE_OVER = "take_over"
    HAND_BACK = "hand_back"
    CLOSE = "close"
    REOPEN = "reopen"
    WRITE_AGAIN = "write_again"


TRANSITIONS: Final[Mapping[tuple[Status, Act], Status]] = {
    ("assistant", Act.HAND_OVER): "waiting",
    ("assistant", Act.TAKE_OVER): "person",
    ("person", Act.TAKE_OVER): "person",
    ("waiting", Act.TAKE_OVER): "person",
    ("waiting", Act.HAND_BACK): "assistant",
    ("person", Act.HAND_BACK): "assistant",
    ("person", Act.HAND_OVER): "waiting",
    ("assistant", Act.CLOSE): "closed",
    ("waiting", Act.CLOSE): "closed",
    ("person", Act.CLOSE): "closed",
    ("closed", Act.REOPEN): "person",
    ("closed", Act.WRITE_AGAIN): "assistant",
}
"""Every change there is. A person takes over from another who has left. `write_again`: a customer writes into a closed conversation."""


class WrongState(Conflict):
    """The conversation is not in a state that allows this."""

    code = "conversation_state"


class AlreadyTaken(Conflict):
    """Another person has this conversation."""

    code = "conversation_taken"


class NotYourTurn(Conflict):
    """A person has the word, so the assistant stays silent."""

    code = "conversation_not_your_turn"


GOES_ON: Final = "goes_on"
"""In a conversation's context: the customer waits for a person and has the assistant go on meanwhile."""


def assistant_speaks(status: str, context: Json) -> bool:
    """Whether the assistant has the word; while a person is waited for, where the customer would rather go on."""
    return status == "assistant" or (status == "waiting" and bool(context.get(GOES_ON)))


def status_after(status: Status, act: Act) -> Status:
    """The state after `act`; WrongState when there is no such change."""
    after = TRANSITIONS.get((status, act))
    if after is None:
        raise WrongState(
            f"A conversation that is '{status}' cannot be changed by '{act.value}'.",
            remedy="Reload the conversation: somebody else may have changed it.",
            zh="会话状态已变，不能执行此操作，请查看最新状态后再试。",
        )
    return after


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The characters `start` to `end` (exclusive, in code points) of a sentence that carry the claim of evidence `key`."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceOut:
    """One checked sentence, with the claims in it."""

    text: str
    spans: tuple[Span, ...] = ()
    fact_ids: tuple[str, ...] = ()
    asks: bool = False
    """It asks what the buttons answer, and stands below what is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceOut:
    """What a claim stands on, in the customer's words. `key` is a, b, c or 甲, 乙, 丙."""

    key: str
    label: str
    source: str
    state: EvidenceState = "holds"
    fact_id: str = ""
    valid_to: datetime | None = None
    detail: str = ""
    """The source's own words or the arithmetic, shown when the claim is opened."""
    until: str = ""
    """`valid_to` in words of the conversation's language, empty where there is no end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A quick reply: sends `value` as the customer's words, asks for a person, or opens the address `value`."""

    label: str
    value: str = ""
    kind: ButtonKind = "reply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A product beside an answer, its price and stock as of the moment of the answer."""

    product_id: str
    title: str
    url: str
    image: str = ""
    price_text: str = ""
    price_key: str = ""
    """Of an offer: the claim that the price is."""
    was_text: str = ""
    until_text: str = ""
    stock_text: str = ""
    sku: str = ""
    """The variant that is offered, where one is chosen: it can be put into the bag."""
    options_text: str = ""
    """What is chosen of it: `black, size 38`."""
    reason: SentenceOut | None = None
    """Why it is offered, with its claims."""
    buttons: tuple[Button, ...] = ()
    """What may be said to just this offer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One attribute of pieces side by side."""

    label: str
    cells: tuple[SentenceOut, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Pieces side by side: a card for each column, and what tells them apart."""

    columns: tuple[Card, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOut:
    """A file that came with a customer's message; its text is read with `service.attachment`."""

    id: str
    name: str
    media_type: str
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageBody:
    """The parts of a message beside its plain text."""

    sentences: tuple[SentenceOut, ...] = ()
    evidence: tuple[EvidenceOut, ...] = ()
    buttons: tuple[Button, ...] = ()
    cards: tuple[Card, ...] = ()
    table: Table | None = None
    wishes: tuple[Button, ...] = ()
    """What the guide understands so far; pressing one takes it away."""
    held: tuple[str, ...] = ()
    """What was kept back because no fact supports it: shown to staff only."""
    files: tuple[FileOut, ...] = ()
    """What the customer attached."""
    status: Status | None = None
    """For a change of state: the state after it."""
    took_ms: int | None = None
    """How long the assistant needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """A message to be stored. `client_key` makes storing it twice harmless."""

    author: Author
    text: str
    lang: Lang
    author_id: str = ""
    author_name: str = ""
    kind: MessageKind = "message"
    body: MessageBody = MessageBody()
    reply_to: str | None = None
    """The customer's message an answer belongs to."""
    client_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A stored message. `seq` counts from 1 without repetition within its conversation."""

    id: str
    conversation_id: str
    seq: int
    author: Author
    author_id: str
    author_name: str
    kind: MessageKind
    text: str
    lang: Lang
    body: MessageBody
    reply_to: str | None
    created_at: datetime

    @property
    def sentences(self) -> tuple[SentenceOut, ...]:
        """The checked sentences of an answer; empty for people's messages."""
        return self.body.sentences

    @property
    def evidence(self) -> tuple[EvidenceOut, ...]:
        """What the sentences stand on, in order of keys."""
        return self.body.evidence

    @property
    def for_customer(self) -> bool:
        """Whether the customer may see it."""
        return self.kind != "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOffPacket:
    """What a person needs to know in five seconds, written when the assistant hands over."""

    wants: str
    why: str
    """Why the assistant handed over, in English."""
    why_zh: str = ""
    """The same in Chinese: the person who reads it need not speak the customer's language."""
    asked: tuple[str, ...] = ()
    """What the customer asked, newest last."""
    offered: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    """What the person may grant, where something else holds than the policies say (`granting.grants`)."""
    mood: str = ""
    look_at: str = ""
    """The one claim a person should check, with the reason; empty when all hold."""
    context: Json = field(default_factory=dict)
    lang: Lang = "en"
    who: str = ""
    """The customer's name, where it is known."""
    verified: str = ""
    """How the customer proved it: a word of `PROOFS`; empty when nobody has asked yet."""
    facts: tuple[Words, ...] = ()
    """Orders spoken of, as they stand."""
    done: tuple[Words, ...] = ()
    """What was done already, with its receipt and the rule."""
    declined: tuple[Words, ...] = ()
    """What was asked and not done, with the reason and the rule."""
    open: Words | None = None
    """The question or the yes that the conversation waits for."""
    wishes: tuple[Words, ...] = ()
    """What the customer looks for, wish by wish."""
    shown: tuple[Words, ...] = ()
    """Pieces that were offered, with what they cost."""
    turned_down: tuple[Words, ...] = ()
    """Pieces the customer does not want."""


PROOFS: Final[Mapping[str, Words]] = {
    "none": Words("not proved", "未核实"),
    "name_postcode": Words("told name and postcode", "已提供姓名与邮编"),
    "email": Words("told the e-mail address", "已提供邮箱"),
    "code": Words("returned the code we sent", "已回填验证码"),
    "session": Words("signed in", "已登录"),
}
"""How an identity was proved, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One customer's conversation with one shop over one channel."""

    id: str
    shop_id: str
    visitor_id: str
    channel: str
    """`storefront`, `widget`, `api` or the id of a messenger channel."""
    thread: str
    """The messenger's own name of the conversation; empty elsewhere."""
    lang: Lang
    status: Status
    version: int
    """Grows with each change of state; a change that names an older one is refused."""
    assigned_to: str | None
    assigned_name: str
    context: Json
    subject: str
    preview: str
    """The beginning of the newest spoken message."""
    customer_id: str | None
    customer_name: str
    customer_email: str
    packet: HandOffPacket | None
    last_seq: int
    unread_staff: int
    unread_customer: int
    created_at: datetime
    last_message_at: datetime
    waiting_since: datetime | None
    closed_at: datetime | None
