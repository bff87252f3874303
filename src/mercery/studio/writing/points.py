"""What can be said of a product in one language: its facts, taken apart into points that each name one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.catalog.product import Product
from mercery.claims.facts import Fact
from mercery.claims.measures import number, unit_words
from mercery.claims.sentence import How
from mercery.claims.values import Dimensions, Flag, MaterialPart, Quantity, Statement, Terms, Text
from mercery.claims.values import Materials as MaterialsValue
from mercery.claims.vocabulary import materials_in, same_or_kind_of
from mercery.claims.wording import Voice, joined
from mercery.core.i18n import Words
from mercery.studio.writing.own_sentences import sentences
from mercery.studio.writing.tongue import common, in_language
from mercery.studio.writing.topics import kinds_named, never_told, topic_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing that may be said, in the words of one language."""

    key: str
    """`weight`, `material.lining`, `polarised.yes`, `description.2`, `policy.returns`."""
    fact: Fact
    text: str
    """The value in words, as the fact has it; empty for a yes or no."""
    how: How = "holds"
    topic: str = "more"
    many: bool = False
    """Whether it names several things."""

    @property
    def attribute(self) -> str:
        """The fact's attribute."""
        return self.fact.attribute

    @property
    def label(self) -> Words:
        """What the attribute is called."""
        return self.fact.label

    @property
    def verbatim(self) -> bool:
        """Whether it is whole sentences of the shop's own: said as they stand."""
        return self.attribute == "description" or self.topic.startswith("policy.")

    @property
    def bare(self) -> bool:
        """Whether the value is a few words that can stand inside a clause: no sentence, no list of remarks."""
        if not self.text or len(self.text) > _BARE[self.text.isascii()] * (2 if self.many else 1):
            return False
        return not _STOPS.search(self.text) and (self.many or self.topic == "origin" or not _COMMA.search(self.text))


_NAMES: Final = frozenset({"brand", "maker", "designer", "publisher", "artist", "author"})
_SYSTEM_LABEL: Final = re.compile(r"[a-z][A-Z]|_")
"""`customPage`, `pa_color`: a name of a shop's system, not a reader's word."""
_STOPS: Final = re.compile(r"[.;:!?](?=\s|$)|[。；：！？]")
_COMMA: Final = re.compile(r",\s|，")
_DENIES: Final = re.compile(r"\b(?:no|not|none|never|without|free of|in the name)\b|[未无不非]|仅为", re.IGNORECASE)
"""Such a sentence names a material to say that it is not there."""
_BARE: Final = {True: 48, False: 16}


def denies(text: str) -> bool:
    """Whether a sentence says what is not so."""
    return _DENIES.search(text) is not None


def points_of(product: Product, facts: tuple[Fact, ...], voice: Voice) -> tuple[Point, ...]:
    """Every point of the product itself, in the order of its facts. Prices and stock are told by their own frames."""
    own = [
        fact for fact in facts
        if fact.subject.kind == "product" and fact.subject.id == product.id and not never_told(fact.attribute)
        and not _SYSTEM_LABEL.search(fact.label.en)
    ]  # fmt: skip
    found = _in_agreement(tuple(point for fact in own for point in _points(fact, voice)), own)
    if not voice.zh:
        return found
    from mercery.studio.writing.chinese_traits import told_as

    return told_as(found, product)


def _in_agreement(points: tuple[Point, ...], facts: Sequence[Fact]) -> tuple[Point, ...]:
    """Without sentences of the description that name materials of which the record names none: a description is often
    older than the record beside it (`cut from one hide of calfskin` of a piece that is goatskin now)."""
    recorded = {
        name
        for fact in facts if fact.attribute != "description"
        for text in _texts_of(fact) for name in materials_in(text)
    }  # fmt: skip
    if not any(isinstance(fact.value, MaterialsValue) for fact in facts) or not recorded:
        return points
    return tuple(
        point
        for point in points
        if point.attribute != "description"
        or denies(point.text)
        or not (named := materials_in(point.text))
        or any(same_or_kind_of(one, other) or same_or_kind_of(other, one) for one in named for other in recorded)
    )


def _texts_of(fact: Fact) -> Iterator[str]:
    match fact.value:
        case MaterialsValue(parts):
            yield from (text for part in parts for text in (part.material.en, part.material.zh) if text)
        case Text(words):
            yield from (text for text in (words.en, words.zh) if text)
        case Terms(items):
            yield from (text for item in items for text in (item.en, item.zh) if text)
        case _:
            return


def points_of_fact(fact: Fact, voice: Voice) -> tuple[Point, ...]:
    """What one fact says, in pieces."""
    return tuple(_points(fact, voice))


def policy_points(facts: tuple[Fact, ...], voice: Voice, kinds: frozenset[str]) -> tuple[Point, ...]:
    """The shop's rules in the words it approved, those that speak of other goods left out."""
    found = [
        Point(key=f"policy.{fact.subject.id}", fact=fact, text=fact.value.words.text(voice.lang), topic=f"policy.{fact.attribute}")
        for fact in facts
        if fact.subject.kind == "policy" and isinstance(fact.value, Statement) and fact.value.words.has(voice.lang)
    ]  # fmt: skip
    return tuple(point for point in found if not (named := kinds_named(point.text)) or named & kinds)


def _points(fact: Fact, voice: Voice) -> Iterator[Point]:
    topic = topic_of(fact.attribute)
    match fact.value:
        case MaterialsValue(parts):
            yield from _of_materials(fact, parts, voice)
        case Text(words):
            told, how = in_language(words, voice.lang, name=fact.attribute in _NAMES)
            if fact.attribute == "description":
                for place, sentence in enumerate(sentences(told, voice.lang), 1):
                    yield Point(key=f"description.{place}", fact=fact, text=sentence, how=how, topic="what")
            elif told and not told.isdigit():
                yield Point(key=fact.attribute, fact=fact, text=common(told.rstrip(".。")), how=how, topic=topic)
        case Terms(items):
            named = [in_language(item, voice.lang) for item in items[-1:] if fact.attribute == "category"] or [
                in_language(item, voice.lang) for item in items
            ]
            named = _short(named, fact.label.text(voice.lang))
            if named and all(text for text, _ in named):
                hows: list[How] = [how for _, how in named]
                yield Point(
                    key=fact.attribute, fact=fact, text=joined([text for text, _ in named], voice),
                    how="computed" if "computed" in hows else "holds", topic=topic, many=len(named) > 1,
                )  # fmt: skip
        case Quantity() | Dimensions() if not _one_piece(fact):
            yield Point(key=fact.attribute, fact=fact, text=measure(fact.value, voice), topic=topic)
        case Flag(on):
            yield Point(
                key=f"{fact.attribute}.{'yes' if on else 'no'}", fact=fact, text="", how="computed", topic=topic
            )
        case _:
            return


def _short(named: list[tuple[str, How]], label: str) -> list[tuple[str, How]]:
    """`Size 40, Size 42` under the label Size: 40, 42; words of the catalogue that are common ones in small letters."""
    start = f"{label.lower()} "
    if named and all(text.lower().startswith(start) for text, _ in named):
        return [(text[len(start) :], "computed") for text, _ in named]
    return [(common(text), how) for text, how in named]


def _one_piece(fact: Fact) -> bool:
    """A set of one is none."""
    return fact.attribute == "pieces" and isinstance(fact.value, Quantity) and fact.value.low == 1


def _of_materials(fact: Fact, parts: tuple[MaterialPart, ...], voice: Voice) -> Iterator[Point]:
    by_part: dict[str, list[MaterialPart]] = {}
    for one in parts:
        by_part.setdefault(one.part, []).append(one)
    for part, members in by_part.items():
        texts, how = [], "holds"
        for one in members:
            told, way = in_language(one.material, voice.lang)
            if not told:
                break
            share = "" if one.percent is None else f"{number(one.percent)}% "
            texts.append(share + common(told))
            how = "computed" if way == "computed" else how
        else:
            yield Point(
                key=f"material.{part}", fact=fact, text=joined(texts, voice), how="computed" if how == "computed" else "holds",
                topic=topic_of(f"material.{part}"), many=len(texts) > 1,
            )  # fmt: skip


def measure(value: Quantity | Dimensions, voice: Voice) -> str:
    """`27 × 19 × 9 cm`, `48 to 60 cm`, `5 年`."""
    if isinstance(value, Dimensions):
        sides = " × ".join(number(side) for side in value.sides)
        return f"{sides} {unit_words(value.unit, value.sides[-1], voice.lang)}"
    unit = unit_words(value.unit, value.high or value.low, voice.lang)
    amount = number(value.low)
    if value.high is not None:
        amount += voice.pick(" to ", " 至 ") + number(value.high)
    return f"{amount}{'' if unit == '%' else ' '}{unit}"
