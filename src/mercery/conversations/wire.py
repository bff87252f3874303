"""The JSON in which messages and conversations leave the house: for pages, the widget and messenger channels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from mercery.conversations.attachments import LARGEST, Attachment, read_attachments, unpacked
from mercery.conversations.conversation import (
    Author,
    ButtonKind,
    Card,
    Conversation,
    EvidenceOut,
    EvidenceState,
    Message,
    MessageKind,
    SentenceOut,
    Status,
)
from mercery.core.database import Json
from mercery.core.i18n import Lang

LARGEST_ENCODED: Final = (LARGEST + 3) // 3 * 4 + 4
"""Signs of base64 of the largest file, and a few more: what is too large says so in its own words."""


class FileIn(BaseModel):
    """A file that comes with a message: .txt, .md, .csv or .json, at most 200,000 bytes."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=1, max_length=255)
    content: str = Field(min_length=1, max_length=LARGEST_ENCODED)
    """Its bytes in base64."""


def files_in(sent: Sequence[FileIn]) -> tuple[Attachment, ...]:
    """The files as text; Invalid, naming the file, where one cannot be read."""
    return read_attachments([unpacked(one.name, one.content) for one in sent])


class Wire(BaseModel):
    """Parent of the outgoing forms: read from our own types by attribute."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class SpanForm(Wire):
    """`start` and `end` count Unicode code points of the sentence's text; `end` is exclusive."""

    start: int
    end: int
    key: str


class SentenceForm(Wire):
    """A checked sentence and its claims."""

    text: str
    spans: tuple[SpanForm, ...] = ()
    fact_ids: tuple[str, ...] = ()
    asks: bool = False


class EvidenceForm(Wire):
    """What the claim with this key stands on."""

    key: str
    label: str
    source: str
    state: EvidenceState = "holds"
    fact_id: str = ""
    valid_to: datetime | None = None
    until: str = ""
    detail: str = ""


class ButtonForm(Wire):
    """A quick reply."""

    label: str
    value: str = ""
    kind: ButtonKind = "reply"


class CardForm(Wire):
    """A product beside an answer. With `sku` it is offered in that variant, with its reason and what may be said to it."""

    product_id: str
    title: str
    url: str
    image: str = ""
    price_text: str = ""
    price_key: str = ""
    was_text: str = ""
    until_text: str = ""
    stock_text: str = ""
    sku: str = ""
    options_text: str = ""
    reason: SentenceForm | None = None
    buttons: tuple[ButtonForm, ...] = ()


class TableRowForm(Wire):
    """One attribute of pieces side by side."""

    label: str
    cells: tuple[SentenceForm, ...]


class TableForm(Wire):
    """Pieces side by side."""

    columns: tuple[CardForm, ...]
    rows: tuple[TableRowForm, ...]


class FileForm(Wire):
    """A file that came with the message."""

    id: str
    name: str
    media_type: str
    size: int


class MessageForm(Wire):
    """A message. `held` is filled for staff only."""

    id: str
    seq: int
    author: Author
    author_name: str
    kind: MessageKind
    text: str
    lang: Lang
    sentences: tuple[SentenceForm, ...] = ()
    evidence: tuple[EvidenceForm, ...] = ()
    buttons: tuple[ButtonForm, ...] = ()
    cards: tuple[CardForm, ...] = ()
    table: TableForm | None = None
    wishes: tuple[ButtonForm, ...] = ()
    """What is understood so far; sending the value of one takes it away."""
    files: tuple[FileForm, ...] = ()
    status: Status | None = None
    reply_to: str | None = None
    created_at: datetime


class ConversationForm(Wire):
    """What a customer learns of the own conversation."""

    id: str
    lang: Lang
    status: Status
    assigned_name: str
    last_seq: int
    unread: int


def message_form(message: Message) -> MessageForm:
    """The outgoing form of a message."""
    body = message.body
    return MessageForm(
        id=message.id,
        seq=message.seq,
        author=message.author,
        author_name=message.author_name,
        kind=message.kind,
        text=message.text,
        lang=message.lang,
        sentences=tuple(SentenceForm.model_validate(one) for one in body.sentences),
        evidence=tuple(EvidenceForm.model_validate(one) for one in body.evidence),
        buttons=tuple(ButtonForm.model_validate(one) for one in body.buttons),
        cards=tuple(CardForm.model_validate(one) for one in body.cards),
        table=TableForm.model_validate(body.table) if body.table else None,
        wishes=tuple(ButtonForm.model_validate(one) for one in body.wishes),
        files=tuple(FileForm.model_validate(one) for one in body.files),
        status=body.status,
        reply_to=message.reply_to,
        created_at=message.created_at,
    )


def message_out(message: Message) -> Json:
    """`message_form` as plain JSON, for streams."""
    return message_form(message).model_dump(mode="json")


def sentence_out(sentence: SentenceOut) -> Json:
    """A sentence as plain JSON, for streams."""
    return SentenceForm.model_validate(sentence).model_dump(mode="json")


def evidence_out(evidence: EvidenceOut) -> Json:
    """Evidence as plain JSON, for streams."""
    return EvidenceForm.model_validate(evidence).model_dump(mode="json")


def card_out(card: Card) -> Json:
    """A product card as plain JSON, for streams."""
    return CardForm.model_validate(card).model_dump(mode="json")


def conversation_form(conversation: Conversation) -> ConversationForm:
    """The customer's view of a conversation."""
    return ConversationForm(
        id=conversation.id,
        lang=conversation.lang,
        status=conversation.status,
        assigned_name=conversation.assigned_name,
        last_seq=conversation.last_seq,
        unread=conversation.unread_customer,
    )
