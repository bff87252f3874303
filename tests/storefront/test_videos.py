"""Videos on the shop's pages: what is in them is shown with the price and stock of the moment, touched, and put into the bag."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import httpx
import pytest
from playwright.async_api import Page, expect
from sqlalchemy import select
from starlette.requests import HTTPConnection
from tests.storefront.conftest import Boutique

from mercery.accounts.actor import SYSTEM
from mercery.catalog.product import Attribute, Product
from mercery.catalog.service import all_product_ids, apply_drafts, products, set_price, set_stock
from mercery.claims.values import MaterialPart, Materials
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.i18n import Lang, Words
from mercery.core.money import Money
from mercery.interactions.tables import InteractionRow
from mercery.storefront import watch_routes
from mercery.studio import service
from mercery.studio.brief import Brief
from mercery.studio.gathering import materials_for
from mercery.studio.repository import files_json
from mercery.studio.tables import ContentRenderRow
from mercery.studio.video.kept_video import draw_files
from mercery.studio.video.shot import Format
from mercery.web.pipeline import new_web_app

SMALL = Format(name="portrait", width=144, height=256)
BAG = "firenze-satchel"
FILM = "document.querySelector('mercery-video').shadowRoot.querySelector('video')"


@pytest.fixture(autouse=True)
def routes(boutique: Boutique) -> None:
    """They stand before the storefront's own, as in the application."""
    boutique.app.router.routes[:0] = watch_routes.router.routes


async def bag_of(boutique: Boutique) -> Product:
    async with boutique.database.session() as session:
        every = await products(session, boutique.shop.id, await all_product_ids(session, boutique.shop.id))
    return next(one for one in every if one.handle == BAG)


async def film(boutique: Boutique, lang: Lang = "en") -> str:
    """A published video of the bag with a real film, small and without a voice; its slug."""
    product = await bag_of(boutique)
    brief = Brief(product_ids=(product.id,), channel="video", lang=lang, length="short")
    media = settings().home / "media"
    async with boutique.database.session() as session:
        kept = await service.write_piece(session, boutique.shop, SYSTEM, brief)
        await service.publish(session, boutique.shop, SYSTEM, kept.line.id)
        render = await service.ask_render(session, boutique.shop, SYSTEM, kept.line.id, "video")
        version = await service.piece_version(session, boutique.shop.id, kept.line.id, render.version)
        folder = media / "studio" / render.id
        folder.mkdir(parents=True)
        materials = await materials_for(session, boutique.shop, brief, piece_id=kept.line.id)
        files = draw_files(version, materials, media, folder, None, [SMALL])
        row = await session.get_one(ContentRenderRow, render.id)
        row.state, row.files, row.finished_at = "done", list(files_json(files)), now()
        slug = (await service.piece(session, boutique.shop.id, kept.line.id)).line.slug
    assert slug
    return slug


async def data(client: httpx.AsyncClient, slug: str, lang: str = "en") -> dict[str, object]:
    answer = await client.get(f"/api/player/{lang}/{slug}", headers={"accept": "application/json"})
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


async def goods(client: httpx.AsyncClient, slug: str) -> dict[str, dict[str, object]]:
    answer = await client.get(f"/api/player/en/{slug}/goods", headers={"accept": "application/json"})
    return dict(answer.json()["goods"])


async def plays(page: Page) -> None:
    """Until the film has really run on."""
    for _ in range(200):
        if await page.evaluate(f"{FILM}.currentTime") > 0.2:
            return
        await asyncio.sleep(0.05)
    pytest.fail("the film does not play")


async def test_the_player_hears_of_a_price_and_of_stock_as_soon_as_they_change(boutique: Boutique) -> None:
    slug = await film(boutique)
    before = await goods(boutique.client, slug)
    variant = (await bag_of(boutique)).variants[0]
    key = next(one for one in before if one.endswith(variant.sku))
    assert (before[key]["price"], before[key]["stock"], before[key]["available"]) == ("€1,450", "2 in stock", True)

    async with boutique.database.session() as session:
        await set_price(session, boutique.shop.id, variant.sku, Money(99_000, "EUR"), SYSTEM)
        await set_stock(session, boutique.shop.id, variant.sku, 0, SYSTEM)

    after = await goods(boutique.client, slug)
    assert (after[key]["price"], after[key]["available"]) == ("€990", False)
    page = (await boutique.client.get(f"/en/videos/{slug}")).text
    assert "€990" in page and "€1,450" not in page


async def test_no_file_of_a_video_holds_a_price(boutique: Boutique) -> None:
    slug = await film(boutique)
    found = await data(boutique.client, slug)
    folder = settings().home / "media" / "studio"
    written = [path.read_text("utf-8") for path in folder.rglob("*") if path.suffix in (".json", ".vtt")]
    assert found["tags"] and written
    assert not any("€" in text or "1,450" in text or "1450" in text for text in written)


async def test_a_film_whose_words_no_longer_hold_is_not_shown(boutique: Boutique) -> None:
    slug = await film(boutique)
    assert (await boutique.client.get(f"/en/videos/{slug}")).status_code == 200
    assert f"/en/videos/{slug}" in (await boutique.client.get("/sitemap.xml")).text

    bag = await bag_of(boutique)
    suede = Attribute(
        name="material",
        label=Words("Material", "材质"),
        value=Materials((MaterialPart("main", Words("suede", "麂皮")),)),
    )
    rest = tuple(one for one in bag.attributes if not isinstance(one.value, Materials))
    async with boutique.database.session() as session:
        await apply_drafts(session, boutique.shop, [replace(bag, attributes=(*rest, suede))], SYSTEM)

    assert (await boutique.client.get(f"/en/videos/{slug}")).status_code == 404
    assert slug not in (await boutique.client.get("/en/videos")).text


async def test_a_touched_tag_is_a_click_on_record_and_leads_to_the_piece(boutique: Boutique) -> None:
    slug = await film(boutique)
    tag = (await data(boutique.client, slug))["tags"][0]  # type: ignore[index]
    answer = await boutique.client.get(f"/en/videos/{slug}/go/{tag['id']}", follow_redirects=False)
    assert answer.headers["location"].startswith(f"/en/p/{BAG}?variant=")
    async with boutique.database.session() as session:
        row = (await session.scalars(select(InteractionRow).where(InteractionRow.surface == "video"))).one()
    assert (row.kind, row.details["video"], row.details["tag"]) == ("click", slug, tag["id"])
    assert (await boutique.client.get(f"/en/videos/{slug}/go/none")).status_code == 404


async def test_another_site_is_told_what_is_in_a_video_once_the_shop_has_named_it(boutique: Boutique) -> None:
    slug = await film(boutique)

    async def named(_: HTTPConnection, origin: str) -> bool:
        return origin == "https://magazine.example"

    app = new_web_app(embed_allowed=named)
    app.state.database = boutique.database
    app.include_router(watch_routes.router)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://aurelle.localhost") as elsewhere:
        told = await elsewhere.get(f"/api/player/en/{slug}", headers={"origin": "https://magazine.example"})
        refused = await elsewhere.get(f"/api/player/en/{slug}", headers={"origin": "https://other.example"})
        script = await elsewhere.get("/player.js", headers={"origin": "https://other.example"})
    assert told.headers["access-control-allow-origin"] == "https://magazine.example"
    assert all(one["url"].startswith("http://aurelle.localhost/") for one in told.json()["films"])
    assert refused.status_code == 403
    assert script.status_code == 200


@pytest.mark.parametrize(("lang", "width"), [("en", 390), pytest.param("zh", 1440, marks=pytest.mark.slow)])
async def test_a_video_is_watched_a_piece_touched_and_put_into_the_bag(
    boutique: Boutique, address: str, page: Page, lang: Lang, width: int
) -> None:
    await film(boutique, lang)
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    await page.set_viewport_size({"width": width, "height": 850})
    await page.goto(f"{address}/{lang}/videos")
    await page.locator(".video-tile").first.click()
    player = page.locator("mercery-video[data-state=ready]")
    await expect(player).to_be_visible()

    await player.locator(".big").click()
    await expect(player.locator(".tag b").first).to_have_text("€1,450")
    await plays(page)
    await player.locator(".tag").first.click()
    card = player.locator(".card")
    await expect(card.locator(".price")).to_contain_text("€1,450")
    assert await page.evaluate(f"{FILM}.paused")
    await card.locator(".buy").click()
    await expect(card.locator(".told")).to_contain_text("is in your bag" if lang == "en" else "已放入购物袋")
    await expect(page.locator("#bag-count")).to_contain_text("1")
    assert await page.evaluate("document.documentElement.scrollWidth") <= width

    await card.get_by_role("link").last.click()
    await expect(page.locator("h1")).to_have_text("Your bag" if lang == "en" else "购物袋")
    assert problems == []
