"""Exports of what is published, each as it holds at this moment."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Final, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Json
from mercery.core.errors import NotFound
from mercery.core.i18n import Lang
from mercery.promotions.service import price_products
from mercery.studio import repository
from mercery.studio.brief import Channel
from mercery.studio.exporting.drawn_files import may_leave
from mercery.studio.exporting.markup import body_html, markdown, page_html, piece_json, without_prices
from mercery.studio.exporting.merchant import FeedText, merchant_xml
from mercery.studio.exporting.shop_tables import shopify_csv, woocommerce_csv
from mercery.studio.kept import Render
from mercery.studio.pictures.kept_image import FOR_CHANNEL
from mercery.studio.serving import Served, live_and_served

Table = Literal["shopify", "woocommerce"]
_COPY: Final[tuple[Channel, ...]] = ("product_page", "detail_page")
_FEED: Final[tuple[Channel, ...]] = ("product_page",)
_MOST_BYTES: Final = 400_000_000
"""Of an archive; what does not fit is named in its index."""


async def shop_table(session: AsyncSession, shop: Shop, table: Table, lang: Lang, base: str) -> str:
    """Published copy by product as a file that Shopify or WooCommerce imports. NotFound where none is published."""
    served = await live_and_served(session, shop, channels=_COPY, lang=lang)
    bodies: dict[str, str] = {}
    # A product page's copy comes before a detail page's.
    for one in sorted(served, key=lambda one: _COPY.index(one.line.channel)):
        label = one.label.text(lang) if one.by_model else ""
        bodies.setdefault(one.products[0].id, body_html(without_prices(one.piece), label=label))
    if not bodies:
        raise NotFound("No copy is published in this language.", remedy="Publish a product page first.")
    products = await catalog.products(session, shop.id, list(bodies))
    if table == "shopify":
        return shopify_csv(shop, products, bodies, lang, base)
    return woocommerce_csv(shop, products, bodies, price_products(shop, products), lang, base)


async def merchant_feed(
    session: AsyncSession, shop: Shop, lang: Lang, base: str, *, currency: str | None = None
) -> str:
    """The Google Merchant feed of all goods on sale, with prices and stock of this moment."""
    products = await _on_sale(session, shop)
    served = await live_and_served(session, shop, channels=_FEED, lang=lang)
    texts: dict[str, FeedText] = {}
    for one in served:
        plain = without_prices(one.piece)
        said = [passage.text(lang) for passage in plain.passages if passage.kind not in ("title", "label", "call")]
        text = ("" if lang == "zh" else " ").join(part for part in said if part)
        if text:
            texts.setdefault(one.products[0].id, FeedText(text=text, by_model=one.by_model))
    prices = price_products(shop, products, currency=currency)
    return merchant_xml(shop, products, texts, prices, lang=lang, base=base, moment=now())


async def archive(session: AsyncSession, shop: Shop, piece_ids: Collection[str] = ()) -> bytes:
    """A ZIP of what is published (or of these pieces of it): HTML, Markdown and JSON with fact ids, and the files drawn."""
    every = await live_and_served(session, shop, with_materials=tuple(FOR_CHANNEL))
    served = [one for one in every if not piece_ids or one.line.id in piece_ids]
    if not served:
        raise NotFound("None of these pieces is published.")
    renders = {one.line.id: await repository.renders_of(session, one.line.id) for one in served}
    return await asyncio.to_thread(_packed, shop, served, renders)


def _packed(shop: Shop, served: Sequence[Served], renders: Mapping[str, Sequence[Render]]) -> bytes:
    out, index, left = io.BytesIO(), list[Json](), _MOST_BYTES
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for one in served:
            folder = f"{one.line.number:04d}-{one.line.channel}-{one.line.lang}"
            for name, text in _texts(one, shop).items():
                file.writestr(f"{folder}/{name}", text)
            drawn, without, left = _put_drawn(file, folder, one, renders[one.line.id], left)
            index.append({**as_json(one, shop), "folder": folder, "files": drawn, "left_out": without})
        file.writestr("index.json", json.dumps(index, ensure_ascii=False, indent=1))
    return out.getvalue()


def as_json(one: Served, shop: Shop) -> Json:
    """A published piece as programs read it: only what holds, each sentence with its facts."""
    line = one.line
    return {
        "id": line.id, "number": line.number, "channel": line.channel, "lang": line.lang, "title": one.piece.title,
        "version": one.version.version, "slug": line.slug, "product_ids": [product.id for product in one.products],
        "handles": [product.handle for product in one.products],
        "published_at": line.published_at.isoformat() if line.published_at else None,
        "label": one.label.text(line.lang), "by_model": one.by_model, "aigc": one.metadata(shop),
        "html": body_html(one.piece, label=one.label.text(line.lang) if one.by_model else ""),
        "text": one.piece.text(), "fact_ids": list(one.piece.fact_ids), "passages": piece_json(one.piece),
    }  # fmt: skip


async def _on_sale(session: AsyncSession, shop: Shop) -> list[Product]:
    return await catalog.products(session, shop.id, await catalog.all_product_ids(session, shop.id))


def _texts(one: Served, shop: Shop) -> dict[str, str]:
    label = one.label.text(one.line.lang) if one.by_model else ""
    return {
        "piece.html": page_html(one.piece, label=label, metadata=one.metadata(shop)),
        "piece.md": markdown(one.piece, label=label),
        "piece.json": json.dumps(as_json(one, shop), ensure_ascii=False, indent=1),
    }


def _put_drawn(
    file: zipfile.ZipFile, folder: str, one: Served, renders: Sequence[Render], left: int
) -> tuple[list[str], list[str], int]:
    """Files that were drawn, those there was no room for, and how many bytes there is room for after them."""
    names, without = list[str](), list[str]()
    media = settings().home / "media"
    for render, files in may_leave(renders, one, media):
        for kept in files:
            path, name = media / kept.path, f"{folder}/{render.kind}/{Path(kept.path).name}"
            if not path.is_file():
                continue
            if kept.bytes > left:
                without.append(name)
                continue
            file.write(path, name, zipfile.ZIP_STORED)
            names.append(name)
            left -= kept.bytes
    return names, without, left
