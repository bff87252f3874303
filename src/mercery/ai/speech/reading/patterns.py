"""Figures a text may hold, and how each is read. A reader stands before those that would take a part of its figure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from mercery.ai.speech.reading.numerals import (
    chinese,
    digits_chinese,
    digits_english,
    english,
    ordinal,
    year_english,
)
from mercery.ai.speech.reading.units import CURRENCIES, MONTHS, UNITS
from mercery.core.i18n import Lang

Reader = Callable[[re.Match[str], Lang], str]
_N: Final = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_BEFORE: Final = r"(?<![\w.,])"
_BEFORE_ZH: Final = r"(?<![A-Za-z0-9_.,])"
_UNIT: Final = "|".join(re.escape(one) for one in sorted(UNITS, key=len, reverse=True))
_ZH_UNIT: Final = "|".join(sorted({zh for _, _, zh in UNITS.values() if zh} | {"公斤", "天", "年", "个月", "个工作日"}, key=len, reverse=True))  # fmt: skip
_CURRENCY: Final = "|".join(re.escape(one) for one in sorted(CURRENCIES, key=len, reverse=True))
_MONTH: Final = "|".join(f"{one}|{one[:3]}" for one in MONTHS)
_MEASURE: Final = "个件只款枚颗条双套对支瓶盒次层种位张把块间步年天周年倍米克升岁"
"""Before these a bare two is 两."""


def _value(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def number(text: str, lang: Lang, *, two: str = "二") -> str:
    """A written number in words."""
    return chinese(_value(text), two=two) if lang == "zh" else english(_value(text))


def _unit(unit: str, count: str, lang: Lang) -> str:
    one, several, zh = UNITS.get(unit, (unit, unit, unit))
    if lang == "zh":
        return zh
    return one if _value(count) == 1 else several


def _money(match: re.Match[str], lang: Lang) -> str:
    count, currency = match["n"], match["before"] or match["after"]
    one, several, zh = CURRENCIES[currency]
    value = _value(count)
    if lang == "zh":
        return chinese(value.normalize() if value % 1 else value // 1, two="两") + zh
    whole, hundredths = int(value), int(value * 100 % 100)
    said = f"{english(whole)} {one if whole == 1 else several}"
    return f"{said} {english(hundredths)}" if hundredths else said


def _sides(match: re.Match[str], lang: Lang) -> str:
    counts = re.findall(_N, match["sides"])
    said = ("乘" if lang == "zh" else " by ").join(number(one, lang) for one in counts)
    unit = match["unit"]
    return said + (("" if lang == "zh" else " ") + _unit(unit, "2", lang) if unit else "")


def _range(match: re.Match[str], lang: Lang) -> str:
    low, high, unit = match["low"], match["high"], match["unit"] or ""
    if lang == "zh":
        if unit == "%":
            return f"百分之{number(low, lang)}到百分之{number(high, lang)}"
        return f"{number(low, lang, two='两' if unit else '二')}到{number(high, lang)}{_unit(unit, high, lang)}"
    return f"{number(low, lang)} to {number(high, lang)} {_unit(unit, high, lang)}".strip()


def _quantity(match: re.Match[str], lang: Lang) -> str:
    count, unit = match["n"], match["unit"]
    if lang == "en":
        return f"{number(count, lang)} {_unit(unit, '1' if _before_a_noun(match) else count, lang)}"
    if unit == "%":
        return f"百分之{number(count, lang)}"
    return number(count, lang, two="两") + _unit(unit, count, lang)


_ARTICLE: Final = re.compile(r"(?<![A-Za-z])(?:an?|the|its|this)\s\Z", re.IGNORECASE)


def _before_a_noun(match: re.Match[str]) -> bool:
    """`a 65 mm heel` is one of sixty-five millimetre."""
    following = re.match(r"\s(?!of\b)[a-z]", match.string[match.end() :])
    return following is not None and _ARTICLE.search(match.string[: match.start()]) is not None


def _fineness(match: re.Match[str], lang: Lang) -> str:
    """`925 silver`: figure by figure."""
    return _spelt(match["n"], lang)


def _part_of_name(match: re.Match[str], lang: Lang) -> str:
    """`N°5`, `No. 5`."""
    return f"{'' if lang == 'zh' else 'number '}{number(match['n'], lang)}{'号' if lang == 'zh' else ''}"


def _diameter(match: re.Match[str], lang: Lang) -> str:
    said = ("直径" if lang == "zh" else "diameter ") + number(match["n"], lang)
    return said + (("" if lang == "zh" else " ") + _unit(match["unit"], match["n"], lang) if match["unit"] else "")


def _month_number(name: str) -> int:
    return next(index for index, one in enumerate(MONTHS, start=1) if one.startswith(name[:3]))


def _date(match: re.Match[str], lang: Lang) -> str:
    """`2026-11-26`, `26 November 2026`, `November 26, 2026`, `2026年11月26日`."""
    year, month, day = match["y"], match["m"], match["d"]
    count = int(month) if month.isdigit() else _month_number(month)
    if not 1 <= count <= 12 or not 1 <= int(day) <= 31:
        return _spelt(match.group(), lang)
    if lang == "zh":
        return (f"{digits_chinese(year)}年" if year else "") + f"{chinese(count)}月{chinese(int(day))}日"
    said = f"the {ordinal(int(day))} of {MONTHS[count - 1]}"
    return f"{said}, {year_english(int(year))}" if year else said


def _spelt(written: str, lang: Lang) -> str:
    return digits_chinese(written) if lang == "zh" else digits_english(written)


def _year(match: re.Match[str], lang: Lang) -> str:
    return digits_chinese(match["y"]) + "年" if lang == "zh" else year_english(int(match["y"]))


def _clock(match: re.Match[str], lang: Lang) -> str:
    hour, minute = int(match["h"]), int(match["min"])
    if lang == "zh":
        return f"{chinese(hour, two='两')}点" + (
            f"{'零' if minute < 10 else ''}{chinese(minute)}分" if minute else "整"
        )
    return english(hour) + (f" {'oh ' if minute < 10 else ''}{english(minute)}" if minute else " o'clock")


def _ordinal(match: re.Match[str], lang: Lang) -> str:
    return f"第{number(match['n'], lang)}" if lang == "zh" else ordinal(int(match["n"]))


def _decade(match: re.Match[str], lang: Lang) -> str:
    words = year_english(int(match["n"])) if len(match["n"]) == 4 else number(match["n"], lang)
    return f"{words[:-1]}ies" if words.endswith("y") else f"{words}s"


def _share(match: re.Match[str], lang: Lang) -> str:
    """`1/2`, `3/4`."""
    top, bottom = int(match["top"]), int(match["bottom"])
    if lang == "zh":
        return f"{chinese(bottom)}分之{chinese(top)}"
    name = {2: "half", 4: "quarter"}.get(bottom) or ordinal(bottom)
    return f"{english(top)} {name}" + ("s" if top > 1 and bottom != 2 else "")


def _hyphened(match: re.Match[str], lang: Lang) -> str:
    """`24-month`."""
    return f"{number(match['n'], lang)}-"


def _number(match: re.Match[str], lang: Lang) -> str:
    written = match["n"]
    if len(written) > 1 and written.startswith("0") and "." not in written:
        return _spelt(written, lang)
    return number(written, lang)


def _counted(match: re.Match[str], lang: Lang) -> str:
    return number(match["n"], lang, two="两")


def _inside_a_code(match: re.Match[str], lang: Lang) -> str:
    """The figures of `AU-114`: one after the other where they are many."""
    return number(match["n"], lang) if len(match["n"]) < 3 else _spelt(match["n"], lang)


_EN: Final = (
    (r"(?<![\d.,])(?P<n>925|999|990|916|750|585|375)(?=[ -]?(?:sterling|silver|gold|fine|纯?[银金]))", _fineness),
    (rf"{_BEFORE}(?P<y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})(?![\w.-])", _date),
    (rf"{_BEFORE}(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?P<m>{_MONTH})\.?(?:,? (?P<y>\d{{4}}))?(?!\w)", _date),
    (rf"\b(?P<m>{_MONTH})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:, (?P<y>\d{{4}}))?(?!\w)", _date),
    (rf"(?:(?<!\w)(?P<before>{_CURRENCY}) ?)(?P<n>{_N})(?P<after>)(?![\w])", _money),
    (rf"{_BEFORE}(?P<before>)(?P<n>{_N}) ?(?P<after>{_CURRENCY})(?!\w)", _money),
    (rf"{_BEFORE}(?P<sides>{_N}(?: ?(?:{_UNIT})? ?[×xX✕*] ?{_N})+)(?: ?(?P<unit>{_UNIT})(?![\w]))?", _sides),
    (rf"{_BEFORE}(?P<low>{_N}) ?[–—-] ?(?P<high>{_N})(?: ?(?P<unit>{_UNIT})(?!\w))?(?![\w-])", _range),
    (rf"{_BEFORE}(?P<h>\d{{1,2}}):(?P<min>\d{{2}})(?![\w:])", _clock),
    (rf"{_BEFORE}(?P<n>{_N})[ \u00a0-]?(?P<unit>(?!s\b)(?:{_UNIT}))(?![\w])", _quantity),
    (r"(?<!\w)(?:No\.?|N°|№|Nº) ?(?P<n>\d+)(?!\w)", _part_of_name),
    (rf"[Øø⌀] ?(?P<n>{_N})(?: ?(?P<unit>{_UNIT})(?![A-Za-z]))?", _diameter),
    (rf"{_BEFORE}(?P<n>\d+)(?:st|nd|rd|th)\b", _ordinal),
    (rf"{_BEFORE}(?P<n>(?:1[5-9]|20)?\d0)s\b", _decade),
    (r"(?:(?<=[Ii]n )|(?<=[Oo]f )|(?<=[Ss]ince )|(?<=[Ff]rom ))(?P<y>1[5-9]\d\d|20\d\d)(?![\w,]\d|\w)", _year),
    (r"(?:(?<=[A-Za-z]-)|(?<=[A-Za-z]))(?P<n>\d+)", _inside_a_code),
    (rf"{_BEFORE}(?P<n>{_N})-(?=[A-Za-z])", _hyphened),
    (r"(?<![\w/.])(?P<top>[1-9]\d?)/(?P<bottom>[1-9]\d?)(?![\w/])", _share),
    (rf"(?P<n>{_N})", _number),
)  # fmt: skip
_ZH: Final = (
    (r"(?<![\d.,])(?P<n>925|999|990|916|750|585|375)(?=[ -]?(?:sterling|silver|gold|fine|纯?[银金]))", _fineness),
    (rf"{_BEFORE_ZH}(?P<y>\d{{4}})年(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})[日号]", _date),
    (rf"{_BEFORE_ZH}(?P<y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})(?![\d.-])", _date),
    (rf"{_BEFORE_ZH}(?P<y>)(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})[日号]", _date),
    (rf"{_BEFORE_ZH}(?P<y>\d{{4}}) ?年(?![^\W\d_]?[份前后]?\d)", _year),
    (rf"(?P<before>{_CURRENCY}) ?(?P<n>{_N})(?P<after>)", _money),
    (rf"{_BEFORE_ZH}(?P<before>)(?P<n>{_N}) ?(?P<after>{_CURRENCY})(?![A-Za-z])", _money),
    (rf"{_BEFORE_ZH}(?P<sides>{_N}(?: ?(?:{_UNIT}|{_ZH_UNIT})? ?[×xX✕*] ?{_N})+)(?: ?(?P<unit>{_UNIT}|{_ZH_UNIT})(?![A-Za-z]))?", _sides),
    (rf"{_BEFORE_ZH}(?P<low>{_N}) ?[–—~～至-] ?(?P<high>{_N})(?: ?(?P<unit>{_UNIT}|{_ZH_UNIT})(?![A-Za-z]))?", _range),
    (rf"{_BEFORE_ZH}(?P<h>\d{{1,2}})[:：](?P<min>\d{{2}})(?!\d)", _clock),
    (rf"{_BEFORE_ZH}(?P<n>{_N}) ?(?P<unit>{_UNIT}|{_ZH_UNIT})(?![A-Za-z])", _quantity),
    (r"(?<![A-Za-z])(?:No\.?|N°|№|Nº) ?(?P<n>\d+)", _part_of_name),
    (rf"[Øø⌀] ?(?P<n>{_N})(?: ?(?P<unit>{_UNIT})(?![A-Za-z]))?", _diameter),
    (r"第 ?(?P<n>\d+)", _ordinal),
    (rf"{_BEFORE_ZH}(?P<n>{_N})(?= ?[{_MEASURE}])", _counted),
    (r"(?:(?<=[A-Za-z]-)|(?<=[A-Za-z]))(?P<n>\d+)", _inside_a_code),
    (r"(?<![\w/.])(?P<top>[1-9]\d?)/(?P<bottom>[1-9]\d?)(?![\w/])", _share),
    (rf"(?P<n>{_N})", _number),
)  # fmt: skip
READERS: Final[Mapping[Lang, tuple[tuple[re.Pattern[str], Reader], ...]]] = {
    "en": tuple((re.compile(pattern), reader) for pattern, reader in _EN),
    "zh": tuple((re.compile(pattern), reader) for pattern, reader in _ZH),
}
