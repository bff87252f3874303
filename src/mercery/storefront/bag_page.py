"""The bag."""

from __future__ import annotations

from dataclasses import dataclass

from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.promotions.quote import CartQuote, QuoteLine
from mercery.promotions.service import quote_products
from mercery.storefront import cart
from mercery.storefront.rules import PolicyLine, first_of
from mercery.storefront.speech import capital, until_text
from mercery.storefront.visit import Head, Visit, head_of
from mercery.storefront.wares import ground_of, pictures, product_url
from mercery.ui.formats import money_text


@dataclass(frozen=True, slots=True, kw_only=True)
class BagLine:
    """One line of the bag."""

    variant_id: str
    name: str
    options: str
    url: str
    picture: str
    ground: str
    quantity: int
    most: int
    """How many may be chosen."""
    unit: str
    was: str
    until: str
    total: str
    problem: str
    available: int
    """How many could be had, when there are too few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BagPage:
    """Everything the bag shows."""

    head: Head
    lines: tuple[BagLine, ...]
    count: int
    problems: int
    subtotal: str
    total: str
    saving: str
    tax: str
    until: str
    rules: tuple[PolicyLine, ...]


async def bag_page(visit: Visit) -> BagPage:
    """The visitor's bag, quoted now."""
    session, shop, lang = visit.session, visit.shop, visit.lang
    lines = await cart.lines(session, shop.id, visit.visitor_id)
    products = await catalog.products(session, shop.id, list(dict.fromkeys(line.product_id for line in lines)))
    quote = quote_products(shop, products, lines, currency=visit.currency)
    by_id = {product.id: product for product in products}
    notes = await visit.policies() if lines else []
    return BagPage(
        head=head_of(visit, visit.say("Your bag", "购物袋"), "", path=visit.url("/cart"), index=False),
        lines=tuple(_line(visit, line, by_id.get(line.product_id)) for line in quote.lines),
        count=quote.count,
        problems=len(quote.problems),
        subtotal=money_text(quote.subtotal, lang),
        total=money_text(quote.total, lang),
        saving=money_text(quote.saving, lang) if quote.saving.minor else "",
        tax=_tax(visit, quote),
        until=until_text(quote.valid_to, lang, shop.timezone),
        rules=first_of(notes, ("delivery", "returns")),
    )


def _tax(visit: Visit, quote: CartQuote) -> str:
    if quote.tax_included is None:
        return visit.say("Tax is included for some pieces only", "部分商品含税") if quote.count else ""
    return visit.say("Tax included", "含税") if quote.tax_included else visit.say("Tax not included", "未含税")


def _line(visit: Visit, line: QuoteLine, product: Product | None) -> BagLine:
    lang = visit.lang
    variant = product.variant(line.variant_id) if product else None
    shown = pictures(product, variant, lang) if product else []
    stock = variant.stock.quantity if variant else 0
    price = line.price
    return BagLine(
        variant_id=line.variant_id,
        name=product.title.text(lang) if product else visit.say("A piece that has left the shop", "已下架的商品"),
        options=capital(variant.title(lang)) if variant else "",
        url=product_url(product, lang, variant.sku if variant else "") if product else "",
        picture=shown[0].url if shown else "",
        ground=ground_of(product) if product else "stone",
        quantity=line.quantity,
        most=max(line.quantity, min(stock if stock is not None else 10, 10)),
        unit=money_text(price.price.amount, lang) if price else "",
        was=money_text(price.price.was, lang) if price and price.price.was else "",
        until=until_text(price.valid_to, lang, visit.shop.timezone) if price and price.price.was else "",
        total=money_text(line.total, lang) if line.total is not None else "",
        problem=line.problem.message.text(lang) if line.problem else "",
        available=line.problem.available if line.problem else 0,
    )
