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

from mercery.promotions.quoting.benefits import gives
from mercery.promotions.quoting.bounds import Amounts, Bound, Taking, paid_for
from mercery.promotions.quoting.joint import joint
from mercery.promotions.quoting.jumps import only_reachable
from mercery.promotions.quoting.takings import Reading, Takings
from mercery.promotions.rules.benefit import Bundle, BuyGet, Every, Off, Ship, Tiers
from mercery.promotions.rules.rule import Rule

_ALL: Final = 10_000


class Relaxation(Takings):
    """Bounds for one cart."""

    def bound(
        self,
        known: Sequence[int],
        low: Sequence[int],
        high: Sequence[int],
        maybe: Sequence[Sequence[Sequence[int]]] = (),
        target: float | None = None,
        differences: Sequence[Sequence[int]] | None = None,
    ) -> Bound:
        """No way of the open choices costs less. `known`: rules that are used, `low` and `high`: what each line costs after
        line rules, `maybe`: for each choice not made its alternatives. `target`: what is worth reaching, `differences`: by
        how much each line may be dearer than `low`, where only certain prices are possible."""
        open_rules = {at for alternatives in maybe for one in alternatives for at in one}
        takings, opened, fee = self._forward([*known, *open_rules], open_rules, low, high)
        if differences is not None:
            only_reachable(takings, differences)
        weights, taken = self._backward(takings, high)
        whole, rest = taken, 0.0
        for alternatives in maybe:
            taken += max([sum([opened[at].most for at in one if at in opened]) for one in alternatives])
        value = sum([weight * amount for weight, amount in zip(weights, low, strict=True)]) + fee
        sloped: list[tuple[float, Sequence[float]]] = [(value - taken, weights)]
        room = [dear - cheap for dear, cheap in zip(high, low, strict=True)]
        if any(room):
            taken = self._at_base(taken, takings, opened, maybe)
            rest, left = paid_for([*takings, *opened.values()], weights, room)
            sloped.append((value - taken - rest, left))
        found = Bound(sum([min(one) for one in zip(self.floors, low, strict=True)]) + fee, tuple(sloped))
        if any(room) and rest > 0 and self._worth_it(found.value, value - taken, target, differences):
            sure = found.takings = [one for one in takings if one.shares is None]
            base = value - whole + sum([one.weight * one.most for one in sure])
            of_choices = [
                [[opened[at] for at in one if at in opened] for one in alternatives] for alternatives in maybe
            ]
            found.joint = joint(base, sure, of_choices, weights, room)
        return found

    def _worth_it(
        self, found: float, most: float, target: float | None, differences: Sequence[Sequence[int]] | None
    ) -> bool:
        """Whether a bound of all rules together, which is at most `most`, can matter."""
        return target is None or (found < target and (differences is not None or target <= most))

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
        now = Amounts(cheapest, [float(one) for one in high], cheapest[:], [1.0] * len(cheapest))
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
        if sure and taking.basis != "list":
            now.growth = now.growth[:]
        round_at = rule.round_at or self.round_at
        slack = {"line": self.rounding, "unit": self.rounding * max(self.laid.units)}.get(round_at, 1.0)
        read = entry if taking.basis == "entry" else now
        exact = sure and round_at == "line" and taking.basis != "list"
        touched = 0
        for scope, _ in now.possible:
            touched |= scope
        for at, share in zip(taking.lines, taking.shares, strict=True):
            if exact and read.low[at] == read.high[at] and now.low[at] == now.high[at] and not touched >> at & 1:
                gone = self.laid.prepared.rounding(round(read.low[at]) * round(share * _ALL), _ALL)
                if now.low[at] - gone >= self.floors[at]:
                    taking.known[at] = gone
                    now.low[at] = now.high[at] = now.base[at] = now.low[at] - gone
                    continue
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
                if taking.basis != "list":
                    now.growth[at] *= 1 - share
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
                else self._slack(
                    self.laid.prepared.rules[taking.at], [at for at in taking.lines if at not in taking.known]
                )
            )
            for at, share in zip(taking.lines, taking.shares, strict=True):
                if at in taking.known:
                    taken += weights[at] * taking.known[at]
                    continue
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
