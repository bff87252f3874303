"""The card of the burned-in programme: what stands on the counter, with the price of the moment. Pure but for where files lie."""

from __future__ import annotations

from typing import Final

from mercery.catalog.importing.images import media_folder
from mercery.catalog.product import Product
from mercery.claims.wording import Voice, until_text
from mercery.core.i18n import Lang, Words
from mercery.livestream.engine.protocol import Card
from mercery.livestream.order.shelf import Shelf
from mercery.promotions.service import offers_of

_ON_COUNTER: Final = Words("On the counter", "正在讲解")
_SOLD_OUT: Final = Words("Sold out", "已售罄")


def card_of(shelf: Shelf, product_id: str, lang: Lang) -> Card | None:
    """None where the piece is not on sale, or has no price in the shop's currency."""
    product = shelf.by_product.get(product_id)
    offer = offers_of(shelf.shop, [product]).get(product_id) if product else None
    if product is None or offer is None:
        return None
    low = offer.low.text(lang)
    more = {"en": f"from {low}", "zh": f"{low} 起"}[lang]
    voice = Voice(lang=lang, now=shelf.now, timezone=shelf.shop.timezone)
    note = _SOLD_OUT.text(lang) if not offer.available else ""
    if not note and offer.valid_to is not None and offer.was is not None:
        note = until_text(offer.valid_to, voice)
    return Card(
        picture=_picture(product),
        heading=_ON_COUNTER.text(lang),
        name=product.title.text(lang),
        detail=product.brand or "",
        price=more if offer.varies else low,
        was=offer.was.text(lang) if offer.was else "",
        note=note,
    )


def _picture(product: Product) -> str:
    path = next((one.path for one in product.media if one.kind == "image" and one.path), None)
    return str(media_folder() / path) if path else ""
