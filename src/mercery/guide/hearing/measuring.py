"""Measures as wishes: "not over 20 g", "rated to 200 metres", "a 13-inch laptop", 每边至少一米; and what swimming or a
small watch means in numbers, as general knowledge that the answer names. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mercery.claims.measures import dimension, in_base
from mercery.claims.mentions import Mention
from mercery.guide.hearing.budget import nearer
from mercery.guide.hearing.kinds import is_kind_of
from mercery.guide.hearing.text import Plain, amounts_in, around
from mercery.search.measures import Measured
from mercery.search.words import index_terms

SWIMMING_MM: Final = Decimal(100_000)
"""Watches are said to stand swimming from 100 m on (ISO 22810 and the makers' own tables)."""
DIVING_MM: Final = Decimal(200_000)
"""And diving from 200 m on."""
SMALL_WATCH_MM: Final = Decimal(30)
SMALL_WRIST_MM: Final = Decimal(36)
LARGE_WATCH_MM: Final = Decimal(40)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A measure asked for, in the base unit of its dimension."""

    name: str
    dimension: str
    low: Decimal | None = None
    high: Decimal | None = None
    start: int = 0
    end: int = 0
    bounded: bool = True
    known_from: str = ""
    """Why, where the shopper named no number: `swimming`, `small`."""


_UNDER: Final = re.compile(
    r"(?:\b(?:under|below|less than|up to|at most|max(?:imum)?|(?:no|not|nothing) (?:more than|over|above|beyond|exceeding|heavier than|higher than|thicker than|deeper than|bigger than|larger than|longer than|wider than|taller than)|within|lighter than|"
    r"smaller than|narrower than|shorter than|thinner than)|<=?|≤|不(?:能|要|可)?(?:超过?|高于|大于|多于)|别超过|低于|少于|小于|最多|顶多|轻于|不到|控制在)\s*(?:a |an )?$",
    re.IGNORECASE,
)  # fmt: skip
_UNDER_AFTER: Final = re.compile(
    r"^(?:级别)?\s*(?:(?:case|dial|across|in diameter|diameter|wide|long|tall|deep)\s)?(?:or (?:less|under|lighter|smaller|shorter|below)|max(?:imum)?\b|at (?:the )?(?:very )?most|tops|and under|以下|以内|之内|内(?!存)|封顶|的?上限)",
    re.IGNORECASE,
)
_OVER: Final = re.compile(
    r"(?:\b(?:over|above|more than|at least|minimum(?: of)?|min|longer than|bigger than|larger than|wider than|heavier than|deeper than|taller than|"
    r"(?:no|not|side|nothing) (?:\w+ )?(?:less than|under|below|smaller than|shorter than|narrower than)|no (?:side )?shorter than|rated (?:to|for)|good (?:to|for)|down to)"
    r"|>=?|≥|高于|超过|大于|至少|最少|不低于|不少于|不小于|不短于|起码|能?防水)[\s:：能要有可防水达到]*$",
    re.IGNORECASE,
)  # fmt: skip
_OVER_AFTER: Final = re.compile(
    r"^\s*(?:(?:case|dial|across|in diameter|diameter|wide|long|tall|deep|of \w+)\s)?(?:or (?:more|longer|bigger|larger|deeper|over|wider)|and (?:up|over|above)|at (?:the (?:very )?)?least|minimum|plus\b|\+|以上|起|往上)", re.IGNORECASE
)  # fmt: skip
_LAPTOP: Final = re.compile(
    r"laptop|notebook|macbook|computer|screen|ultrabook|thinkpad|surface|笔记本|电脑|苹果本", re.IGNORECASE
)
_LAPTOP_BARE: Final = re.compile(
    r"(?:macbook(?: pro| air)?|laptop|notebook|电脑|笔记本)\s?(?P<a>1[0-8](?:\.\d)?)(?!\d|\s?(?:€|euro|欧|元|块|岁))|(?P<b>1[0-8](?:\.\d)?)(?:er|\s)\s?(?:macbook|laptop|notebook)", re.IGNORECASE
)  # fmt: skip
_WITH_SCREEN: Final = ("tv", "monitor", "laptop", "tablet", "phone", "projector", "computer")
_FIT: Final = re.compile(
    r"\b(?:fits?|takes?|holds?|carry|carries|room for|space for|big enough for|for (?:my|his|her|a|the|their)|hold|goes in|put|with my|house|lug|swallow|accommodate|slip)\b|放|装|塞|带|背|容纳", re.IGNORECASE
)  # fmt: skip
_WATER: Final = re.compile(r"water|resist|depth|swim|div|rated|submer|防水|潜|水深|耐水|下水", re.IGNORECASE)
_DIAMETER: Final = re.compile(r"diameter|across|case|dial|wrist|直径|表径|表盘|表壳|手腕", re.IGNORECASE)
_HEEL: Final = re.compile(r"heel|跟", re.IGNORECASE)
_SIDE: Final = re.compile(r"\bsides?\b|square|每边|边长|一边|每一边", re.IGNORECASE)
_NAMED_LENGTHS: Final = (
    ("width", re.compile(r"\bwid(?:e|th)\b|宽")),
    ("height", re.compile(r"\b(?:tall|high|height)\b|高")),
    ("depth", re.compile(r"\b(?:deep|depth|thick)\b|深|厚")),
    ("length", re.compile(r"\b(?:long|length)\b|长")),
)
_WARRANTY: Final = re.compile(r"warrant|guarantee|质保|保修|联保", re.IGNORECASE)
_BATTERY: Final = re.compile(r"batter|charge|playback|listening|续航|电池|播放", re.IGNORECASE)
_BURN: Final = re.compile(r"burn|燃|点", re.IGNORECASE)
_RESERVE: Final = re.compile(r"reserve|动储|动力|走时", re.IGNORECASE)
_MORE_IS_FINE: Final = frozenset(
    [
        "water_resistance",
        "laptop_fit",
        "battery",
        "battery_life",
        "burn_time",
        "power_reserve",
        "warranty",
        "volume",
        "capacity",
    ]
)
_SMALL: Final = re.compile(
    r"(?<!too )(?<!so )\b(?:small|smaller|tiny|petite|dainty|slim|delicate|little|small-ish|smallish)\b|小巧|小一点|小点|小表|小号的?表|表盘小|小表盘|精致小|秀气", re.IGNORECASE
)  # fmt: skip
_LARGE: Final = re.compile(r"(?<!too )(?<!so )\b(?:big|large|oversized|chunky)\b|大表盘|大表径|表盘大", re.IGNORECASE)
_DENIED: Final = re.compile(r"(?:\bno|\bnot|\bnothing|n't|\bwithout|\bnever)\b(?: \w+){0,2} $")
_LITTLE_ELSE: Final = re.compile(
    r"\b(?:small|little)\s(?:budget|gift|present|something|wrists?|thing|treat|token)\b|小礼物|小东西|小意思",
    re.IGNORECASE,
)
_SMALL_WRIST: Final = re.compile(
    r"\b(?:small|thin|slim|tiny|narrow|slender) wrists?\b|手腕(?:很|比较)?(?:细|小)", re.IGNORECASE
)


def measures_said(
    text: Plain, kinds: Collection[str], known: Sequence[Measured], taken: Sequence[tuple[int, int]]
) -> list[Measure]:
    """The measures a message asks for. `kinds`: of the goods; `known`: what the shop measures."""
    found = [*_laptops(text, kinds), *_bare_diameter(text, diameter_of({one.name for one in known}))]
    for one in amounts_in(text.text):
        spans = [*taken, *((other.start, other.end) for other in found)]
        if one.kind != "quantity" or any(start < one.end and one.start < end for start, end in spans):
            continue
        measure = _measure(text, one, kinds, known)
        if measure is not None:
            found.append(measure)
    return found


def general_measures(
    text: Plain, kinds: Collection[str], occasions: Collection[str], found: Sequence[Measure], known: Sequence[Measured]
) -> Iterator[Measure]:
    """What is asked for without a number, and what it means in numbers."""
    watches = any(is_kind_of(kind, "watch") for kind in kinds)
    named = {one.name for one in found}
    diameter = diameter_of({one.name for one in known})
    if watches and "water_resistance" not in named:
        if "diving" in occasions:
            yield Measure(name="water_resistance", dimension="length", low=DIVING_MM, known_from="diving")
        elif "swimming" in occasions:
            yield Measure(name="water_resistance", dimension="length", low=SWIMMING_MM, known_from="swimming")
    if watches and not named & {diameter, "side"}:
        rest = _LITTLE_ELSE.sub(" ", text.low)
        if _SMALL_WRIST.search(text.low):
            yield Measure(name=diameter, dimension="length", high=SMALL_WRIST_MM, known_from="small wrist")
        elif _SMALL.search(rest):
            yield Measure(name=diameter, dimension="length", high=SMALL_WATCH_MM, known_from="small")
        elif (large := _LARGE.search(rest)) and not _DENIED.search(rest[: large.start()]):
            yield Measure(name=diameter, dimension="length", low=LARGE_WATCH_MM, known_from="large")


def _laptops(text: Plain, kinds: Collection[str]) -> Iterator[Measure]:
    if not _LAPTOP.search(text.low) or (any(kind in _WITH_SCREEN for kind in kinds) and not _FIT.search(text.low)):
        return
    for one in amounts_in(text.text):
        if one.kind == "quantity" and one.unit == "in" and 9 <= one.value <= 19:
            yield Measure(
                name="laptop_fit", dimension="length", low=in_base(one.value, "in"), start=one.start, end=one.end
            )
            return
    bare = _LAPTOP_BARE.search(text.low)
    if bare:
        low = in_base(Decimal(bare["a"] or bare["b"]), "in")
        yield Measure(name="laptop_fit", dimension="length", low=low, start=bare.start(), end=bare.end())
        return
    word = _LAPTOP.search(text.low)
    if word and _FIT.search(text.low) and word.group() not in ("screen", "surface", "notebook"):
        yield Measure(name="laptop_fit", dimension="length", start=word.start(), end=word.end())


def _measure(text: Plain, one: Mention, kinds: Collection[str], known: Sequence[Measured]) -> Measure | None:
    clause = _clause(text.low, one)
    name, of, factor = _named(one, clause, kinds, known)
    if not name:
        return None
    value = in_base(one.value, one.unit) * factor
    bound = _bound(text.low, one)
    if one.high is not None:
        low, high = value, in_base(one.high, one.unit) * factor
    elif bound == "under":
        low, high = None, value
    elif bound == "over" or name in _MORE_IS_FINE:
        low, high = value, None
    elif name == "weight":
        low, high = None, value
    else:
        low, high = value * Decimal("0.98"), value * Decimal("1.02")
    return Measure(name=name, dimension=of, low=low, high=high, start=one.start, end=one.end, bounded=bool(bound))


_BARE_DIAMETER: Final = re.compile(
    r"(?:表径|直径|表盘(?:直径)?|diameter)[^\d，,.]{0,8}(?P<a>\d{2})(?!\d|\s?(?:mm|毫米|cm|厘米))\s?(?P<under>以下|以内|之内|or (?:less|under|smaller))?", re.IGNORECASE
)  # fmt: skip


def _bare_diameter(text: Plain, name: str) -> Iterator[Measure]:
    """表径四十以下: nobody says millimetres."""
    match = _BARE_DIAMETER.search(text.low)
    if match:
        value = Decimal(match["a"])
        under = match["under"] or re.search(r"under|below|at most|up to|不超过|小于", match.group())
        low, high = (None, value) if under else (value - 1, value + 1)
        yield Measure(name=name, dimension="length", low=low, high=high, start=match.start("a"), end=match.end("a"))


def _clause(low: str, one: Mention) -> str:
    start = max(low.rfind(sign, 0, one.start) for sign in ",.;!?，。；！？") + 1
    ends = [at for sign in ",;!?，。；！？" if (at := low.find(sign, one.end)) >= 0]
    return low[start : min(ends, default=len(low))]


def _bound(low: str, one: Mention) -> str:
    before, after = around(low, one)
    if _UNDER_AFTER.match(after):
        return "under"
    if _OVER_AFTER.match(after):
        return "over"
    return nearer(_UNDER.search(before), _OVER.search(before))


def _named(one: Mention, clause: str, kinds: Collection[str], known: Sequence[Measured]) -> tuple[str, str, Decimal]:
    """The attribute a quantity is of, its dimension, and what its value is multiplied by."""
    of, once = dimension(one.unit), Decimal(1)
    if one.unit == "in" and 10 <= one.value <= 18 and any(is_kind_of(kind, "bag") for kind in kinds):
        return "laptop_fit", of, once
    names = {each.name for each in known}
    if of == "mass":
        return "weight", of, once
    if of == "pressure":
        return "water_resistance", "length", Decimal(10_000)
    if of == "volume":
        return ("capacity" if "capacity" in names and "volume" not in names else "volume"), of, once
    if of == "clock":
        return _clock(clause, kinds, names), of, once
    if of == "month":
        return ("warranty" if _WARRANTY.search(clause) else ""), of, once
    if of == "length":
        return _screen(one, kinds, names) or _length(one, clause, kinds, names), of, once
    return _by_label(of, clause, known), of, once


def _by_label(of: str, clause: str, known: Sequence[Measured]) -> str:
    """Of what is measured so, the attribute that is named, or the only one."""
    same = [each for each in known if each.dimension == of]
    said = set(index_terms(clause))
    named = [each for each in same if each.terms & said]
    chosen = named or same
    return chosen[0].name if len({each.name for each in chosen}) == 1 else ""


def _screen(one: Mention, kinds: Collection[str], names: Collection[str]) -> str:
    """Inches of what has a screen."""
    if one.unit != "in" or not any(is_kind_of(kind, each) for kind in kinds for each in _WITH_SCREEN):
        return ""
    return next((name for name in sorted(names) if re.search("screen|display|diagonal", name)), "screen_size")


def _clock(clause: str, kinds: Collection[str], names: Collection[str]) -> str:
    for name, pattern, kind in (
        ("battery", _BATTERY, "electronics"), ("burn_time", _BURN, "candle"), ("power_reserve", _RESERVE, "watch"),
    ):  # fmt: skip
        if pattern.search(clause) or any(is_kind_of(one, kind) for one in kinds):
            own = [known for known in names if known.startswith(name)]
            return min(own, key=len) if own else name
    return ""


def diameter_of(names: Collection[str]) -> str:
    """What the shop calls the diameter of a watch."""
    own = sorted(name for name in names if name.endswith("diameter"))
    return next((name for name in own if "case" in name), own[0] if own else "diameter")


def _length(one: Mention, clause: str, kinds: Collection[str], names: Collection[str]) -> str:
    watches = any(is_kind_of(kind, "watch") for kind in kinds)
    if one.unit in ("m", "ft") and (_WATER.search(clause) or watches):
        return "water_resistance"
    if watches or (_DIAMETER.search(clause) and one.unit in ("mm", "cm")):
        return diameter_of(names)
    if _HEEL.search(clause) or any(is_kind_of(kind, "shoe") for kind in kinds):
        return next((known for known in names if known.startswith("heel")), "heel")
    if _SIDE.search(clause):
        return "side"
    return next((name for name, pattern in _NAMED_LENGTHS if pattern.search(clause)), "side")
