"""Why a result fits what was asked, in words that stand on facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.catalog.facts import product_facts
from mercery.catalog.product import Product, Variant
from mercery.catalog.slug import slug
from mercery.claims.facts import Fact
from mercery.claims.values import Stock
from mercery.core.money import Money
from mercery.promotions.offer import Offer, with_options
from mercery.search.reading import Part
from mercery.search.result import SearchResult
from mercery.search.words import Word, index_terms
from mercery.storefront.speech import State, capital, said, value_text
from mercery.storefront.visit import Visit
from mercery.storefront.wares import price_from, stock_text
from mercery.ui.formats import money_text

_BRIEF: Final = 64
"""Letters of the longest reason on a tile."""
MOST_REASONS: Final = 3
_FEW: Final = 3
_SENTENCES: Final = re.compile(r"[^.。！？!?]+(?:\.\d+[^.。！？!?]*)*[.。！？!?]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class FitLine:
    """One wish: how it was asked, what the piece has, and from where that is known."""

    asked: str
    has: str
    source: str
    state: State = "holds"
    after: str = ""
    """Words behind the stitched part: `, €110 below`."""
    brief: str = ""
    """The same in one phrase, for a tile: `€110 below your limit`; empty where a tile need not say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How one product meets a query."""

    product_id: str
    lines: tuple[FitLine, ...]


def fit_of(visit: Visit, product: Product, result: SearchResult, offer: Offer | None) -> Fit | None:
    """The wishes one by one; None where the query says too little to be set against facts."""
    facts = list(product_facts(product, visit.shop))
    offer = offer.among(result.filters.facets) if offer else None
    lines = [line for part in result.reading.parts if (line := _part_line(visit, part, product, facts, offer, result))]
    lines += [line for word in result.reading.words if (line := _word_line(visit, word, product, facts))]
    if not lines:
        return None
    return Fit(
        product_id=product.id,
        lines=(*_unique(lines), *_stock_line(visit, with_options(product.variants, result.filters.facets))),
    )


def reasons(visit: Visit, fit: Fit | None) -> tuple[FitLine, ...]:
    """Why a piece is among the results, for its tile: what it meets in one phrase each, and that few are left."""
    if fit is None:
        return ()
    found = list({line.brief: line for line in fit.lines if line.brief}.values())
    return tuple(found[:MOST_REASONS])


def _unique(lines: Iterable[FitLine]) -> list[FitLine]:
    return list({(line.asked, line.has): line for line in lines}.values())


def _part_line(
    visit: Visit, part: Part, product: Product, facts: Sequence[Fact], offer: Offer | None, result: SearchResult
) -> FitLine | None:
    asked = capital(part.label.text(visit.lang))
    if part.kind == "price":
        return _price_line(visit, asked, offer, result)
    if part.kind == "measure":
        fact = next((one for one in facts if one.attribute in part.names and one.subject.kind == "product"), None)
        return _fact_line(visit, asked, fact, labelled=True) if fact else None
    if part.kind != "facet":
        return None
    name = part.key.partition(":")[0]
    if name == "category":
        return None
    if name in ("colour", "color"):
        option = next((one for one in product.options if one.name == name), None)
        if option is None:
            return None
        chosen = result.filters.facets.get(name, ())
        matching = [value for value in option.values if slug(value.en or value.zh) in chosen] or option.values
        names = [value.text(visit.lang) for value in matching]
        said_names = ("、" if visit.zh else ", ").join(names)
        return FitLine(
            asked=asked, has=said_names, source=visit.say("catalogue", "商品资料"),
            brief=visit.say(f"In {said_names}", f"有{said_names}"),
        )  # fmt: skip
    fact = next((one for one in facts if one.attribute == name and one.subject.kind == "product"), None)
    return _fact_line(visit, asked, fact) if fact else None


def _price_line(visit: Visit, asked: str, offer: Offer | None, result: SearchResult) -> FitLine | None:
    if offer is None:
        return None
    after = gap = ""
    if result.filters.price_max is not None and offer.low.minor < result.filters.price_max:
        gap = money_text(Money(result.filters.price_max - offer.low.minor, visit.currency), visit.lang)
        after = visit.say(f", {gap} below", f"，低 {gap}")
    return FitLine(
        asked=asked, has=price_from(offer, visit.lang), source=visit.say("price list", "价目表"), after=after,
        brief=visit.say(f"{gap} below your limit", f"比预算低 {gap}") if gap else price_from(offer, visit.lang),
    )  # fmt: skip


def _word_line(visit: Visit, word: Word, product: Product, facts: Sequence[Fact]) -> FitLine | None:
    """The fact whose value has the word, else where the piece is told of by it."""
    for fact in facts:
        if fact.subject.kind != "product" or fact.attribute in ("title", "description", "category"):
            continue
        text = value_text(fact.value, "en") + " " + value_text(fact.value, "zh")
        if word.term in set(index_terms(text)):
            return _fact_line(visit, capital(word.surface), fact)
    return _told_line(visit, word, product)


def _told_line(visit: Visit, word: Word, product: Product) -> FitLine | None:
    """The name or the sentence of the description that has the word."""
    title = product.title.text(visit.lang)
    source = visit.say("catalogue", "商品资料")
    if word.term in set(index_terms(title)):
        return FitLine(asked=capital(word.surface), has=title, source=source)
    for sentence in _SENTENCES.findall(product.description.text(visit.lang)):
        if word.term in set(index_terms(sentence)):
            told = sentence.strip()
            brief = told.rstrip(".。") if len(told) <= (_BRIEF // 2 if visit.zh else _BRIEF) else ""
            return FitLine(asked=capital(word.surface), has=told, source=source, brief=brief)
    return None


def _fact_line(visit: Visit, asked: str, fact: Fact, *, labelled: bool = False) -> FitLine:
    shown = said(fact, visit.lang, visit.shop.timezone)
    text = labelled_text(shown.label, shown.text, visit) if labelled else capital(shown.text)
    brief = text if len(text) <= (_BRIEF // 2 if visit.zh else _BRIEF) else ""
    return FitLine(asked=asked, has=shown.text, source=shown.source, state=shown.state, brief=brief)


def labelled_text(label: str, value: str, visit: Visit) -> str:
    """`Weight: 780 g`, `Fits a laptop up to 13 in`."""
    colon = " " if label.endswith((" up to", " about")) else ": "
    return visit.say(f"{label}{colon}{value}", f"{label}：{value}")


def _stock_line(visit: Visit, variants: Sequence[Variant]) -> tuple[FitLine, ...]:
    counts = [variant.stock for variant in variants]
    if not counts:
        return ()
    to_be_had = [one for one in counts if one.available]
    known = [one.quantity for one in to_be_had if one.quantity is not None]
    whole = Stock(sum(known)) if to_be_had and len(known) == len(to_be_had) else (to_be_had or counts)[0]
    has = stock_text(whole, visit.lang, visit.shop.timezone)
    few = whole.available and whole.quantity is not None and whole.quantity <= _FEW
    return (
        FitLine(
            asked=visit.say("Can be had", "能否买到"),
            has=has,
            source=visit.say("stock count, now", "实时库存"),
            state="expiring",
            brief=has if few else "",
        ),
    )
