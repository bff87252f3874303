"""What follows from something else and does not: a sum after a reduction, a unit turned into another, a last day, days of the
week, a year of make, what is in the price and what costs extra.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.reading.amounts import amounts
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.terms import terms

_WHY: Final = Words("It does not follow from what is known.", "与已知信息推算的结果不符。")


def found(saying: Saying) -> Iterator[Contradiction]:
    """The first clause of each kind that is reckoned wrongly."""
    for clause in saying.clauses:
        if clause.question or not clause.asserts:
            continue
        for kind in (_reduced, _by_a_share, _dated, _converted, _unit_alone, _last_day, _weekdays, _included):
            if (fact := kind(saying, clause)) is not None:
                yield contradiction(saying, clause, fact, _WHY)
                return


_OFF: Final = re.compile(
    r"(?:立?减|省|优惠|抵扣?)\s?(?:了|掉|去)?\s?(\d+(?:\.\d+)?)|(?<![a-z])(?:minus|less|take off|knock off) [€£$]?(\d+(?:\.\d+)?)|[€£$]?(\d+(?:\.\d+)?) off(?![a-z])"
)
_LEFT: Final = re.compile(
    r"(?:实付|到手|只要|只需|最后|就是|等于|=|付|合计)\D{0,3}(\d+(?:\.\d+)?)|(?<![a-z])(?:leaves|that's|makes|you pay|comes to|=|equals|down to)\D{0,8}[€£$]?(\d+(?:\.\d+)?)"
)


def _reduced(saying: Saying, clause: Clause) -> Fact | None:
    """A sum less a reduction, both named in the turn, with a result that is no such difference."""
    off = _OFF.search(clause.text)
    left = _LEFT.search(clause.text, off.end()) if off else None
    if off is None or left is None or "%" in clause.text or "折" in clause.text:
        return None
    taken, result = (Decimal(next(filter(None, one.groups()))) for one in (off, left))
    before = saying.text[: clause.start + off.start()].lower()
    sums = {one.low for one in amounts(before) if one.family in ("money", "number") and one.low > taken}
    sums |= {one.low for fact in saying.facts for one in fact.amounts if one.family in ("money", "number")}
    if not sums or result >= max(sums) or any(one - taken == result for one in sums) or result in sums:
        return None
    return next((fact for fact in saying.goods if any(one.low == taken for one in fact.amounts)), None)


_SHARE: Final = re.compile(
    r"打?(?P<zh>[一二三四五六七八九])(?P<more>[一二三四五六七八九])?折|(?P<zhn>\d(?:\.\d)?)折|(?P<pct>\d{1,2}) ?(?:%|per ?cent) off"
)


def _by_a_share(saying: Saying, clause: Clause) -> Fact | None:
    """A price after a share that a fact takes off, where the turn names the price before it and the result is no such share
    of it: "384, less 10% that is 355.60"."""
    told = saying.text[: clause.start].lower()
    share = _SHARE.search(clause.text)
    if share is None:
        return None
    left = [one.low for one in amounts(clause.text[share.end() :]) if one.family == "money"]
    before = [one.low for one in amounts(told + clause.text[: share.start()]) if one.family == "money"]
    if len(left) != 1 or not before or left[0] >= max(before) or left[0] * 2 < max(before):
        return None
    kept = _kept(share)
    given = {one.low for fact in saying.facts for one in fact.amounts} | set(before)
    if left[0] in given or any(abs(one * kept - left[0]) < 1 for one in given):
        return None
    return next((fact for fact in saying.goods if share[0].lstrip("打") in fact.value), None)


def _kept(share: re.Match[str]) -> Decimal:
    """What is left of a price."""
    if share["pct"]:
        return 1 - Decimal(share["pct"]) / 100
    if share["zhn"]:
        return Decimal(share["zhn"]) / 10
    digits = "一二三四五六七八九"
    return Decimal(digits.index(share["zh"]) + 1) / 10 + Decimal(digits.find(share["more"] or "零") + 1) / 100


_DATED: Final = re.compile(
    r"(?<![a-z])(?P<day>mon|tue|wed|thu|fri|sat|sun)[a-z]*,? (?:the )?(?P<n>\d{1,2})(?:st|nd|rd|th)?(?![\d:.%]| ?(?:am|pm)\b)"
    r"|(?P<zn>\d{1,2})[号日][(（,， ]?(?:周|星期|礼拜)(?P<zday>[一二三四五六日天])"
)


def _dated(saying: Saying, clause: Clause) -> Fact | None:
    """A day of the week beside a date that a fact puts on another one: "Saturday the 21st" of Friday 21 August."""
    said = _weekday_of_dates(clause.text)
    for fact in saying.goods:
        known = _weekday_of_dates(fact.value)
        if any(number in known and known[number] != day for number, day in said.items()):
            return fact
    return None


def _weekday_of_dates(text: str) -> dict[int, str]:
    return {
        int(one["n"] or one["zn"]): (one["day"] or one["zday"]).replace("天", "日") for one in _DATED.finditer(text)
    }


_UNITS: Final[Mapping[str, tuple[str, Decimal]]] = {
    "psi": ("pressure", Decimal("0.06895")), "bar": ("pressure", Decimal(1)), "kpa": ("pressure", Decimal("0.01")),
    "cm": ("length", Decimal(1)), "mm": ("length", Decimal("0.1")), "in": ("length", Decimal("2.54")),
    "inch": ("length", Decimal("2.54")), "inches": ("length", Decimal("2.54")), "寸": ("length", Decimal("2.54")),
    "英寸": ("length", Decimal("2.54")), "厘米": ("length", Decimal(1)), "毫米": ("length", Decimal("0.1")),
    "kg": ("mass", Decimal(1)), "公斤": ("mass", Decimal(1)), "lb": ("mass", Decimal("0.4536")), "lbs": ("mass", Decimal("0.4536")),
    "pounds": ("mass", Decimal("0.4536")), "斤": ("mass", Decimal("0.5")), "磅": ("mass", Decimal("0.4536")),
    "ml": ("volume", Decimal(1)), "毫升": ("volume", Decimal(1)), "oz": ("volume", Decimal("29.57")), "盎司": ("volume", Decimal("29.57")),
}  # fmt: skip
_MEASURED: Final = re.compile(
    rf"(?<![\d.])(\d+(?:\.\d+)?)\s?(?:个多|多个|多|个)?\s?({'|'.join(sorted(_UNITS, key=len, reverse=True))})(?![a-z])"
)
_SAME: Final = re.compile(
    r"换算|相当于?|也就是|折合|合(?=\d)|约等于|(?<![a-z])(?:that's|that is|equals?|which is|converted|i\.e\.|or about|works out)(?![a-z])"
)
_CLOSE: Final = Decimal("0.08")


def _measured(text: str) -> list[tuple[str, str, Decimal]]:
    """Dimension, unit and value of each measure."""
    found = []
    for one in _MEASURED.finditer(text):
        dimension, factor = _UNITS[one[2]]
        found.append((dimension, one[2], Decimal(one[1]) * factor))
    return found


def _converted(saying: Saying, clause: Clause) -> Fact | None:
    """A measure said to be another one's equal, of which neither the facts nor the turn have the value."""
    said = _measured(clause.text)
    if not said or not _SAME.search(clause.text):
        return None
    dimension, unit, value = said[-1]
    given = _measured(f"{saying.text[: clause.start].lower()} {saying.asked}") + said[:-1]
    given += [one for fact in saying.facts for one in _measured(fact.value)]
    others = [one for one in given if one[0] == dimension and one[1] != unit]
    alike = [one[2] for one in given if one[0] == dimension]
    if not others or any(abs(one - value) <= one * _CLOSE for one in alike):
        return None
    return next((fact for fact in saying.goods if any(one[0] == dimension for one in _measured(fact.value))), None)


_ALONE: Final = (
    re.compile(r"((?:19|20)\d\d) ?年份|(?<![a-z])(?:vintage|harvest) (?:of )?((?:19|20)\d\d)|((?:19|20)\d\d) (?:vintage|harvest)"),
    re.compile(r"(\d+(?:\.\d+)?) ?(?:psi)(?![a-z])"),
    re.compile(r"(\d+(?:\.\d+)?) ?(?:mah|毫安)"),
    re.compile(r"(\d+(?:\.\d+)?) ?(?:lumens?|流明)"),
    re.compile(r"(\d+(?:\.\d+)?) ?(?:dpi)(?![a-z])"),
    re.compile(r"(\d+(?:\.\d+)?) ?(?:rpm|转/分)"),
    re.compile(r"(\d+(?:\.\d+)?) ?(?:gsm|g/m²|克重)"),
    re.compile(r"(\d+(?:\.\d+)?) ?(?:% vol|%vol|% abv|%abv|酒精度)"),
    re.compile(r"(\d+(?:\.\d+)?) ?(?:支纱|thread count)"),
    re.compile(r"(\d+(?:\.\d+)?) ?(?:tog)(?![a-z])"),
    re.compile(r"(\d+(?:\.\d+)?) ?(?:db|分贝)(?![a-z])"),
)  # fmt: skip
"""Units of which goods have one value."""


def _unit_alone(saying: Saying, clause: Clause) -> Fact | None:
    """A value in a unit in which the facts have another one, and no more than that."""
    if clause.denies:
        return None
    for unit in _ALONE:
        known = [(fact, _value(one)) for fact in saying.goods for one in unit.finditer(fact.value)]
        said = [_value(one) for one in unit.finditer(clause.text)]
        theirs = {_value(one) for one in unit.finditer(saying.customer)}
        if len({value for _, value in known}) == 1 and len(said) == 1 and said[0] not in {known[0][1]} | theirs:
            return known[0][0]
    return None


def _value(one: re.Match[str]) -> Decimal:
    return Decimal(next(filter(None, one.groups())))


_LATEST: Final = re.compile(
    r"最晚|截止|止|之前|(?<![a-z])(?:until|by|latest|last day|deadline|at the latest|no later)(?![a-z])"
)


def _last_day(saying: Saying, clause: Clause) -> Fact | None:
    """A last day that is not the one a fact gives for the very span that the sentence names."""
    if not _LATEST.search(clause.text):
        return None
    days = [one.low for one in amounts(clause.text, saying.today.year) if one.family == "date"]
    spans = {one.low for one in amounts(clause.sentence_text, saying.today.year) if one.family == "time"}
    if len(days) != 1:
        return None
    for fact in saying.goods:
        own = [one.low for one in fact.amounts if one.family == "date"]
        lasting = {one.low for one in fact.amounts if one.family == "time"} & spans
        ends = {*own, *(start + span for start in own for span in lasting)}
        if len(own) > 1 and lasting and all(abs(end - days[0]) > 1 for end in ends):
            return fact
    return None


_DAY: Final = re.compile(r"(?:周|星期|礼拜|[、,和及/](?=[一二三四五六日天](?:[、,和及/每上下早晚\s]|$)))([一二三四五六日天])|(?<![a-z])(mon|tue|wed|thu|fri|sat|sun)[a-z]*(?![a-z])")  # fmt: skip
_RANGE: Final = re.compile(
    r"至|到|(?<=[a-z\d一二三四五六日])\s?[-–~～]\s?(?=[a-z周一二三四五六日])|(?<![a-z])(?:to|through|until)(?![a-z])"
)
_WHICH: Final = re.compile(r"哪[几一]?天|周几|星期几|(?<![a-z])(?:which|what) days?(?![a-z])")


def _weekdays(saying: Saying, clause: Clause) -> Fact | None:
    """Other days of the week than the only fact with any has, where the days were asked for."""
    if not _WHICH.search(saying.asked) or _RANGE.search(clause.text):
        return None
    having = [(fact, days) for fact in saying.goods if (days := _days(fact.value))]
    said = _days(clause.text)
    if len(having) != 1 or not said or _RANGE.search(having[0][0].value):
        return None
    return having[0][0] if not said <= having[0][1] and len(said) <= len(having[0][1]) else None


def _days(text: str) -> frozenset[str]:
    return frozenset((one[1] or one[2]).replace("天", "日") for one in _DAY.finditer(text))


_IN_THE_PRICE: Final = re.compile(
    r"算在里面|包含在内|已经?含|含在(?:价|里)|不(?:再)?另(?:外)?(?:收|算|加)|不用(?:再|另)?加钱|都包了|免费(?:送|配|带)"
    r"|(?<![a-z])(?:at no extra (?:cost|charge)|included|no extra (?:cost|charge)|already in|in the price|thrown in|without extra charge|comes with it)(?![a-z])"
)
_EXTRA: Final = re.compile(
    r"另收|另计|另算|另付|加收|每\S{1,2}另|需另购|另购|另外(?:收|买)|自费|(?<![a-z])(?:not included|sold separately|extra charge|charged extra|costs? extra|on top|surcharge|at extra cost)(?![a-z])"
)


def _included(saying: Saying, clause: Clause) -> Fact | None:
    """What a fact charges for and the clause says is in the price, or the reverse."""
    here = terms(clause.text)
    for fact in saying.goods:
        if not fact.terms or len(fact.terms & here) * 2 < len(fact.terms):
            continue
        given = _IN_THE_PRICE.search(clause.text) is not None and not clause.denies
        charged = _EXTRA.search(clause.text) is not None and not clause.denies
        extra, within = _EXTRA.search(fact.value) is not None, _IN_THE_PRICE.search(fact.value) is not None
        if (given and extra and not within) or (charged and within and not extra and not given):
            return fact
    return None
