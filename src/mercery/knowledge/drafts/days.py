"""The dates a text names, in any of the forms shops write them, in English and Chinese. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Final

from mercery.claims.numerals import read_number

_NAMES: Final = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")  # fmt: skip
_MONTHS: Final = {name: at for at, name in enumerate(_NAMES, 1)} | {name[:3]: at for at, name in enumerate(_NAMES, 1)} | {"sept": 9}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A date as far as it is said: (year, month, day), 0 for what is not named. Several where figures can be read either way."""

    readings: frozenset[tuple[int, int, int]]
    start: int
    end: int

    @property
    def iso(self) -> str:
        """As ISO 8601 where it is one whole date, else empty."""
        if len(self.readings) != 1:
            return ""
        ((year, month, day),) = self.readings
        return f"{year:04}-{month:02}-{day:02}" if year and month and day else ""


def same_day(said: Day, stated: Day) -> bool:
    """Whether `stated` says what is said: what it leaves open, nobody may add. Figures that can be read in two ways are
    only the same as themselves."""
    if len(said.readings) > 1 or len(stated.readings) > 1:
        return said.readings == stated.readings
    (one,), (other,) = said.readings, stated.readings
    return all(a in (0, b) for a, b in zip(one, other, strict=True))


_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DASH: Final = r"\s?(?:-|–|—|~|～|to|until|through|and|至|到)\s?"
_ZH_DIGIT: Final = r"[〇零一二三四五六七八九十]"
_FORMS: Final = re.compile(
    r"(?<![\d.,/-])(?P<iso>\d{4})(?P<sep>[-/.])(?P<iso_m>\d{1,2})(?P=sep)(?P<iso_d>\d{1,2})(?![\d/-]|\.\d)"
    r"|(?<![\d.,/-])(?P<a>\d{1,2})(?P<sep2>[/.-])(?P<b>\d{1,2})(?P=sep2)(?P<c>\d{4}|\d{2})(?![\d/-]|\.\d)"
    rf"|(?<!\d)(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:{_DASH}(?P<d1b>\d{{1,2}})(?:st|nd|rd|th)?)?\s(?:day\s)?(?:of\s)?(?P<m1>{_MONTH})(?![a-z])\.?(?:,?\s(?P<y1>\d{{4}}))?"
    rf"|(?<![a-z])(?P<m2>{_MONTH})\.?\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[.,:]\d)(?:{_DASH}(?P<d2b>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))?(?:,?\s(?P<y2>\d{{4}}))?"
    rf"|(?<![a-z])(?P<m4>{_MONTH})\.?,?\s(?P<y4>\d{{4}})(?!\d)"
    rf"|(?:(?P<y3>\d{{4}}|{_ZH_DIGIT}{{4}})\s?年\s?)?(?P<m3>\d{{1,2}}|{_ZH_DIGIT}{{1,2}})\s?月\s?(?P<d3>\d{{1,2}}|{_ZH_DIGIT}{{1,3}})\s?[日号](?:{_DASH}(?P<d3b>\d{{1,2}})\s?[日号])?"
    r"|(?P<y5>\d{4})\s?年\s?(?P<m5>\d{1,2})\s?月(?!\s?\d)",
    re.IGNORECASE,
)


def days_in(text: str) -> Iterator[Day]:
    """Every date; of "1 to 15 February" both."""
    for match in _FORMS.finditer(text):
        yield from _read(match)


def _read(match: re.Match[str]) -> Iterator[Day]:
    start, end = match.span()
    if match["a"]:
        readings = _figures(int(match["a"]), int(match["b"]), _century(match["c"]))
        if readings:
            yield Day(readings=readings, start=start, end=end)
        return
    year, month, days = _named(match)
    places = [(start, end)]
    if len(days) > 1:
        group = next(name for name in ("d1b", "d2b", "d3b") if match[name])
        cut = match.start(group)
        places = [(start, cut), (cut, end)]
        first = re.sub(r"[\s\-–—~～至到]+$|\s(?:to|until|through|and)\s$", "", match[0][: cut - start])
        places[0] = (start, start + len(first))
    for day, (begin, stop) in zip(days, places, strict=True):
        if _possible(year, month, day):
            yield Day(readings=frozenset({(year, month, day)}), start=begin, end=stop)


def _named(match: re.Match[str]) -> tuple[int, int, list[int]]:
    if match["iso"]:
        return int(match["iso"]), int(match["iso_m"]), [int(match["iso_d"])]
    if match["m4"]:
        return int(match["y4"]), _MONTHS[match["m4"].lower()], [0]
    if match["m5"]:
        return int(match["y5"]), int(match["m5"]), [0]
    if match["m3"]:
        return _number(match["y3"]), _number(match["m3"]), [_number(one) for one in (match["d3"], match["d3b"]) if one]
    which = "1" if match["m1"] else "2"
    days = [int(one) for one in (match[f"d{which}"], match[f"d{which}b"]) if one]
    return int(match[f"y{which}"] or 0), _MONTHS[match[f"m{which}"].lower()], days


def _number(text: str | None) -> int:
    if not text:
        return 0
    return int(text) if text.isdigit() else int(read_number(text))


def _figures(a: int, b: int, year: int) -> frozenset[tuple[int, int, int]]:
    """01/02/2026 is a day in February or in January; 13/02/2026 is one day."""
    orders = {(month, day) for month, day in product((a, b), repeat=2) if {month, day} == {a, b}}
    return frozenset((year, month, day) for month, day in orders if _possible(year, month, day))


def _century(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _possible(year: int, month: int, day: int) -> bool:
    if not 1 <= month <= 12:
        return False
    try:
        date(year or 2000, month, day or 1)
    except ValueError:
        return False
    return True
