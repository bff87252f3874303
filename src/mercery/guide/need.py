"""What a shopper wants, as typed wishes over the catalogue's own schema. Pure.

A `Need` is never changed: hearing a message makes a new one of it. Values are the catalogue's own, as `Facet.value`
has them (`bags`, `calf-leather`), so that a wish is met or not by data and never by words that look alike.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from mercery.core.i18n import Words

NO_WORDS: Final = Words("")
WishKind = Literal[
    "category",
    "brand",
    "colour",
    "material",
    "size",
    "audience",
    "occasion",
    "feature",
    "measure",
    "price",
    "on_sale",
    "delivery",
    "product",
]
Firmness = Literal["must", "wish"]
"""`must`: said without doubt, given up last and openly. `wish`: "if possible", "ideally", or gathered from what was said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One thing wanted, or not wanted."""

    kind: WishKind
    values: tuple[str, ...] = ()
    """Values of the catalogue, any one of which suits (all of which are meant, when unwanted). Of `product`: ids of
    products; of `material`, the name in the vocabulary (`leather` means its kinds too)."""
    unwanted: bool = False
    """"No leather", "not the Sienne", "she already has those". An unwanted material is looked for in every part."""
    pure: bool = False
    """Of a material: nothing else beside it."""
    term: str = ""
    """The word of the vocabulary it was heard as, where that is wider than the values: colour `green` of `bottle-green`
    and `olive`, material `metal` of the metals the shop has, kind `loafer`."""
    name: str = ""
    """Of `measure`: the attribute (`weight`, `water_resistance`, `laptop_fit`). Of `feature`: what it is about, by
    `hearing/features.py` (`kind`, `style`, `hood`, `zip`, `polarised`, `nut_free`)."""
    low: Decimal | None = None
    high: Decimal | None = None
    """Of `measure`: bounds in the base unit of its dimension. Of `price`: bounds in minor units of `currency`."""
    dimension: str = ""
    currency: str | None = None
    by: date | None = None
    """Of `delivery`: it has to be there on this day."""
    firmness: Firmness = "must"
    said: str = ""
    """The shopper's words it was heard from."""
    turn: int = 0
    """Which message of the shopper said so, counted from 0."""
    label: Words = NO_WORDS
    """What it is, for a list of wishes: "Under €700", 700 欧元以内."""

    @property
    def key(self) -> str:
        """What it is about: a later wish with the same key takes its place."""
        side = "not " if self.unwanted else ""
        return f"{side}{self.kind}{':' + self.name if self.name else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Everything wanted so far."""

    wishes: tuple[Wish, ...] = ()
    currency: str | None = None
    """The currency the shopper pays in: said, or followed from where it is delivered."""
    country: str | None = None
    """ISO code of where it goes, where that was said."""
    order: Wish | None = None
    """How what fits is to be ordered: a price or measure without bounds, its term `least` or `most`."""
    words: tuple[str, ...] = ()
    """Words about the goods that no wish accounts for: they rank, and never exclude."""

    def of(self, kind: WishKind, *, unwanted: bool = False) -> tuple[Wish, ...]:
        """The wishes of a kind."""
        return tuple(wish for wish in self.wishes if wish.kind == kind and wish.unwanted == unwanted)

    def without(self, *gone: Wish) -> Need:
        """The need without some of its wishes."""
        return replace(self, wishes=tuple(wish for wish in self.wishes if wish not in gone))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A piece the shopper was offered before: what "cheaper", "too heavy" and "the same in green" refer to."""

    product_id: str
    variant_id: str | None = None
    turn: int = 0
    priced: bool = True
    """Whether its price was told with it: from then on its currency is what is paid in."""
