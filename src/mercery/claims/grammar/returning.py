"""When what is sold out comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from mercery.claims.grammar.amount import Amount
from mercery.claims.grammar.days import nth_weekdays
from mercery.claims.grammar.priced import fact, segments, sentence, targets
from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.grammar.tokens import Token
from mercery.core.dates import a_year_on, month_end, next_such_day


def day_meant(reading: Reading, segment: Segment, token: Token) -> date | None:
    """The day a token means: a date, or so many days or weeks from today."""
    amount, today = token.amount, reading.grounds.today
    assert amount is not None
    match amount.kind:
        case "date" if amount.day is not None:
            passed = amount.word == "day" and amount.day < today
            return _next_time(token, amount.day) if passed else amount.day
        case "date":
            return _day_of_month(replace(amount, word=str(amount.value)), _month_told(reading, segment) or today)
        case "size":
            return _day_of_month(amount, today) if token.text.endswith(("号", "日")) else None
        case "span":
            return _within(segment, amount, today)
        case "weekday":
            return _coming(segment, token, today)
        case "quantity" if amount.unit in ("day", "week") and amount.high is None and _counts_days(segment, token):
            return today + timedelta(days=round(amount.value * (7 if amount.unit == "week" else 1)))
        case _:
            return None


def _next_time(token: Token, passed: date) -> date:
    """Of a day that is over in this year; the first Saturday of a month is another day in each year."""
    found = next(nth_weekdays(token.text, passed.year + 1), None)
    return found.day if found is not None and found.day is not None else next_such_day(passed)


_AHEAD: Final = frozenset(
    {
        "in",
        "wait",
        "have to wait",
        "要等",
        "还要等",
        "再等",
        "得等",
        "还得等",
        "还需等",
        "等",
        "还要",
        "再过",
        "要",
        "过",
        "还需",
        "还有",
        "只有",
        "还剩",
        "再有",
    }
)
_FROM_NOW: Final = frozenset({"后", "之后", "以后", "from", "later", "to go until"})


def _counts_days(segment: Segment, token: Token) -> bool:
    """`in 18 days`, 18天后, 还要等18天, `five days to go`."""
    before, after = segment.before(token, 1), [one.text for one in segment.after(token, 2)]
    if before and before[0].text in _AHEAD:
        return True
    until = after[:1] in (["until"], ["till"]) and segment.has("stock:back")
    return until or after[:2] == ["to", "go"] or bool(after and after[0] in _FROM_NOW)


def _month_told(reading: Reading, segment: Segment) -> date | None:
    """`until the middle of January, the 15th`: the first day of the month that the sentence names."""
    months = [
        token.amount.day.replace(day=1)
        for token in sentence(reading, segment)
        if token.amount and token.amount.kind == "span" and token.amount.word == "month" and token.amount.day
    ]
    today = reading.grounds.today
    if len(months) != 1 or months[0] == today.replace(day=1):
        return None
    return months[0].replace(year=months[0].year + 1) if months[0] < today else months[0]


def _day_of_month(amount: Amount, today: date) -> date | None:
    """27号: the next such day."""
    if not amount.word.isdigit() or not 1 <= int(amount.word) <= 31:
        return None
    return next(
        (
            today + timedelta(days=ahead)
            for ahead in range(31)
            if (today + timedelta(days=ahead)).day == int(amount.word)
        ),
        None,
    )


def _numbered_day(amount: Amount, month: date) -> date:
    """The day of that number, where the month has it; else one that will not agree."""
    day = month + timedelta(days=int(amount.value) - 1)
    return day if day.month == month.month else date.min


def _span(amount: Amount, today: date) -> tuple[date, date]:
    """The first and last day of a span."""
    monday = today - timedelta(days=today.weekday())
    month = today.replace(day=1)
    after = (month + timedelta(days=32)).replace(day=1)
    match amount.word:
        case "this week" | "本周" | "这周" | "这个星期":
            return today, max(monday + timedelta(days=6), today + timedelta(days=6) if today.weekday() == 6 else monday)
        case "next week" | "下周" | "下个星期":
            return monday + timedelta(days=7), monday + timedelta(days=13)
        case "this month" | "本月" | "这个月":
            return today, after - timedelta(days=1)
        case "next month" | "下个月" | "下月":
            return after, (after + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        case "next year" | "明年":
            return date(today.year + 1, 1, 1), date(today.year + 1, 12, 31)
        case "end of this month":
            return month + timedelta(days=19), after - timedelta(days=1)
        case "day of this month":
            day = _numbered_day(amount, month)
            return day, day
        case "day of next month":
            day = _numbered_day(amount, after)
            return day, day
        case _:
            return amount.day or today, amount.until or today


def _within(segment: Segment, amount: Amount, today: date) -> date | None:
    """The day of return where it lies in the span told; else the span's end, which will not agree."""
    if amount.word in ("tomorrow", "明天"):
        return today + timedelta(days=1)
    if amount.word in ("the day after tomorrow", "后天"):
        return today + timedelta(days=2)
    if amount.word == "大后天":
        return today + timedelta(days=3)
    first, last = _span(amount, today)
    if last < today:
        first = a_year_on(first) if amount.day else today
        last = month_end(a_year_on(last)) if last == month_end(last) else a_year_on(last)
    back = {one.stocked.restock for one in segment.variants if one.stocked}
    day = next(iter(back)) if len(back) == 1 else None
    return day if day is not None and first <= day <= last else date.min


def _coming(segment: Segment, token: Token, today: date) -> date:
    """The coming weekday; `next`, 下 means the week after this one."""
    assert token.amount is not None
    index = int(token.amount.value)
    before, after = segment.before(token, 2), segment.after(token, 1)
    if before and before[0].text in ("next", "下", "下下"):
        twice = before[0].text == "下下" or [one.text for one in before] == ["下", "下"]
        monday = today - timedelta(days=today.weekday()) + timedelta(days=14 if twice else 7)
        return monday + timedelta(days=index)
    if after and after[0].text == "week":  # `Thursday week`
        return today + timedelta(days=(index - today.weekday() - 1) % 7 + 8)
    return today + timedelta(days=(index - today.weekday() - 1) % 7 + 1)


def _gone_then(segment: Segment, token: Token) -> bool:
    """`sold out again this week`, `not out until …`: a day on which it is gone, or a denial of being gone."""
    cues = [one for one in segment.tokens if one.has("stock:out")]
    if not cues:
        return False
    if any(near.text in ("be", "due") for one in cues for near in segment.before(one, 1)):
        return True  # `due to be gone on the 30th`
    if any(
        segment.negative(one) and not one.text.startswith(("not", "no", "没", "无", "缺", "断", "售")) for one in cues
    ) or any(
        segment.negative(one) for one in cues if one.text in ("out", "gone", "sold out", "out of stock", "断货", "售罄")
    ):
        return True
    place = segment.tokens.index(token)
    if any(segment.tokens.index(one) > place for one in cues):
        return True
    before = [one.text for one in segment.before(token, 2)]
    return not any(one.has("stock:back") and not one.has("stock:out") for one in segment.tokens) and not any(
        word in ("until", "till", "before", "到", "至", "直到", "and") for word in before
    )


def _there_until(segment: Segment, token: Token) -> bool:
    """`in stock until Friday`: it would go on that day, not come back."""
    led = any(one.text in ("until", "till") for one in segment.before(token, 2))
    there = segment.has("stock:in") and not segment.has("stock:out")
    return led and there and not any(one.is_a("neg") for one in segment.tokens)


def _not_before(segment: Segment, token: Token) -> bool:
    """`not before 1 February`."""
    before = segment.before(token, 6)
    return bool(before) and before[0].text in ("before", "until", "till") and any(one.is_a("neg") for one in before)


def dates(reading: Reading, segment: Segment) -> None:
    """Prove every day of return told in the segment on the variants it selects."""
    view = segment.view
    assert view is not None
    if not _speaks_of_return(reading, segment):
        return
    for token in segment.open():
        if not _tells_a_day(reading, segment, token):
            continue
        rough = _rough(reading, segment, token) if token.amount and token.amount.kind == "quantity" else None
        day = rough or day_meant(reading, segment, token)
        if day is None:
            continue
        reason = _against(reading, segment, token, day)
        if reason:
            raise Blocked(reason, subject=view.id, attribute="stock")
        reading.claim("restock", day, fact(targets(segment), "stock"), subject=view.id)
        _weekdays(reading, segment, day, view.id)
        _use(reading, segment, token)


def _tells_a_day(reading: Reading, segment: Segment, token: Token) -> bool:
    amount = token.amount
    if amount is None or amount.kind not in ("date", "quantity", "weekday", "span", "size"):
        return False
    if (amount.kind == "size" and token in segment.chosen) or (
        segment.negative(token) and not _not_before(segment, token)
    ):
        return False
    dated = any(one.amount and one.amount.kind == "date" for one in sentence(reading, segment))
    return not (amount.kind == "weekday" and dated)


def _against(reading: Reading, segment: Segment, token: Token, day: date) -> str:
    """Why the day is not told rightly; empty where it is."""
    assert token.amount is not None
    if _gone_then(segment, token):
        return "told to be gone on that day"
    if _there_until(segment, token):
        return "told to be there until that day"
    if _does_not_come(segment, token):
        return "told not to come on that day"
    near = [one.text for one in (*segment.before(token, 1), *segment.after(token, 1))]
    vague = token.amount.kind != "quantity" and segment.has("quant:most", "quant:least", "cmp:less")
    if not _not_before(segment, token) and (vague or any(word in _OPEN for word in near)):
        return "an open date"
    variants = targets(segment)
    back = [one.stocked for one in variants]
    right = (
        bool(back)
        and day >= reading.grounds.today
        and all(one is not None and one.quantity == 0 and one.restock == day for one in back)
    )
    return "" if right else f"“{token.text}” is not the day of return"


def _does_not_come(segment: Segment, token: Token) -> bool:
    """12月20号不到: before an amount the same word says that it is less."""
    after = segment.after(token, 2)
    return bool(after) and after[0].text in ("不到", "到不了", "不来") and not any(one.amount for one in after)


_OPEN: Final = frozenset({"by", "before", "前", "之前", "after", "since"})
_CARRIERS: Final = frozenset(
    {
        "from",
        "later",
        "week",
        "才",
        "会",
        "time",
        "takes",
        "another",
        "we have",
        "mid",
        "to",
        "go",
        "date",
        "日期",
        "until",
        "before",
        "only",
        "home",
    }
)


_FRESH: Final = frozenset(
    {
        "more",
        "fresh",
        "new",
        "another",
        "bottles",
        "bottle",
        "pairs",
        "ones",
        "pieces",
        "supply",
        "batch",
        "stock",
        "new stock",
        "新货",
        "新的",
        "一批",
        "批",
        "下一批",
    }
)
"""What comes back, in other words: more, fresh stock, another batch."""


def _use(reading: Reading, segment: Segment, token: Token) -> None:
    """Account for the words that told the day."""
    if _not_before(segment, token):
        segment.use_kinds("stock", "neg")
    segment.use([token, *segment.chosen], "stock")
    for one in segments(reading, segment):
        if one.selected and one.variants == segment.variants:
            one.use(one.chosen, "stock")
        one.use_keys("stock", "stock:back", "c:deliver", "c:return", "quant:again")
    segment.use([one for one in segment.open() if one.text in _FRESH], "stock")
    there = [one for one in segment.tokens if one.has("stock:in") and not one.has("stock:back")]
    if any([two.text for two in segment.before(one, 2)] in (["is", "and"], ["are", "and"]) for one in there):
        raise Blocked("it is not there yet", attribute="stock")
    segment.use_keys("stock", "quant:about", "cmp:less", "stock:out", "stock:in", "quant:least")
    segment.use([one for one in segment.tokens if one.text in _CARRIERS], "stock")


def _speaks_of_return(reading: Reading, segment: Segment) -> bool:
    """A word of coming back in the segment, or earlier in its sentence."""
    if segment.has("stock:back", "stock:out") or (
        segment.selected and any(one.amount and one.amount.kind == "date" for one in segment.tokens)
    ):
        return True
    if segment.has("stock:in") and segment.has("quant:again"):
        return True
    if any(one.has("stock:back", "stock:out") for one in segments(reading, segment)):
        return True
    dated = any(one.amount and one.amount.kind == "date" for one in sentence(reading, segment))
    return dated and any(one.stocked and one.stocked.quantity == 0 and one.stocked.restock for one in segment.variants)


def _rough(reading: Reading, segment: Segment, token: Token) -> date | None:
    """`in a little under three weeks`, `不到三周`: the day of return, where the words are true of it."""
    amount, today = token.amount, reading.grounds.today
    if amount is None or amount.unit not in ("day", "week", "month") or amount.high is not None:
        return None
    near = [*segment.before(token, 2), *segment.after(token, 1)]
    if not any(one.has("quant:about", "cmp:less", "cmp:more") for one in near) and amount.unit != "month":
        return None
    days = float(amount.value) * {"day": 1, "week": 7, "month": 30.4}[amount.unit]
    back = {one.stocked.restock for one in segment.variants if one.stocked}
    day = next(iter(back)) if len(back) == 1 else None
    if day is None:
        return None
    ahead = (day - today).days
    words = {one.text for one in near}
    if words & {"just under", "a little under", "less than", "under", "not quite", "不到", "within"}:
        return day if days * 0.75 <= ahead < days else None
    if words & {"just over", "a little over", "more than", "over", "well over", "多"}:
        return day if days < ahead <= days * 1.3 else None
    return day if abs(ahead - days) <= max(1.0, days * 0.1) else None


def _coming_on(token: Token, day: date, today: date) -> bool:
    """`Monday week, the 30th`: the weekday of the second week from now is that day."""
    assert token.amount is not None
    return day == today + timedelta(days=8 + (int(token.amount.value) - today.weekday() - 1) % 7)


def _weekdays(reading: Reading, segment: Segment, day: date, subject: str) -> None:
    for one in segments(reading, segment):
        _weekday(one, day, subject, reading.grounds.today)


def _weekday(segment: Segment, day: date, subject: str, today: date) -> None:
    segment.use(
        [token for token in segment.open() if token.text in ("this", "coming", "next", "本", "这", "下", "下下")],
        "stock",
    )
    for token in segment.open():
        if token.amount and token.amount.kind == "weekday":
            if int(token.amount.value) != day.weekday():
                raise Blocked(f"“{token.text}” is not the weekday", subject=subject, attribute="stock")
            if (week := segment.after(token, 1)) and week[0].text == "week" and _coming_on(token, day, today):
                segment.use(week, "stock")
            segment.use([token], "stock")
