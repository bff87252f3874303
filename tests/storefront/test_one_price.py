"""There is one quote: the page of a piece, the lists, the bag, the assistant, the order and what comes back all say it."""

from __future__ import annotations

import random
import re
from datetime import timedelta
from typing import Any, cast

import pytest
from sqlalchemy import delete, select
from tests.promotions.published import publish
from tests.storefront.conftest import Boutique
from tests.storefront.test_pages import bagged, page
from tests.storefront.test_promotions import plain

from mercery.accounts.actor import SYSTEM
from mercery.assistant.promoting.bag import Bag
from mercery.assistant.thinking import think
from mercery.assistant.turns import TurnContext
from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.core.clock import now
from mercery.core.money import Money
from mercery.orders.order import Order, OrderLine
from mercery.orders.paid import paid_by_piece
from mercery.orders.service import apply_orders, order_by_number
from mercery.promotions.buying import buyer_of
from mercery.promotions.cart_quote import CartLine, CartQuote
from mercery.promotions.publishing.ordering import keep_units, placed, record_order
from mercery.promotions.service import glances, offers, price_products, quote_cart
from mercery.promotions.told import promotions_told
from mercery.storefront import cart
from mercery.storefront.tables import BagCouponRow, CartLineRow
from mercery.ui.formats import money_text

CASES = 6
SCOPES: tuple[list[str], ...] = (
    [],
    ["category:bags"],
    ["category:silk", "category:home"],
    ["collection:new"],
    ["brand:maison-aurelle"],
)


def rules(pick: random.Random) -> list[dict[str, Any]]:
    """A calendar of up to six rules of all levels, some with a code or an end."""
    made: list[dict[str, Any]] = []
    for at in range(pick.randint(1, 6)):
        level = pick.choice(("line", "line", "order", "order", "order", "ship"))
        rule: dict[str, Any] = {"id": f"r{at}", "level": level, "stage": {"line": 1, "order": 2, "ship": 6}[level]}
        if level == "line":
            rule["benefit"] = pick.choice(
                (
                    {"kind": "pct", "bps": pick.randint(1, 60) * 50},
                    {"kind": "off", "amount": pick.randint(1, 2000), "per": "unit"},
                )
            )
            rule["group"] = "price"
        elif level == "ship":
            rule |= {"benefit": {"kind": "ship"}, "need_amount": pick.randint(1, 900) * 100}
        else:
            rule["benefit"] = pick.choice(
                (
                    {"kind": "pct", "bps": pick.randint(1, 30) * 100},
                    {
                        "kind": "every",
                        "step": pick.randint(50, 300) * 100,
                        "off": pick.randint(1, 30) * 100,
                        "times": 5,
                    },
                    {"kind": "buyget", "n": 2, "m": 1},
                    {"kind": "off", "amount": pick.randint(1, 5000)},
                )
            )
            rule |= {"need_amount": pick.choice((0, 30_000, 120_000)), "basis": pick.choice(("entry", "running"))}
            if pick.random() < 0.4:
                rule |= {"code": f"CODE{at}", "group": "coupon", "stage": 3}
        if level != "ship" and (tags := pick.choice(SCOPES)):
            rule["scope"] = {"tags": tags}
        if pick.random() < 0.3:
            rule["ends"] = (now() + timedelta(days=pick.randint(2, 90))).isoformat()
        made.append(rule)
    return made  # fmt: skip


async def fill(
    boutique: Boutique, visitor: str, products: list[Product], pick: random.Random, codes: list[str]
) -> list[CartLine]:
    """Other things in the visitor's bag."""
    async with boutique.database.session() as session:
        await session.execute(delete(CartLineRow))
        await session.execute(delete(BagCouponRow))
        for product in pick.sample(products, pick.randint(1, 4)):
            there = [one for one in product.variants if one.stock.available]
            if there:
                await cart.add(session, boutique.shop.id, visitor, product, pick.choice(there), pick.randint(1, 3))
        for code in codes:
            await cart.give_code(session, boutique.shop.id, visitor, code)
        return await cart.lines(session, boutique.shop.id, visitor)


async def visitor_of(boutique: Boutique) -> str:
    """The visitor whose pages the client sees: known once something lies in the bag."""

    await bagged(boutique)
    async with boutique.database.session() as session:
        return cast(str, await session.scalar(select(CartLineRow.visitor_id)))


async def test_every_surface_says_the_one_quote(boutique: Boutique) -> None:
    await surfaces_agree(boutique, range(CASES))


@pytest.mark.slow
async def test_every_surface_says_the_one_quote_for_many_calendars(boutique: Boutique) -> None:
    await surfaces_agree(boutique, range(CASES, 8 * CASES))


async def surfaces_agree(boutique: Boutique, seeds: range) -> None:
    visitor, shop = await visitor_of(boutique), boutique.shop
    async with boutique.database.session() as session:
        products = await catalog.products(session, shop.id, await catalog.all_product_ids(session, shop.id))
    for seed in seeds:
        pick = random.Random(seed)
        published = rules(pick)
        await publish(boutique.database, shop, published, shipping=pick.choice((0, 950)))
        codes = [str(rule["code"]) for rule in published if "code" in rule]
        lines = await fill(boutique, visitor, products, pick, codes)
        if lines:
            await compare(boutique, visitor, lines, codes, f"c{seed}")


async def compare(boutique: Boutique, visitor: str, lines: list[CartLine], codes: list[str], number: str) -> None:
    shop = boutique.shop
    async with boutique.database.session() as session:
        buyer = await buyer_of(session, shop.id, None, codes=codes)
        quote = await quote_cart(session, shop, lines, buyer=buyer)
        ids = [line.product_id for line in lines]
        products = await catalog.products(session, shop.id, ids)
        single = price_products(shop, products)
        seen, glanced = await offers(session, shop, ids), await glances(session, shop, ids)
        context = TurnContext(bag=Bag(lines=tuple(lines), codes=tuple(codes)))
        said = (await think(session, shop, "How much is my bag?", lang="en", context=context)).text
        told = await promotions_told(session, shop, at=now(), currency="EUR", codes=codes)
    assert (
        sum(line.paid.minor if line.paid else line.total.minor if line.total else 0 for line in quote.lines)
        + (quote.shipping.minor if quote.shipping else 0)
        == quote.total.minor
    )
    bag = plain(await page(boutique, "/en/cart"))
    assert f"Total {money_text(quote.total, 'en')}" in bag
    assert f"Your bag comes to {quote.total.text('en')}" in said
    if quote.promotions is not None:
        used = {step.rule for step in quote.promotions.chosen.steps if step.discount}
        assert used <= {fact.subject.id for fact in told.facts}
    for product in products:
        amounts = [single[variant.id].price.amount for variant in product.variants if variant.stock.available]
        assert seen[product.id].low == glanced[product.id].low == min(amounts, key=lambda one: one.minor)
        html = await page(boutique, f"/en/p/{product.handle}")
        shown = set(re.findall(r'"price":"([\d.]+)"', html))
        assert shown == {str(single[variant.id].price.amount.major) for variant in product.variants}
    await ordered(boutique, quote, number, codes)


async def ordered(boutique: Boutique, quote: CartQuote, number: str, codes: list[str]) -> None:
    """The bag as an order: each unit comes back for its share of the quote, and all of them for what was paid."""
    lines = tuple(
        OrderLine(
            sku=line.price.sku, title="", quantity=line.quantity,
            unit_price=line.price.price.was or line.price.price.amount,
        )
        for line in quote.lines
        if line.price
    )  # fmt: skip
    order = Order(
        number=number,
        placed_at=now(),
        currency="EUR",
        status="paid",
        total=quote.total,
        shipping=quote.shipping,
        lines=lines,
    )
    async with boutique.database.session() as session:
        await apply_orders(session, boutique.shop.id, [order], SYSTEM)
        told = placed(order, codes)
        assert told is not None
        kept = await record_order(session, boutique.shop, told)
        if kept is not None:
            await keep_units(session, boutique.shop.id, kept)
        again = await order_by_number(session, boutique.shop.id, number)
    back = paid_by_piece(again)
    goods = quote.total.minor - (quote.shipping.minor if quote.shipping else 0)
    assert sum(one.minor for units in back.values() for one in units) == goods
    if kept is not None and quote.promotions is not None:
        assert kept.as_quoted and kept.priced.payable == quote.total.minor
        for line in quote.lines:
            assert line.price and sorted(back[line.price.sku], key=lambda one: one.minor) == sorted(
                line.unit_paid, key=lambda one: one.minor
            )


def test_money_is_written_alike_everywhere() -> None:
    assert money_text(Money(104_250, "EUR"), "en") == Money(104_250, "EUR").text("en") == "€1,042.50"
