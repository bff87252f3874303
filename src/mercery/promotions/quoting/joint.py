"""What rules take together at most, for so much that dearer lines cost.

Rules whose thresholds are not reached with all lines at their cheapest can share dearer lines: one line that costs more may
reach several of them. Whatever is reached together costs at least what the dearest of it costs alone, so that for a cost `c`
no more is taken than the sum of what each rule can take for `c`. The bound is the best `c`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mercery.promotions.quoting.bounds import Taking, cost_of, steps_of

_NEVER: Final = 1e18


@dataclass(slots=True)
class Reach:
    """What one rule takes at most, by what dearer lines may cost."""

    least: float
    """With all lines at their cheapest."""
    jumps: list[tuple[float, float]]
    """(cost, what is then taken at most), both rising"""
    slope: float = 0.0
    most: float = 0.0

    @property
    def constant(self) -> bool:
        """Whether dearer lines bring nothing more."""
        return not self.jumps and not self.slope

    def at(self, cost: float) -> float:
        """What it takes for `cost`."""
        found = self.least
        for one, taken in self.jumps:
            if one > cost:
                break
            found = taken
        return min(self.most, found + self.slope * cost) if self.slope else found

    def before(self, cost: float) -> float:
        """The same just below it."""
        found = self.least
        for one, taken in self.jumps:
            if one >= cost:
                break
            found = taken
        return min(self.most, found + self.slope * cost) if self.slope else found


@dataclass(slots=True)
class Joint:
    """A lower bound: `base` less the best of what rules take and dearer lines cost."""

    base: float
    weights: Sequence[float]
    bringing: frozenset[int]
    """Lines that bring something when they are dearer; others only cost."""
    costs: list[float]
    """Where what can be taken changes, rising from 0."""
    taken: list[float]
    """What is taken at most from each of `costs` until just below the next."""
    worth: list[float]
    """What is taken less what it costs, at most, from each of `costs` on; and nothing behind the last."""

    @property
    def value(self) -> float:
        """With nothing decided."""
        return self.base - self.worth[0]

    def dearer(self, line: int, by: int) -> float:
        """With one line so much dearer."""
        cost = self.weights[line] * by
        if line not in self.bringing:
            return self.value + cost
        at = bisect_right(self.costs, cost) - 1
        return self.base - max(self.taken[at] - cost, self.worth[at + 1])


def joint(
    base: float,
    sure: Sequence[Taking],
    alternatives: Sequence[Sequence[Sequence[Taking]]],
    weights: Sequence[float],
    room: Sequence[int],
) -> Joint:
    """`base`: the least without what these rules take. `sure`: rules that are used, `alternatives`: for each choice not
    made what can be taken of it. `room`: by how much each line may be dearer."""
    one = [reach_of(taking, weights, room) for taking in sure]
    many = [[[reach_of(taking, weights, room) for taking in some] for some in choice] for choice in alternatives]
    fixed = sum([reach.least for reach in one if reach.constant])
    moving = [reach for reach in one if not reach.constant]
    turns = {0.0}
    for reach in (*moving, *(reach for choice in many for some in choice for reach in some)):
        turns.update([cost for cost, _ in reach.jumps])
        if reach.slope:
            turns.add((reach.most - reach.least) / reach.slope)
            turns.update([max(0.0, (reach.most - taken) / reach.slope) for _, taken in reach.jumps])
    costs = sorted(turns)

    def at(cost: float) -> float:
        total = fixed + sum([reach.at(cost) for reach in moving])
        return total + sum([max([sum([reach.at(cost) for reach in some]) for some in choice]) for choice in many])

    def before(cost: float) -> float:
        total = fixed + sum([reach.before(cost) for reach in moving])
        return total + sum([max([sum([reach.before(cost) for reach in some]) for some in choice]) for choice in many])

    taken = [before(cost) for cost in costs[1:]]
    taken.append(at(costs[-1]))
    worth = [-_NEVER] * (len(costs) + 1)
    for number in range(len(costs) - 1, -1, -1):
        most = at(costs[number]) - costs[number]
        if number + 1 < len(costs):
            most = max(most, taken[number] - costs[number + 1])
        worth[number] = max(most, worth[number + 1])
    claimed = (*sure, *(t for choice in alternatives for some in choice for t in some))
    bringing = frozenset([at for t in claimed if t.most > t.most_at_base for at in t.seen or t.lines])
    return Joint(base, weights, bringing, costs, taken, worth)


def reach_of(taking: Taking, weights: Sequence[float], room: Sequence[int]) -> Reach:
    """What a rule takes at most for what it costs."""
    least, most = taking.weight * taking.most_at_base, taking.weight * taking.most
    if taking.most <= taking.most_at_base:
        return Reach(most, [])
    lines = taking.seen or taking.lines
    steps = steps_of(taking, weights, room)
    found: dict[float, float] = {}
    for more, gain in taking.jumps:
        cost = cost_of(steps, more)
        if cost is not None:
            found[cost] = max(found.get(cost, 0.0), min(most, least + taking.weight * gain))
    jumps, highest = [], least
    for cost in sorted(found):
        if found[cost] > highest:
            highest = found[cost]
            jumps.append((cost, highest))
    if taking.slope:
        lightest = min([weights[at] for at in lines if room[at]], default=0.0)
        if lightest <= 0:
            return Reach(most, [])
        return Reach(least, jumps, taking.weight * taking.slope / lightest, most)
    return Reach(least, jumps)
