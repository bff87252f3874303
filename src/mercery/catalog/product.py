"""What a product is: the values an import yields, the database keeps and every surface reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from mercery.claims.values import Stock, Value
from mercery.core.i18n import Words
from mercery.core.money import Money

Status = Literal["active", "draft", "archived"]
Audience = Literal["women", "men", "unisex", "kids"]
MediaKind = Literal["image", "video"]
NO_WORDS: Final = Words("")
UNCOUNTED: Final = Stock(None)
PROMOTION: Final = "promotion"
"""The list of prices that are worked out of published rules. They are never imported, exported or set by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A named property of a product or variant, typed."""

    name: str
    """Lower-case identifier, the same in every language (`material`, `water_resistance`)."""
    label: Words
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """What a buyer chooses: colour, size. `name` is lower-case; values stand in the shop's order."""

    name: str
    label: Words
    values: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRow:
    """An amount in one price list. Several may exist per variant: one per currency, list and period."""

    amount: Money
    was: Money | None = None
    price_list: str = "default"
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    certificate: str = ""
    """Of a price worked out of published rules (list `promotion`): the proof it was published with."""
    because: Words = NO_WORDS
    """Of such a price: the rules' names."""

    def holds_at(self, moment: datetime) -> bool:
        """Whether this row applies at `moment`."""
        return (self.valid_from is None or self.valid_from <= moment) and (
            self.valid_to is None or moment < self.valid_to
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A picture or video. `source` is where it came from, `path` where our copy lies below the media folder."""

    source: str
    alt: Words = NO_WORDS
    kind: MediaKind = "image"
    variant_skus: tuple[str, ...] = ()
    id: str = ""
    path: str | None = None
    mime: str | None = None
    width: int | None = None
    height: int | None = None

    @property
    def url(self) -> str:
        """The address pages use: our copy, or the source while none exists; empty where that is no address on the web
        (a name beside a file leads nowhere, `javascript:` somewhere else)."""
        if self.path:
            return f"/media/{self.path}"
        return self.source if self.source.startswith(("https://", "http://")) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One thing that can be put into a cart. `options` maps option name to the chosen value."""

    sku: str
    options: Mapping[str, Words] = field(default_factory=dict)
    prices: tuple[PriceRow, ...] = ()
    stock: Stock = UNCOUNTED
    barcode: str | None = None
    external_id: str | None = None
    """What the shop's own system calls it (a variant's id at Shopify, a product's or variation's at WooCommerce): a cart there
    is filled by it. None: not known."""
    attributes: tuple[Attribute, ...] = ()
    source_line: int | None = field(default=None, compare=False)
    """Line of the imported file, for messages."""
    id: str = ""
    version: int = 1
    updated_at: datetime | None = None

    def title(self, lang: str) -> str:
        """The chosen values in words: `bordeaux, M`; empty for a product without options."""
        separator = "、" if lang == "zh" else ", "
        return separator.join(value.text("zh" if lang == "zh" else "en") for value in self.options.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Offering:
    """What changes of a variant from hour to hour: what it costs and how many are left."""

    prices: tuple[PriceRow, ...]
    stock: Stock
    version: int
    updated_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product with everything under it. Without ids it is a draft an importer made."""

    key: str
    """What the shop's own system calls it; an import finds the product again by it."""
    handle: str
    """Its address below /products/."""
    title: Words
    description: Words = NO_WORDS
    brand: str | None = None
    category: tuple[Words, ...] = ()
    """Path from the top: (Bags, Totes)."""
    audience: Audience | None = None
    status: Status = "active"
    attributes: tuple[Attribute, ...] = ()
    options: tuple[Option, ...] = ()
    variants: tuple[Variant, ...] = ()
    media: tuple[Media, ...] = ()
    collections: tuple[str, ...] = ()
    """Handles of collections it stands in."""
    tags: tuple[str, ...] = ()
    durable: bool | None = None
    """Whether one is enough for years (a suitcase) rather than used up (soap). None: nobody has said."""
    replacement_days: int | None = None
    """After how many days an owner may want another one."""
    tax_included: bool | None = None
    """None: as the shop does."""
    source_line: int | None = None
    """Line of the imported file, for messages."""
    id: str = ""
    version: int = 1
    updated_at: datetime | None = None

    @property
    def category_names(self) -> tuple[str, ...]:
        """The path in one language: English where there is English."""
        return tuple([step.en or step.zh for step in self.category])

    def attribute(self, name: str) -> Attribute | None:
        """The attribute called `name`, or None."""
        return next((attribute for attribute in self.attributes if attribute.name == name), None)

    def variant(self, sku_or_id: str) -> Variant | None:
        """The variant with that SKU or id, or None."""
        return next((variant for variant in self.variants if sku_or_id in (variant.sku, variant.id)), None)


__all__ = [
    "PROMOTION",
    "Attribute",
    "Audience",
    "Media",
    "MediaKind",
    "Offering",
    "Option",
    "PriceRow",
    "Product",
    "Status",
    "Variant",
]
