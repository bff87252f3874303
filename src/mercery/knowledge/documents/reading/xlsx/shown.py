"""A number as a spreadsheet shows it, by the format of its cell. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

BUILT_IN: Final = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 27: "yyyy-mm-dd", 31: "yyyy年m月d日", 37: "#,##0;-#,##0",
    38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    49: "@",
}  # fmt: skip
"""Formats that files name by number. 14 and 22 follow the reader's own habits in a spreadsheet: here day and month
cannot be mistaken for each other."""
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LITERAL: Final = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]\-]*)(?:-[^\]]*)?\]|_.|\*.|\[[^\]]*\]')
_DATE_LETTERS: Final = re.compile(r"[ymdhs]", re.IGNORECASE)
_DATE_PARTS: Final = re.compile(
    r'"([^"]*)"|\\(.)|\[\$([^\]\-]*)(?:-[^\]]*)?\]|(\[h+\]|AM/PM|A/P|上午/下午|y+|m+|d+|h+|s+(?:\.0+)?)|_.|\*.|\[[^\]]*\]|(.)',
    re.IGNORECASE,
)
_DIGITS: Final = re.compile(r"[0#?][0#?,.]*")
_LAST_DAY: Final = 2_958_465
"""31 December 9999."""


def shown(value: float, code: str, *, since_1904: bool = False) -> str:
    """The number in the format `code`."""
    sections = _sections(code)
    if is_date(sections[0]):
        return _date(value, sections[0], since_1904)
    section, sign = sections[0], value < 0
    if value < 0 and len(sections) > 1:
        section, sign = sections[1], False
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    return _number(abs(value), section, sign)


@lru_cache(maxsize=512)
def is_date(section: str) -> bool:
    """Whether a format shows days or times."""
    if "general" in section.lower():
        return False
    bare = _LITERAL.sub(lambda found: "h" if re.fullmatch(r"\[[hms]+\]", found.group(), re.IGNORECASE) else "", section)
    return bool(_DATE_LETTERS.search(bare)) and not re.search(r"[0#?]\.?[0#?]*E", bare)


def general(value: float) -> str:
    """A number without a format: no more digits than needed, as spreadsheets do."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = f"{value:.10g}"
    if "e" in text:
        mantissa, _, exponent = text.partition("e")
        return f"{mantissa}E{int(exponent):+03d}"
    return text


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[str, ...]:
    found, start, quoted, place = [], 0, False, 0
    while place < len(code):
        sign = code[place]
        if sign == "\\":
            place += 1
        elif sign == '"':
            quoted = not quoted
        elif sign == ";" and not quoted:
            found.append(code[start:place])
            start = place + 1
        place += 1
    return (*found, code[start:])


def _number(value: float, section: str, negative: bool) -> str:
    literals: list[str] = []

    def keep(found: re.Match[str]) -> str:
        text = found.group(1) or found.group(2) or found.group(3) or (" " if found.group().startswith("_") else "")
        literals.append(text)
        return f"\0{len(literals) - 1}\0"

    bare = _LITERAL.sub(keep, section)
    digits = next((one for one in _DIGITS.finditer(re.sub(r"\0\d+\0", lambda m: "\1" * len(m.group()), bare))), None)
    if "general" in bare.lower() or "/" in bare or re.search(r"E[+-]", bare):
        text = general(value)
        filled = re.sub(r"general", lambda _: text, bare, flags=re.IGNORECASE) if "general" in bare.lower() else text
    elif digits is None:
        filled = bare.replace("@", general(value))
    else:
        filled = bare[: digits.start()] + _digits(value, digits.group(), "%" in bare) + bare[digits.end() :]
    text = re.sub(r"\0(\d+)\0", lambda found: literals[int(found.group(1))], filled)
    return ("-" if negative else "") + " ".join(text.split())


def _digits(value: float, pattern: str, percent: bool) -> str:
    scaled = pattern.rstrip(",")
    amount = Decimal(repr(value)) / (Decimal(1000) ** (len(pattern) - len(scaled)))
    if percent:
        amount *= 100
    whole, _, fraction = scaled.partition(".")
    amount = amount.quantize(Decimal(1).scaleb(-len(fraction)), rounding=ROUND_HALF_UP)
    text = f"{amount:,f}" if "," in whole else f"{amount:f}"
    integer, _, decimals = text.partition(".")
    integer = integer.zfill(whole.count("0")) if "," not in whole else integer
    needed = len(fraction.rstrip("#?"))
    while len(decimals) > needed and decimals.endswith("0"):
        decimals = decimals[:-1]
    return f"{integer}.{decimals}" if decimals else integer


def _date(value: float, section: str, since_1904: bool) -> str:
    if not 0 <= value <= _LAST_DAY:
        return general(value)
    moment = _moment(value, since_1904)
    tokens = list(_DATE_PARTS.finditer(section))
    halves = any((found.group(4) or "").upper() in ("AM/PM", "A/P", "上午/下午") for found in tokens)
    names = [(found.group(4) or "").lower() for found in tokens]
    parts = []
    for place, found in enumerate(tokens):
        token = names[place]
        if token:
            minutes = token.startswith("m") and len(token) <= 2 and _beside_time(names, place)
            parts.append(_part(token, moment, value, halves, minutes))
        else:
            parts.append(found.group(1) or found.group(2) or found.group(3) or found.group(5) or "")
    return " ".join("".join(parts).split())


def _moment(value: float, since_1904: bool) -> datetime:
    # The first spreadsheets took 1900 for a leap year, and all others since do as they did.
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30 if value >= 60 else 31)  # noqa: DTZ001
    return start + timedelta(milliseconds=round(value * 86_400_000))


def _beside_time(names: list[str], place: int) -> bool:
    """Whether m means minutes: hours before it, or seconds after."""
    before = next((name for name in reversed(names[:place]) if name), "")
    after = next((name for name in names[place + 1 :] if name), "")
    return before.startswith(("h", "[h")) or after.startswith("s")


def _part(token: str, moment: datetime, value: float, halves: bool, minutes: bool) -> str:
    if token.startswith("[h"):
        return str(int(value * 24 + 1e-9))
    hour = (moment.hour % 12 or 12) if halves else moment.hour
    if minutes:
        return f"{moment.minute:02d}" if len(token) == 2 else str(moment.minute)
    simple = {
        "yy": f"{moment.year % 100:02d}", "m": str(moment.month), "mm": f"{moment.month:02d}",
        "mmm": _MONTHS[moment.month - 1][:3], "mmmm": _MONTHS[moment.month - 1], "d": str(moment.day),
        "dd": f"{moment.day:02d}", "ddd": _DAYS[moment.weekday()][:3], "dddd": _DAYS[moment.weekday()], "h": str(hour),
        "hh": f"{hour:02d}", "s": str(moment.second), "ss": f"{moment.second:02d}",
        "am/pm": "AM" if moment.hour < 12 else "PM", "a/p": "A" if moment.hour < 12 else "P",
        "上午/下午": "上午" if moment.hour < 12 else "下午",
    }  # fmt: skip
    if token in simple:
        return simple[token]
    if token.startswith("y"):
        return f"{moment.year:04d}"
    return f"{moment.second:02d}" if token.startswith("s") else token
