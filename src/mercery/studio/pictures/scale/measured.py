"""The measures of a piece that can be drawn, each with its fact, in millimetres and in the shop's own words. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mercery.catalog.attributes import quantity
from mercery.catalog.product import Product
from mercery.claims.facts import Fact
from mercery.claims.measures import dimension, in_base, number, unit_words
from mercery.claims.values import Dimensions, Quantity, Terms, Unit
from mercery.core.i18n import Lang
from mercery.studio.writing.topics import kind_of

_SIZES: Final = range(40, 77)
"""European ring sizes: the inner circumference in millimetres (ISO 8653)."""
_TALL: Final = ("vase", "carafe", "bottle", "jug", "pitcher", "花瓶", "瓶", "壶")


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """One measure: how long, how it is written, and on which fact it stands."""

    mm: float
    text: str
    fact_id: str
    worked_out: bool = False
    """Whether it follows from the fact rather than standing in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """A volume: millilitres, and how it is written."""

    ml: float
    text: str
    fact_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What is known of a piece's size."""

    kind: str
    """As `topics.kind_of`, jewels told apart: `ring`, `earring`, `necklace`, `bracelet`; objects that stand tall: `vase`."""
    lang: Lang
    sides: tuple[Length, ...] = ()
    lengths: Mapping[str, Length]
    volumes: tuple[Volume, ...] = ()
    ring_sizes: tuple[Length, ...] = ()
    """Inner diameters, worked out; `text` is the size."""


def measured(product: Product, facts: Iterable[Fact], lang: Lang) -> Measured:
    """The measures among the facts of `product`."""
    own = [fact for fact in facts if fact.subject.kind == "product" and fact.subject.id == product.id]
    lengths = {fact.attribute: one for fact in own if (one := _length(fact, lang)) is not None}
    sides = next((found for fact in own if (found := _sides(fact, lang))), ())
    kind = _kind(product, lengths)
    return Measured(
        kind=kind,
        lang=lang,
        sides=sides or _named_sides(lengths),
        lengths=lengths,
        volumes=tuple(one for fact in own for one in _volumes(fact, lang)),
        ring_sizes=tuple(_ring_sizes(own)) if kind == "ring" else (),
    )


def written(mm: float, unit: Unit, lang: Lang) -> str:
    """A length that was worked out, to one decimal: `17.2 mm`."""
    amount = (Decimal(mm) / in_base(Decimal(1), unit)).quantize(Decimal("0.1"))
    return f"{number(amount)} {unit_words(unit, amount, lang)}"


def _length(fact: Fact, lang: Lang) -> Length | None:
    value = fact.value
    if not isinstance(value, Quantity) or dimension(value.unit) != "length" or value.high is not None:
        return None
    if fact.attribute in (
        "water_resistance",
        "laptop_fit",
    ):  # a depth, and a screen's diagonal: neither is the piece's size
        return None
    return _of(value.low, value.unit, fact, lang)


def _of(amount: Decimal, unit: Unit, fact: Fact, lang: Lang) -> Length:
    text = f"{number(amount)} {unit_words(unit, amount, lang)}"
    return Length(mm=float(in_base(amount, unit)), text=text, fact_id=fact.id)


def _sides(fact: Fact, lang: Lang) -> tuple[Length, ...]:
    value = fact.value
    if not isinstance(value, Dimensions) or not 2 <= len(value.sides) <= 3 or min(value.sides) <= 0:
        return ()
    return tuple(_of(side, value.unit, fact, lang) for side in value.sides)


def _named_sides(lengths: Mapping[str, Length]) -> tuple[Length, ...]:
    """Width, height and depth recorded one by one, as `W × H × D`."""
    if "width" not in lengths or "height" not in lengths:
        return ()
    return tuple(lengths[name] for name in ("width", "height", "depth") if name in lengths)


def _volumes(fact: Fact, lang: Lang) -> Iterable[Volume]:
    values = [fact.value] if isinstance(fact.value, Quantity) else []
    if isinstance(fact.value, Terms) and fact.attribute in ("volume", "size", "capacity"):
        values = [found for item in fact.value.items if (found := quantity(item.en) or quantity(item.zh))]
    for value in values:
        if dimension(value.unit) == "volume" and value.high is None and value.low > 0:
            text = f"{number(value.low)} {unit_words(value.unit, value.low, lang)}"
            yield Volume(ml=float(in_base(value.low, value.unit)), text=text, fact_id=fact.id)


def _ring_sizes(facts: Iterable[Fact]) -> Iterable[Length]:
    for fact in facts:
        if fact.attribute == "size" and isinstance(fact.value, Terms):
            sizes = [item.en or item.zh for item in fact.value.items]
            if sizes and all(size.isdigit() and int(size) in _SIZES for size in sizes):
                for size in sizes:
                    yield Length(mm=int(size) / math.pi, text=size, fact_id=fact.id, worked_out=True)


def _kind(product: Product, lengths: Mapping[str, Length]) -> str:
    kind = kind_of(product)
    words = " ".join(
        f"{step.en} {step.zh}" for step in (*product.category[-1:], product.title)
    ).lower()  # fmt: skip
    if kind == "jewel":
        for one, told in _JEWELS.items():
            if any(word in words for word in told):
                return one
    if kind in ("home", "piece") and any(word in words for word in _TALL):
        return "vase"
    if "case_diameter" in lengths:
        return "watch"
    return "shoe" if "heel_height" in lengths else kind


_JEWELS: Final[Mapping[str, tuple[str, ...]]] = {
    "earring": ("earring", "hoop", "stud", "耳"),
    "necklace": ("necklace", "pendant", "chain", "项链", "吊坠"),
    "bracelet": ("bracelet", "bangle", "手链", "手镯"),
    "ring": ("ring", "solitaire", "戒"),
}
