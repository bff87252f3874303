"""`five years, that is 60 months`, 780 g, 0.78公斤: an amount that says again, in another unit, what the sentence has proved."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final

from mercery.claims.grammar.reading import Claim, Reading, Segment, near
from mercery.claims.grammar.tokens import Token
from mercery.claims.measures import dimension, in_base
from mercery.claims.values import Quantity

_APPOSED: Final = frozenset(
    {
        "that is",
        "is",
        "to be precise",
        "to be exact",
        "precisely",
        "exactly",
        "or",
        "in other words",
        "to put it another way",
        "也就是",
        "即",
        "就是",
        "合",
        "换算",
        "换算成",
        "换算过来",
        "等于",
        "相当于",
        "折合",
        "准确地说",
        "具体是",
        "或",
        "是",
        "which",
        "makes",
        "to",
        "be",
        "it",
        "so",
        "just",
    }
)


def read_restating(reading: Reading) -> None:
    """Account for amounts that only repeat a proved one."""
    for place, segment in enumerate(reading.segments):
        rest = segment.open()
        amounts = [token for token in rest if token.amount is not None]
        if len(amounts) != 1 or not all(
            token is amounts[0]
            or token.text in _APPOSED
            or token.has("quant:about")
            or (token.is_a("n") and not token.is_a("neg"))
            for token in rest
        ):
            continue
        apart = not any(token.by and token.by != "talk" for token in segment.tokens)
        beside = _said_right_before(segment, amounts[0])
        if place and (apart or beside) and any(_same(reading, claim, amounts[0], segment) for claim in reading.claims):
            segment.use([token for token in rest if not token.is_a("n") or token is amounts[0]], "restated")
        elif beside and any(_same(reading, claim, amounts[0], segment) for claim in reading.claims):
            segment.use(amounts, "restated")


def _said_right_before(segment: Segment, token: Token) -> bool:
    """`5 years or 60 months`, `34 cm (340 mm)`: the proved amount stands right before it."""
    before = [one for one in segment.before(token, 3) if one.text not in _APPOSED]
    return bool(before) and before[0].amount is not None and before[0].by == "measure"


def _same(reading: Reading, claim: Claim, token: Token, segment: Segment) -> bool:
    amount = token.amount
    if amount is None or amount.high is not None or claim.subject not in {view.id for view in segment.views}:
        return False
    if len(segment.views) != 1:
        return False
    fact = segment.views[0].facts.get(claim.attribute)
    if fact is None or fact.id != claim.fact_id or not isinstance(fact.value, Quantity) or fact.value.high is not None:
        return False
    own = in_base(fact.value.low, fact.value.unit)
    if amount.kind == "number":
        return _as_told(claim, amount.value, fact.value)
    if amount.kind == "quantity" and amount.unit == "day" and dimension(fact.value.unit) == "clock":
        return in_base(amount.value * 24, "h") == own
    if amount.kind == "quantity" and dimension(amount.unit) == "pressure" and fact.value.unit == "m":
        return near(in_base(amount.value, amount.unit) * 10, fact.value.low, "0.02")
    if amount.kind != "quantity" or dimension(amount.unit) != dimension(fact.value.unit):
        return False
    return near(in_base(amount.value, amount.unit), own, "0" if amount.unit == fact.value.unit else "0.02")


def _as_told(claim: Claim, number: Decimal, value: Quantity) -> bool:
    """A bare number after an amount with its unit (`just under 800 grams, 780 to be precise`)."""
    try:
        Decimal(claim.value)
    except InvalidOperation:
        return False
    return bool(claim.unit) and in_base(number, claim.unit) == in_base(value.low, value.unit)
