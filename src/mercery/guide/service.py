"""The shopping guide. Every function works inside the caller's transaction; nothing here waits for a model.

A message is heard against the shop's own words (`hearing`), the need it makes is held against the pieces variant by
variant (`fitting`), and what comes of it is advice: offers with the facts that bear them out, what was given up, at most
one question. `GuideState` goes in and a new one comes out; `repository` keeps it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.core import clock
from mercery.core.i18n import Lang
from mercery.guide.advice import Advice
from mercery.guide.advising import Counter, advised, fits_of
from mercery.guide.arriving import Arrival, arrival
from mercery.guide.comparing import FEWEST, Compared, compared
from mercery.guide.comparing import MOST as MOST_COMPARED
from mercery.guide.considered import considered
from mercery.guide.fitting import Selling
from mercery.guide.hearing.heard import Heard, hear
from mercery.guide.hearing.known import KnownGoods, Named, read_piece
from mercery.guide.memory import Memory, recalled
from mercery.guide.need import Need, Shown
from mercery.guide.offering import Standing
from mercery.guide.owned import Purchase, lasts
from mercery.guide.shelf import Shelf, at_hand, goods, shelf_of
from mercery.guide.shortlist import shortlist
from mercery.guide.state import GuideState
from mercery.orders import service as orders
from mercery.policies.service import policies_in_force
from mercery.promotions import service as promotions
from mercery.search.desk.desk import popularity
from mercery.search.ranking.outcomes import liked
from mercery.search.service import match_products

MOST_SHOWN: Final = 24
"""Pieces shown that are remembered in a talk, the latest."""
_NOT_KEPT: Final = frozenset({"cancelled", "returned"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Advised:
    """One turn: what was heard, what is answered, and where the talk stands now."""

    advice: Advice
    state: GuideState
    heard: Heard
    compared: Compared | None = None
    """Where pieces are to be set side by side."""


async def advise(
    session: AsyncSession,
    shop: Shop,
    message: str,
    state: GuideState,
    *,
    lang: Lang,
    currency: str | None = None,
    now: datetime | None = None,
    owned: Sequence[Purchase] = (),
    set_aside: Collection[str] = (),
    memory: Memory | None = None,
) -> Advised:
    """The answer to a message. `owned`: what the shopper has bought, where that is known and may be used; `set_aside`: pieces
    the shopper said are not for them."""
    moment = now or clock.now()
    today = moment.astimezone(ZoneInfo(shop.timezone)).date()
    shelf = await shelf_of(session, shop)
    paid_in = state.need.currency or currency or shop.currency
    known = await _known(session, shop, shelf, message, state, lang=lang, currency=paid_in)
    heard = hear(message, state.need, state.shown, known, lang=lang, turn=state.turn, today=today, paid_in=paid_in)
    need = recalled(heard.need, memory, state.turn)
    talk = replace(state, need=need, turn=state.turn + 1)
    if heard.asked_for == "start":
        talk = replace(talk, shown=(), asked=(), refused=())
    if heard.asked_for in ("question", "person", "thanks"):
        return Advised(advice=Advice(outcome="unclear", need=need), state=talk, heard=heard)
    if heard.asked_for == "compare":
        lately = [one.product_id for one in reversed(state.shown)]
        ids = list(dict.fromkeys(heard.about if len(heard.about) >= FEWEST else [*heard.about, *lately]))[
            :MOST_COMPARED
        ]
        table = await compare(session, shop, ids, need=need, currency=paid_in, now=moment)
        if table is not None:
            advice = Advice(outcome="offer", need=need, comparing=table.product_ids)
            return Advised(advice=advice, state=talk, heard=heard, compared=table)
    answer = await advise_need(
        session, shop, talk, heard=heard, lang=lang, currency=currency, now=moment, owned=owned, set_aside=set_aside
    )
    if heard.milder is None or answer.advice.outcome != "none":
        return answer
    milder = recalled(heard.milder, memory, state.turn)
    second = await advise_need(
        session, shop, replace(talk, need=milder), heard=heard, lang=lang, currency=currency, now=moment, owned=owned,
        set_aside=set_aside,
    )  # fmt: skip
    return _milder(answer, second, need, milder)


def _milder(answer: Advised, second: Advised, need: Need, milder: Need) -> Advised:
    """Of the answer to a need and that to a milder one, the one to give."""
    if not second.advice.offers:
        # Where near misses were shown, the cheapest of them is no measure: cheaper than the dearest of them is meant.
        return second if _fewest_missed(second.advice) < _fewest_missed(answer.advice) else answer
    # Cheaper than all that was shown there is none: what was cheaper among it, told as that.
    missed = tuple(one for one in need.wishes if one not in milder.wishes and one.kind in ("price", "measure"))
    return replace(second, advice=replace(second.advice, given_up=(*second.advice.given_up, *missed)))


def _fewest_missed(advice: Advice) -> int:
    return min((len(one.misses) for one in advice.near), default=len(advice.need.wishes) + 1)


async def advise_need(
    session: AsyncSession,
    shop: Shop,
    state: GuideState,
    *,
    lang: Lang,
    heard: Heard | None = None,
    currency: str | None = None,
    now: datetime | None = None,
    owned: Sequence[Purchase] = (),
    set_aside: Collection[str] = (),
) -> Advised:
    """The answer to the need as it stands: after a message, or after wishes were changed by hand."""
    moment = now or clock.now()
    shelf, need = await shelf_of(session, shop), state.need
    paid_in = need.currency or currency or shop.currency
    short = await shortlist(session, shop, shelf, need, lang=lang, currency=paid_in, at=moment)
    pieces = await goods(session, shop, shelf, short.ids, need, moment, short.live)
    shown = {one.product_id for one in state.shown}
    counter = Counter(
        currency=paid_in,
        others=tuple(one for one in (*shop.currencies, *shelf.known.schema.currencies) if one != paid_in),
        today=moment.astimezone(ZoneInfo(shop.timezone)).date(),
        arrival=await _arrival(session, shop, need, moment),
        owned=tuple(owned),
        standing=Standing(
            places=short.places,
            popular=await _popular(session, shop, [one.id for one in pieces]),
            shown=shown,
            owned_kinds=await _kinds_owned(session, shop, shelf, owned, moment),
        ),
        asked=state.asked,
        refused=state.refused,
        without=shown if heard is not None and heard.asked_for == "more" else (),
        set_aside=set_aside,
    )
    advice = advised(pieces, need, counter)
    return Advised(advice=advice, state=_after(state, advice), heard=heard or Heard(need=need))


def _after(state: GuideState, advice: Advice) -> GuideState:
    """The talk with what was shown and asked in this turn."""
    fresh = [
        Shown(product_id=one.product_id, variant_id=one.variant_id, turn=state.turn)
        for one in (advice.offers or advice.near)
    ]
    ids = {one.product_id for one in fresh}
    shown = (*(one for one in state.shown if one.product_id not in ids), *fresh)[-MOST_SHOWN:]
    asked = (*state.asked, advice.question.kind) if advice.question else state.asked
    return replace(state, shown=tuple(shown), asked=asked)


async def _popular(session: AsyncSession, shop: Shop, ids: Sequence[str]) -> Mapping[str, float]:
    """How much each is liked by the visitors of the shop, from 0 to 1."""
    known = await popularity(session, shop.id)
    return dict(zip(ids, liked(ids, known).tolist(), strict=True)) if known else {}


async def _kinds_owned(
    session: AsyncSession, shop: Shop, shelf: Shelf, owned: Sequence[Purchase], moment: datetime
) -> frozenset[str]:
    """Kinds of goods the shopper has that last for years: another suitcase is seldom what is wanted next."""
    if not owned:
        return frozenset()
    bought = await at_hand(session, shop, shelf, [one.product_id for one in owned])
    return frozenset(kind for one in considered(shop, bought, moment) if lasts(one) for kind in one.kinds)


async def _known(
    session: AsyncSession, shop: Shop, shelf: Shelf, message: str, state: GuideState, *, lang: Lang, currency: str
) -> KnownGoods:
    """The shop's words, with the pieces that were shown and those the message may name."""
    named = [
        Named(product_id=one.product_id, words=one.words, whole=one.score >= 1.0)
        for one in await match_products(session, shop, message, lang, limit=5)
    ]
    variant = {one.product_id: one.variant_id for one in state.shown}
    ids = list(dict.fromkeys([*variant, *(one.product_id for one in named)]))
    products = await at_hand(session, shop, shelf, ids)
    prices = promotions.price_products(shop, products, currency=currency)
    pieces = []
    for product in products:
        priced = [
            prices[one.id].price.amount
            for one in product.variants
            if one.id in prices and variant.get(product.id) in (None, one.id)
        ]
        price = min(priced, key=lambda money: money.minor, default=None)
        pieces.append(read_piece(product, price, variant_id=variant.get(product.id)))
    return shelf.known.with_turn(pieces, named)


async def _arrival(session: AsyncSession, shop: Shop, need: Need, moment: datetime) -> Arrival | None:
    """When a parcel would be there, where a day was named."""
    if not any(wish.by for wish in need.of("delivery")):
        return None
    policies = await policies_in_force(session, shop.id, moment)
    return arrival(policies, need.country, moment.astimezone(ZoneInfo(shop.timezone)).date())


async def compare(
    session: AsyncSession,
    shop: Shop,
    product_ids: Sequence[str],
    *,
    need: Need = Need(),
    currency: str | None = None,
    now: datetime | None = None,
) -> Compared | None:
    """Two to four pieces side by side, each in the variant that meets the need best; None where there are fewer."""
    moment, paid_in = now or clock.now(), currency or shop.currency
    pieces = considered(shop, await catalog.products(session, shop.id, list(dict.fromkeys(product_ids))), moment)
    best = {one.id: one for one in fits_of(pieces, need, Selling(currency=paid_in))}
    columns = [(one, best[one.id].variant if one.id in best else one.product.variants[0]) for one in pieces if one.product.variants]  # fmt: skip
    if len(columns) < FEWEST:
        return None
    held = []
    for wish in need.wishes:
        proofs = [
            next((proof for met, proof in best[one.id].met if met == wish), None) if one.id in best else None
            for one, _ in columns
        ]
        held.append((wish, proofs))
    return compared(columns, paid_in, held)


async def purchases(session: AsyncSession, shop: Shop, customer_id: str) -> tuple[Purchase, ...]:
    """What the customer has bought and kept, from the orders. For the customer who is signed in; for an associate only with
    the client's consent (decision 30)."""
    found: list[tuple[str, datetime]] = []
    for order in await orders.orders_of_customer(session, shop.id, customer_id):
        if order.status not in _NOT_KEPT and order.placed_at is not None:
            back = {one.sku for one in order.returns if one.status in ("received", "refunded")}
            found += [(line.sku, order.placed_at) for line in order.lines if line.sku and line.sku not in back]
    products = await catalog.product_ids_of_skus(session, shop.id, {sku for sku, _ in found})
    return tuple(Purchase(product_id=products[sku], on=at.date()) for sku, at in found if sku in products)
