"""The page behind a link an associate shared: the pieces with the price and stock of this moment, never of the day the
link was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.core.clock import now
from mercery.guide.associate.service import met_now
from mercery.guide.associate.shared_offer import SharedOffer, SharedPiece, Standing
from mercery.promotions.price import VariantPrice
from mercery.promotions.service import price_products
from mercery.storefront.speech import capital, until_text
from mercery.storefront.visit import Head, Visit, head_of
from mercery.storefront.wares import ground_of, pictures, product_url
from mercery.ui.formats import last_day_text, money_text


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceShown:
    """One piece as it can be had now. Without a price it is not sold here at this moment."""

    product_id: str
    sku: str
    """Empty where it cannot be put into the bag."""
    name: str
    url: str
    options: str = ""
    picture: str = ""
    ground: str = "stone"
    price: str = ""
    was: str = ""
    until: str = ""
    note: str = ""
    """Why it cannot be had, where it cannot."""
    wishes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedOfferPage:
    """Everything the page shows."""

    head: Head
    standing: Standing
    by: str
    addressee: str
    note: str
    note_lang: str
    until: str
    """The day the offer ends, in words."""
    action: str
    pieces: tuple[PieceShown, ...] = ()
    own: bool = False
    """Whether somebody of the shop looks at it: then nothing is counted."""


async def shared_offer_page(visit: Visit, offer: SharedOffer, *, own: bool = False) -> SharedOfferPage:
    """The page of an offer, for its client; `own`: somebody of the shop looks at it."""
    shop = visit.shop
    standing = offer.standing(now())
    products = {
        one.id: one
        for one in await catalog.products(visit.session, shop.id, [piece.product_id for piece in offer.pieces])
        if one.status == "active"
    }
    prices = price_products(shop, products.values(), currency=offer.currency) if standing == "open" else {}
    shown = tuple(_shown(visit, offer, piece, products.get(piece.product_id), prices) for piece in offer.pieces)
    title = visit.say(f"Chosen for you by {offer.by}", f"{offer.by}为您选的")
    return SharedOfferPage(
        head=head_of(
            visit,
            title,
            visit.say(
                f"{len(shown)} pieces from {shop.name.text('en')}", f"{shop.name.text('zh')}的 {len(shown)} 件商品"
            ),
            path=visit.url(f"/offer/{offer.token}"),
            image=next((one.picture for one in shown if one.picture), "") if standing == "open" else "",
            index=False,
            assistant=visit.assistant(product_id=shown[0].product_id if len(shown) == 1 else ""),
        ),
        standing=standing,
        by=offer.by,
        addressee=offer.addressee,
        note=offer.note if standing == "open" else "",
        note_lang="zh-CN" if offer.lang == "zh" else "en",
        until=_day(offer.expires_at, visit),
        action=visit.url(f"/offer/{offer.token}/bag"),
        pieces=shown if standing == "open" else (),
        own=own,
    )


def _day(moment: datetime, visit: Visit) -> str:
    return last_day_text(moment, visit.lang, ZoneInfo(visit.shop.timezone))


def _shown(
    visit: Visit, offer: SharedOffer, piece: SharedPiece, product: Product | None, prices: Mapping[str, VariantPrice]
) -> PieceShown:
    lang = visit.lang
    gone = visit.say("No longer in the shop", "已下架")
    if product is None:
        name = visit.say("A piece that has left the shop", "已下架的商品")
        return PieceShown(product_id=piece.product_id, sku="", name=name, url="", note=gone)
    variant, priced = product.variant(piece.variant_id), prices.get(piece.variant_id)
    pictured = pictures(product, variant, lang)
    note = ""
    if variant is None:
        note = visit.say("This choice has left the shop", "此款已下架")
    elif priced is None:
        note = visit.say(f"Not sold in {offer.currency} at the moment", f"目前不以 {offer.currency} 出售")
    elif not variant.stock.available:
        note = visit.say("Sold out since it was chosen", "选出后已售罄")
    return PieceShown(
        product_id=product.id,
        sku=variant.sku if variant and not note else "",
        name=product.title.text(lang),
        url=product_url(product, lang, variant.sku if variant else ""),
        options=capital(variant.title(lang)) if variant else "",
        picture=pictured[0].url if pictured else "",
        ground=ground_of(product),
        price=money_text(priced.price.amount, lang) if priced else "",
        was=money_text(priced.price.was, lang) if priced and priced.price.was else "",
        until=until_text(priced.valid_to, lang, visit.shop.timezone) if priced and priced.price.was else "",
        note=note,
        wishes=tuple(wish.label.text(lang) for wish in met_now(visit.shop, offer, product, now())) if not note else (),
    )
