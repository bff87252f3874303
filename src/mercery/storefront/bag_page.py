"""The bag."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.customers.signed_in import signed_in
from mercery.promotions.bag_told import bag_told
from mercery.promotions.buying import buyer_of
from mercery.promotions.cart_quote import CartQuote, QuoteLine
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.service import quote_cart
from mercery.promotions.told import gives_codes
from mercery.storefront import cart
from mercery.storefront.bag_promotions import BagPromotions, promotions_of_bag
from mercery.storefront.handing_over import ToCheckout, to_checkout
from mercery.storefront.promised import plans_of_total
from mercery.storefront.recommended import Rows, recommended_rows
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
    paid: str
    """What the line is paid with once promotions of the bag have taken their share; empty where none did."""
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
    promoted: BagPromotions | None = None
    """What promotions do to it; None where none are in force."""
    takes_codes: bool = False
    """Whether the shop has a promotion with a code, or one was given."""
    instalments: tuple[str, ...] = ()
    """How the total can be paid in parts."""
    to_checkout: ToCheckout | None = None
    """How it reaches the shop's own checkout; None where the shop keeps its bag."""
    recommended: Rows | None = None
    """What goes with what is in it; None where nothing is."""


async def bag_page(visit: Visit) -> BagPage:
    """The visitor's bag, quoted now for who is signed in and the codes that were given."""
    session, shop, lang = visit.session, visit.shop, visit.lang
    lines = await cart.lines(session, shop.id, visit.visitor_id)
    products = await catalog.products(session, shop.id, list(dict.fromkeys(line.product_id for line in lines)))
    buyer = await buyer_of_visit(visit)
    quote = await quote_cart(session, shop, lines, currency=visit.currency, buyer=buyer, products=products)
    by_id = {product.id: product for product in products}
    notes = await visit.policies() if lines else []
    page = BagPage(
        head=head_of(visit, visit.say("Your bag", "购物袋"), "", path=visit.url("/cart"), index=False),
        lines=tuple(_line(visit, line, by_id.get(line.product_id)) for line in quote.lines),
        count=quote.count,
        problems=len(quote.problems),
        subtotal=money_text(quote.subtotal, lang),
        total=money_text(quote.total, lang),
        saving=money_text(quote.saving, lang) if quote.saving.minor and quote.promotions is None else "",
        tax=_tax(visit, quote),
        until=until_text(quote.valid_to, lang, shop.timezone),
        rules=first_of(notes, ("delivery", "returns")),
    )
    if lines:
        own = tuple(dict.fromkeys(line.product_id for line in lines))
        page = replace(page, recommended=await recommended_rows(visit, "bag", about=own, leave_out=own))
    if not lines or not quote.count:
        return page
    codes = await cart.codes(session, shop.id, visit.visitor_id)
    page = replace(
        page,
        instalments=await plans_of_total(visit, quote),
        to_checkout=await to_checkout(visit, quote, by_id, codes),
    )
    takes_codes = bool(buyer.wallet) or await gives_codes(session, shop.id, visit.currency)
    if quote.promotions is None and not takes_codes:
        return page
    told = await bag_told(session, shop, quote, buyer)
    return replace(page, promoted=promotions_of_bag(visit, quote, told), takes_codes=takes_codes)


async def buyer_of_visit(visit: Visit) -> Buyer:
    """Who pays for the visitor's bag: the customer signed in, with the codes given."""
    codes = await cart.codes(visit.session, visit.shop.id, visit.visitor_id)
    return await buyer_of(visit.session, visit.shop.id, signed_in(visit.request, visit.shop.id), codes=codes)


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
        paid=money_text(line.paid, lang) if line.paid is not None and line.total and line.paid < line.total else "",
        problem=line.problem.message.text(lang) if line.problem else "",
        available=line.problem.available if line.problem else 0,
    )
