"""From when until when, in words."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from babel.dates import format_date

from mercery.core.i18n import Lang


def tell_period(starts: datetime | None, ends: datetime | None, lang: Lang, zone: tzinfo) -> str:
    """`from 27 November 2026, 20:00 until 28 November 2026, 12:00`; an end at midnight is the end of the day before."""
    begun = tell_moment(starts, lang, zone) if starts else ""
    ended = tell_moment(ends, lang, zone, end=True) if ends else ""
    if lang == "zh":
        if begun and ended:
            return f"{begun}至{ended}"
        return f"{begun}起" if begun else f"截至{ended}" if ended else ""
    return " ".join(part for part in (f"from {begun}" if begun else "", f"until {ended}" if ended else "") if part)


def tell_moment(moment: datetime, lang: Lang, zone: tzinfo, *, end: bool = False) -> str:
    """A moment in `zone`. An `end` at midnight is told by the day that ends."""
    local = moment.astimezone(zone)
    midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
    if end and midnight:
        day = local - timedelta(days=1)
        return f"{_day(day, lang)}24:00" if lang == "zh" else f"the end of {_day(day, lang)}"
    clock = local.strftime("%H:%M:%S" if local.second else "%H:%M")
    return f"{_day(local, lang)}{clock}" if lang == "zh" else f"{_day(local, lang)}, {clock}"


def _day(moment: datetime, lang: Lang) -> str:
    if lang == "zh":
        return f"{moment.year}年{moment.month}月{moment.day}日"
    return format_date(moment.date(), "d MMMM y", locale="en")
