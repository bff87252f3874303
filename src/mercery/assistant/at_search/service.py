"""Answering a search: the assistant's own way from the words to verified sentences, kept as a turn without a conversation.

No model is asked: what stands above results is said in the code's words, and a page of results waits for no other machine.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.assistant.at_search.showing import Kind, presented
from mercery.assistant.normalise import normalise
from mercery.assistant.replay import Replayed, replay
from mercery.assistant.service import places_of
from mercery.assistant.storing import FEATURE
from mercery.assistant.tables import SearchAnswerRow
from mercery.assistant.thinking import Thought, consider, thought
from mercery.assistant.turns import TurnContext
from mercery.assistant.understand.message_parts import parts
from mercery.conversations.conversation import MessageBody
from mercery.core.clock import now
from mercery.core.database import Database, read_as_one
from mercery.core.errors import NotFound
from mercery.core.i18n import Lang
from mercery.core.ids import new_id
from mercery.experiments import service as experiments
from mercery.knowledge.service import prepare

KEPT_DAYS: Final = 400
"""As long as the interactions around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """What stands above the results."""

    id: str
    kind: Kind
    question: str
    lang: Lang
    body: MessageBody
    product_ids: tuple[str, ...]
    """The pieces it speaks of."""


async def answer_to_search(
    database: Database,
    shop: Shop,
    text: str,
    lang: Lang,
    *,
    visitor_id: str,
    currency: str,
    asks: bool = True,
    nothing_found: bool = False,
    looking: bool = False,
) -> SearchAnswer | None:
    """Work out what may be said to a search, and keep it; None where nothing should be.

    `asks`: the words are a question; `nothing_found`: no piece of the shop meets them; `looking`: the question is one for
    pieces, which the results answer. In a transaction of its own.
    """
    plain = normalise(text, lang).text
    await prepare([plain, *parts(plain)])
    async with places_of(database).held(shop.id), database.session() as session:
        await read_as_one(session)
        made = await _made(session, shop, text, lang, currency, asks=asks, nothing_found=nothing_found, looking=looking)
    if made is None:
        return None
    kind, turn, product_ids = made
    async with database.session() as session:
        answer_id = await _keep(session, shop, visitor_id, kind, turn)
    return SearchAnswer(
        id=answer_id,
        kind=kind,
        question=turn.outcome.message.text,
        lang=turn.outcome.understanding.lang,
        body=turn.body,
        product_ids=product_ids,
    )


async def _made(
    session: AsyncSession,
    shop: Shop,
    text: str,
    lang: Lang,
    currency: str,
    *,
    asks: bool,
    nothing_found: bool,
    looking: bool,
) -> tuple[Kind, Thought, tuple[str, ...]] | None:
    considered = await consider(session, shop, text, lang=lang, context=TurnContext(lang=lang), currency=currency)
    shown = presented(
        considered.decision,
        considered.understanding,
        considered.message.text,
        asks=asks,
        nothing_found=nothing_found,
        looking=looking,
    )
    if shown is None:
        return None
    outcome = considered.answered(shown.decision)
    # A sentence that was held back leaves an answer with a hole: in a conversation one can ask on, here not.
    if outcome.held or outcome.decision.hand_over is not None or not (outcome.sentences or shown.kind == "order"):
        return None
    about = dict.fromkeys([*outcome.decision.shown, *outcome.understanding.product_ids])
    return shown.kind, thought(outcome, considered), tuple(about)


async def _keep(session: AsyncSession, shop: Shop, visitor_id: str, kind: Kind, turn: Thought) -> str:
    moment = now()
    row = insert(SearchAnswerRow).values(
        id=new_id("sra"), shop_id=shop.id, visitor_id=visitor_id, digest=_digest(turn), at=moment, seen_at=moment,
        times=1, kind=kind, ms=turn.ms, record={**turn.record, "page": None},
    )  # fmt: skip
    again = row.on_conflict_do_update(
        index_elements=["shop_id", "visitor_id", "digest"],
        set_={"seen_at": moment, "times": SearchAnswerRow.times + 1},
    ).returning(SearchAnswerRow.id)
    kept = str((await session.execute(again)).scalar_one())
    await experiments.record_cost(session, shop.id, FEATURE, kind="compute", ms=turn.ms, subject=kept)
    return kept


def _digest(turn: Thought) -> str:
    """The question and what was said to it; facts carry their version in their ids."""
    said = [[one.text, *one.fact_ids] for one in turn.outcome.sentences]
    return hashlib.sha256(json.dumps([turn.outcome.message.text, said]).encode()).hexdigest()[:40]


async def search_answers(session: AsyncSession, shop_id: str, *, since: datetime) -> dict[str, int]:
    """How often each kind of answer was shown since then."""
    found = await session.execute(
        select(SearchAnswerRow.kind, func.sum(SearchAnswerRow.times))
        .where(SearchAnswerRow.shop_id == shop_id, SearchAnswerRow.seen_at >= since)
        .group_by(SearchAnswerRow.kind)
    )
    return {str(kind): int(times) for kind, times in found}


async def replayed(session: AsyncSession, shop_id: str, answer_id: str) -> Replayed:
    """Decide and say a kept answer again; NotFound where there is none of this id."""
    record = await session.scalar(
        select(SearchAnswerRow.record).where(SearchAnswerRow.shop_id == shop_id, SearchAnswerRow.id == answer_id)
    )
    if record is None:
        raise NotFound(f"There is no answer '{answer_id}'.")
    return replay(record)


async def forget_old(session: AsyncSession, *, days: int = KEPT_DAYS) -> int:
    """Remove answers that were not shown for so long; returns how many."""
    gone = await session.scalars(
        delete(SearchAnswerRow)
        .where(SearchAnswerRow.seen_at < now() - timedelta(days=days))
        .returning(SearchAnswerRow.id)
    )
    return len(gone.all())
