"""Facts as rows of a block: label, value in words, and what it stands on. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from mercery.claims.facts import Fact
from mercery.claims.sentence import Sentence
from mercery.claims.vocabulary import part_words
from mercery.core.i18n import Lang
from mercery.studio.writing.points import Point
from mercery.studio.writing.topics import topic_of

State = Literal["holds", "computed", "expiring"]
Place = Literal["hero", "material", "size", "care", "delivery", "authenticity", "comparison"]
PLACES: Final[tuple[Place, ...]] = ("hero", "material", "size", "care", "delivery", "authenticity", "comparison")
"""The blocks of a detail page, in its order."""
_TOPICS: Final[dict[Place, tuple[str, ...]]] = {
    "material": ("material", "make", "scent", "use"),
    "size": ("size", "fit"),
    "authenticity": ("origin", "warranty"),
}
_CHANGING: Final = ("price", "stock", "instalments", "discount")
_MOST: Final = 6
_LONG: Final = {True: 70, False: 34}


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of a text: a claim with its fact, or words that claim nothing (no state)."""

    text: str
    state: State | None = None
    fact_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """One fact of a block."""

    label: str
    value: Run


def changes_by_the_hour(fact: Fact) -> bool:
    """Whether it is of a price, a promotion or the stock: such a fact is never part of a picture."""
    return fact.attribute in _CHANGING or fact.subject.kind in ("promotion", "bag", "order")


_MONEY: Final = re.compile(r"[€¥￥£$]\s?\d|\d\s?(?:€|元|欧元|美元|英镑)|\b(?:EUR|CNY|USD|GBP)\b")


def speaks_of_money(text: str) -> bool:
    """Whether a sentence names an amount, a fee of a rule too: it is left to the pages that are served fresh."""
    return _MONEY.search(text) is not None


def label_of(point: Point, lang: Lang) -> str:
    """What the row of a point is called: the part of a material, else the attribute."""
    name, _, part = point.key.partition(".")
    if name == "material" and part not in ("main", "other", ""):
        words = part_words(part).text(lang)
        return words[:1].upper() + words[1:]
    return point.fact.label.text(lang)


def fact_rows(points: Iterable[Point], place: Place, lang: Lang) -> tuple[FactRow, ...]:
    """The rows of a block, in the shop's order; none for blocks that are told in sentences alone."""
    topics = _TOPICS.get(place, ())
    found = [
        FactRow(
            label=label_of(point, lang), value=run_of(point.fact, capital(point.text), computed=point.how == "computed")
        )
        for point in points
        if topic_of(point.key) in topics and point.text and len(point.text) <= _LONG[point.text.isascii()]
    ]
    return tuple(found[:_MOST])


def run_of(fact: Fact, text: str, *, computed: bool = False) -> Run:
    """A text that stands on a fact."""
    return Run(text, "computed" if computed else "expiring" if fact.valid_to else "holds", fact.id)


def runs_of(sentence: Sentence, facts: Mapping[str, Fact]) -> tuple[Run, ...]:
    """A sentence cut at its claims."""
    found: list[Run] = []
    at = 0
    for span in sorted(sentence.spans, key=lambda one: one.start):
        fact = facts.get(span.fact_id)
        if fact is None or span.start < at:
            continue
        if span.start > at:
            found.append(Run(sentence.text[at : span.start]))
        found.append(run_of(fact, sentence.text[span.start : span.end], computed=span.how == "computed"))
        at = span.end
    if at < len(sentence.text):
        found.append(Run(sentence.text[at:]))
    return tuple(found)


def capital(text: str) -> str:
    """The text with a large first letter."""
    return text[:1].upper() + text[1:]
