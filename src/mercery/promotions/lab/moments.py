"""Days and periods in words of both languages."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mercery.core.i18n import Words
from mercery.ui.formats import date_text, time_text


def day(moment: datetime, zone: ZoneInfo) -> Words:
    """Friday 27 November, without the year."""
    on = moment.astimezone(zone)
    date, _, weekday = date_text(on, "zh", zone, style="full").split("年 ")[-1].partition("，")
    return Words(f"{on:%A} {on.day} {on:%B}", f"{date}（{weekday}）")


def at(moment: datetime, zone: ZoneInfo) -> Words:
    """A day with its hour; midnight is left out."""
    on, said = moment.astimezone(zone), day(moment, zone)
    if (on.hour, on.minute) == (0, 0):
        return said
    return Words(f"{said.en}, {time_text(on, 'en', zone)}", f"{said.zh} {time_text(on, 'zh', zone)}")


def at_end(moment: datetime, zone: ZoneInfo) -> Words:
    """The same for an end: midnight is told by the day that ends with it, which is still within."""
    on = moment.astimezone(zone)
    return day(on - timedelta(seconds=1), zone) if (on.hour, on.minute) == (0, 0) else at(on, zone)


def period(starts: datetime | None, ends: datetime | None, zone: ZoneInfo) -> Words:
    """From when until when; within one day the day is said once, and midnight is called so."""
    if starts is None and ends is None:
        return Words("at any time", "任何时间")
    if starts is None:
        assert ends is not None
        until = at_end(ends, zone)
        return Words(f"until {until.en}", f"至 {until.zh}")
    since = at(starts, zone)
    if ends is None:
        return Words(f"from {since.en}", f"{since.zh}起")
    first, last = starts.astimezone(zone), (ends - timedelta(seconds=1)).astimezone(zone)
    if first.date() == last.date():
        return _within_a_day(starts, ends, zone)
    until = at_end(ends, zone)
    return Words(f"{since.en} to {until.en}", f"{since.zh} 至 {until.zh}")


def _within_a_day(starts: datetime, ends: datetime, zone: ZoneInfo) -> Words:
    first, last = starts.astimezone(zone), ends.astimezone(zone)
    said = day(starts, zone)
    midnight = (last.hour, last.minute) == (0, 0)
    if midnight and (first.hour, first.minute) == (0, 0):
        return Words(f"{said.en}, the whole day", f"{said.zh}全天")
    begin = time_text(first, "en", zone)
    close = Words("midnight", "24:00") if midnight else Words(time_text(last, "en", zone))
    return Words(f"{said.en}, {begin} to {close.en}", f"{said.zh} {begin} 至 {close.text('zh')}")


def short_day(moment: datetime, zone: ZoneInfo) -> Words:
    """27 Nov and 11/27, as it stands over a column."""
    on = moment.astimezone(zone)
    return Words(f"{on.day} {on:%b}", f"{on.month}/{on.day}")


def short_period(starts: datetime | None, ends: datetime | None, zone: ZoneInfo) -> Words:
    """The same in a column: 27 Nov to 30 Nov, the last day counted; hours only where they are not midnight."""
    if starts is None and ends is None:
        return Words("no end", "无期限")
    first = _short(starts, zone) if starts is not None else None
    last = _short(ends, zone, end=True) if ends is not None else None
    if first is None:
        assert last is not None
        return Words(f"until {last.en}", f"至 {last.zh}")
    if last is None:
        return Words(f"from {first.en}", f"{first.zh} 起")
    return first if first == last else Words(f"{first.en} to {last.en}", f"{first.zh} 至 {last.zh}")


def _short(moment: datetime, zone: ZoneInfo, *, end: bool = False) -> Words:
    on = moment.astimezone(zone)
    if (on.hour, on.minute) == (0, 0):
        return short_day(moment - timedelta(seconds=1) if end else moment, zone)
    said, hour = short_day(moment, zone), time_text(on, "en", zone)
    return Words(f"{said.en} {hour}", f"{said.zh} {hour}")
