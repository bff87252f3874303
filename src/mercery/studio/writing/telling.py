"""What has been told of one product so far, and what is left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from mercery.catalog.product import Product
from mercery.claims.measures import dimension, in_base
from mercery.claims.mentions import mentions
from mercery.claims.sentence import Sentence, Span
from mercery.claims.values import Flag, Quantity
from mercery.studio.writing import chinese
from mercery.studio.writing.english import opens_with
from mercery.studio.writing.phrase_book import yes_words
from mercery.studio.writing.points import Point, denies


@dataclass(kw_only=True)
class Telling:
    """The points of a product (or the rules of the shop) on their way from `left` to `told`."""

    product: Product
    left: list[Point]
    told: list[Point] = field(default_factory=list)
    last: list[Point] = field(default_factory=list)
    """What the last sentence told."""

    def wanted(self, topics: Sequence[str]) -> list[Point]:
        """What is left of the topics, in order; no topics: all of it. Once something is told, a sentence of the shop's own
        that says what is not so comes behind the rest: nothing about a piece begins with what it cannot do."""
        found = [point for point in self.left if not topics or point.topic in topics]
        if not self.told:
            return found
        return sorted(found, key=lambda point: point.verbatim and denies(point.text))

    def tell(self, points: Sequence[Point]) -> None:
        """These have been told now."""
        keys = {point.key for point in points}
        self.last = [point for point in self.left if point.key in keys] or list(points)
        self.told += [point for point in self.left if point.key in keys]
        self.left = [point for point in self.left if point.key not in keys]


def repeats(sentence: Point, told: Sequence[Point]) -> bool:
    """Whether a short sentence of the shop's own says but what has been told: `Water-resistant to 100 m.`"""
    low = sentence.text.lower()
    return len(low) < (50 if low.isascii() else 20) and any(
        point.bare and not point.verbatim and len(point.text) > 2 and point.text.lower() in low for point in told
    )


def also_told(sentence: Sentence, left: Sequence[Point], own: Sequence[Point]) -> list[tuple[Point, int, int]]:
    """Points whose very words stand in the shop's own sentence: where, and which."""
    taken = {point.key for point in own}
    low = sentence.text.lower()
    found: list[tuple[Point, int, int]] = []
    for point in sorted(left, key=lambda one: -len(one.text)):
        if point.key in taken:
            continue
        bare = point.bare and len(point.text) >= (2 if not point.text.isascii() else 4)
        place = (_place(low, point) if bare else None) or _named(low, point) or chinese.place(low, point)
        if place is not None and not any(place[0] < end and start < place[1] for _, start, end in found):
            found.append((point, *place))
    return found


def said_by(sentences: Sequence[Point], point: Point) -> bool:
    """Whether sentences of the shop's own say the point too, all of it at once or thing by thing."""
    for sentence in sentences:
        low = sentence.text.lower()
        things = _AND.split(point.text.lower()) if point.many else [point.text.lower()]
        if all(thing in low for thing in things):
            return True
        if also_told(Sentence(text=sentence.text, spans=()), [point], [sentence]):
            return True
    return False


_AND: Final = re.compile(r", (?:and )?| and |、|和")


def _named(text: str, point: Point) -> tuple[int, int] | None:
    """A yes told in the words phrases tell it in, or a counted thing with its number: `four card slots`."""
    value = point.fact.value
    if isinstance(value, Flag):
        words = yes_words("en" if text.isascii() else "zh").get(point.key, ())
        start, word = next(((text.find(one), one) for one in words if one in text), (-1, ""))
        return (start, start + len(word)) if start >= 0 else None
    if isinstance(value, Quantity) and point.attribute == "pieces" and (place := opens_with(text, int(value.low))):
        return place
    if isinstance(value, Quantity) and point.attribute == "edition" and value.low >= _MANY:
        found = re.search(rf"(?<![\d.,]){value.low}(?![\d.,]*\d)", text)
        return found.span() if found else None
    if isinstance(value, Quantity) and value.unit == "piece":
        label = point.label.en.lower()
        numbers = {str(value.low), _WORDS.get(str(value.low), "")} - {""}
        start = text.find(label)
        if start >= 0 and any(re.search(rf"\b{one}\b", text) for one in numbers):
            return start, start + len(label)
    return None


_MANY: Final = 10
"""From so many on, a number in a sentence is that of the edition."""
_WORDS: Final = {
    "1": "one",
    "2": "two",
    "3": "three",
    "4": "four",
    "5": "five",
    "6": "six",
    "8": "eight",
    "10": "ten",
    "12": "twelve",
}


def _place(text: str, point: Point) -> tuple[int, int] | None:
    word = point.text.lower()
    start = text.find(word)
    if start >= 0 and not text[max(0, start - 1) : start].isalnum() and not text[start + len(word) :][:1].isalnum():
        return start, start + len(word)
    if not text.isascii() and start >= 0:
        return start, start + len(word)
    value = point.fact.value
    if not isinstance(value, Quantity) or value.high is not None or value.unit == "piece":
        return None
    for one in mentions(text):
        if one.kind != "quantity" or one.high is not None:
            continue
        same = dimension(one.unit) == dimension(value.unit)
        if same and in_base(one.value, one.unit) == in_base(value.low, value.unit):
            return one.start, one.end
        if _days(one.value, one.unit) == _days(value.low, value.unit) != 0:
            return one.start, one.end
    return None


def _days(many: Decimal, unit: str) -> Decimal:
    """A time in days, a month as thirty of them; 0 for what is no time: `three months` say what `90 days` say."""
    dimensions = {"day": Decimal(1), "month": Decimal(30)}
    return in_base(many, unit) * dimensions.get(dimension(unit) or "", Decimal(0))


def marked(sentence: Sentence, places: Sequence[tuple[Point, int, int]]) -> Sentence:
    """The sentence with those words standing on their own facts instead of on the text they are quoted from."""
    spans = list(sentence.spans)
    for point, start, end in places:
        over = next((span for span in spans if span.start <= start and end <= span.end and span.fact_id), None)
        if over is None:
            continue
        spans.remove(over)
        pieces = [
            Span(start=over.start, end=start, fact_id=over.fact_id, how=over.how),
            Span(start=start, end=end, fact_id=point.fact.id, how=point.how),
            Span(start=end, end=over.end, fact_id=over.fact_id, how=over.how),
        ]
        spans += [piece for piece in pieces if piece.start < piece.end]
    return Sentence(text=sentence.text, spans=tuple(sorted(spans, key=lambda span: span.start)), place=sentence.place)
