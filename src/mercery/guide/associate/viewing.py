"""Reads what the pages for associates show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.console.problems import FormErrors
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.core.clock import now
from mercery.core.errors import NotFound
from mercery.core.i18n import Lang, Words
from mercery.customers import service as customers
from mercery.guide.advice import Offered
from mercery.guide.associate import advising, service
from mercery.guide.associate.client_file import client_file
from mercery.guide.associate.pages import (
    ClientPage,
    OfferLine,
    OfferPage,
    OffersPage,
    PieceOffered,
    ShareForm,
    TalkPage,
)
from mercery.guide.associate.service import Remark
from mercery.guide.associate.shared_offer import Outcome, SharedOffer
from mercery.guide.memory import key_of
from mercery.promotions.service import price_products

_TEXTS: Final = Words(
    "{greeting}I chose a few pieces for you at {shop}: {url}\nPrices are those of the moment you open it. {by}",
    "{greeting}我在{shop}为您选了几件：{url}\n价格以您打开时为准。{by}",
)


async def begin(session: AsyncSession, shop: Shop, customer_id: str, conversation_id: str) -> str:
    """Begin a talk for a client or a conversation; returns its id."""
    return await advising.begin(session, shop, customer_id=customer_id or None, conversation_id=conversation_id or None)


async def client_page(session: AsyncSession, shop: Shop, customer_id: str) -> ClientPage:
    """The client's file with the pieces it names."""
    file = await client_file(session, shop, customer_id)
    owned = await catalog.products(session, shop.id, list(dict.fromkeys(one.product_id for one in file.owned)))
    lines = await _lines(session, shop, file.offers, file.outcomes, {file.customer.id: file.customer.name})
    return ClientPage(file=file, owned={one.id: one for one in owned}, offers=lines)


async def talk_page(
    session: AsyncSession,
    shop: Shop,
    talk_id: str,
    lang: Lang,
    *,
    form: ShareForm | None = None,
    errors: FormErrors = FormErrors(),
    remarks: Sequence[Remark] = (),
    unproved: Sequence[str] = (),
) -> TalkPage:
    """The talk, with what fits its wishes at this moment."""
    found = await advising.talk(session, shop, talk_id)
    now_fits = await advising.now_offered(session, shop, found, lang)
    client = found.client
    if form is None:
        spoken = client.customer.language if client else None
        form = ShareForm(lang=spoken or shop.default_language, addressee=client.customer.name if client else "")
    wishes = tuple((key_of(wish), wish) for wish in found.state.need.wishes)
    if now_fits is None:
        return TalkPage(
            id=talk_id,
            client=client,
            wishes=wishes,
            form=form,
            errors=errors,
            remarks=remarks,
            languages=shop.languages,
        )
    advice = now_fits.advice
    paid_in = found.state.need.currency or shop.currency
    shown = [*advice.offers, *advice.near]
    products = {one.id: one for one in await catalog.products(session, shop.id, [one.product_id for one in shown])}
    return TalkPage(
        id=talk_id,
        client=client,
        wishes=wishes,
        offers=_pieces(shop, advice.offers, products, paid_in),
        near=_pieces(shop, advice.near, products, paid_in),
        given_up=advice.given_up,
        question=advice.question,
        left=advice.left,
        began=True,
        form=form,
        errors=errors,
        remarks=remarks,
        unproved=unproved,
        languages=shop.languages,
    )


def _pieces(
    shop: Shop, offered: Sequence[Offered], products: Mapping[str, Product], currency: str
) -> tuple[PieceOffered, ...]:
    prices = price_products(shop, products.values(), currency=currency)
    return tuple(
        PieceOffered(offered=one, product=product, variant=variant, price=prices.get(variant.id))
        for one in offered
        if (product := products.get(one.product_id)) and (variant := product.variant(one.variant_id))
    )


async def offers_page(
    session: AsyncSession, shop: Shop, *, staff_id: str | None, may_see_all: bool, page: int, per_page: int
) -> OffersPage:
    """The offers of one associate, or of all, with what became of those shown."""
    found = await service.shared(session, shop, staff_id=staff_id, limit=per_page + 1, offset=(page - 1) * per_page)
    shown = found[:per_page]
    outcomes = await service.outcomes(session, shop, shown)
    clients = await _names(session, shop, shown)
    return OffersPage(
        lines=await _lines(session, shop, shown, outcomes, clients),
        everybody=staff_id is None,
        may_see_all=may_see_all,
        shared=len(shown),
        opened=sum(1 for one in outcomes.values() if one.readers),
        bought=sum(1 for one in outcomes.values() if one.bought),
        page=page,
        more=len(found) > per_page,
    )


async def offer_page(session: AsyncSession, shop: Shop, offer_id: str, *, site: str, may_withdraw: bool) -> OfferPage:
    """One offer with its link."""
    offer = await service.one_offer(session, shop, offer_id)
    outcomes = await service.outcomes(session, shop, [offer])
    line = (await _lines(session, shop, [offer], outcomes, await _names(session, shop, [offer])))[0]
    products = {
        one.id: one for one in await catalog.products(session, shop.id, [one.product_id for one in offer.pieces])
    }
    pieces = []
    for piece in offer.pieces:
        product = products.get(piece.product_id)
        variant = product.variant(piece.variant_id) if product else None
        name = product.title if product else Words("A piece that has left the shop", "已下架的商品")
        pieces.append((name, variant.sku if variant else ""))
    texts = {lang: _text(shop, offer, f"{site}/{lang}/offer/{offer.token}", lang) for lang in shop.languages}
    return OfferPage(
        line=line,
        pieces=pieces,
        url=f"{site}/{offer.lang}/offer/{offer.token}",
        texts=texts,
        may_withdraw=may_withdraw and line.standing == "open",
        until=offer.expires_at,
    )


def _text(shop: Shop, offer: SharedOffer, url: str, lang: Lang) -> str:
    greeting = f"{offer.addressee}{'，' if lang == 'zh' else ', '}" if offer.addressee else ""
    return _TEXTS.text(lang).format(greeting=greeting, shop=shop.name.text(lang), url=url, by=offer.by)


async def _names(session: AsyncSession, shop: Shop, offers: Sequence[SharedOffer]) -> dict[str, str]:
    found = {}
    for customer_id in {one.customer_id for one in offers if one.customer_id}:
        try:
            found[customer_id] = (await customers.customer(session, shop.id, customer_id)).name
        except NotFound:
            continue
    return found


async def _lines(
    session: AsyncSession,
    shop: Shop,
    offers: Sequence[SharedOffer],
    outcomes: Mapping[str, Outcome],
    clients: Mapping[str, str],
) -> tuple[OfferLine, ...]:
    ids = list(dict.fromkeys(piece.product_id for one in offers for piece in one.pieces))
    titles = {one.id: one.title for one in await catalog.products(session, shop.id, ids)}
    moment = now()
    return tuple(
        OfferLine(
            offer=one,
            outcome=outcomes[one.id],
            standing=one.standing(moment),
            client=clients.get(one.customer_id or "", "") or one.addressee,
            names=tuple(titles[piece.product_id] for piece in one.pieces if piece.product_id in titles),
        )
        for one in offers
    )
