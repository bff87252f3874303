"""Holds a person's draft against the rules of conduct and promises before it is sent.

Fills `conversations.responder.ReplyCheck` beside the check of facts. The person decides; what is sent all the same is kept
in the record.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from mercery.accounts.shop import Shop
from mercery.conversations import service as conversations
from mercery.conversations.conversation import Conversation, Message, MessageBody
from mercery.conversations.on_record import OnRecord
from mercery.conversations.responder import ReplyRemark
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.i18n import Lang, Words
from mercery.core.logging import get_logger
from mercery.inspection import kept_rules
from mercery.inspection.doors import record_in_use
from mercery.inspection.facts_then import FactsThen, facts_then
from mercery.inspection.inspect import DETECTORS
from mercery.inspection.known import known_of_conversation, known_then
from mercery.inspection.rule import RuleId
from mercery.inspection.rulebook import RuleBook, name_of
from mercery.inspection.service.inspecting import MOST_PRODUCTS
from mercery.inspection.talk_at_hand import OF_FACTS
from mercery.inspection.transcript import Finding, Known, Transcript, Turn

LOOKED_AT: Final[tuple[RuleId, ...]] = (
    RuleId.RUDE_OR_BLAMING,
    RuleId.PRIVACY_LEAK,
    RuleId.OFF_PLATFORM_PAYMENT,
    RuleId.PROHIBITED_CLAIM,
    RuleId.PROMISE_BEYOND_POLICY,
)
"""What a draft is looked at for. Facts are the gate's; the rest can be told only of a whole conversation."""
_AFTER_THE_START: Final = 4.0
_BEFORE: Final = 30
log = get_logger(__name__)


class ConductCheck:
    """Looks at drafts with the detectors of inspection."""

    def __init__(self, database: Database, *, seconds: float = 2.0) -> None:
        """`seconds`: how long a person may be kept waiting for the check."""
        self._database, self._seconds = database, seconds

    async def check_reply(
        self, *, shop: Shop, conversation: Conversation, text: str, lang: Lang
    ) -> tuple[ReplyRemark, ...]:
        """What in `text` breaks a rule that counts in the shop. A check that takes too long holds nobody up."""
        async with self._database.session() as session:
            said = await conversations.messages(
                session, shop.id, conversation.id, limit=_BEFORE, newest=True, notes=False
            )
            spoken = [one for one in said if one.kind == "message" and one.author != "system"]
            record = await record_in_use().on_record(session, shop, conversation, [*spoken, _draft(text, lang)])
            book = await kept_rules.newest_book(session, shop.id)
            products = list(dict.fromkeys(id_ for one in record.spoken.values() for id_ in one.products))
            moment = now()
            facts = await facts_then(session, shop, products[:MOST_PRODUCTS], [moment])
        try:
            looking = asyncio.to_thread(_broken, spoken, text, lang, facts[moment], record, book, moment)
            found = await asyncio.wait_for(looking, self._seconds)
        except TimeoutError:
            log.warning("conduct_check_too_slow", conversation=conversation.id)
            return ()
        return tuple(_remark(one, lang) for one in found)


async def warm_in_background() -> None:
    """Read the word lists of the detectors when the first pages have been served: the first draft shall not wait for it."""
    await asyncio.sleep(_AFTER_THE_START)
    await asyncio.to_thread(warm)


def warm() -> None:
    """Read the word lists: the first look would else take seconds."""
    broken((), "Hello.", "en", (), (), RuleBook(), now())


def _draft(text: str, lang: Lang) -> Message:
    return Message(
        id="draft", conversation_id="", seq=10**6, author="staff", author_id="", author_name="", kind="message",
        text=text, lang=lang, body=MessageBody(), reply_to=None, created_at=now(),
    )  # fmt: skip


def _broken(
    spoken: Sequence[Message],
    text: str,
    lang: Lang,
    facts: FactsThen,
    record: OnRecord,
    book: RuleBook,
    moment: datetime,
) -> list[Finding]:
    who = known_of_conversation(record, book, lang, identified=record.identity not in ("", "none"))
    return broken(spoken, text, lang, known_then(facts, lang), who, book, moment)


def broken(
    spoken: Sequence[Message],
    text: str,
    lang: Lang,
    facts: Sequence[Known],
    conduct: Sequence[Known],
    book: RuleBook,
    moment: datetime,
) -> list[Finding]:
    """What a draft after these messages breaks, one finding for a rule. Rules that turn on facts are told `facts` too.
    Pure."""
    turns = [_turn(one) for one in spoken]
    turns.append(Turn(role="agent", text=text, at=moment, agent="human"))
    on = set(book.on())
    found = []
    for rule in LOOKED_AT:
        detector = DETECTORS.get(rule)
        if detector is None or rule not in on:
            continue
        known = [*facts, *conduct] if rule in OF_FACTS else conduct
        transcript = Transcript(lang=lang, turns=turns, known=known)
        found += [one for one in detector(transcript) if one.turn == len(turns) - 1][:1]
    return found


def _turn(message: Message) -> Turn:
    if message.author == "customer":
        return Turn(role="customer", text=message.text, at=message.created_at)
    return Turn(
        role="agent",
        text=message.text,
        at=message.created_at,
        agent="bot" if message.author == "assistant" else "human",
    )


def _remark(one: Finding, lang: Lang) -> ReplyRemark:
    """In the words of the rule: what is wrong with it."""
    name = name_of(one.rule)
    source = one.known.source.text(lang) if one.known is not None else ""
    return ReplyRemark(
        found=one.quote.rstrip(" .。!！;；,，"), expected=one.expected, source=source, rule=one.rule.value,
        why=Words(f"{name.en}. {one.why.text('en')}", f"{name.zh}。{one.why.text('zh')}"),
    )  # fmt: skip
