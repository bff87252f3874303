"""`twice as heavy as`, 价格是…的两倍, `half the price of`: how many times one product measures what another does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from mercery.claims.grammar.aspects import ASPECTS, NAMED, hours, is_value
from mercery.claims.grammar.measured import Measured, measure
from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.grammar.selecting import select
from mercery.claims.grammar.tokens import Token
from mercery.claims.grammar.two_compared import mentions_in, said_of_second, spoken_of
from mercery.claims.views import ProductView

_HOW: Final = {
    "heavy": "weight", "重": "weight", "weight": "weight",
    "expensive": "price", "dear": "price", "costly": "price", "pricey": "price", "price": "price", "贵": "price",
    "价": "price", "价格": "price", "售价": "price", "价钱": "price", "cost": "price", "costs": "price", "money": "price",
    "long": "hours", "as long as": "hours", "长": "hours", "久": "hours", "deep": "water_resistance", "深": "water_resistance",
}  # fmt: skip
"""Plain words that name what is compared so many times over."""
_OVER: Final = frozenset({"over", "well over", "more than", "a little over", "just over", "多", "超过", "不止", "出头"})
_UNDER: Final = frozenset(
    {
        "almost",
        "nearly",
        "just under",
        "a little under",
        "less than",
        "not quite",
        "under",
        "不到",
        "近",
        "将近",
        "接近",
        "快",
    }
)
_LINKS: Final = frozenset(
    {"as", "the", "what", "that", "of", "does", "is", "much", "its", "as much", "as much as", "that of", "at", "的", "是", "为", "有", "达", "相当于", "于", "只有", "仅", "还"}
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ratio:
    """What is told: `first` is so many times `second`."""

    cue: Token
    times: Decimal
    first: ProductView
    second: ProductView
    places: dict[str, int]
    """Where each of the two is named."""


def read_ratios(reading: Reading, segment: Segment) -> bool:
    """Prove a multiple in the segment; whether there was one."""
    cue = next((token for token in segment.open() if _is_multiple(segment, token)), None)
    told = _told(reading, segment, cue) if cue is not None else None
    if cue is None or told is None:
        return False
    name = _aspect(reading, segment, [told.first, told.second])
    if name is None:
        raise Blocked("what is so many times as much is not said")
    one, other = measure(reading, told.first, name), measure(reading, told.second, name)
    if one is None or other is None or one.unit != other.unit or segment.negative(cue) or not other.value:
        raise Blocked("these cannot be compared", subject=told.first.id, attribute=name)
    if not _agrees(segment, cue, one.value / other.value, told.times):
        raise Blocked(f"“{cue.text}” is not so", subject=told.first.id, attribute=name)
    _own_amounts(segment, told, {told.first.id: one, told.second.id: other})
    for view, own in ((told.first, one), (told.second, other)):
        reading.claim(name, told.times, own.fact_id, subject=view.id, qualifier="times")
    reading.pair = (segment.tokens[0].sentence, told.first, told.second)
    said_of_second(segment, told.first, told.second)
    segment.views, segment.group = [told.first], False
    select(reading, segment)
    _use(segment, cue, name)
    return True


def _is_multiple(segment: Segment, token: Token) -> bool:
    """A multiple, or a fraction that is no share of a material and no reduction."""
    amount = token.amount
    if amount is None:
        return False
    if amount.kind == "times":
        return True
    near = [*segment.before(token, 2), *segment.after(token, 3)]
    if amount.kind != "fraction" or segment.has("price:down", "price:save", "price:was"):
        return False
    return not any(one.is_a("mat", "part") for one in near)


def _told(reading: Reading, segment: Segment, cue: Token) -> _Ratio | None:
    found = mentions_in(reading, segment)
    place = next(index for index, token in enumerate(segment.tokens) if token is cue)
    assert cue.amount is not None
    value = cue.amount.value if cue.amount.kind == "times" else cue.amount.value / 100
    chinese = not cue.text.isascii()
    compared = any(token.text == "比" for token in segment.tokens[:place])
    if chinese and compared:
        if cue.amount.kind == "times" and value != 1:
            return None  # 贵两倍 is read in two ways
        value += 1
    first = spoken_of(reading, segment)
    if len(found) == 1 and first is not None and found[0][1] is not first:
        found = [(-1, first), *found]
    if len(found) != 2:
        return None
    (i, a), (j, b) = found
    places = {a.id: i, b.id: j}
    if i < place < j or (chinese and i < j < place):
        return _Ratio(cue=cue, times=value, first=a, second=b, places=places)
    if place < i and not chinese and segment.tokens[i - 1].text in ("of", "what", "that", "the"):
        return _Ratio(cue=cue, times=value, first=b, second=a, places=places)
    return None


def _aspect(reading: Reading, segment: Segment, pair: Sequence[ProductView]) -> str | None:
    named: list[str] = []
    for token in segment.tokens:
        if token.by or token.amount is not None:
            continue
        own = [_HOW[token.text]] if token.text in _HOW else []
        own = own or [ASPECTS[key][0] for key in sorted(token.keys) if key in ASPECTS]
        own = own or [name for name, keys in NAMED.items() if token.has(*keys)]
        own = own or (["price"] if token.has("price:now") and token.text not in ("at", "for") else [])
        named += own[:1]
    found = {hours(segment.tokens, pair) if name == "hours" else name for name in named}
    if len(found) > 1 and all(name in found for name in ("battery", "burn_time")):
        found = {hours(segment.tokens, pair)}
    if not found and any(token.has("price:now") for token in reading.tokens):
        return "price"
    found = found or _told_before(reading, segment)
    return next(iter(found)) if len(found) == 1 else None


def _told_before(reading: Reading, segment: Segment) -> set[str]:
    """`water resistant to 50 metres, half of the automatic`: what the segment before names."""
    place = next(index for index, one in enumerate(reading.segments) if one is segment)
    earlier = reading.segments[place - 1] if place else None
    if earlier is None or earlier.tokens[0].sentence != segment.tokens[0].sentence:
        return set()
    named = {name for name, keys in NAMED.items() if earlier.has(*keys)}
    named |= {_HOW[token.text] for token in earlier.tokens if token.text in _HOW and _HOW[token.text] != "hours"}
    return named | {ASPECTS[key][0] for token in earlier.tokens for key in token.keys if key in ASPECTS}


def _agrees(segment: Segment, cue: Token, ratio: Decimal, times: Decimal) -> bool:
    beside = _beside(segment, cue)
    words = {one.text for one in beside} | {f"{two.text} {one.text}" for one, two in pairwise(beside)}
    about = any(one.has("quant:about") and one.text not in _OVER | _UNDER for one in beside)
    if words & _UNDER:
        return times * Decimal("0.8") <= ratio < times
    if words & _OVER:
        return times < ratio <= times * Decimal("1.45")
    return abs(ratio - times) <= times * Decimal("0.06" if about else "0.015")


def _beside(segment: Segment, cue: Token) -> list[Token]:
    """The words that loosen a multiple: right before it, in Chinese before what it is a multiple of (将近小蜡烛的三倍)."""
    reach = 2 if cue.text.isascii() else 6
    after = segment.after(cue, 1 if cue.text.isascii() else 2)
    return [*[one for one in segment.before(cue, reach) if one.amount is None], *after]


def _own_amounts(segment: Segment, told: _Ratio, measures: dict[str, Measured]) -> None:
    """`At 1,120 g the Atelier weighs …`: an amount beside a name is that piece's own."""
    later = max(told.places.values())
    for index, token in enumerate(segment.tokens):
        amount = token.amount
        if token is told.cue or token.by or amount is None or amount.kind not in ("quantity", "money"):
            continue
        owner = _owner(told, index, later)
        if not is_value(amount, measures[owner]):
            raise Blocked(f"“{token.text}” is not its own", subject=owner)
        token.by = "comparison"


def _owner(told: _Ratio, index: int, later: int) -> str:
    last = next(key for key, place in told.places.items() if place == later)
    return last if index > later else next(key for key in told.places if key != last)


def _use(segment: Segment, cue: Token, name: str) -> None:
    segment.use([cue], "comparison")
    segment.use([one for one in segment.open() if one.text in _HOW or one.text in _LINKS], "comparison")
    beside = _beside(segment, cue)
    segment.use(
        [
            one
            for one in beside
            if one.text in _OVER | _UNDER or one.has("quant:about", "quant:only", "cmp:more", "cmp:less")
        ],
        "comparison",
    )
    segment.use_keys("comparison", "cmp:than", "cmp:same", "price:now", *NAMED.get(name, ()))
    segment.use_keys("comparison", *[key for key, (own, _) in ASPECTS.items() if own == name])
