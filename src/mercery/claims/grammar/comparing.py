"""Comparisons within the catalogue, and sums and differences of prices: worked out from the facts of every product named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
    if not any(token.text in ("比", "更", "than") for token in segment.tokens):
        cues = [token for token in cues if token.text not in _PLAIN]
    superlative = [token for token in segment.open() if _is_superlative(token)]
    if superlative:
        _superlative(reading, segment, superlative[0])
        return
    pair = _pair(reading, segment, cues) if cues else None
    if pair is None:
        return
    first, second = pair
    aspect = _aspect(reading, segment, cues, pair)
    if aspect is None:
        return
    name, sign = aspect
    one, other = _measure(reading, first, name), _measure(reading, second, name)
    if one is None or other is None or one.unit != other.unit or any(segment.negative(token) for token in cues):
        raise Blocked("these cannot be compared", subject=first.id, attribute=name)
    difference = (one.value - other.value) * sign
    if difference <= 0:
        raise Blocked("the comparison is the other way round", subject=first.id, attribute=name)
    amounts = [(part, token) for part in own for token in part.open() if token.amount and token.amount.kind in ("money", "quantity", "fraction", "percent", "number") and part.tokens[0].segment >= segment.tokens[0].segment]
    _prove_amounts([token for _, token in amounts], difference, one, other, first.id, name)
    reading.claim(name, difference, one.fact_id, subject=first.id, qualifier=f"than {second.id}")
    reading.claim(name, difference, other.fact_id, subject=second.id)
    for part, token in amounts:
        part.use([token], "comparison")
    segment.use(cues, "comparison")
    for part in own:
        part.use_keys("comparison", "cmp:more", "cmp:less", "cmp:light", "cmp:small", "price:now", "price:down", "att:weight", "price:save", "att:size", "price:was", *(cue for cue in _NAMED.get(name, ())))
        part.use([token for token in part.open() if token.amount and token.amount.kind in ("kinds", "number") and token.amount.value == 2 or token.has("quant:both")], "comparison")


_PLAIN: Final = frozenset({"长", "短", "轻", "贵", "便宜", "多", "少", "more", "above", "over", "beyond", "below", "under", "fewer"})
"""Words that compare only beside 比 or `than`."""
_NAMED: Final = {
    "weight": ("att:weight",),
    "burn_time": ("att:burn_time",),
    "battery": ("att:battery", "c:charging"),
    "power_reserve": ("att:power_reserve",),
    "water_resistance": ("att:water", "c:waterproof"),
    "volume": ("att:volume",),
    "size": ("att:size", "att:diameter"),
}


def _prove_amounts(amounts: Sequence[Token], difference: Decimal, one: _Measured, other: _Measured, subject: str, name: str) -> None:
    """One amount is the difference, or the first one's own; two are the two."""
    told = [token.amount for token in amounts if token.amount]
    if len(told) == 2 and told[1].kind == "number" and told[0].kind in ("quantity", "money"):
        told[1] = replace(told[1], kind=told[0].kind, unit=told[0].unit)
    if len(told) == 2 and _is_value(told[0], one) and _is_value(told[1], other):
        return
    if len(told) == 1 and (_difference(told[0], difference, one) or told[0].kind != "money" and _is_value(told[0], one) and amounts[0].segment != 0):
        return
    if told:
        raise Blocked(f"“{amounts[0].text}” is not the difference", subject=subject, attribute=name)


def _is_value(amount: Amount, one: _Measured) -> bool:
    if amount.kind == "money":
        return same_money(amount, one.value, one.unit)
    return amount.kind == "quantity" and amount.high is None and in_base(amount.value, amount.unit) == one.value


def _pair(reading: Reading, segment: Segment, cues: Sequence[Token]) -> tuple[ProductView, ProductView] | None:
    """The two compared: as named in order; one that follows `than`, 比 is the second; the rest of a pair is understood."""
    pool = _pool(reading, segment)
    found: list[tuple[int, ProductView]] = []
    for index, token in enumerate(segment.tokens):
        view = _mentioned(reading, segment, index, token, pool)
        if view is not None and all(view is not one for _, one in found):
            found.append((index, view))
    if len(found) >= 2:
        return (found[0][1], found[1][1]) if len(found) == 2 else None
    if not found:
        return None
    index, view = found[0]
    if any(token.text in ("than", "比", "unlike") for token in segment.tokens[:index]):
        return (reading.about, view) if reading.about and reading.about is not view else None
    others = [one for one in pool if one is not view]
    if len(others) == 1:
        return view, others[0]
    return None


def _pool(reading: Reading, segment: Segment) -> list[ProductView]:
    """The goods a comparison may be about: those of the sentence, a kind of which there are two, or the one sibling."""
    sentence = [one for one in reading.segments if one.tokens[0].sentence == segment.tokens[0].sentence]
    views: list[ProductView] = []
    for one in sentence:
        views += [view for view in one.views if view not in views]
    if len(views) == 2:
        return views
    for token in (token for one in sentence for token in one.tokens):
        kind = [view for view in reading.grounds.products.values() if any(noun in view.nouns for noun in token.of("noun"))]
        if len(kind) == 2 and (not views or any(view in kind for view in views)):
            return kind
    base = views[:1] or ([reading.about] if reading.about else [])
    return [*base, *[view for view in reading.grounds.products.values() if base and view is not base[0] and _siblings(view, base[0])]]


def _mentioned(reading: Reading, segment: Segment, index: int, token: Token, pool: Sequence[ProductView]) -> ProductView | None:
    """The one product that a name, a noun or a pointing word (`the small one`, 石英款) means."""
    if token.punctuation or token.amount is not None:
        return None
    if token.by == "name" or token.names:
        own = [view for view in pool if view.id in token.names]
        if len(token.names) == 1:
            return reading.grounds.products[next(iter(token.names))]
        plain = [view for view in segment.views if view.id in token.names]
        if len(plain) == 1 and not segment.group:
            return plain[0]
        return own[0] if len(own) == 1 else None
    after = segment.tokens[index + 1] if index + 1 < len(segment.tokens) else None
    pointing = after is not None and (after.text in ("one", "ones", "款", "model", "version") or after.is_a("noun") or bool(after.names))
    keys = {key for key in token.keys if key.startswith(("c:", "mat:", "col:", "noun:"))} - {"noun:item"}
    if pointing and len(pool) > 1 or (token.is_a("noun") and keys):
        fitting = [one for one in pool if keys & one.title_senses]
        if len(fitting) == 1 and len(pool) > 1:
            segment.use([token], "pointed")
            return fitting[0]
    if token.text in _SMALL | _LARGE and pointing and len(pool) == 2:
        one, other = _bulk(pool[0]), _bulk(pool[1])
        if one is not None and other is not None and one != other:
            segment.use([token], "pointed")
            return pool[0] if (one < other) == (token.text in _SMALL) else pool[1]
    if token.is_a("noun") and keys:
        nouns = [noun for noun in token.of("noun") if noun != "item"]
        own = [view for view in reading.grounds.products.values() if any(noun in view.nouns for noun in nouns)]
        return own[0] if len(own) == 1 else None
    return None


_SMALL: Final = frozenset({"small", "little", "smaller", "小", "mini", "小号"})
_LARGE: Final = frozenset({"large", "big", "grand", "larger", "bigger", "大", "大号"})


def _siblings(one: ProductView, view: ProductView) -> bool:
    first = (one.title.en or one.title.zh).split()[:1]
    return first == (view.title.en or view.title.zh).split()[:1]


def _bulk(view: ProductView) -> Decimal | None:
    for name in ("weight", "volume"):
        fact = view.facts.get(name)
        if fact is not None and isinstance(fact.value, Quantity):
            return in_base(fact.value.low, fact.value.unit)
    return None


def _aspect(reading: Reading, segment: Segment, cues: Sequence[Token], pair: tuple[ProductView, ProductView]) -> tuple[str, int] | None:
    sentence = [token for one in reading.segments if one.tokens[0].sentence == segment.tokens[0].sentence for token in one.tokens]
    for token in cues:
        for key in token.keys:
            if key in _ASPECTS:
                name, sign = _ASPECTS[key]
                return (_hours(sentence, pair), sign) if name == "hours" else (name, sign)
    sign = 1 if any(token.has("cmp:more") for token in cues) else -1
    if any(token.amount and token.amount.kind == "money" for token in segment.tokens):
        return "price", sign
    for name, keys in _NAMED.items():
        if any(token.has(*keys) for token in segment.tokens):
            return name, sign
    return None


def _hours(sentence: Sequence[Token], pair: Sequence[ProductView]) -> str:
    """What lasts longer or shorter."""
    for name in ("burn_time", "battery", "power_reserve"):
        if any(token.has(*_NAMED[name]) for token in sentence):
            return name
    return next((name for name in ("burn_time", "battery", "power_reserve") if all(name in view.facts for view in pair)), "hours")


def _difference(amount: Amount, difference: Decimal, one: _Measured) -> bool:
    if amount.kind == "money":
        return same_money(amount, difference, one.unit)
    if amount.kind == "quantity" and dimension(amount.unit) == dimension(one.unit):
        return in_base(amount.value, amount.unit) == in_base(difference, one.unit) or abs(in_base(amount.value, amount.unit) - difference) == 0
    return False


def _measure(reading: Reading, view: ProductView, name: str) -> _Measured | None:
    if name == "price":
        return _price(reading, view)
    fact = view.facts.get(name)
    if name == "size":
        return _size(view)
    if fact is None or not isinstance(fact.value, Quantity):
        return None
    unit = {"mass": "g", "length": "mm", "clock": "min", "volume": "ml"}.get(dimension(fact.value.unit), fact.value.unit)
    return _Measured(in_base(fact.value.low, fact.value.unit), unit, fact.id)


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
    sentence = [token for one in reading.segments if one.tokens[0].sentence == cue.sentence for token in one.tokens]
    every = [noun for token in sentence for noun in token.of("noun") if noun != "item"]
    kinds = [noun for noun in every if sum(covers(noun, view) for view in reading.grounds.products.values()) > 1]
    nouns = kinds or nouns or every
    family = [view for token in sentence if len(token.names) > 1 for view in reading.grounds.products.values() if view.id in token.names]
    scope = [view for view in reading.grounds.products.values() if any(covers(noun, view) for noun in nouns)]
    single = [reading.grounds.products[next(iter(token.names))] for token in sentence if len(token.names) == 1]
    for token in sentence:
        own = [view for view in reading.grounds.products.values() if any(noun in view.nouns for noun in token.of("noun"))]
        single += own if len(own) == 1 else []
    subject = single[0] if single else next((one.view for one in reading.segments if one.view and not one.group), reading.about)
    if subject is None:
        subject = next((view for index, token in enumerate(segment.tokens) if (view := _mentioned(reading, segment, index, token, scope)) is not None), None)
    for token in sentence:
        if token.amount and token.amount.kind in ("kinds", "number") and token.amount.value == len(family or scope):
            token.by = token.by or "comparison"
    if family and all(view in scope or not nouns for view in family):
        scope = family
    ours = any(token.text in ("our", "ours", "我们", "本店", "店里", "我店", "here", "咱们", "我们的", "we") for token in sentence) or bool(family)
    if name == "hours":
        name = _hours(sentence, [subject] if subject else [])
    if not ours or subject is None or subject not in scope or len(scope) < 2 or segment.negative(cue):
        raise Blocked("a superlative that is no comparison within the catalogue", attribute=name)
    measured = {view.id: _measure(reading, view, name) for view in scope}
    own = measured[subject.id]
    if name in ("power_reserve", "battery", "burn_time", "volume", "water_resistance"):
        measured = {key: one for key, one in measured.items() if one is not None}
    if own is None or any(one is None or one.unit != own.unit for one in measured.values()):
        raise Blocked("not all of the kind can be compared", subject=subject.id, attribute=name)
    for token in [token for token in sentence if token.amount and not token.by and token.amount.kind == "quantity"]:
        if token.amount is not None and _is_value(token.amount, own):
            token.by = "comparison"
    if any((one.value - own.value) * sign >= 0 for key, one in measured.items() if key != subject.id and one is not None):
        raise Blocked(f"“{cue.text}” is not so", subject=subject.id, attribute=name)
    reading.claim(name, own.value, own.fact_id, subject=subject.id, quantifier="of all")
    for one in reading.segments:
        if one.tokens[0].sentence == cue.sentence:
            one.views, one.group = [subject], False
            one.use([token for token in one.tokens if token.is_a("noun")], "comparison")
            one.use_keys("comparison", *_NAMED.get(name, ()))
    segment.use([cue], "comparison")
    segment.use_keys("comparison", "att:diameter", "att:weight", "att:size", "price:now", "quant:all")
