"""The words of a part, each put in the slots it may stand in; a part with a word that has none is not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from mercery.claims.grammar.amount import Amount
from mercery.claims.grammar.reading import Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.views import ProductView

_TOLD: Final = frozenset({"count", "number", "money", "date", "weekday", "size", "quantity"})
_AHEAD: Final = frozenset({"day", "week", "month"})
_NAMED: Final = frozenset({"name", "noun", "pointed", "talk"})
_TWO: Final = Amount(kind="count", value=Decimal(2), word="俩")
_PAIRS: Final = frozenset(
    {"pair", "pairs", "pair of", "pairs of", "a pair", "per pair", "each pair", "the pair", "for the pair", "每双"}
)
_LEAST_PRICE: Final = 20
"""A smaller bare number is rather a number of pieces or a size."""


@dataclass(slots=True)
class Slots:
    """A part sorted: for each word the kinds of slots it may stand in, and the amounts that choose nothing."""

    words: list[frozenset[str]] = field(default_factory=list)
    amounts: list[tuple[Token, Amount]] = field(default_factory=list)
    each: bool = False
    """Whether it says that an amount holds for one piece."""

    def of(self, *kinds: str) -> list[tuple[Token, Amount]]:
        """Its amounts of the kinds."""
        return [one for one in self.amounts if one[1].kind in kinds]

    def only(self, *kinds: str) -> bool:
        """Whether it has no amount of another kind."""
        return all(amount.kind in kinds for _, amount in self.amounts)

    def told(self, *kinds: str) -> bool:
        """Whether one of its words is of one of the kinds."""
        return any(not one.isdisjoint(kinds) for one in self.words)

    def within(self, *kinds: str) -> bool:
        """Whether each of its words is of one of the kinds, or a small word."""
        return all(not one.isdisjoint((*kinds, "light")) for one in self.words)


def sorted_slots(segment: Segment) -> Slots | None:
    """The slots of a part; None where a word of it has none, or it counts in pairs what comes in single pieces."""
    found = Slots()
    words = [token for token in segment.tokens if not token.punctuation]
    for place, token in enumerate(words):
        if token.by in _NAMED or any(token is one for one in segment.chosen):
            continue
        told = _TWO if token.text == "俩" else token.amount
        if token.by or (_in_pairs(token, told) and not comes_in_pairs(segment.views[0])):
            return None
        if told is not None:
            if _one_each(told, words[:place]) or _each_before(told, words[place + 1 :]):
                found.each = True
            elif told.kind in _TOLD and told.high is None and (told.kind != "quantity" or told.unit in _AHEAD):
                found.amounts.append((token, told))
            else:
                return None
            continue
        own = frozenset({"in"}) if token.text == "in" and place == len(words) - 1 else frozenset(token.of("k"))
        if not own:
            return None
        found.each = found.each or "each" in own
        found.words.append(own)
    return found


def _in_pairs(token: Token, told: Amount | None) -> bool:
    if told is not None:
        return told.word in ("双", "副", "对") or token.text.endswith((" pairs", " pair"))
    return token.text in _PAIRS


def comes_in_pairs(view: ProductView) -> bool:
    """Whether its name is one of several: loafers, gloves, earphones."""
    return any(
        len(word) > 4 and word.endswith("s") and not word.endswith("ss") for word in view.title.en.lower().split()
    )


def _one_each(told: Amount, before: Sequence[Token]) -> bool:
    """`420 a pair`, 560欧一只: after a sum, one piece is what it is for."""
    if told.kind != "count" or told.value != 1 or not before:
        return False
    earlier = before[-1].amount
    return earlier is not None and earlier.kind in ("money", "number") and earlier.value >= _LEAST_PRICE


def _each_before(told: Amount, after: Sequence[Token]) -> bool:
    """一瓶58欧: one piece, and right after it what it costs."""
    follows = after[0].amount if after else None
    return told.kind == "count" and told.value == 1 and follows is not None and follows.kind == "money"


def sums_of(slots: Slots, *, priced: bool) -> list[tuple[Token, Amount]]:
    """Sums of money. A number is one after `at`, before `a pair`, beside the word of an old price, and where `priced`."""
    bare = priced or slots.each or slots.told("price", "was", "now")
    return [
        one for one in slots.of("money", "number") if one[1].kind == "money" or (bare and one[1].value >= _LEAST_PRICE)
    ]


def told_tokens(segment: Segment) -> Iterator[Token]:
    """All that a read part accounts for."""
    yield from (token for token in segment.tokens if not token.punctuation)
