"""What a buyer may choose, and what is applied without asking.

Applied without asking: every open rule without group and without code. Chosen: each coupon (all rules without group that
bear its code go together), whether points pay, of each group at most one rule (on each line for line rules, in the order
for others, or as many as `Policy.group_most` says) or none. Where an exclusive rule is among the chosen or automatic ones
and can be used, it stays alone on its level: on the line, in the order, for the delivery; of several the one of highest
priority. Whether it can be used is read before any other rule of its level: on list amounts for line rules, on the
amounts after line rules (or list amounts, where its basis is `list`) for the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from mercery.promotions.quoting.prepared import Table
from mercery.promotions.quoting.thresholds import can_do, usable_on
from mercery.promotions.quoting.walk import Selection
from mercery.promotions.rules.benefit import Points

Rules = tuple[int, ...]
"""Rules by their places, in order of application."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Everything that can be chosen for one cart. Rules that can do nothing for it are left out."""

    laid: Table
    always: Rules
    toggles: tuple[Rules, ...]
    """Coupons and points: each is used or not, with all its rules."""
    groups: tuple[tuple[Rules, int], ...]
    """Groups of order and delivery rules, with how many of each may be used."""
    line_groups: tuple[tuple[Rules, ...], ...]
    """For each line the groups of line rules it may choose from."""

    def in_order(self, rules: Iterable[int]) -> Rules:
        """Rules in their order of application, each once."""
        return tuple(sorted(set(rules), key=self.laid.prepared.rank.__getitem__))

    def of_groups(self) -> list[list[Rules]]:
        """For each group of the order all that can be taken from it, the most first."""
        return [
            [taken for count in range(min(most, len(members)), -1, -1) for taken in combinations(members, count)]
            for members, most in self.groups
        ]

    def of_toggles(self) -> Iterator[Rules]:
        """All that can be used of coupons and points, everything first."""
        for used in product((True, False), repeat=len(self.toggles)):
            yield tuple(at for one, on in zip(self.toggles, used, strict=True) if on for at in one)

    def of_line(self, line: int, toggled: Sequence[int]) -> list[Rules]:
        """What line rules a line can have, given the coupons used; each way once."""
        laid, rules = self.laid, self.laid.prepared.rules
        fixed = [at for at in (*self.always, *toggled) if rules[at].level == "line" and line in laid.scope(at)]
        found: dict[Rules, None] = {}
        for taken in product(*[(*members, None) for members in self.line_groups[line]]):
            chosen = [*fixed, *(at for at in taken if at is not None)]
            found[self.in_order(self._alone(chosen, laid.list_totals))] = None
        return list(found)

    def of_order(self, chosen: Iterable[int], line_totals: Sequence[int]) -> Rules:
        """Order and delivery rules that remain of those chosen and the automatic ones where some are exclusive."""
        rules = self.laid.prepared.rules
        every = [at for at in (*self.always, *chosen) if rules[at].level != "line"]
        order = self._alone([at for at in every if rules[at].level == "order"], line_totals)
        delivery = self._alone([at for at in every if rules[at].level == "ship"], line_totals)
        return self.in_order((*order, *delivery))

    def _alone(self, chosen: list[int], amounts: Sequence[int]) -> list[int]:
        rules = self.laid.prepared.rules
        usable = [at for at in chosen if rules[at].exclusive and usable_on(self.laid, at, amounts)]
        return [min(usable, key=lambda at: (-rules[at].priority, at))] if usable else chosen

    def count(self) -> int:
        """How many ways there are at most."""
        total = 1 << len(self.toggles)
        for options in self.of_groups():
            total *= len(options)
        for groups in self.line_groups:
            for members in groups:
                total *= len(members) + 1
        return total


def choices(laid: Table) -> Choices:
    """What can be chosen for a cart laid out under a calendar of open rules."""
    ready = laid.prepared
    rules = ready.rules
    able = [at for at in range(len(rules)) if laid.scope(at) and can_do(laid, at)]
    codes: dict[str, list[int]] = {}
    groups: dict[str, list[int]] = {}
    line_groups: dict[str, list[int]] = {}
    always: list[int] = []
    for at in able:
        rule = rules[at]
        if rule.group is not None:
            (line_groups if rule.level == "line" else groups).setdefault(rule.group, []).append(at)
        elif rule.code is not None or isinstance(rule.benefit, Points):
            codes.setdefault(f"code {rule.code}" if rule.code is not None else f"rule {rule.id}", []).append(at)
        else:
            always.append(at)
    most = ready.calendar.policy.group_most
    return Choices(
        laid=laid,
        always=tuple(sorted(always, key=ready.rank.__getitem__)),
        toggles=tuple(tuple(one) for one in codes.values()),
        groups=tuple((tuple(members), most.get(name, 1)) for name, members in groups.items()),
        line_groups=tuple(
            tuple(
                seen
                for members in line_groups.values()
                if (seen := tuple(at for at in members if line in laid.scope(at)))
            )
            for line in range(len(laid.cart))
        ),
    )


def selections(chosen_from: Choices) -> Iterator[tuple[Rules, tuple[Rules, ...]]]:
    """Every feasible selection: rules of the order, and of each line. Few enough to look at only for small carts."""
    from mercery.promotions.quoting.run import Run
    from mercery.promotions.rules.buyer import ANYBODY

    of_groups = chosen_from.of_groups()
    for toggled in chosen_from.of_toggles():
        options = [chosen_from.of_line(line, toggled) for line in range(len(chosen_from.laid.cart))]
        for by_line in product(*options):
            run = Run(chosen_from.laid, ANYBODY, False)
            run.line_rules(by_line)
            seen = set()
            for taken in product(*of_groups):
                order = chosen_from.of_order([*toggled, *(at for one in taken for at in one)], run.amounts)
                if order not in seen:
                    seen.add(order)
                    yield order, by_line


def selection_of(laid: Table, order: Iterable[int], by_line: Iterable[Iterable[int]]) -> Selection:
    """Places as ids."""
    rules = laid.prepared.rules
    return Selection(
        order=tuple(rules[at].id for at in order),
        lines=tuple(tuple(rules[at].id for at in one) for one in by_line),
    )
