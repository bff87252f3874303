"""What comes when: the passages of a channel at a length, and the order in which a piece's facts are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

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
    """What it tells; empty: whatever is left of the product."""
    place: str = ""
    sentences: int = 1
    points: int = 3
    """The most one sentence tells."""
    heading: str = ""
    """The topic of a heading before it, where there is anything to say."""
    caption: bool = False
    """Whether words to be read stand beside what is spoken: a caption of what the passage tells."""
    of: Literal["first", "each", "shop"] = "first"
    """Whether it is told of the first product, of each, or of the shop (its rules)."""
    with_one: bool | None = None
    """True: only in a piece about one product; False: only about several."""
    offer: bool = False
    """Whether it tells what the goods cost or how many are left: in words of this moment, which every surface renders anew."""
    fixed: bool = False
    """Words of the house that tell no fact: a greeting, a call, a remark."""


_MAKE: Final = ("what", "material", "make", "scent", "use", "more")
_SIZE: Final = ("size", "fit", "colour")
_BODY: Final[tuple[Form, ...]] = ("sentence",)
_DELIVERY: Final = ("policy.delivery", "policy.returns")
_TRUST: Final = ("policy.authenticity", "policy.warranty", "policy.repair")


def _title() -> Part:
    return Part(kind="title", forms=("title",), place="")


def _lead(**more: Any) -> Part:
    return Part(kind="lead", forms=("lead", "sentence"), topics=("what", "material", "make", "scent", "use"), **more)


def _text(topics: tuple[str, ...] = (), sentences: int = 3, **more: Any) -> Part:
    return Part(kind="paragraph", forms=_BODY, topics=topics, sentences=sentences, **more)


def _fixed(kind: PassageKind, form: Form, **more: Any) -> Part:
    return Part(kind=kind, forms=(form,), fixed=True, **more)


def _offer(kind: PassageKind, of: Literal["first", "each"] = "each") -> Part:
    return Part(kind=kind, forms=(), of=of, offer=True)


def _rows(topics: tuple[str, ...], sentences: int, **more: Any) -> Part:
    return Part(kind="item", forms=("row",), topics=topics, sentences=sentences, points=1, **more)


def _spoken(topics: tuple[str, ...] = (), sentences: int = 1, **more: Any) -> Part:
    return Part(kind="narration", forms=("narration", "sentence"), topics=topics, sentences=sentences, **more)


def _shot(number: int, topics: tuple[str, ...] = (), points: int = 2) -> Part:
    return _spoken(topics, 1, place=f"shot/{number}", caption=True, points=points)


def _detail(sentences: int) -> tuple[Part, ...]:
    return (
        Part(kind="title", forms=("title",), place="hero"),
        _lead(place="hero"),
        _text(_MAKE, sentences, place="material", heading="material"),
        _text(_SIZE, max(1, sentences - 1), place="size", heading="size"),
        _rows(("size",), 8, place="size"),
        _text(("care",), 1, place="care", heading="care"),
        _text(("policy.care",), 1, place="care", of="shop"),
        _text(_DELIVERY, sentences, place="delivery", heading="delivery", of="shop"),
        _text(("origin", "warranty"), 2, place="authenticity", heading="authenticity"),
        _text(_TRUST, sentences - 1, place="authenticity", of="shop"),
        Part(kind="paragraph", forms=(), place="comparison", heading="comparison", sentences=sentences, with_one=False),
    )


def _note(lines: int) -> tuple[Part, ...]:
    return (
        Part(kind="title", forms=("title",)),
        _fixed("lead", "remark", heading=""),
        Part(kind="item", forms=("fragment", "sentence"), sentences=2 * lines, points=2, of="each"),
        _fixed("call", "call"),
        Part(kind="tags", forms=("tag",), fixed=True, sentences=4),
    )  # fmt: skip


def _article(sentences: int) -> tuple[Part, ...]:
    one: dict[str, Any] = {"with_one": True}
    return (
        _title(),
        _lead(),
        _text(_MAKE, sentences, heading="material", **one),
        _text(_SIZE, sentences, heading="size", **one),
        _text(("origin", "warranty"), 2, heading="origin", **one),
        _text(("care",), 2, heading="care", **one),
        _text((), sentences + 1, heading="name", of="each", with_one=False),
        _text(_DELIVERY, max(1, sentences - 2), heading="delivery", of="shop"),
    )


def _newsletter(sentences: int) -> tuple[Part, ...]:
    return (
        _title(),
        _fixed("lead", "greeting"),
        _lead(with_one=True),
        _text((), sentences, of="each"),
        _offer("paragraph"),
        _text(_DELIVERY, 1, of="shop"),
        _fixed("call", "call"),
    )


def _live(sentences: int) -> tuple[Part, ...]:
    return (
        _title(),
        _fixed("narration", "greeting"),
        _spoken(("what", "material"), sentences, heading="cue.material", of="each"),
        _spoken(("make", "scent", "use"), sentences, heading="cue.make", of="each"),
        _spoken(_SIZE, sentences, heading="cue.size", of="each"),
        _spoken(("origin", "warranty", "care", "more"), sentences, heading="cue.care", of="each"),
        _offer("narration"),
        _spoken(("policy.delivery", "policy.returns"), 1, of="shop"),
        _fixed("narration", "call"),
    )


def _video(shots: int) -> tuple[Part, ...]:
    middle = [
        _MAKE,
        ("material", "make", "scent", "use"),
        _SIZE,
        ("colour", "use", "size", "more"),
        ("origin", "warranty"),
        (),
    ]
    return (
        _title(),
        Part(kind="narration", forms=("narration", "lead", "sentence"), topics=("what", "material"), place="shot/1", caption=True),
        *(_shot(number, topics) for number, topics in enumerate(middle[: shots - 2], 2)),
        _fixed("narration", "call", place=f"shot/{shots}", caption=True),
    )  # fmt: skip


PLANS: Final[Mapping[Channel, Mapping[Length, tuple[Part, ...]]]] = {
    "product_page": {
        "short": (_title(), _lead(), _text((), 2)),
        "medium": (_title(), _lead(), _text(_MAKE, 5), _text((), 8)),
        "long": (_title(), _lead(), _text(_MAKE, 6), _text(_SIZE, 5), _text((), 6), _text(("policy.delivery", "policy.returns", "policy.repair"), 2, of="shop")),
    },
    "detail_page": {"short": _detail(2), "medium": _detail(3), "long": _detail(4)},
    "note": {"short": _note(2), "medium": _note(3), "long": _note(4)},
    "article": {"short": _article(2), "medium": _article(3), "long": _article(4)},
    "short_ad": {
        "short": (_title(), Part(kind="paragraph", forms=("fragment", "lead", "sentence"), points=2)),
        "medium": (_title(), Part(kind="paragraph", forms=("lead", "fragment", "sentence"), sentences=2, points=2)),
        "long": (_title(), Part(kind="paragraph", forms=("lead", "sentence"), sentences=2), _fixed("call", "call")),
    },
    "newsletter": {"short": _newsletter(2), "medium": _newsletter(4), "long": _newsletter(6)},
    "live_script": {"short": _live(1), "medium": _live(2), "long": _live(3)},
    "video": {"short": _video(5), "medium": _video(6), "long": _video(8)},
}  # fmt: skip
"""The passages of each channel at each length."""


def outline(brief: Brief) -> tuple[Part, ...]:
    """The passages of the piece."""
    one = len(brief.product_ids) < 2
    parts = [
        part for part in PLANS[brief.channel][brief.length]
        if (part.with_one is None or part.with_one is one) and (not part.offer or _offers(brief))
    ]  # fmt: skip
    asked = set(OFFERS) & set(brief.wanted)
    if asked and brief.channel in _ASKED_ONLY:
        parts.append(_offer("paragraph"))
    return tuple(parts)


OFFERS: Final = ("price", "stock")
_ASKED_ONLY: Final = ("product_page", "detail_page", "note", "article", "short_ad")


def _offers(brief: Brief) -> bool:
    return brief.channel == "live_script" or bool(set(OFFERS) & set(brief.wanted))


def ranked(brief: Brief, product: Product, points: Sequence[Point], neighbours: Sequence[Product]) -> tuple[Point, ...]:
    """The points in the order they are told: the shop's own sentences, what was asked for, what sets the piece apart, then as a
    page usually goes."""
    forward, usual = brought_forward(brief), order()

    def weight(point: Point) -> float:
        asked = 30.0 if point.attribute in brief.wanted or point.key in brief.wanted else 0.0
        first = 3.0 if point.attribute in forward or any(word in point.text.lower() for word in forward) else 0.0
        place = usual.index(point.topic) if point.topic in usual else len(usual)
        if point.attribute == "description":
            return 20.0 - int(point.key.rpartition(".")[2])
        late = 2.5 if brief.lang == "zh" and point.topic in ("colour", "origin", "warranty", "care") else 0.0
        return asked + first + 3.0 * apart(point, neighbours) - 0.5 * place - late

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
