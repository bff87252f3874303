"""Sizes, weights, times and counts a text gives, where it says of what: "27 × 19 × 9 cm", "weighs 780 g", "跟高8厘米"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mercery.catalog.attributes import UNITS, dimensions
from mercery.claims.measures import BASE
from mercery.claims.values import Dimensions, Quantity, Unit
from mercery.core.i18n import Words

_NUM: Final = r"\d+(?:[.,]\d+)?"
_INCHES: Final = r"inch(?:es)?|in(?!\.? (?!wide|high|tall|long|deep|in |x |case|diameter|heel|strap|handle|block|stiletto|kitten|wedge))|英寸|\""
"""`4 in` is four inches, `No 4 in a case` is not."""
_LENGTH: Final = rf"mm|cm|m|{_INCHES}|ft|毫米|厘米|公分|米"
_MASS: Final = r"kgs?|g|grams?|oz|lbs?|克|千克|公斤|磅"
_VOLUME: Final = r"ml|l|fl\.? ?oz|毫升|升"
_END: Final = r"(?![a-z0-9²/])"
_SIDE: Final = rf"(?:[LWHD长宽高深厚底]\s*[:：]?\s*)?{_NUM}\s*(?:{_LENGTH})?"
_SIDES: Final = re.compile(
    rf"(?<![\d.])({_SIDE}(?:\s*[x×*✕]\s*{_SIDE}){{1,3}})\s*(?:\([LWHD x×*]+\))?{_END}", re.IGNORECASE
)
_LABELS: Final = re.compile(r"[LWHD长宽高深厚底]\s*[:：]?\s*(?=\d)", re.IGNORECASE)
_SMALL: Final = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "twelve": "12", "一": "1", "两": "2", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "八": "8", "十": "10",
}  # fmt: skip
_COUNT: Final = rf"{_NUM}|" + "|".join(_SMALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A measure with what it is of, and where it stands."""

    attribute: str
    label: Words
    value: Quantity | Dimensions
    start: int
    stop: int
    score: float


@dataclass(frozen=True, slots=True)
class _Said:
    """One way to say a measure: `n` the number, `u` the unit; without `u` the unit is `unit`."""

    attribute: str
    label: Words
    pattern: re.Pattern[str]
    score: float = 0.9
    unit: Unit | None = None


def _said(
    attribute: str, english: str, chinese: str, *patterns: str, score: float = 0.9, unit: Unit | None = None
) -> list[_Said]:
    return [
        _Said(attribute, Words(english, chinese), re.compile(pattern, re.IGNORECASE), score, unit)
        for pattern in patterns
    ]


def _n(units: str, number: str = _NUM) -> str:
    return rf"(?<![\d.])(?P<n>{number})[\s-]*(?P<u>{units}){_END}"


_WAYS: Final = [
    *_said("heel_height", "Heel height", "跟高",
           rf"{_n(_LENGTH)}[\s-]*(?:block |stiletto |kitten |wedge )?heel", rf"heel(?: height)?(?: of|:)?\s*{_n(_LENGTH)}",
           rf"(?:鞋?跟高度?)(?:约|为|：|:)?\s*{_n(_LENGTH)}"),
    *_said("strap_drop", "Strap drop", "肩带垂长",
           rf"(?:strap|handle) drop(?: of|:)?\s*{_n(_LENGTH)}", rf"{_n(_LENGTH)} (?:strap|handle) drop", rf"肩带垂长(?:约|为|：|:)?\s*{_n(_LENGTH)}"),
    *_said("diameter", "Diameter", "直径",
           rf"{_n(_LENGTH)}[\s-]*(?:\w+ ){{0,1}}(?:case|diameter|dial)\b", rf"(?:case|dial)?\s*diameter(?: of|:)?\s*{_n(_LENGTH)}",
           rf"(?:表壳直径|表径|直径)(?:约|为|：|:)?\s*{_n(_LENGTH)}", rf"{_n(_LENGTH)}\s*(?:表壳|表径)"),
    *_said("water_resistance", "Water resistance", "防水",
           rf"water[- ]resistan(?:t|ce)(?: up)?(?: to| of|:)?\s*{_n('m|米|bar|atm')}", rf"{_n('m|米|bar|atm')} water[- ]resistan", rf"防水(?:深度)?(?:可?达|至|：|:)?\s*{_n('m|米|bar|atm')}",
           rf"{_n('米|m')}防水"),
    *_said("power_reserve", "Power reserve", "动力储存",
           rf"{_n('h|hours?')}(?: of)? power reserve", rf"power reserve(?: of|:)?\s*{_n('h|hours?')}", rf"动力储存(?:约|为|：|:)?\s*{_n('小时')}", rf"{_n('小时')}动力储存"),
    *_said("warranty", "Warranty", "保修",
           rf"{_n('years?|months?', _COUNT)}(?:['’]s?)?(?: international| limited| full)? (?:warranty|guarantee)", rf"(?:warranty|guarantee)(?: of|:)?\s*{_n('years?|months?', _COUNT)}",
           rf"(?:质保|保修)(?:期)?(?:为|：|:)?\s*{_n('年|个月', _COUNT)}", rf"{_n('年|个月', _COUNT)}(?:质保|保修)"),
    *_said("pieces", "Pieces", "件数", rf"(?:set|pack|box) of (?P<n>{_COUNT})\b", rf"(?<![\d.])(?P<n>{_COUNT})[- ]piece\b", rf"(?<!\d)(?P<n>{_COUNT})件套", unit="piece"),
    *_said("width", "Width", "宽度", rf"{_n(_LENGTH)} (?:wide|in width)\b", rf"\bwidth(?: of|:)?\s*{_n(_LENGTH)}", rf"宽度?(?:约|为|：|:)?\s*{_n(_LENGTH)}"),
    *_said("height", "Height", "高度", rf"{_n(_LENGTH)} (?:high|tall|in height)\b", rf"(?<!heel )\bheight(?: of|:)?\s*{_n(_LENGTH)}", rf"(?<!跟)高度?(?:约|为|：|:)?\s*{_n(_LENGTH)}"),
    *_said("depth", "Depth", "深度", rf"{_n(_LENGTH)} (?:deep|in depth)\b", rf"\bdepth(?: of|:)?\s*{_n(_LENGTH)}", rf"(?<!水)深度?(?:约|为|：|:)?\s*{_n(_LENGTH)}"),
    *_said("length", "Length", "长度", rf"{_n(_LENGTH)} (?:long|in length)\b", rf"\blength(?: of|:)?\s*{_n(_LENGTH)}", rf"(?<!垂)长度?(?:约|为|：|:)?\s*{_n(_LENGTH)}"),
    *_said("weight", "Weight", "重量", rf"(?:weighs?|weight)(?: of| about| around| only|:)*\s*{_n(_MASS)}", rf"(?:净?重量?)(?:约|为|仅|：|:)*\s*{_n(_MASS)}"),
    *_said("weight", "Weight", "重量", rf"{_n(_MASS)}(?! ?(?:/|per|每|of ))", score=0.6),
    *_said("volume", "Volume", "容量", rf"(?:capacity|volume|holds)(?: of|:)?\s*{_n(_VOLUME)}", rf"(?:容量|净含量)(?:约|为|：|:)?\s*{_n(_VOLUME)}"),
    *_said("volume", "Volume", "容量", _n("ml|fl\\.? ?oz|毫升"), score=0.75),
]  # fmt: skip
_CHINESE_UNITS: Final[dict[str, Unit]] = {"年": "year", "个月": "month", "小时": "h"}


def measures(text: str) -> Iterator[Measure]:
    """Every measure of the text. One number is given once, by the surest way."""
    taken = [False] * len(text)
    for found in _SIDES.finditer(text):
        sides = dimensions(_LABELS.sub("", found[1]).strip())
        if sides is not None:
            taken[found.start() : found.end()] = [True] * (found.end() - found.start())
            yield Measure(
                attribute="dimensions", label=Words("Dimensions", "尺寸"), value=sides,
                start=found.start(), stop=found.start() + len(found[1].rstrip()), score=0.92,
            )  # fmt: skip
    for way in _WAYS:
        for found in way.pattern.finditer(text):
            begin, end = found.span("n")
            value = _quantity(found["n"], way.unit or _unit(found["u"]))
            if value is None or any(taken[begin:end]):
                continue
            taken[begin:end] = [True] * (end - begin)
            yield Measure(
                attribute=way.attribute,
                label=way.label,
                value=value,
                start=found.start(),
                stop=found.end(),
                score=way.score,
            )


def _unit(written: str) -> Unit | None:
    low = re.sub(r"fl\.? ?oz", "fl oz", written.casefold())
    return _CHINESE_UNITS.get(low) or UNITS.get(low)


def _quantity(number: str, unit: Unit | None) -> Quantity | None:
    if unit is None:
        return None
    amount = Decimal(_SMALL.get(number.casefold(), number).replace(",", "."))
    known = unit in BASE or unit == "piece"
    return Quantity(amount, unit) if known and amount > 0 else None
