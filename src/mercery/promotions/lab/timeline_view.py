"""Rules as bars over days, with the worst moment at its true width. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from mercery.core.i18n import Words
from mercery.promotions.lab import moments
from mercery.promotions.rules.rule import Rule

BarTone = Literal["good", "stop", "care", "progress", "quiet"]
_BEFORE: Final = timedelta(days=2)
_AHEAD: Final = timedelta(days=13)
_FURTHEST: Final = timedelta(days=70)
_EARLIEST: Final = timedelta(days=21)
_MOST_COLUMNS: Final = 21
_LAST_LABEL: Final = 0.955
"""Further to the right there is no room for a day's name."""
_ROOMY: Final = 16
"""With more days than that, the word beside today leaves no room for the day after."""
_MOST_BARS: Final = 24
_LATE: Final = 0.72
"""A bar that begins so far to the right has its words to its left, where there is room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedRule:
    """A rule with the words that stand at it and how it stands."""

    rule: Rule
    label: Words
    text: Words
    tone: BarTone


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One rule; `start` and `end` are days from the first column."""

    rule: str
    label: Words
    text: Words
    start: float
    end: float
    tone: BarTone
    late: bool
    period: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Everything the drawing needs, and the same in words for its table."""

    columns: Sequence[tuple[float, Words]]
    bars: Sequence[Bar]
    span: float
    """Days drawn."""
    today: Words
    band: tuple[float, float] | None = None
    band_words: Words = Words("")  # noqa: RUF009 - frozen
    more: int = 0
    """Rules that found no place."""


def timeline(
    rules: Iterable[TimedRule],
    now: datetime,
    zone: ZoneInfo,
    *,
    worst: tuple[datetime | None, datetime | None] | None = None,
) -> Timeline:
    """The days that matter: from shortly before today, or the first begin, to the last end within ten weeks."""
    shown = sorted(rules, key=lambda one: (one.rule.starts or now - _EARLIEST, one.rule.ends or now + _FURTHEST))
    first, last = _range(shown, now, zone, worst)
    span = (last - first) / timedelta(days=1)
    bars = [bar for one in shown if (bar := _bar(one, first, last, zone)) is not None]
    columns = _columns(first, last, now, zone)
    band = None
    if worst is not None and (worst[0] is not None or worst[1] is not None):
        band = (_place(worst[0] or first, first, last), _place(worst[1] or last, first, last))
    return Timeline(
        columns=columns,
        bars=bars[:_MOST_BARS],
        span=span,
        today=_label(now, now, zone, short=False),
        band=band if band and band[1] > band[0] else None,
        band_words=moments.period(*worst, zone) if worst is not None else Words(""),
        more=max(0, len(bars) - _MOST_BARS),
    )


def _range(
    rules: Sequence[TimedRule],
    now: datetime,
    zone: ZoneInfo,
    worst: tuple[datetime | None, datetime | None] | None,
) -> tuple[datetime, datetime]:
    begins = [one.rule.starts for one in rules if one.rule.starts is not None]
    ends = [one.rule.ends for one in rules if one.rule.ends is not None]
    if worst is not None:
        begins += [worst[0]] if worst[0] is not None else []
        ends += [worst[1]] if worst[1] is not None else []
    alive = [one for one in begins if one > now - _EARLIEST]
    first = min([now - _BEFORE, *alive])
    last = max([now + _AHEAD, *(end for end in ends if end < now + _FURTHEST)])
    return _midnight(first, zone), _midnight(last + timedelta(days=1), zone)


def _bar(one: TimedRule, first: datetime, last: datetime, zone: ZoneInfo) -> Bar | None:
    starts, ends = one.rule.starts or first, one.rule.ends or last
    if ends <= first or starts >= last:
        return None
    start, end = _place(starts, first, last), _place(ends, first, last)
    span = (last - first) / timedelta(days=1)
    return Bar(
        rule=one.rule.id,
        label=one.label,
        text=one.text,
        start=start,
        end=end,
        tone=one.tone,
        late=start / span > _LATE,
        period=moments.period(one.rule.starts, one.rule.ends, zone),
    )


def _columns(first: datetime, last: datetime, now: datetime, zone: ZoneInfo) -> list[tuple[float, Words]]:
    days = round((last - first) / timedelta(days=1))
    step = next((one for one in (1, 2, 7, 14) if days / one <= _MOST_COLUMNS), 14)
    today = _midnight(now, zone)
    found = []
    # Today has a column of its own whatever the step is.
    shift = round((today - first) / timedelta(days=1)) % step
    for number in range(shift, days, step):
        on = _midnight(first + timedelta(days=number, hours=12), zone)
        short = step == 1 and number > shift and on.astimezone(zone).day != 1
        label = _label(on, now, zone, short=short and on != today)
        crowded = days > _ROOMY and number > 0 and _midnight(on - timedelta(hours=12), zone) == today
        place = _place(on, first, last)
        hidden = (step == 1 and crowded) or place > days * _LAST_LABEL
        found.append((place, Words("") if hidden else label))
    return found


def _label(on: datetime, now: datetime, zone: ZoneInfo, *, short: bool) -> Words:
    local = on.astimezone(zone)
    if local.date() == now.astimezone(zone).date():
        return Words(f"{local.day} today", f"{local.day} 今天")
    return Words(str(local.day)) if short else moments.short_day(on, zone)


def _place(moment: datetime, first: datetime, last: datetime) -> float:
    held = min(last, max(first, moment))
    return round((held - first) / timedelta(days=1), 4)


def _midnight(moment: datetime, zone: ZoneInfo) -> datetime:
    return datetime.combine(moment.astimezone(zone).date(), time.min, tzinfo=zone)
