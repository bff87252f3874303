"""Looks at a person's draft before it is sent: what contradicts a fact is pointed out with what the fact says and its source.

Fills `conversations.responder.ReplyCheck`. The person decides; what is sent against a fact is kept in the record.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.assistant import repository
from mercery.assistant.contradicting import Contradiction, Contradictions
from mercery.assistant.gathering import range_of
from mercery.assistant.normalise import language, normalise
from mercery.assistant.turns import TurnContext
from mercery.assistant.understand.products_meant import find_products
from mercery.catalog import service as catalog
from mercery.catalog.facts import product_facts
from mercery.claims.advertising_law import binding
from mercery.claims.facts import Fact
from mercery.claims.gate import Gate
from mercery.claims.grounds import grounds
from mercery.conversations.conversation import Conversation
from mercery.conversations.responder import ReplyRemark
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.i18n import Lang
from mercery.core.logging import get_logger
from mercery.policies.facts import facts as policy_facts
from mercery.policies.service import policies_in_force
from mercery.promotions.facts import price_facts
from mercery.promotions.service import price_products
from mercery.promotions.told import promotions_told

MOST_PRODUCTS: Final = 8
_SECONDS: Final = 3.0
log = get_logger(__name__)


class DraftCheck:
    """Holds drafts against the products named in them or talked about, and the policies in force."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def check_reply(
        self, *, shop: Shop, conversation: Conversation, text: str, lang: Lang
    ) -> tuple[ReplyRemark, ...]:
        """What in `text` contradicts a fact. A check that takes too long holds nobody up. `lang` is the conversation's; a
        reply in another language is read in its own."""
        lang = language(text, lang)
        async with self._database.session() as session:
            named, about = await _in_question(session, shop, conversation, text, lang)
            facts, prices = await facts_at_hand(session, shop, named)
        looking = asyncio.to_thread(look, facts, prices, shop, text, lang, about)
        try:
            found = await asyncio.wait_for(looking, _SECONDS)
        except TimeoutError:
            log.warning("reply_check_too_slow", conversation=conversation.id)
            return ()
        return tuple(remark(one, lang) for one in found)


def look(
    facts: Sequence[Fact], prices: Sequence[Sequence[Fact]], shop: Shop, text: str, lang: Lang, about: str | None
) -> list[Contradiction]:
    """What in `text` contradicts the facts or the shop's advertising law; a sentence without a name is about `about`."""
    every = [*facts, *(fact for asked in prices for fact in asked)]
    return Contradictions(gates_of(facts, prices, shop), every, binding(shop.advertising_law)).of(
        text, lang, about=about
    )


def gates_of(facts: Sequence[Fact], prices: Sequence[Sequence[Fact]], shop: Shop) -> list[Gate]:
    """A gate for each currency the shop asks for: a sentence names one of them."""
    moment, law = clock.now(), binding(shop.advertising_law)
    return [
        Gate(grounds([*facts, *asked], now=moment, timezone=shop.timezone, shop=shop.name, complete=False), law)
        for asked in prices or [[]]
    ]


async def _in_question(
    session: AsyncSession, shop: Shop, conversation: Conversation, text: str, lang: Lang
) -> tuple[list[str], str | None]:
    """Products named in the draft, then those of the conversation; and the one a sentence without a name is about."""
    known = await range_of(session, shop.id)
    said = find_products(normalise(text, lang), known.names, TurnContext()).product_ids
    talked: list[str] = []
    for row in await repository.turns(session, shop.id, conversation.id, limit=6):
        talked += row.record["understanding"]["product_ids"] or row.record["decision"]["shown"]
    context = (conversation.packet.context if conversation.packet else {}) | conversation.context
    page = str(context.get("product_id") or "")
    every = list(dict.fromkeys([*said, *talked, *([page] if page else [])]))[:MOST_PRODUCTS]
    about = said[0] if len(said) == 1 else (every[0] if every and not said else None)
    return every, about


async def facts_at_hand(session: AsyncSession, shop: Shop, ids: Sequence[str]) -> tuple[list[Fact], list[list[Fact]]]:
    """Facts of the products and policies; and the prices, currency by currency: a sentence names one of them."""
    products = await catalog.products(session, shop.id, list(ids)) if ids else []
    facts = [fact for product in products for fact in product_facts(product, shop)]
    prices = []
    for currency in dict.fromkeys((shop.currency, *shop.currencies)):
        # Who writes for the shop may also name a code, to whom it is meant for.
        told = await promotions_told(
            session, shop, at=clock.now(), currency=currency, products=products, everything=True
        )
        prices.append([*price_facts(products, price_products(shop, products, currency=currency)), *told.facts])
    return [*facts, *policy_facts(await policies_in_force(session, shop.id))], prices


def remark(one: Contradiction, lang: Lang) -> ReplyRemark:
    """What a person is told of a contradiction."""
    if one.fact is None:
        return ReplyRemark(found=one.found, expected="", source=one.law)
    name = one.fact.subject.name.text(lang)
    source = one.fact.source.text(lang)
    beside = "，" if lang == "zh" else ", "
    shown = source if name in source or not name else f"{name}{beside}{source}"
    return ReplyRemark(found=one.found, expected=one.expected, source=shown)
