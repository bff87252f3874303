"""The page behind a link an associate shared, as its client meets it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.storefront.conftest import Boutique

from mercery.accounts.actor import SYSTEM
from mercery.catalog.product import Product
from mercery.catalog.service import all_product_ids, products, set_price, set_stock
from mercery.core import clock
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.guide.associate.service import Draft, outcomes, share, withdraw
from mercery.guide.associate.shared_offer import SharedOffer, SharedPiece
from mercery.guide.need import Wish
from mercery.storefront import shared_offer_routes

BAG, OTHER = "work-tote", "firenze-satchel"


@pytest.fixture(autouse=True)
def routes(boutique: Boutique) -> None:
    """The routes of shared offers stand before the storefront's own, as in the application."""
    boutique.app.router.routes[:0] = shared_offer_routes.router.routes


async def piece_of(boutique: Boutique, handle: str) -> Product:
    async with boutique.database.session() as session:
        every = await products(session, boutique.shop.id, await all_product_ids(session, boutique.shop.id))
    return next(one for one in every if one.handle == handle)


async def offer_of(boutique: Boutique, *handles: str, wishes: tuple[Wish, ...] = ()) -> SharedOffer:
    pieces = []
    for handle in handles or (BAG, OTHER):
        product = await piece_of(boutique, handle)
        pieces.append(SharedPiece(product_id=product.id, variant_id=product.variants[0].id))
    draft = Draft(
        pieces=tuple(pieces), lang="en", currency="EUR", expires_at=clock.now() + timedelta(days=7),
        note="For your first day.", addressee="Mei", wishes=wishes,
    )  # fmt: skip
    async with boutique.database.session() as session:
        return await share(session, boutique.shop, SYSTEM, draft, staff_id="stf_1", by="Claire", check=None)


async def became(boutique: Boutique, offer: SharedOffer) -> tuple[int, int]:
    async with boutique.database.session() as session:
        found = (await outcomes(session, boutique.shop, [offer]))[offer.id]
    return found.readers, len(found.in_bag)


async def test_it_says_from_whom_it_is_and_what_the_pieces_cost_now(boutique: Boutique) -> None:
    offer = await offer_of(boutique)
    async with boutique.database.session() as session:
        await set_price(session, boutique.shop.id, await _sku(boutique, BAG), Money(99_500, "EUR"), SYSTEM)
    page = (await boutique.client.get(f"/en/offer/{offer.token}")).text
    assert "Claire" in page
    assert "Mei, chosen for you" in page
    assert "For your first day." in page
    assert "€995" in page
    assert 'name="robots" content="noindex' in page
    chinese = (await boutique.client.get(f"/zh/offer/{offer.token}")).text
    assert "Mei，为您选了这几件" in chinese


async def _sku(boutique: Boutique, handle: str) -> str:
    return (await piece_of(boutique, handle)).variants[0].sku


async def test_wishes_stand_there_only_while_the_piece_meets_them(boutique: Boutique) -> None:
    leather = Wish(kind="material", values=("leather",), label=Words("Leather", "皮革"))
    silk = Wish(kind="material", values=("silk",), label=Words("Silk", "真丝"))
    budget = Wish(kind="price", currency="EUR", label=Words("Up to €2,000", "2000 欧元以内"))
    page = (
        await boutique.client.get(f"/en/offer/{(await offer_of(boutique, wishes=(leather, silk, budget))).token}")
    ).text
    assert "<li>Leather</li>" in page
    assert "Silk" not in re.findall(r"<li>(.*?)</li>", page)
    assert "Up to €2,000" not in page


async def test_a_person_who_opens_it_is_counted_once_a_machine_never(boutique: Boutique) -> None:
    offer = await offer_of(boutique)
    for _ in range(2):
        await boutique.client.get(f"/en/offer/{offer.token}")
    await boutique.client.get(f"/en/offer/{offer.token}", headers={"user-agent": "facebookexternalhit/1.1"})
    assert await became(boutique, offer) == (1, 0)


async def test_the_chosen_variant_goes_into_the_bag(boutique: Boutique) -> None:
    offer = await offer_of(boutique, BAG)
    page = (await boutique.client.get(f"/en/offer/{offer.token}")).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    bag = await piece_of(boutique, BAG)
    told = await boutique.client.post(
        f"/en/offer/{offer.token}/bag",
        data={"csrf_token": token[1], "product_id": bag.id, "sku": bag.variants[0].sku},
        headers={"origin": "http://aurelle.localhost"},
    )
    assert told.status_code == 303
    assert await became(boutique, offer) == (1, 1)


async def test_what_sold_out_since_says_so_and_cannot_be_bought(boutique: Boutique) -> None:
    offer = await offer_of(boutique, BAG)
    async with boutique.database.session() as session:
        await set_stock(session, boutique.shop.id, await _sku(boutique, BAG), 0, SYSTEM)
    page = (await boutique.client.get(f"/en/offer/{offer.token}")).text
    assert "Sold out since it was chosen" in page
    assert "Add to bag" not in page


@given(ends=st.sampled_from(["expired", "withdrawn"]), lang=st.sampled_from(["en", "zh"]))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_an_offer_that_ended_never_shows_a_price(boutique: Boutique, ends: str, lang: str) -> None:
    offer = await offer_of(boutique)
    if ends == "withdrawn":
        async with boutique.database.session() as session:
            await withdraw(session, boutique.shop, SYSTEM, offer.id)
        page = (await boutique.client.get(f"/{lang}/offer/{offer.token}")).text
    else:
        with clock.at(clock.now() + timedelta(days=8)):
            page = (await boutique.client.get(f"/{lang}/offer/{offer.token}")).text
    main = page.partition('class="shop-width shared-offer"')[2].partition("<footer")[0]
    assert main
    assert not re.search(r"€\s?\d|\d\s?€", main)
    assert "For your first day." not in main
    assert await became(boutique, offer) == (0, 0)


async def test_a_link_nobody_shared_leads_nowhere(boutique: Boutique) -> None:
    for token in ("x", "A" * 24, "../../etc"):
        assert (await boutique.client.get(f"/en/offer/{token}")).status_code == 404
