"""Tables that Shopify and WooCommerce import: the goods as they are, with the published copy in the place of the description.
Pure.

Rules: help.shopify.com, "Using CSV files to import and export products" (a row whose Handle is known changes that product);
woocommerce.com, "Product CSV Importer and Exporter" (with "Update existing products", rows are found by SKU). What stands in
a file is imported once, so no price and no stock is told in the copy; the columns carry them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from mercery.accounts.shop import Shop
from mercery.catalog.exporting import SHOPIFY_COLUMNS, shopify_rows
from mercery.catalog.product import Product, Variant
from mercery.core.i18n import Lang
from mercery.promotions.price import VariantPrice

WOOCOMMERCE: Final = (
    "ID", "Type", "SKU", "Name", "Published", "Visibility in catalog", "Short description", "Description", "In stock?", "Stock",
    "Sale price", "Regular price", "Categories", "Tags", "Images", "Parent", "Attribute 1 name", "Attribute 1 value(s)",
    "Attribute 1 visible", "Attribute 1 global", "Attribute 2 name", "Attribute 2 value(s)", "Attribute 2 visible",
    "Attribute 2 global",
)  # fmt: skip
_OPTIONS: Final = 2


def shopify_csv(shop: Shop, products: Sequence[Product], bodies: Mapping[str, str], lang: Lang, base: str) -> str:
    """The goods that have copy, named in its language. `bodies`: HTML by product id."""
    rows = []
    for product in products:
        for place, row in enumerate(shopify_rows(product, shop, lang)):
            if place == 0:
                row |= {"Body (HTML)": bodies[product.id]}
            if place < len(product.media) and (url := product.media[place].url):
                # Where it came from need not be an address another system can fetch.
                row |= {"Image Src": _address(url, base)}
            rows.append(row)
    return _table(SHOPIFY_COLUMNS, rows)


def woocommerce_csv(
    shop: Shop,
    products: Sequence[Product],
    bodies: Mapping[str, str],
    prices: Mapping[str, VariantPrice],
    lang: Lang,
    base: str,
) -> str:
    """The same for WooCommerce: a product without options is one row, any other a row and one for each variant."""
    rows = [row for product in products for row in _woocommerce(product, bodies[product.id], prices, lang, base)]
    return _table(WOOCOMMERCE, rows)


def _woocommerce(
    product: Product, body: str, prices: Mapping[str, VariantPrice], lang: Lang, base: str
) -> Iterator[dict[str, str]]:
    simple = len(product.variants) == 1 and not product.options
    own = {
        "Type": "simple" if simple else "variable", "Name": product.title.text(lang),
        "SKU": product.variants[0].sku if simple else product.key, "Published": "1" if product.status == "active" else "0",
        "Visibility in catalog": "visible", "Description": body, "Tags": ", ".join(product.tags),
        "Categories": " > ".join(step.text(lang) for step in product.category),
        "Images": ", ".join(_address(one.url, base) for one in product.media if one.kind == "image" and one.url),
    }  # fmt: skip
    for place, option in enumerate(product.options[:_OPTIONS], 1):
        own |= _attribute(place, option.label.text(lang), ", ".join(value.text(lang) for value in option.values))
    yield own | (_offer(product.variants[0], prices) if simple else {})
    if simple:
        return
    for variant in product.variants:
        row = {
            "Type": "variation", "SKU": variant.sku, "Name": f"{product.title.text(lang)} - {variant.title(lang)}",
            "Published": "1", "Visibility in catalog": "visible", "Parent": product.key,
        }  # fmt: skip
        for place, option in enumerate(product.options[:_OPTIONS], 1):
            if (value := variant.options.get(option.name)) is not None:
                row |= _attribute(place, option.label.text(lang), value.text(lang))
        yield row | _offer(variant, prices)


def _attribute(place: int, name: str, values: str) -> dict[str, str]:
    start = f"Attribute {place}"
    return {f"{start} name": name, f"{start} value(s)": values, f"{start} visible": "1", f"{start} global": "1"}


def _offer(variant: Variant, prices: Mapping[str, VariantPrice]) -> dict[str, str]:
    held, stock = prices.get(variant.id), variant.stock
    regular = (held.price.was or held.price.amount) if held else None
    sale = held.price.amount if held and held.price.was else None
    return {
        "In stock?": "1" if stock.available else "0", "Stock": "" if stock.quantity is None else str(stock.quantity),
        "Regular price": str(regular.major) if regular else "", "Sale price": str(sale.major) if sale else "",
    }  # fmt: skip


def _address(url: str, base: str) -> str:
    return base + url if url.startswith("/") else url


def _table(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
