"""A lower bound on what a cart can cost while some rules and line prices are still open.

Going forward through the rules, each line's amount is kept between two numbers, so that it is known which thresholds can
be reached at most and which are reached for sure; each rule then takes off either a share of its lines ("linear": what is
left is a share of what was) or at most a number. Going back, `weights` says how much of a minor unit of each line is left
at the end at least. So no way of the open choices costs less than

    sum(weights x cheapest line prices) - sum(what rules of the second kind take at most x the largest weight of their lines)

less what rounding can bring about. It holds because no line ever falls below nothing: a discount that is not taken, or is
clamped, leaves more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from mercery.promotions.quoting.benefits import View, gives
from mercery.promotions.quoting.bounds import Amounts, Bound, Taking, paid_for
from mercery.promotions.quoting.prepared import Table
from mercery.promotions.quoting.units import counted_units, free_units
from mercery.promotions.rules.benefit import Bundle, BuyGet, Every, Off, Pct, PerLine, Ship, Tiers
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.rule import Basis, Rule

_ALL: Final = 10_000
_TINY: Final = 1e-6


Reading = tuple[float, float, float]
"""An amount as it is read: at least, at most, and at most with all lines at their cheapest."""


class Relaxation:
    """Bounds for one cart. Rules by their places."""

    def __init__(self, laid: Table, buyer: Buyer, floors: Sequence[int], *, sure: bool) -> None:
        """`floors`: what each line keeps at least. `sure`: False where some chosen rules may fall away."""
        self.laid, self.buyer, self.floors, self.sure = laid, buyer, floors, sure
        policy = laid.prepared.calendar.policy
        self.rounding = 0.5 if policy.round_mode.startswith("half") else 1.0
        self.round_at = policy.round_at
        self.scopes: dict[int, tuple[Sequence[int], int]] = {}
        self.need_scopes: dict[int, tuple[Sequence[int], int]] = {}
        self.by_part = policy.alloc != "even"

    def bound(
        self,
        known: Sequence[int],
        low: Sequence[int],
        high: Sequence[int],
        maybe: Sequence[Sequence[Sequence[int]]] = (),
    ) -> Bound:
        """No way of the open choices costs less. `known`: rules that are used, `low` and
        `high`: what each line costs after line rules, `maybe`: for each choice not made its alternatives."""
        open_rules = {at for alternatives in maybe for one in alternatives for at in one}
        takings, opened, fee = self._forward([*known, *open_rules], open_rules, low, high)
        weights, taken = self._backward(takings, high)
        for alternatives in maybe:
            taken += max([sum([opened[at].most for at in one if at in opened]) for one in alternatives])
        value = sum([weight * amount for weight, amount in zip(weights, low, strict=True)]) + fee
        sloped: list[tuple[float, Sequence[float]]] = [(value - taken, weights)]
        room = [dear - cheap for dear, cheap in zip(high, low, strict=True)]
        if any(room):
            taken = self._at_base(taken, takings, opened, maybe)
            rest, left = paid_for([*takings, *opened.values()], weights, room)
            sloped.append((value - taken - rest, left))
        return Bound(sum([min(one) for one in zip(self.floors, low, strict=True)]) + fee, tuple(sloped))

    def _at_base(
        self,
        taken: float,
        takings: Sequence[Taking],
        opened: Mapping[int, Taking],
        maybe: Sequence[Sequence[Sequence[int]]],
    ) -> float:
        """What is taken with all lines at their cheapest."""
        for taking in takings:
            if taking.shares is None:
                taken -= taking.weight * (taking.most - taking.most_at_base)
        for alternatives in maybe:
            taken -= max([sum([opened[at].most for at in one if at in opened]) for one in alternatives])
            taken += max([sum([opened[at].most_at_base for at in one if at in opened]) for one in alternatives])
        return taken

    def _forward(
        self, rules: Sequence[int], open_rules: set[int], low: Sequence[int], high: Sequence[int]
    ) -> tuple[list[Taking], dict[int, Taking], float]:
        ready = self.laid.prepared
        cheapest = [float(one) for one in low]
        now = Amounts(cheapest, [float(one) for one in high], cheapest[:])
        entry, stage = now, -1
        fee = float(ready.calendar.shipping)
        takings: list[Taking] = []
        opened: dict[int, Taking] = {}
        for at in sorted(rules, key=ready.rank.__getitem__):
            rule = ready.rules[at]
            if rule.stage != stage:
                entry, stage = now.copy(), rule.stage
            reached = self._reached(at, rule, entry, now)
            if reached is None:
                continue
            if isinstance(rule.benefit, Ship):
                fee = max(0.0, fee - self._ship(rule, rule.benefit))
                continue
            taking = self._taking(at, rule, entry, now, reached, linear=at not in open_rules)
            if at in open_rules:
                opened[at] = taking
                now.possible.append((self._scope(at)[1], taking.most))
                continue
            takings.append(taking)
            self._lower(taking, rule, entry, now, reached)
        return takings, opened, fee

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
        elif isinstance(benefit, Off):
            taking.most = taking.most_at_base = self._most_of(rule, benefit, lines, most)
        elif not isinstance(benefit, Tiers):
            self._of_units(taking, rule, entry, now, linear=linear)
            taking.most_at_base = taking.most
        if rule.need_amount > reached[2]:
            self._out_of_reach(taking, at, rule, reached)
        return self._capped(taking, rule)

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

    def _lower(self, taking: Taking, rule: Rule, entry: Amounts, now: Amounts, reached: Reading) -> None:
        """Takes a known rule off the amounts."""
        sure = self.sure and taking.at not in self.laid.prepared.shifting and reached[0] >= rule.need_amount
        sure = sure and not rule.also and rule.budget is None
        if isinstance(rule.benefit, Tiers):
            sure = sure and self._first_tier(rule.benefit, taking.at, rule, reached)
        if taking.shares is None or taking.scattered:
            scope, bits = self._scope(taking.at)
            if taking.lines is not scope:
                bits = sum([1 << at for at in taking.lines])
            if sure and (least := self._certainly(taking, rule, entry, now, reached, bits)) > 0:
                now.certain.append((bits, least, self._by_part(taking, least, entry, now)))
            now.possible.append((bits, taking.most))
            return
        self._lower_lines(taking, rule, entry, now, sure=sure)

    def _lower_lines(self, taking: Taking, rule: Rule, entry: Amounts, now: Amounts, *, sure: bool) -> None:
        assert taking.shares is not None
        round_at = rule.round_at or self.round_at
        slack = 1.0 if round_at != "unit" else float(max(self.laid.units))
        for at, share in zip(taking.lines, taking.shares, strict=True):
            if taking.basis == "list":
                off = share * self.laid.list_totals[at]
                low, high, base = now.low[at] - off, now.high[at] - off, now.base[at] - off
            else:
                low = now.low[at] - share * (entry.low[at] if taking.basis == "entry" else now.low[at])
                high, base = now.high[at] * (1 - share), now.base[at] * (1 - share)
            now.low[at] = max(low - slack, 0.0)
            if sure and round_at != "order":
                now.high[at] = max(high + slack, float(self.floors[at]))
                now.base[at] = max(base + slack, float(self.floors[at]))
        if sure:
            share = max(taking.shares, default=0.0)
            bits = self._scope(taking.at)[1]
            now.certain = [
                (one, taken * (1 - share) if one & bits else taken, by_part) for one, taken, by_part in now.certain
            ]

    def _first_tier(self, benefit: Tiers, at: int, rule: Rule, reached: Reading) -> bool:
        """Whether a tier is reached for sure."""
        if benefit.by == "quantity":
            return sum([self.laid.units[line] for line in self._need_scope(at, rule)[0]]) >= benefit.steps[0][0]
        return reached[0] >= benefit.steps[0][0]

    def _by_part(self, taking: Taking, least: float, entry: Amounts, now: Amounts) -> bool:
        """Whether every line of the rule has room for its part of the discount, so that nothing goes to others."""
        if not self.by_part or taking.basis == "list":
            return False
        read = entry if taking.basis == "entry" else now
        whole = sum([read.low[at] for at in taking.lines]) - sum([taken for _, taken in read.possible])
        if whole <= 0:
            return False
        gone = sum([taken for _, taken in now.possible]) - sum([taken for _, taken in read.possible])
        return all(now.low[at] - self.floors[at] - gone >= least * read.high[at] / whole + 1 for at in taking.lines)

    def _certainly(
        self, taking: Taking, rule: Rule, entry: Amounts, now: Amounts, reached: Reading, bits: int
    ) -> float:
        """What a rule of an amount takes off its lines at least."""
        benefit = rule.benefit
        least = 0.0
        if isinstance(benefit, Tiers):
            tiers = self._tiers(benefit, taking.at, rule, reached)
            if len(tiers) == 1 and reached[0] >= benefit.steps[0][0] and isinstance(tiers[0][1], Off):
                benefit = tiers[0][1]
        if isinstance(benefit, Off) and benefit.per == "order":
            least = float(benefit.amount)
        elif isinstance(benefit, Every):
            times = int(self._between(taking.lines, bits, rule.basis, entry, now)[0] // benefit.step)
            least = float(benefit.off * (times if benefit.times is None else min(times, benefit.times)))
        elif isinstance(benefit, BuyGet | Bundle):
            least = self._units_at_least(taking, rule, entry, now)
        if rule.cap is not None:
            least = min(least, float(rule.cap))
        room = now.least(taking.lines, bits) - sum([self.floors[at] for at in taking.lines])
        return least if least <= room else 0.0

    def _units_at_least(self, taking: Taking, rule: Rule, entry: Amounts, now: Amounts) -> float:
        """What free units or bundles take at the lowest amounts, where nothing is known of their lines as a sum alone."""
        bits = sum([1 << at for at in {*taking.lines, *self._scope(taking.at)[0]}])
        read = entry if rule.basis == "entry" else now
        if rule.basis == "list" or any(scope & bits for scope, _ in now.possible):
            return 0.0
        got = self.laid.got(taking.at) if isinstance(rule.benefit, BuyGet) else ()
        scope = self._scope(taking.at)[0]
        lows = [max(0, int(one)) for one in read.low]
        given = gives(rule.benefit, self._view(replace(taking, lines=scope), lows, got))
        if given is None or given.parts is None:
            return 0.0
        if any(self.floors[at] for at in taking.lines):
            return 0.0
        return max(0.0, float(sum(given.parts)) - 2 * len(lows))

    def _backward(self, takings: Sequence[Taking], high: Sequence[int]) -> tuple[list[float], float]:
        weights, at_entry = [1.0] * len(high), [0.0] * len(high)
        taken, stage = 0.0, -1
        lists = self.laid.list_totals
        for taking in reversed(takings):
            if taking.stage != stage:
                taken += _flush(weights, at_entry, high)
                stage = taking.stage
            heaviest = taking.weight = max([weights[at] for at in taking.lines], default=0.0)
            if taking.shares is None:
                taken += heaviest * taking.most
                continue
            taken += heaviest * (
                len(taking.lines)
                if taking.scattered
                else self._slack(self.laid.prepared.rules[taking.at], taking.lines)
            )
            for at, share in zip(taking.lines, taking.shares, strict=True):
                part = share * (heaviest if taking.scattered else weights[at])
                if taking.basis == "list":
                    taken += part * lists[at]
                elif taking.basis == "entry":
                    at_entry[at] -= part
                else:
                    weights[at] -= part
                    if weights[at] < 0:
                        taken -= weights[at] * high[at]
                        weights[at] = 0.0
        return weights, taken + _flush(weights, at_entry, high)


def _flush(weights: list[float], at_entry: list[float], high: Sequence[int]) -> float:
    """At the beginning of a stage what was read there is what there is; a weight below 0 becomes an amount."""
    taken = 0.0
    for at, more in enumerate(at_entry):
        if more:
            weights[at] += more
            at_entry[at] = 0.0
            if weights[at] < 0:
                taken -= weights[at] * high[at]
                weights[at] = 0.0
    return taken
