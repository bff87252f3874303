"""Who came to the demo shop's pages in its last weeks, which arms of its experiments they were drawn into, and who bought.

Days are counted back from today, each drawn by itself: whatever the day and the hour of the seeding, the days that are over are
the same, and of today there is what came before this moment.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Final

from mercery.core.i18n import Lang
from mercery.demo.rules import PARIS
from mercery.demo.stories import BY_KEY, STORIES, Story
from mercery.experiments.assignment import Assignment

WEEKS: Final = 10
DAYS: Final = WEEKS * 7
"""So long the shop has counted its visitors."""
_SEED: Final = 597
_A_DAY: Final = (172, 200)
"""Visitors of the first day and of today, more or less."""
_ENGLISH: Final = 0.79
_LIVE: Final = 0.2
"""The share of them who look at the live page."""
_BUYS: Final[Mapping[Lang, float]] = {"en": 0.0218, "zh": 0.025}
"""The chance of somebody without any of what is tried out."""
_LIVE_TIMES: Final = 3.3
"""Who watches a show is that many times likelier to buy."""
_EVENING: Final = (6.5, 23.8, 20.0)
"""Hours: the earliest, the latest, and when most come."""
_BEGINS: Final = timedelta(hours=7, minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visitor's visit."""

    key: str
    """Names the visit: the day before today and its place among those of that day."""
    at: datetime
    lang: Lang
    live: bool
    """Whether the live page was looked at."""
    arms: Mapping[str, Assignment]
    """The experiments that were met."""
    buys: bool


def traffic(now: datetime) -> list[Visit]:
    """The visits, oldest first; the same days for every moment."""
    return [visit for ago in reversed(range(DAYS)) for visit in _day(ago, now) if visit.at < now]


def day_before(ago: int, now: datetime) -> datetime:
    """The beginning of the shop's day so many days before today."""
    return datetime.combine(now.astimezone(PARIS).date() - timedelta(days=ago), time(), tzinfo=PARIS)


@lru_cache(maxsize=64)
def began(story: Story, now: datetime) -> datetime:
    """When an experiment was started."""
    return day_before(story.days - 1, now) + _BEGINS


def arms_of(dice: random.Random, at: datetime, lang: Lang, now: datetime) -> dict[str, Assignment]:
    """The arms a visitor of that moment is drawn into. Each draw is made whether it counts or not, so that those of the
    others stay as they are."""
    drawn = [(story, dice.random() < story.draft.share) for story in STORIES]
    return {
        story.draft.key: "holdout" if held else "treatment"
        for story, held in drawn
        if lang == "en" and at >= began(story, now)
    }


def _day(ago: int, now: datetime) -> Iterator[Visit]:
    dice = random.Random(f"{_SEED}:{ago}")  # noqa: S311 - invented visits, not secrets
    first, last = _A_DAY
    ordinary = last - (last - first) * ago / DAYS
    beginning = day_before(ago, now)
    hours = sorted(dice.triangular(*_EVENING) for _ in range(round(ordinary * dice.uniform(0.86, 1.14))))
    for number, hour in enumerate(hours):
        lang: Lang = "en" if dice.random() < _ENGLISH else "zh"
        live = lang == "en" and dice.random() < _LIVE
        at = beginning + timedelta(hours=hour)
        arms = arms_of(dice, at, lang, now)
        chance = _BUYS[lang] * (_LIVE_TIMES if live else 1)
        for key, arm in arms.items():
            chance *= BY_KEY[key].times if arm == "treatment" else 1
        yield Visit(key=f"{ago:02d}_{number:03d}", at=at, lang=lang, live=live, arms=arms, buys=dice.random() < chance)
