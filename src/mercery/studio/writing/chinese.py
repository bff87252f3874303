"""Chinese: how a product is spoken of."""

from __future__ import annotations

from typing import Final

from mercery.catalog.product import Product
from mercery.studio.writing.referring import Referring, Way
from mercery.studio.writing.topics import kind_of

_NOUNS: Final = {"bag": "包", "watch": "腕表", "scarf": "围巾"}


def referring_zh(product: Product, way: Way) -> Referring:
    """The words for the product."""
    title = product.title.zh or product.title.en
    noun = _NOUNS.get(kind_of(product), "单品")
    it = {"name": title, "noun": f"这款{noun}", "pronoun": "它"}[way]
    return Referring(it=it, its=f"{it}的", them=it, name=title, title=title, kind=noun)
