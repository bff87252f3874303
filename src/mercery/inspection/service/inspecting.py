"""Inspects conversations that have ended. Reads in one short transaction, thinks outside of any, stores in another."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.conversations import service as conversations
from mercery.conversations.conversation import Conversation, Message
from mercery.conversations.on_record import AssistantRecord, Contradicted, OnRecord
from mercery.conversations.service.finished import finished
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.i18n import Lang
from mercery.core.logging import get_logger
from mercery.inspection import kept_rules, repository
from mercery.inspection.agents import speakers
from mercery.inspection.doors import record_in_use
from mercery.inspection.facts_then import FactsThen, facts_then
from mercery.inspection.resolution import service as resolution
from mercery.inspection.resolution.verdict import Ended
from mercery.inspection.rulebook import RuleBook
from mercery.inspection.talk_at_hand import Contradicting, Found, Talk, look, praised
from mercery.web.visitor import is_tester

MOST_MESSAGES: Final = 1000
MOST_PRODUCTS: Final = 12
LOOKED_BACK: Final = timedelta(days=90)
"""At the first inspection of a shop, conversations of so long are taken in."""
_OVERLAP: Final = timedelta(days=14)
"""From then on so long, which is longer than workers stand still."""
_LONGEST_QUOTE: Final = 200
log = get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What came of inspecting one conversation."""

    conversation_id: str
    found: Sequence[Found]
    added: int
    """Findings that were not there before."""
    ms: float
    """Time of the pure part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    conversation: Conversation
    talk: Talk
    book: RuleBook


async def inspect_conversation(database: Database, shop: Shop, conversation_id: str) -> Looked | None:
    """Inspect a conversation as it stands, whether or not it has ended. Doing it twice changes nothing. None: nothing
    was said, or the staff tried it out."""
    async with database.session() as session:
        read = await _read(session, shop, conversation_id)
    if read is None:
        return None
    begun = time.perf_counter()
    found = await asyncio.to_thread(look, read.talk, read.book, _by_gate(shop, record_in_use()))
    ms = (time.perf_counter() - begun) * 1000
    async with database.session() as session:
        await conversations.hold(session, shop.id, conversation_id)
        added = await _keep(session, shop, read, found, ms)
    return Looked(conversation_id=conversation_id, found=found, added=added, ms=ms)


async def inspect_due(database: Database, shop: Shop) -> list[Looked]:
    """Inspect what has ended and was not inspected since, and settle what had to wait for its seven days."""
    async with database.session() as session:
        ids = await due(session, shop)
    done = []
    for id_ in ids:
        try:
            looked = await inspect_conversation(database, shop, id_)
        except Exception:
            # One that cannot be inspected must not keep the others waiting; it is taken up again the next time.
            log.exception("conversation_not_inspected", conversation=id_)
            continue
        if looked is not None:
            done.append(looked)
    await settle_due(database, shop)
    return done


async def inspect_again(database: Database, shop: Shop, *, days: int = 30) -> int:
    """Inspect what ended in the last days once more, with the rules and words of today. Returns how many."""
    moment = now()
    async with database.session() as session:
        book = await kept_rules.newest_book(session, shop.id)
        ended = await finished(
            session,
            shop.id,
            since=moment - timedelta(days=days),
            silent_since=moment - timedelta(hours=book.quiet_hours),
        )
    return sum([await inspect_conversation(database, shop, one.id) is not None for one in ended])


async def due(session: AsyncSession, shop: Shop) -> list[str]:
    """Conversations that have ended with a word that was not inspected, the latest first: whether somebody came back on a
    matter is known of an earlier one when the later ones have been read."""
    book = await kept_rules.newest_book(session, shop.id)
    moment, quiet = now(), timedelta(hours=book.quiet_hours)
    begun = await repository.any_inspected(session, shop.id)
    since = moment - (quiet + _OVERLAP if begun else LOOKED_BACK)
    ended = await finished(session, shop.id, since=since, silent_since=moment - quiet)
    known = await repository.inspected_until(session, shop.id, since)
    return [one.id for one in reversed(ended) if one.id not in known or known[one.id] < one.last_message_at]


async def settle_due(database: Database, shop: Shop) -> int:
    """Give the verdicts that had to wait. Returns how many."""
    async with database.session() as session:
        waiting = await resolution.due(session, shop.id)
    for id_ in waiting:
        async with database.session() as session:
            found = await conversations.conversation(session, shop.id, id_)
            await resolution.settle_again(session, shop.id, found)
    return len(waiting)


def _by_gate(shop: Shop, record: AssistantRecord) -> Contradicting:
    def contradicting(text: str, lang: Lang, about: str | None, then: FactsThen) -> list[Contradicted]:
        return record.contradicted(
            shop=shop, facts=(*then.products, *then.policies), prices=then.prices, text=text, lang=lang, about=about,
            at=then.at,
        )  # fmt: skip

    return contradicting


async def _read(session: AsyncSession, shop: Shop, conversation_id: str) -> _Read | None:
    found = await conversations.conversation(session, shop.id, conversation_id)
    said = await conversations.messages(session, shop.id, conversation_id, limit=MOST_MESSAGES, notes=False)
    talk = await talk_of(session, shop, found, said)
    if talk is None:
        return None
    return _Read(conversation=found, talk=talk, book=await kept_rules.newest_book(session, shop.id))


async def talk_of(
    session: AsyncSession, shop: Shop, conversation: Conversation, said: Sequence[Message]
) -> Talk | None:
    """The conversation with what was known at each of its moments; None where there is nothing to inspect."""
    spoken = [one for one in said if one.kind == "message" and one.author != "system"]
    if is_tester(conversation.visitor_id) or not spoken:
        return None
    record = await record_in_use().on_record(session, shop, conversation, spoken)
    products = list(dict.fromkeys(id_ for one in record.spoken.values() for id_ in one.products))[:MOST_PRODUCTS]
    moments = [one.created_at for one in spoken if one.author != "customer"]
    return Talk(
        id=conversation.id,
        channel=conversation.channel,
        lang=conversation.lang,
        messages=spoken,
        handed_at=[one.seq for one in said if one.body.status in ("waiting", "person")],
        record=record,
        facts=await facts_then(session, shop, products, moments),
    )


async def _keep(session: AsyncSession, shop: Shop, read: _Read, found: Sequence[Found], ms: float) -> int:
    talk, current = read.talk, read.conversation
    added = await repository.keep_findings(session, shop.id, talk.id, talk.lang, found, read.book)
    ended = _ended(talk, current)
    await repository.keep_inspection(
        session,
        {
            "shop_id": shop.id,
            "conversation_id": talk.id,
            "visitor_id": current.visitor_id,
            "customer_id": current.customer_id,
            "lang": talk.lang,
            "began_at": current.created_at,
            "ended_at": talk.messages[-1].created_at,
            "inspected_at": now(),
            "rules_version": read.book.version,
            "agents": [
                {"id": who.id, "name": who.name, "kind": who.kind, "messages": count}
                for who, count in speakers(talk.messages).items()
            ],
            "praised": [_praise(one) for one in praised(talk, found)],
            "matter": sorted(ended.matter),
            "ms": round(ms),
        },
    )
    await resolution.settle(session, shop.id, current, ended)
    return len(added)


def _praise(message: Message) -> dict[str, str]:
    return {
        "agent_id": "assistant" if message.author == "assistant" else message.author_id,
        "message_id": message.id,
        "quote": message.text[:_LONGEST_QUOTE],
        "at": message.created_at.isoformat(),
    }


def _ended(talk: Talk, current: Conversation) -> Ended:
    record = talk.record
    last = talk.messages[-1].author
    word: Literal["assistant", "customer", "person"] = (
        "person" if last == "staff" else "assistant" if last == "assistant" else "customer"
    )
    return Ended(
        finished_at=talk.messages[-1].created_at,
        answers=[record.answers[one.id].kind for one in talk.messages if one.id in record.answers],
        receipts=len(record.receipts),
        person=bool(talk.handed_at)
        or current.packet is not None
        or any(one.author == "staff" for one in talk.messages),
        last_word=word,
        matter=matter_of(record),
        complains=record.complains,
    )


def matter_of(record: OnRecord) -> frozenset[str]:
    """What a conversation is about, in keys that two conversations can share."""
    products = {f"product:{id_}" for one in record.spoken.values() for id_ in one.products}
    orders = {f"order:{number}" for number in record.orders}
    facts = {id_.split("/")[0] for answer in record.answers.values() for id_ in answer.fact_ids}
    return frozenset(products | orders | {one for one in facts if one.startswith(("policy:", "answer:"))})
