"""By what goods are compared, and which words name it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.amount import Amount
from mercery.claims.grammar.measured import Measured
from mercery.claims.grammar.reading import Reading, Segment, same_money
from mercery.claims.grammar.tokens import Token
from mercery.claims.measures import dimension, in_base
from mercery.claims.values import Quantity
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
        if token.text in _ROOMY and all("volume" in view.facts for view in pair):
            return "volume", 1
        if (own := _of_word(token)) is not None:
            return (hours(sentence, pair), own[1]) if own[0] == "hours" else own
    if not any(token.has("cmp:more", "cmp:less") for token in cues):
        return None
    for token in cues:
        if token.has("cmp:more", "cmp:less") and (name := _of_amount(segment, token, pair, sentence)) is not None:
            return name, 1 if token.has("cmp:more") else -1
    found = _named(segment, sentence, pair)
    return (found, 1 if any(token.has("cmp:more") for token in cues) else -1) if found else None


_ROOMY: Final = frozenset({"roomier", "roomiest"})
"""What holds more, of goods whose volume is told."""


def _named(segment: Segment, sentence: Sequence[Token], pair: Sequence[ProductView]) -> str:
    """What `more` and `less` are said of, by the words of the segment, then of the sentence."""
    if any(token.amount and token.amount.kind == "money" for token in segment.tokens):
        return "price"
    for tokens in (segment.tokens, sentence):
        for name, keys in NAMED.items():
            if any(token.has(*keys) for token in tokens) and (
                name == "size" or all(name in view.facts for view in pair)
            ):
                return name
    return "price" if segment.has("price:now") else ""


def _of_amount(segment: Segment, cue: Token, pair: Sequence[ProductView], sentence: Sequence[Token]) -> str | None:
    """What the amount beside `more` or `less` measures: `€600 more`, `one litre less`, 多烧35小时."""
    beside = [*segment.before(cue, 2), *segment.after(cue, 3)]
    amount = next((one.amount for one in beside if one.amount and one.amount.kind in ("money", "quantity")), None)
    if amount is None:
        return None
    if amount.kind == "money":
        return "price"
    fitting = [
        name
        for name in (*NAMED, "battery_with_case")
        if all(
            name in view.facts
            and isinstance(view.facts[name].value, Quantity)
            and dimension(view.facts[name].value.unit) == dimension(amount.unit)  # type: ignore[union-attr]
            for view in pair
        )
    ]
    cued = [name for name in fitting if any(token.has(*NAMED.get(name, ("att:with_case",))) for token in sentence)]
    if "battery_with_case" in cued and "battery" in cued:
        cued = ["battery_with_case"]
    return cued[0] if len(cued) == 1 else fitting[0] if len(fitting) == 1 else None


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
