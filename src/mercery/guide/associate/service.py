"""Sharing offers, taking them back, and seeing what became of them. Works inside the caller's transaction."""

from __future__ import annotations

import re
import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.core import clock
from mercery.core.errors import Invalid, NotFound, Problem
from mercery.core.i18n import Lang
from mercery.core.ids import new_id
from mercery.customers import service as customers
from mercery.guide.associate import repository
from mercery.guide.associate.shared_offer import (
    Bought,
    Happened,
    Outcome,
    SharedOffer,
    SharedPiece,
    checked,
    told_to_readers,
)
from mercery.guide.considered import considered
from mercery.guide.fitting import Selling, fit
from mercery.guide.need import Wish
from mercery.orders import service as orders
from mercery.promotions import service as promotions

BOUGHT_WITHIN: Final = timedelta(days=45)
"""An order placed so long after an offer was shared still counts as come of it."""
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{20,40}")
_NOT_KEPT: Final = frozenset({"cancelled"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What in a note contradicts a fact, or what a law forbids to say."""

    found: str
    expected: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFindings:
    """What a look at a note found."""

    contradictions: tuple[Remark, ...] = ()
    unproved: tuple[str, ...] = ()
    """Sentences that no fact bears out, though none contradicts them."""


class NoteCheck(Protocol):
    """Looks at an associate's own words before a client reads them."""

    async def check_note(self, *, shop: Shop, product_ids: Sequence[str], text: str, lang: Lang) -> NoteFindings: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an associate wants to share."""

    pieces: tuple[SharedPiece, ...]
    lang: Lang
    currency: str
    expires_at: datetime
    wishes: tuple[Wish, ...] = ()
    note: str = ""
    answered_for: bool = False
    """The associate answers for the sentences of the note that no fact bears out."""
    addressee: str = ""
    customer_id: str | None = None
    conversation_id: str | None = None


class NoteContradicts(Invalid):
    """The note says what is not so. `remarks` tell what, and what the facts say."""

    code = "note_contradicts_facts"

    def __init__(self, remarks: Sequence[Remark]) -> None:
        self.remarks = tuple(remarks)
        super().__init__(
            "The note says something that does not agree with the shop's facts.",
            remedy="Change the words that are named.",
            problems=tuple(
                Problem(
                    message=f"“{one.found}”: {one.expected or one.source}",
                    field="note",
                    remedy=one.source,
                    zh=f"“{one.found}”与事实不符，应为：{one.expected or one.source}",
                )
                for one in remarks
            ),
            zh="备注与店铺事实不符，请修改标出的内容。",
        )


class NoteUnproved(Invalid):
    """The note says what no fact bears out. `sentences` are those; whoever wrote them may answer for them."""

    code = "note_unproved"

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(
            "No fact of the shop bears out what the note says.",
            remedy="Change it, or answer for it.",
            problems=(
                Problem(
                    message=" ".join(sentences),
                    field="note",
                    remedy="Change it, or answer for it.",
                    zh="没有事实可以证明，请修改，或由您负责确认。",
                ),
            ),
            zh="店铺没有事实可以证明备注所说，请修改，或由您负责确认。",
        )


async def share(
    session: AsyncSession, shop: Shop, actor: Actor, draft: Draft, *, staff_id: str, by: str, check: NoteCheck | None
) -> SharedOffer:
    """Make the link. Invalid where a piece cannot be bought now in that currency, the note contradicts a fact or says
    what nobody answers for, or a field cannot be as it is; then nothing is kept."""
    moment = clock.now()
    pieces, note = checked(draft.pieces, draft.note, draft.expires_at, now=moment)
    await _must_be_sold(session, shop, pieces, draft.currency)
    if draft.customer_id:
        await customers.customer(session, shop.id, draft.customer_id)
    unproved = await _held(shop, draft, note, pieces, check)
    offer = SharedOffer(
        id=new_id("off"), token=secrets.token_urlsafe(18), staff_id=staff_id, by=by, customer_id=draft.customer_id,
        addressee=draft.addressee.strip()[:80], lang=draft.lang, currency=draft.currency, note=note, pieces=pieces,
        wishes=draft.wishes, created_at=moment, expires_at=draft.expires_at, conversation_id=draft.conversation_id,
    )  # fmt: skip
    await repository.add(session, shop.id, offer)
    await record(
        session, shop.id, actor, "offer.share", offer.id,
        after={
            "variants": [one.variant_id for one in pieces], "customer": draft.customer_id, "note": note,
            "answered_for": list(unproved), "expires_at": draft.expires_at.isoformat(),
        },
    )  # fmt: skip
    return offer


async def _held(
    shop: Shop, draft: Draft, note: str, pieces: Sequence[SharedPiece], check: NoteCheck | None
) -> tuple[str, ...]:
    """The sentences of the note that the associate answers for; raises where that is not enough or was not done."""
    if not note or check is None:
        return ()
    ids = [one.product_id for one in pieces]
    found = await check.check_note(shop=shop, product_ids=ids, text=note, lang=draft.lang)
    if found.contradictions:
        raise NoteContradicts(found.contradictions)
    if found.unproved and not draft.answered_for:
        raise NoteUnproved(found.unproved)
    return found.unproved


async def _must_be_sold(session: AsyncSession, shop: Shop, pieces: Sequence[SharedPiece], currency: str) -> None:
    found = {one.id: one for one in await catalog.products(session, shop.id, [piece.product_id for piece in pieces])}
    prices = promotions.price_products(shop, list(found.values()), currency=currency)
    problems = []
    for piece in pieces:
        product = found.get(piece.product_id)
        variant = product.variant(piece.variant_id) if product and product.status == "active" else None
        name = product.title.text("en") if product else piece.product_id
        if variant is None:
            problems.append(
                Problem(
                    message=f"{name} is not sold any more.",
                    field="pieces",
                    remedy="Take it out.",
                    zh=f"{name} 已停售，请移除。",
                )
            )
        elif variant.id not in prices:
            problems.append(
                Problem(
                    message=f"{name} has no price in {currency}.",
                    field="pieces",
                    remedy="Choose another currency.",
                    zh=f"{name} 没有 {currency} 价格，请换一种货币。",
                )
            )
        elif not variant.stock.available:
            problems.append(
                Problem(
                    message=f"{name} cannot be sent at the moment.",
                    field="pieces",
                    remedy="Choose another variant.",
                    zh=f"{name} 暂时无法发货，请换一个款式。",
                )
            )
    if problems:
        raise Invalid("Not every piece can be offered.", problems=tuple(problems), zh="有商品不能推荐，请按提示调整。")


async def withdraw(session: AsyncSession, shop: Shop, actor: Actor, offer_id: str, *, reason: str = "") -> None:
    """Take an offer back: from now on its link says so. NotFound; nothing happens to one that is withdrawn already."""
    offer = await one_offer(session, shop, offer_id)
    if await repository.withdraw(session, shop.id, offer.id, clock.now()):
        await record(session, shop.id, actor, "offer.withdraw", offer.id, reason=reason.strip()[:300])


async def one_offer(session: AsyncSession, shop: Shop, offer_id: str) -> SharedOffer:
    """One offer of the shop; NotFound."""
    found = await repository.by_id(session, shop.id, offer_id)
    if found is None:
        raise NotFound("There is no such offer.")
    return found


async def behind_link(session: AsyncSession, shop: Shop, token: str) -> SharedOffer | None:
    """The offer a link leads to, whatever its standing; None when there is none."""
    return await repository.by_token(session, shop.id, token) if _TOKEN.fullmatch(token) else None


async def shared(
    session: AsyncSession,
    shop: Shop,
    *,
    staff_id: str | None = None,
    customer_id: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[SharedOffer]:
    """The newest offers of the shop, of one associate or for one client."""
    return await repository.newest(
        session, shop.id, staff_id=staff_id, customer_id=customer_id, limit=limit, offset=offset
    )


def met_now(shop: Shop, offer: SharedOffer, product: Product, at: datetime) -> tuple[Wish, ...]:
    """The wishes that may be told and that the offered variant of `product` meets at this moment."""
    wishes = told_to_readers(offer.wishes)
    chosen = {one.variant_id for one in offer.pieces if one.product_id == product.id}
    variants = [one for one in product.variants if one.id in chosen]
    for one in considered(shop, [product], at):
        held = fit(one, wishes, Selling(currency=offer.currency), [1.0] * len(wishes), variants) if variants else None
        if held is not None:
            return tuple(wish for wish, _ in held.met)
    return ()


async def happened(
    session: AsyncSession,
    shop: Shop,
    offer: SharedOffer,
    kind: Happened,
    visitor_id: str,
    *,
    variant_id: str | None = None,
) -> None:
    """Write down that a client opened the offer or put a piece of it into the bag."""
    if variant_id is None or any(one.variant_id == variant_id for one in offer.pieces):
        await repository.note_event(session, shop.id, offer.id, kind, visitor_id, clock.now(), variant_id=variant_id)


async def outcomes(session: AsyncSession, shop: Shop, offers: Sequence[SharedOffer]) -> dict[str, Outcome]:
    """What became of each offer: opened, put into a bag, bought."""
    by_offer: dict[str, list[tuple[str, str, str | None, datetime]]] = defaultdict(list)
    for row in await repository.events(session, shop.id, [one.id for one in offers]):
        by_offer[row.offer_id].append((row.kind, row.visitor_id, row.variant_id, row.at))
    bought = await _bought(session, shop, offers)
    found = {}
    for offer in offers:
        opened = [(visitor, at) for kind, visitor, _, at in by_offer[offer.id] if kind == "opened"]
        in_bag = [variant for kind, _, variant, _ in by_offer[offer.id] if kind == "put_in_bag" and variant]
        found[offer.id] = Outcome(
            first_opened=opened[0][1] if opened else None,
            last_opened=opened[-1][1] if opened else None,
            readers=len({visitor for visitor, _ in opened}),
            in_bag=tuple(dict.fromkeys(in_bag)),
            bought=bought.get(offer.id, ()),
        )
    return found


async def _bought(session: AsyncSession, shop: Shop, offers: Sequence[SharedOffer]) -> Mapping[str, tuple[Bought, ...]]:
    """Pieces of the offers in their clients' later orders."""
    clients = {one.customer_id for one in offers if one.customer_id}
    placed = {client: await orders.orders_of_customer(session, shop.id, client) for client in sorted(clients)}
    skus = {line.sku for each in placed.values() for order in each for line in order.lines if line.sku}
    products = await catalog.product_ids_of_skus(session, shop.id, skus) if skus else {}
    offered = {piece.product_id for one in offers for piece in one.pieces}
    variants = {
        variant.sku: variant.id
        for product in await catalog.products(session, shop.id, sorted(offered & set(products.values())))
        for variant in product.variants
    }
    found: dict[str, tuple[Bought, ...]] = {}
    for offer in offers:
        wanted = {piece.product_id for piece in offer.pieces}
        chosen = {piece.variant_id for piece in offer.pieces}
        lines = [
            Bought(
                product_id=products[line.sku],
                order_number=order.number,
                at=order.placed_at,
                same_variant=variants.get(line.sku) in chosen,
            )
            for order in placed.get(offer.customer_id or "", ())
            if order.placed_at is not None
            and order.status not in _NOT_KEPT
            and offer.created_at <= order.placed_at <= offer.created_at + BOUGHT_WITHIN
            for line in order.lines
            if products.get(line.sku) in wanted
        ]
        found[offer.id] = tuple(lines)
    return found
