"""Why a result fits what was asked, in words that stand on facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.catalog.facts import product_facts
from mercery.catalog.product import Option, Product, Variant
from mercery.catalog.slug import slug
from mercery.claims.facts import Fact
from mercery.claims.values import Stock
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.offer import Offer, with_options
from mercery.search.ranking.reasons import Reason
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


def reasons(visit: Visit, fit: Fit | None, found: Sequence[Reason]) -> tuple[FitLine, ...]:
    """Why a piece is among the results, for its tile: what it meets in one phrase each, that few are left, and what the
    ranking went by beside its record."""
    told = list({line.brief: line for line in fit.lines if line.brief}.values()) if fit else []
    beside = [_reason_line(visit, one) for one in found if one.kind != "words"]
    if not told and not beside:
        told = [_reason_line(visit, one) for one in found]
    return (*told[: MOST_REASONS - len(beside[:1])], *beside[:1])


def kind_line(visit: Visit, product: Product) -> tuple[FitLine, ...]:
    """Under what the piece is filed: the reason where only a kind of thing was asked for."""
    if not product.category:
        return ()
    kind = product.category[-1].text(visit.lang)
    text = visit.say(f"Filed under {kind}", f"属于{kind}")
    return (FitLine(asked="", has=text, source=visit.say("catalogue", "商品资料"), brief=text),)


def _reason_line(visit: Visit, reason: Reason) -> FitLine:
    text = capital(reason.said.text(visit.lang))
    source = {
        "words": visit.say("catalogue", "商品资料"),
        "near": "",
        "chosen": visit.say("past searches", "以往搜索"),
        "liked": visit.say("past visits", "以往浏览"),
    }[reason.kind]
    return FitLine(
        asked="", has=text, source=source, brief=text, state="holds" if reason.kind == "words" else "computed"
    )


def _unique(lines: Iterable[FitLine]) -> list[FitLine]:
    return list({(line.asked, line.has): line for line in lines}.values())


def _part_line(
    visit: Visit, part: Part, product: Product, facts: Sequence[Fact], offer: Offer | None, result: SearchResult
) -> FitLine | None:
    asked = capital(part.label.text(visit.lang))
    match part.kind:
        case "price":
            return _price_line(visit, asked, offer, result)
        case "measure":
            fact = next((one for one in facts if one.attribute in part.names and one.subject.kind == "product"), None)
            return _fact_line(visit, asked, fact, labelled=True) if fact else None
        case "sale":
            return _sale_line(visit, asked, offer)
        case "facet":
            return _facet_line(visit, asked, part, product, facts)
        case "unwanted":
            return _unwanted_line(visit, asked, part, product, facts)
        case _:
            return None


def _facet_line(visit: Visit, asked: str, part: Part, product: Product, facts: Sequence[Fact]) -> FitLine | None:
    if part.facet == "category":
        return None
    option = next((one for one in product.options if one.name == part.facet), None)
    if option is None:
        return _attribute_line(visit, asked, part.facet, facts)
    chosen = dict(part.limits).get(part.facet, ())
    matching = [value for value in option.values if slug(value.en or value.zh) in chosen] or option.values
    return _option_line(visit, asked, option, matching)


def _unwanted_line(visit: Visit, asked: str, part: Part, product: Product, facts: Sequence[Fact]) -> FitLine | None:
    """What the piece is instead of what is not wanted: its material, its other colours."""
    option = next((one for one in product.options if one.name == part.facet), None)
    if option is None:
        return _attribute_line(visit, asked, part.facet, facts) if part.facet else None
    excluded = dict(part.limits).get(part.facet, ())
    others = [value for value in option.values if slug(value.en or value.zh) not in excluded]
    return _option_line(visit, asked, option, others) if others else None


def _attribute_line(visit: Visit, asked: str, facet: str, facts: Sequence[Fact]) -> FitLine | None:
    name = "material" if facet == "made_of" else facet
    fact = next((one for one in facts if one.attribute == name and one.subject.kind == "product"), None)
    return _fact_line(visit, asked, fact) if fact else None


def _option_line(visit: Visit, asked: str, option: Option, values: Sequence[Words]) -> FitLine:
    names = ("、" if visit.zh else ", ").join(value.text(visit.lang) for value in values)
    coloured = option.name in ("colour", "color")
    brief = (
        visit.say(f"In {names}", f"有{names}")
        if coloured
        else labelled_text(option.label.text(visit.lang), names, visit)
    )
    return FitLine(
        asked=asked, has=names, source=visit.say("catalogue", "商品资料"), brief=brief if len(brief) <= _BRIEF else ""
    )


def _sale_line(visit: Visit, asked: str, offer: Offer | None) -> FitLine | None:
    if offer is None or offer.was is None:
        return None
    was = money_text(offer.was, visit.lang)
    return FitLine(
        asked=asked, has=price_from(offer, visit.lang), source=visit.say("price list", "价目表"), state="expiring",
        after=visit.say(f", before {was}", f"，原价 {was}"), brief=visit.say(f"Reduced from {was}", f"原价 {was}"),
    )  # fmt: skip


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
