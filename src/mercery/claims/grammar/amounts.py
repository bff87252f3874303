"""Amounts of a sentence for the gate: what `mentions` reads, and counts, sizes, shares, fractions, clocks, days to come."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, Literal

from mercery.claims.mentions import Mention, mentions
from mercery.claims.numerals import NUMBER, read_number

AmountKind = Literal[
    "money",
    "percent",
    "fold",
    "date",
    "quantity",
    "number",
    "count",
    "size",
    "kinds",
    "clock",
    "fraction",
    "weekday",
    "sides",
    "span",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """One amount and where it stands. `word` is what was counted or the size as written."""

    kind: AmountKind
    value: Decimal = Decimal(0)
    high: Decimal | None = None
    unit: str = ""
    day: date | None = None
    word: str = ""
    sides: tuple[Decimal, ...] = ()
    until: date | None = None
    """The last day of a span of days."""
    start: int = 0
    end: int = 0


_EN_WORD: Final = r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|one|two|three|four|five|six|seven|eight|nine|zero)"
_ZH_NUM: Final = r"(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+)"
_CLASSIFIER: Final = "只枚件条双支瓶顶副块张对把套台盒盏个根卷颗粒层位本"
_COUNT_ZH: Final = re.compile(
    rf"(?<![第\d.零〇一二两三四五六七八九十百千])(?P<n>{_ZH_NUM})\s?(?P<w>[{_CLASSIFIER}])(?!月|星期|礼拜|小时|工作|大气压|标准|多|钟)(?<!只(?=剩|有|要|需|能|是|在|限|卖|售))"
)
_SIZE_ZH: Final = re.compile(rf"(?P<n>{_ZH_NUM}|(?<![a-z])(?:xxs|xs|s|m|l|xl|xxl)(?![a-z]))\s?(?P<w>码|号(?![线楼]))")
_SIZE_LIST_ZH: Final = re.compile(
    r"(?P<n>\d+(?:\.\d+)?|(?<![a-z])(?:xs|s|m|l|xl|xxl)(?![a-z]))(?=\s?(?:、|和|或|与|到|至|及)\s?(?:\d+(?:\.\d+)?|(?<![a-z])(?:xs|s|m|l|xl|xxl)(?![a-z]))\s?(?:、|和|码|号|各|都|，))"
)
_SIZE_EN: Final = re.compile(
    r"(?<![a-z0-9])(?:(?:size|sizes|in an?|in|an?|the|your|our|no\.?|number)\s)?(?P<l>xxs|xs|s|m|l|xl|xxl|small|medium|large|extra large)(?![a-z0-9'])(?!\s(?:one|bag|tote|candle|square|shopper))"
)
_SIZE_WORD: Final = re.compile(rf"(?<![a-z])sizes?\s(?P<n>\d+(?:\.\d+)?|{_EN_WORD})(?![a-z0-9]|\.\d)")
_AGE_SIZE: Final = re.compile(r"(?<![a-z0-9])(?P<n>\d+)\s?y(?![a-z])|(?P<z>\d+|[一二三四五六七八九十]+)\s?岁")
_KINDS: Final = re.compile(
    rf"(?P<g>{_ZH_NUM})\s?个(?P<gw>尺码|容量|颜色)|(?P<n>{_ZH_NUM})\s?(?P<w>色(?!的)|种|款(?!式)|种颜色|个颜色)|(?<![a-z])(?P<e>{_EN_WORD}|\d+)\s(?:different\s)?(?P<we>colours|colors|colour|shades|versions|sizes)(?![a-z])"
)
_CHENG: Final = re.compile(r"(?P<n>[一二两三四五六七八九])成(?P<h>半)?(?!了|立|为|分|品|人)")
_WHOLE: Final = re.compile(r"百分之?百|百分百|(?<![a-z])(?:a|one) hundred percent(?![a-z])")
_DEGREES: Final = re.compile(
    rf"(?P<n>\d+|{_EN_WORD}|{_ZH_NUM})\s?(?:°c|° c|°|degrees?(?: celsius)?(?![a-z])|摄氏度|度(?=[以机水洗的，。、 ]|$))"
)
_FOLD: Final = re.compile(r"(?P<n>\d+(?:\.\d+)?|[一二三四五六七八九][一二三四五六七八九]?)\s?折(?!扣|叠)")
_FRACTION: Final = re.compile(
    r"(?<![a-z])(?P<h>half|a third|one third|a quarter|one quarter|a fifth|one fifth|a tenth|one tenth|two thirds|three quarters|a sixth)(?![a-z])|(?P<z>[一二三四五六七八九十]+)分之(?P<y>[一二三四五六七八九十]+)|(?P<b>一半)"
)
_CLOCK: Final = re.compile(
    r"(?<!\d)(?P<h>\d{1,2}):(?P<m>\d{2})(?!\d)|(?<![a-z0-9])(?P<h2>\d{1,2}|noon|one|two|nine|seven)\s?(?P<ap>am|pm|o'clock|a\.m\.|p\.m\.)(?![a-z])|(?<![a-z])(?P<noon>noon|midday)(?![a-z])|(?P<z>上午|下午|晚上|早上|中午)?(?P<zh>\d{1,2}|[一二三四五六七八九十]+)\s?点(?P<half>半)?(?!击|什)"
)
_AND: Final = re.compile(rf"(?<!between\s)(?<![a-z0-9.])(?:\d+(?:\.\d+)?|{_EN_WORD})\sand\s(?=\d|{_EN_WORD})")
_HOURS: Final = re.compile(
    r"(?<!\d)(?P<a>\d{1,2})\s(?:to|until|till|-)\s(?P<b>\d{1,2})(?=,?\s(?:[a-z]+\s)?time(?![a-z]))"
)
_WEEKDAY: Final = re.compile(
    r"(?<![a-z])(?P<e>monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?(?![a-z])|(?:周|星期|礼拜)(?P<z>[一二三四五六日天])"
)
_NUMBER_WORD: Final = re.compile(rf"(?<![a-z])(?P<n>{_EN_WORD})(?![a-z])")
_EUR: Final = re.compile(rf"(?P<n>{NUMBER.any})\s?(?P<u>欧元|欧(?!洲|盟|式|元)|块钱?|元人民币|人民币|元)")
_YEAR_DATE: Final = re.compile(
    r"(?P<y>明年|今年|后年)的?\s?(?P<m>\d{1,2}|[一二三四五六七八九十]+)\s?月(?:份)?\s?(?P<d>\d{1,2}|[一二三四五六七八九十]+)\s?[日号]"
)
_PERCENT_WORD: Final = re.compile(rf"(?<![a-z])(?P<n>{_EN_WORD})[ -]per ?cent(?![a-z])")
_TENTHS: Final = re.compile(rf"(?<![a-z])(?P<n>{_EN_WORD})[ -]tenths(?![a-z])")
_HALF_MORE: Final = re.compile(
    rf"(?P<n>{_ZH_NUM})\s?(?P<z>周|个星期|个月|年|个小时|小时|天)半|(?<![a-z])(?P<e>{_EN_WORD}|\d+) and a half (?P<u>weeks?|days?|months?|years?|hours?)(?![a-z])"
)
_CURRENCY_FROM: Final = re.compile(
    rf"(?<![a-z])(?P<c>eur|euros|cny|usd|gbp) (?:from|between) (?P<a>{NUMBER.digits}) (?:to|and) (?P<b>{NUMBER.digits})(?![\d.])"
)
_PERIODS: Final = re.compile(rf"(?P<n>{_ZH_NUM})(?=\s?期(?!待|望|间))")
_SINGLE: Final = re.compile(r"(?<![a-z])an? single(?=\s(?:pair|piece|one|bag|ring|item))")
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
_ZH_DATE: Final = re.compile(r"(?P<m>[一二三四五六七八九十]+)月(?:份)?(?P<d>[一二三四五六七八九十]+)[日号]")
_ORDINALS: Final = (
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
    rf"(?<![a-z])(?:the\s)?(?P<o>(?:twenty[ -])?(?:{'|'.join(_ORDINALS)}))\sof\s(?P<m>{'|'.join(_MONTHS)})(?![a-z])"
)
_ORDINAL_DAY: Final = re.compile(
    r"(?<![a-z])(?:the\s)?(?P<d>\d{1,2})(?:st|nd|rd|th)(?![a-z])(?!\s(?:of|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
)
_DAY_RANGE: Final = re.compile(
    r"(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?[日号]?\s?(?:至|到|-|~)\s?(?:(?P<m2>\d{1,2})\s?月\s?)?(?P<d2>\d{1,2})\s?[日号]"
)
_BY: Final = re.compile(
    rf"(?P<a>{NUMBER.digits}|{_EN_WORD})\s?(?:cm|厘米)?\s?(?:by|x|×|\*|乘|乘以)\s?(?P<b>{NUMBER.digits}|{_EN_WORD})(?:\s?(?:cm|厘米)?\s?(?:by|x|×|\*|乘|乘以)\s?(?P<c>{NUMBER.digits}|{_EN_WORD}))?\s?(?P<u>cm|mm|centimetres|centimeters|厘米|毫米|公分|in|inches)?(?![a-z])"
)
_ZH_SIDES: Final = re.compile(
    rf"(?P<a>{_ZH_NUM})\s?(?:厘米|公分)?见方|(?P<b>\d+(?:\.\d+)?|{_EN_WORD})\s?(?:cm|centimetres|centimeters)\s(?:square|squared|each way|by itself)(?![a-z])"
)
_BARE: Final = re.compile(r"(?<![a-z0-9.,])\d+(?:[.,]\d+)*(?![a-z0-9])")
_WEEKDAYS_EN: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def amounts(text: str, year: int) -> list[Amount]:
    """Every amount in reading order; of two that overlap the more telling one is kept. The text is normalised."""
    found: list[Amount] = []
    for reader in _READERS:
        for one in reader(text, year):
            if _splits_a_number(text, one):
                continue
            if all(one.end <= other.start or one.start >= other.end for other in found):
                found.append(one)
    return sorted(found, key=lambda one: one.start)


def _splits_a_number(text: str, one: Amount) -> bool:
    """Whether digits go on before or after the amount (`€1,256` in `€1,2560`): it is then no reading of the number."""
    ends = one.end < len(text) and text[one.end - 1].isdigit() and text[one.end].isdigit()
    begins = one.start > 0 and text[one.start].isdigit() and text[one.start - 1].isdigit()
    return ends or begins


def _sides(text: str, year: int) -> Iterator[Amount]:
    for match in _BY.finditer(text):
        values = tuple(read_number(match[name]) for name in ("a", "b", "c") if match[name])
        unit = {"mm": "mm", "毫米": "mm", "in": "in", "inches": "in"}.get(match["u"] or "", "cm")
        yield Amount(kind="sides", sides=values, unit=unit, start=match.start(), end=match.end())
    for match in _ZH_SIDES.finditer(text):
        side = read_number(match["a"] or match["b"])
        yield Amount(kind="sides", sides=(side, side), unit="cm", start=match.start(), end=match.end())


def _day_ranges(text: str, year: int) -> Iterator[Amount]:
    for match in _DAY_RANGE.finditer(text):
        try:
            first = date(year, int(match["m"]), int(match["d"]))
            last = date(year, int(match["m2"] or match["m"]), int(match["d2"]))
        except ValueError:
            continue
        middle = match.start("m2") if match["m2"] else match.start("d2")
        yield Amount(kind="date", day=first, word="from", start=match.start(), end=middle)
        yield Amount(kind="date", day=last, word="until", start=middle, end=match.end())


def _folds(text: str, year: int) -> Iterator[Amount]:
    """8折 is twenty percent off, 两成 twenty percent, 百分百 all of it."""
    for match in _FOLD.finditer(text):
        digits = "".join(sign if sign.isdigit() or sign == "." else str(read_number(sign)) for sign in match["n"])
        whole = digits.partition(".")[0]
        paid = Decimal(digits) * (10 if len(whole) == 1 else 1)
        yield Amount(kind="fold", value=100 - paid, unit="percent", start=match.start(), end=match.end())
    for match in _WHOLE.finditer(text):
        yield Amount(kind="percent", value=Decimal(100), unit="percent", start=match.start(), end=match.end())
    for match in _CHENG.finditer(text):
        share = read_number(match["n"]) * 10 + (5 if match["h"] else 0)
        yield Amount(kind="percent", value=share, unit="percent", start=match.start(), end=match.end())


def _halves(text: str, year: int) -> Iterator[Amount]:
    """`two and a half weeks`, 两周半."""
    for match in _HALF_MORE.finditer(text):
        yield Amount(
            kind="quantity",
            value=read_number(match["n"] or match["e"]) + Decimal("0.5"),
            unit=_HALF_UNITS[match["z"] or (match["u"] or "").rstrip("s")],
            start=match.start(),
            end=match.end(),
        )


def _shares(text: str, year: int) -> Iterator[Amount]:
    """Fractions, and shares in words."""
    for match in _FRACTION.finditer(text):
        yield Amount(kind="fraction", value=_fraction(match), unit="percent", start=match.start(), end=match.end())
    for pattern, times in ((_PERCENT_WORD, 1), (_TENTHS, 10)):
        for match in pattern.finditer(text):
            value = read_number(match["n"]) * times
            yield Amount(kind="percent", value=value, unit="percent", start=match.start(), end=match.end())


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


def _clocks(text: str, year: int) -> Iterator[Amount]:
    """Times of day, and degrees."""
    for match in _DEGREES.finditer(text):
        yield Amount(kind="quantity", value=read_number(match["n"]), unit="c", start=match.start(), end=match.end())
    for match in _HOURS.finditer(text):
        for name in ("a", "b"):
            yield Amount(kind="clock", word=f"{int(match[name]):02d}:00", start=match.start(name), end=match.end(name))
    for match in _CLOCK.finditer(text):
        yield Amount(kind="clock", word=_clock(match), start=match.start(), end=match.end())


def _weekdays(text: str, year: int) -> Iterator[Amount]:
    """Days of the week, Monday being 0."""
    for match in _WEEKDAY.finditer(text):
        index = _WEEKDAYS_EN.index(match["e"]) if match["e"] else min("一二三四五六日天".index(match["z"]), 6)
        yield Amount(kind="weekday", value=Decimal(index), start=match.start(), end=match.end())


def _written_dates(text: str, year: int) -> Iterator[Amount]:
    """明年2月1日, 十二月八号."""
    for pattern, ahead in ((_YEAR_DATE, {"明年": 1, "今年": 0, "后年": 2}), (_ZH_DATE, {})):
        for match in pattern.finditer(text):
            named = match.groupdict().get("y")
            try:
                own = year + (ahead[named] if named else 0)
                day = date(own, int(read_number(match["m"])), int(read_number(match["d"])))
            except ValueError:
                continue
            yield Amount(kind="date", day=day, word="" if named else "day", start=match.start(), end=match.end())


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
        yield Amount(kind="money", value=read_number(match["n"]), unit=currency, start=match.start(), end=match.end())


_MONTH_NAMES: Final = "january|february|march|april|may|june|july|august|september|october|november|december"
_SPAN: Final = re.compile(
    rf"(?<![a-z])(?P<p>early|mid|late|the beginning of|the middle of|the end of|beginning of|end of)[ -](?P<m>{_MONTH_NAMES})(?![a-z])"
    r"|(?P<y>明年|今年)?(?P<zm>\d{1,2}|[一二三四五六七八九十]+)\s?月(?:份)?的?(?P<zp>初|中旬|中|底|末|上旬|下旬)"
    r"|(?P<c>before christmas|in time for christmas|圣诞(?:节)?(?:之)?前|赶得上圣诞(?:节)?|赶在圣诞(?:节)?前)"
    rf"|(?<![a-z])(?P<w>the first week of) (?P<wm>{_MONTH_NAMES})(?![a-z])"
    rf"|(?<![a-z])(?:in|until|till|from|expected) (?P<om>{_MONTH_NAMES})(?![a-z]|\s\d)|(?P<oy>明年|今年)?(?<![\d一二三四五六七八九十])(?P<oz>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月(?:份)?(?![\d初中底末上下一二三四五六七八九十])"
    r"|(?P<r>this week|next week|this month|next month|next year|本周|这周|这个星期|下周|下个星期|本月|这个月|下个月|下月|明年)(?![\d一二三四五六日天a-z])"
    r"|(?P<nm>下个?月|next month,? on the )(?P<nd>\d{1,2})(?:[号日]|st|nd|rd|th)"
    r"|(?P<t>tomorrow|the day after tomorrow|明天|后天|大后天)(?![a-z])"
)
_PARTS: Final = {
    "early": (1, 10),
    "beginning": (1, 10),
    "mid": (10, 20),
    "middle": (10, 20),
    "late": (20, 31),
    "end": (20, 31),
    "初": (1, 10),
    "上旬": (1, 10),
    "中": (10, 20),
    "中旬": (10, 20),
    "底": (20, 31),
    "末": (20, 31),
    "下旬": (20, 31),
}
_CHRISTMAS: Final = re.compile(
    rf"(?P<n>a|an|{_EN_WORD}|\d+) (?P<u>days?|weeks?) before christmas(?![a-z])|圣诞(?:节)?前(?P<z>{_ZH_NUM})(?P<zu>天|周)"
)


def _spans(text: str, year: int) -> Iterator[Amount]:
    """Days told by their distance or as a span: `mid-January`, 下周, `before Christmas`, 明天."""
    for match in _CHRISTMAS.finditer(text):
        word = match["n"] or match["z"]
        days = (1 if word in ("a", "an") else int(read_number(word))) * (
            7 if (match["u"] or match["zu"])[0] in "w周" else 1
        )
        yield Amount(
            kind="date", day=date(year, 12, 25) - timedelta(days=days), word="day", start=match.start(), end=match.end()
        )
    for match in _SPAN.finditer(text):
        found = _span_of(match, year)
        if found is not None:
            yield found


def _span_of(match: re.Match[str], year: int) -> Amount | None:
    start, end = match.start(), match.end()
    word = match["t"] or match["r"]
    if word or match["nm"]:
        return Amount(
            kind="span", word=word or "day of next month", value=Decimal(match["nd"] or 0), start=start, end=end
        )
    if match["c"]:
        return Amount(kind="span", word="christmas", until=date(year, 12, 24), start=start, end=end)
    name = match["m"] or match["wm"] or match["om"]
    month = _MONTH_NAMES.split("|").index(name) + 1 if name else int(read_number(match["zm"] or match["oz"]))
    if not 1 <= month <= 12:
        return None
    own = year + (1 if "明年" in (match["y"], match["oy"]) else 0)
    part = (1, 7) if match["wm"] else (1, 31)
    told = match["p"] or match["zp"]
    if told:
        part = next(value for key, value in _PARTS.items() if key in told)
    last = min(part[1], calendar.monthrange(own, month)[1])
    begin = match.start("om") if match["om"] else start
    return Amount(
        kind="span", word="month", day=date(own, month, part[0]), until=date(own, month, last), start=begin, end=end
    )


def _fraction(match: re.Match[str]) -> Decimal:
    if match["b"]:
        return Decimal(50)
    if match["h"]:
        table = {
            "half": 50,
            "third": 33.333,
            "quarter": 25,
            "fifth": 20,
            "tenth": 10,
            "sixth": 16.667,
            "thirds": 66.667,
            "quarters": 75,
        }
        return Decimal(str(table[match["h"].split()[-1]]))
    return (100 * read_number(match["y"]) / read_number(match["z"])).quantize(Decimal("0.001"))


def _clock(match: re.Match[str]) -> str:
    if match["noon"]:
        return "12:00"
    if match["h"]:
        return f"{int(match['h']):02d}:{match['m']}"
    if match["h2"]:
        hour = {"noon": 12, "one": 1, "two": 2, "seven": 7, "nine": 9}.get(match["h2"]) or int(match["h2"])
        return f"{hour + (12 if match['ap'].startswith('p') and hour < 12 else 0):02d}:00"
    hour = int(read_number(match["zh"]))
    hour += 12 if match["z"] in ("下午", "晚上") and hour < 12 else 0
    return f"{hour:02d}:{'30' if match['half'] else '00'}"


def _from_mentions(text: str, year: int) -> Iterator[Amount]:
    for one in mentions(_AND.sub(lambda match: match[0].replace("and", "###"), text), year=year):
        if one.kind == "number":
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


def _two_prices(text: str, one: Mention) -> Iterator[Amount]:
    """`from €700 to €560` falls: two prices, no range."""
    middle = one.start + re.split(r"(?:\s*(?:-|~|to|至|到)\s*)", text[one.start : one.end])[0].__len__()
    assert one.high is not None
    yield Amount(kind="money", value=one.value, unit=one.unit, start=one.start, end=middle)
    joint = re.compile(r"\s*(?:-|~|to|至|到)\s*").match(text, middle)
    yield Amount(kind="money", value=one.high, unit=one.unit, start=joint.end() if joint else middle, end=one.end)


def _sizes(text: str, year: int) -> Iterator[Amount]:
    for pattern in (_SIZE_ZH, _SIZE_LIST_ZH):
        for match in pattern.finditer(text):
            yield Amount(kind="size", word=_size(match["n"]), start=match.start(), end=match.end())
    for match in _AGE_SIZE.finditer(text):
        number = match["n"] or str(read_number(match["z"]))
        yield Amount(kind="size", word=f"{number}y", start=match.start(), end=match.end())
    for match in _SIZE_WORD.finditer(text):
        yield Amount(kind="size", word=_size(match["n"]), start=match.start(), end=match.end())
    for match in _SIZE_EN.finditer(text):
        if match["l"] in ("s", "m", "l", "xl", "xs", "xxl", "xxs") or match[0].startswith("size"):
            yield Amount(kind="size", word=_size(match["l"]), start=match.start(), end=match.end())


def _size(word: str) -> str:
    letters = {"small": "s", "medium": "m", "large": "l", "extra large": "xl"}
    if word in letters or word in letters.values() or word in ("xs", "xxs", "xxl"):
        return letters.get(word, word)
    try:
        return f"{read_number(word).normalize():f}"
    except (ValueError, KeyError, ArithmeticError):
        return word


def _counts(text: str, year: int) -> Iterator[Amount]:
    for match in _COUNT_ZH.finditer(text):
        yield Amount(kind="count", value=read_number(match["n"]), word=match["w"], start=match.start(), end=match.end())


def _words(text: str, year: int) -> Iterator[Amount]:
    for match in _NUMBER_WORD.finditer(text):
        if (
            match["n"] == "one"
            and not re.search(r"(?:only|last|just|exactly|have|there is|size|and)\s$", text[: match.start()])
            and not re.match(r"\s(?:left|piece|pair|in\s|remain)", text[match.end() :])
        ):
            continue
        yield Amount(kind="number", value=read_number(match["n"]), start=match.start(), end=match.end())
    for match in _SPELLED_DAY.finditer(text):
        day = (
            _ORDINALS.index(match["o"].replace("-", " ").split()[-1])
            + 1
            + (20 if match["o"].startswith("twenty") else 0)
        )
        yield Amount(
            kind="date",
            day=date(year, _MONTHS.index(match["m"]) + 1, day),
            word="day",
            start=match.start(),
            end=match.end(),
        )
    for match in _ORDINAL_DAY.finditer(text):
        yield Amount(kind="date", value=Decimal(match["d"]), word="of_month", start=match.start(), end=match.end())
    for match in _BARE.finditer(text):
        plain = match[0].replace(",", "")
        if plain.count(".") <= 1:
            yield Amount(kind="number", value=Decimal(plain), start=match.start(), end=match.end())


_READERS: Final = (
    _sides, _day_ranges, _folds, _halves, _shares, _kinds, _clocks, _weekdays, _written_dates, _spans, _more_money,
    _from_mentions, _sizes, _counts, _words,
)  # fmt: skip
"""In order: of two readings that overlap the earlier one is kept."""
