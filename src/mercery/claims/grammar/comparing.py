"""Comparisons within the catalogue, and sums and differences of prices: worked out from the facts of every product named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mercery.claims.grammar.amounts import Amount
from mercery.claims.grammar.reading import Blocked, Reading, Segment, same_money
from mercery.claims.grammar.selling import priced
from mercery.claims.grammar.subjects import covers
from mercery.claims.grammar.tokens import Token
from mercery.claims.grounds import ProductView, VariantView
from mercery.claims.measures import dimension, in_base
from mercery.claims.values import Dimensions, Quantity

_ASPECTS: Final = {
    "cmp:light": ("weight", -1),
    "cmp:heavy": ("weight", 1),
    "cmp:small": ("size", -1),
    "cmp:large": ("size", 1),
    "cmp:cheap": ("price", -1),
    "cmp:dear": ("price", 1),
    "cmp:long": ("hours", 1),
    "cmp:short": ("hours", -1),
    "cmp:deep": ("water_resistance", 1),
}


@dataclass(frozen=True, slots=True)
class _Measured:
    value: Decimal
    unit: str
    fact_id: str


def read_comparing(reading: Reading) -> None:
    """Sums first, then comparisons; each over the segments of one sentence."""
    for sentence in sorted({token.sentence for token in reading.tokens}):
        own = [segment for segment in reading.segments if segment.tokens and segment.tokens[0].sentence == sentence]
        _sums(reading, own)
        for segment in own:
            _compared(reading, segment, own)


def _sums(reading: Reading, own: Sequence[Segment]) -> None:
    """`A and B together come to €322`; `as a pair €1,200`."""
    cue = [token for segment in own for token in segment.tokens if token.has("price:sum") and token.text not in ("and", "和", "in all", "make")]
    if not cue:
        return
    views = list(dict.fromkeys(view.id for segment in own for view in segment.views))
    if len(views) < 2:
        views = list(dict.fromkeys(view.id for segment in reading.segments for view in segment.views))
    money = [(segment, token) for segment in own for token in segment.open() if token.amount and token.amount.kind == "money"]
    if len(views) < 2 or not money:
        return
    products = [reading.grounds.products[key] for key in views]
    parts = [_price(reading, view) for view in products]
    times = _times(own, products)
    segment, token = money[-1] if len(money) == 1 else next(((s, t) for s, t in money if s.has(*cue[0].keys)), money[-1])
    amount = token.amount
    assert amount is not None
    if any(part is None for part in parts) or len({part.unit for part in parts if part}) != 1:
        raise Blocked("prices that cannot be added", attribute="price")
    total = sum((part.value * many for part, many in zip(parts, times, strict=True) if part), Decimal(0))
    unit = next(part.unit for part in parts if part)
    if not same_money(amount, total, unit) or segment.negative(token):
        raise Blocked(f"“{token.text}” is not the sum", attribute="price")
    for view, part in zip(products, parts, strict=True):
        reading.claim("price", total, part.fact_id if part else "", subject=view.id, unit=unit, qualifier="sum")
    segment.use([token], "sum")
    for one in own:
        one.use_keys("sum", "price:sum", "price:now", "quant:both", "quant:each")
        one.use([item for item in one.tokens if item.amount and item.amount.kind in ("count", "kinds") and item.amount.value in (1, 2)], "sum")
        one.use([item for item in one.tokens if item.text in ("买", "buy", "buying", "take", "for")], "sum")


def _times(own: Sequence[Segment], products: Sequence[ProductView]) -> list[int]:
    return [1 for _ in products]


def _price(reading: Reading, view: ProductView) -> _Measured | None:
    variants = list(view.variants)
    if reading.variant and any(one.id == reading.variant.id for one in variants):
        variants = [reading.variant]
    chosen = [one for segment in reading.segments if segment.view is view and segment.selected for one in segment.variants]
    return _price_of(chosen or variants)


def _price_of(variants: Sequence[VariantView]) -> _Measured | None:
    prices = priced(variants)
    if not prices or len({(one.amount.minor, one.amount.currency) for one in prices}) != 1:
        return None
    fact = variants[0].price
    return _Measured(prices[0].amount.major, prices[0].amount.currency, fact.id if fact else "")


def _compared(reading: Reading, segment: Segment, own: Sequence[Segment]) -> None:
    cues = [token for token in segment.open() if any(key in _ASPECTS for key in token.keys) or token.has("cmp:more", "cmp:less") and not token.is_a("n")]
    superlative = [token for token in segment.open() if _is_superlative(token)]
    if superlative:
        _superlative(reading, segment, superlative[0])
        return
    if not cues or len(segment.views) != 2:
        if cues and len(segment.views) == 1 and reading.about and segment.view is not reading.about and segment.view:
            segment.views = [reading.about, segment.view]
        else:
            return
    first, second = segment.views
    aspect = _aspect(segment, cues)
    if aspect is None:
        return
    name, sign = aspect
    one, other = _measure(reading, first, name), _measure(reading, second, name)
    if one is None or other is None or one.unit != other.unit or any(segment.negative(token) for token in cues):
        raise Blocked("these cannot be compared", subject=first.id, attribute=name)
    difference = (one.value - other.value) * sign
    if difference <= 0:
        raise Blocked("the comparison is the other way round", subject=first.id, attribute=name)
    amounts = [token for token in segment.open() if token.amount and token.amount.kind in ("money", "quantity", "fraction", "percent", "number")]
    for token in amounts:
        if token.amount is None or not _difference(token.amount, difference, one):
            raise Blocked(f"“{token.text}” is not the difference", subject=first.id, attribute=name)
    reading.claim(name, difference, one.fact_id, subject=first.id, qualifier=f"than {second.id}")
    reading.claim(name, difference, other.fact_id, subject=second.id)
    segment.use([*cues, *amounts], "comparison")
    segment.use_keys("comparison", "cmp:more", "cmp:less", "cmp:light", "cmp:small", "price:now", "price:down", "att:weight", "price:save", "att:size", "price:was")


def _aspect(segment: Segment, cues: Sequence[Token]) -> tuple[str, int] | None:
    for token in cues:
        for key in token.keys:
            if key in _ASPECTS:
                return _ASPECTS[key]
    sign = 1 if any(token.has("cmp:more") for token in cues) else -1
    money = any(token.amount and token.amount.kind == "money" for token in segment.tokens)
    if money:
        return "price", sign
    return ("weight", sign) if segment.has("att:weight") else None


def _difference(amount: Amount, difference: Decimal, one: _Measured) -> bool:
    if amount.kind == "money":
        return same_money(amount, difference, one.unit)
    if amount.kind == "quantity" and dimension(amount.unit) == dimension(one.unit):
        return in_base(amount.value, amount.unit) == in_base(difference, one.unit) or abs(in_base(amount.value, amount.unit) - difference) == 0
    return False


def _measure(reading: Reading, view: ProductView, name: str) -> _Measured | None:
    if name == "price":
        return _price(reading, view) or _lowest(view)
    fact = view.facts.get(name)
    if name == "size":
        return _size(view)
    if name == "hours":
        fact = view.facts.get("battery") or view.facts.get("power_reserve") or view.facts.get("burn_time")
    if fact is None or not isinstance(fact.value, Quantity):
        return None
    unit = {"mass": "g", "length": "mm", "clock": "min", "volume": "ml"}.get(dimension(fact.value.unit), fact.value.unit)
    return _Measured(in_base(fact.value.low, fact.value.unit), unit, fact.id)


def _lowest(view: ProductView) -> _Measured | None:
    return None


def _size(view: ProductView) -> _Measured | None:
    fact = view.facts.get("case_diameter") or view.facts.get("diameter")
    if fact is not None and isinstance(fact.value, Quantity):
        return _Measured(in_base(fact.value.low, fact.value.unit), "diameter", fact.id)
    fact = view.facts.get("dimensions")
    if fact is not None and isinstance(fact.value, Dimensions):
        volume = Decimal(1)
        for side in fact.value.sides:
            volume *= in_base(side, fact.value.unit)
        return _Measured(volume, f"sides{len(fact.value.sides)}", fact.id)
    clause = next((one for one in view.clauses if one.attribute == "dimensions" and "att:diameter" in one.affirmed and one.amounts), None)
    if clause is not None:
        amount = clause.amounts[0]
        return _Measured(in_base(amount.value, amount.unit), "diameter", clause.fact_id)
    return None


def _is_superlative(token: Token) -> bool:
    return any(key in _ASPECTS for key in token.keys) and (token.text.endswith("est") or token.text.startswith(("most ", "least ", "最")))


def _superlative(reading: Reading, segment: Segment, cue: Token) -> None:
    """`the smallest of our watches`: against every product of the kind that the sentence names."""
    nouns = [noun for token in segment.tokens for noun in token.of("noun") if noun != "item"]
    name, sign = next(_ASPECTS[key] for key in cue.keys if key in _ASPECTS)
    about = segment.view or reading.about
    if about is None and len(segment.views) > 1:
        about = None
    scope = [view for view in reading.grounds.products.values() if any(covers(noun, view) for noun in nouns)]
    subject = next((view for one in reading.segments for view in one.views if len(one.views) == 1), reading.about) if about is None else about
    ours = any(token.text in ("our", "ours", "我们", "本店", "店里", "我店", "here", "咱们") for token in segment.tokens)
    if not ours or subject is None or subject not in scope or len(scope) < 2 or segment.negative(cue):
        raise Blocked("a superlative that is no comparison within the catalogue", attribute=name)
    measured = {view.id: _measure(reading, view, name) for view in scope}
    own = measured[subject.id]
    if own is None or any(one is None or one.unit != own.unit for one in measured.values()):
        raise Blocked("not all of the kind can be compared", subject=subject.id, attribute=name)
    if any((one.value - own.value) * sign >= 0 for key, one in measured.items() if key != subject.id and one is not None):
        raise Blocked(f"“{cue.text}” is not so", subject=subject.id, attribute=name)
    reading.claim(name, own.value, own.fact_id, subject=subject.id, quantifier="of all")
    segment.views = [subject]
    segment.use([cue], "comparison")
    segment.use_keys("comparison", "att:diameter", "att:weight", "att:size", "price:now", "quant:all")
