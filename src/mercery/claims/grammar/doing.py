"""Actions said to be done: true only with the receipt of that action in this turn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.grammar.tokens import Token

ACTIONS: Final[Mapping[str, frozenset[str]]] = {
    "cancel": frozenset({"c:cancel"}),
    "refund": frozenset({"c:refund"}),
    "return": frozenset({"c:return"}),
    "exchange": frozenset({"c:exchange"}),
    "address": frozenset({"c:address"}),
    "change": frozenset({"c:change"}),
    "transfer": frozenset({"c:handed_over"}),
}
"""An action's name, as its receipt bears it, to the concepts that tell it."""
_DONE_EN: Final = frozenset({"have", "has", "had", "been", "already", "was", "were", "just", "is", "are"})
_DONE_ZH: Final = frozenset({"已", "已经", "已为您", "已帮您", "刚刚", "刚才", "成功", "好了", "了"})


def read_doing(reading: Reading, segment: Segment) -> bool:
    """Whether the segment says that something was done; Blocked without a receipt for it."""
    place = next((index for index, token in enumerate(segment.tokens) if _acts(token)), -1)
    if place < 0 or not _is_done(segment, place):
        return False
    token = segment.tokens[place]
    names = [name for name, keys in ACTIONS.items() if keys & token.keys]
    if not any(name in reading.receipts for name in names) or segment.negative(token):
        raise Blocked(f"“{token.text}”: no receipt says that this was done", attribute="order")
    if any(one.amount for one in segment.tokens):
        raise Blocked("an amount beside an action is told by its receipt alone", attribute="order")
    reading.claim("done", names[0], f"receipt:{names[0]}", subject="order")
    segment.use(
        [one for one in segment.tokens if one is token or one.has("c:order", "t:") or one.text in _DONE_EN | _DONE_ZH],
        "receipt",
    )
    return True


def _acts(token: Token) -> bool:
    return any(keys & token.keys for keys in ACTIONS.values())


def _is_done(segment: Segment, place: int) -> bool:
    """`have … cancelled`, `was refunded`, 已取消, 取消了."""
    token = segment.tokens[place]
    before = [one.text for one in segment.tokens[max(0, place - 4) : place]]
    after = [one.text for one in segment.tokens[place + 1 : place + 3]]
    if token.text.isascii():
        past = token.text.split()[0].endswith("ed") or token.text.startswith(("sent", "took", "brought", "gave"))
        return (
            past
            and any(word in ("have", "has", "had", "been", "already", "just") for word in before)
            and not any(word in ("can", "could", "may", "must", "not", "if", "once", "be") for word in before)
        )
    return any(word in ("已", "已经", "刚刚", "刚才") for word in before) or any(
        word in ("好了", "成功") for word in after
    )
