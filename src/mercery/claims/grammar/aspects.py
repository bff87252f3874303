"""By what goods are compared, and which words name it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.amount import Amount
from mercery.claims.grammar.measured import Measured
from mercery.claims.grammar.reading import Reading, Segment, same_money
from mercery.claims.grammar.tokens import Token
from mercery.claims.measures import in_base
from mercery.claims.views import ProductView

ASPECTS: Final = {
    "cmp:light": ("weight", -1),
    "cmp:heavy": ("weight", 1),
    "cmp:small": ("size", -1),
    "cmp:large": ("size", 1),
    "cmp:cheap": ("price", -1),
    "cmp:dear": ("price", 1),
    "cmp:long": ("hours", 1),
    "cmp:short": ("hours", -1),
    "cmp:deep": ("water_resistance", 1),
    "cmp:narrow": ("width", -1),
    "cmp:wide": ("width", 1),
    "cmp:tall": ("height", 1),
    "cmp:low": ("height", -1),
}


SIZES_ZH: Final = {"大": ("size", 1), "小": ("size", -1)}
"""Plain words that compare beside 比 alone."""


NAMED: Final = {
    "weight": ("att:weight",),
    "burn_time": ("att:burn_time",),
    "battery": ("att:battery", "c:charging"),
    "power_reserve": ("att:power_reserve",),
    "water_resistance": ("att:water", "c:waterproof"),
    "volume": ("att:volume",),
    "warranty": ("att:warranty",),
    "size": ("att:size", "att:diameter"),
}


def aspect_of(
    reading: Reading, segment: Segment, cues: Sequence[Token], pair: tuple[ProductView, ProductView]
) -> tuple[str, int] | None:
    sentence = [
        token
        for one in reading.segments
        if one.tokens[0].sentence == segment.tokens[0].sentence
        for token in one.tokens
    ]
    for token in cues:
        if (own := _of_word(token)) is not None:
            return (hours(sentence, pair), own[1]) if own[0] == "hours" else own
    if not any(token.has("cmp:more", "cmp:less") for token in cues):
        return None
    sign = 1 if any(token.has("cmp:more") for token in cues) else -1
    if any(token.amount and token.amount.kind == "money" for token in segment.tokens):
        return "price", sign
    for tokens in (segment.tokens, sentence):
        for name, keys in NAMED.items():
            if any(token.has(*keys) for token in tokens) and (
                name == "size" or all(name in view.facts for view in pair)
            ):
                return name, sign
    if segment.has("price:now"):
        return "price", sign
    return None


def _of_word(token: Token) -> tuple[str, int] | None:
    if token.text in SIZES_ZH:
        return SIZES_ZH[token.text]
    return next((ASPECTS[key] for key in sorted(token.keys) if key in ASPECTS), None)


def hours(sentence: Sequence[Token], pair: Sequence[ProductView]) -> str:
    """What lasts longer or shorter."""
    for name in ("warranty", "burn_time", "battery", "power_reserve"):
        if any(token.has(*NAMED[name]) for token in sentence) and all(name in view.facts for view in pair):
            return name
    return next(
        (name for name in ("burn_time", "battery", "power_reserve") if all(name in view.facts for view in pair)),
        "hours",
    )


def is_value(amount: Amount, one: Measured) -> bool:
    if amount.kind == "money":
        return same_money(amount, one.value, one.unit)
    return amount.kind == "quantity" and amount.high is None and in_base(amount.value, amount.unit) == one.value
