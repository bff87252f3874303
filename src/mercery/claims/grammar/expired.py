"""`After two hours an order can no longer be cancelled`: what may be done within a time may not be done after it."""

from __future__ import annotations

from typing import Final

from mercery.claims.grammar.reading import Segment
from mercery.claims.grammar.tokens import Token

_AFTER: Final = frozenset(
    {
        "after",
        "past",
        "once",
        "beyond",
        "passed",
        "have passed",
        "has passed",
        "后",
        "之后",
        "以后",
        "过了",
        "过",
        "超过",
        "满",
        "over",
    }
)
_TOPICS: Final = ("c:cancel", "c:address", "c:return", "c:exchange", "c:change", "c:price_adjust")


def granted_within(segment: Segment) -> Segment | None:
    """The grant whose end a sentence tells, to be proved in its place; None where the sentence tells no such end."""
    amounts = [token for token in segment.tokens if token.amount]
    denials = [token for token in segment.tokens if token.is_a("neg") and not token.is_a("c", "quant")]
    if len(amounts) != 1 or len(denials) != 1 or not segment.has(*_TOPICS):
        return None
    amount = amounts[0]
    if amount.amount is None or amount.amount.kind != "quantity" or amount.amount.high is not None:
        return None
    own = [token for token in segment.tokens if token.segment == amount.segment]
    if any(token.has(*_TOPICS) for token in own) and not any(token.is_a("neg") for token in own):
        return None  # 30天后可以退，拆封的不能退: what is denied is another thing than what comes after that time
    near = [*segment.before(amount, 2), *segment.after(amount, 2)]
    if any(token.text in ("within", "in", "inside") for token in segment.before(amount, 1)):
        return None  # `not within ten days after …` denies what is granted
    if not any(token.text in _AFTER for token in near) or any(
        token.has("c:free", "c:fee", "quant:only") for token in segment.tokens
    ):
        return None
    return _without(segment, [*denials, *[token for token in segment.tokens if token.text in _AFTER]])


def _without(segment: Segment, left_out: list[Token]) -> Segment:
    kept = Segment([token for token in segment.tokens if not any(token is one for one in left_out)])
    kept.views, kept.group = segment.views, segment.group
    return kept
