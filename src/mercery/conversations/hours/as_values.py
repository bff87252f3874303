"""Hours as the values of the policy that tells them, and back: so whoever has the policy can say how a day is. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from mercery.conversations.hours.schedule import Schedule, SpecialDay
from mercery.conversations.hours.week import DAY, Hours, Week, clock_text, read_clock
from mercery.core.clock import zone_names
from mercery.core.i18n import Words
from mercery.policies.policy import Scalar

_DAY_KEYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPECIAL: Final = re.compile(r"day_(\d{4})_(\d{2})_(\d{2})")
_CLOSED: Final = "closed"


def hours_values(schedule: Schedule, special: Iterable[SpecialDay]) -> dict[str, Scalar]:
    """The week, and the special days with their names."""
    values: dict[str, Scalar] = {"timezone": schedule.zone_name}
    values |= {key: day_text(day) for key, day in zip(_DAY_KEYS, schedule.week.days, strict=True)}
    for one in special:
        values[f"day_{one.day:%Y_%m_%d}"] = day_text(one.hours)
        values |= {f"name_{one.day:%Y_%m_%d}_{lang}": name for lang, name in _names(one.name)}
    return values


def schedule_from(values: Mapping[str, object]) -> Schedule | None:
    """The hours that a policy's values tell; None where they tell none that can be read."""
    zone, week = str(values.get("timezone", "")), [_read(values.get(key)) for key in _DAY_KEYS]
    days = tuple(one for one in week if one is not None)
    if zone not in zone_names() or len(days) != len(_DAY_KEYS):
        return None
    special = {one.day: one for key in values if (one := _special(key, values)) is not None}
    found = Schedule(zone=ZoneInfo(zone), zone_name=zone, week=Week(days), special=special)
    return found if found.says_something else None


def day_text(hours: Iterable[Hours]) -> str:
    """`9:00-12:00, 14:00-19:00`, or `closed`."""
    return ", ".join(f"{clock_text(one.opens)}-{one.clock()[1]}" for one in hours) or _CLOSED


def week_values(week: Week) -> dict[str, str]:
    """The week by day."""
    return {key: day_text(day) for key, day in zip(_DAY_KEYS, week.days, strict=True)}


def _names(name: Words) -> Iterable[tuple[str, str]]:
    return ((lang, text) for lang, text in (("en", name.en), ("zh", name.zh)) if text)


def _special(key: str, values: Mapping[str, object]) -> SpecialDay | None:
    match = _SPECIAL.fullmatch(key)
    hours = _read(values[key]) if match else None
    if match is None or hours is None:
        return None
    name = Words(*(str(values.get(f"name_{key.removeprefix('day_')}_{lang}", "")) for lang in ("en", "zh")))
    return SpecialDay(day=date(*(int(part) for part in match.groups())), name=name, hours=hours)


def _read(text: object) -> tuple[Hours, ...] | None:
    if not isinstance(text, str) or not text:
        return None
    if text == _CLOSED:
        return ()
    found = []
    for part in text.split(", "):
        begins, _, ends = part.partition("-")
        opens, closes = read_clock(begins), read_clock(ends)
        if opens is None or closes is None or opens >= DAY:
            return None
        found.append(Hours(opens, closes if closes > opens else closes + DAY))
    return tuple(found)
