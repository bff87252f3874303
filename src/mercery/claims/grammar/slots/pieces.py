"""What the words for pieces and sums make of a price or a number that was proved: goods that come singly are in no pairs."""

from __future__ import annotations

from typing import Final

from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.grammar.slots.sorting import comes_in_pairs
from mercery.claims.grammar.tokens import Token

_TOLD: Final = frozenset({"price", "stock"})
_PAIRS: Final = frozenset({"pairs", "pairs of", "a pair", "per pair", "each pair"})
_TO_COME: Final = frozenset({"coming", "arriving", "to come", "on order", "on their way", "on its way"})
_TOGETHER: Final = frozenset({"in all", "in total", "altogether", "all told", "一共", "总共", "合计", "共"})


def refuse_wrong_pieces(reading: Reading) -> None:
    """Blocks pairs of what comes singly, and the price of one told as that of several."""
    for segment in reading.segments:
        view = segment.view
        if view is None or segment.group or not any(token.by in _TOLD for token in segment.tokens):
            continue
        if view.title.en.isascii() and not comes_in_pairs(view) and any(_in_pairs(segment)):
            raise Blocked("it does not come in pairs", subject=view.id, attribute="stock")
        counted = any(
            token.by == "stock" and token.amount and token.amount.kind in ("count", "number")
            for token in segment.tokens
        )
        if counted and any(token.text in _TO_COME for token in segment.tokens):
            raise Blocked("told to be on their way", subject=view.id, attribute="stock")
        if _price_of_several(reading, segment):
            raise Blocked("it is the price of one", subject=view.id, attribute="price")


def _in_pairs(segment: Segment) -> list[bool]:
    words = [token for token in segment.tokens if not token.punctuation]
    return [
        token.text in _PAIRS
        or (token.amount is not None and token.text.split()[-1] == "pairs" and token.amount.value > 1)
        or (token.text == "pair" and place > 1 and words[place - 1].text in ("a", "per") and _a_sum(words[place - 2]))
        for place, token in enumerate(words)
        if token.by in _TOLD or not token.by
    ]


def _a_sum(token: Token) -> bool:
    """`560 a pair`."""
    return token.amount is not None and token.amount.kind in ("money", "number") and token.by == "price"


def _price_of_several(reading: Reading, segment: Segment) -> bool:
    """`two left, 560 in all`: the sum for what was counted is told, and proved as the price of one."""
    priced = any(
        token.by in _TOLD
        and token.amount is not None
        and token.amount.kind in ("money", "number")
        and token.amount.value >= 20
        for token in segment.tokens
    )
    if not priced or not any(token.text in _TOGETHER for token in segment.tokens):
        return False
    return any(
        token.by == "stock"
        and token.amount is not None
        and token.amount.kind in ("count", "number")
        and 1 < token.amount.value < 20
        for one in reading.segments
        if one.tokens[0].sentence == segment.tokens[0].sentence and one.views == segment.views
        for token in one.tokens
    )
