"""Measures as limits: "a 13-inch laptop", "36 mm", "heel under 70 mm", "防水 100 米". Pure.

A product's amounts stand in its row of the index as text (`#laptop_fit|length|330.2|330.2`, in the base unit of the
dimension), so that they are compared as numbers and never as words: a bag whose description says that it is too small
for 13 inches does not hold 13 inches.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mercery.catalog.product import Product
from mercery.claims.measures import dimension, in_base, number, unit_words
from mercery.claims.mentions import Mention
from mercery.claims.values import Quantity
from mercery.core.i18n import Words
from mercery.search.query.writing import plain
from mercery.search.synonyms.thesaurus import thesaurus
from mercery.search.words import EMPTY_WORDS, index_terms, is_chinese, words

MARK: Final = "#"
_MORE_IS_FINE: Final = re.compile(r"fit|resist|capacity|reserve|life|burn|lasting|uv")
"""Attributes of which more than asked for is as good: what fits 14 inches fits 13."""
_FITS: Final = re.compile(r"(?:_|\b)fit\Z")
"""Attributes that may be asked for without an amount: "a bag for a laptop"."""
_ROUNDING: Final = Decimal("0.02")
_AROUND: Final = Decimal("0.1")
_NEXT_INCH: Final = Decimal("0.9")
"""Screens are called by the whole inch: one of 13.3 is asked for as one of 13."""
_TAIL: Final = re.compile(r"\s*(?:up to|about|of|from)\s*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """An attribute of the shop that is an amount: its name, what it measures, how it is called."""

    name: str
    dimension: str
    label: Words

    @property
    def terms(self) -> frozenset[str]:
        """The words of its label that tell it from others."""
        said = [
            word for text in (self.label.en, self.label.zh) for word in index_terms(text) if word not in EMPTY_WORDS
        ]
        return frozenset(said) - _COMMON


_COMMON: Final = frozenset(index_terms("up to about of in weight height width length 长 高 宽 约 可 最"))


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureLimit:
    """Amounts of one of `names` between `low` and `high`, in the base unit; neither: the attribute must be there."""

    key: str
    names: tuple[str, ...]
    dimension: str
    low: Decimal | None = None
    high: Decimal | None = None

    def met_by(self, values: Collection[str]) -> bool:
        """Whether one of the row's amounts is within."""
        return any(self._meets(value) for value in values if value.startswith(MARK))

    def _meets(self, value: str) -> bool:
        name, dim, low, high = value[1:].split("|")
        if name not in self.names or dim != self.dimension:
            return False
        return (self.low is None or Decimal(high) >= self.low) and (self.high is None or Decimal(low) <= self.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A measure a query asks for: the limit, its label, and the words of the query it was read from."""

    limit: MeasureLimit
    label: Words
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a shop measures: its attributes that are amounts, and every amount a product has."""

    measured: tuple[Measured, ...] = ()
    amounts: frozenset[str] = frozenset()


def amounts(product: Product) -> Iterator[tuple[str, Measured]]:
    """Each amount of `product` as its row holds it, with the attribute it is of."""
    for attribute in product.attributes:
        value = attribute.value
        if isinstance(value, Quantity):
            of = Measured(name=attribute.name, dimension=dimension(value.unit), label=attribute.label)
            low, high = in_base(value.low, value.unit), in_base(value.high or value.low, value.unit)
            yield f"{MARK}{of.name}|{of.dimension}|{low.normalize():f}|{high.normalize():f}", of


def asked_amount(text: str, mention: Mention, known: Known, *, span: tuple[int, int], bound: str) -> Asked | None:
    """The limit that an amount of the query sets; `bound` is `under`, `over`, `around` or empty.

    None when the shop measures no such thing, or when the query names no attribute and nothing has that amount: then
    it is rather a word of a name or a material (`18 carat`).
    """
    same = [one for one in known.measured if one.dimension == dimension(mention.unit)]
    chosen, spans = _named(text, same, [span])
    if not chosen:
        return None
    named = len(spans) > 1
    low, high = _bounds(mention, chosen if named else (), bound)
    amount = Words(
        *(f"{number(mention.value)} {unit_words(mention.unit, mention.value, lang)}" for lang in ("en", "zh"))
    )
    names = tuple(one.name for one in chosen)
    limit = MeasureLimit(
        key=f"measure:{mention.value}{mention.unit}", names=names, dimension=dimension(mention.unit), low=low, high=high
    )
    if not named and not limit.met_by(known.amounts):
        return None
    return Asked(limit=limit, label=_label(chosen, amount, low, high), spans=spans)


def asked_fit(text: str, known: Known) -> Asked | None:
    """The limit that naming what must fit sets without an amount: "a bag for a laptop"."""
    fits = [one for one in known.measured if _FITS.search(one.name)]
    chosen, spans = _named(text, fits, [])
    if not spans:
        return None
    first = chosen[0]
    limit = MeasureLimit(
        key=f"measure:{first.name}", names=tuple(one.name for one in chosen), dimension=first.dimension
    )
    return Asked(limit=limit, label=Words(_TAIL.sub("", first.label.text("en")), first.label.text("zh")), spans=spans)


def _named(
    text: str, among: Sequence[Measured], spans: list[tuple[int, int]]
) -> tuple[list[Measured], tuple[tuple[int, int], ...]]:
    """Those of `among` that the query calls by a word of their label (all, when it names none), and where it does."""
    said = [word for word in words(text) if word.surface.lower() not in EMPTY_WORDS]
    rows = thesaurus()
    called = {word: (word.term, *rows.same(word.term), *rows.wider(word.term)) for word in said}
    hits = {
        one: [word for word in said if any(term in one.terms or _inside(term, one) for term in called[word])]
        for one in among
    }
    most = max((len(found) for found in hits.values()), default=0)
    chosen = [one for one, found in hits.items() if len(found) == most]
    named = [(word.start, word.end) for one in chosen for word in hits[one]]
    return chosen, tuple(dict.fromkeys([*spans, *named]))


def _inside(term: str, measured: Measured) -> bool:
    return len(term) >= 2 and is_chinese(term) and term in plain(measured.label.zh)


def _bounds(mention: Mention, chosen: Sequence[Measured], bound: str) -> tuple[Decimal | None, Decimal | None]:
    value = in_base(mention.value, mention.unit)
    if mention.high is not None:
        return value, in_base(mention.high, mention.unit)
    if bound == "under":
        return None, value
    if bound == "over" or (chosen and all(_MORE_IS_FINE.search(one.name) for one in chosen)):
        return value * (1 - _ROUNDING), None
    if bound == "around":
        return value * (1 - _AROUND), value * (1 + _AROUND)
    if mention.unit == "in" and mention.value == mention.value.to_integral_value():
        return value * (1 - _ROUNDING), in_base(mention.value + _NEXT_INCH, "in")
    return value * (1 - _ROUNDING), value * (1 + _ROUNDING)


def _label(chosen: Sequence[Measured], amount: Words, low: Decimal | None, high: Decimal | None) -> Words:
    if len(chosen) > 1:
        name = Words("", "")
    else:
        label = chosen[0].label
        name = Words(_TAIL.sub("", label.text("en")) + ": ", label.text("zh") + "：")
    if low is None:
        return Words(f"{name.en}up to {amount.en}", f"{name.zh}不超过 {amount.zh}")
    if high is None:
        return Words(f"{name.en}at least {amount.en}", f"{name.zh}至少 {amount.zh}")
    return Words(f"{name.en}{amount.en}", f"{name.zh}{amount.zh}")
