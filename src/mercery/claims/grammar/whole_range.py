"""What is said of the shop's whole range: it needs grounds that hold all of its products."""

from __future__ import annotations

from typing import Final

from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.grammar.tokens import Token

_OURS: Final = frozenset(
    {"our", "ours", "we", "we have", "shop", "our shop", "我们", "我们的", "咱们", "本店", "店里", "我店", "小店", "我们店"}
)  # fmt: skip
_SAID_OF_GOODS: Final = frozenset(
    {"text", "material", "origin", "measure", "colour", "stock", "price", "comparison", "making", "sum", "all of them"}
)
"""What accounts for words said of goods; a policy speaks for itself."""


def refuse_whole_range(reading: Reading) -> None:
    """Over grounds with some of the products, a kind of goods and the only piece of it cannot be judged."""
    if reading.grounds.complete:
        return
    for segment in reading.segments:
        if {token.by for token in segment.tokens} & _SAID_OF_GOODS and _speaks_of_a_range(segment):
            raise Blocked("said of the whole range, of which only a part is known")


def _speaks_of_a_range(segment: Segment) -> bool:
    named = any(token.by == "name" for token in segment.tokens)
    kind = [token for token in segment.tokens if token.is_a("noun") and token.by != "name"]
    if segment.group and not named:
        return True
    if any(token.has("quant:only") and _only_one(segment, token) for token in segment.tokens):
        return True
    if named or not kind:
        return False
    ours = any(token.text in _OURS for token in segment.tokens)
    many = segment.has("quant:all", "quant:some", "quant:both", "neg:no") or any(
        token.amount is not None and token.amount.kind in ("kinds", "number", "count") and token.amount.value > 1
        for token in segment.tokens
        if not token.by or token.by == "comparison"
    )
    return any(not token.has("noun:item") or many for token in kind) and (ours or many)


def _only_one(segment: Segment, token: Token) -> bool:
    """`the only one`, `only the Moon bag`, 唯一一款: no other product."""
    near = segment.after(token, 3)
    return any(one.by == "name" or one.is_a("noun") for one in near)
