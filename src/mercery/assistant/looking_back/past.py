"""Past turns as questions that can be asked again: the words, where they were asked, and what was talked about before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.assistant.storing import context_after, currency_of
from mercery.assistant.tables import TurnRow
from mercery.assistant.texts_at_hand import own_orders, texts_at_hand
from mercery.assistant.turns import TurnContext
from mercery.conversations import service as conversations
from mercery.core.database import Json
from mercery.core.i18n import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class PastQuestion:
    """One past turn that can be worked out again."""

    turn: TurnRow
    text: str
    lang: Lang
    context: TurnContext
    currency: str
    times: int = 1

    @property
    def record(self) -> Json:
        """What was read, decided and said then."""
        return self.turn.record

    @property
    def of_its_moment(self) -> bool:
        """Whether it was order business, or the guide's: what was offered followed from the talk, and from prices and
        stock of that hour, and is not worked out again."""
        return bool(self.turn.record["decision"]["path"][:1] == ["desk"]) or "guide" in self.turn.record


async def count_turns(session: AsyncSession, shop_id: str, since: datetime) -> int:
    """How many turns were held since."""
    query = select(func.count()).where(TurnRow.shop_id == shop_id, TurnRow.at >= since)
    return await session.scalar(query) or 0


async def past_questions(session: AsyncSession, shop: Shop, since: datetime, most: int) -> list[PastQuestion]:
    """The newest `most` turns since then, each with what was known when it was asked. The same question asked in the same
    place and answered alike counts once, with how often."""
    newest = (
        select(TurnRow.id)
        .where(TurnRow.shop_id == shop.id, TurnRow.at >= since)
        .order_by(TurnRow.at.desc(), TurnRow.id.desc())
        .limit(most)
    )
    rows = await session.scalars(
        select(TurnRow).where(TurnRow.id.in_(newest)).order_by(TurnRow.conversation_id, TurnRow.at, TurnRow.id)
    )
    found: list[PastQuestion] = []
    for turns in _by_conversation(list(rows)):
        found += await _of_conversation(session, shop, turns)
    return sorted(_once(found), key=lambda one: one.turn.at, reverse=True)


def _by_conversation(rows: Sequence[TurnRow]) -> Iterator[list[TurnRow]]:
    together: dict[str, list[TurnRow]] = {}
    for row in rows:
        together.setdefault(row.conversation_id, []).append(row)
    yield from together.values()


async def _of_conversation(session: AsyncSession, shop: Shop, turns: Sequence[TurnRow]) -> list[PastQuestion]:
    current = await conversations.conversation(session, shop.id, turns[0].conversation_id)
    texts, own = await texts_at_hand(session, shop.id, current), await own_orders(session, shop.id, current)
    found = []
    for at, turn in enumerate(turns):
        lang = cast(Lang, turn.record["voice"]["lang"])
        context = context_after(turns[max(0, at - 6) : at][::-1], page=turn.record.get("page"), lang=lang)
        found.append(
            PastQuestion(
                turn=turn, text=str(turn.record["text"]), lang=lang,
                context=replace(context, materials=texts, own_orders=own), currency=currency_of(shop, current.context),
            )
        )  # fmt: skip
    return found


def _once(found: Sequence[PastQuestion]) -> list[PastQuestion]:
    known: dict[tuple[object, ...], PastQuestion] = {}
    for one in found:
        said = tuple(sentence["text"] for sentence in one.record["sentences"])
        place = (one.context.product_id, one.context.talked_about, one.context.colours, one.context.sizes, one.currency)
        key = (one.turn.id,) if one.of_its_moment else (one.text.casefold(), one.lang, *place, said)
        known[key] = replace(one, times=known[key].times + 1) if key in known else one
    return list(known.values())
