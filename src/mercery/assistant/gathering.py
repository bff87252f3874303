"""Fetches what a turn may stand on, in one short transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.assistant.decide import Ground, PolicyNote
from mercery.assistant.decide.choosing import order_of
from mercery.assistant.desk.repository import begun_asked
from mercery.assistant.goods import Goods, goods
from mercery.assistant.materials.asking import may_ask_for_reviews
from mercery.assistant.promoting.at_hand import deals_at_hand
from mercery.assistant.repository import earlier_asked
from mercery.assistant.turns import Material, Normalised, Ratings, TurnContext
from mercery.assistant.understand.kinds import Kinds
from mercery.assistant.understand.names import Entry, ProductNames
from mercery.assistant.understand.products_meant import find_products
from mercery.assistant.understand.reading import Found
from mercery.catalog import service as catalog
from mercery.catalog.facts import product_facts
from mercery.catalog.names import names_stamp, names_stamp_asked, product_names
from mercery.catalog.reviews import service as reviews
from mercery.claims.mentions import mentions
from mercery.claims.vocabulary import colours_in, materials_in
from mercery.claims.wording import Voice
from mercery.conversations import service as conversations
from mercery.conversations.attachments import MOST
from mercery.core import statements
from mercery.guide.talks import talk_asked
from mercery.knowledge import service as knowledge
from mercery.policies.facts import facts as policy_facts
from mercery.policies.service import policies_asked, policies_in_force
from mercery.promotions.facts import price_facts
from mercery.promotions.service import price_products

TURNS_BEFORE = 6
"""So many turns of the conversation a message may refer to."""
LOOKED_THROUGH = 200
"""So many products are held against a wish for a price, a colour or a material."""
FEW = 24
REVIEWS_READ = 30
"""Of the reviews of a product, the newest so many are looked at,"""
REVIEWS_TOLD = 6
"""and so many are read for an answer."""


def narrows(text: str) -> bool:
    """Whether a price, colour or material of the text makes looking through the range worth while."""
    amounts = any(one.kind in ("money", "number") for one in mentions(text))
    return amounts or bool(colours_in(text) or materials_in(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """The names and kinds of a shop's products, kept until the catalogue changes."""

    stamp: str
    names: ProductNames
    kinds: Kinds
    first: tuple[str, ...] = ()
    """As many products as are looked through for a wish that names no kind."""


_ranges: dict[str, Range] = {}


async def range_of(session: AsyncSession, shop_id: str) -> Range:
    """The shop's range, read anew when a product changed."""
    stamp = await names_stamp(session, shop_id)
    known = _ranges.get(shop_id)
    if known is None or known.stamp != stamp:
        entries = [
            Entry(product_id=one.product_id, title=one.title, kinds=one.category, skus=one.skus)
            for one in await product_names(session, shop_id)
        ]
        first = tuple(entry.product_id for entry in entries[:LOOKED_THROUGH])
        known = Range(stamp=stamp, names=ProductNames(entries), kinds=Kinds(entries), first=first)
        _ranges[shop_id] = known
    return known


async def read_ahead(session: AsyncSession, shop_id: str, conversation_id: str) -> None:
    """Ask in one trip what an answer begins with. In a transaction that sees all as at one moment, and writes nothing."""
    await statements.read_ahead(
        session,
        begun_asked(conversation_id),
        earlier_asked(shop_id, conversation_id, limit=TURNS_BEFORE),
        conversations.attachments_asked(shop_id, conversation_id, limit=MOST),
        talk_asked(conversation_id),
        names_stamp_asked(shop_id),
        policies_asked(shop_id),
        knowledge.answers_asked(shop_id),
    )


async def gather(
    session: AsyncSession, shop: Shop, message: Normalised, context: TurnContext, voice: Voice, *, currency: str
) -> tuple[Found, Ground]:
    """The products a message is about with their facts, the policies and answers in force at `voice.now`."""
    known = await range_of(session, shop.id)
    found = find_products(message, known.names, context)
    kind = known.kinds.named(message.text, LOOKED_THROUGH if narrows(message.text) or order_of(message.text) else FEW)
    everything = known.first if not found.product_ids and not kind and narrows(message.text) else ()
    about = tuple(one.about for one in context.materials if one.about)
    wanted = (*found.product_ids, *found.unsure_between, *found.near, *about, *kind, *everything)
    shelf = await shelf_of(session, shop, wanted, currency=currency, at=voice.now)
    policies = await policies_in_force(session, shop.id, voice.now)
    notes = tuple(
        PolicyNote(fact=fact, topic=policy.topic, regions=policy.regions)
        for policy, fact in zip(policies, policy_facts(policies), strict=True)
    )
    answers = await knowledge.answer_book(session, shop.id, voice.now, policies=policies)
    said, ratings = await reviews_of(session, shop.id, message, found, context)
    found = replace(found, materials=(*found.materials, *said))
    deals, bag = await deals_at_hand(
        session, shop, message.text, shelf, found.product_ids, kind=kind, bag=context.bag, customer_id=context.customer_id,
        currency=currency, at=voice.now,
    )  # fmt: skip
    ground = Ground(
        voice=voice,
        shelf=shelf,
        policies=notes,
        answers=answers,
        of_kind=kind,
        everything=everything,
        partial=max(len(kind), len(everything)) >= LOOKED_THROUGH or len(kind) == FEW,
        offered_before=context.not_understood_before,
        materials=found.materials,
        ratings=ratings,
        own_orders=context.own_orders,
        deals=deals,
        bag=bag,
    )
    return found, ground


async def reviews_of(
    session: AsyncSession, shop_id: str, message: Normalised, found: Found, context: TurnContext
) -> tuple[tuple[Material, ...], dict[str, Ratings]]:
    """What customers wrote about the product in question and may be seen, where the message may ask for it: those in its
    language first. None where reviews lie beside the message already."""
    given = any(one.kind == "review" for one in context.materials)
    if given or not found.product_ids or not may_ask_for_reviews(message.text):
        return (), {}
    rated = await reviews.ratings(session, shop_id, found.product_ids)
    texts: list[Material] = []
    for product_id in found.product_ids[:1]:
        newest = await reviews.shown(session, shop_id, product_id, limit=REVIEWS_READ)
        chosen = sorted(newest, key=lambda one: one.lang != message.lang)[:REVIEWS_TOLD]
        texts += [
            Material(kind="review", text=one.text, name=one.author, about=product_id, rating=one.rating, fresh=False)
            for one in chosen
        ]
    return tuple(texts), {key: Ratings(count=one.count, average=one.average) for key, one in rated.items()}


async def shelf_of(
    session: AsyncSession, shop: Shop, ids: Sequence[str], *, currency: str, at: datetime
) -> dict[str, Goods]:
    """The products with their facts and prices, those on sale only. A price is told in `currency`, else in the shop's
    own, else in another of its currencies: never converted."""
    loaded = await catalog.products(session, shop.id, list(dict.fromkeys(ids)))
    shelf = {}
    for product in loaded:
        if product.status != "active":
            continue
        prices = {
            key: price
            for one in reversed(list(dict.fromkeys((currency, shop.currency, *shop.currencies))))
            for key, price in price_products(shop, [product], currency=one, at=at).items()
        }
        shelf[product.id] = goods(product, [*product_facts(product, shop), *price_facts([product], prices)])
    return shelf
