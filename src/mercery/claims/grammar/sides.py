"""The sides of a piece: all of them in order, or one by its name."""

from __future__ import annotations

from typing import Final

from mercery.claims.grammar.reading import Blocked, Reading, Segment, near
from mercery.claims.grammar.tokens import Token
from mercery.claims.measures import dimension, in_base
from mercery.claims.values import Dimensions
from mercery.claims.views import ProductView

_ORDER: Final = ("att:width", "att:height", "att:depth")


def side_told(segment: Segment, token: Token, view: ProductView) -> str | None:
    """Which side an amount is told for: `28 cm high`, `宽34厘米`; the sides of a part (a strap) are not the piece's."""
    if any(set(one.of("part")) - {"main", "case"} for one in segment.tokens):
        return None
    fact = view.facts.get("dimensions")
    amount = token.amount
    if fact is None or not isinstance(fact.value, Dimensions) or len(fact.value.sides) < 2 or amount is None:
        return None
    if (
        amount.kind not in ("quantity", "number")
        or (amount.kind == "quantity" and dimension(amount.unit) != "length")
        or amount.high
    ):
        return None
    near = (
        segment.after(token, 1)
        if token.text.isascii() and not any(ord(sign) > 0x3400 for one in segment.tokens for sign in one.text)
        else segment.before(token, 1)
    )
    cleft = segment.after(token, 3)
    if [one.text for one in cleft[:2]] == ["is", "how"]:
        near = cleft[2:]
    keys = {key for one in near for key in one.keys}
    return next((name for name in (*_ORDER, "att:length") if name in keys), None)


def one_side(reading: Reading, segment: Segment, token: Token, view: ProductView, name: str) -> None:
    fact = view.facts["dimensions"]
    amount = token.amount
    assert isinstance(fact.value, Dimensions) and amount is not None
    sides = list(fact.value.sides)
    if len(sides) == 3 and "suitcase" in view.nouns:
        sides = [sides[1], sides[0], sides[2]]
    index = 1 if name == "att:length" and len(sides) == 2 else 0 if name == "att:length" else _ORDER.index(name)
    unit = amount.unit or fact.value.unit
    if (
        index >= len(sides)
        or segment.negative(token)
        or not near(
            in_base(amount.value, unit),
            in_base(sides[index], fact.value.unit),
            "0" if unit == fact.value.unit else "0.02",
        )
    ):
        raise Blocked(f"“{token.text}” is not that side", subject=view.id, attribute="dimensions")
    reading.claim("dimensions", amount.value, fact.id, subject=view.id, part=name.removeprefix("att:"), unit=unit)
    segment.use([token], "measure")
    segment.use_keys("measure", name, "att:size")
    segment.use([one for one in segment.after(token, 2) if one.text == "how"], "measure")


def all_sides(reading: Reading, segment: Segment, token: Token, view: ProductView) -> None:
    fact = view.facts.get("dimensions")
    amount = token.amount
    assert amount is not None
    if fact is None or not isinstance(fact.value, Dimensions):
        return
    if any(set(one.of("part")) - {"main", "case"} for one in segment.tokens):
        return
    own = [in_base(side, fact.value.unit) for side in fact.value.sides]
    told = [in_base(side, amount.unit) for side in amount.sides]
    loose = "0" if amount.unit == fact.value.unit else "0.02"
    if (
        segment.negative(token)
        or len(told) > len(own)
        or len(told) < min(2, len(own))
        or not all(near(a, b, loose) for a, b in zip(told, own, strict=False))
    ):
        raise Blocked(f"“{token.text}” is not its size", subject=view.id, attribute="dimensions")
    if len(told) < len(own):
        raise Blocked("a side is missing", subject=view.id, attribute="dimensions")
    reading.claim("dimensions", token.text, fact.id, subject=view.id, unit=amount.unit)
    segment.use([token], "measure")
    segment.use_keys("measure", "att:size", "att:square", "c:square", "att:width", "att:height")
