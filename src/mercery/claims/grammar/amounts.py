"""Amounts of a sentence for the gate: what `mentions` reads, and counts, sizes, shares, fractions, clocks, days to come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from mercery.claims.grammar.amount import EN_WORD, ZH_NUM, Amount, AmountKind
from mercery.claims.grammar.days import clocks, day_ranges, nth_weekdays, spans, weekdays, written_dates
from mercery.claims.grammar.shares import folds, in_parts, shares, times
from mercery.claims.grammar.size_names import sizes
from mercery.claims.mentions import Mention, mentions
from mercery.claims.numerals import NUMBER, read_number
from mercery.core.dates import first_such_day

_CLASSIFIER: Final = "只枚件条双支瓶顶副块张对把套台盒盏个根卷颗粒层位本样"


_COUNT_ZH: Final = re.compile(
    rf"(?!一样)(?<![第\d.零〇一二两三四五六七八九十百千])(?P<n>{ZH_NUM})\s?(?P<w>[{_CLASSIFIER}])(?!月|星期|礼拜|小时|工作|大气压|标准|多|钟)(?<!只(?=剩|有|要|需|能|是|在|限|卖|售))"
)


_KINDS: Final = re.compile(
    rf"(?P<g>{ZH_NUM})\s?个(?P<gw>尺码|容量|颜色)|(?P<n>{ZH_NUM})\s?(?P<w>色(?!的)|种|款(?!式)|种颜色|个颜色)|(?<![a-z])(?P<e>{EN_WORD}|\d+)\s(?:different\s)?(?P<we>colours|colors|colour|shades|versions|sizes)(?![a-z])"
)


_AND: Final = re.compile(rf"(?<!between\s)(?<![a-z0-9.])(?:\d+(?:\.\d+)?|{EN_WORD})\sand\s(?=\d|{EN_WORD})")


_NUMBER_WORD: Final = re.compile(rf"(?<![a-z])(?P<n>{EN_WORD})(?![a-z])")


_EUR: Final = re.compile(rf"(?P<n>{NUMBER.any})\s?(?P<u>欧元|欧(?!洲|盟|式|元)|块钱?|元人民币|人民币|元)")


_LOW: Final = re.compile(rf"(?<![\d.])(?P<n>{NUMBER.digits})\s?(?:至|到|-|~)\s?$")
"""The lower end of a range of money told without its currency: 300 至 4000 欧元."""


_HALF_MORE: Final = re.compile(
    rf"(?P<n>{ZH_NUM})\s?(?P<z>周|个星期|个月|年|个小时|小时|天)半|(?<![a-z])(?P<a>an?) (?P<au>week|day|month|year|hour) and a half(?![a-z])|(?<![a-z])(?P<e>{EN_WORD}|\d+) and a half (?P<u>weeks?|days?|months?|years?|hours?)(?![a-z])"
)


_CURRENCY_FROM: Final = re.compile(
    rf"(?<![a-z])(?P<c>eur|euros|cny|usd|gbp) (?:from|between) (?P<a>{NUMBER.digits}) (?:to|and) (?P<b>{NUMBER.digits})(?![\d.])"
)


_PERIODS: Final = re.compile(rf"(?P<n>{ZH_NUM})(?=\s?期(?!待|望|间))")


_SINGLE: Final = re.compile(
    r"(?<![a-z])an? single(?: one)?(?=\s(?:pair|piece|bag|ring|item|left|in\s|of\s))|(?<![a-z])just one(?=\s(?:left|in\s|remain))"
)


_HALF_UNITS: Final = {
    "周": "week",
    "个星期": "week",
    "个月": "month",
    "年": "year",
    "小时": "h",
    "个小时": "h",
    "天": "day",
    "week": "week",
    "day": "day",
    "month": "month",
    "year": "year",
    "hour": "h",
}


ORDINALS: Final = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
)


_MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


_SPELLED_DAY: Final = re.compile(
    rf"(?<![a-z])(?:the\s)?(?P<o>(?:twenty[ -])?(?:{'|'.join(ORDINALS)}))\sof\s(?P<m>{'|'.join(_MONTHS)})(?![a-z])"
)


_ORDINAL_DAY: Final = re.compile(
    r"(?<![a-z])(?:the\s)?(?P<d>\d{1,2})(?:st|nd|rd|th)(?![a-z])(?!\s(?:of|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
)


_BY: Final = re.compile(
    rf"(?!one by)(?P<a>{NUMBER.digits}|{EN_WORD})\s?(?:cm|厘米)?\s?(?:by|x|×|\*|乘|乘以)\s?(?P<b>{NUMBER.digits}|{EN_WORD})(?:\s?(?:cm|厘米)?\s?(?:by|x|×|\*|乘|乘以)\s?(?P<c>{NUMBER.digits}|{EN_WORD}))?\s?(?P<u>cm|mm|m|centimetres|centimeters|metres|meters|厘米|毫米|公分|米|in|inches)?(?![a-z])"
)


_SIDE_UNITS: Final = {
    "mm": "mm",
    "毫米": "mm",
    "in": "in",
    "inches": "in",
    "m": "m",
    "metres": "m",
    "meters": "m",
    "米": "m",
}


_ZH_SIDES: Final = re.compile(
    rf"(?P<a>{ZH_NUM})\s?(?P<au>厘米|公分|米)?见方|(?P<b>\d+(?:\.\d+)?|{EN_WORD})\s?(?P<bu>cm|centimetres|centimeters|m|metres|meters)\s(?:square|squared|each way|by itself)(?![a-z])"
)


_BARE: Final = re.compile(r"(?<![a-z0-9.,])\d+(?:[.,]\d+)*(?![a-z0-9])")


@lru_cache(maxsize=2_048)
def amounts(text: str, year: int) -> tuple[Amount, ...]:
    """Every amount in reading order; of two that overlap the more telling one is kept. The text is normalised.

    Kept by the text: a sentence is read as an answer and as talk, mostly in the same words.
    """
    found: list[Amount] = []
    for reader in _READERS:
        for one in reader(text, year):
            if _splits_a_number(text, one):
                continue
            if all(one.end <= other.start or one.start >= other.end for other in found):
                found.append(one)
    return tuple(_with_units(text, sorted(found, key=lambda one: one.start)))


def _splits_a_number(text: str, one: Amount) -> bool:
    """Whether digits go on before or after the amount (`€1,256` in `€1,2560`): it is then no reading of the number."""
    ends = one.end < len(text) and text[one.end - 1].isdigit() and text[one.end].isdigit()
    begins = 0 < one.start < len(text) and text[one.start].isdigit() and text[one.start - 1].isdigit()
    return ends or begins


def _sides(text: str, year: int) -> Iterator[Amount]:
    for match in _BY.finditer(text):
        values = tuple(read_number(match[name]) for name in ("a", "b", "c") if match[name])
        unit = _SIDE_UNITS.get(match["u"] or "", "cm")
        yield Amount(kind="sides", sides=values, unit=unit, start=match.start(), end=match.end())
    for match in _ZH_SIDES.finditer(text):
        side = read_number(match["a"] or match["b"])
        unit = "m" if (match["bu"] or "cm").startswith("m") or match["au"] == "米" else "cm"
        yield Amount(kind="sides", sides=(side, side), unit=unit, start=match.start(), end=match.end())


def _halves(text: str, year: int) -> Iterator[Amount]:
    """`two and a half weeks`, 两周半."""
    for match in _HALF_MORE.finditer(text):
        yield Amount(
            kind="quantity",
            value=(Decimal(1) if match["a"] else read_number(match["n"] or match["e"])) + Decimal("0.5"),
            unit=_HALF_UNITS[match["z"] or match["au"] or (match["u"] or "").rstrip("s")],
            start=match.start(),
            end=match.end(),
        )


_HALF_A: Final = re.compile(
    r"(?<![a-z])half an? (?P<e>kilo|kilogram|kg|litre|liter|hour|metre|meter|year|month|centimetre|gram)(?![a-z])"
    r"|半(?P<z>公斤|千克|升|米|个?小时|年|个月|厘米|克)"
)


_ONE_A: Final = re.compile(
    r"(?:(?<=in )|(?<=within )|(?<=for ))an? (?P<t>week|month|fortnight|year)(?![a-z'])"
    r"|(?<![a-z])an? (?P<e>kilo|kilogram|litre|liter|gram|metre|meter|centimetre|centimeter|millimetre|inch|hour|year|month)(?= (?:less|more|lighter|heavier|longer|shorter|wider|narrower|taller|and a bit))"
)


_MEASURES: Final = {
    "kilo": "kg", "kilogram": "kg", "kg": "kg", "公斤": "kg", "千克": "kg", "litre": "l", "liter": "l", "升": "l", "hour": "h", "小时": "h",
    "个小时": "h", "metre": "m", "meter": "m", "米": "m", "year": "year", "年": "year", "month": "month", "个月": "month", "week": "week",
    "centimetre": "cm", "centimeter": "cm", "厘米": "cm", "gram": "g", "克": "g", "millimetre": "mm", "inch": "in", "fortnight": "week",
}  # fmt: skip


def _articles(text: str, year: int) -> Iterator[Amount]:
    """`half a kilo`, 半公斤, `in a month`, `a litre less`."""
    for match in _HALF_A.finditer(text):
        unit = _MEASURES[match["e"] or match["z"]]
        yield Amount(kind="quantity", value=Decimal("0.5"), unit=unit, start=match.start(), end=match.end())
    for match in _ONE_A.finditer(text):
        word = match["t"] or match["e"]
        value = Decimal(2 if word == "fortnight" else 1)
        yield Amount(kind="quantity", value=value, unit=_MEASURES[word], start=match.start(), end=match.end())


_JOINT: Final = re.compile(r"\s*(?:and|or|,|/|&|和|或|、|跟|与)\s*")


def _with_units(text: str, found: list[Amount]) -> list[Amount]:
    """`50 and 100 ml`: the first of a list takes the unit of the last."""
    for place in range(len(found) - 2, -1, -1):
        one, after = found[place], found[place + 1]
        shared = after.kind == "quantity" and after.high is None and after.unit in ("ml", "g", "l", "cm", "mm")
        joint = text[one.end : after.start]
        listed = after.unit in ("ml", "g", "l") or "," not in joint
        if one.kind == "number" and shared and listed and _JOINT.fullmatch(joint):
            found[place] = replace(one, kind="quantity", unit=after.unit)
    return found


def _kinds(text: str, year: int) -> Iterator[Amount]:
    """How many colours, sizes or products: 三色, `two colours`, 两款."""
    for match in _KINDS.finditer(text):
        if match["g"]:
            word = "colour" if match["gw"] == "颜色" else "size"
        elif "size" in (match["we"] or ""):
            word = "size"
        else:
            word = match["w"] if match["w"] in ("款", "种") else "colour"
        value = read_number(match["g"] or match["n"] or match["e"])
        yield Amount(kind="kinds", value=value, word=word, start=match.start(), end=match.end())


def _more_money(text: str, year: int) -> Iterator[Amount]:
    """`EUR from 300 to 4,000`, 二百三十欧, 分三期, `a single pair`."""
    for match in _CURRENCY_FROM.finditer(text):
        code = "EUR" if match["c"].startswith("eur") else match["c"].upper()
        low, high = read_number(match["a"]), read_number(match["b"])
        yield Amount(kind="money", value=low, high=high, unit=code, start=match.start(), end=match.end())
    for match in _PERIODS.finditer(text):
        yield Amount(kind="number", value=read_number(match["n"]), start=match.start("n"), end=match.end("n"))
    for match in _SINGLE.finditer(text):
        yield Amount(kind="number", value=Decimal(1), start=match.start(), end=match.end())
    for match in _EUR.finditer(text):
        currency = "EUR" if match["u"].startswith("欧") else "CNY"
        if (lower := _LOW.search(text, 0, match.start())) and read_number(lower["n"]) < read_number(match["n"]):
            yield Amount(
                kind="money", value=read_number(lower["n"]), high=read_number(match["n"]), unit=currency, start=lower.start(), end=match.end(),
            )  # fmt: skip
            continue
        yield Amount(kind="money", value=read_number(match["n"]), unit=currency, start=match.start(), end=match.end())


def _from_mentions(text: str, year: int) -> Iterator[Amount]:
    for one in mentions(_AND.sub(lambda match: match[0].replace("and", "###"), text), year=year, bare=False):
        if one.unit == "in" and re.match(r"\s\d", text[one.end :]):
            continue  # `five in 38` is no length
        if one.kind == "percent" and re.match(r"\d0\s?折", text[one.start : one.end]):
            continue  # nobody writes 80折 for 8折
        if one.unit == "piece" and one.high is None:
            yield Amount(kind="count", value=one.value, word="piece", start=one.start, end=one.end)
            continue
        if one.unit == "GBP" and text[one.start : one.end].endswith("pounds") and _WEIGHED.search(text):
            yield Amount(kind="quantity", value=one.value, unit="lb", start=one.start, end=one.end)
            continue
        kind: AmountKind = one.kind
        if one.kind == "money" and one.high is not None and one.high < one.value:
            yield from _two_prices(text, one)
            continue
        yield Amount(
            kind=kind,
            value=one.value,
            high=one.high,
            unit=one.unit,
            day=one.day,
            word="day" if one.month_only else "",
            start=one.start,
            end=one.end,
        )


_WEIGHED: Final = re.compile(r"(?<![a-z])(?:kg|kilos?|grams?|weighs?|weight|heavy|\d ?g)(?![a-z])")
"""Beside weights, pounds are no money."""


def _two_prices(text: str, one: Mention) -> Iterator[Amount]:
    """`from €700 to €560` falls: two prices, no range."""
    middle = one.start + re.split(r"(?:\s*(?:-|~|to|至|到)\s*)", text[one.start : one.end])[0].__len__()
    assert one.high is not None
    yield Amount(kind="money", value=one.value, unit=one.unit, start=one.start, end=middle)
    joint = re.compile(r"\s*(?:-|~|to|至|到)\s*").match(text, middle)
    if joint is not None:
        yield Amount(kind="money", value=one.high, unit=one.unit, start=joint.end(), end=one.end)


_LEFT_ZH: Final = re.compile(rf"(?<=[剩有])(?:最后)?(?P<n>{ZH_NUM})\s?块(?!钱|多|几|\d)")


def _pieces_left(text: str, year: int) -> Iterator[Amount]:
    """只剩一块: a watch, no money."""
    for match in _LEFT_ZH.finditer(text):
        yield Amount(kind="count", value=read_number(match["n"]), word="块", start=match.start("n"), end=match.end())


def _counts(text: str, year: int) -> Iterator[Amount]:
    for match in _COUNT_ZH.finditer(text):
        yield Amount(kind="count", value=read_number(match["n"]), word=match["w"], start=match.start(), end=match.end())


def _words(text: str, year: int) -> Iterator[Amount]:
    for match in _NUMBER_WORD.finditer(text):
        if (
            match["n"] == "one"
            and not re.search(r"(?:only|last|just|exactly|have|there is|size|and)\s$", text[: match.start()])
            and not re.match(
                r"\s(?:left|piece|pair|in\s|remain|(?:[a-z]+[ -]){1,4}(?:left|remain))", text[match.end() :]
            )
        ):
            continue
        yield Amount(kind="number", value=read_number(match["n"]), start=match.start(), end=match.end())
    yield from _spelled_days(text, year)
    for match in _ORDINAL_DAY.finditer(text):
        yield Amount(kind="date", value=Decimal(match["d"]), word="of_month", start=match.start(), end=match.end())
    for match in _BARE.finditer(text):
        plain = match[0].replace(",", "")
        if plain.count(".") <= 1:
            yield Amount(kind="number", value=Decimal(plain), start=match.start(), end=match.end())


def _spelled_days(text: str, year: int) -> Iterator[Amount]:
    """`the twenty-fifth of December`."""
    for match in _SPELLED_DAY.finditer(text):
        number = ORDINALS.index(match["o"].replace("-", " ").split()[-1]) + 1
        number += 20 if re.match("twenty[ -]", match["o"]) else 0
        try:
            day = first_such_day(year, _MONTHS.index(match["m"]) + 1, number)
        except ValueError:
            continue
        yield Amount(kind="date", day=day, word="day", start=match.start(), end=match.end())


_ROUND_ZH: Final = re.compile(
    r"(?<![\d.第几零〇一二两三四五六七八九十百千万])(?P<n>[一二两三四五六七八九][百千万][零〇一二两三四五六七八九十百千]*)"
    r"(?![\d零〇一二两三四五六七八九十百千万个件只枚双条支瓶种款多几分年月天])"
)


def _round(text: str, year: int) -> Iterator[Amount]:
    """七百, 五百六, 九千八: a price without its currency."""
    for match in _ROUND_ZH.finditer(text):
        yield Amount(kind="number", value=read_number(match["n"]), start=match.start(), end=match.end())


_READERS: Final = (
    _sides, _pieces_left, _articles, day_ranges, times, in_parts, folds, _halves, shares, _kinds, clocks, nth_weekdays, weekdays, written_dates, spans, _more_money,
    _from_mentions, sizes, _counts, _round, _words,
)  # fmt: skip
"""In order: of two readings that overlap the earlier one is kept."""
