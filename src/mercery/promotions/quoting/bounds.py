"""What a lower bound is made of: what lines lie between, what rules take at most, and how dearer lines pay for more of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mercery.promotions.rules.rule import Basis

if TYPE_CHECKING:
    from mercery.promotions.quoting.joint import Joint
    from mercery.promotions.quoting.reachable import Sums


@dataclass(slots=True)
class Taking:
    """What one rule takes: `shares` of its lines' amounts on `basis`, or at most `most`."""

    at: int
    stage: int
    lines: Sequence[int]
    basis: Basis
    shares: Sequence[float] | None
    most: float
    most_at_base: float = 0.0
    """The same with all lines at their cheapest."""
    jumps: list[tuple[float, float]] = field(default_factory=list)
    """How much more has to be read on `seen` so that so much more is taken than `most_at_base`."""
    seen: Sequence[int] = ()
    growth: Sequence[float] = ()
    """By line of the cart: what a minor unit of its price adds at most to what is read."""
    slope: float = 0.0
    """What is taken beyond `most_at_base` for each further minor unit of its lines, without a jump."""
    weight: float = 1.0
    """Of what it takes, so much is missing at the end at most."""
    sums: Sums | None = None
    """What the prices of the lines of its jumps can add up to, where that is known,"""
    scale: int = 1
    """in such parts of a minor unit."""
    known: dict[int, int] = field(default_factory=dict)
    """By line what it takes to the minor unit, where the amount is known."""
    scattered: bool = False
    """Whether the shares bound the sum alone, and the discount may lie on other lines of the rule."""


@dataclass(slots=True)
class Bound:
    """A lower bound."""

    floor: float
    """No way costs less than what floors leave,"""
    sloped: tuple[tuple[float, Sequence[float]], ...]
    """nor than any of these with all lines at their cheapest; a dearer line price adds so much of its difference."""
    joint: Joint | None = None
    """Where it is worth it: what all rules together bring for what dearer lines cost,"""
    takings: Sequence[Taking] = ()
    """and these rules."""

    @property
    def value(self) -> float:
        """The best of them."""
        best = max(self.floor, *[at for at, _ in self.sloped])
        return best if self.joint is None else max(best, self.joint.value)

    def dearer(self, line: int, by: int) -> float:
        """The same with one line so much dearer."""
        best = max(self.floor, *[at + weights[line] * by for at, weights in self.sloped])
        return best if self.joint is None else max(best, self.joint.dearer(line, by))


@dataclass(slots=True)
class Amounts:
    """Between what each line lies, and discounts known as sums over some lines."""

    low: list[float]
    high: list[float]
    base: list[float]
    """What it is at most where all lines are at their cheapest; a dearer line price adds its difference at most."""
    growth: list[float]
    """So much of this difference, where earlier percentages are sure to take the rest."""
    certain: list[tuple[int, float, bool]] = field(default_factory=list)
    """(lines as bits, taken at least, whether each line is sure to bear its part)"""
    possible: list[tuple[int, float]] = field(default_factory=list)
    """(lines as bits, taken at most)"""

    def copy(self) -> Amounts:
        return Amounts(self.low[:], self.high[:], self.base[:], self.growth, self.certain[:], self.possible[:])

    def most(self, lines: Sequence[int], bits: int) -> tuple[float, float]:
        """The largest sum of `lines`, and the same with all lines at their cheapest."""
        high, base = self.high, self.base
        total, at_base = sum([high[at] for at in lines]), sum([base[at] for at in lines])
        less = 0.0
        for scope, taken, by_part in self.certain:
            if not scope & ~bits:
                less += taken
            elif by_part and scope & bits:
                less += self._part(scope, taken, bits)
        return total - less, at_base - less

    def least(self, lines: Sequence[int], bits: int) -> float:
        """The smallest sum of `lines`."""
        low = self.low
        total = sum([low[at] for at in lines])
        for scope, taken in self.possible:
            if scope & bits:
                total -= taken
        return max(0.0, total)

    def _part(self, scope: int, taken: float, bits: int) -> float:
        """What of a divided discount lies on some of its lines at least."""
        lines = [at for at in range(len(self.low)) if scope >> at & 1]
        inside = self.least([at for at in lines if bits >> at & 1], scope & bits)
        whole = inside + sum([self.high[at] for at in lines if not bits >> at & 1])
        return max(0.0, taken * inside / whole - len(lines)) if whole > 0 else 0.0


def paid_for(takings: Sequence[Taking], weights: Sequence[float], room: Sequence[int]) -> tuple[float, list[float]]:
    """What rules take beyond `most_at_base` less what the dearer lines cost that bring it about, at most; and what then
    remains of the weights. `room`: by how much each line may be dearer.

    Each rule is given a share of what dearer lines cost, as large as it needs to be worth nothing; on no line do the shares
    come to more than all of it."""
    found = [one for one in (_claim(taking, weights, room) for taking in takings) if one is not None]
    asked = [0.0] * len(weights)
    for claim in found:
        for at in claim.lines:
            asked[at] += claim.share
    rest, left = 0.0, [1.0] * len(weights)
    for claim in found:
        most_asked = max([asked[at] for at in claim.lines])
        share = claim.share / max(1.0, most_asked)
        rest += claim.worth(share)
        for at in claim.lines:
            left[at] -= share
    return rest, [weight * max(0.0, part) for weight, part in zip(weights, left, strict=True)]


@dataclass(slots=True)
class _Claim:
    """What one rule brings, and what dearer lines it costs."""

    lines: Sequence[int]
    gains: list[tuple[float, float]]
    """(gain, cost of the lines)"""
    share: float
    """Of the cost, what makes it worth nothing."""

    def worth(self, share: float) -> float:
        """What it brings at most, so much of the cost being counted."""
        return max(0.0, *[gain - share * cost for gain, cost in self.gains])


_ENOUGH = 1e9
_LITTLE = 1e-9


def _claim(taking: Taking, weights: Sequence[float], room: Sequence[int]) -> _Claim | None:
    if taking.most <= taking.most_at_base:
        return None
    gains = []
    lines = taking.seen or taking.lines
    steps = steps_of(taking, weights, room)
    for more, gain in taking.jumps:
        cost = cost_of(steps, more)
        if cost is not None:
            gains.append((gain * taking.weight, cost))
    if taking.slope:
        most = taking.most - taking.most_at_base
        lightest = min([weights[at] for at in lines if room[at]], default=0.0)
        gains.append((most * taking.weight, lightest * most / taking.slope))
    if not gains:
        return None
    share = max([gain / cost if cost > 0 else _ENOUGH for gain, cost in gains])
    return _Claim([at for at in lines if room[at]] or lines, gains, min(share, _ENOUGH))


def steps_of(taking: Taking, weights: Sequence[float], room: Sequence[int]) -> list[tuple[float, float]]:
    """(what more of the amount read costs at the end, how much more there is) for each line, cheapest first."""
    growth = taking.growth
    return sorted(
        [
            (weights[at] / growth[at], room[at] * growth[at])
            for at in taking.seen or taking.lines
            if room[at] and growth[at] > _LITTLE
        ]
    )


def cost_of(steps: Sequence[tuple[float, float]], more: float) -> float | None:
    """What lines cost at the end that are dearer by `more` together; None where they cannot be."""
    cost = 0.0
    for weight, room in steps:
        some = min(more, room)
        cost += weight * some
        more -= some
        if more <= 0:
            return cost
    return None
