"""`just as heavy`, `the same warranty`, 防水一样好: that two measure the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.aspects import ASPECTS, NAMED, hours
from mercery.claims.grammar.measured import measure
from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.grammar.two_compared import mentions_in, spoken_of
from mercery.claims.views import ProductView

_EQUAL: Final = frozenset({"equally", "same", "identical", "same as", "一样", "相同", "一致", "同样"})
_JUST: Final = frozenset({"just", "exactly", "every bit", "equally", "nearly", "almost", "quite", "not"})
_NO_EQUALITY: Final = frozenset(
    {
        "well",
        "it",
        "you",
        "we",
        "they",
        "the",
        "a",
        "an",
        "for",
        "if",
        "to",
        "long",
        "soon",
        "far",
        "usual",
        "long as",
        "there",
        "i",
        "of",
    }
)
_PLAIN: Final = {"heavy": "weight", "light": "weight", "expensive": "price", "dear": "price", "cheap": "price", "deep": "water_resistance",
                 "重": "weight", "轻": "weight", "贵": "price", "便宜": "price", "长": "hours", "久": "hours", "long": "hours", "大": "size",
                 "big": "size", "large": "size", "small": "size", "wide": "width", "tall": "height", "高": "height", "宽": "width"}  # fmt: skip


def read_equality(reading: Reading, segment: Segment) -> bool:
    """Prove that two of the sentence measure the same; whether it was said of a measure."""
    cue = next((token for token in segment.open() if _is_equality(segment, token)), None)
    if cue is None or segment.a("place", "mat") or any(token.amount for token in segment.open()):
        return False
    pair = _pair(reading, segment)
    names = _names(segment, pair)
    if pair is None or not names:
        if cue.text in ("as", "just as"):
            raise Blocked("an equality of which it is not clear what measures the same")
        return False
    for name in names:
        one, other = measure(reading, pair[0], name), measure(reading, pair[1], name)
        if one is None or other is None or (one.value, one.unit) != (other.value, other.unit) or segment.negative(cue):
            raise Blocked("they do not measure the same", subject=pair[0].id, attribute=name)
        for view, own in zip(pair, (one, other), strict=True):
            reading.claim(name, own.value, own.fact_id, subject=view.id, qualifier="same")
        segment.use_keys(
            "comparison", *NAMED.get(name, ()), "price:now", *[key for key in ASPECTS if ASPECTS[key][0] == name]
        )
    segment.use([cue], "comparison")
    segment.use(
        [
            one
            for one in segment.open()
            if one.text in _JUST | _PLAIN.keys() | {"as", "好", "than", "the", "with", "和", "与", "跟"}
        ],
        "comparison",
    )
    segment.use_keys("comparison", "cmp:same", "quant:both")
    return True


def _is_equality(segment: Segment, token: Token) -> bool:
    if token.text in _EQUAL:
        return True
    if token.text != "as":
        return False
    before, after = segment.before(token, 1), segment.after(token, 4)
    if not after or after[0].text in _NO_EQUALITY or after[0].amount is not None:
        return False
    told = after[0].is_a("cmp", "att", "c", "price") or after[0].text in _PLAIN
    return told and (bool(before and before[0].text in _JUST) or any(one.text == "as" for one in after[1:]))


def _pair(reading: Reading, segment: Segment) -> tuple[ProductView, ProductView] | None:
    found = [view for _, view in mentions_in(reading, segment)]
    if len(found) == 2:
        return found[0], found[1]
    if len(segment.views) == 2 and not found:
        return segment.views[0], segment.views[1]
    same = reading.pair is not None and reading.pair[0] == segment.tokens[0].sentence
    if not found and same and reading.pair is not None:
        return reading.pair[1:]
    first = spoken_of(reading, segment)
    if len(found) == 1 and first is not None and first is not found[0]:
        return first, found[0]
    return None


def _names(segment: Segment, pair: Sequence[ProductView] | None) -> list[str]:
    if pair is None:
        return []
    found: list[str] = []
    for token in segment.open():
        own = [_PLAIN[token.text]] if token.text in _PLAIN else []
        own = (
            own
            or [
                name for name, keys in NAMED.items() if token.has(*keys) and (name == "size" or _both_have(name, pair))
            ][:1]
        )
        own = own or (["price"] if token.has("price:now", "att:price") and token.text not in ("at", "for") else [])
        found += [hours(segment.tokens, pair) if name == "hours" else name for name in own]
    return list(dict.fromkeys(found))


def _both_have(name: str, pair: Sequence[ProductView]) -> bool:
    return all(name in view.facts for view in pair)
