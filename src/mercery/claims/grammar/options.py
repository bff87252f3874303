"""`it comes in a 38`, 红色就38一个码: which colours and sizes there are, whether or not they are in stock; and how far a piece adjusts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.amount import Amount
from mercery.claims.grammar.clauses import Clause
from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.grammar.selecting import sizes_of
from mercery.claims.grammar.tokens import Token
from mercery.claims.measures import dimension, in_base
from mercery.claims.views import ProductView, VariantView

_COMES: Final = frozenset(
    {"comes in", "come in", "exists in", "offered in", "made in", "comes as", "exists", "come", "comes"}
)
_MOST: Final = frozenset({"up to", "as long as", "at most", "最长", "最多", "maximum", "最远", "to"})
_LEAST: Final = frozenset({"down to", "as short as", "at least", "最短", "最少", "minimum"})
_SET: Final = frozenset(
    {"set", "worn", "anywhere", "从", "from", "to", "到", "至", "可", "between", "and", "调到", "调至"}
)


def read_options(reading: Reading) -> None:
    """Prove what a sentence says of the choices there are."""
    for place, segment in enumerate(reading.segments):
        if segment.view is None or segment.a("neg"):
            continue
        _one_size(reading, segment, place)
        _there_is(reading, segment)
        _adjusts(reading, segment)


def _one_size(reading: Reading, segment: Segment, place: int) -> None:
    """`Red exists in one size only, 38`: of its colour there is just that size."""
    cue = [token for token in segment.open() if token.has("c:one_size")]
    view = segment.view
    if not cue or view is None or any("c:one_size" in clause.affirmed for clause in view.clauses):
        return
    colours = {colour for token in segment.chosen for colour in token.of("col")}
    if not colours:
        return
    scope = [one for one in view.variants if colours & one.colours]
    later = reading.segments[place + 1] if place + 1 < len(reading.segments) else None
    sized = [token for token in segment.chosen if token.amount is not None]
    if not sized and later is not None and later.view is view and _bare_size(later):
        sized = [token for token in later.chosen if token.amount is not None]
    sizes = {frozenset(one.sizes) for one in scope}
    if not scope or len(sizes) != 1 or any(not sizes_of(token, view) & next(iter(sizes)) for token in sized):
        raise Blocked("it comes in other sizes too", subject=view.id, attribute="size")
    _claim(reading, view, scope, "size")
    for one in (segment, *([later] if later is not None and sized else [])):
        one.use([token for token in [*one.chosen, *one.open()] if token in sized or token in one.chosen], "size")
    segment.use([*cue, *[token for token in segment.open() if token.has("quant:only") or token.text in _COMES]], "size")


def _bare_size(segment: Segment) -> bool:
    return bool(segment.chosen) and all(
        token in segment.chosen or token.punctuation or token.is_a("n") for token in segment.tokens
    )


def _there_is(reading: Reading, segment: Segment) -> None:
    """`it comes in a 38`: a size there is, in the colour that is spoken of."""
    view = segment.view
    cue = [token for token in segment.open() if token.text in ("comes in", "come in", "exists in", "offered in")]
    sized = [token for token in segment.chosen if token.amount is not None]
    rest = [
        token for token in segment.open() if token not in cue and token not in segment.chosen and not token.is_a("n")
    ]
    if view is None or not cue or not sized or rest or not segment.variants:
        return
    _claim(reading, view, segment.variants, "size")
    segment.use([*cue, *segment.chosen], "size")


def _claim(reading: Reading, view: ProductView, variants: Sequence[VariantView], name: str) -> None:
    fact = view.facts.get(name) or variants[0].stock or variants[0].price
    reading.claim(
        name,
        ",".join(sorted({size for one in variants for size in one.sizes})),
        fact.id if fact else "",
        subject=view.id,
    )


def _adjusts(reading: Reading, segment: Segment) -> None:
    """`it can be set from 1.10 m to 1.25 m`, 最长可以调到125厘米: the ends of a span that a text of the piece gives."""
    view = segment.view
    amounts = [token for token in segment.open() if token.amount is not None and token.amount.kind == "quantity"]
    sentence = [
        token
        for one in reading.segments
        if one.tokens[0].sentence == segment.tokens[0].sentence
        for token in one.tokens
    ]
    if (
        view is None
        or not amounts
        or len(amounts) > 2
        or not any(token.has("c:adjustable", "part:strap", "part:chain") for token in sentence)
    ):
        return
    if not segment.has("c:adjustable") and not any(
        token.text in ("set", "worn", "调到", "调至") for token in segment.tokens
    ):
        return
    found = next(((clause, span) for clause in view.clauses if (span := _span(clause)) is not None), None)
    if found is None:
        return
    clause, span = found
    if not _ends_told(segment, amounts, span):
        raise Blocked(f"“{amounts[0].text}” is not how far it adjusts", subject=view.id, attribute=clause.attribute)
    reading.claim(clause.attribute, amounts[-1].text, clause.fact_id, subject=view.id)
    segment.use(amounts, "measure")
    segment.use(
        [
            token
            for token in segment.open()
            if token.text in _MOST | _LEAST | _SET or token.has("c:adjustable", "att:length", "quant:most")
        ],
        "measure",
    )


def _span(clause: Clause) -> Amount | None:
    if "c:adjustable" not in clause.affirmed:
        return None
    spans = [
        one
        for one in clause.amounts
        if one.kind == "quantity" and one.high is not None and dimension(one.unit) == "length"
    ]
    return spans[0] if len(spans) == 1 and len(clause.amounts) == 1 else None


def _ends_told(segment: Segment, amounts: Sequence[Token], span: Amount) -> bool:
    assert span.high is not None
    low, high = in_base(span.value, span.unit), in_base(span.high, span.unit)
    told = [token.amount for token in amounts if token.amount is not None]
    if len(told) == 2:
        return [in_base(one.value, one.unit) for one in told] == [low, high] and all(one.high is None for one in told)
    only = told[0]
    value = in_base(only.value, only.unit)
    if only.high is not None:
        return (value, in_base(only.high, only.unit)) == (low, high)
    words = {token.text for token in segment.tokens}
    if words & _LEAST:
        return value == low and not words & {"最长", "最多", "up to"}
    return value == high and bool(words & _MOST)
