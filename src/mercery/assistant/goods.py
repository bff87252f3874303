"""A product as the assistant speaks of it: its name, its choices in words, and its facts by attribute."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from mercery.assistant.materials.product_texts import sound_facts
from mercery.catalog.product import Product, Variant
from mercery.claims.facts import Fact
from mercery.claims.plan import About, LeftOut
from mercery.claims.values import Price, Stock
from mercery.claims.vocabulary import translated
from mercery.core.i18n import Words

_SIZE: Final = re.compile(r"(?:\d{1,3}(?:\.\d)?|XXS|XS|S|M|L|XL|XXL)\Z")
_COUNTERS: Final = (
    ("双", r"shoe|boot|loafer|sneaker|slipper|sandal|espadrille|glove|鞋|靴|手套|袜"),
    ("副", r"sunglass|eyewear|glasses|earring|earphone|眼镜|太阳镜|耳环|耳钉|耳机"),
    ("条", r"scar(?:f|ves)|shawl|stole|necklace|bracelet|blanket|throw|belt|围巾|丝巾|方巾|披肩|项链|手链|毯|腰带"),
    ("瓶", r"perfume|fragrance|parfum|eau de|cologne|香水|香氛喷雾"),
    ("枚", r"ring|watch|pendant|brooch|戒指|腕表|手表|吊坠|胸针"),
    ("只", r"bag|tote|clutch|backpack|bucket|suitcase|vase|bowl|cup|mug|candle|包|箱|花瓶|碗|杯|蜡烛|手镯|bangle"),
    ("件", r"jacket|coat|sweater|dress|shirt|crew neck|cardigan|夹克|外套|毛衣|大衣|衫"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """One product with every fact that may be told of it."""

    product: Product
    about: About
    facts: tuple[Fact, ...]
    left_out: tuple[tuple[LeftOut, int], ...] = ()
    """Sentences of its own texts that are not repeated, counted by reason."""

    @property
    def id(self) -> str:
        """The product's id."""
        return self.product.id

    def of(self, *attributes: str) -> list[Fact]:
        """The facts of the first of these attributes that has any, product before variants."""
        for attribute in attributes:
            found = [fact for fact in self.facts if fact.attribute == attribute]
            if found:
                return [fact for fact in found if fact.subject.kind == "product"] or found
        return []

    @property
    def stock(self) -> list[Fact]:
        """The stock facts, one for each variant."""
        return [fact for fact in self.facts if isinstance(fact.value, Stock)]

    @property
    def prices(self) -> list[Fact]:
        """The price facts, one for each variant that is sold in the currency."""
        return [fact for fact in self.facts if isinstance(fact.value, Price)]


def goods(product: Product, facts: Iterable[Fact]) -> Goods:
    """Bring a product and its facts together."""
    several = len(product.variants) > 1
    labels = {variant.id: variant_label(variant) for variant in product.variants} if several else {}
    choices: dict[str, dict[str, Words]] = {}
    for variant in product.variants if several else ():
        for name, value in variant.options.items():
            choices.setdefault(name, {})[variant.id] = option_label(name, value)
    about = About(product_id=product.id, title=product.title, labels=labels, choices=choices, counter=counter(product))
    sound, left_out = sound_facts(facts)
    return Goods(product=product, about=about, facts=sound, left_out=left_out)


def variant_label(variant: Variant) -> Words:
    """The chosen options in words: `black, size 38`, `黑色 38 码`."""
    values = [option_label(name, value) for name, value in variant.options.items()]
    return Words(", ".join(value.en for value in values), " ".join(value.zh for value in values))


def option_label(name: str, value: Words) -> Words:
    """One chosen value in words: `size 38`, `38 码`; a volume or a colour stands for itself."""
    if name == "size" and _SIZE.match(value.en or value.zh):
        return Words(f"size {value.text('en')}", f"{value.text('zh')} 码")
    return Words(value.text("en"), translated(value, "zh"))


def counter(product: Product) -> str:
    """The Chinese measure word of this kind of product."""
    for names in ((product.title,), product.category[::-1]):
        words = " ".join(f"{one.en} {one.zh}" for one in names).lower()
        found = next((word for word, pattern in _COUNTERS if re.search(pattern, words)), None)
        if found:
            return found
    return "件"
