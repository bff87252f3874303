"""Days out of a calendar file (.ics, RFC 5545): what holiday calendars hold, whole days with a name. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mercery.core.errors import Invalid, Problem
from mercery.core.i18n import Words

MOST_BYTES: Final = 1_000_000
MOST_DAYS: Final = 200
"""Days taken out of one file, and out of one event."""
_DATE: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T\d{6}Z?)?")
_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
_ESCAPED: Final = re.compile(r"\\([\\,;nN])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One day of a calendar."""

    day: date
    name: Words


def read_calendar(content: bytes, year: int, *, file: str = "calendar.ics") -> list[Named]:
    """The named days of that year, in order; events that come back every year count too. Invalid where the file is no
    calendar, too large, or holds nothing of the year."""
    if len(content) > MOST_BYTES:
        raise _wrong(
            file,
            None,
            "The file is larger than 1 MB.",
            "Use a calendar of holidays only.",
            "文件超过 1 MB，请只导入节假日日历。",
        )
    lines = list(_unfolded(content.decode("utf-8-sig", errors="replace")))
    if not any(line.upper() == "BEGIN:VCALENDAR" for _, line in lines):
        raise _wrong(
            file,
            1,
            "This is no calendar file.",
            "It begins with BEGIN:VCALENDAR.",
            "这不是日历文件；日历文件以 BEGIN:VCALENDAR 开头。",
        )
    found: dict[date, Named] = {}
    for number, event in _events(lines):
        for day in _days(event, year, number, file):
            known = found.get(day)
            name = _name(event)
            found[day] = Named(day=day, name=_joined(known.name, name) if known else name)
            if len(found) > MOST_DAYS:
                raise _wrong(
                    file,
                    number,
                    f"The file names more than {MOST_DAYS} days of {year}.",
                    "Use a shorter one.",
                    f"文件中 {year} 年的日期超过 {MOST_DAYS} 天，请使用较短的文件。",
                )
    if not found:
        raise _wrong(
            file,
            None,
            f"The file names no day of {year}.",
            "Choose another year or another file.",
            f"文件中没有 {year} 年的日期，请换一年或换一个文件。",
        )
    return [found[day] for day in sorted(found)]


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their numbers; one that begins with a space goes on the line before (RFC 5545, 3.1)."""
    held: tuple[int, str] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if held is not None and line[:1] in (" ", "\t"):
            held = (held[0], held[1] + line[1:])
            continue
        if held is not None:
            yield held
        held = (number, line.rstrip())
    if held is not None:
        yield held


def _events(lines: list[tuple[int, str]]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each event with the line it begins on; what lies within an event (alarms) is passed over."""
    event: dict[str, str] = {}
    began, inner = 0, 0
    for number, line in lines:
        name, _, value = line.partition(":")
        key = name.partition(";")[0].upper()
        if (key, value.upper()) == ("BEGIN", "VEVENT"):
            event, began, inner = {}, number, 0
        elif began and key == "BEGIN":
            inner += 1
        elif began and (key, value.upper()) == ("END", "VEVENT"):
            yield began, event
            began = 0
        elif began and key == "END":
            inner -= 1
        elif began and not inner:
            event.setdefault(key, value)


def _days(event: Mapping[str, str], year: int, number: int, file: str) -> Iterator[date]:
    begins = _date(event.get("DTSTART", ""))
    if begins is None:
        raise _wrong(
            file,
            number,
            "This event has no day on which it begins.",
            "Give it a DTSTART.",
            "该日程没有开始日期，请补上 DTSTART。",
        )
    ends = _date(event.get("DTEND", "")) or begins + timedelta(days=1)
    # A whole day ends with the day after (exclusive); a time of day ends on its own day.
    last = max(begins, ends - timedelta(days=1) if "T" not in event.get("DTEND", "") else ends)
    length = min((last - begins).days, MOST_DAYS)
    for start in _yearly(begins, event.get("RRULE", ""), year):
        for step in range(length + 1):
            day = start + timedelta(days=step)
            if day.year == year:
                yield day


def _yearly(begins: date, rule: str, year: int) -> Iterator[date]:
    """Where an event begins that touches the year: once, or in each year its rule says. Rules that are not simply yearly
    count for the first time only."""
    parts = dict(part.upper().partition("=")[::2] for part in rule.split(";") if part)
    plain = parts.get("FREQ") == "YEARLY" and not set(parts) - {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH",
                                                                "BYMONTHDAY", "WKST"}  # fmt: skip
    if not plain:
        yield begins
        return
    every = int(parts["INTERVAL"]) if parts.get("INTERVAL", "").isdigit() and int(parts["INTERVAL"]) else 1
    times = int(parts["COUNT"]) if parts.get("COUNT", "").isdigit() else None
    until = _date(parts.get("UNTIL", ""))
    for chosen in (year - 1, year):
        passed, rest = divmod(chosen - begins.year, every)
        if passed < 0 or rest or (times is not None and passed >= times):
            continue
        try:
            day = begins.replace(year=chosen)
        except ValueError:
            continue  # 29 February
        if until is None or day <= until:
            yield day


def _date(text: str) -> date | None:
    found = _DATE.fullmatch(text.strip())
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _name(event: Mapping[str, str]) -> Words:
    text = _ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], event.get("SUMMARY", "")).strip()[:80]
    return Words("", text) if _CHINESE.search(text) else Words(text)


def _joined(first: Words, second: Words) -> Words:
    """Two names of one day: each language keeps the first it has."""
    return Words(first.en or second.en, first.zh or second.zh)


def _wrong(file: str, line: int | None, message: str, remedy: str, zh: str) -> Invalid:
    problem = Problem(file=file, line=line, field="calendar", message=message, remedy=remedy, zh=zh)
    return Invalid(message, remedy=remedy, problems=[problem], zh=problem.text("zh"))
