"""Yes or no, from facts alone. Where a fact does not settle the question the answer is `unknown`, never a guess."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from mercery.claims.facts import Fact
from mercery.claims.measures import dimension, in_base
from mercery.claims.mentions import Mention, same_unit_family
from mercery.claims.plan import Asked, Verdict
from mercery.claims.values import Dimensions, MaterialPart, Materials, Price, Quantity, Text
from mercery.claims.vocabulary import materials_in, same_or_kind_of

_NEGATED: Final = re.compile(r"\b(?:contains? no|without|no|not|free of)\b|-free\b|不含|无", re.IGNORECASE)


def judge_price(facts: Sequence[Fact], asked: Asked | None) -> Verdict | None:
    """Whether every price meets the asked amount; no verdict when some do, or currencies differ."""
    if asked is None or asked.amount is None or not facts:
        return None
    if asked.amount.high is not None:
        return _between(facts, asked.amount)
    met = []
    for fact in facts:
        assert isinstance(fact.value, Price)
        amount = fact.value.amount
        same = Mention(kind="money", value=amount.major, unit=amount.currency)
        if not same_unit_family(same, asked.amount):
            return None
        if amount.major == asked.amount.value and asked.relation != "equal":
            return None
        met.append(_meets(amount.major, asked))
    return "yes" if all(met) else ("no" if not any(met) else None)


def _between(facts: Sequence[Fact], asked: Mention) -> Verdict | None:
    """Whether every price lies between the two amounts."""
    met = []
    for fact in facts:
        assert isinstance(fact.value, Price) and asked.high is not None
        amount = fact.value.amount
        if not same_unit_family(Mention(kind="money", value=amount.major, unit=amount.currency), asked):
            return None
        met.append(asked.value <= amount.major <= asked.high)
    return "yes" if all(met) else ("no" if not any(met) else None)


def judge_amount(fact: Fact, asked: Asked | None) -> Verdict | None:
    """Whether a measured value meets the asked amount: all sides for dimensions asked as an upper limit."""
    if asked is None or asked.amount is None or asked.relation not in ("under", "over"):
        return None
    value = fact.value
    if isinstance(value, Quantity) and value.high is None and dimension(value.unit) == dimension(asked.amount.unit):
        return "yes" if _meets_in_base(value.low, value.unit, asked) else "no"
    if (
        isinstance(value, Dimensions)
        and asked.relation == "under"
        and dimension(value.unit) == dimension(asked.amount.unit)
    ):
        return "yes" if all(_meets_in_base(side, value.unit, asked) for side in value.sides) else None
    return None


def judge_at_most(fact: Fact, asked: Asked | None) -> Verdict | None:
    """Whether the asked size goes in, where the fact names the largest that does."""
    value = fact.value
    if asked is None or asked.amount is None or not isinstance(value, Quantity):
        return None
    if dimension(value.unit) != dimension(asked.amount.unit):
        return None
    largest = value.high or value.low
    return "yes" if in_base(asked.amount.value, asked.amount.unit) <= in_base(largest, value.unit) else "no"


def judge_material(fact: Fact, asked: str, *, pure: bool = False) -> Verdict:
    """Whether the product is made of `asked` (English): `partly` when only another part or a share is."""
    value = fact.value
    if isinstance(value, Materials):
        value = Materials(tuple(part for part in value.parts if not _denied(part)))
        if not value.parts:
            return "unknown"
        mains = [part for part in value.parts if part.part == "main"] or list(value.parts[:1])
        main = [part for part in mains if _is(part.material.en or part.material.zh, asked)]
        if main:
            whole = all(part.percent in (None, Decimal(100)) for part in main) and len(main) == len(mains)
            return "yes" if whole or (not pure and _most(main[0].percent)) else "partly"
        return "partly" if any(_is(part.material.en or part.material.zh, asked) for part in value.parts) else "no"
    if isinstance(value, Text):
        return _in_text(value.words.en or value.words.zh, asked, pure=pure)
    return "unknown"


def _denied(part: MaterialPart) -> bool:
    """A remark that something is not in it: `contains no silk`."""
    return part.part == "note" or bool(_NEGATED.search(f"{part.material.en} {part.material.zh}"))


def _most(percent: Decimal | None) -> bool:
    return percent is None or percent >= 50


def _is(material: str, asked: str) -> bool:
    return any(same_or_kind_of(name, asked) for name in materials_in(material.lower()))


def _in_text(text: str, asked: str, *, pure: bool) -> Verdict:
    pieces = [piece for piece in re.split(r"[;；,，]|\bwith\b", text) if piece.strip()]
    stated = [piece for piece in pieces if not _NEGATED.search(piece)]
    hits = [index for index, piece in enumerate(stated) if _is(piece, asked)]
    if not hits:
        return "no"
    share = re.search(r"(\d+)\s?%", stated[hits[0]])
    partly = hits[0] > 0 or (share is not None and int(share[1]) < (100 if pure else 50))
    return "partly" if partly else "yes"


def _meets(value: Decimal, asked: Asked) -> bool:
    assert asked.amount is not None
    if asked.relation == "under":
        return value <= asked.amount.value
    if asked.relation == "over":
        return value >= asked.amount.value
    return value == asked.amount.value


def _meets_in_base(value: Decimal, unit: str, asked: Asked) -> bool:
    assert asked.amount is not None
    limit, own = in_base(asked.amount.value, asked.amount.unit), in_base(value, unit)
    return own <= limit if asked.relation == "under" else own >= limit
