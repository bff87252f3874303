"""How far inspection can be trusted, from what people said of its findings: precision, agreement, and what it missed. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.core.intervals import wilson
from mercery.inspection.finding import FindingState, Judgement, StoredFinding
from mercery.inspection.rule import RuleId

FEW: Final = 5
"""Below so many judgements no share is shown as if it said something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """`right` of `total`, with its range (95 %)."""

    right: int = 0
    total: int = 0

    @property
    def estimate(self) -> float:
        """The share seen; 0 where nothing was counted."""
        return self.right / self.total if self.total else 0.0

    @property
    def low(self) -> float:
        """Lower end of the range."""
        return wilson(self.right, self.total)[0]

    @property
    def high(self) -> float:
        """Upper end of the range."""
        return wilson(self.right, self.total)[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """As much of a finding as is counted."""

    rule: RuleId
    state: FindingState
    found_by: str
    conversation_id: str


Counted = FindingLine | StoredFinding


@dataclass(frozen=True, slots=True, kw_only=True)
class Kappa:
    """Agreement of two people beyond chance (Cohen 1960). None where it cannot be said."""

    pairs: int
    same: int
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleMeasure:
    """What is known of one rule."""

    rule: RuleId
    found: int
    precision: Portion
    """Agreed, of those judged."""
    missed: int
    """Reported by people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What is known of inspection as a whole."""

    by_rule: Sequence[RuleMeasure]
    precision: Portion
    recall: Portion
    """Of the faults in conversations that a person read whole: found by inspection."""
    read: int
    """Conversations read whole."""
    kappa: Kappa


def measures(findings: Iterable[Counted], judgements: Iterable[Judgement], read_whole: Iterable[str]) -> Measures:
    """Count over findings of inspection (by rules and gate) and those people added."""
    every = list(findings)
    own = [one for one in every if one.found_by != "person"]
    whole = set(read_whole)
    in_whole = [one for one in every if one.conversation_id in whole and one.state == "agreed"]
    return Measures(
        by_rule=[_rule(rule, every) for rule in RuleId],
        precision=_precision(own),
        recall=Portion(right=sum(one.found_by != "person" for one in in_whole), total=len(in_whole)),
        read=len(whole),
        kappa=kappa(_pairs(judgements)),
    )


def _rule(rule: RuleId, every: Sequence[Counted]) -> RuleMeasure:
    of_rule = [one for one in every if one.rule is rule]
    own = [one for one in of_rule if one.found_by != "person"]
    return RuleMeasure(
        rule=rule, found=len(own), precision=_precision(own), missed=sum(one.found_by == "person" for one in of_rule)
    )


def _precision(own: Sequence[Counted]) -> Portion:
    judged = [one for one in own if one.state != "open"]
    return Portion(right=sum(one.state == "agreed" for one in judged), total=len(judged))


def _pairs(judgements: Iterable[Judgement]) -> list[tuple[bool, bool]]:
    """For each finding judged by two people: the last word of the first to judge, and of one who judged it blind."""
    said: dict[str, dict[str, Judgement]] = defaultdict(dict)
    for one in judgements:
        said[one.finding_id][one.staff_id] = one
    found = []
    for people in said.values():
        open_ones = [one for one in people.values() if not one.blind]
        blind = [one for one in people.values() if one.blind]
        if open_ones and blind:
            found.append((open_ones[0].agreed, blind[0].agreed))
    return found


def kappa(pairs: Sequence[tuple[bool, bool]]) -> Kappa:
    """Cohen's kappa of two people's verdicts. Where both always say the same one thing, chance explains it all and the
    value is not defined: None, as with no pairs at all."""
    count = len(pairs)
    same = sum(one == other for one, other in pairs)
    if not count:
        return Kappa(pairs=0, same=0, value=None)
    first, second = sum(one for one, _ in pairs) / count, sum(other for _, other in pairs) / count
    by_chance = first * second + (1 - first) * (1 - second)
    if by_chance >= 1:
        return Kappa(pairs=count, same=same, value=None)
    return Kappa(pairs=count, same=same, value=(same / count - by_chance) / (1 - by_chance))
