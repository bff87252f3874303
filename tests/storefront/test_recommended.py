"""Recommended rows on the shop's pages: what stands there for whom, what may be said to a piece, and what is remembered."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import Response
from tests.storefront.conftest import Boutique
from tests.storefront.test_pages import bagged, page

from mercery.accounts.actor import SYSTEM
from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.core import clock
from mercery.core.clock import now
from mercery.core.money import Money
from mercery.customers import signed_in
from mercery.customers.customer import Customer
from mercery.customers.service import apply_customers, ids_by_key
from mercery.orders.order import Order, OrderLine
from mercery.orders.service import apply_orders
from mercery.recommendations.addressed import address_of
from mercery.storefront import recommended_routes

ROWS = re.compile(r'<section class="rec-row"[^>]*data-placement="(\w+)">(.*?)</section>', re.DOTALL)
NAMES = re.compile(r'class="tile-name[^"]*">([^<]+)<')
BAGS = {"Saddle Bag", "Work Tote", "Firenze Satchel", "Luna Hobo", "Petite Clutch"}


def rows(html: str) -> dict[str, list[str]]:
    """The names of the pieces of each row."""
    return {placement: NAMES.findall(inside) for placement, inside in ROWS.findall(html)}


@pytest.fixture
async def shop(boutique: Boutique) -> AsyncIterator[Boutique]:
    """The boutique with recommendations for everybody, and a way to sign in."""

    async def sign_in(request: Request) -> Response:
        signed_in.sign_in(request, boutique.shop.id, request.path_params["customer"])
        return Response()

    boutique.app.router.routes[:0] = recommended_routes.router.routes
    boutique.app.add_api_route("/sign-in/{customer}", sign_in, include_in_schema=False)
    await holdout(boutique, 0.0)
    async with boutique.database.session() as session:
        for one in await everything(boutique):
            if one.title.en in BAGS:
                await catalog.update_product(
                    session, boutique.shop.id, one.id, SYSTEM, durable=True, replacement_days=1825
                )
    yield boutique


async def holdout(boutique: Boutique, share: float) -> None:
    async with boutique.database.session() as session:
        await session.execute(
            text("UPDATE shops SET holdouts = jsonb_build_object('recommendations', CAST(:share AS float))"),
            {"share": share},
        )


async def product(boutique: Boutique, handle: str) -> Product:
    async with boutique.database.session() as session:
        return await catalog.product(session, boutique.shop.id, handle=handle)


async def customer_with(boutique: Boutique, *skus: str, yes: bool = True) -> str:
    """A customer who ordered these and lets that be used."""
    async with boutique.database.session() as session:
        someone = Customer(key="C1", name="Ada", email="ada@example.com", accepts_marketing=yes)
        await apply_customers(session, boutique.shop.id, [someone], SYSTEM)
        lines = tuple(OrderLine(sku=one, title=one, quantity=1, unit_price=Money(128_000, "EUR")) for one in skus)
        order = Order(
            number="1001", placed_at=now(), currency="EUR", status="paid", total=Money(128_000 * len(skus), "EUR"),
            customer_key="C1", lines=lines,
        )  # fmt: skip
        await apply_orders(session, boutique.shop.id, [order], SYSTEM)
        return (await ids_by_key(session, boutique.shop.id, ["C1"]))["C1"]


async def acts(boutique: Boutique, kind: str) -> list[tuple[str, dict[str, str]]]:
    async with boutique.database.session() as session:
        found = await session.execute(
            text("SELECT surface, details FROM interactions WHERE kind = :kind ORDER BY at, id"), {"kind": kind}
        )
        return [(surface, details) for surface, details in found]


async def answer(boutique: Boutique, place: str, *, script: bool = False, **fields: str) -> Response:
    home = await page(boutique, "/en")
    token = re.search(r'name="csrf_token" value="([^"]+)"', home)
    assert token
    headers = {"hx-request": "true"} if script else {}
    data = {"csrf_token": token[1], "place": place, "back": "/en", **fields}
    return await boutique.client.post("/en/recommended", data=data, headers=headers)  # type: ignore[return-value]


async def signed_in_as(boutique: Boutique, customer: str) -> None:
    await page(boutique, "/en")
    assert (await boutique.client.get(f"/sign-in/{customer}")).status_code == 200


async def test_who_bought_a_bag_is_shown_no_other_in_any_row(shop: Boutique) -> None:
    await bagged(shop)  # a saddle bag lies in the bag, too
    await signed_in_as(shop, await customer_with(shop, "SADDLE-BAG-BLACK"))
    for path in ("/en", "/en/p/deco-carre", "/en/p/work-tote", "/en/cart", "/en/orders/1001"):
        found = rows(await page(shop, path))
        assert not BAGS & {name for names in found.values() for name in names}, path
    assert "For you" in await page(shop, "/en")


async def test_orders_are_used_only_with_a_yes_and_a_stop_counts_at_once(shop: Boutique) -> None:
    await signed_in_as(shop, await customer_with(shop, "SADDLE-BAG-BLACK", yes=False))
    before = await page(shop, "/en/p/work-tote")
    assert "not your other orders" in before and BAGS & set(rows(before).get("instead", ()))
    await answer(shop, "home", use="yes")
    after = await page(shop, "/en/p/work-tote")
    assert "Your orders are used" in after and not BAGS & set(rows(after).get("instead", ()))
    await answer(shop, "home", use="no")
    assert "Nothing you did here is used" in await page(shop, "/en")


async def test_a_row_says_why_and_every_button_names_its_piece(shop: Boutique) -> None:
    html = await page(shop, "/en/p/saddle-bag")
    found = rows(html)
    assert found["instead"] and not {"Saddle Bag"} & {name for names in found.values() for name in names}
    for placement, inside in ROWS.findall(html):
        assert f'id="rec-{placement}"' in inside and inside.count("rec-why") >= 1
        for name in NAMES.findall(inside):
            assert f'aria-label="Not for me: {name}"' in inside and f'aria-label="I have it: {name}"' in inside
    assert not re.search(r'<p class="rec-why">(?:(?!</p>).)*</p>', html, re.DOTALL) or "claim" in html


async def test_not_for_me_works_at_once_everywhere_and_can_be_taken_back(shop: Boutique) -> None:
    first = rows(await page(shop, "/en/p/saddle-bag"))["instead"]
    piece = next(one for one in await everything(shop) if one.title.en == first[0])
    about = (await product(shop, "saddle-bag")).id
    part = await answer(shop, "product", script=True, about=about, not_for_me=piece.id)
    assert part.status_code == 200 and part.text.lstrip().startswith("<form")  # type: ignore[attr-defined]
    shown = rows(part.text)["instead"]  # type: ignore[attr-defined]
    assert first[0] not in shown and len(shown) >= len(first) - 1
    assert f"{first[0]} will not be recommended to you again." in part.text and "autofocus" in part.text  # type: ignore[attr-defined]
    for path in ("/en", "/en/p/saddle-bag", "/zh/p/saddle-bag"):
        assert all(first[0] not in names for names in rows(await page(shop, path)).values())
    await answer(shop, "product", script=True, about=about, undo=piece.id)
    assert rows(await page(shop, "/en/p/saddle-bag"))["instead"] == first


async def test_without_scripts_the_page_comes_back_with_a_way_to_undo(shop: Boutique) -> None:
    first = rows(await page(shop, "/en/p/saddle-bag"))["instead"]
    piece = next(one for one in await everything(shop) if one.title.en == first[0])
    sent = await answer(shop, "product", have_it=piece.id, back="/en/p/saddle-bag")
    assert (sent.status_code, sent.headers["location"]) == (303, "/en/p/saddle-bag#recommended")
    html = await page(shop, "/en/p/saddle-bag")
    assert f"Noted that you have it: {first[0]}." in html and first[0] not in rows(html).get("instead", [])
    undo = re.search(r'action="(/en/recommended/undo[^"]+)"', html)
    token = re.search(r'name="csrf_token" value="([^"]+)"', html)
    assert undo and token
    back = await shop.client.post(undo[1].replace("&amp;", "&"), data={"csrf_token": token[1]})
    assert back.status_code == 303 and rows(await page(shop, "/en/p/saddle-bag"))["instead"] == first


async def test_another_site_cannot_be_led_to_and_unknown_pieces_are_refused(shop: Boutique) -> None:
    piece = await product(shop, "otto-loafer")
    sent = await answer(shop, "home", not_for_me=piece.id, back="https://elsewhere.example/")
    assert sent.headers["location"].startswith("/en#")
    assert (await answer(shop, "home", not_for_me="prd_nothing")).status_code == 404
    assert (await answer(shop, "nowhere", not_for_me=piece.id)).status_code == 422


async def test_who_answers_without_end_is_asked_to_wait(shop: Boutique) -> None:
    token = re.search(r'name="csrf_token" value="([^"]+)"', await page(shop, "/en"))
    assert token
    data = {"csrf_token": token[1], "place": "home", "use": "no"}
    with clock.at(clock.now()):
        found = [(await shop.client.post("/en/recommended", data=data)).status_code for _ in range(41)]
    assert found == [*[303] * 40, 429]


async def test_the_hold_out_sees_plain_rows_and_both_arms_are_noted(shop: Boutique) -> None:
    await page(shop, "/en/p/saddle-bag")
    await holdout(shop, 1.0)
    shop.client.cookies.clear()
    html = await page(shop, "/en/p/saddle-bag")
    assert (
        "Similar pieces" in html and "Completes it" not in html and "rec-why" not in html and "not_for_me" not in html
    )
    assert "More pieces" in await page(shop, "/en")
    async with shop.database.session() as session:
        arms = await session.execute(text("SELECT arm FROM exposures WHERE feature = 'recommendations' ORDER BY arm"))
        assert [one for (one,) in arms] == ["holdout", "treatment"]
    noted = await acts(shop, "recommended")
    assert {details["arm"] for _, details in noted} == {"holdout", "treatment"}


async def test_what_was_shown_and_chosen_is_remembered_with_placement_and_reason(shop: Boutique) -> None:
    html = await page(shop, "/en/p/saddle-bag")
    ((surface, details), *_) = await acts(shop, "recommended")
    assert surface == "product" and details["placement"] in ("completes", "instead")
    assert len(details["shown"].split()) == len(details["reasons"].split()) >= 1
    link = re.search(r'class="tile-link" href="(/en/p/[^"]*via=(\w+)\.(\w+))"', html)
    assert link
    came = {"referer": "http://aurelle.localhost/en/p/saddle-bag"}
    await shop.client.get(link[1].replace("&amp;", "&"), headers=came)
    await shop.client.get("/en/p/otto-loafer?via=home.nonsense", headers=came)
    clicked = await acts(shop, "click")
    assert [one.get("reason") for _, one in clicked] == [link[3], None]
    assert clicked[0][1]["placement"] == link[2]


async def test_an_order_is_shown_to_nobody_but_its_customer(shop: Boutique) -> None:
    mine = await customer_with(shop, "SADDLE-BAG-BLACK")
    assert (await shop.client.get("/en/orders/1001")).status_code == 404
    await signed_in_as(shop, "cus_somebody_else")
    assert (await shop.client.get("/en/orders/1001")).status_code == 404
    await signed_in_as(shop, mine)
    answered = await shop.client.get("/en/orders/1001")
    assert (
        answered.status_code == 200
        and "Saddle Bag" in answered.text
        and "no-store" in answered.headers["cache-control"]
    )


async def test_a_mail_leads_to_the_piece_by_a_signed_address(shop: Boutique) -> None:
    piece = await product(shop, "deco-carre")
    path = address_of(piece.id, "en")
    opened = await shop.client.get(path)
    assert (opened.status_code, opened.headers["location"].partition("?")[0]) == (302, "/en/p/deco-carre")
    assert (await shop.client.get(path[:-3] + "abc")).status_code == 404
    assert [(surface, one["placement"]) for surface, one in await acts(shop, "click")] == [("channel", "email")]


async def test_fewer_pieces_in_a_row_ask_no_less_of_the_database(shop: Boutique, statements: list[str]) -> None:
    counts = []
    for _ in range(2):
        await page(shop, "/en/p/saddle-bag")
        statements.clear()
        found = rows(await page(shop, "/en/p/saddle-bag"))
        asked = [one for one in statements if one.lstrip().startswith("SELECT")]
        counts.append((sum(len(names) for names in found.values()), len(asked)))
        first = next(one for one in await everything(shop) if one.title.en == found["instead"][0])
        await answer(shop, "product", not_for_me=first.id)
    assert counts[0][0] > counts[1][0] and counts[0][1] == counts[1][1], counts


async def everything(boutique: Boutique) -> list[Product]:
    async with boutique.database.session() as session:
        ids = await catalog.all_product_ids(session, boutique.shop.id)
        return await catalog.products(session, boutique.shop.id, ids)
