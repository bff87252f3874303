"""The bag and single pieces on their way to the shop's own checkout."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import text
from tests.storefront.conftest import Boutique
from tests.storefront.test_pages import bagged, page

from mercery.accounts.actor import SYSTEM
from mercery.core.ids import new_id
from mercery.orders.handover import service
from mercery.orders.handover.checkout import Checkout
from mercery.storefront import checkout_routes
from mercery.web.rate_limit import RateLimiter
from mercery.web.visitor import TESTER, sealed_widget_visitor

SHOPIFY = Checkout(kind="shopify", address="https://aurelle.example")
OLD_WOO = Checkout(kind="woocommerce_before_10", address="https://aurelle.example")


@pytest.fixture(autouse=True)
def routes(boutique: Boutique) -> None:
    """The routes of the hand-over stand before the storefront's own, as in the application."""
    boutique.app.router.routes[:0] = checkout_routes.router.routes
    boutique.app.state.limiter = RateLimiter(boutique.database.url)


async def connected(boutique: Boutique, checkout: Checkout = SHOPIFY, *skus: str) -> None:
    async with boutique.database.session() as session:
        await service.set_checkout(session, boutique.shop.id, SYSTEM, checkout)
        for number, sku in enumerate(skus, start=4001):
            await session.execute(
                text("UPDATE variants SET external_id = :own WHERE sku = :sku"), {"own": str(number), "sku": sku}
            )


async def noted(boutique: Boutique) -> list[tuple[str, str, int]]:
    async with boutique.database.session() as session:
        rows = await session.execute(text('SELECT visitor_id, surface, lines, "left" FROM checkout_handovers'))
        return [(row.visitor_id, row.surface, len(row.left)) for row in rows]


async def test_a_shop_without_a_checkout_keeps_its_bag_and_promises_none(boutique: Boutique) -> None:
    await bagged(boutique)
    html = await page(boutique, "/en/cart")
    assert "/en/checkout" not in html and "settled with the shop" in html
    answer = await boutique.client.get("/en/checkout")
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/cart")


async def test_the_bag_goes_to_the_shops_checkout_with_every_piece_that_is_known_there(boutique: Boutique) -> None:
    await connected(boutique, SHOPIFY, "SADDLE-BAG-BLACK")
    await bagged(boutique, quantity=2)
    await bagged(boutique, "work-tote", "WORK-TOTE-BLACK")
    html = await page(boutique, "/en/cart")
    assert 'href="/en/checkout"' in html and "Payment is made at aurelle.example" in html
    assert html.count("cannot be handed over to the shop&#39;s checkout yet") == 1
    assert "无法移交至商店结账页" in await page(boutique, "/zh/cart")
    answer = await boutique.client.get("/en/checkout")
    assert answer.status_code == 303 and answer.headers["cache-control"] == "no-store"
    gone = urlsplit(answer.headers["location"])
    assert (gone.netloc, gone.path) == ("aurelle.example", "/cart/4001:2")
    assert parse_qs(gone.query)["attributes[mercery]"][0].startswith("hov_")
    assert [(surface, left) for _, surface, left in await noted(boutique)] == [("cart", 1)]


async def test_an_older_woocommerce_gets_each_line_on_its_own(boutique: Boutique) -> None:
    await connected(boutique, OLD_WOO, "SADDLE-BAG-BLACK", "WORK-TOTE-BLACK")
    await bagged(boutique)
    await bagged(boutique, "work-tote", "WORK-TOTE-BLACK")
    html = await page(boutique, "/en/cart")
    assert 'href="/en/checkout"' not in html and html.count("/en/checkout?line=") == 2
    line = html.split("/en/checkout?line=")[2].split('"')[0]
    answer = await boutique.client.get(f"/en/checkout?line={line}")
    assert "add-to-cart=4002&quantity=1" in answer.headers["location"]


async def test_a_bag_of_which_nothing_is_known_stays_and_says_so(boutique: Boutique) -> None:
    await connected(boutique)
    await bagged(boutique)
    answer = await boutique.client.get("/en/checkout")
    assert answer.headers["location"] == "/en/cart"
    assert "Nothing in the bag can be handed over" in await page(boutique, "/en/cart")
    assert await noted(boutique) == []


async def test_a_card_on_another_page_hands_one_piece_over_in_its_visitors_name(boutique: Boutique) -> None:
    await connected(boutique, SHOPIFY, "SADDLE-BAG-BLACK")
    sealed = sealed_widget_visitor("vis_magazine")
    where = {"shop": boutique.shop.slug, "sku": "SADDLE-BAG-BLACK", "visitor": sealed, "from": "widget"}
    answer = await boutique.client.get("/en/checkout/piece", params=where)
    assert answer.headers["location"].startswith("https://aurelle.example/cart/4001:1?")
    assert await noted(boutique) == [("vis_magazine", "widget", 0)]
    refused = await boutique.client.get("/en/checkout/piece", params=where | {"sku": "WORK-TOTE-BLACK"})
    assert refused.headers["location"].startswith("/en/p/work-tote")
    gone = await boutique.client.get("/en/checkout/piece", params=where | {"sku": "NONE"})
    assert gone.status_code == 404


async def test_machines_and_the_shops_own_people_leave_nothing_behind(boutique: Boutique) -> None:
    await connected(boutique, SHOPIFY, "SADDLE-BAG-BLACK")
    where = {"shop": boutique.shop.slug, "sku": "SADDLE-BAG-BLACK"}
    await boutique.client.get("/en/checkout/piece", params=where, headers={"user-agent": "Googlebot/2.1"})
    await boutique.client.get("/en/checkout/piece", params=where, headers={"sec-purpose": "prefetch"})
    await boutique.client.get("/en/checkout/piece", params=where | {"visitor": sealed_widget_visitor(new_id(TESTER))})
    assert await noted(boutique) == []
