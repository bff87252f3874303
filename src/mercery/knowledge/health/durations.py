"""Durations in different units: hours, days, working days, weeks, months, years. Pure.

No unit has one length in another: a month has 28 to 31 days, two working days are two to four. Two durations are apart only
where no reading lets them meet.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from mercery.claims.measures import dimension
from mercery.claims.mentions import Mention, mentions

_HOURS: Final[dict[str, tuple[Decimal, Decimal]]] = {
    "min": (Decimal(1) / 60, Decimal(1) / 60),
    "h": (Decimal(1), Decimal(1)),
    "day": (Decimal(24), Decimal(24)),
    "business_day": (Decimal(24), Decimal(24)),
    "week": (Decimal(7 * 24), Decimal(7 * 24)),
    "month": (Decimal(28 * 24), Decimal(31 * 24)),
    "year": (Decimal(365 * 24), Decimal(366 * 24)),
}
"""Hours of one, at least and at most."""
_WEEKEND: Final = Decimal(48)
_WORKDAYS: Final = 5
_LONGEST: Final = 100
"""Years from which a number with 年 is a date."""
_SLACK: Final = Decimal("0.02")
_OFTEN_BEFORE: Final = re.compile(r"(?:\b(?:every|each|per)\s+|每隔?)$", re.IGNORECASE)
_OFTEN_AFTER: Final = re.compile(r"\s*(?:(?:a|per|each|every)\b|/)|\s*(?:在线|营业|客服|服务|不打烊)", re.IGNORECASE)


def durations_apart(one: str, other: str) -> tuple[Mention, Mention] | None:
    """The only duration that each of two texts names, where they are in units of different kinds and cannot both be right.
    None where either names several: which of them are meant of one thing is not known."""
    first, second = _durations(one), _durations(other)
    if len(first) != 1 or len(second) != 1 or dimension(first[0].unit) == dimension(second[0].unit):
        return None
    (low, high), (least, most) = _hours(first[0]), _hours(second[0])
    meet = low * (1 - _SLACK) <= most and least * (1 - _SLACK) <= high
    return None if meet else (first[0], second[0])


def _durations(text: str) -> list[Mention]:
    """Durations named, without how often something happens ("7 days a week") and without years of the calendar."""
    return [
        one
        for one in mentions(text)
        if one.kind == "quantity"
        and one.unit in _HOURS
        and not (one.unit == "year" and one.value > _LONGEST)
        and not _OFTEN_BEFORE.search(text[: one.start])
        and not _OFTEN_AFTER.match(text, one.end)
    ]


def _hours(one: Mention) -> tuple[Decimal, Decimal]:
    """At least and at most, in hours; working days with the weekends that may lie between them."""
    least, most = _HOURS[one.unit]
    longest = one.high if one.high is not None else one.value
    weekends = -(-longest // _WORKDAYS) * _WEEKEND if one.unit == "business_day" else Decimal(0)
    return one.value * least, longest * most + weekends


__all__ = ["durations_apart"]
