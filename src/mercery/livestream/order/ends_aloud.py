"""Until when a price holds, as one says it: a quarter to nine tonight, noon today, 30 November. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from mercery.claims.wording import Voice, day_text

_HOURS: Final = (
    ["twelve", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"],
    ["十二", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十", "十一"],
)  # fmt: skip
_MINUTES: Final = {
    5: "five past", 10: "ten past", 15: "a quarter past", 20: "twenty past", 25: "twenty-five past", 30: "half past",
    35: "twenty-five to", 40: "twenty to", 45: "a quarter to", 50: "ten to", 55: "five to",
}  # fmt: skip
_SAID_BY_CLOCK: Final = 18
"""From this hour on a day's end is told as tonight."""


@dataclass(frozen=True, slots=True)
class End:
    """The end in words, and until when these words are right: `tonight` is another day tomorrow."""

    words: str
    right_until: datetime


def end_aloud(end: datetime, voice: Voice) -> End:
    """`a quarter to nine tonight`, `midnight tonight`, `30 November`; `end` itself is exclusive."""
    local = end.astimezone(ZoneInfo(voice.timezone))
    today = voice.today
    midnight = datetime(today.year, today.month, today.day, tzinfo=ZoneInfo(voice.timezone)) + timedelta(days=1)
    if local == midnight:
        return End(voice.pick("midnight tonight", "今晚十二点"), min(end, midnight))
    if local.date() == today:
        return End(_hour(local, voice), min(end, midnight))
    if (local.hour, local.minute) == (0, 0):
        return End(day_text((local - timedelta(days=1)).date(), voice), end)
    clock = f"{local.hour:02d}:{local.minute:02d}"
    day = day_text(local.date(), voice)
    return End(voice.pick(f"{clock} on {day}", f"{day} {clock}"), end)


def _hour(local: datetime, voice: Voice) -> str:
    return _hour_zh(local) if voice.zh else _hour_en(local)


def _hour_en(local: datetime) -> str:
    when = "tonight" if local.hour >= _SAID_BY_CLOCK else "today"
    if local.minute == 0:
        name = "noon" if local.hour == 12 else f"{_HOURS[0][local.hour % 12]} o'clock"
        return f"{name} {when}"
    minutes = _MINUTES.get(local.minute)
    if minutes is None:
        return f"{local.hour}:{local.minute:02d} {when}"
    hour = local.hour + (local.minute > 30)
    return f"{minutes} {_HOURS[0][hour % 12]} {when}"


def _hour_zh(local: datetime) -> str:
    part = (
        "今天早上" if local.hour < 9 else "今天上午" if local.hour < 12 else "今天中午" if local.hour == 12
        else "今天下午" if local.hour < _SAID_BY_CLOCK else "今晚"
    )  # fmt: skip
    clock = f"{_HOURS[1][local.hour % 12]}点"
    if local.minute == 0:
        return part + clock
    quarter = {15: "一刻", 30: "半", 45: "三刻"}.get(local.minute)
    return f"{part}{clock}{quarter}" if quarter else f"{part} {local.hour}:{local.minute:02d}"
