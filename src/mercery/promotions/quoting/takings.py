"""What one rule takes off at most, and what its threshold is read on, while amounts are known between two numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.promotions.quoting.benefits import View, gives
from mercery.promotions.quoting.bounds import Amounts, Taking
from mercery.promotions.quoting.prepared import Table
from mercery.promotions.quoting.units import counted_units, free_units
from mercery.promotions.rules.benefit import BuyGet, Every, Off, Pct, PerLine, Points, Ship, Tiers
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.rule import Basis, Rule

_ALL: Final = 10_000
_TINY: Final = 1e-6


Reading = tuple[float, float, float]
"""An amount as it is read: at least, at most, and at most with all lines at their cheapest."""


class Takings:
    """Of one cart. Rules by their places."""

    def __init__(self, laid: Table, buyer: Buyer, floors: Sequence[int], *, sure: bool) -> None:
        """`floors`: what each line keeps at least. `sure`: False where some chosen rules may fall away."""
        self.laid, self.buyer, self.floors, self.sure = laid, buyer, floors, sure
        policy = laid.prepared.calendar.policy
        self.rounding = 0.5 if policy.round_mode.startswith("half") else 1.0
        self.round_at = policy.round_at
        self.scopes: dict[int, tuple[Sequence[int], int]] = {}
        self.need_scopes: dict[int, tuple[Sequence[int], int]] = {}
        self.by_part = policy.alloc != "even"

    def _scope(self, at: int) -> tuple[Sequence[int], int]:
        found = self.scopes.get(at)
        if found is None:
            lines = self.laid.scope(at)
            found = self.scopes[at] = (lines, sum([1 << line for line in lines]))
        return found

    def _need_scope(self, at: int, rule: Rule) -> tuple[Sequence[int], int]:
        if rule.need_scope is None:
            return self._scope(at)
        found = self.need_scopes.get(at)
        if found is None:
            lines = self.laid.need(at)
            found = self.need_scopes[at] = (lines, sum([1 << line for line in lines]))
        return found

    def _between(self, lines: Sequence[int], bits: int, basis: Basis, entry: Amounts, now: Amounts) -> Reading:
        if basis == "list":
            total = float(sum([self.laid.list_totals[at] for at in lines]))
            return total, total, total
        amounts = entry if basis == "entry" else now
        most, at_base = amounts.most(lines, bits)
        return amounts.least(lines, bits), most + _TINY, at_base + _TINY

    def _reached(self, at: int, rule: Rule, entry: Amounts, now: Amounts) -> Reading | None:
        """Between what the threshold is read; None where it cannot be reached."""
        lines, bits = self._need_scope(at, rule)
        if not rule.need_amount and not isinstance(rule.benefit, Tiers):
            return 0.0, 0.0, 0.0
        reading = self._between(lines, bits, rule.need_basis or rule.basis, entry, now)
        return None if reading[1] < rule.need_amount else reading

    def _taking(self, at: int, rule: Rule, entry: Amounts, now: Amounts, reached: Reading, *, linear: bool) -> Taking:
        lines, bits = self._scope(at)
        taking = Taking(at=at, stage=rule.stage, lines=lines, basis=rule.basis, shares=None, most=0.0)
        taking.growth = (entry if rule.basis == "entry" else now).growth
        _, most, at_base = self._between(lines, bits, rule.basis, entry, now)
        benefit = rule.benefit
        if isinstance(benefit, Tiers):
            tiers = self._tiers(benefit, at, rule, reached)
            if len(tiers) == 1 and isinstance(tiers[0][1], Pct):
                benefit = tiers[0][1]
            else:
                self._of_tiers(taking, rule, tiers, reached, (most, at_base))
        if isinstance(benefit, Pct):
            taking.most = self._most_of(rule, benefit, lines, most)
            taking.most_at_base = self._most_of(rule, benefit, lines, at_base)
            taking.slope = benefit.bps / _ALL
            if linear and (rule.cap is None or taking.most <= rule.cap):
                taking.shares = [benefit.bps / _ALL] * len(lines)
                taking.most_at_base = taking.most
        elif isinstance(benefit, Every):
            self._of_steps(taking, benefit, most, at_base)
        elif isinstance(benefit, Points):
            self._of_points(taking, benefit, most, at_base, linear=linear and rule.cap is None)
        elif isinstance(benefit, Off):
            taking.most = taking.most_at_base = self._most_of(rule, benefit, lines, most)
        elif not isinstance(benefit, Tiers):
            self._of_units(taking, rule, entry, now, linear=linear)
            taking.most_at_base = taking.most
        self._of_need(taking, rule, entry, now, reached)
        return self._capped(taking, rule)

    def _of_need(self, taking: Taking, rule: Rule, entry: Amounts, now: Amounts, reached: Reading) -> None:
        """Jumps of thresholds are read on the basis of the need."""
        outside = rule.need_amount > reached[2]
        if outside or isinstance(rule.benefit, Tiers):
            taking.growth = (entry if (rule.need_basis or rule.basis) == "entry" else now).growth
        if outside:
            self._out_of_reach(taking, taking.at, rule, reached)

    def _out_of_reach(self, taking: Taking, at: int, rule: Rule, reached: Reading) -> None:
        """With all lines at their cheapest the threshold is not reached."""
        if taking.shares is None:
            taking.most_at_base, taking.slope = 0.0, 0.0
            taking.jumps = [(rule.need_amount - reached[2], taking.most)]
            taking.seen = self._need_scope(at, rule)[0]

    def _of_steps(self, taking: Taking, benefit: Every, most: float, at_base: float) -> None:
        limit = benefit.times if benefit.times is not None else int(most // benefit.step)
        times, before = min(limit, int(most // benefit.step)), min(limit, int(at_base // benefit.step))
        taking.most, taking.most_at_base = float(benefit.off * times), float(benefit.off * before)
        taking.jumps = [
            (one * benefit.step - at_base, float(benefit.off * (one - before))) for one in range(before + 1, times + 1)
        ]

    def _of_points(self, taking: Taking, benefit: Points, most: float, at_base: float, *, linear: bool) -> None:
        """A share of the amount, as far as there are points."""
        share, held = benefit.max_bps / _ALL, self.buyer.points
        taking.most, taking.most_at_base, taking.slope = most * share, at_base * share, share
        if held is not None and held * benefit.rate < taking.most:
            taking.most = float(held * benefit.rate)
            taking.most_at_base = min(taking.most, taking.most_at_base)
        elif linear:
            taking.shares, taking.scattered = [share] * len(taking.lines), True
            taking.most_at_base = taking.most

    def _of_tiers(
        self,
        taking: Taking,
        rule: Rule,
        tiers: Sequence[tuple[int, Pct | Off]],
        reached: Reading,
        amounts: tuple[float, float],
    ) -> None:
        """Several tiers are possible, or one of an amount."""
        most, at_base = amounts
        taking.seen = self._need_scope(taking.at, rule)[0]
        worth = [(threshold, one, self._most_of(rule, one, taking.lines, most)) for threshold, one in tiers]
        taking.most = max([value for _, _, value in worth], default=0.0)
        if isinstance(rule.benefit, Tiers) and rule.benefit.by == "quantity":
            taking.most_at_base = taking.most
            return
        below = [one for threshold, one, _ in worth if threshold <= reached[2]]
        taking.most_at_base = max([self._most_of(rule, one, taking.lines, at_base) for one in below], default=0.0)
        taking.jumps = [
            (threshold - reached[2], max(0.0, value - taking.most_at_base))
            for threshold, _, value in worth
            if threshold > reached[2]
        ]
        if any(isinstance(one, Pct) for one in below):
            taking.most_at_base = max([value for threshold, _, value in worth if threshold <= reached[2]])

    def _capped(self, taking: Taking, rule: Rule) -> Taking:
        for limit in (rule.cap, rule.budget):
            if limit is not None:
                taking.most = min(taking.most, float(limit))
                taking.most_at_base = min(taking.most_at_base, float(limit))
        return taking

    def _most_of(self, rule: Rule, benefit: Pct | Off, lines: Sequence[int], most: float) -> float:
        if isinstance(benefit, Pct):
            return most * benefit.bps / _ALL + self._slack(rule, lines)
        if benefit.per == "order":
            return float(benefit.amount)
        return float(benefit.amount * sum([self.laid.units[at] for at in lines]))

    def _slack(self, rule: Rule, lines: Sequence[int]) -> float:
        """What rounding can add to a percentage."""
        round_at = rule.round_at or self.round_at
        if round_at == "order":
            return self.rounding
        if round_at == "line":
            return self.rounding * len(lines)
        return self.rounding * sum([self.laid.units[at] for at in lines])

    def _tiers(self, benefit: Tiers, at: int, rule: Rule, reached: Reading) -> list[tuple[int, Pct | Off]]:
        """The tiers that may be reached, highest last."""
        low, high = reached[:2]
        if benefit.by == "quantity":
            low = high = float(sum([self.laid.units[line] for line in self._need_scope(at, rule)[0]]))
        open_tiers = [one for one in benefit.steps if one[0] <= high]
        below = (
            0 if at in self.laid.prepared.shifting else sum(1 for threshold, _ in benefit.steps if threshold <= low) - 1
        )
        return open_tiers[max(0, below) :]

    def _of_units(self, taking: Taking, rule: Rule, entry: Amounts, now: Amounts, *, linear: bool) -> None:
        """Benefits that depend on single units: what they give at the highest amounts, which none of them falls below."""
        laid, benefit = self.laid, rule.benefit
        amounts: Sequence[int] = laid.list_totals
        if rule.basis != "list":
            amounts = [int(one) + 1 for one in (entry if rule.basis == "entry" else now).high]
        if isinstance(benefit, PerLine):
            taking.most = self._per_line(benefit, taking.lines, amounts, whole=taking.at in self.laid.prepared.shifting)
            return
        got = laid.got(taking.at) if isinstance(benefit, BuyGet) else ()
        if taking.at in self.laid.prepared.shifting and isinstance(benefit, BuyGet):
            taking.most = float(sum([amounts[at] for at in (*taking.lines, *got)]))
            return
        given = gives(benefit, self._view(taking, amounts, got))
        if given is None or given.gift is not None:
            return
        rounds = 2 * len(amounts)
        taking.most = float(given.amount if given.parts is None else sum(given.parts)) + rounds
        if given.lines is not None:
            taking.lines = given.lines
        cheapest = isinstance(benefit, BuyGet) and benefit.get is None and benefit.pick == "cheapest"
        if linear and cheapest and rule.cap is None and isinstance(benefit, BuyGet):
            lows = laid.list_totals if rule.basis == "list" else [int(one) for one in now.low]
            counts = free_units(benefit, taking.lines, lows, laid.units)
            taking.scattered = True
            taking.shares = [
                count * benefit.bps / (_ALL * laid.units[at]) for at, count in zip(taking.lines, counts, strict=True)
            ]

    def _per_line(self, benefit: PerLine, lines: Sequence[int], amounts: Sequence[int], *, whole: bool) -> float:
        total = 0.0
        for at, some in zip(lines, counted_units(benefit, lines, self.laid.units), strict=True):
            count = self.laid.units[at]
            some = count if whole else some
            if benefit.by == "pct":
                total += amounts[at] * some / count * benefit.value / _ALL + count
            else:
                total += min(benefit.value * some, amounts[at] * some / count + 1)
        return total

    def _view(self, taking: Taking, amounts: Sequence[int], got: Sequence[int]) -> View:
        laid = self.laid
        return View(
            lines=taking.lines,
            amounts=amounts,
            units=laid.units,
            line_totals=amounts,
            list_basis=True,
            skus=laid.skus,
            got=got,
            reached=0,
            reached_units=0,
            by_line=False,
            rounding=laid.prepared.rounding,
            round_at=self.round_at,
            points=self.buyer.points,
        )

    def _ship(self, rule: Rule, benefit: Ship) -> float:
        whole = self.laid.prepared.calendar.shipping
        most = whole if benefit.amount is None else benefit.amount
        if benefit.amount is None and benefit.bps is not None:
            most = -(-whole * benefit.bps // _ALL)
        return float(most if rule.cap is None else min(most, rule.cap))
