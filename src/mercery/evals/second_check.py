"""A second reading of what is said of goods, without the gate: each sentence against the raw record, by other means.

It looks for numbers with their units, materials, colours, places, parts, brands, days, promises, denials and comparisons,
and wants each in the record of this product, as a pair where a part or an attribute is named, or in the shop's policies.
It says what it cannot find. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mercery.catalog.product import Product
from mercery.claims.values import Terms, Text
from mercery.core.i18n import Lang, Words
from mercery.evals import second_check_words as known
from mercery.evals.second_check_record import Measure, Record, content_words, numbers, stem

_CLAUSES = re.compile(r"[,;:](?=\s)|[，；：。！？、]|[.!?](?=\s|$)|\n")
_OF_ITSELF = re.compile(r"(?:这篇|本文|这条|i |we |我)")
"""A clause on the text or who wrote it, not on the goods."""
_MONEY = re.compile(r"[€$£¥]\s?\d|\d\s?(?:€|EUR|euros?|元|美元|欧元)")
_TOLERANCE = 0.015
_SHORTEST = {True: 5, False: 2}
_LONGEST_VALUE = 40


@dataclass(frozen=True, slots=True)
class Fault:
    """What the record does not bear: the kind and the words."""

    kind: str
    words: str


class SecondCheck:
    """Reads sentences of one shop: its products, and the statements of its policies."""

    def __init__(self, products: Sequence[Product], policies: Iterable[Words], shop: Words) -> None:
        self.records = {product.id: Record(product) for product in products}
        self._policies = tuple(text.lower() for words in policies for text in (words.en, words.zh) if text)
        self._shop = tuple(name.lower() for name in (shop.en, shop.zh) if name)
        self._brands = frozenset(product.brand.lower() for product in products if product.brand)
        self._lexicon = self._words_of_records()

    def _words_of_records(self) -> Mapping[str, frozenset[str]]:
        """By kind: the shop's own materials, colours, places, beside those known of themselves."""
        found: dict[str, set[str]] = {
            "material": {*known.MATERIALS["en"], *known.MATERIALS["zh"]},
            "colour": {*known.COLOURS["en"], *known.COLOURS["zh"]},
            "place": {*known.PLACES["en"], *known.PLACES["zh"]},
        }
        for record in self.records.values():
            found["material"] |= {material for _, material in record.made}
            for option in record.product.options:
                if option.name in ("colour", "color"):
                    found["colour"] |= {
                        text.lower() for value in option.values for text in (value.en, value.zh) if text
                    }
            found["value"] = found.get("value", set()) | set(_values(record.product))
        return {
            kind: frozenset(word for word in words if len(word) > 1 or not word.isascii())
            for kind, words in found.items()
        }

    def faults(self, sentence: str, lang: Lang, product_id: str) -> tuple[Fault, ...]:
        """What the record and the policies do not bear; none for a sentence that stands in them word for word."""
        record = self.records[product_id]
        text = sentence.lower().strip()
        bare = text.strip(" .。!！")
        if re.fullmatch(r"\[.*\]|【.*】", text):
            return ()  # What is done on a stage, said to nobody.
        if len(bare) > 8 and (bare in record.text or any(bare in policy for policy in self._policies)):
            return ()
        others = [one for one in self.records.values() if one is not record and _named(one.product, text)]
        return (
            *self._numbers(text, record, others),
            *self._words(text, record, others),
            *self._parts(text, record),
            *self._denials(text, lang, record),
            *self._comparisons(text, record, others),
            *self._promises(text, record),
        )

    def unknown(self, sentence: str, lang: Lang, product_id: str) -> tuple[str, ...]:
        """Content words that stand neither in the record nor in the policies. Counted, not condemned: frames have some."""
        record = self.records[product_id]
        held = record.text + "\n" + "\n".join(self._policies)
        return tuple(word for word in content_words(sentence, lang) if word not in held and stem(word) not in held)

    def _numbers(self, text: str, record: Record, others: Sequence[Record]) -> Iterator[Fault]:
        allowed = set(record.measures)
        for policy in self._policies:
            allowed |= set(numbers(policy)) if content_share(text, policy) else set()
        for one in others:
            allowed |= one.measures
            allowed |= {(kind, abs(a - b)) for kind, a in record.measures for other, b in one.measures if kind == other}
        if _MONEY.search(text):
            allowed |= {("count", amount) for amount in record.amounts}
        for clause in _CLAUSES.split(text):
            said = numbers(clause)
            # With its unit a number has to be one of what the clause names; a variant's own name may hold any.
            owned = [own for names, own in record.labelled if any(_has(clause, name) for name in names)]
            for kind, value in said:
                fitting = {one for own in owned for one in own if one[0] == kind} if kind != "count" else set()
                pool = fitting if fitting and not others else allowed
                if not any(_near(kind, value, one) for one in pool):
                    yield Fault("number", f"{value:g} {kind}")

    def _words(self, text: str, record: Record, others: Sequence[Record]) -> Iterator[Fault]:
        held = [record.text, *(one.text for one in others)]
        if known.PROMISES.search(text):
            held += self._policies
        rest = text
        for name in sorted(self._shop, key=len, reverse=True):
            rest = rest.replace(name, " ")
        for kind, words in self._lexicon.items():
            for word in _longest(rest, words):
                borne = (word, stem(word), *known.KINDS.get(word, ()))
                if not any(name in one for name in borne for one in held):
                    yield Fault(kind, word)
        own = (record.product.brand or "").lower()
        for brand in self._brands:
            if brand != own and _has(rest, brand) and brand not in record.text:
                yield Fault("brand", brand)

    def _parts(self, text: str, record: Record) -> Iterator[Fault]:
        """A material beside a part has to be that part's."""
        if not record.made:
            return
        for clause in _CLAUSES.split(text):
            parts = [part for part, words in known.PARTS.items() if any(_has(clause, word) for word in words)]
            materials = {material for _, material in record.made if _has(clause, material)}
            named = [
                part
                for part in parts
                if not any(_within(word, material) for word in known.PARTS[part] for material in materials)
            ]
            if len(named) == 1 and materials:
                part = named[0]
                materials = {material for material in materials if _beside(clause, known.PARTS[part], material)}
                borne = {name for material in materials for name in (material, *known.KINDS.get(material, ()))}
                told = not materials or any((part, name) in record.made for name in borne)
                known_part = any(own == part for own, _ in record.made)
                if not told and (known_part or not self._in_one_sentence(record, part, materials)):
                    yield Fault("part", f"{part}: {', '.join(sorted(materials))}")
            for part in named:
                if not any(own == part for own, _ in record.made) and not any(
                    word in record.text for word in known.PARTS[part]
                ):
                    yield Fault("part", part)

    @staticmethod
    def _in_one_sentence(record: Record, part: str, materials: Iterable[str]) -> bool:
        return any(
            any(word in row for word in known.PARTS[part]) and any(material in row for material in materials)
            for text in record.strings
            for row in _CLAUSES.split(text)
        )

    def _denials(self, text: str, lang: Lang, record: Record) -> Iterator[Fault]:
        sources = [*record.strings, *self._policies]
        for clause in _CLAUSES.split(text):
            denied = known.DENIES.search(clause)
            if denied and _OF_ITSELF.match(clause.strip()):
                continue
            if denied:
                words = [word for word in content_words(clause, lang) if not known.DENIES.search(word)]
                borne = (
                    any(_share([*label], clause) >= 0.5 for label in record.free_of)
                    or any(
                        _share(content_words(label.replace("-", " "), lang) or [label], clause) >= 0.5
                        for label in record.denied
                    )
                    or any(
                        known.DENIES.search(row) and _share(words, row) >= 0.5
                        for source in sources
                        for row in _CLAUSES.split(source)
                    )
                )
                if not borne:
                    yield Fault("denial", clause.strip()[:40])
            elif any(_has(clause, label) for label in record.denied):
                yield Fault("affirmed", clause.strip()[:40])
            else:
                yield from self._affirmed(clause, lang, record)

    @staticmethod
    def _affirmed(clause: str, lang: Lang, record: Record) -> Iterator[Fault]:
        """What the record denies, said without the denial."""
        for row in (row for text in record.strings for row in _CLAUSES.split(text)):
            found = known.DENIES.search(row)
            if not found:
                continue
            after = [*content_words(row[found.end() :], lang)[:2], *re.findall(r"\d+", row[found.end() :])]
            if after and all(word in clause for word in after) and not any(
                all(word in other for word in after) and not known.DENIES.search(other)
                for text in record.strings for other in _CLAUSES.split(text)
            ):  # fmt: skip
                yield Fault("affirmed", " ".join(after))

    def _comparisons(self, text: str, record: Record, others: Sequence[Record]) -> Iterator[Fault]:
        found = known.COMPARES.search(text)
        if not found or found[0] in record.text:
            return
        if any(found[0] in policy and content_share(text, policy) for policy in self._policies):
            return
        directions = [(kind, way) for word, (kind, way) in known.DIRECTIONS.items() if _has(text, word)]
        for other in others:
            for kind, way in directions:
                own, its = record.of_kind(kind), other.of_kind(kind)
                if own and its and any((a - b) * way > 0 for a, b in zip(own, its, strict=False)):
                    return
        yield Fault("comparison", found[0])

    def _promises(self, text: str, record: Record) -> Iterator[Fault]:
        for found in known.PROMISES.finditer(text):
            word = stem(found[0])
            sources = [policy for policy in self._policies if word in policy]
            if not word.isascii() and not sources and set(word) <= set("".join(self._policies)):
                sources = [policy for policy in self._policies if set(word) & set(policy)]
            word = "warrant" if word.startswith("guarant") else word
            heading = bool(sources) and len(content_words(text, "zh" if not text.isascii() else "en")) <= 2
            if word not in record.text and not heading and not any(content_share(text, policy) for policy in sources):
                yield Fault("promise", found[0])


def _values(product: Product) -> Iterator[str]:
    """Short values of any attribute, small: what could be said of one product and be another's."""
    for attribute in product.attributes:
        words = attribute.value.items if isinstance(attribute.value, Terms) else ()
        words = (attribute.value.words,) if isinstance(attribute.value, Text) else words
        for one in words:
            yield from (
                text.lower().rstrip(".。")
                for text in (one.en, one.zh)
                if _SHORTEST[text.isascii()] <= len(text) <= _LONGEST_VALUE
            )


def _near(kind: str, value: float, other: Measure) -> bool:
    return (kind == other[0] or "count" in (kind, other[0])) and abs(value - other[1]) <= _TOLERANCE * max(
        abs(other[1]), 0.01
    )


def _named(product: Product, text: str) -> bool:
    return any(title and len(title) > 2 and title.lower() in text for title in (product.title.en, product.title.zh))


def _has(text: str, word: str) -> bool:
    if word.isascii():
        return re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text) is not None
    return word in text


def _beside(clause: str, words: Iterable[str], material: str) -> bool:
    """Whether the material stands so near to the part that it is said of it."""
    at = clause.find(material)
    reach = 40 if material.isascii() else 8
    return any(
        -reach - len(material) <= at - found.start() <= reach + len(word)
        for word in words
        for found in re.finditer(re.escape(word), clause)
    )


def _within(word: str, material: str) -> bool:
    return word in material


def _longest(text: str, words: Iterable[str]) -> Iterator[str]:
    """The words that stand in the text, none within a longer one."""
    rest = text
    for word in sorted(words, key=len, reverse=True):
        if _has(rest, word):
            yield word
            rest = (
                re.sub(rf"(?<![a-z]){re.escape(word)}(?![a-z])", "\n", rest)
                if word.isascii()
                else rest.replace(word, "\n")
            )


def _share(words: Sequence[str], text: str) -> float:
    return sum(word in text or stem(word) in text for word in words) / len(words) if words else 0.0


def content_share(text: str, source: str) -> bool:
    """Whether a text speaks of what a policy speaks of: a good part of its words stand there."""
    lang: Lang = "zh" if re.search("[\u3400-\u9fff]", text) else "en"
    words = content_words(text, lang)
    pairs = [one for one in pairwise(words) if all(stem(word) in source for word in one)]
    return _share(words, source) >= 0.5 or len(pairs) >= 3
