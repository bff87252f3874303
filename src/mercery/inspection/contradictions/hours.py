"""Opening hours: a day that is closed said to be open, or other times."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from mercery.claims.numerals import read_number
from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.groups import hits
from mercery.inspection.reading.lexicon import Hit, lexicon
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.terms import terms

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Times = tuple[int, int] | None
"""Minutes of opening and closing; None: closed."""
_WEEKEND: Final = re.compile(r"(?<![a-z])weekends?(?![a-z])|周末|双休")
_WORKDAYS: Final = re.compile(r"(?<![a-z])(?:weekdays?|workdays?|working days)(?![a-z])|工作日|平日")
_EVERY: Final = re.compile(
    r"(?<![a-z])(?:daily|every ?day|all week|7 days|seven days|24/7|each day)(?![a-z])|每天|每日|天天|全年|一周七天|全周|全天候"
)
_TIME: Final = r"(?P<{0}>\d{{1,2}})(?:[:.：点](?P<{0}m>\d{{2}}|半)?)?\s?(?P<{0}x>am|pm|a\.m\.|p\.m\.|noon)?(?:点|时)?"
_SPAN: Final = re.compile(
    rf"(?<![\d.])(?:上午|早上|早)?{_TIME.format('a')}\s?(?:-|–|—|~|～|to|until|till|到|至)\s?(?P<zh>下午|晚上|晚|傍晚)?{_TIME.format('b')}(?!\s?(?:[\d%天元个]|days?|weeks?|hours|小时|business|working|kg|cm|months?))"
)
_UNTIL: Final = re.compile(
    rf"(?<![a-z])(?:until|till|closes? at|close at|up to|by|at)\s(?P<zh>)?{_TIME.format('b')}(?![\d%])|(?:到|至|开到|营业到)(?P<zh2>下午|晚上|晚|傍晚)?(?P<c>\d{{1,2}})[点:：](?P<cm>\d{{2}}|半)?"
)
_CLOSED: Final = re.compile(
    r"(?<![a-z])(?:closed|not open|aren't open|don't open|isn't open|no one|shut|rest day|day off|off on)(?![a-z])|关门|不营业|休息|(?<=[一二三四五六日天末])[店公]?休|不开|不上班|打烊|店休|闭店"
)
_OPEN: Final = re.compile(
    r"(?<![a-z])(?:open|opening|here|there|come (?:in|by)|visit|staffed|available)(?![a-z])|营业|开门|开着|在的|上班|开"
)
_HOURS: Final = re.compile(r"hours|open|营业|开门|上班|工作时间|客服时间")


def found(saying: Saying) -> Iterator[Contradiction]:
    """Clauses, and a yes to "are you open on Sunday?"."""
    yield from _shut_for_a_while(saying)
    yield from _other_cut_off(saying)
    yield from _on_a_rest_day(saying)
    yield from _other_clock(saying)
    for fact in saying.goods:
        if not _HOURS.search(fact.name) or not (week := week_of(fact.value)):
            continue
        asked = days_of(saying.asked)
        for clause in saying.clauses:
            if not clause.question and _contrary(saying, week, asked, clause):
                yield contradiction(saying, clause, fact, _why(fact))
                return
        if _wrongly_answered(saying, week, asked):
            yield contradiction(saying, saying.reply, fact, _why(fact))
            return


def _on_a_rest_day(saying: Saying) -> Iterator[Contradiction]:
    """Said to be open on the day on which a fact without times says that it is closed."""
    asked = days_of(saying.asked) if _OPEN.search(saying.asked) else frozenset()
    for fact in saying.goods:
        pieces = re.split(r"[,，;；。、]", f"{fact.name if days_of(fact.name) else ''} {fact.value}")
        shut = frozenset(day for piece in pieces if _CLOSED.search(piece) for day in days_of(piece))
        if shut & asked and len(asked) == 1 and not week_of(fact.value):
            said = saying.reply if saying.answer == "yes" else _open_on(saying, asked)
            if said is not None:
                yield contradiction(saying, said, fact, _why(fact))
                return


def _open_on(saying: Saying, asked: frozenset[str]) -> Clause | None:
    """The clause that says, in more than a yes, that it is open on the day."""
    for one in saying.clauses:
        plain_yes = one.asserts and not one.denies and not _CLOSED.search(one.text)
        if plain_yes and days_of(one.text) == asked and _OPEN.search(one.text):
            return one
    return None


_WHEN: Final = re.compile(r"(?<![a-z])(?:when|what time)(?:'s| is| are| does| do)(?![a-z])|几点")


def _other_clock(saying: Saying) -> Iterator[Contradiction]:
    """ "At 16:00", of what is known to take place at 11:00 and 15:00."""
    timed = [(fact, known) for fact in saying.goods if (known := _clocks(fact.value))]
    if len(timed) != 1 or not _WHEN.search(saying.asked) or saying.reply is None or span_of(timed[0][0].value):
        return
    fact, known = timed[0]
    said = _clocks(saying.reply.text)
    if len(said) == 1 and saying.reply.asserts and not saying.reply.denies and not said & known:
        yield contradiction(saying, saying.reply, fact, _why(fact))


def _clocks(text: str) -> set[int]:
    """Times of day, on a dial of twelve hours."""
    return {
        (int(read_number(match["hour"])) * 60 + (30 if match["half"] else int(match["min"] or 0))) % 720
        for match in _CLOCK.finditer(text)
    }


_CUT_OFF: Final = re.compile(
    rf"(?<![a-z])(?:before|until|till|by|up to|cut-?off(?: is| at)?)\s{_TIME.format('b')}(?![\d%])|(?P<zh>上午|早上|下午|晚上|傍晚)?(?P<c>\d{{1,2}})[点:：](?P<cm>\d{{2}}|半)?\s?(?:之?前|截止|截单)"
)


def _cut_offs(text: str) -> set[int]:
    """Times until which something has to be done, in minutes."""
    found = set()
    for match in _CUT_OFF.finditer(text):
        hour, part = int(match["b"] or match["c"]), match["bm"] or match["cm"] or "0"
        late = (match["bx"] or "").startswith("p") or match["zh"] in ("下午", "晚上", "傍晚")
        clear = match["bm"] or match["bx"] or match["c"]
        if clear and hour < 25:
            found.add((hour + 12 * (late and hour < 12)) * 60 + (30 if part == "半" else int(part)))
    for match in re.finditer(r"到(下午|晚上|傍晚|早上|上午)?([\d一二三四五六七八九十]{1,2})[点:：](\d{2}|半)?", text):
        hour = int(read_number(match[2]))
        late = match[1] in ("下午", "晚上", "傍晚") and hour < 12
        found.add((hour + 12 * late) * 60 + (30 if match[3] == "半" else int(match[3] or 0)))
    return found


def _other_cut_off(saying: Saying) -> Iterator[Contradiction]:
    """ "Orders until 5 pm" of what has to be ordered before 1."""
    for fact in saying.goods:
        known = _cut_offs(fact.value)
        if len(known) != 1 or _HOURS.search(fact.name):
            continue
        words = fact.terms | terms(fact.value)
        for clause in saying.clauses:
            said = _cut_offs(clause.text)
            alike = words & (terms(clause.sentence_text) | terms(saying.asked)) or fact.topics & lexicon(
                "attributes"
            ).keys(f"{clause.text} {saying.asked}")
            if clause.asserts and said and alike and not said & (known | {one - 720 for one in known}):
                yield contradiction(saying, clause, fact, _why(fact))
                return


_SHUT: Final = re.compile(
    r"closed (?:for|until|till|from)|shut (?:for|until)|stocktaking|renovation|停业|装修|盘点|歇业|暂停营业|放假"
)
_PHONE: Final = re.compile(r"(?<![a-z])(?:phone|line|hotline|chat|online|website|support)(?![a-z])|电话|热线|线上|网上")
_USUAL: Final = re.compile(
    r"(?<![a-z])(?:open|come by|come in|drop by|drop in|visit|see you|as usual)(?![a-z])|营业|开门|可以来|欢迎|过来|正常"
)


def _shut_for_a_while(saying: Saying) -> Iterator[Contradiction]:
    """A shop that is closed until a day, said to be open before."""
    for fact in saying.goods:
        days = [one for one in fact.amounts if one.family == "date"]
        if not days or not _SHUT.search(fact.value) or days[-1].high <= saying.today.toordinal():
            continue
        for clause in saying.clauses:
            if (
                clause.asserts
                and not clause.denies
                and _USUAL.search(clause.text)
                and not _CLOSED.search(clause.text)
                and not _PHONE.search(clause.text)
                and not re.search(r"(?<![a-z])(?:from|after|again|on \d)(?![a-z])|后|起", clause.text)
            ):
                yield contradiction(saying, clause, fact, _why(fact))
                return


_CLOSES_AT: Final = re.compile(
    r"(?<![a-z])(?:clos(?:e|es|ed|ing)|shuts?|locks? up)(?: up)?(?: (?:at|by|from|around|about))? (?:\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon|midday|half)|[\d一二三四五六七八九十半]点?半?(?:就|才|准时)?(?:关|打烊)"
)
"""The hour at which it closes: it is open on that day."""


def _contrary(saying: Saying, week: Mapping[str, Times], asked: frozenset[str], clause: Clause) -> bool:
    named = days_of(clause.text)
    days = named or days_of(clause.sentence_text) or asked
    if _CLOSED.search(clause.text) and not _CLOSES_AT.search(clause.text):
        return bool(named or asked) and any(week[day] is not None for day in named or asked)
    if named and (_OPEN.search(clause.text) or _OPEN.search(saying.asked) or span_of(clause.text)):
        if clause.denies:
            return any(week[day] is not None for day in named)
        if any(week[day] is None for day in named):
            return True
    times = span_of(clause.text)
    about = f"{clause.sentence_text} {saying.asked}"
    if times and (_OPEN.search(about) or _HOURS.search(about)):
        known = {week[day] for day in days} if days else {one for one in week.values() if one}
        return times not in known
    return _wrong_end(saying, week, days, clause) or (clause is saying.reply and _one_end(saying, week, clause))


_CLOSING: Final = re.compile(
    r"(?<![a-z])(?:close|shut|until when|till when|how long are you open|how late)|几点(?:关|下班|打烊)|(?:开|营业)到几点"
)
_OPENING: Final = re.compile(r"(?<![a-z])(?:what time|when) do you open|几点(?:开|上班)")
_CLOCK: Final = re.compile(
    r"(?P<part>上午|早上|早|中午|下午|傍晚|晚上|晚)?(?P<hour>\d{1,2}|[一二两三四五六七八九十]{1,2})(?:点(?P<half>半)?|[:：](?P<min>\d\d)|(?P<x> ?[ap]\.?m)| o'clock)"
)


_SPELT: Final = re.compile(
    r"(?<![a-z])(?:till|until|at|by|to) (one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?=$|[^a-z ]| (?:today|tonight|tomorrow|on|every|in the|sharp|and))"
)


def _one_end(saying: Saying, week: Mapping[str, Times], clause: Clause) -> bool:
    """ "When do you close?" "At ten." of a shop that closes at nine."""
    at = 1 if _CLOSING.search(saying.asked) else 0 if _OPENING.search(saying.asked) else None
    clocks = list(_CLOCK.finditer(clause.text))
    ends = {times[at] for times in week.values() if times} if at is not None else set()
    spelt = _SPELT.search(clause.text) if not clocks and at is not None else None
    if spelt and len(ends) == 1 and clause.asserts and not clause.denies and not days_of(clause.text):
        return int(read_number(spelt[1])) * 60 % 720 != next(iter(ends)) % 720
    if len(clocks) != 1 or len(ends) != 1 or days_of(clause.text) or not clause.asserts or clause.denies:
        return False
    match = clocks[0]
    said = int(read_number(match["hour"])) * 60 + (30 if match["half"] else int(match["min"] or 0))
    return said % 720 != next(iter(ends)) % 720


def _wrong_end(saying: Saying, week: Mapping[str, Times], days: frozenset[str], clause: Clause) -> bool:
    """ "until 8" of a shop that closes at 7"""
    match = _UNTIL.search(clause.text)
    if not match or not (_OPEN.search(clause.text) or _OPEN.search(saying.asked) or "close" in clause.text):
        return False
    hour, part = int(match["b"] or match["c"]), match["bm"] or match["cm"] or "0"
    ends = {times[1] for day, times in week.items() if times and (not days or day in days)}
    if match["bx"] in ("am", "a.m."):
        return False
    minutes = hour * 60 + (30 if part == "半" else int(part))
    return bool(ends) and minutes not in ends and minutes + 720 not in ends and (minutes - 720) not in ends


def _wrongly_answered(saying: Saying, week: Mapping[str, Times], asked: frozenset[str]) -> bool:
    if not asked or saying.answer is None or not _OPEN.search(saying.asked):
        return False
    if saying.answer == "yes":
        return any(week[day] is None for day in asked)
    return all(week[day] is not None for day in asked) and not re.search(r"\d", saying.asked)


def days_of(text: str) -> frozenset[str]:
    """The days of the week a text names."""
    found: set[str] = set()
    named = [hit for hit in hits(text) if hit.key.startswith("weekday:")]
    for at, hit in enumerate(named):
        day = hit.key.partition(":")[2]
        found.add(day)
        if at and re.fullmatch(
            r"\s*(?:-|–|—|~|to|through|thru|until|till|至|到)\s*", text[named[at - 1].end : hit.start]
        ):
            found.update(_between(named[at - 1], hit))
    found.update(DAYS if _EVERY.search(text) else ())
    found.update(DAYS[5:] if _WEEKEND.search(text) else ())
    found.update(DAYS[:5] if _WORKDAYS.search(text) else ())
    return frozenset(found)


def _between(first: Hit, last: Hit) -> Iterator[str]:
    low, high = (DAYS.index(hit.key.partition(":")[2]) for hit in (first, last))
    yield from (DAYS[at % 7] for at in range(low, high + 1 if high >= low else high + 8))


def span_of(text: str) -> Times:
    """From when until when, in minutes."""
    match = _SPAN.search(text)
    if not match:
        return None
    start, end = _minutes(match, "a"), _minutes(match, "b")
    late = bool(match["zh"]) or (match["bx"] or "").startswith("p")
    if end < 720 and (late or end <= start):
        end += 720
    if start >= 1440 or end > 1440 + 720:
        return None
    return start, end


def _minutes(match: re.Match[str], name: str) -> int:
    minutes = 30 if match[f"{name}m"] == "半" else int(match[f"{name}m"] or 0)
    hour = int(match[name])
    if (match[f"{name}x"] or "").startswith("p") and hour < 12:
        hour += 12
    return hour * 60 + minutes


def week_of(value: str) -> Mapping[str, Times]:
    """The times of each day. Days a fact does not name are closed."""
    week: dict[str, Times] = dict.fromkeys(DAYS)
    days: frozenset[str] = frozenset()
    named = False
    for piece in re.split(r"[,，;；。、/]|\band\b|\s(?=[周星每][^\s]{1,8}休)", value):
        days = days_of(piece) or days
        if _CLOSED.search(piece):
            week.update(dict.fromkeys(days_of(piece)))
            continue
        if times := span_of(piece):
            week.update(dict.fromkeys(days or DAYS, times))
            named = True
    return week if named else {}


def _why(fact: Fact) -> Words:
    return Words(
        f"The hours are others: {fact.known.name}: {fact.known.value}.",
        f"时间不是这样：{fact.known.name}：{fact.known.value}。",
    )
