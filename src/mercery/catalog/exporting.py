"""The catalogue as files: our own JSON lines (comes back complete), Shopify's CSV, a Google Merchant feed."""

from __future__ import annotations

import csv
import json
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Final, Literal, TextIO
from urllib.parse import urljoin
from xml.sax.saxutils import escape

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog.product import PROMOTION, PriceRow, Product, Variant
from mercery.catalog.product_json import product_to_json
from mercery.catalog.service import all_product_ids, products
from mercery.core.clock import now
from mercery.core.i18n import Lang
from mercery.core.money import Money

ExportFormat = Literal["mercery-json", "shopify-csv", "google-xml"]
_BLOCK: Final = 500
SHOPIFY_COLUMNS: Final = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Option1 Name", "Option1 Value", "Option2 Name",
    "Option2 Value", "Option3 Name", "Option3 Value", "Variant SKU", "Variant Grams", "Variant Inventory Tracker",
    "Variant Inventory Qty", "Variant Inventory Policy", "Variant Fulfillment Service", "Variant Price",
    "Variant Compare At Price", "Variant Requires Shipping", "Variant Taxable", "Variant Barcode", "Image Src",
    "Image Position", "Image Alt Text", "Variant Image", "Status",
)  # fmt: skip


async def stream_products(session: AsyncSession, shop_id: str) -> AsyncIterator[list[Product]]:
    """All products in the shop's order, in blocks, whatever their status."""
    ids = await all_product_ids(session, shop_id, active_only=False)
    for start in range(0, len(ids), _BLOCK):
        yield await products(session, shop_id, ids[start : start + _BLOCK])


async def export(
    session: AsyncSession, shop: Shop, out: TextIO, format_: ExportFormat = "mercery-json", base_url: str = ""
) -> int:
    """Write the catalogue of `shop` to `out` and return the number of products."""
    total = 0
    writer = _WRITERS[format_](out, shop, base_url)
    async for block in stream_products(session, shop.id):
        writer.add(block)
        total += len(block)
    writer.end()
    return total


class _JsonLines:
    def __init__(self, out: TextIO, shop: Shop, base_url: str) -> None:
        self.out = out

    def add(self, block: Iterable[Product]) -> None:
        for product in block:
            self.out.write(json.dumps(product_to_json(product), ensure_ascii=False) + "\n")

    def end(self) -> None:
        """Nothing is left to write."""


class _ShopifyCsv:
    def __init__(self, out: TextIO, shop: Shop, base_url: str) -> None:
        self.shop = shop
        self.writer = csv.DictWriter(out, fieldnames=SHOPIFY_COLUMNS, restval="")
        self.writer.writeheader()

    def add(self, block: Iterable[Product]) -> None:
        for product in block:
            self.writer.writerows(shopify_rows(product, self.shop))

    def end(self) -> None:
        """Nothing is left to write."""


def shopify_rows(product: Product, shop: Shop, lang: Lang | None = None) -> Iterator[dict[str, str]]:
    """The rows of a product: its fields on the first, one variant or picture more on each. `lang`: else the shop's own."""
    lang = lang or shop.default_language
    names = [option.label.text(lang) for option in product.options][:3]
    keys = [option.name for option in product.options][:3]
    rows = max(len(product.variants), len(product.media), 1)
    for place in range(rows):
        row = {"Handle": product.handle}
        if place == 0:
            row |= {
                "Title": product.title.text(lang), "Body (HTML)": escape(product.description.text(lang)),
                "Vendor": product.brand or "", "Type": product.category[-1].text(lang) if product.category else "",
                "Tags": ", ".join(product.tags), "Published": "true" if product.status == "active" else "false",
                "Status": product.status,
            }  # fmt: skip
            row |= {f"Option{n} Name": name for n, name in enumerate(names or ["Title"], start=1)}
        if place < len(product.variants):
            variant = product.variants[place]
            row |= _shopify_variant(variant, shop)
            values = [variant.options[key].text(lang) for key in keys if key in variant.options] or ["Default Title"]
            row |= {f"Option{n} Value": value for n, value in enumerate(values, start=1)}
        if place < len(product.media):
            media = product.media[place]
            row |= {"Image Src": media.source, "Image Position": str(place + 1), "Image Alt Text": media.alt.text(lang)}
        yield row


def _shopify_variant(variant: Variant, shop: Shop) -> dict[str, str]:
    price = _price(variant, shop)
    counted = variant.stock.quantity is not None
    return {
        "Variant SKU": variant.sku, "Variant Inventory Tracker": "shopify" if counted else "",
        "Variant Inventory Qty": str(variant.stock.quantity) if counted else "", "Variant Inventory Policy": "deny",
        "Variant Fulfillment Service": "manual", "Variant Price": _major(price.amount) if price else "",
        "Variant Compare At Price": _major(price.was) if price and price.was else "", "Variant Requires Shipping": "true",
        "Variant Taxable": "true", "Variant Barcode": variant.barcode or "",
    }  # fmt: skip


def _asked(variant: Variant, shop: Shop) -> PriceRow | None:
    """The same with what published rules make of it for everybody: what a page of the piece shows."""
    listed, moment = _price(variant, shop), now()
    if listed is None:
        return None
    ruled = [
        row
        for row in variant.prices
        if row.price_list == PROMOTION and row.amount.currency == shop.currency and row.holds_at(moment)
    ]
    return min([listed, *ruled], key=lambda row: row.amount.minor)


def _price(variant: Variant, shop: Shop) -> PriceRow | None:
    """The list price in force in the shop's currency, by the rule of promotions: of the rows in force the one that began
    last, of two that began together the lower. None where it is not sold in it; another currency is never passed off."""
    moment = now()
    rows = [
        row
        for row in variant.prices
        if row.price_list == "default" and row.amount.currency == shop.currency and row.holds_at(moment)
    ]
    return min(rows, key=lambda row: (-_began(row), row.amount.minor), default=None)


def _began(row: PriceRow) -> float:
    return row.valid_from.timestamp() if row.valid_from else float("-inf")


def _major(money: Money) -> str:
    return str(money.major)


class _GoogleXml:
    def __init__(self, out: TextIO, shop: Shop, base_url: str) -> None:
        self.out, self.shop, self.base_url = out, shop, base_url
        name = escape(shop.name.text(shop.default_language))
        out.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n'
        )
        out.write(f"<channel><title>{name}</title><link>{escape(base_url)}</link><description>{name}</description>\n")

    def add(self, block: Iterable[Product]) -> None:
        for product in block:
            if product.status == "active":
                for variant in product.variants:
                    self._item(product, variant)

    def _item(self, product: Product, variant: Variant) -> None:
        lang, price = self.shop.default_language, _asked(variant, self.shop)
        if price is None:
            return
        reduced = price.was is not None and price.amount < price.was
        regular = price.was if price.was is not None and reduced else price.amount
        fields = {
            "id": variant.sku, "title": product.title.text(lang), "description": product.description.text(lang)[:4900],
            "link": f"{self.base_url}/{lang}/p/{product.handle}?variant={variant.sku}",
            "image_link": next((urljoin(self.base_url, media.url) for media in product.media if media.kind == "image" and media.url), ""),
            "availability": "in_stock" if variant.stock.available else "out_of_stock",
            "price": f"{_major(regular)} {regular.currency}",
            "sale_price": f"{_major(price.amount)} {price.amount.currency}" if reduced else "",
            "brand": product.brand or "", "gtin": variant.barcode or "", "condition": "new",
            "product_type": " > ".join(step.text(lang) for step in product.category),
            "item_group_id": product.key if len(product.variants) > 1 else "",
            "color": variant.options["colour"].text(lang) if "colour" in variant.options else "",
            "size": variant.options["size"].text(lang) if "size" in variant.options else "",
        }  # fmt: skip
        body = "".join(f"<g:{name}>{escape(text)}</g:{name}>" for name, text in fields.items() if text)
        self.out.write(f"<item>{body}</item>\n")

    def end(self) -> None:
        self.out.write("</channel></rss>\n")


_WRITERS: Final[dict[ExportFormat, type[_JsonLines] | type[_ShopifyCsv] | type[_GoogleXml]]] = {
    "mercery-json": _JsonLines,
    "shopify-csv": _ShopifyCsv,
    "google-xml": _GoogleXml,
}
