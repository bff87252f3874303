"""Slots of goods told with little or nothing beside them: a measure without its name, a size with its own centimetres, one price for
all choices, `out` without its verb. Each is proved where only one reading is possible, and refused where that one is false."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from mercery.claims.grammar.priced import fact, priced
from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.views import VariantView

_ALONE: Final = frozenset({"m", "g", "kg", "l", "ml"})
"""Units of which goods have one measure that needs no name; hours and days may be of several things."""
_OWN_MEASURE: Final = re.compile(r"\((\d+(?:\.\d+)?)\s*(cm|mm|in)\)")
_STANDS_FOR: Final = frozenset(
    {"对", "应", "对应", "是", "就是", "的", "即", "等于", "is", "means", "measures", "the", "for", "that", "which"}
)
_ONE_PRICE: Final = (
    "cmp:same",
    "price:now",
    "att:price",
    "quant:both",
    "quant:all",
    "quant:each",
    "att:colour",
    "att:size",
    "noun:item",
)
_ONE: Final = frozenset({"一个", "一", "价", "同价", "钱", "码", "号"})


_OF_THEM: Final = frozenset(
    {"of them", "of those", "of", "them", "those", "left", "here", "now", "in all", "还有", "有", "剩", "现在", "都在"}
)
_ON_THEIR_WAY: Final = frozenset({"coming", "arriving", "to come", "来", "到"})
SLOT_WORDS: Final = _STANDS_FOR | _ONE | _OF_THEM
"""All words that may stand beside a slot."""


def read_plain_slots(reading: Reading, segment: Segment) -> None:
    """Prove the slots of a segment about one product."""
    if segment.view is None or segment.group or any(token.is_a("neg") for token in segment.tokens):
        return
    _out(reading, segment)
    _count_alone(reading, segment)
    _size_measured(reading, segment)
    _measure_alone(reading, segment)
    _one_price(reading, segment)


def _said(segment: Segment) -> list[Token]:
    return [token for token in segment.tokens if not token.punctuation and token.by != "talk"]


def _out(reading: Reading, segment: Segment) -> None:
    """`Out right now, back on Friday`."""
    words = _said(segment)
    if not words or words[0].text != "out" or not all(one.text == "out" or one.is_a("time", "n") for one in words):
        return
    if any(one.stocked is None or one.stocked.available for one in segment.variants) or not segment.variants:
        raise Blocked("it is not out of stock", subject=segment.view.id if segment.view else "", attribute="stock")
    reading.claim("stock", "out", fact(segment.variants, "stock"), subject=segment.view.id if segment.view else "")
    segment.use(words, "stock")


def _count_alone(reading: Reading, segment: Segment) -> None:
    """`The black one is in, four of them`: how many there are of what the part before says is there."""
    place = next(index for index, one in enumerate(reading.segments) if one is segment)
    earlier = reading.segments[place - 1] if place else None
    words = _said(segment)
    counts = [
        token
        for token in words
        if token.amount is not None and token.amount.kind in ("number", "count") and not token.by
    ]
    if earlier is None or len(counts) != 1 or segment.selected or earlier.views != segment.views:
        return
    there = any(token.by == "stock" and token.has("stock:in") for token in earlier.tokens)
    if not there or earlier.tokens[0].sentence != segment.tokens[0].sentence or counts[0].amount is None:
        return
    if not all(
        one is counts[0]
        or one.text in _OF_THEM
        or (one.is_a("n", "time") and not one.is_a("quant", "neg", "stock") and one.text not in _ON_THEIR_WAY)
        for one in words
    ):
        return
    stocks = {one.stocked.quantity for one in earlier.variants if one.stocked}
    if len(earlier.variants) != 1 or stocks != {int(counts[0].amount.value)}:
        raise Blocked(f"“{counts[0].text}” is not the number of pieces", subject=segment.views[0].id, attribute="stock")
    reading.claim(
        "stock", counts[0].amount.value, fact(earlier.variants, "stock"), subject=segment.views[0].id, unit="piece"
    )
    segment.use(words, "stock")


def _size_measured(reading: Reading, segment: Segment) -> None:
    """`S号对应16厘米`, `the 17.5 cm M`: the measure that the size's own name gives (`S (16 cm)`)."""
    view = segment.view
    sizes = [token for token in segment.tokens if token.amount is not None and token.amount.kind == "size"]
    told = [token for token in segment.open() if token.amount is not None and token.amount.kind == "quantity"]
    if view is None or len(sizes) != 1 or len(told) != 1 or sizes[0].amount is None or told[0].amount is None:
        return
    word, amount = sizes[0].amount.word, told[0].amount
    named = [one for one in view.variants if word in one.sizes]
    own = {measure for one in named for measure in _measures(one)}
    if len(own) != 1:
        return
    value, unit = next(iter(own))
    if (amount.value, amount.unit) != (value, unit):
        raise Blocked(f"“{told[0].text}” is not the measure of the size", subject=view.id, attribute="size")
    reading.claim("size", told[0].text, fact(named, "stock"), subject=view.id, unit=unit)
    beside = all(token in (*sizes, *told) or token.text in _STANDS_FOR or token.is_a("n") for token in _said(segment))
    segment.use(told, "size")
    if beside:
        segment.use([*sizes, *[token for token in segment.open() if token.text in _STANDS_FOR]], "size")


def _measures(variant: VariantView) -> list[tuple[Decimal, str]]:
    return [(Decimal(found[1]), found[2]) for size in variant.sizes for found in [_OWN_MEASURE.search(size)] if found]


def _measure_alone(reading: Reading, segment: Segment) -> None:
    """`Quartz, 50 m, …`: of the one property that is told in this unit."""
    view, words = segment.view, _said(segment)
    told = [token for token in words if token.amount is not None]
    if view is None or len(told) != 1 or told[0].by or told[0] in segment.chosen:
        return
    amount = told[0].amount
    if amount is None or amount.kind != "quantity" or amount.high is not None or amount.unit not in _ALONE:
        return
    if not all(one is told[0] or (one.is_a("n") and not one.is_a("att", "quant", "cmp")) for one in words):
        return
    own = [(name, value, known) for name, value, known in view.quantities() if value.unit == amount.unit]
    if len(own) != 1:
        return
    name, value, known = own[0]
    if value.low != amount.value or value.high is not None:
        raise Blocked(f"“{told[0].text}” is not its {name.replace('_', ' ')}", subject=view.id, attribute=name)
    reading.claim(name, amount.value, known.id, subject=view.id, unit=amount.unit)
    segment.use(words, "measure")


def _one_price(reading: Reading, segment: Segment) -> None:
    """两个颜色同价, `both colours are the same price`."""
    view, words = segment.view, _said(segment)
    if (
        view is None
        or not any(one.has("cmp:same") for one in words)
        or not any(one.has("price:now", "att:price") for one in words)
    ):
        return
    if any(one.by for one in words if one not in segment.chosen) or not all(
        _of_one_price(segment, one) for one in words
    ):
        return
    variants = segment.variants if segment.selected and len(segment.variants) > 1 else view.variants
    kinds = [one.amount for one in words if one.amount is not None and one.amount.kind in ("kinds", "count")]
    many = {len({one.colours for one in variants}), len({one.sizes for one in variants}), len(variants)}
    prices = {one.amount for one in priced(variants)}
    if len(prices) != 1 or len(variants) < 2 or any(int(one.value) not in many for one in kinds):
        raise Blocked("they are not all of one price", subject=view.id, attribute="price")
    reading.claim("price", "the same", fact(variants, "price"), subject=view.id, quantifier="each")
    segment.use(words, "price")


def _of_one_price(segment: Segment, token: Token) -> bool:
    if token in segment.chosen or token.text in _ONE:
        return True
    if token.amount is not None:
        return token.amount.kind in ("kinds", "count")
    return token.has(*_ONE_PRICE) or (token.is_a("n", "time") and not token.is_a("neg"))
