"""Reads what a turn of the desk may look at: the identified customer's orders, their goods, and goods the message names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.assistant.desk.gloss import gloss, plain
from mercery.assistant.desk.matching import goods_named
from mercery.assistant.desk.view import View
from mercery.catalog import service as catalog
from mercery.catalog.names import names_stamp, product_names
from mercery.catalog.product import Product
from mercery.core import clock
from mercery.customers import service as customers
from mercery.customers.challenges.service import codes_can_be_sent
from mercery.customers.customer import Customer
from mercery.orders import service as orders
from mercery.orders.actions.decision import Done, Identity
from mercery.orders.actions.service import receipts, rules_in_force
from mercery.orders.order import Order
from mercery.promotions.known_variants import variants_of

_RANGE_LIMIT = 5_000
"""In a larger range a product has to be named by what the customer bought; the assistant's search finds the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Titles:
    stamp: str
    titles: dict[str, str]


_known: dict[str, _Titles] = {}


async def see(session: AsyncSession, shop: Shop, identity: Identity, text: str, *, focus: Iterable[str] = ()) -> View:
    """The view of one turn. `focus`: products spoken of before."""
    rules = await rules_in_force(session, shop.id)
    customer: Customer | None = None
    own: list[Order] = []
    done: tuple[Done, ...] = ()
    if identity.customer_id:
        customer = await customers.find_customer(session, shop.id, identity.customer_id)
        own = await orders.orders_of_customer(session, shop.id, identity.customer_id)
        past = await receipts(session, shop.id, [order.number for order in own])
        done = tuple(Done(action=one.action, rule=one.rule, order=one.order, at=one.at) for one in past)
    skus = {line.sku for order in own for line in order.lines}
    ids = set((await catalog.product_ids_of_skus(session, shop.id, skus)).values()) if skus else set()
    ids |= {one for one in focus if one} | await _named(session, shop, text)
    products = await catalog.products(session, shop.id, sorted(ids))
    currency = own[0].currency if own else shop.currency
    titles = {product.id: _compared(product, shop) for product in products}
    variants = {
        sku: replace(one, title=titles[one.product_id])
        for sku, one in variants_of(shop, products, currency=currency).items()
    }
    return View(
        now=clock.now(), identity=identity, customer=customer, orders=tuple(own), variants=variants, done=done,
        titles=titles, rules=tuple(rules),
        names={product.id: product.title for product in products}, currency=currency,
        codes=codes_can_be_sent(),
    )  # fmt: skip


def _compared(product: Product, shop: Shop) -> str:
    """The title that customers' words are held against: what kind of thing it is (`Heure 36` is a watch, `Work Tote` a
    bag) and then its name, so that the last word stays the name's."""
    lang = shop.default_language
    title = product.title.text(lang)
    kinds = [kind for step in product.category if _is_goods(kind := step.text(lang).lower())]
    if not kinds and product.category and not _is_goods(title):
        kinds = [product.category[0].text(lang).lower()]
    return " ".join((*(kind for kind in kinds if kind not in title.lower()), title))


def _is_goods(text: str) -> bool:
    return any(token.kind == "goods" for token in gloss(plain(text)))


async def _named(session: AsyncSession, shop: Shop, text: str) -> set[str]:
    stamp = await names_stamp(session, shop.id)
    known = _known.get(shop.id)
    if known is None or known.stamp != stamp:
        named = await product_names(session, shop.id)
        known = _Titles(stamp=stamp, titles={one.product_id: one.title.text(shop.default_language) for one in named})
        _known[shop.id] = known
    if len(known.titles) > _RANGE_LIMIT:
        return set()
    said = {title for one in goods_named(gloss(plain(text)), known.titles.values()) for title in one.titles}
    found = [id_ for id_, title in known.titles.items() if title in said]
    return set(found[:12])
