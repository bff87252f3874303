"""Numbers in words, in English (British) and Chinese."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

_ONES: Final = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]  # fmt: skip
_TENS: Final = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
_STEPS: Final = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))
_ORDINALS: Final = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip
_DIGITS: Final = "零一二三四五六七八九"
_LARGEST: Final = 10**15


def english(number: Decimal | int) -> str:
    """`1280` → `one thousand two hundred and eighty`; `3.50` → `three point five zero`."""
    whole, _, part = f"{Decimal(number):f}".partition(".")
    if abs(int(whole)) >= _LARGEST:
        return digits_english(whole)
    sign = "minus " if whole.startswith("-") else ""
    words = sign + _cardinal(abs(int(whole)))
    return f"{words} point {digits_english(part)}" if part else words


def _cardinal(number: int) -> str:
    for step, name in _STEPS:
        if number >= step:
            head, rest = divmod(number, step)
            joint = " and " if 0 < rest < 100 else " "
            return f"{_cardinal(head)} {name}" + (joint + _cardinal(rest) if rest else "")
    if number >= 100:
        head, rest = divmod(number, 100)
        return f"{_ONES[head]} hundred" + (f" and {_cardinal(rest)}" if rest else "")
    if number < 20:
        return _ONES[number]
    return _TENS[number // 10] + (f"-{_ONES[number % 10]}" if number % 10 else "")


def ordinal(number: int) -> str:
    """`26` → `twenty-sixth`."""
    words = _cardinal(number)
    head, dash, last = words.rpartition("-") if "-" in words.split(" ")[-1] else words.rpartition(" ")
    last = _ORDINALS.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return f"{head}{dash}{last}"


def year_english(year: int) -> str:
    """`1984` → `nineteen eighty-four`; `2026` → `twenty twenty-six`; `2005` → `two thousand and five`."""
    century, rest = divmod(year, 100)
    if year % 1000 < 10:
        return _cardinal(year)
    if not rest:
        return f"{_cardinal(century)} hundred"
    return f"{_cardinal(century)} {f'oh {_ONES[rest]}' if rest < 10 else _cardinal(rest)}"


def digits_english(digits: str) -> str:
    """One after the other."""
    return " ".join(_ONES[int(one)] for one in digits if one.isdigit())


def chinese(number: Decimal | int, *, two: str = "二") -> str:
    """`1280` → `一千二百八十`; `3.5` → `三点五`. `two`: how a bare two is said (`两` before a measure word)."""
    whole, _, part = f"{Decimal(number):f}".partition(".")
    value = abs(int(whole))
    if value >= 10**16:
        return digits_chinese(whole)
    words = ("负" if whole.startswith("-") else "") + (two if value == 2 and not part else _large(value))
    return f"{words}点{digits_chinese(part)}" if part else words


def _large(value: int) -> str:
    if value >= 10**8:
        head, rest = divmod(value, 10**8)
        return _two_first(_large(head)) + "亿" + _rest(rest, 10**7)
    if value >= 10**4:
        head, rest = divmod(value, 10**4)
        return _two_first(_large(head)) + "万" + _rest(rest, 10**3)
    words = _small(value)
    return words[1:] if words.startswith("一十") else words


def _rest(rest: int, full: int) -> str:
    if not rest:
        return ""
    words = _small(rest) if rest < 10**4 else _large(rest)
    return words if rest >= full else f"零{words}"


def _small(value: int) -> str:
    """Below ten thousand."""
    if value < 10:
        return _DIGITS[value]
    words, skipped = "", False
    for step, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // step % 10
        if not digit:
            skipped = bool(words)
            continue
        said = "两" if digit == 2 and step == 1000 else _DIGITS[digit]
        words += ("零" if skipped else "") + said + sign
        skipped = False
    return words


def _two_first(words: str) -> str:
    return "两" if words == "二" else words


def digits_chinese(digits: str) -> str:
    """One after the other."""
    return "".join(_DIGITS[int(one)] for one in digits if one.isdigit())
