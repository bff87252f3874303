"""When an alert opens and when it closes, by readings that come once a minute. Pure.

A reading is bad, well or neither: between the threshold and the level that counts as well nothing changes (hysteresis). It
has to be bad for some minutes before anybody is told and well for some before the alert closes; one that closes and opens
again and again has to be well for longer each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from mercery.core.i18n import Words
from mercery.operations.alerts.measure import Values

State = Literal["bad", "well", "between", "few"]
"""`few`: too little was counted to judge."""
Turn = Literal["opens", "closes", "stays"]
FLAPPING: Final = timedelta(hours=24)
"""Closings within this time make the next one wait longer."""
SOON: Final = timedelta(minutes=30)
"""What comes back within this time of its closing is the same alert, and not told again."""
_MOST_PATIENCE: Final = 4
NO_WORDS: Final = Words("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read of a measure at a moment."""

    subject: str = ""
    """Which one, where there can be several (a show, a check)."""
    name: Words = NO_WORDS
    """What the subject is called."""
    state: State
    value: float | None = None
    """In the measure's unit; None where nothing was read."""
    words: Words
    """What is so, in a sentence."""
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a measure stands, from one reading to the next."""

    open: bool = False
    bad_since: datetime | None = None
    well_since: datetime | None = None
    closed: tuple[datetime, ...] = ()
    """When it closed of late."""


def step(values: Values, standing: Standing, reading: Reading | None, at: datetime) -> tuple[Standing, Turn]:
    """How it stands after a reading. None: nothing could be read, and nothing changes. What can no longer be judged closes
    after twice the time."""
    if reading is None:
        return standing, "stays"
    closed = tuple(one for one in standing.closed if at - one < FLAPPING)
    bad_since = (standing.bad_since or at) if reading.state == "bad" else None
    well_since = (standing.well_since or at) if reading.state in ("well", "few") else None
    after = replace(standing, bad_since=bad_since, well_since=well_since, closed=closed)
    if not standing.open and bad_since and at - bad_since >= timedelta(minutes=values.bad_for):
        return replace(after, open=True, well_since=None), "opens"
    if standing.open and well_since and at - well_since >= patience(values, closed, few=reading.state == "few"):
        return replace(after, open=False, bad_since=None, closed=(*closed, at)), "closes"
    return after, "stays"


def patience(values: Values, closed: tuple[datetime, ...], *, few: bool = False) -> timedelta:
    """How long it has to be well before it closes."""
    times = min(1 + len(closed), _MOST_PATIENCE) * (2 if few else 1)
    return timedelta(minutes=values.well_for) * times
