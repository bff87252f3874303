"""Running amounts of a cart as linear expressions: what is left of some goods before each rule.

A discount belongs to its whole scope. Which part of it falls on goods a later rule looks at is an unknown of its own
where the two scopes cross; it is held by rows every true cart meets: no more than the discount, no more than what is
left, and, where the discount is in proportion to amounts, that proportion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from mercery.promotions.rules.benefit import Every, Off, Pct, Points, Tiers
from mercery.promotions.rules.policy import Policy
from mercery.promotions.rules.rule import Basis, Rule
from mercery.promotions.worst.columns import Columns
from mercery.promotions.worst.program import Program

if TYPE_CHECKING:
    from mercery.promotions.worst.program import Numbers

ALL = 10_000
_NEARLY = 0.95
_CHEAP = 200.0
_DEEP = 2
"""How far parts of parts are followed by rows of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A rule in its turn."""

    rule: Rule
    at: int
    entry: int
    """The turn with which its stage begins."""
    mask: Numbers
    """1 for the columns in its scope."""
    elsewhere: bool
    """Whether it lowers other goods than those of its scope."""
    loose: bool
    """Whether its scope may really be smaller: only "not more than" may be said of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Columns and unknowns, each times its number."""

    columns: Numbers
    unknowns: Mapping[int, float]


@dataclass(slots=True)
class Amounts:
    """What is left of the goods under `mask` before a turn."""

    program: Program
    columns: Columns
    policy: Policy
    turns: Sequence[Turn]
    discounts: dict[int, int] = field(default_factory=dict)
    """By turn: the unknown of what it takes off."""
    used: dict[int, int] = field(default_factory=dict)
    """By turn: the unknown that is 1 where it is used; absent where that is not asked."""
    parts: dict[tuple[int, bytes], int] = field(default_factory=dict)
    """By turn and goods: the unknown of what it takes off these goods alone."""

    def left(self, mask: Numbers, before: int, deep: int = 0) -> Amount:
        """What is left of the goods under `mask` before turn `before`."""
        unknowns: dict[int, float] = {}
        for turn in self.turns[:before]:
            discount = self.discounts.get(turn.at)
            if discount is None:
                continue
            part = self._part(turn, mask if turn.elsewhere else mask * turn.mask, deep)
            if part is not None:
                unknowns[part] = unknowns.get(part, 0.0) - 1.0
        return Amount(columns=self.columns.amounts * mask, unknowns=unknowns)

    def read(self, turn: Turn, mask: Numbers, basis: Basis, deep: int = 0) -> Amount:
        """What `turn` reads of the goods under `mask`."""
        if basis == "list":
            return Amount(columns=self.columns.listed * mask, unknowns={})
        if turn.rule.level == "line" and basis == "entry":
            # Line rules that are not pooled may belong to this stage: what it began with lies between.
            return Amount(columns=self.columns.listed * mask, unknowns={})
        return self.left(mask, turn.entry if basis == "entry" else turn.at, deep)

    def room(self, turn: Turn, mask: Numbers, deep: int = 0) -> Amount:
        """What can still be taken off the goods under `mask`."""
        left = self.left(mask, turn.at, deep)
        floors = np.minimum(self.columns.floors, self.columns.amounts) * mask
        return Amount(columns=left.columns - floors, unknowns=left.unknowns)

    def never_clamped(self, turn: Turn) -> bool:
        """Whether lines take their shares of this discount in proportion, whatever the cart: no line is used up before."""
        if turn.loose or self.policy.alloc == "even" or turn.rule.level == "line" or turn.rule.basis == "list":
            return False
        if any(one.rule.benefit.kind == "deposit" for one in self.turns):
            return False
        floors = (self.columns.floors * turn.mask).any()
        if turn.rule.basis == "running":
            return not floors
        spent = self._spent(turn)
        if not floors and not (spent * turn.mask).any():
            return True
        tight = bool((spent * turn.mask).max() + rate_of(turn.rule) > _NEARLY) or self._cheap(turn)
        return not floors and not tight

    def rate(self, turn: Turn) -> float:
        """What it takes off at most of what it reads, in proportion; 1 where that is not known."""
        return rate_of(turn.rule) if self.never_clamped(turn) and _in_proportion(turn.rule) else 1.0

    def _spent(self, turn: Turn) -> Numbers:
        """The part of each column's amount that earlier rules of the same stage may take."""
        spent = np.zeros(len(self.columns.units))
        groups: dict[str, Numbers] = {}
        for one in self.turns[turn.entry : turn.at]:
            if one.rule.level != "order" or one.rule.benefit.kind == "gift":
                continue
            part = (1.0 if one.rule.basis == "list" else rate_of(one.rule)) * one.mask
            group = one.rule.group
            if group is None or self.policy.group_most.get(group, 1) > 1:
                spent += part
            elif group != turn.rule.group:
                groups[group] = np.maximum(groups.get(group, 0.0), part)
        return spent + sum(groups.values(), np.zeros(len(spent)))

    def _cheap(self, turn: Turn) -> bool:
        """Whether a unit costs so little that a minor unit of rounding matters to it."""
        seen = self.columns.amounts[turn.mask > 0] / self.columns.units[turn.mask > 0]
        return bool(len(seen)) and bool(seen.min() < _CHEAP)

    def most(self, of: Numbers, mask: Numbers) -> float:
        """The most the columns under `mask` can come to, `of` being what one of each is."""
        best = np.zeros(int(self.columns.number.max(initial=0)) + 1)
        np.maximum.at(best, self.columns.number, of * mask * self.columns.most)
        return float(best.sum())

    def _part(self, turn: Turn, mask: Numbers, deep: int) -> int | None:
        """The unknown of the part of a discount that falls on the goods under `mask`, all of them in its scope."""
        if not mask.any():
            return None
        discount = self.discounts[turn.at]
        if turn.elsewhere:
            return self._anywhere(turn, mask, discount)
        if np.array_equal(mask, turn.mask):
            return discount
        key = (turn.at, mask.tobytes())
        found = self.parts.get(key)
        if found is not None:
            return found
        high = min(self.program.unknowns[discount].high, self.most(self.columns.listed, mask))
        part = self.parts[key] = self.program.unknown(high=high)
        self.program.row(None, {part: 1.0, discount: -1.0}, high=0.0)
        if deep < _DEEP:
            self._hold(turn, mask, part, discount, deep + 1)
        return part

    def _anywhere(self, turn: Turn, mask: Numbers, discount: int) -> int:
        """A part of a discount on goods that are not those of the scope: any part of it."""
        key = (turn.at, mask.tobytes())
        if key not in self.parts:
            self.parts[key] = self.program.unknown(high=self.program.unknowns[discount].high)
            self.program.row(None, {self.parts[key]: 1.0, discount: -1.0}, high=0.0)
        return self.parts[key]

    def _hold(self, turn: Turn, mask: Numbers, part: int, discount: int, deep: int) -> None:
        rest = turn.mask - mask
        held = self.never_clamped(turn) and turn.rule.budget is None
        if not held or self.rate(turn) >= 1.0:
            room = self.room(turn, rest, deep)
            self.program.row(-room.columns, plus({discount: 1.0, part: -1.0}, room.unknowns, -1.0), high=0.0)
            room = self.room(turn, mask, deep)
            self.program.row(-room.columns, plus({part: 1.0}, room.unknowns, -1.0), high=0.0)
        if not held:
            return
        if isinstance(turn.rule.benefit, Pct) and turn.rule.cap is None:
            self._rate(turn, mask, part, turn.rule.benefit.bps / ALL, deep)
        elif _in_proportion(turn.rule):
            self._at_most(turn, mask, {part: 1.0}, deep)
            self._at_most(turn, rest, {discount: 1.0, part: -1.0}, deep)

    def _at_most(self, turn: Turn, mask: Numbers, part: Mapping[int, float], deep: int) -> None:
        """No goods bear more than the rate the whole can come to."""
        rate = rate_of(turn.rule)
        if rate >= 1.0:
            return
        base = self.read(turn, mask, turn.rule.basis, deep)
        blur = self.columns.units * (turn.mask if self.policy.alloc == "last_line" else mask)
        self.program.row(-rate * base.columns - blur, plus(part, base.unknowns, -rate), high=1.0)

    def _rate(self, turn: Turn, mask: Numbers, part: int, rate: float, deep: int) -> None:
        """A part of a percentage is that percentage of the part, where the rule is used."""
        base, used = self.read(turn, mask, turn.rule.basis, deep), self.used.get(turn.at)
        blur = self.columns.units * mask
        high = plus({part: 1.0}, base.unknowns, -rate)
        self.program.row(-rate * base.columns - blur, high, high=1.0)
        if used is None:
            self.program.row(-rate * base.columns + blur, high, low=-1.0)
        else:
            most = rate * self.most(self.columns.listed, mask)
            self.program.row(-rate * base.columns + blur, plus(high, {used: -most}, 1.0), low=-1.0 - most)


def rate_of(rule: Rule) -> float:
    """The most a rule takes off of the amount it reads, as a part of it; 1 where nothing better is known."""
    benefit = rule.benefit
    same = rule.need_scope is None and (rule.need_basis or rule.basis) == rule.basis and rule.basis != "list"
    if isinstance(benefit, Pct):
        return _part(benefit.bps, ALL)
    if isinstance(benefit, Points):
        return _part(benefit.max_bps, ALL)
    if isinstance(benefit, Every) and rule.basis != "list":
        return _part(benefit.off, benefit.step)
    if isinstance(benefit, Off) and benefit.per == "order" and same:
        return _part(benefit.amount, rule.need_amount)
    if isinstance(benefit, Tiers) and (same or benefit.by == "quantity"):
        by_amount = benefit.by == "amount"
        return max(
            _part(given.bps, ALL)
            if isinstance(given, Pct)
            else _part(given.amount, threshold if by_amount and given.per == "order" else 0)
            for threshold, given in benefit.steps
        )
    return 1.0


def _part(some: int, whole: int) -> float:
    return min(1.0, some / whole) if whole > 0 else 1.0


def _in_proportion(rule: Rule) -> bool:
    """Whether lines get their shares by their amounts."""
    benefit = rule.benefit
    if isinstance(benefit, Tiers):
        return not any(isinstance(one, Off) and one.per == "unit" for _, one in benefit.steps)
    if isinstance(benefit, Off):
        return benefit.per == "order"
    return benefit.kind in ("every", "points", "pct")


def plus(first: Mapping[int, float], second: Mapping[int, float], times: float) -> dict[int, float]:
    """`first + times * second`."""
    found = dict(first)
    for key, value in second.items():
        found[key] = found.get(key, 0.0) + value * times
    return found


def times_of(first: Mapping[int, float], times: float) -> dict[int, float]:
    """`times * first`."""
    return {key: value * times for key, value in first.items()}
