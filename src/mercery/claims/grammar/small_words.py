"""Names of brands and audiences that fit, and words that only carry what was proved."""

from __future__ import annotations

from typing import Final

from mercery.claims.grammar.describing import HAVING, counts_a_thing
from mercery.claims.grammar.kinds import audience_of
from mercery.claims.grammar.priced import priced
from mercery.claims.grammar.reading import Reading, Segment
from mercery.claims.grammar.tokens import Token


def small_words(reading: Reading, segment: Segment) -> None:
    """Names of brands and audiences that fit, and words that only carry what was proved."""
    for token in segment.open():
        if token.is_a("aud") and segment.views and _is_for(token, segment):
            token.by = "audience"
        elif token.is_a("brand"):
            _brand(reading, segment, token)
        elif segment.has("price:tax") and token.has("price:tax", "c:include"):
            _tax(reading, segment, token)
        if token.has("c:sale_item", "c:full_price") and not token.by:
            _reduced(reading, segment, token)
        if token.has("att:name") and any(one.by for one in segment.tokens):
            segment.use([token, *[one for one in segment.open() if one.has("quant:only")]], "name")
        if not token.by:
            token.by = _carried(segment, token)


def _is_for(token: Token, segment: Segment) -> bool:
    return all(set(token.of("aud")) <= audience_of(view) for view in segment.views)


def _brand(reading: Reading, segment: Segment, token: Token) -> None:
    if segment.views and all(view.brand.lower() in token.of("brand") for view in segment.views):
        first = segment.views[0]
        reading.claim("brand", token.text, first.facts["brand"].id, subject=first.id)
        token.by = "brand"


def _reduced(reading: Reading, segment: Segment, token: Token) -> None:
    """`it is a sale item`, 属于折扣商品: of goods that are all reduced, or of none."""
    wanted = token.has("c:sale_item") != segment.negative(token)
    view = segment.view
    if view is None or token.has("c:sale_item") == token.has("c:full_price") or view.on_sale != wanted:
        return
    prices = priced(view.variants)
    if prices and all((one.was is not None) == wanted for one in prices):
        fact = view.variants[0].price
        reading.claim("reduced", wanted, fact.id if fact else "", subject=view.id)
        segment.use([token], "price")
        if any(one.is_a("neg") for one in segment.tokens):
            segment.use_kinds("price", "neg")


def _tax(reading: Reading, segment: Segment, token: Token) -> None:
    """`tax included`."""
    prices = priced(segment.variants) if segment.view is not None else []
    if segment.view is None or segment.negative(token) or not prices or not all(one.tax_included for one in prices):
        return
    fact = segment.variants[0].price
    reading.claim("tax", "included", fact.id if fact else "", subject=segment.view.id)
    segment.use_keys("price", "price:tax", "c:include")


_OF_EACH: Final = frozenset({"text", "material", "origin", "measure", "colour", "brand", "audience"})


def _carried(segment: Segment, token: Token) -> str:
    """Why a word needs no proof of its own beside what was proved; empty where it does."""
    many, proved = len(segment.views), {one.by for one in segment.tokens}
    if many > 1 and _of_them_all(segment, token, many) and proved & _OF_EACH:
        return "all of them"
    if (
        token.text in ("都", "均", "全都")
        and proved & {"text", "material", "origin", "measure", "brand"}
        and not proved & {"stock", "price"}
    ):
        return "all of them"
    if token.text in HAVING and proved & {"text", "material", "colour", "measure", "stock"}:
        return "having"
    one_piece = token.amount is not None and token.amount.kind == "count" and token.amount.value == 1
    if one_piece and not segment.has("quant:only", "stock:left", "price:sum") and not _more_of_them(segment, token):
        return "article"
    return "noun" if token.has("noun:item") else ""


def _more_of_them(segment: Segment, token: Token) -> bool:
    """一把TSA锁 where the text tells of two: then one is no article."""
    things = {key for one in segment.after(token, 2) for key in one.keys if key.startswith(("c:", "part:", "noun:"))}
    return any(
        amount.kind in ("number", "count", "kinds") and amount.value > 1 and things & near
        for view in segment.views
        for clause in view.clauses
        for amount, near in zip(clause.amounts, clause.near, strict=False)
    )


def _of_them_all(segment: Segment, token: Token, many: int) -> bool:
    if token.amount is not None and counts_a_thing(segment, token):
        return False
    counted = (
        token.amount is not None and token.amount.kind in ("kinds", "number", "count") and token.amount.value == many
    )
    return counted or token.has("quant:all") or (token.has("quant:both") and many == 2)
