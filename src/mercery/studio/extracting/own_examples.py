"""Examples a shop has itself: products whose recorded values stand in their own words, and what its people decided. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.catalog.attributes import typed_attribute
from mercery.catalog.product import Product
from mercery.catalog.value_words import value_words
from mercery.claims.values import Materials, Terms, Text, Value
from mercery.core.i18n import Lang, Words
from mercery.studio.extracting.found import Found
from mercery.studio.extracting.found import Text as Source
from mercery.studio.extracting.learner.examples import Example
from mercery.studio.extracting.learner.learning import Learnt
from mercery.studio.extracting.proposing import texts_of

ENOUGH: Final = 40
"""Fewer texts with a value teach nothing that the lists do not know."""
MOST: Final = 3_000
_LEAST_SCORE: Final = 0.5
_SENTENCE: Final = re.compile(r"[^.!?。！？\n]+[.!?。！？]*")
_LONGEST: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a person decided about words."""

    product_id: str
    attribute: str
    words: str
    field: str
    lang: Lang
    accepted: bool


def sentences(text: Source) -> list[tuple[int, str]]:
    """The sentences of a text with their places; a title is one."""
    if text.field == "title":
        return [(0, text.content[:_LONGEST])]
    return [
        (found.start() + len(found[0]) - len(found[0].lstrip()), found[0].strip()[:_LONGEST])
        for found in _SENTENCE.finditer(text.content)
        if found[0].strip()
    ]


def examples(products: Iterable[Product], decided: Sequence[Decided]) -> list[Example]:
    """Texts with what they say of the attributes that are recorded. Of attributes nobody recorded nothing is known."""
    by_product: dict[str, list[Decided]] = {}
    for one in decided:
        by_product.setdefault(one.product_id, []).append(one)
    found: list[Example] = []
    for product in products:
        for text in texts_of(product):
            for _, sentence in sentences(text):
                values = _values(product, sentence, text, by_product.get(product.id, ()))
                if values:
                    found.append(Example(text=sentence, category=kind_of(product, text.lang), values=values))
    return found[:MOST]


def kind_of(product: Product, lang: Lang) -> str:
    """What is learnt together: goods of the same last category, in one language."""
    return f"{lang}:{product.category_names[-1] if product.category_names else ''}"


def _values(product: Product, sentence: str, text: Source, decided: Sequence[Decided]) -> dict[str, tuple[str, ...]]:
    said: dict[str, tuple[str, ...]] = {}
    low = sentence.lower()
    for attribute in product.attributes:
        said[attribute.name] = tuple(
            sentence[place.start() : place.end()]
            for form in _forms(attribute.value, text.lang)
            if form.lower() in low and (place := re.search(_bounded(form), sentence, re.IGNORECASE))
        )[:1]
    for one in decided:
        if (one.field, one.lang) == (text.field, text.lang) and one.words in sentence:
            said[one.attribute] = (one.words,) if one.accepted else ()
    return said if any(said.values()) else {}


def _bounded(form: str) -> str:
    return rf"(?<![^\W_]){re.escape(form)}(?![^\W_])" if form[:1].isascii() else re.escape(form)


def _forms(value: Value, lang: Lang) -> list[str]:
    """How a value may stand in a text, the longest first."""
    words: list[str] = []
    match value:
        case Materials(parts):
            words = [part.material.text(lang) for part in parts if part.part == "main"]
        case Terms(items):
            words = [item.text(lang) for item in items]
        case Text(both):
            words = [both.text(lang)]
        case _:
            shown = value_words(value).text(lang)
            words = [shown, shown.replace(" ", ""), shown.replace("×", "x"), shown.replace(" × ", "×")]
    return sorted({word for word in words if len(word) > 1 and len(word) <= 60}, key=lambda word: (-len(word), word))


def enough(found: Sequence[Example]) -> bool:
    """Whether there is something to learn from."""
    return len(found) >= ENOUGH


def read_learnt(learnt: Learnt, products: Sequence[Product], labels: Mapping[str, Words]) -> list[list[Found]]:
    """What the learner reads in the words of each product. Many at once take less time each."""
    asked = [
        (number, text, place, sentence)
        for number, product in enumerate(products)
        for text in texts_of(product)
        for place, sentence in sentences(text)
    ]
    kinds = [kind_of(products[number], text.lang) for number, text, _, _ in asked]
    answers = learnt.read([(sentence, kind) for (_, _, _, sentence), kind in zip(asked, kinds, strict=True)])
    found: list[list[Found]] = [[] for _ in products]
    for (number, text, place, sentence), kind, answer in zip(asked, kinds, answers, strict=True):
        for attribute, rows in answer.items():
            best = rows[0] if rows else None
            if best is None or best.score < max(_LEAST_SCORE, learnt.least.get(kind, 0.0)):
                continue
            typed = typed_attribute(attribute, best.value)
            if typed is not None:
                found[number].append(
                    Found(
                        attribute=attribute, label=labels.get(attribute, typed.label), value=typed.value, field=text.field, lang=text.lang,
                        start=place + best.start, stop=place + best.stop, words=sentence[best.start : best.stop],
                        score=round(min(best.score, 0.97), 3), reader="learnt",
                    )
                )  # fmt: skip
    return found
