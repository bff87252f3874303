"""What leaves the shop: files that shop systems take, a feed that is right at this moment, an archive with every fact named."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from tests.catalog.importing.reading import read_text
from tests.studio.house import CLAIRE, HUGO, House

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.claims.values import Dimensions
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.demo.catalogue import demo_products
from mercery.studio import drawing, service
from mercery.studio.brief import Channel
from mercery.studio.exporting import files
from mercery.studio.exporting.markup import body_html, markdown, without_prices
from mercery.studio.exporting.shop_tables import shopify_csv
from mercery.studio.gathering import materials_for
from mercery.studio.kept import Edited, KeptFile, KeptPiece
from mercery.studio.pictures.detail import detail_page
from mercery.studio.repository import files_json
from mercery.studio.tables import ContentRenderRow

BASE = "https://aurelle.example"
G = "{http://base.google.com/ns/1.0}"


async def published(house: House, channel: Channel = "product_page", *lines: str) -> KeptPiece:
    async with house.database.session() as session:
        kept = await service.write_piece(session, house.shop, CLAIRE, house.brief(channel=channel))
        if lines:
            text = " ".join((kept.piece.passages[1].text("en"), *lines))
            kept = await service.edit(session, house.shop, CLAIRE, kept.line.id, Edited(place=1, text=text))
        return await service.publish(session, house.shop, HUGO, kept.line.id)


async def test_tables_for_shop_systems_come_back_through_the_importers_with_the_copy(
    house: House, tmp_path: Path
) -> None:
    kept = await published(house, "product_page", "The Saddle Bag costs €1,480.")
    async with house.database.session() as session:
        shopify = await files.shop_table(session, house.shop, "shopify", "en", BASE)
        woo = await files.shop_table(session, house.shop, "woocommerce", "en", BASE)
    assert "costs" not in shopify and "costs" not in woo
    weight = "780 g"
    assert weight in kept.piece.text()
    for text, name in ((shopify, "shopify"), (woo, "woocommerce")):
        read = read_text(tmp_path, text)
        assert (read.format, read.counts) == (name, (1, 2))
        bag = read.products[0]
        assert weight in bag.description.en and bag.title.en == "Saddle Bag"
        assert {variant.sku for variant in bag.variants} == {"SADDLE-BAG-BORDEAUX", "SADDLE-BAG-BLACK"}, bag.variants


def test_a_chinese_table_for_shopify_names_goods_in_chinese_and_pictures_by_their_address() -> None:
    shop = Shop(id="shp_1", slug="aurelle", name=Words("Maison Aurelle"))
    draft = next(one.product for one in demo_products(date(2026, 11, 25)) if one.product.key == "saddle-bag")
    media = tuple(replace(one, path=f"{place}.webp") for place, one in enumerate(draft.media))
    bag = replace(draft, id="prd_1", media=media)
    rows = list(csv.DictReader(io.StringIO(shopify_csv(shop, [bag], {"prd_1": "<p>马鞍包</p>"}, "zh", BASE))))
    assert (rows[0]["Title"], rows[0]["Body (HTML)"], rows[0]["Option1 Value"]) == (
        "马鞍包",
        "<p>马鞍包</p>",
        "波尔多红",
    )
    assert [row["Image Src"] for row in rows if row["Image Src"]] == [f"{BASE}/media/{one.path}" for one in media]


async def test_the_merchant_feed_has_price_and_stock_of_this_moment_and_the_copy(house: House) -> None:
    await published(house)

    async def item() -> dict[str, str]:
        async with house.database.session() as session:
            feed = ElementTree.fromstring(await files.merchant_feed(session, house.shop, "en", BASE))
        found = {one.findtext(f"{G}item_group_id"): one for one in feed.iter("item")}
        return {child.tag.removeprefix(G): child.text or "" for child in found["saddle-bag"]}

    before = await item()
    assert (before["price"], before["availability"]) == ("1480.00 EUR", "in_stock")
    assert "780 g" in before["description"] and before["link"].startswith(f"{BASE}/en/p/saddle-bag?variant=")
    async with house.database.session() as session:
        for variant in (await catalog.product(session, house.shop.id, product_id=house.ids["saddle-bag"])).variants:
            await catalog.set_price(
                session, house.shop.id, variant.sku, Money(129_000, "EUR"), HUGO, was=Money(148_000, "EUR")
            )
            await catalog.set_stock(session, house.shop.id, variant.sku, 0, HUGO)
    after = await item()
    assert (after["price"], after["sale_price"]) == ("1480.00 EUR", "1290.00 EUR")
    assert "/" in after["sale_price_effective_date"] and after["availability"] == "out_of_stock"


async def test_the_archive_names_the_fact_of_every_claim(house: House) -> None:
    kept = await published(house, "note")
    async with house.database.session() as session:
        content = await files.archive(session, house.shop)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        index = json.loads(archive.read("index.json"))
        folder = index[0]["folder"]
        page = archive.read(f"{folder}/piece.html").decode()
        text = archive.read(f"{folder}/piece.md").decode()
        data = json.loads(archive.read(f"{folder}/piece.json"))
    assert f"<h1>{kept.line.title}</h1>" in page and text.startswith("# ")
    claims = [one for passage in data["passages"] for one in passage["sentences"] if one["fact_ids"]]
    assert claims and all(one["spans"] for one in claims)
    assert set(data["fact_ids"]) == set(kept.piece.fact_ids)


async def test_a_picture_that_shows_another_piece_as_it_was_stays_out_of_the_archive(house: House) -> None:
    kept = await published(house, "detail_page")
    folder = drawing.folder_of(house.shop.id)
    folder.mkdir(parents=True)
    async with house.database.session() as session:
        asked = await service.ask_render(session, house.shop, CLAIRE, kept.line.id, "long_image")
        # What a long picture lists of itself; the picture takes seconds to draw.
        shown = detail_page(kept.piece, await materials_for(session, house.shop, kept.brief)).fact_ids
        (folder / "drawn.json").write_text(json.dumps({"pictures": [{"facts": shown}]}), "utf-8")
        row = await session.get_one(ContentRenderRow, asked.id)
        listed = KeptFile(kind="drawn", path=f"studio/{house.shop.id}/drawn.json", mime="application/json", bytes=9)
        row.state, row.files = "done", list(files_json([listed]))

    async def pictures() -> list[str]:
        async with house.database.session() as session:
            content = await files.archive(session, house.shop)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [name for name in archive.namelist() if "/long_image/" in name]

    assert await pictures()
    async with house.database.session() as session:
        mini = await catalog.product(session, house.shop.id, product_id=house.ids["saddle-bag-mini"])
        rest = tuple(one for one in mini.attributes if one.name != "dimensions")
        size = next(one for one in mini.attributes if one.name == "dimensions")
        assert isinstance(size.value, Dimensions)
        other = replace(size, value=replace(size.value, sides=tuple(side + 1 for side in size.value.sides)))
        await catalog.update_product(session, house.shop.id, mini.id, HUGO, attributes=(*rest, other))
    assert not await pictures()


async def test_marks_in_a_text_stay_words(house: House) -> None:
    kept = await published(house)
    assert "<" not in body_html(kept.piece).replace("<p>", "").replace("</p>", "").replace("<h2>", "").replace(
        "</h2>", ""
    )
    assert markdown(without_prices(kept.piece)).count("# ") >= 1
