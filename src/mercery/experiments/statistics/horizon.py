"""How long it will take until a difference can be seen, told honestly also where it will take a year.

Worked out with the width of the sequence that will judge (`sequences.boundary`), not with the formula for a single look:
the right to look at any time costs about half as many visitors again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

import numpy as np

from mercery.core.i18n import Words
from mercery.experiments.statistics.sequences import ALPHA, CONVERSIONS, boundary

SHARES: Final = (0.05, 0.1, 0.2, 0.5)
"""Hold-out shares that are set side by side."""
LONG: Final = 120
"""Days above which somebody should choose again."""
LIFT: Final = 0.1
"""What is planned for where nobody said otherwise: a tenth more or fewer orders."""
_ONCE: Final = (1.96 + 0.84) ** 2
"""Two-sided 5 % and power 80 % at one look."""
_AHEAD: Final = 0.55
"""By how many standard errors the expected difference has to be past the boundary so that four of five experiments with that
effect have a verdict by then. Less than the 0.84 of a single look, since those that were ahead earlier have theirs;
measured by `mercery eval experiments --simulate` (`horizon_kept`)."""
_MOST: Final = 10**12
_DAYS_A_MONTH: Final = 30.44


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """When four of five experiments of this kind have a verdict."""

    visitors: int
    """Of both arms together."""
    held: int
    """Of these, without the feature."""
    tuned_at: float
    """What to hand to the sequence, before the first look, so that it is narrowest about then."""
    days: float | None
    """At today's traffic, from the start. None: no traffic is known."""


def horizon(
    rate: float, holdout: float, *, lift: float = LIFT, per_day: float | None = None, alpha: float = ALPHA
) -> Horizon | None:
    """Until orders that change from `rate` (buyers per visitor) by the part `lift` are seen. None: it cannot be said.

    `per_day` are new visitors of both arms on an ordinary day.
    """
    if not 0 < rate < 1 or not 0 < holdout < 1 or not lift or not 0 < rate * (1 + lift) < 1:
        return None
    changed = rate * (1 + lift)
    planned = for_effect(
        abs(rate * lift), changed * (1 - changed), rate * (1 - rate), holdout, per_day=per_day, alpha=alpha
    )
    least = ceil(CONVERSIONS / (min(rate, changed) * min(holdout, 1 - holdout)))
    if planned.visitors >= least:
        return planned
    return Horizon(
        visitors=least,
        held=ceil(least * holdout),
        tuned_at=planned.tuned_at,
        days=least / per_day if per_day else None,
    )


def for_effect(
    effect: float,
    treated_variance: float,
    held_variance: float,
    holdout: float,
    *,
    per_day: float | None = None,
    alpha: float = ALPHA,
) -> Horizon:
    """The same for any value of a visitor (net value in minor units): the difference to be seen and the variances."""
    if effect <= 0 or not 0 < holdout < 1:
        raise ValueError(f"no effect {effect} can be seen with a hold-out of {holdout}")
    spread = treated_variance / (1 - holdout) + held_variance / holdout
    telling = 4 * holdout * (1 - holdout)
    tuned = max(1.0, _ONCE * spread / effect**2 * telling)
    visitors = _first(effect, spread, telling, alpha, tuned)
    return Horizon(
        visitors=visitors,
        held=ceil(visitors * holdout),
        tuned_at=tuned,
        days=visitors / per_day if per_day else None,
    )


def smallest_lift(rate: float, holdout: float, visitors: float, *, alpha: float = ALPHA) -> float | None:
    """The smallest part by which orders can rise and be seen within `visitors` of both arms. None: not even a doubling."""
    low, high = 0.001, min(1.0, 0.999 / rate - 1) if rate > 0 else 0.0
    if high <= low or not _seen(rate, holdout, high, visitors, alpha):
        return None
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if _seen(rate, holdout, middle, visitors, alpha) else (middle, high)
    return high


def by_share(
    rate: float, per_day: float, *, lift: float = LIFT, shares: Sequence[float] = SHARES
) -> list[tuple[float, Horizon]]:
    """The same for several hold-out shares. An even split is always the quickest and costs the most visitors."""
    found = [(share, horizon(rate, share, lift=lift, per_day=per_day)) for share in shares]
    return [(share, one) for share, one in found if one is not None]


def duration(days: float) -> Words:
    """A time as people say it: in days up to two weeks, in weeks up to two months, in months up to two years."""
    if days <= 14:
        return _count(max(1, ceil(days)), "day", "天")
    if days <= 61:
        return _count(round(days / 7), "week", "周")
    months = round(days / _DAYS_A_MONTH)
    if months <= 24:
        return _count(months, "month", "个月")
    if days > 10 * 365:
        return Words("more than ten years", "超过十年")
    return _count(round(days / 365.25), "year", "年")


def remaining(found: Horizon, seen: int, per_day: float) -> float | None:
    """Days from now, with `seen` visitors already there. None: no traffic; 0: it could be any day."""
    return max(0.0, found.visitors - seen) / per_day if per_day > 0 else None


def outlook(rate: float, holdout: float, *, per_day: float, seen: int = 0, lift: float = LIFT) -> Words:
    """How long it still takes, and what would make it quicker where that is long."""
    found = horizon(rate, holdout, lift=lift, per_day=per_day or None)
    if found is None or not per_day:
        return Words("How long it takes can be said after the first orders.", "有了首批订单后，才能估算还需多久。")
    days = remaining(found, seen, per_day) or 0.0
    part = f"{lift * 100:.0f}%"
    if not days:
        return Words(
            f"There are enough visitors to see a change of {part} in orders. A smaller one takes longer.",
            f"访客数已足以看出 {part} 的订单变化；更小的变化需要更久。",
        )
    said = duration(days)
    plain = Words(
        f"At today's traffic it takes {said.en} until a change of {part} in orders can be seen.",
        f"按目前的流量，需要{said.zh}才能看出 {part} 的订单变化。",
    )
    return plain if days <= LONG else _quicker(plain, rate, holdout, per_day, lift)


def _quicker(plain: Words, rate: float, holdout: float, per_day: float, lift: float) -> Words:
    """What to choose where it takes too long: a larger hold-out, or a larger effect to look for."""
    half = horizon(rate, 0.5, lift=lift, per_day=per_day)
    larger = smallest_lift(rate, holdout, per_day * 91)
    en, zh = [plain.en], [plain.zh]
    if holdout < 0.45 and half is not None and half.days is not None:
        said = duration(half.days)
        en.append(f"With half of the visitors kept without it, {said.en} from the start.")
        zh.append(f"若将一半访客设为对照组，从头算起需要{said.zh}。")
    if larger is not None:
        en.append(f"Within three months only a change of {ceil(larger * 100)}% or more would be seen.")
        zh.append(f"三个月内只能看出 {ceil(larger * 100)}% 及以上的变化。")
    else:
        en.append("Within three months not even a doubling would be seen.")
        zh.append("三个月内即使订单翻倍也看不出来。")
    en.append("Choose a larger hold-out or look for a larger effect.")
    zh.append("请提高对照组比例，或只检验更大的效果。")
    return Words(" ".join(en), "".join(zh))


def _first(effect: float, spread: float, telling: float, alpha: float, tuned: float) -> int:
    """The first number of visitors at which the expected difference is far enough past the boundary."""

    def reached(n: int) -> bool:
        errors = boundary(np.asarray(telling * n, dtype=np.float64), alpha=alpha, tuned_at=tuned)
        return bool(effect * (n / spread) ** 0.5 >= float(errors) + _AHEAD)

    low, high = 1, 2
    while not reached(high) and high < _MOST:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high


def _seen(rate: float, holdout: float, lift: float, visitors: float, alpha: float) -> bool:
    found = horizon(rate, holdout, lift=lift, alpha=alpha)
    return found is not None and found.visitors <= visitors


def _count(number: int, unit: str, zh: str) -> Words:
    return Words(f"about {number} {unit}{'' if number == 1 else 's'}", f"约 {number} {zh}")
