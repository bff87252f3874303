"""What machines read: schema.org descriptions from facts, the sitemap and robots.txt."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from mercery.accounts.shop import Shop
from mercery.catalog.product import Product
from mercery.core.i18n import Lang
from mercery.promotions.price import VariantPrice
from mercery.storefront.reviewed import Reviewed
from mercery.storefront.visit import Visit, site
from mercery.storefront.wares import Picture, product_url
from mercery.ui.formats import zone_named

SCHEMA = "https://schema.org"


def script_json(value: object) -> str:
    """JSON that is safe inside a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def product_json_ld(
    visit: Visit,
    product: Product,
    prices: Mapping[str, VariantPrice],
    shown: Sequence[Picture],
    reviewed: Reviewed | None = None,
    described: str = "",
) -> str:
    """schema.org/Product with an offer per variant, from facts only; ratings and `described` are those the page shows."""
    base = site(visit.request, visit.shop)
    offers = [
        {
            "@type": "Offer",
            "sku": variant.sku,
            "url": base + product_url(product, visit.lang, variant.sku),
            "price": str(price.price.amount.major),
            "priceCurrency": price.price.amount.currency,
            "availability": f"{SCHEMA}/{'InStock' if variant.stock.available else 'OutOfStock'}",
            **({"priceValidUntil": _last_day(price.valid_to, visit.shop.timezone)} if price.valid_to else {}),
        }
        for variant in product.variants
        if (price := prices.get(variant.id)) is not None
    ]
    found: dict[str, object] = {
        "@context": SCHEMA,
        "@type": "Product",
        "name": product.title.text(visit.lang),
        "url": base + product_url(product, visit.lang),
        "image": [base + one.url if one.url.startswith("/") else one.url for one in shown],
        "offers": offers,
    }
    if described:
        found["description"] = described
    if reviewed is not None:
        found["aggregateRating"] = {
            "@type": "AggregateRating", "ratingValue": str(reviewed.average), "reviewCount": reviewed.count, "bestRating": 5
        }  # fmt: skip
    if product.brand:
        found["brand"] = {"@type": "Brand", "name": product.brand}
    if product.category:
        found["category"] = " > ".join(step.text(visit.lang) for step in product.category)
    return script_json(found)


def _last_day(end: datetime, timezone: str) -> str:
    """The last day on which a price holds, as the page says it."""
    return (end - timedelta(seconds=1)).astimezone(zone_named(timezone)).date().isoformat()


def breadcrumb_json_ld(visit: Visit, crumbs: Sequence[tuple[str, str]]) -> str:
    """schema.org/BreadcrumbList of (label, path)."""
    base = site(visit.request, visit.shop)
    items = [
        {"@type": "ListItem", "position": place, "name": label, "item": base + path}
        for place, (label, path) in enumerate(crumbs, 1)
    ]
    return script_json({"@context": SCHEMA, "@type": "BreadcrumbList", "itemListElement": items})


def shop_json_ld(visit: Visit) -> str:
    """schema.org/OnlineStore with its search."""
    base = site(visit.request, visit.shop)
    return script_json(
        {
            "@context": SCHEMA,
            "@type": "OnlineStore",
            "name": visit.shop.name.text(visit.lang),
            "url": base + visit.url(),
            "potentialAction": {
                "@type": "SearchAction",
                "target": f"{base}{visit.url('/search')}?q={{search_term_string}}",
                "query-input": "required name=search_term_string",
            },
        }
    )


def sitemap(base: str, shop: Shop, paths: Sequence[str], told: Sequence[tuple[Lang, str]] = ()) -> str:
    """sitemap.xml with each path in each of the shop's languages (paths without the language), and what is told in one
    language alone."""

    def entry(path: str, lang: Lang) -> str:
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{_tag(one)}" href="{escape(f"{base}/{one}{path}")}"/>'
            for one in shop.languages
        )
        return f"<url><loc>{escape(f'{base}/{lang}{path}')}</loc>{links}</url>"

    urls = "".join(entry(path, lang) for path in paths for lang in shop.languages)
    urls += "".join(f"<url><loc>{escape(f'{base}/{lang}{path}')}</loc></url>" for lang, path in told)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
        f"{urls}</urlset>"
    )


def robots(base: str) -> str:
    """robots.txt: the pages are open, bags and interfaces are not."""
    closed = "".join(
        f"Disallow: {path}\n" for path in ("/console", "/api", "/en/cart", "/zh/cart", "/en/checkout", "/zh/checkout")
    )
    return f"User-agent: *\n{closed}Sitemap: {base}/sitemap.xml\n"


def _tag(lang: Lang) -> str:
    return "zh-CN" if lang == "zh" else "en"
