"""Reads the amounts of a text in one measure for each family: what a fact states and what an agent says can be compared.

Amounts of money, percents, dates, lengths, weights and spans of time are found by `claims.mentions`; units a shop's facts
name beside (decibels, degrees, ages, points, watts) and numbers without a unit are added here.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from mercery.claims.measures import in_base
from mercery.claims.mentions import Mention, mentions
from mercery.claims.numerals import NUMBER, SPELT, read_number
from mercery.inspection.reading.compound import compounds
from mercery.inspection.reading.lexicon import rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A value in its family's base measure (days, grams, millimetres, whole currency units…) and where it stands."""

    family: str
    low: Decimal
    high: Decimal
    unit: str = ""
    scale: Decimal = Decimal(1)
    """What one of its unit is in the base measure."""
    bound: str = "exact"
    """`exact`, `most`, `least`, `about`."""
    day: date | None = None
    start: int = 0
    end: int = 0

    @property
    def ranged(self) -> bool:
        return self.low != self.high


_DAYS: Final = {
    "min": Decimal(1) / 1440,
    "h": Decimal(1) / 24,
    "day": Decimal(1),
    "business_day": Decimal(1),
    "week": Decimal(7),
    "month": Decimal("30.4"),
    "year": Decimal(365),
}
_FAMILY: Final = {
    "mm": "length", "cm": "length", "m": "length", "in": "length", "ft": "length",
    "g": "mass", "kg": "mass", "oz": "mass", "lb": "mass", "ml": "volume", "l": "volume", "fl_oz": "volume",
    "bar": "pressure", "atm": "pressure", "mah": "mah", "w": "power", "v": "voltage", "piece": "count",
}  # fmt: skip
_BOUNDS: Final = (
    ("most", r"(?:up to|at most|max(?:imum|\.)?|no more than|not more than|(?:not?|never) (?:older|longer|later|heavier|larger|bigger|taller|wider|thicker) than|less than|fewer than|under|within|until|≤|<=|<|below|down to|inside|in under|不超过|最多|至多|最大|最高|最长|小于|低于|不到|少于)\s*(?:of\s*|为|是|只?(?:可以?|能)[\u4e00-\u9fff]{0,4}|(?<=[最至]多)[\u4e00-\u9fff]{1,3})?$"),
    ("least", r"(?:at least|min(?:imum|\.)?|from|over|more than|above|starting (?:at|from)|≥|>=|>|beyond|至少|最少|最低|最小|大于|超过|高于|满|不少于|起码)\s*(?:of\s*|为|是)?$"),
    ("about", r"(?:about|around|roughly|approx(?:imately|\.)?|almost|nearly|some|~|circa|ca\.|约|大约|大概|差不多|近|将近)\s*$"),
)  # fmt: skip
_BOUNDS_AFTER: Final = (
    (
        "least",
        r"^\s*(?:\+|or more|and (?:up|over|above|older)|or (?:over|above|older)|upwards?|plus\b|以上|起|及以上|往上)",
    ),
    ("most", r"^\s*(?:or less|or under|and under|at most|max\b|maximum|tops|以内|之内|以下|内|封顶|为限)"),
    ("about", r"^\s*(?:or so|ish|左右|上下|多)"),
)
_HALF: Final[tuple[tuple[re.Pattern[str], dict[str, Decimal | int]], ...]] = (
    (re.compile(r"(?<![a-z])half (?:a |an )?(year|hour|day|month)(?![a-z])"), {"year": 182, "hour": Decimal(1) / 48, "day": Decimal("0.5"), "month": 15}),
    (re.compile(r"(?<![个年天月])半(?:个)?(年|小时|天|月)"), {"年": 182, "小时": Decimal(1) / 48, "天": Decimal("0.5"), "月": 15}),
)  # fmt: skip
_ONE: Final = re.compile(
    r"(?<![a-z])(?:a|an|one full|one whole|a whole|a full)[ -](year|month|week|day|fortnight|hour)(?![a-z])"
)
_ONE_DAYS: Final[dict[str, Decimal | int]] = {
    "year": 365,
    "month": Decimal("30.4"),
    "week": 7,
    "day": 1,
    "fortnight": 14,
    "hour": Decimal(1) / 24,
}
_RATE: Final = re.compile(
    r"(?:[\d€£$元块%]|per|times|once|twice|at (?:one|two|three|four|five|six)|(?:\d|one|two|three|four|five|six) [a-z]+)\s*$"
)
"""What stands before "a day" where that is a rate: 9.90 a month, two capsules a day."""
_BIRTH: Final = re.compile(
    r"(?<![a-z])(?:from )?(?:birth|newborns?|day one)(?![a-z])|(?:从)?(?:刚)?出生(?:起|开始)?|新生儿|0岁"
)
_BELOW_ZERO: Final = re.compile(
    rf"零下\s?({NUMBER.any})\s?(?:度|℃)|(?<![a-z0-9.])(?:minus |-)(\d{{1,2}}) ?(?:°c?|degrees|℃)"
)
_ENDLESS: Final = re.compile(
    r"(?<![a-z])(?:lifetime|for life|forever|never expires?|no expiry|unlimited time|no time limit|indefinitely)(?![a-z])|终身|永久|永远有效|无限期|永不过期|不过期|不限时间"
)
_PREFIXED: Final = re.compile(r"(?<![a-z])(spf|ipx|ip|pa|uv)[\s-]?(\d{1,3})(?![a-z0-9])")
_ID: Final = re.compile(
    r"(?<![a-z0-9])(?!(?:spf|ipx|ip|pa)[\s-]?\d)[a-z]{1,8}-?\d[\d-]*[a-z]*(?![a-z0-9%.])"
    r"|(?<![\d.])\d{5,}(?![\d.,])|\d{3,4}[- ]\d{5,}|\d{3}-\d{4}(?!\d|\s?[a-z°%])|(?<![\d.])0\d{2,}(?:[ -]?\d{2,})*|[\w.+-]+@[\w.-]+|[^\s/]+/\S*[a-z]\S*|\d+号(?=电池|线|店|楼|门|仓|机)|#\s?\d+|尾号\s?\d+|\d+\*+\d*|\*+\d+"
)
"""Order numbers, phone numbers, addresses of mail and pages: digits, but no amounts."""


@lru_cache(maxsize=4096)
def amounts(text: str, year: int = 2026) -> tuple[Amount, ...]:
    """Every amount of `text` in reading order; `year` completes dates without one."""
    plain = _blank(_COMMA.sub("，", text.lower()), _ID)
    found: list[Amount] = list(_yuan(plain))
    plain = _blank(plain, _YUAN)
    for reader in (_compound, _prefixed, _months, _special, _mentioned, _units, _numbers):
        for one in reader(plain, year):
            if all(one.end <= other.start or one.start >= other.end for other in found):
                found.append(one)
    found = [one for one in found if not text[: one.start].rstrip().endswith("第")]
    found.sort(key=lambda one: one.start)
    return tuple(_bounded(plain, one) for one in _spans(plain, found))


def _blank(text: str, pattern: re.Pattern[str]) -> str:
    return pattern.sub(lambda match: " " * len(match[0]), text)


_COMMA: Final = re.compile(r"(?<=\d),(?=\d{1,2}[\u4e00-\u9fff]|\d{4,})")
"""Between two entries of a Chinese list, not within a number: 6寸168,8寸238."""
_YUAN: Final = re.compile(r"(?<![\d.])(?P<sum>\d+(?:\.\d+)?)(?:元|块钱?)(?=\d)")


def _yuan(text: str) -> Iterator[Amount]:
    """58元225克: the sign of money belongs to the number before it, where another follows at once."""
    for match in _YUAN.finditer(text):
        value = Decimal(match["sum"])
        yield Amount(family="money", low=value, high=value, unit="CNY", start=match.start(), end=match.end())


def _compound(text: str, year: int) -> Iterator[Amount]:
    for one in compounds(text):
        yield Amount(
            family=one.family,
            low=one.value,
            high=one.high,
            unit=one.unit,
            scale=one.scale,
            start=one.start,
            end=one.end,
        )


def _prefixed(text: str, year: int) -> Iterator[Amount]:
    for match in _PREFIXED.finditer(text):
        family = "ip" if match[1].startswith("ip") else match[1]
        value = Decimal(match[2])
        yield Amount(family=family, low=value, high=value, unit=match[1], start=match.start(), end=match.end())


_MONTH_NAMES: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH: Final = rf"(?P<name>{'|'.join(_MONTH_NAMES)})[a-z]*\.?"
_DAYS_OF: Final = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?\s?(?:-|–|to|and)\s?(?:the )?(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<name>{'|'.join(_MONTH_NAMES)})[a-z]*"
    r"|(?P<zh>\d{1,2})月(?P<low>\d{1,2})[日号]?\s?(?:-|–|~|到|至)\s?(?P<high>\d{1,2})[日号]"
)
_MONTHS: Final = re.compile(
    rf"(?<![a-z]){_MONTH} (?P<year>20\d\d)(?!\d)|(?P<zh_year>20\d\d)年(?P<zh>\d{{1,2}})月(?:份)?(?!\s?\d)"
    r"|(?<![a-z])sept\.? (?P<sept>\d{1,2})(?:st|nd|rd|th)?(?![\d.])|(?<!\d)(?P<sept2>\d{1,2})(?:st|nd|rd|th)? (?:of )?sept(?![a-z])"
    r"|(?<![\d年])(?P<alone>\d{1,2})月(?:份)?(?![\d日号\s龄大])"
)


def _days_of(text: str, year: int) -> Iterator[Amount]:
    """Some days of one month: "1-5 Dec", 12月1日-5日."""
    for match in _DAYS_OF.finditer(text):
        month = _MONTH_NAMES.index(match["name"]) + 1 if match["name"] else int(match["zh"])
        try:
            first = date(year, month, int(match[1] or match["low"]))
            last = date(year, month, int(match[2] or match["high"]))
        except ValueError:
            continue
        if first <= last:
            low, high = Decimal(first.toordinal()), Decimal(last.toordinal())
            yield Amount(family="date", low=low, high=high, day=first, start=match.start(), end=match.end())


def _months(text: str, year: int) -> Iterator[Amount]:
    """A whole month is a range of days; "Sept 1" is a way of writing the claims' reader does not know."""
    yield from _days_of(text, year)
    for match in _MONTHS.finditer(text):
        try:
            if ninth := match["sept"] or match["sept2"]:
                first = last = date(year, 9, int(ninth))
            else:
                of = int(match["year"] or match["zh_year"] or year)
                month = _MONTH_NAMES.index(match["name"]) + 1 if match["name"] else int(match["zh"] or match["alone"])
                first = date(of, month, 1)
                last = date(of, month, monthrange(of, month)[1])
        except ValueError:
            continue
        low, high = Decimal(first.toordinal()), Decimal(last.toordinal())
        yield Amount(family="date", low=low, high=high, day=first, start=match.start(), end=match.end())


def _special(text: str, year: int) -> Iterator[Amount]:
    """Halves, "a week", birth."""
    for pattern, table in _HALF:
        for match in pattern.finditer(text):
            value = Decimal(table[match[1]])
            yield Amount(family="time", low=value, high=value, unit="half", start=match.start(), end=match.end())
    for match in _ONE.finditer(text):
        if _RATE.search(text[: match.start()]):
            continue
        value = Decimal(_ONE_DAYS[match[1]])
        yield Amount(family="time", low=value, high=value, unit=match[1], start=match.start(), end=match.end())
    for word, count in (("单人", 1), ("双人", 2)):
        for at in (match.start() for match in re.finditer(word, text)):
            yield Amount(family="count", low=Decimal(count), high=Decimal(count), unit="person", start=at, end=at + 2)
    for match in _BELOW_ZERO.finditer(text):
        value = -read_number(match[1] or match[2])
        yield Amount(family="temp", low=value, high=value, unit="c", start=match.start(), end=match.end())
    for match in _ENDLESS.finditer(text):
        value = Decimal(100_000)
        yield Amount(family="time", low=value, high=value, unit="endless", start=match.start(), end=match.end())
    for match in _BIRTH.finditer(text):
        yield Amount(family="time", low=Decimal(0), high=Decimal(0), unit="birth", start=match.start(), end=match.end())


@cache
def _unit_pattern() -> tuple[re.Pattern[str], dict[str, tuple[str, Decimal, str]]]:
    table: dict[str, tuple[str, Decimal, str]] = {}
    for row in rows("units"):
        family, factor, unit = row.head.split(" ")
        for surface in row.surfaces:
            table.setdefault(surface, (family, Decimal(factor), unit))
    forms = "|".join(
        re.escape(one)
        + ("(?!邮)" if one == "包" else "")
        + ("(?![a-z0-9])" if one[-1].isascii() and one[-1].isalpha() else "")
        for one in sorted(table, key=len, reverse=True)
    )
    number = NUMBER.any
    joint = r"\s*(?:-|–|—|~|～|to|and|至|到)\s*"
    pattern = rf"(?<![a-z0-9])(?<![a-z0-9][.,])(?P<low>{number})(?:{joint}(?P<high>{number}))?[\s-]?(?P<unit>{forms})"
    return re.compile(pattern), table


def _units(text: str, year: int) -> Iterator[Amount]:
    pattern, table = _unit_pattern()
    for match in pattern.finditer(text):
        family, factor, unit = table[match["unit"]]
        low = read_number(match["low"]) * factor
        high = read_number(match["high"]) * factor if match["high"] else low
        yield Amount(family=family, low=low, high=high, unit=unit, scale=factor, start=match.start(), end=match.end())


def _mentioned(text: str, year: int) -> Iterator[Amount]:
    for one in mentions(text, year=year):
        if one.kind != "number":
            yield _of_mention(one)


def _of_mention(one: Mention) -> Amount:
    if one.kind == "date":
        assert one.day is not None
        value = Decimal(one.day.toordinal())
        return Amount(family="date", low=value, high=value, day=one.day, start=one.start, end=one.end)
    high = one.value if one.high is None else one.high
    if one.kind in ("money", "percent"):
        return Amount(family=one.kind, low=one.value, high=high, unit=one.unit, start=one.start, end=one.end)
    if one.unit in _DAYS:
        factor = _DAYS[one.unit]
        return Amount(
            family="time",
            low=one.value * factor,
            high=high * factor,
            unit=one.unit,
            scale=factor,
            start=one.start,
            end=one.end,
        )
    family = _FAMILY.get(one.unit, one.unit)
    return Amount(
        family=family,
        low=in_base(one.value, one.unit),
        high=in_base(high, one.unit),
        unit=one.unit,
        scale=in_base(Decimal(1), one.unit),
        start=one.start,
        end=one.end,
    )


_WORDED: Final = "|".join(sorted((word for word in SPELT if word not in ("zero", "hundred")), key=len, reverse=True))
_NUMBER: Final = re.compile(
    rf"(?<![a-z0-9.])(?P<low>{NUMBER.digits})(?:\s?(?:-|–|~|至|到| to )\s?(?P<high>{NUMBER.digits}))?(?![a-z0-9])(?!\.\d)"
    rf"|(?<![a-z])(?P<word>{_WORDED})(?![a-z])"
)


_ONE_THING: Final = re.compile(
    r" (?!of |in |on |that |which |who |is |are |more |will |and |or |for |thing|way|moment|second)[a-z]{3,}"
)
"""One of a kind of things, not "the red one"."""


def _numbers(text: str, year: int) -> Iterator[Amount]:
    for match in _NUMBER.finditer(text):
        if match["word"] and re.search(r"(?:number|no\.|any|some|every|the) $", text[: match.start()]):
            continue
        if match["word"] == "one" and not _ONE_THING.match(text[match.end() :]):
            continue
        if match["word"]:
            low = high = read_number(match["word"])
        else:
            low = read_number(match["low"])
            high = read_number(match["high"]) if match["high"] else low
        yield Amount(family="number", low=low, high=max(low, high), start=match.start(), end=match.end())


_JOINT: Final = re.compile(r"^\s*(?:-|–|—|~|～|to|or|and|through|until|up to|至|到|一直到)\s*$")


def _spans(text: str, found: list[Amount]) -> list[Amount]:
    """Two amounts of a family with a mark of range between are one: "6 months - 3 years"."""
    joined: list[Amount] = []
    for one in found:
        last = joined[-1] if joined else None
        if (
            last
            and last.family == one.family
            and not last.ranged
            and not one.ranged
            and last.low < one.low
            and _JOINT.match(text[last.end : one.start])
            and (text[last.end : one.start].strip() != "and" or "between" in text[max(0, last.start - 12) : last.start])
        ):
            joined[-1] = replace(last, high=one.high, end=one.end, unit=one.unit, day=None)
        else:
            joined.append(one)
    return joined


def _bounded(text: str, one: Amount) -> Amount:
    before, after = text[max(0, one.start - 24) : one.start], text[one.end : one.end + 14]
    for bound, pattern in _BOUNDS_AFTER:
        if re.search(pattern, after):
            return replace(one, bound=bound)
    for bound, pattern in _BOUNDS:
        if re.search(rf"(?:^|[^a-z]){pattern}", before):
            return replace(one, bound=bound)
    return one
