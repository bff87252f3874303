"""What hearing has to know of a shop: its own categories, values and measures, and the pieces that are spoken of. Pure.

A `Schema` is made once for a version of the catalogue (`schema_of`) and shared by all turns. `KnownGoods` adds what one
turn needs: the pieces that were shown, and those the message may name (found by search), as `read_piece` reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from mercery.catalog.facets import product_facets
from mercery.catalog.product import Product
from mercery.catalog.slug import category_handle, slug
from mercery.claims.measures import dimension, in_base
from mercery.claims.mentions import mentions
from mercery.claims.values import Dimensions, Flag, Materials, Quantity, Text
from mercery.claims.vocabulary import colours_in, materials_in
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.guide.hearing.features import stated
from mercery.guide.hearing.kinds import kinds_in
from mercery.search.measures import Known, Measured, amounts

COLOUR_OPTIONS: Final = ("colour", "color")
NO_MEASURES: Final = Known()
SIZE_OPTIONS: Final = ("size", "volume", "length", "width", "capacity", "storage", "memory", "age")
"""Options that say how big, how much or for what age."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownValue:
    """One value the shop uses, as its facet has it."""

    value: str
    label: Words
    terms: frozenset[str] = frozenset()
    """Names of the vocabulary it means: of the colour `bottle-green` bottle green."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCategory:
    """One step of the category tree, with what its products (and those below it) are."""

    value: str
    """`bags` or `bags/totes`, as the facet has it."""
    label: Words
    count: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)
    """Kinds of goods (`loafer`) its products are by name, and how many are."""
    materials: frozenset[str] = frozenset()
    """Materials of the vocabulary that its products are mainly made of."""
    parts: frozenset[str] = frozenset()
    """Materials of any part of its products."""
    colours: frozenset[str] = frozenset()
    """Values of colours."""
    sizes: tuple[KnownValue, ...] = ()
    kind_sizes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Values of sizes by the kind of goods that come in them: slippers in S, M, L, loafers in numbers."""
    audiences: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    """Names of the attributes that are amounts."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Schema:
    """The catalogue's own words. Compared by identity, so that what is compiled from it is compiled once."""

    categories: tuple[KnownCategory, ...] = ()
    brands: tuple[KnownValue, ...] = ()
    colours: tuple[KnownValue, ...] = ()
    materials: frozenset[str] = frozenset()
    """Materials of the vocabulary in any part of any product."""
    sizes: tuple[KnownValue, ...] = ()
    audiences: frozenset[str] = frozenset()
    flags: Mapping[str, Words] = field(default_factory=dict)
    """Attributes that are yes or no, with their label."""
    measured: Known = NO_MEASURES
    currencies: tuple[str, ...] = ()
    titles: Mapping[str, Words] = field(default_factory=dict)
    """Names by product id. Of a large shop empty: there the pieces a message names come with the turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece that is spoken of, with the values criticism may refer to."""

    product_id: str
    title: Words
    brand: str | None = None
    """Value of the brand's facet."""
    categories: tuple[str, ...] = ()
    """Values from the top down: `bags`, `bags/totes`."""
    kinds: frozenset[str] = frozenset()
    audience: str | None = None
    materials: tuple[str, ...] = ()
    """What it is mainly made of, in words of the vocabulary."""
    parts: frozenset[str] = frozenset()
    """Materials of any part."""
    colours: tuple[str, ...] = ()
    """Values of the variant that was shown, else of all."""
    all_colours: tuple[str, ...] = ()
    """Values of all its variants."""
    all_sizes: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    """Its measures as the index has them: `#weight|mass|4300|4300`."""
    sides: tuple[Decimal, ...] = ()
    """Its dimensions in millimetres; of a round piece the diameter."""
    features: Mapping[str, bool] = field(default_factory=dict)
    """Features its texts state, and those they deny (`features.stated`)."""
    price: Money | None = None
    """What was asked for it when it was shown, else its lowest price now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A piece whose name, or a telling part of it, stands in the message."""

    product_id: str
    words: tuple[str, ...]
    """The words of the message it was found by."""
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownGoods:
    """What one turn is heard against."""

    schema: Schema
    pieces: Mapping[str, Piece] = field(default_factory=dict)
    """By product id: those shown so far, and those the message may name."""
    named: tuple[Named, ...] = ()
    """From `search.match_products`, the surest first; may be empty."""

    def with_turn(self, pieces: Iterable[Piece], named: Sequence[Named] = ()) -> KnownGoods:
        """The same shop with the pieces of one turn."""
        return replace(self, pieces={one.product_id: one for one in pieces}, named=tuple(named))


def read_piece(product: Product, price: Money | None = None, *, variant_id: str | None = None) -> Piece:
    """A product as hearing reads it; of the variant that was shown, its own colour and size."""
    shown = product.variant(variant_id) if variant_id else None
    variants = [shown] if shown else list(product.variants)
    lowest = min((row.amount for one in variants for row in one.prices), key=lambda money: money.minor, default=None)
    return Piece(
        product_id=product.id,
        title=product.title,
        brand=slug(product.brand) if product.brand else None,
        categories=_category_values(product),
        kinds=kinds_in(product.title.en) | kinds_in(product.title.zh),
        audience=product.audience,
        materials=materials_of(product, main=True),
        parts=frozenset(materials_of(product)),
        colours=_options(variants, COLOUR_OPTIONS),
        all_colours=_options(product.variants, COLOUR_OPTIONS),
        all_sizes=_options(product.variants, SIZE_OPTIONS),
        sizes=_options(variants, SIZE_OPTIONS),
        amounts=tuple(text for text, _ in amounts(product)),
        sides=sides_of(product),
        features=stated(product),
        price=price or lowest,
    )


def schema_of(products: Iterable[Product], *, titles: bool = True) -> Schema:
    """The shop's own words, from its products; `titles=False` leaves their names out."""
    building = _Building()
    for product in products:
        building.add(product, titles=titles)
    return building.done()


class _Building:
    """Gathers a schema product by product."""

    def __init__(self) -> None:
        self.categories: dict[str, _Category] = {}
        self.values: dict[str, dict[str, Words]] = {}
        self.materials: set[str] = set()
        self.audiences: set[str] = set()
        self.flags: dict[str, Words] = {}
        self.measured: dict[Measured, None] = {}
        self.amounts: set[str] = set()
        self.currencies: dict[str, None] = {}
        self.titles: dict[str, Words] = {}

    def add(self, product: Product, *, titles: bool) -> None:
        for facet in product_facets(product):
            self.values.setdefault(facet.name, {}).setdefault(facet.value, facet.label)
        for attribute in product.attributes:
            if isinstance(attribute.value, Flag):
                self.flags.setdefault(attribute.name, attribute.label)
        self.materials.update(materials_of(product))
        if product.audience:
            self.audiences.add(product.audience)
        for text, of in amounts(product):
            self.measured[of] = None
            self.amounts.add(text)
        for variant in product.variants:
            self.currencies.update(dict.fromkeys(row.amount.currency for row in variant.prices))
        if titles:
            self.titles[product.id] = product.title
        self._categories(product)

    def _categories(self, product: Product) -> None:
        piece = read_piece(product)
        for depth, value in enumerate(_category_values(product)):
            category = self.categories.setdefault(value, _Category(product.category[depth]))
            category.count += 1
            for kind in piece.kinds:
                category.kinds[kind] = category.kinds.get(kind, 0) + 1
            category.materials.update(piece.materials)
            category.parts.update(piece.parts)
            category.colours.update(piece.all_colours)
            category.measures.update(of.name for _, of in amounts(product))
            if product.audience:
                category.audiences.add(product.audience)
            for option in product.options:
                if option.name in SIZE_OPTIONS:
                    own = {slug(one.en or one.zh): one for one in option.values}
                    category.sizes.update(own)
                    for kind in piece.kinds:
                        category.kind_sizes.setdefault(kind, set()).update(own)

    def done(self) -> Schema:
        def values(*names: str) -> tuple[KnownValue, ...]:
            found = {value: label for name in names for value, label in self.values.get(name, {}).items()}
            return tuple(KnownValue(value=value, label=label) for value, label in found.items())

        return Schema(
            categories=tuple(one.done(value) for value, one in self.categories.items()),
            brands=values("brand"),
            colours=tuple(replace(one, terms=colour_terms(one.label)) for one in values(*COLOUR_OPTIONS)),
            materials=frozenset(self.materials),
            sizes=values(*SIZE_OPTIONS),
            audiences=frozenset(self.audiences),
            flags=self.flags,
            measured=Known(measured=tuple(self.measured), amounts=frozenset(self.amounts)),
            currencies=tuple(self.currencies),
            titles=self.titles,
        )


class _Category:
    def __init__(self, label: Words) -> None:
        self.label = label
        self.count = 0
        self.kinds: dict[str, int] = {}
        self.materials: set[str] = set()
        self.parts: set[str] = set()
        self.colours: set[str] = set()
        self.sizes: dict[str, Words] = {}
        self.kind_sizes: dict[str, set[str]] = {}
        self.audiences: set[str] = set()
        self.measures: set[str] = set()

    def done(self, value: str) -> KnownCategory:
        return KnownCategory(
            value=value,
            label=self.label,
            count=self.count,
            kinds=self.kinds,
            materials=frozenset(self.materials),
            parts=frozenset(self.parts),
            colours=frozenset(self.colours),
            sizes=tuple(KnownValue(value=one, label=label) for one, label in self.sizes.items()),
            kind_sizes={kind: frozenset(values) for kind, values in self.kind_sizes.items()},
            audiences=frozenset(self.audiences),
            measures=frozenset(self.measures),
        )


def colour_terms(label: Words) -> frozenset[str]:
    """The colours of the vocabulary that a value of the shop names."""
    return frozenset([*colours_in(label.en), *colours_in(label.zh)])


def _category_values(product: Product) -> tuple[str, ...]:
    names = product.category_names
    return tuple(category_handle(names[:depth]) for depth in range(1, len(names) + 1))


def materials_of(product: Product, *, main: bool = False) -> tuple[str, ...]:
    """Materials in words of the vocabulary: of its main part (of all parts where none is called main), or of any part."""
    parts = [part for one in product.attributes if isinstance(one.value, Materials) for part in one.value.parts]
    stated_main = [part for part in parts if part.part == "main"]
    found = [
        name
        for part in (stated_main or parts if main else parts)
        for text in (part.material.en, part.material.zh)
        if part.part != "note"
        for name in materials_in(text)
    ]
    return tuple(dict.fromkeys(found))


def sides_of(product: Product) -> tuple[Decimal, ...]:
    """Its dimensions in millimetres, from the attribute of that name; also where it is written as words."""
    for one in product.attributes:
        if one.name in ("dimensions", "diameter") and isinstance(one.value, Dimensions):
            return tuple(in_base(side, one.value.unit) for side in one.value.sides)
        if (one.name in ("dimensions", "size") or one.name.endswith("diameter")) and isinstance(
            one.value, Quantity | Text
        ):
            text = one.value.words.en or one.value.words.zh if isinstance(one.value, Text) else ""
            amounts_said = [mention for mention in mentions(text) if dimension(mention.unit) == "length"]
            if isinstance(one.value, Quantity) and dimension(one.value.unit) == "length":
                return (in_base(one.value.low, one.value.unit),)
            if amounts_said:
                return tuple(in_base(mention.value, mention.unit) for mention in amounts_said)
    return ()


def _options(variants: Iterable[object], names: tuple[str, ...]) -> tuple[str, ...]:
    found = [
        slug(words.en or words.zh)
        for variant in variants
        for name, words in getattr(variant, "options", {}).items()
        if name in names
    ]
    return tuple(dict.fromkeys(found))
