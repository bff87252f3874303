"""Periods that end before they start, are over, or lie in another year than meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from mercery.core.i18n import Words
from mercery.promotions.entry.flags import Flag
from mercery.promotions.rules.rule import Rule
from mercery.promotions.telling.names import Names
from mercery.promotions.telling.periods import tell_moment

_FAR: Final = timedelta(days=270)
"""Nobody plans an offer further ahead."""
_LONG: Final = timedelta(days=330)
"""An offer longer than this is either without an end or in the wrong year."""
_DAYS, _SHORT = timedelta(days=2), timedelta(days=62)
"""What is left of an offer a year too long, where a shop has offers of a whole year."""
_YEAR: Final = timedelta(days=400)


def time_flags(rule: Rule, past: Sequence[Rule], moment: datetime | None, names: Names) -> Iterator[Flag]:
    """What is wrong with the period of `rule`, seen from `moment`."""
    if rule.starts is not None and rule.ends is not None and rule.ends <= rule.starts:
        yield _end_first(rule, rule.starts, rule.ends, names)
        return
    if moment is not None and rule.ends is not None and rule.ends <= moment:
        yield _over(rule, rule.ends, moment, names)
        return
    if moment is not None and rule.starts is not None and rule.starts - moment > _FAR:
        yield _far(rule, rule.starts, moment, names)
        return
    if rule.starts is not None and rule.ends is not None and rule.ends - rule.starts > _LONG:
        usual = [one for one in past if one.starts and one.ends and one.ends - one.starts > _LONG]
        rest = _moved(rule.ends, -1) - rule.starts
        if not usual or _DAYS <= rest <= _SHORT:
            yield _long(rule, rule.starts, rule.ends, names)


def _end_first(rule: Rule, starts: datetime, ends: datetime, names: Names) -> Flag:
    """Changed over, or the year of the end left as it was."""
    later = _moved(ends, 1)
    turned = replace(rule, starts=ends, ends=starts)
    likely = replace(rule, ends=later) if later - starts < timedelta(days=60) else turned
    words = Words(
        f"It ends ({tell_moment(ends, 'en', names.zone)}) before it starts ({tell_moment(starts, 'en', names.zone)}).",
        f"结束时间（{tell_moment(ends, 'zh', names.zone)}）早于开始时间（{tell_moment(starts, 'zh', names.zone)}）。",
    )
    return Flag(
        kind="end_first", rule=rule.id, field="ends", typed=ends.isoformat(), words=words, likely=likely, strength=3
    )


def _over(rule: Rule, ends: datetime, moment: datetime, names: Names) -> Flag:
    words = Words(
        f"It was over on {tell_moment(ends, 'en', names.zone)}: is another year meant?",
        f"{tell_moment(ends, 'zh', names.zone)}已结束：年份是否写错？",
    )
    likely = None
    if moment - ends < _YEAR:
        starts = _moved(rule.starts, 1) if rule.starts else None
        likely = replace(rule, starts=starts, ends=_moved(ends, 1))
    return Flag(kind="past", rule=rule.id, field="ends", typed=ends.isoformat(), words=words, likely=likely, strength=3)


def _far(rule: Rule, starts: datetime, moment: datetime, names: Names) -> Flag:
    years = next((back for back in range(1, 20) if _moved(starts, -back) - moment <= _FAR), 1)
    ends = _moved(rule.ends, -years) if rule.ends else None
    words = Words(
        f"It starts only on {tell_moment(starts, 'en', names.zone)}: is an earlier year meant?",
        f"{tell_moment(starts, 'zh', names.zone)}才开始：年份是否写错？",
    )
    likely = replace(rule, starts=_moved(starts, -years), ends=ends)
    return Flag(
        kind="year", rule=rule.id, field="starts", typed=starts.isoformat(), words=words, likely=likely, strength=2
    )


def _long(rule: Rule, starts: datetime, ends: datetime, names: Names) -> Flag:
    sooner = _moved(ends, -1)
    likely = replace(rule, ends=sooner) if sooner > starts else None
    words = Words(
        f"It runs until {tell_moment(ends, 'en', names.zone)}, {(ends - starts).days} days: is an earlier year meant?",
        f"活动持续到{tell_moment(ends, 'zh', names.zone)}，共{(ends - starts).days}天：年份是否写错？",
    )
    return Flag(kind="long", rule=rule.id, field="ends", typed=ends.isoformat(), words=words, likely=likely, strength=2)


def _moved(moment: datetime, years: int) -> datetime:
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, day=28)
