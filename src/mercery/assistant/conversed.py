"""Tells the knowledge desk what its answers met: which questions found none, and how often each was said.

Fills `knowledge.health.asked.Conversed`; read from the records of turns.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.assistant.masking import Known, masked
from mercery.assistant.tables import TurnRow
from mercery.catalog import service as catalog
from mercery.conversations import service as conversations
from mercery.core.database import Json
from mercery.core.i18n import Lang
from mercery.core.money import Money
from mercery.knowledge.health.asked import Asked, Lack, Use
from mercery.promotions.service import price_products

MOST: Final = 6_000
"""The newest turns that are looked at."""
_NOT_KNOWN: Final = frozenset(("not_known", "no_text"))
_UNSURE: Final[Mapping[str, Lack]] = {"which_question": "unsure", "rephrase": "not_understood"}
_HANDED_OVER: Final[Mapping[str, Lack]] = {
    "not_known": "unknown", "not_understood": "not_understood", "withheld": "withheld",
}  # fmt: skip
_NARROW: Final = re.compile(r"(?<=[\u3400-\u9fff])[?,!]")
_WIDE: Final = {"?": "？", ",": "，", "!": "！"}
"""A message is read with narrow signs; shown to people it has those of its writing again."""
_REPLY_WITHIN: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """What is needed of a turn."""

    conversation_id: str
    at: datetime
    text: str
    lang: Lang
    decision: Json
    products: tuple[str, ...]
    answers: tuple[str, ...]
    """Keys of the approved answers that were said."""


class ConversedTurns:
    """The turns of the assistant, as the knowledge desk reads them."""

    async def unanswered(self, session: AsyncSession, shop: Shop, since: datetime) -> Sequence[Asked]:
        """Questions since then that got no sure answer, the oldest first."""
        lacking = [
            (turn, lack)
            for turn in await _turns(session, shop.id, since)
            if (lack := lack_of(turn.decision)) is not None and turn.text.strip()
        ]
        worth = await _worth(session, shop, {one for turn, _ in lacking for one in turn.products})
        replies = await conversations.replies_of_staff(session, shop.id, {turn.conversation_id for turn, _ in lacking})
        return [
            Asked(
                text=turn.text, lang=turn.lang, at=turn.at, conversation_id=turn.conversation_id, lack=lack,
                product_ids=turn.products, at_stake=_dearest([worth[one] for one in turn.products if one in worth]),
                replied=_first_after(replies.get(turn.conversation_id, ()), turn.at),
            )
            for turn, lack in lacking
        ]  # fmt: skip

    async def uses(self, session: AsyncSession, shop: Shop, since: datetime) -> Mapping[str, Use]:
        """Key of an approved answer to how it was used since then."""
        turns = await _turns(session, shop.id, since)
        found: dict[str, Use] = {}
        for at, turn in enumerate(turns):
            after = turns[at + 1] if at + 1 < len(turns) else None
            same = after is not None and after.conversation_id == turn.conversation_id
            to_person = int(same and after is not None and after.decision.get("hand_over") is not None)
            for key in turn.answers:
                before = found.get(key)
                found[key] = Use(
                    said=(before.said if before else 0) + 1,
                    last_at=max(before.last_at, turn.at) if before else turn.at,
                    person_next=(before.person_next if before else 0) + to_person,
                )
        return found


def lack_of(decision: Json) -> Lack | None:
    """What a turn lacked, out of its decision as recorded; None when it was answered, or left to a person by a rule."""
    if decision["path"][:1] == ["desk"]:
        return None
    if why := _HANDED_OVER.get(str(decision.get("hand_over") or "")):
        return why
    if decision.get("hand_over"):
        return None
    for act in decision["acts"]:
        if act["kind"] in _NOT_KNOWN:
            return "unknown"
        if act["kind"] == "clarify" and act.get("what") in _UNSURE:
            return _UNSURE[act["what"]]
    return None


async def _turns(session: AsyncSession, shop_id: str, since: datetime) -> list[_Turn]:
    """The newest turns since then, by conversation and time."""
    record = TurnRow.record
    newest = (
        select(TurnRow.id)
        .where(TurnRow.shop_id == shop_id, TurnRow.at >= since)
        .order_by(TurnRow.at.desc())
        .limit(MOST)
    )
    rows = await session.execute(
        select(
            TurnRow.conversation_id, TurnRow.at, record["text"].astext, record["voice"]["lang"].astext,
            record["decision"], record["understanding"]["product_ids"], record["facts"],
        )
        .where(TurnRow.id.in_(newest))
        .order_by(TurnRow.conversation_id, TurnRow.at, TurnRow.id)
    )  # fmt: skip
    return [_turn(*row) for row in rows]


def _turn(conversation_id: str, at: datetime, text: str, lang: str, decision: Any, ids: Any, facts: Any) -> _Turn:
    products = tuple(dict.fromkeys([*(ids or ()), *decision.get("shown", ())]))
    said = [fact["subject"]["id"] for fact in facts or () if fact["subject"]["kind"] == "answer"]
    return _Turn(
        conversation_id=conversation_id, at=at, text=_NARROW.sub(lambda one: _WIDE[one[0]], text or ""), lang=cast(Lang, lang), decision=decision,
        products=products, answers=tuple(dict.fromkeys(said)),
    )  # fmt: skip


async def _worth(session: AsyncSession, shop: Shop, product_ids: Collection[str]) -> dict[str, Money]:
    """Each product's dearest price today."""
    products = await catalog.products(session, shop.id, sorted(product_ids)) if product_ids else []
    prices = price_products(shop, products)
    found = {}
    for product in products:
        own = [prices[variant.id].price.amount for variant in product.variants if variant.id in prices]
        if (dearest := _dearest(own)) is not None:
            found[product.id] = dearest
    return found


def _dearest(amounts: Sequence[Money]) -> Money | None:
    return max(amounts, key=lambda one: one.minor, default=None)


def _first_after(replies: Sequence[tuple[datetime, str]], moment: datetime) -> str:
    """What a person said next, without what would lead to the customer."""
    said = next((text for at, text in replies if moment < at <= moment + _REPLY_WITHIN), "")
    return masked(said, Known()).text if said else ""
