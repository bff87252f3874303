"""`142 g versus 64 g`, `640 g against 780 g for the other`: two amounts, each of its own piece."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.aspects import NAMED, is_value
from mercery.claims.grammar.measured import measure
from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.measures import dimension
from mercery.claims.values import Quantity
from mercery.claims.views import ProductView

_AGAINST: Final = frozenset(
    {
        "against",
        "versus",
        "vs",
        "compared with",
        "compared to",
        "as opposed to",
        "as against",
        "对",
        "对比",
        "相比",
        "比",
    }
)


def read_versus(reading: Reading, own: Sequence[Segment]) -> None:
    """Prove two amounts set against each other, of the two that the sentence compares or names."""
    for segment in own:
        amounts = [
            token for token in segment.open() if token.amount is not None and token.amount.kind in ("quantity", "money")
        ]
        against = [token for token in segment.open() if token.text in _AGAINST]
        if len(amounts) != 2 or len(against) != 1 or not _between(segment, amounts, against[0]):
            continue
        pair = _two(reading, segment, own, against[0])
        if pair is not None:
            _prove(reading, segment, own, pair, amounts, against[0])


def _between(segment: Segment, amounts: Sequence[Token], against: Token) -> bool:
    order = [token for token in segment.tokens if token is against or any(token is one for one in amounts)]
    return order[1] is against


def _two(
    reading: Reading, segment: Segment, own: Sequence[Segment], against: Token
) -> tuple[ProductView, ProductView] | None:
    """The one spoken of, and the one named after the second amount; else the two that were compared."""
    named = [token.refers[0] for token in segment.tokens if len(token.refers) == 1]
    after = [token for token in segment.after(against) if len(token.refers) == 1]
    if not named:
        same = reading.pair is not None and reading.pair[0] == segment.tokens[0].sentence
        return reading.pair[1:] if same and reading.pair is not None else None
    if len(named) != 1 or len(after) != 1:
        return None
    second = reading.grounds.products[named[0]]
    place = next(index for index, one in enumerate(own) if one is segment)
    earlier = [view for one in own[:place] for token in one.tokens for view in token.refers]
    if reading.pair is not None and reading.pair[0] == segment.tokens[0].sentence and second in reading.pair[1:]:
        first = reading.pair[1] if second is reading.pair[2] else reading.pair[2]
    elif len(set(earlier)) == 1:
        first = reading.grounds.products[earlier[0]]
    elif not earlier and reading.about is not None:
        first = reading.about
    else:
        return None
    return (first, second) if first is not second else None


def _prove(
    reading: Reading,
    segment: Segment,
    own: Sequence[Segment],
    pair: tuple[ProductView, ProductView],
    amounts: Sequence[Token],
    against: Token,
) -> None:
    first, second = pair
    for name in _names(own, pair, amounts[0]):
        one, other = measure(reading, first, name), measure(reading, second, name)
        told, told_other = amounts[0].amount, amounts[1].amount
        if one is None or other is None or told is None or told_other is None:
            continue
        if (
            is_value(told, one)
            and is_value(told_other, other)
            and not any(segment.negative(token) for token in amounts)
        ):
            reading.claim(name, told.value, one.fact_id, subject=first.id, unit=told.unit)
            reading.claim(name, told_other.value, other.fact_id, subject=second.id, unit=told_other.unit)
            segment.use([*amounts, against], "comparison")
            segment.use_keys("comparison", *NAMED.get(name, ()), "price:now")
            return
    raise Blocked("the two amounts are not theirs", subject=first.id)


def _names(own: Sequence[Segment], pair: tuple[ProductView, ProductView], token: Token) -> list[str]:
    """The properties the amounts may tell: those the sentence names, else the only one both have."""
    amount = token.amount
    assert amount is not None
    if amount.kind == "money":
        return ["price"]
    held = [
        name
        for name, fact in pair[0].facts.items()
        if isinstance(fact.value, Quantity)
        and name in pair[1].facts
        and dimension(fact.value.unit) == dimension(amount.unit)
    ]
    cued = [name for name in held if any(one.has(*NAMED.get(name, ("",))) for part in own for one in part.tokens)]
    return cued or (held if len(held) == 1 else [])
