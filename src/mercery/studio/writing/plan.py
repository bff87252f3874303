"""What comes when: the passages of a channel at a length, and the order in which a piece's facts are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.catalog.product import Product
from mercery.claims.measures import dimension, in_base
from mercery.claims.values import Dimensions, Quantity, Value
from mercery.studio.brief import Brief, Channel, Length
from mercery.studio.piece import PassageKind
from mercery.studio.writing.phrase_book import Form
from mercery.studio.writing.points import Point
from mercery.studio.writing.topics import brought_forward, order


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A passage to be written."""

    kind: PassageKind
    forms: tuple[Form, ...]
    topics: tuple[str, ...] = ()
    """What it tells; empty: whatever is left."""
    place: str = ""
    sentences: int = 1
    heading: bool = False
    """Whether a heading stands before it, where there is anything to say."""
    needed: bool = False
    """Whether it stands even without facts (a greeting, a call)."""
    each: bool = False
    """Whether it is written for every product of the piece."""
    points: int = 3
    """The most one sentence tells."""


_MAKE: Final = ("what", "material", "make", "scent", "use")
_SIZE: Final = ("size", "fit", "colour", "use")
_REST: Final = ("origin", "warranty", "care", "more")
_BODY: Final = ("sentence", "fragment")


def _para(topics: tuple[str, ...], sentences: int) -> Part:
    return Part(kind="paragraph", forms=("sentence",), topics=topics, sentences=sentences)


_TITLE: Final = Part(kind="title", forms=("title",))
_LEAD: Final = Part(kind="lead", forms=("lead", "sentence"), topics=("what", "material", "make", "scent", "use"))
PLANS: Final[Mapping[Channel, Mapping[Length, tuple[Part, ...]]]] = {
    "product_page": {
        "short": (_TITLE, _LEAD, _para((), 2)),
        "medium": (_TITLE, _LEAD, _para(_MAKE, 4), _para((), 7)),
        "long": (_TITLE, _LEAD, _para(_MAKE, 5), _para(_SIZE, 5), _para((), 6), _para(("policy",), 2)),
    },
}  # fmt: skip
"""The passages of each channel. Other channels follow."""


def outline(brief: Brief) -> tuple[Part, ...]:
    """The passages of the piece."""
    return PLANS.get(brief.channel, PLANS["product_page"])[brief.length]


def ranked(brief: Brief, product: Product, points: Sequence[Point], neighbours: Sequence[Product]) -> tuple[Point, ...]:
    """The points in the order they are told: what was asked for, what sets the piece apart, then as a page usually goes."""
    forward, usual = brought_forward(brief), order()

    def weight(point: Point) -> float:
        asked = 6.0 if point.attribute in brief.wanted or point.key in brief.wanted else 0.0
        first = 3.0 if point.attribute in forward or any(word in point.text.lower() for word in forward) else 0.0
        place = usual.index(point.topic) if point.topic in usual else len(usual)
        return asked + first + 3.0 * apart(point, neighbours) - 0.5 * place

    return tuple(sorted(points, key=lambda point: -weight(point)))


def apart(point: Point, neighbours: Sequence[Product]) -> float:
    """How much a fact sets the product apart from its neighbours, 0 to 1: a value nobody else has, the largest, the smallest."""
    others = [one.value for product in neighbours for one in product.attributes if one.name == point.attribute]
    if not neighbours:
        return 0.5
    if not others:
        return 0.8
    size = _size(point.fact.value)
    if size is not None:
        sizes = [other for one in others if (other := _size(one)) is not None and other[0] == size[0]]
        below = sum(other[1] < size[1] for other in sizes)
        above = sum(other[1] > size[1] for other in sizes)
        return 0.0 if not sizes else abs(below - above) / len(sizes)
    same = sum(point.fact.value == other or point.text.lower() in str(other).lower() for other in others)
    return 1.0 - same / len(neighbours)


def _size(value: Value) -> tuple[str, float] | None:
    match value:
        case Quantity(low, unit, _):
            return dimension(unit), float(in_base(low, unit))
        case Dimensions(sides, unit):
            product = 1.0
            for side in sides:
                product *= float(in_base(side, unit))
            return f"{dimension(unit)}{len(sides)}", product
        case _:
            return None
