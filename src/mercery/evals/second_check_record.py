"""The raw record of a product as the second check reads it: its texts, its numbers in base units, its materials by part. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from mercery.catalog.product import Attribute, Product
from mercery.claims.values import Dimensions, Flag, Materials, Quantity, Terms, Text
from mercery.core.i18n import Lang, Words
from mercery.evals import second_check_words as known

Measure = tuple[str, float]
"""What it measures, in the base unit; `count` without a unit."""
_NUMBER = re.compile(
    r"(?<![\w.])(\d{1,3}(?:[,\u202f]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)(?:\s*(?:[–~至到-]|to)\s*(\d+(?:\.\d+)?))?[\s-]*("
    + "|".join(sorted((re.escape(unit) + ("(?:s|es)?(?![a-z])" if unit.isascii() and unit != "%" else "") for unit in known.UNITS), key=len, reverse=True))
    + r")?",
    re.IGNORECASE,
)  # fmt: skip
_SIDES = re.compile(
    r"((?:\d+(?:\.\d+)?\s*(?:[x×*]|by)\s*){1,2}\d+(?:\.\d+)?)\s*(mm|cm|m|in(?:ch(?:es)?)?|毫米|厘米|公分|米|英寸|寸)(?![a-z])",
    re.IGNORECASE,
)
_SPELT = re.compile(
    r"(?<![a-z])(" + "|".join(word for word in known.NUMBER_WORDS if word.isascii()) + r")(?![a-z])[\s-]*(days?|weeks?|months?|years?|hours?)?|([两二三四五六七八九十])(?=[个只条枚件种款层颗道年天粒片支双格间])",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True)
class Record:
    """The raw record of a product, read once."""

    product: Product

    @cached_property
    def strings(self) -> tuple[str, ...]:
        """Every text in it, small."""
        return tuple(text.lower() for text in _strings(self.product) if text)

    @cached_property
    def text(self) -> str:
        """All of it."""
        return "\n".join(self.strings)

    @cached_property
    def measures(self) -> frozenset[Measure]:
        """Every number in it, in base units."""
        found = {measure for text in self.strings for measure in numbers(text)}
        found |= {measure for _, own in self.labelled for measure in own}
        for attribute in self._attributes:
            if isinstance(attribute.value, Materials):
                found |= {("percent", float(one.percent)) for one in attribute.value.parts if one.percent is not None}
            if isinstance(attribute.value, Terms):
                found.add(("count", float(len(attribute.value.items))))
        found |= {("count", float(len(option.values))) for option in self.product.options}
        for variant in self.product.variants:
            if variant.stock.quantity is not None:
                found.add(("count", float(variant.stock.quantity)))
        return frozenset(found)

    @cached_property
    def amounts(self) -> frozenset[float]:
        """Prices in major units."""
        rows = [row for variant in self.product.variants for row in variant.prices]
        money = [amount for row in rows for amount in (row.amount, row.was) if amount is not None]
        return frozenset(float(amount.major) for amount in money)

    @property
    def _attributes(self) -> Iterator[Attribute]:
        yield from self.product.attributes
        for variant in self.product.variants:
            yield from variant.attributes

    @cached_property
    def labelled(self) -> tuple[tuple[frozenset[str], frozenset[Measure]], ...]:
        """Measures by what they are of: the words of the label, the numbers."""
        found = []
        for attribute in (*self.product.attributes, *(one for v in self.product.variants for one in v.attributes)):
            value = attribute.value
            names = frozenset(
                one.lower() for one in (attribute.label.en, attribute.label.zh, attribute.name.replace("_", " ")) if one
            )
            if isinstance(value, Quantity):
                sides = [value.low, *([value.high] if value.high is not None else [])]
            elif isinstance(value, Dimensions):
                sides = list(value.sides)
            else:
                continue
            kind, factor = known.TYPED.get(value.unit, ("count", 1.0))
            found.append((names, frozenset((kind, float(side) * factor) for side in sides)))
        return tuple(found)

    @cached_property
    def made(self) -> frozenset[tuple[str, str]]:
        """Pairs of part and material, small, in every language."""
        return frozenset(
            (one.part, text.lower())
            for attribute in (*self.product.attributes, *(one for v in self.product.variants for one in v.attributes))
            if isinstance(attribute.value, Materials)
            for one in attribute.value.parts
            for text in (one.material.en, one.material.zh)
            if text
        )

    @cached_property
    def denied(self) -> tuple[str, ...]:
        """Labels of what is said not to be so."""
        return tuple(
            text.lower()
            for attribute in self.product.attributes
            if isinstance(attribute.value, Flag) and not attribute.value.on
            for text in (attribute.label.en, attribute.label.zh)
            if text
        )

    @cached_property
    def free_of(self) -> tuple[tuple[str, ...], ...]:
        """What it is free of: the words of the labels of such a yes."""
        labels = [
            one.label for one in self.product.attributes
            if isinstance(one.value, Flag) and one.value.on and "free" in one.name
        ]  # fmt: skip
        english = [tuple(word for word in content_words(one.en, "en") if word != "free") for one in labels]
        chinese = [(one.zh.lstrip("不无含"),) for one in labels if one.zh]
        return (*english, *chinese)

    def of_kind(self, kind: str) -> list[float]:
        """The typed measures of one kind, the longest first."""
        return sorted((value for _, own in self.labelled for name, value in own if name == kind), reverse=True)


def _strings(product: Product) -> Iterator[str]:
    def both(words: Words) -> tuple[str, str]:
        return words.en, words.zh

    yield from (
        *both(product.title),
        *both(product.description),
        product.brand or "",
        product.audience or "",
        *product.tags,
    )
    for step in product.category:
        yield from both(step)
    for attribute in (*product.attributes, *(one for variant in product.variants for one in variant.attributes)):
        yield from (*both(attribute.label), attribute.name.replace("_", " "))
        match attribute.value:
            case Text(words):
                yield from both(words)
            case Terms(items):
                yield from (text for item in items for text in both(item))
            case Materials(parts):
                yield from (text for part in parts for text in (*both(part.material), part.part))
            case _:
                continue
    for option in product.options:
        yield from both(option.label)
        yield from (text for value in option.values for text in both(value))


def numbers(text: str) -> list[Measure]:
    """Every number of a text in base units, spelt ones too."""
    found: list[Measure] = []
    for sides in _SIDES.finditer(text):
        kind, factor = known.UNITS[re.sub(r"(?<=[a-z]{3})s$", "", sides[2].lower())]
        found += [(kind, float(side) * factor) for side in re.findall(r"\d+(?:\.\d+)?", sides[1])]
    for match in _NUMBER.finditer(_SIDES.sub(" ", text)):
        unit = re.sub(r"(?<=[a-z]{3})s$", "", (match[3] or "").lower())
        kind, factor = known.UNITS.get(unit, ("count", 1.0))
        for side in (match[1], match[2]):
            if side:
                plain = side.replace("\u202f", "")
                plain = (
                    plain.replace(",", "")
                    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain)
                    else plain.replace(",", ".")
                )
                found.append((kind, float(plain) * factor))
    for match in _SPELT.finditer(text):
        kind, factor = known.UNITS.get(re.sub(r"s$", "", (match[2] or "").lower()), ("count", 1.0))
        found.append((kind, known.NUMBER_WORDS[(match[1] or match[3]).lower()] * factor))
    return found


def stem(word: str) -> str:
    """An English word without its ending; a Chinese one as it is."""
    return re.sub(r"(?<=[a-z]{3})(?:ies|es|s|ed|ing|ly)$", "", word.lower())


def content_words(text: str, lang: Lang) -> list[str]:
    """The words that carry meaning, small."""
    low = text.lower()
    if lang == "en":
        return [word for word in re.findall(r"[a-z][a-z'-]{2,}", low) if word not in known.STOP]
    from rjieba import cut

    return [
        word
        for word in cut(low)
        if len(word) > 1 and re.match(r"\w", word) and word not in known.STOP and not word.isdigit()
    ]
