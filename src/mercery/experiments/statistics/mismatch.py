"""Whether visitors came to the arms as they were drawn. Where not, something loses or doubles some of them, and no
difference between the arms may be believed (sample ratio mismatch).

The test may be looked at from the first visitor on: the counts under the drawn shares against a mixture of other shares is an
e-process, so that a false alarm, ever, has a chance of at most alpha (Lindon, Malek, arXiv 2011.03567), whatever the mixture. A
chi-squared test that is looked at daily alarms sooner or later on its own.

The mixture decides how soon which mismatch is found. Most of it stands at one size, about that of 52/48: a smooth mixture spends
on sizes that are not looked for. A little stands at half of that, and the rest is a wide Dirichlet, by which large mismatches
show at once and small ones at last.

Visitors are counted once, under the share that held when they first came. Shares that change are periods of their own: added
up, 95/5 followed by 50/50 would look like a mismatch of both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, expm1, inf, lgamma, log, log1p
from typing import Final

from mercery.core.i18n import Words
from mercery.experiments.statistics.evidence import concentration

ALARM: Final = 0.01
"""The chance of a false alarm over the whole life of an experiment."""
STEPS: Final = ((0.7, 0.075), (0.1, 0.04))
"""Which mismatches are looked for, with their weight: log odds of one share off by so much; those of 52/48 are off by 0.08."""
REST: Final = 0.2
"""The weight of the wide part, and"""
SPREAD: Final = 0.2
"""by how much log odds are off there, as a standard deviation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Visitors by arm who first came while these shares held."""

    counts: tuple[int, ...]
    shares: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.counts) != len(self.shares) or min(self.counts, default=-1) < 0 or min(self.shares) < 0:
            raise ValueError(f"no counts by arm: {self.counts} at {self.shares}")
        if abs(sum(self.shares) - 1) > 1e-9:
            raise ValueError(f"the shares {self.shares} are not the whole")

    @classmethod
    def arms(cls, treated: int, held: int, *, holdout: float) -> Seen:
        """With and without a feature, `holdout` being the share without."""
        return cls(counts=(treated, held), shares=(1 - holdout, holdout))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """What the counts say about how visitors were drawn."""

    alarm: bool
    evidence: float
    """The logarithm of the evidence against the shares, the highest so far."""
    p_value: float
    counts: tuple[int, ...]
    expected: tuple[float, ...]
    """How many there should be in each arm."""

    @property
    def words(self) -> Words:
        """In a sentence."""
        if not self.alarm:
            return Words("The groups have the sizes they were drawn with.", "各组人数与分组比例相符。")
        counted = " / ".join(f"{one:,}" for one in self.counts)
        drawn = " / ".join(f"{one:,.0f}" for one in self.expected)
        return Words(
            f"The groups do not have the sizes they were drawn with: {counted} instead of {drawn}. Visitors are lost or "
            "counted twice on one side, so no verdict can be given until that is found.",
            f"各组人数与分组比例不符：实际 {counted}，应为 {drawn}。某一组存在漏计或重复计数，查明之前无法得出结论。",
        )


def mismatch(
    periods: Sequence[Seen], *, alpha: float = ALARM, spread: float = SPREAD, highest: float = 0.0
) -> Mismatch:
    """Hold the counts against the shares. `highest`: the most evidence of earlier looks, since an alarm once right stays."""
    arms = max((len(one.counts) for one in periods), default=2)
    evidence = max(highest, sum(log_evidence(one, spread=spread) for one in periods))
    return Mismatch(
        alarm=evidence >= -log(alpha),
        evidence=evidence,
        p_value=min(1.0, exp(-evidence)),
        counts=tuple(sum(one.counts[arm] for one in periods if arm < len(one.counts)) for arm in range(arms)),
        expected=tuple(
            sum(sum(one.counts) * one.shares[arm] for one in periods if arm < len(one.shares)) for arm in range(arms)
        ),
    )


def log_evidence(seen: Seen, *, spread: float = SPREAD) -> float:
    """The logarithm of the evidence against the shares of one period. Visitors in an arm nobody is drawn into are proof.
    `spread`: of the wide part."""
    drawn = [(count, share) for count, share in zip(seen.counts, seen.shares, strict=True) if share > 0]
    if sum(count for count, _ in drawn) < sum(seen.counts):
        return inf
    if len(drawn) < 2:
        return 0.0
    worlds = [log(REST) + _wide(drawn, spread)]
    n = sum(count for count, _ in drawn)
    for weight, step in STEPS:
        each = log(weight / (2 * len(drawn)))
        worlds += [each + by * count - n * log1p(share * expm1(by)) for count, share in drawn for by in (step, -step)]
    most = max(worlds)
    return most + log(sum(exp(one - most) for one in worlds))


def _wide(drawn: Sequence[tuple[int, float]], spread: float) -> float:
    """The evidence of a Dirichlet around the shares."""
    k = concentration(min(share for _, share in drawn), spread)
    n = sum(count for count, _ in drawn)
    mixture = lgamma(k) - lgamma(k + n) + sum(lgamma(k * s + c) - lgamma(k * s) for c, s in drawn)
    return mixture - sum(count * log(share) for count, share in drawn)
