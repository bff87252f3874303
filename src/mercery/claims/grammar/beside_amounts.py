"""In a clause with several amounts, what a sentence says stands beside just the amount it tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.clauses import Clause, keys_of
from mercery.claims.grammar.limits import fits, in_place
from mercery.claims.grammar.reading import Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.grammar.topics import LIGHT

_ANYWHERE: Final = frozenset({"c:deliver", "c:postage", "c:standard", "c:order", "c:extra", "c:include"})
"""Concepts that need not be repeated beside each amount."""
_ALWAYS: Final = frozenset({"c:free", "c:fee", "c:sale_item", "c:full_price", "c:unopened", "c:boutique", "c:express"})
_TOLD: Final = ("money", "percent", "quantity", "number", "count")
_BREAKS: Final = {"and": 2, "or": 2, "和": 2, "或": 2, "、": 2, "but": 4, "，": 4, ",": 4, ";": 4, "；": 4, "while": 4, "whereas": 4, "而": 4}  # fmt: skip
"""How much farther away what stands behind a joint counts."""


def pairs(clause: Clause, segment: Segment, told: Sequence[Token]) -> bool:
    """Where a clause has several amounts, the places and kinds of the sentence stand beside just the one it tells."""
    amounts = [token for token in told if token.amount and token.amount.kind in _TOLD]
    if amounts and (_priced_apart(clause, told, amounts) or _of_another_place(clause, told, amounts)):
        return False
    if sum(one.kind in _TOLD for one in clause.amounts) < 2 or not amounts:
        return True  # a day beside the one sum of a clause takes nothing away from it
    if not _one_after_another(clause, amounts):
        return False
    every = frozenset(key for near in clause.near for key in near)
    for number, token in enumerate(amounts):
        own = told if len(amounts) == 1 else [one for one in told if _nearest(segment, one, amounts) == number]
        apart = {key for key in _scopes(own, every) if any(key not in near for near in clause.near)}
        beside = [
            near
            for one, near in zip(clause.amounts, clause.near, strict=False)
            if token.amount is not None and fits(one, token.amount)
        ]
        if not beside:
            continue  # within a span of the clause, which holds for all of it
        if apart and not any(apart <= near for near in beside):
            return False
    return True


def _of_another_place(clause: Clause, told: Sequence[Token], amounts: Sequence[Token]) -> bool:
    """`Delivery to Germany costs EUR 9` of a sentence in which it is Austria that stands beside the sum."""
    places = {place for token in told for place in token.of("place")}
    if len(amounts) != 1 or not places:
        return False
    one = amounts[0].amount
    beside = [
        {key[6:] for key in near if key.startswith("place:")}
        for own, near in zip(clause.amounts, clause.near, strict=False)
        if one is not None and fits(own, one)
    ]
    return bool(beside) and all(
        near and not any(in_place(place, other) for place in places for other in near) for near in beside
    )


def _one_after_another(clause: Clause, amounts: Sequence[Token]) -> bool:
    """`3 without a fee, or 6 with a fee of 2.5%`: no other number of its kind stands between two that are told together."""
    places = [
        next((index for index, one in enumerate(clause.amounts) if token.amount and fits(one, token.amount)), None)
        for token in amounts
    ]
    kinds = [one.kind for one in clause.amounts]
    for one in places:
        for other in places:
            if one is None or other is None or one >= other or kinds[one] == kinds[other]:
                continue
            if {kinds[one], kinds[other]} & set(kinds[one + 1 : other]):
                return False
    return True


def _priced_apart(clause: Clause, told: Sequence[Token], amounts: Sequence[Token]) -> bool:
    """What a sentence puts a price on has none in the clause (`including a card`)."""
    money = [token.amount for token in amounts if token.amount and token.amount.kind == "money"]
    own = {key for token in told for key in keys_of(token) if key.startswith("c:")} - LIGHT - _ANYWHERE - _ALWAYS
    if not money or not own:
        return False
    near = frozenset(
        key
        for one, beside in zip(clause.amounts, clause.near, strict=False)
        if any(fits(one, two) for two in money)
        for key in beside
    )
    return bool(near) and bool(own & _INCLUDED) and not own & near & _INCLUDED


_INCLUDED: Final = frozenset({"c:handwritten", "c:estimate", "c:auth_card"})
"""What comes with something else."""


def _scopes(told: Sequence[Token], every: frozenset[str]) -> set[str]:
    """The places, kinds and concepts of the sentence that the clause has beside some amount."""
    keys = {key for token in told for key in keys_of(token)}
    found = {key for key in keys if key.startswith(("noun:", "cur:", "brand:")) or key in _ALWAYS}
    found |= {key for key in keys if key.startswith("c:") and key not in LIGHT | _ANYWHERE}
    places = [key for key in keys if key.startswith("place:")]
    found |= {one for one in every if one.startswith("place:") and any(in_place(key[6:], one[6:]) for key in places)}
    return found & every


def _nearest(segment: Segment, token: Token, amounts: Sequence[Token]) -> int:
    """Which of the amounts a word stands beside; a joint or comma between them keeps apart."""
    order = {id(one): index for index, one in enumerate(segment.tokens)}
    place = order.get(id(token), 0)

    def far(amount: Token) -> int:
        other = order.get(id(amount), 0)
        between = segment.tokens[min(place, other) + 1 : max(place, other)]
        return abs(other - place) + sum(_BREAKS.get(one.text, 0) for one in between)

    distances = [far(one) + (99 if _cannot_count(token, one) else 0) for one in amounts]
    return distances.index(min(distances))


def _cannot_count(token: Token, amount: Token) -> bool:
    """Letters are counted, never paid."""
    return token.has("c:character") and amount.amount is not None and amount.amount.kind in ("money", "quantity")
