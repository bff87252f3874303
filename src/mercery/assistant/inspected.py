"""What the assistant tells inspection of its conversations: who asked, what was spoken of, and what its answers stand on.

Fills `conversations.on_record.AssistantRecord`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.assistant import repository
from mercery.assistant.contradicting import Contradictions
from mercery.assistant.desk import repository as desk
from mercery.assistant.gathering import range_of
from mercery.assistant.normalise import normalise
from mercery.assistant.record import fact_from_json
from mercery.assistant.tables import TurnRow
from mercery.assistant.turns import TurnContext
from mercery.assistant.understand.products_meant import find_products
from mercery.catalog.value_words import value_words
from mercery.claims.advertising_law import binding
from mercery.claims.facts import Fact
from mercery.claims.gate import Gate
from mercery.claims.grounds import grounds
from mercery.conversations.conversation import Conversation, Message
from mercery.conversations.on_record import AnswerKind, AnswerOnRecord, Contradicted, OnRecord, Spoken
from mercery.core.i18n import Lang, Words
from mercery.orders.actions.service import receipts_of_conversation

MOST_TURNS: Final = 400
_TALKED: Final = 4
"""So many products of earlier messages are at hand for a sentence that names none."""
_COURTESIES: Final = frozenset(("greeting", "thanks", "bye", "ack", "identity"))
_ASKS: Final = frozenset(("clarify", "offer"))
_SAYS_NOT: Final = frozenset(("not_known", "no_text"))


class KeptTurns:
    """Reads the records of turns and the desk's state."""

    async def on_record(
        self, session: AsyncSession, shop: Shop, conversation: Conversation, messages: Sequence[Message]
    ) -> OnRecord:
        """What is known of the conversation."""
        turns = (await repository.turns(session, shop.id, conversation.id, limit=MOST_TURNS))[::-1]
        state = await desk.peek(session, conversation.id)
        receipts = await receipts_of_conversation(session, shop.id, conversation.id)
        numbers = list(dict.fromkeys([*(_orders_of(state)), *(one.order for one in receipts)]))
        identity, since = _identity(conversation, turns, state.strength if state else "none")
        return OnRecord(
            identity=identity,
            identified_at=since,
            spoken=await _spoken(session, shop, conversation, messages, turns),
            answers={row.answer_id: _answer(row.answer_id, row) for row in turns if row.answer_id},
            orders=tuple(numbers),
            order_states=tuple(_states(turns)),
            receipts=tuple(f"{one.action} {one.order} {one.id}" for one in receipts),
            complains=any("complaint" in _topics(row) or _handed_for(row) == "complaint" for row in turns),
        )

    def contradicted(
        self,
        *,
        shop: Shop,
        facts: Sequence[Fact],
        prices: Sequence[Sequence[Fact]],
        text: str,
        lang: Lang,
        about: str | None,
        at: datetime,
    ) -> list[Contradicted]:
        """What in a person's words these facts contradict, by the gate. Pure; slow for long texts."""
        law = binding(shop.advertising_law)
        gates = [
            Gate(grounds([*facts, *asked], now=at, timezone=shop.timezone, shop=shop.name, complete=False), law)
            for asked in prices or [()]
        ]
        every = [*facts, *(fact for asked in prices for fact in asked)]
        found = Contradictions(gates, every, law).of(text, lang, about=about)
        return [Contradicted(found=one.found, expected=one.expected, fact=one.fact, law=one.law) for one in found]


def _answer(message_id: str, row: TurnRow) -> AnswerOnRecord:
    """What kind of answer a turn gave."""
    record = row.record
    facts = tuple(
        dict.fromkeys(
            span["fact_id"] for sentence in record["sentences"] for span in sentence["spans"] if span["fact_id"]
        )
    )
    return AnswerOnRecord(message_id=message_id, kind=_kind(row, record, bool(facts)), fact_ids=facts)


def _kind(row: TurnRow, record: Mapping[str, Any], stands_on_facts: bool) -> AnswerKind:
    acts = {act["kind"] for act in record["decision"]["acts"]}
    path = record["decision"]["path"]
    if row.handed_over:
        return "handed"
    if acts and acts <= {"social"} and _topics(row) <= _COURTESIES:
        return "social"
    if acts & _SAYS_NOT or (not row.understood):
        return "not_known" if acts & _SAYS_NOT else "asked_back"
    if path[:1] == ["desk"]:
        # What the desk did has its receipt; what it told stands on the order.
        return "proved" if len(path) > 1 or stands_on_facts else "asked_back"
    if acts & _ASKS and not stands_on_facts:
        return "asked_back"
    return "proved" if stands_on_facts and not record["held"] else "not_known" if record["held"] else "social"


def _topics(row: TurnRow) -> set[str]:
    return {command["topic"] for command in row.record["understanding"]["commands"]}


def _handed_for(row: TurnRow) -> str:
    return str(row.record["decision"]["hand_over"] or "")


def _identity(conversation: Conversation, turns: Sequence[TurnRow], strength: str) -> tuple[str, datetime | None]:
    """How the customer proved who they are, and since when; signed in: from the beginning."""
    if conversation.customer_id:
        return "session", None
    packet = conversation.packet.verified if conversation.packet else ""
    found = strength if strength != "none" else packet
    if found in ("", "none"):
        return "none", None
    return found, _first_proved(turns)


def _first_proved(turns: Sequence[TurnRow]) -> datetime | None:
    """The answer with which the desk first knew who asks: the turn before the first one that began with proof."""
    earlier: datetime | None = None
    for row in turns:
        state = (row.record.get("desk") or {}).get("state") or {}
        if state.get("strength", "none") != "none":
            return earlier or row.at
        earlier = row.at
    return earlier


def _orders_of(state: Any) -> Iterator[str]:
    if state is None:
        return
    named = (
        state.order,
        *(task.order for task in (*state.tasks, *state.rivals)),
        *(one.order for one in state.refused),
    )
    yield from (number for number in named if number)


def _states(turns: Sequence[TurnRow]) -> list[tuple[str, Words, datetime]]:
    """What the desk told of orders, and when: the facts of its turns, the newest of each."""
    newest: dict[str, tuple[str, Words, datetime]] = {}
    for row in turns:
        for data in row.record["facts"]:
            if data["subject"]["kind"] == "order":
                fact = fact_from_json(data)
                name = f"{fact.subject.id} {fact.label.text('en')}"
                newest[name] = (name, value_words(fact.value), row.at)
    return list(newest.values())


async def _spoken(
    session: AsyncSession, shop: Shop, conversation: Conversation, messages: Sequence[Message], turns: Sequence[TurnRow]
) -> dict[str, Spoken]:
    """Products each message is about: those it names, else those lately spoken of, else those of the page."""
    known = await range_of(session, shop.id)
    by_message = {row.question_id: _products(row) for row in turns} | {
        row.answer_id: _products(row) for row in turns if row.answer_id
    }
    page = str(conversation.context.get("product_id") or "")
    lately: list[str] = [page] if page else []
    found: dict[str, Spoken] = {}
    for message in messages:
        said = by_message.get(message.id)
        if said is None:
            text = normalise(message.text, message.lang)
            said = list(find_products(text, known.names, TurnContext()).product_ids)
        lately = list(dict.fromkeys([*said, *lately]))[: max(_TALKED, len(said))]
        about = said[0] if len(said) == 1 else (lately[0] if lately and not said else None)
        found[message.id] = Spoken(products=tuple(lately), about=about)
    return found


def _products(row: TurnRow) -> list[str]:
    named: list[str] = row.record["understanding"]["product_ids"] or row.record["decision"]["shown"]
    return named
