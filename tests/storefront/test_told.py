"""What the studio has published, on the shop's pages: only what holds at this moment, from the moment a fact changes."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

import httpx
import pytest
from tests.storefront.conftest import storefront_app
from tests.studio.house import CLAIRE, HUGO, House, open_house

from mercery.catalog import service as catalog
from mercery.core.database import Database
from mercery.core.money import Money
from mercery.studio import service
from mercery.studio.brief import Channel
from mercery.studio.kept import Edited, KeptPiece

PRICE = {"en": "The Saddle Bag costs €1,480.", "zh": "马鞍包售价 ¥11,800。"}


@pytest.fixture
async def told(database: Database, home: object) -> AsyncIterator[tuple[House, httpx.AsyncClient]]:
    """The house and a browser in it. Nobody follows the facts here: no worker runs."""
    house = await open_house(database)
    transport = httpx.ASGITransport(app=storefront_app(database))
    headers = {"accept": "text/html", "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
    async with httpx.AsyncClient(transport=transport, base_url="http://aurelle.localhost", headers=headers) as client:
        yield house, client


async def published(house: House, channel: Channel, *lines: str) -> KeptPiece:
    async with house.database.session() as session:
        kept = await service.write_piece(session, house.shop, CLAIRE, house.brief(channel=channel))
        if lines:
            text = " ".join((kept.piece.passages[1].text("en"), *lines))
            kept = await service.edit(session, house.shop, CLAIRE, kept.line.id, Edited(place=1, text=text))
        return await service.publish(session, house.shop, HUGO, kept.line.id)


async def page(client: httpx.AsyncClient, path: str) -> str:
    answer = await client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.text


async def reprice(house: House, amount: int) -> None:
    async with house.database.session() as session:
        for variant in (await catalog.product(session, house.shop.id, product_id=house.ids["saddle-bag"])).variants:
            await catalog.set_price(session, house.shop.id, variant.sku, Money(amount, "EUR"), HUGO)


async def test_a_changed_price_reaches_every_page_and_feed_within_two_seconds_and_none_shows_the_old_one(
    told: tuple[House, httpx.AsyncClient],
) -> None:
    house, client = told
    note = await published(house, "note", PRICE["en"])
    await published(house, "product_page", PRICE["en"])
    await published(house, "detail_page", PRICE["en"])
    paths = ("/en/p/saddle-bag", f"/en/stories/{note.line.slug}", "/en/feeds/google.xml")
    for path in paths:
        shown = await page(client, path)
        assert "€1,480" in shown or "1480.00 EUR" in shown, path
    await reprice(house, 139_000)
    changed = time.monotonic()
    for path in paths[:2]:
        # No worker runs here: the very next look is right.
        shown = await page(client, path)
        assert "1,480" not in shown and "€1,390" in shown, path
    looked = time.monotonic()
    while "1480.00 EUR" in (feed := await page(client, paths[2])):
        # When the look began: how long it takes says how busy the machine is.
        assert looked - changed < 2
        looked = time.monotonic()
    assert "1390.00 EUR" in feed


async def test_copy_stands_in_the_place_of_the_description_and_the_detail_page_below(
    told: tuple[House, httpx.AsyncClient],
) -> None:
    house, client = told
    assert 'id="written"' not in await page(client, "/en/p/saddle-bag")
    await published(house, "product_page")
    await published(house, "detail_page")
    shown = await page(client, "/en/p/saddle-bag")
    assert 'id="written"' in shown and 'class="detail"' in shown and "claim-text" in shown
    assert 'id="written"' not in await page(client, "/zh/p/saddle-bag")


async def test_search_engines_are_told_what_the_page_says_and_no_price_that_they_would_keep(
    told: tuple[House, httpx.AsyncClient],
) -> None:
    house, client = told
    await published(house, "product_page", PRICE["en"])
    note = await published(house, "note")
    head = (await page(client, "/en/p/saddle-bag")).partition("</head>")[0]
    described = head.partition('<meta name="description" content="')[2].partition('"')[0]
    assert "The Saddle Bag" in described and "€" not in described
    assert '"description":"' in head and "costs €1,480" not in head
    listed = await page(client, "/en/stories")
    remark = next(one.text("en") for one in note.piece.passages if one.kind == "lead")
    assert remark not in listed


async def test_a_story_has_its_page_its_place_in_the_sitemap_and_is_gone_when_withdrawn(
    told: tuple[House, httpx.AsyncClient],
) -> None:
    house, client = told
    kept = await published(house, "article")
    path = f"/en/stories/{kept.line.slug}"
    shown = await page(client, path)
    assert '"@type":"Article"' in shown and "/en/p/saddle-bag" in shown
    assert path in await page(client, "/en/stories") and f"{path}</loc>" in await page(client, "/sitemap.xml")
    assert f"/zh/stories/{kept.line.slug}" not in await page(client, "/sitemap.xml")
    async with house.database.session() as session:
        await service.withdraw(session, house.shop, HUGO, kept.line.id, reason="Season over")
    assert (await client.get(path)).status_code == 404
    assert path not in await page(client, "/sitemap.xml")
