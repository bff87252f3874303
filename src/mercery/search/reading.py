"""How a query is understood: limits of price, values of facets, and the words that are left. Pure.

Each part can be taken away by the shopper: its `key` is sent back in `kept_as_words` and is then searched as plain words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

from mercery.catalog.facets import Facet
from mercery.claims.mentions import Mention, may_mean, mentions
from mercery.claims.vocabulary import MATERIALS, materials_in, same_or_kind_of
from mercery.core.i18n import Words
from mercery.core.money import Money, minor_digits
from mercery.search.filters import Filters
from mercery.search.measures import Asked, Known, MeasureLimit, asked_amount, asked_fit
from mercery.search.words import EMPTY_WORDS, Word, index_terms, is_chinese, stem, words

READ_FACETS: Final = ("category", "colour", "color", "material", "brand", "audience")
"""Facets that single words of a query may choose; the others would take words such as `large` too literally."""
_UNDER: Final = re.compile(
    r"(?:\b(?:under|below|less than|up to|at most|maximum|max|within|cheaper than|not more than|no more than|budget(?: of)?)"
    r"|不超过|低于|少于|最多|不到|预算)[\s:：]*$",
    re.IGNORECASE,
)
_OVER: Final = re.compile(
    r"(?:\b(?:over|above|more than|at least|from|minimum|min|starting at)|高于|超过|至少|不低于)[\s:：]*$",
    re.IGNORECASE,
)
_UNDER_AFTER: Final = re.compile(
    r"^\s*(?:or less|and under|or under|max\b|maximum|(?:钱)?(?:以下|以内|之内|内|左右以内|封顶))", re.IGNORECASE
)
_OVER_AFTER: Final = re.compile(r"^\s*(?:or more|and up|and over|(?:钱)?(?:以上|起))", re.IGNORECASE)
_COLOUR_END: Final = "色"
_AND: Final = re.compile(r"\s+(?:and|&)\s+|\s*[,/]\s*")
_STOCK: Final = re.compile(r"\b(?:in stock|available now)\b|有货|现货", re.IGNORECASE)
_SALE: Final = re.compile(r"\b(?:on sale|reduced|discounted)\b|打折|特价|促销|优惠中", re.IGNORECASE)

PartKind = Literal["price", "facet", "measure", "stock", "sale", "other_currency"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing understood, shown under "Read as"."""

    key: str
    kind: PartKind
    label: Words
    said: str
    """The words of the query it was read from."""
    names: tuple[str, ...] = ()
    """Of a measure: the attributes one of which must be within."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A query, understood."""

    text: str
    words: tuple[Word, ...] = ()
    """What is searched for as words."""
    parts: tuple[Part, ...] = ()
    filters: Filters = field(default_factory=Filters)

    @property
    def empty(self) -> bool:
        """Whether nothing was asked."""
        return not self.words and not self.parts


class Lexicon:
    """The shop's own words for the values of its facets."""

    def __init__(self, facets: Iterable[Facet], known: Known = Known()) -> None:
        self.known = known
        self._by_term: dict[str, list[Facet]] = defaultdict(list)
        self._chinese: list[tuple[str, Facet]] = []
        for facet in facets:
            if facet.name not in READ_FACETS:
                continue
            for term in _terms_of(facet):
                self._by_term[term].append(facet)
            if is_chinese(facet.label.zh):
                self._chinese.append((_plain(facet.label.zh), facet))

    def values(self, word: Word) -> tuple[str, tuple[Facet, ...]] | None:
        """The facet the word chooses from and its values with that word; None when the shop uses it for none."""
        found = self._chinese_values(word) if word.chinese else self._by_term.get(word.term, [])
        for name in READ_FACETS:
            values = tuple(facet for facet in found if facet.name == name)
            if values:
                return name, values
        return None

    def _chinese_values(self, word: Word) -> list[Facet]:
        plain = _plain(word.surface)
        return [
            facet
            for label, facet in self._chinese
            if plain == label
            or (plain in label and (len(plain) >= 2 or (facet.name in ("colour", "color") and word.surface != plain)))
        ]


def read(
    text: str,
    lexicon: Lexicon,
    *,
    currency: str,
    names_a_product: bool = False,
    kept_as_words: Collection[str] = (),
) -> Reading:
    """Understand `text`; amounts in another currency than `currency` are named and left out, never converted.

    `names_a_product`: all its words stand in one product's name, so none of them is read as a limit.
    """
    parts: list[Part] = []
    covered: list[tuple[int, int]] = []
    prices = _price(text, currency, parts, covered, kept_as_words)
    measures = () if names_a_product else _measures(text, lexicon.known, parts, covered, kept_as_words)
    stock = _flag(text, _STOCK, "stock", Words("In stock", "有货"), parts, covered, kept_as_words)
    sale = _flag(text, _SALE, "sale", Words("On sale", "优惠中"), parts, covered, kept_as_words)
    found = [word for word in words(text) if not any(start < word.end and word.start < end for start, end in covered)]
    said = [word for word in found if word.surface.lower() not in EMPTY_WORDS]
    left = said if said or parts else found
    facets: dict[str, tuple[str, ...]] = {}
    if not names_a_product:
        left = _facets(left, lexicon, facets, parts, kept_as_words)
    filters = Filters(
        facets=facets, price_min=prices[0], price_max=prices[1], in_stock=stock, on_sale=sale, measures=measures
    )
    parts.sort(key=lambda part: text.find(part.said))
    return Reading(text=text, words=tuple(_unique(left)), parts=tuple(parts), filters=filters)


def _unique(found: Sequence[Word]) -> list[Word]:
    return list({word.term: word for word in reversed(found)}.values())[::-1]


def _facets(
    found: Sequence[Word],
    lexicon: Lexicon,
    facets: dict[str, tuple[str, ...]],
    parts: list[Part],
    kept: Collection[str],
) -> list[Word]:
    left: list[Word] = []
    for word in found:
        read_as = lexicon.values(word)
        if read_as is None or word.surface.isdigit() or read_as[0] in facets or f"{read_as[0]}:{word.term}" in kept:
            left.append(word)
            continue
        name, values = read_as
        facets[name] = tuple(value.value for value in values)
        label = values[0].label if len(values) == 1 else Words(word.surface.capitalize(), word.surface)
        parts.append(Part(key=f"{name}:{word.term}", kind="facet", label=label, said=word.surface))
    return left


def _flag(
    text: str,
    pattern: re.Pattern[str],
    kind: Literal["stock", "sale"],
    label: Words,
    parts: list[Part],
    covered: list[tuple[int, int]],
    kept: Collection[str],
) -> bool:
    match = pattern.search(text)
    if match is None or kind in kept:
        return False
    covered.append(match.span())
    parts.append(Part(key=kind, kind=kind, label=label, said=match.group()))
    return True


def _price(
    text: str, currency: str, parts: list[Part], covered: list[tuple[int, int]], kept: Collection[str]
) -> tuple[int | None, int | None]:
    if "price" in kept:
        return None, None
    low: int | None = None
    high: int | None = None
    for mention in mentions(text):
        limits = _limits(text, mention, currency)
        if limits is None:
            continue
        bounds, span = limits
        covered.append(span)
        said = text[span[0] : span[1]].strip()
        if mention.kind == "money" and not may_mean(mention.unit, currency):
            label = Words(f"{said}: prices here are in {currency}", f"{said}：此处以 {currency} 标价")
            parts.append(Part(key="price", kind="other_currency", label=label, said=said))
            continue
        low, high = (bounds[0] if bounds[0] is not None else low), (bounds[1] if bounds[1] is not None else high)
        parts.append(Part(key="price", kind="price", label=_price_label(bounds, currency), said=said))
    return low, high


def _measures(
    text: str, known: Known, parts: list[Part], covered: list[tuple[int, int]], kept: Collection[str]
) -> tuple[MeasureLimit, ...]:
    found = [
        asked for mention in mentions(text) if mention.kind == "quantity" and (asked := _measure(text, mention, known))
    ]
    if not found and (fit := asked_fit(text, known)):
        found.append(fit)
    for asked in found:
        if asked.limit.key in kept:
            continue
        covered.extend(asked.spans)
        said = text[slice(*asked.spans[0])].strip()
        parts.append(Part(key=asked.limit.key, kind="measure", label=asked.label, said=said, names=asked.limit.names))
    return tuple(asked.limit for asked in found if asked.limit.key not in kept)


def _measure(text: str, mention: Mention, known: Known) -> Asked | None:
    before, after = text[: mention.start], text[mention.end :]
    under, over = _UNDER.search(before), _OVER.search(before)
    under_after, over_after = _UNDER_AFTER.match(after), _OVER_AFTER.match(after)
    start = min([match.start() for match in (under, over) if match] or [mention.start])
    end = mention.end + max([match.end() for match in (under_after, over_after) if match] or [0])
    bound = "under" if under or under_after else "over" if over or over_after else ""
    return asked_amount(text, mention, known, span=(start, end), bound=bound)


def _limits(text: str, mention: Mention, currency: str) -> tuple[tuple[int | None, int | None], tuple[int, int]] | None:
    """The price limits a mention sets and the stretch of text that sets them; None when it is no price."""
    before, after = text[: mention.start], text[mention.end :]
    under, over = _UNDER.search(before), _OVER.search(before)
    under_after, over_after = _UNDER_AFTER.match(after), _OVER_AFTER.match(after)
    compared = under or over or under_after or over_after
    if mention.kind not in ("money", "number") or (mention.kind == "number" and not compared):
        return None
    start = min([match.start() for match in (under, over) if match] or [mention.start])
    end = mention.end + max([match.end() for match in (under_after, over_after) if match] or [0])
    value = _minor(mention.value, currency)
    if mention.high is not None:
        return (value, _minor(mention.high, currency)), (start, end)
    if over or over_after:
        return (value, None), (start, end)
    return (None, value), (start, end)


def _minor(value: Decimal, currency: str) -> int:
    return int(value.scaleb(minor_digits(currency)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _price_label(bounds: tuple[int | None, int | None], currency: str) -> Words:
    def said(minor: int) -> Words:
        money = Money(minor, currency)
        return Words(money.text("en"), money.text("zh"))

    low, high = bounds
    if low is not None and high is not None:
        return Words(f"{said(low).en} to {said(high).en}", f"{said(low).zh} 至 {said(high).zh}")
    if high is not None:
        return Words(f"Up to {said(high).en}", f"{said(high).zh} 以内")
    assert low is not None
    return Words(f"From {said(low).en}", f"{said(low).zh} 起")


def _terms_of(facet: Facet) -> frozenset[str]:
    """The English words that choose a value: any of its label; of a category only what it is, not what it is made of.

    "Small leather goods" are chosen by "goods", so that leather alone asks for the material. A material is chosen by
    what it is a kind of, too: calfskin by leather.
    """
    terms = list(index_terms(facet.label.en)) if facet.label.en else []
    if facet.name == "category":
        things = (list(index_terms(part))[-1:] for part in _AND.split(facet.label.en))
        return frozenset(term for thing in things for term in thing)
    if facet.name == "material":
        named = materials_in(facet.label.en)
        kinds = (kind for kind in MATERIALS if " " not in kind and any(same_or_kind_of(one, kind) for one in named))
        return frozenset(terms) | {stem(kind) for kind in kinds}
    return frozenset(terms)


def _plain(label: str) -> str:
    return label[:-1] if len(label) > 1 and label.endswith(_COLOUR_END) else label
