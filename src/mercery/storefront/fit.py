"""Why a result fits what was asked, or what it misses, in words that stand on facts."""

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
from mercery.search.result import CloseMatch, SearchResult
from mercery.search.words import Word, index_terms
from mercery.storefront.speech import State, capital, said, value_text
from mercery.storefront.visit import Visit
from mercery.storefront.wares import main_material, price_from, stock_text
from mercery.ui.formats import money_text

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How one product meets a query."""

    product_id: str
    lines: tuple[FitLine, ...]


def best_fit(visit: Visit, product: Product, result: SearchResult, offer: Offer | None) -> Fit | None:
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


def why_close(
    visit: Visit, product: Product, close: CloseMatch, result: SearchResult, offer: Offer | None
) -> tuple[str, ...]:
    """What a near miss lacks, with what it has instead where that is known."""
    part = close.part
    offer = offer.among(result.filters.facets) if offer else None
    if part is not None and part.kind == "price" and offer is not None and result.filters.price_max is not None:
        over = offer.low.minor - result.filters.price_max
        if over > 0:
            gap = money_text(Money(over, visit.currency), visit.lang)
            return (visit.say(f"{gap} above your limit", f"超出预算 {gap}"),)
    if part is not None and part.kind == "measure":
        fact = next((one for one in product_facts(product, visit.shop) if one.attribute in part.names), None)
        if fact is not None:
            has = value_text(fact.value, visit.lang)
            label = fact.label.text(visit.lang)
            colon = " " if label.endswith((" up to", " about")) else ": "
            return (visit.say(f"{label}{colon}{has}", f"{label}：{has}"),)
        return (visit.say(f"Not stated: {_mid(part.label.en)}", f"未注明：{part.label.zh}"),)
    if part is not None and part.kind == "facet":
        return (visit.say(f"Not {_mid(part.label.en)}", f"不是{part.label.zh}") + _instead(visit, part, product),)
    if part is not None and part.kind == "stock":
        return (visit.say("Sold out at the moment", "暂时缺货"),)
    if part is not None and part.kind == "sale":
        return (visit.say("Not reduced", "未参加优惠"),)
    return tuple(
        visit.say(f"Its record does not say {words.en}", f"商品资料未提及{words.zh}") for words in close.missing
    )


def _instead(visit: Visit, part: Part, product: Product) -> str:
    """`: comes in taupe and bottle green` for a colour it does not have; what it is made of for a material."""
    name = part.key.partition(":")[0]
    if name in ("colour", "color"):
        option = next((one for one in product.options if one.name == name), None)
        names = [value.text(visit.lang) for value in option.values] if option else []
        return visit.say(f": it comes in {', '.join(names)}", f"：现有{'、'.join(names)}") if names else ""
    if name == "material":
        made_of = main_material(product, visit.lang)
        return visit.say(f": it is made of {made_of}", f"：材质为{made_of}") if made_of else ""
    if name == "category" and product.category:
        return visit.say(f": filed under {product.category[0].en}", f"：属于{product.category[0].zh}")
    return ""


def _mid(text: str) -> str:
    """The label as it stands inside a sentence."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


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
        return _fact_line(visit, asked, fact) if fact else None
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
        return FitLine(
            asked=asked, has=("、" if visit.zh else ", ").join(names), source=visit.say("catalogue", "商品资料")
        )
    fact = next((one for one in facts if one.attribute == name and one.subject.kind == "product"), None)
    return _fact_line(visit, asked, fact) if fact else None


def _price_line(visit: Visit, asked: str, offer: Offer | None, result: SearchResult) -> FitLine | None:
    if offer is None:
        return None
    after = ""
    if result.filters.price_max is not None and offer.low.minor < result.filters.price_max:
        gap = money_text(Money(result.filters.price_max - offer.low.minor, visit.currency), visit.lang)
        after = visit.say(f", {gap} below", f"，低 {gap}")
    return FitLine(
        asked=asked, has=price_from(offer, visit.lang), source=visit.say("price list", "价目表"), after=after
    )


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
            return FitLine(asked=capital(word.surface), has=sentence.strip(), source=source)
    return None


def _fact_line(visit: Visit, asked: str, fact: Fact) -> FitLine:
    shown = said(fact, visit.lang, visit.shop.timezone)
    return FitLine(asked=asked, has=shown.text, source=shown.source, state=shown.state)


def _stock_line(visit: Visit, variants: Sequence[Variant]) -> tuple[FitLine, ...]:
    counts = [variant.stock for variant in variants]
    if not counts:
        return ()
    to_be_had = [one for one in counts if one.available]
    known = [one.quantity for one in to_be_had if one.quantity is not None]
    whole = Stock(sum(known)) if to_be_had and len(known) == len(to_be_had) else (to_be_had or counts)[0]
    return (
        FitLine(
            asked=visit.say("Can be had", "能否买到"),
            has=stock_text(whole, visit.lang, visit.shop.timezone),
            source=visit.say("stock count, now", "实时库存"),
            state="expiring",
        ),
    )
