"""Which nouns and audiences a product answers to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mercery.claims.views import ProductView

KINDS: Final[Mapping[str, frozenset[str]]] = {
    "bag": frozenset({"bag", "tote", "crossbody", "clutch", "backpack", "bucket", "weekender"}),
    "shoe": frozenset({"shoe", "loafer", "boot", "sneaker", "espadrille", "slipper", "sandal"}),
    "watch": frozenset({"watch", "diver"}),
    "jewel": frozenset({"jewel", "earring", "pendant", "necklace", "ring", "band", "bracelet_n", "bangle", "brooch"}),
    "necklace": frozenset({"necklace", "pendant"}),
    "ring": frozenset({"ring", "band"}),
    "clothing": frozenset({"clothing", "jacket", "coat", "raincoat", "sweater", "dress", "skirt", "shirt", "trouser"}),
    "perfume": frozenset({"perfume", "toilette"}),
    "scarf": frozenset({"scarf", "stole"}),
    "toy": frozenset({"toy", "bear"}),
}
"""A general noun and what it covers."""


def audience_of(view: ProductView) -> set[str]:
    """For whom the product says it is."""
    text = f" {view.title.en.lower()} "
    found = {one for one in ("women", "men", "kids") if f" {one} " in text or f" {one}'s " in text}
    zh = view.title.zh
    found |= {key for key, signs in (("women", "女"), ("men", "男"), ("kids", "童")) if signs in zh}
    return found | ({"kids"} if "kids" in view.nouns else set())


def covers(noun: str, view: ProductView) -> bool:
    """Whether the noun can mean the product."""
    return noun in view.nouns or bool(KINDS.get(noun, frozenset()) & view.nouns)
