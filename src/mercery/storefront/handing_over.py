"""The bag, or one piece, on its way to the shop's own checkout: what the bag says of it, and the address it goes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.catalog import service as catalog
from mercery.catalog.product import Product, Variant
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.orders.handover import service as handover
from mercery.orders.handover.checkout import Checkout, HandedOver, Piece, Why, why_not
from mercery.promotions.cart_quote import CartQuote, QuoteLine
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.service import quote_cart
from mercery.storefront import cart
from mercery.storefront.visit import Visit
from mercery.web.visitor import is_tester

_WHY: Final[Mapping[Why, Words]] = {
    "no_id": Words(
        "cannot be handed over to the shop's checkout yet; ask for it there",
        "暂时无法移交至商店结账页，请在商店中直接选购",
    ),
    "odd_id": Words(
        "cannot be handed over to the shop's checkout; ask for it there", "无法移交至商店结账页，请在商店中直接选购"
    ),
    "one_at_a_time": Words("is handed over on its own", "需单独移交"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LineToCheckout:
    """A line as it can be handed over."""

    url: str = ""
    """Where this line goes on its own; empty where it goes with the others or not at all."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToCheckout:
    """How the bag reaches the shop's own checkout."""

    host: str
    url: str
    """Empty where nothing of the bag can be handed over, or each line goes on its own."""
    lines: Mapping[str, LineToCheckout]
    """By variant, where there is something to say."""
    codes_left: tuple[str, ...]
    """Codes that have to be typed there."""


async def to_checkout(
    visit: Visit, quote: CartQuote, products: Mapping[str, Product], codes: Sequence[str]
) -> ToCheckout | None:
    """What the bag says of the hand-over; None where the shop keeps its bag."""
    checkout = await handover.checkout_of(visit.session, visit.shop.id)
    if not checkout.on:
        return None
    pieces = _pieces(quote.lines, products)
    lines: dict[str, LineToCheckout] = {}
    apart = checkout.takes_one and len(pieces) > 1
    for piece in pieces:
        why = why_not(checkout, piece)
        if why is not None:
            lines[piece.variant_id] = LineToCheckout(note=_WHY[why].text(visit.lang))
        elif apart:
            lines[piece.variant_id] = LineToCheckout(url=f"{visit.url('/checkout')}?line={piece.variant_id}")
    some = any(why_not(checkout, piece) is None for piece in pieces)
    return ToCheckout(
        host=checkout.host,
        url=visit.url("/checkout") if some and not apart else "",
        lines=lines,
        codes_left=tuple(codes[checkout.most_codes :]),
    )


async def bag_to_checkout(visit: Visit, checkout: Checkout, buyer: Buyer, *, only: str = "") -> HandedOver:
    """Hand the bag over as it can be bought now; `only`: one line of it. Invalid where it is too large for an address."""
    session, shop = visit.session, visit.shop
    lines = await cart.lines(session, shop.id, visit.visitor_id)
    lines = [line for line in lines if not only or line.variant_id == only]
    found = await catalog.products(session, shop.id, list(dict.fromkeys(line.product_id for line in lines)))
    quote = await quote_cart(session, shop, lines, currency=visit.currency, buyer=buyer, products=found)
    codes = await cart.codes(session, shop.id, visit.visitor_id)
    pieces = _pieces(quote.lines, {product.id: product for product in found})
    return await _begin(visit, checkout, pieces, surface="cart", codes=codes, total=quote.total)


async def piece_to_checkout(visit: Visit, checkout: Checkout, variant: Variant, *, surface: str) -> HandedOver:
    """Hand one piece over."""
    return await _begin(visit, checkout, [handover.piece_of(variant)], surface=surface)


async def _begin(
    visit: Visit,
    checkout: Checkout,
    pieces: Sequence[Piece],
    *,
    surface: str,
    codes: Sequence[str] = (),
    total: Money | None = None,
) -> HandedOver:
    return await handover.begin(
        visit.session,
        visit.shop.id,
        checkout,
        pieces,
        visitor_id=visit.visitor_id,
        surface=surface,
        lang=visit.lang,
        currency=visit.currency,
        codes=codes,
        total=total,
        # Who looks from the console, and what only looks ahead, leaves nothing behind.
        noted=not visit.by_machine and not is_tester(visit.visitor_id),
    )


def _pieces(lines: Sequence[QuoteLine], products: Mapping[str, Product]) -> list[Piece]:
    """What can be bought now of the lines."""
    found = []
    for line in lines:
        product = products.get(line.product_id)
        variant = product.variant(line.variant_id) if product else None
        if variant is not None and line.problem is None:
            found.append(handover.piece_of(variant, line.quantity))
    return found
