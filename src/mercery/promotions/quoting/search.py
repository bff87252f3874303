"""The least to pay over all selections: few are all looked at, many are divided and what cannot be cheaper is left out.

First the rules of the order are decided, group by group and coupon by coupon, then line by line its price. A part that,
by `Relaxation`, cannot be cheaper than what is known is not looked into. What is proved is proved to the minor unit: every
selection that is not evaluated exactly lies in such a part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import ceil
from typing import Final

from mercery.promotions.quoting.bounds import Bound
from mercery.promotions.quoting.evaluate import run_selection
from mercery.promotions.quoting.line_options import Option, line_options
from mercery.promotions.quoting.relaxation import Relaxation
from mercery.promotions.quoting.run import Run
from mercery.promotions.quoting.selection import Choices, Rules, selections
from mercery.promotions.rules.buyer import Buyer

FEW: Final = 24
"""Selections that are simply all looked at."""
STEPS_A_SECOND: Final = 3_000
"""How much is done in what is called a second: bounds and evaluations are counted, not time, so that a cart has one price
however busy the machine is. At 20 lines a step takes about 0.3 ms."""
_TINY: Final = 1e-4
_JUMPS: Final = 4
"""So many thresholds are tried to be reached,"""
_TRIES: Final = 3
"""with so many sums each, rounding being able to make one too small."""

Lines = list[list[Option]]
"""For each line its prices that are still possible, cheapest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The best selection met, and what is known of the others."""

    order: Rules
    by_line: tuple[Rules, ...]
    payable: int
    bound: int
    proved: bool
    evaluated: int


def least(choice: Choices, buyer: Buyer, first: tuple[Rules, tuple[Rules, ...]], payable: int, seconds: float) -> Found:
    """Starting from a selection that is known with its price."""
    search = _Search(choice, buyer, first, payable, int(seconds * STEPS_A_SECOND))
    if choice.count() <= FEW:
        search.steps = max(search.steps, 2 * FEW)
        search.everything()
    else:
        search.divided()
    return search.found()


class _Search:
    """One search: the best met, and the lowest bound of what had to be left when its steps were used up."""

    def __init__(
        self, choice: Choices, buyer: Buyer, first: tuple[Rules, tuple[Rules, ...]], payable: int, steps: int
    ) -> None:
        self.choice, self.buyer, self.steps = choice, buyer, steps
        self.order, self.by_line, self.payable = first[0], first[1], payable
        self.evaluated = 1
        self.bounded = 0
        self.left: float | None = None
        self.options: Lines = []
        self.relaxation: Relaxation | None = None

    def found(self) -> Found:
        bound = self.payable if self.left is None else min(self.payable, max(0, ceil(self.left - _TINY)))
        return Found(
            order=self.order,
            by_line=self.by_line,
            payable=self.payable,
            bound=bound,
            proved=bound == self.payable,
            evaluated=self.evaluated,
        )

    def everything(self) -> None:
        """One selection after the other."""
        for order, by_line in selections(self.choice):
            self._look_at(run_selection(self.choice.laid, order, by_line, self.buyer), order, by_line)
            if self._late():
                self._leave(0.0)
                return

    def divided(self) -> None:
        """Coupons that lower lines are tried one after the other; the rest is divided."""
        rules = self.choice.laid.prepared.rules
        of_lines = [one for one in self.choice.toggles if any(rules[at].level == "line" for at in one)]
        for used in product((True, False), repeat=len(of_lines)):
            toggled = [at for one, on in zip(of_lines, used, strict=True) if on for at in one]
            options = line_options(self.choice, toggled, self.buyer)
            if options is None:
                self.everything()
                return
            self.options = options
            self._atoms([one for one in self.choice.toggles if one not in of_lines], toggled)

    def _atoms(self, toggles: Sequence[Rules], toggled: Sequence[int]) -> None:
        """What is to be decided for the order: coupons, points, groups."""
        choice = self.choice
        rules = choice.laid.prepared.rules
        atoms: list[list[Rules]] = [[one, ()] for one in toggles]
        atoms += choice.of_groups()
        known = [at for at in (*choice.always, *toggled) if rules[at].level != "line"]
        possible = {at for atom in atoms for one in atom for at in one} | set(known)
        self.relaxation = Relaxation(
            choice.laid,
            self.buyer,
            [min(one.floor for one in line) for line in self.options],
            sure=not any(rules[at].exclusive for at in possible),
        )
        self._improve(known, atoms)
        atoms.sort(key=lambda atom: -len(atom))
        self._order(known, atoms, *self._root(known, atoms))

    def _root(self, known: Sequence[int], atoms: Sequence[Sequence[Rules]]) -> tuple[Lines, float]:
        """What is left of the lines' prices with nothing decided, and the bound."""
        assert self.relaxation is not None
        options = self.options
        while True:
            self.bounded += 1
            bound = self.relaxation.bound(known, *self._limits(options), atoms)
            left = self._cut(options, bound)
            if left is options or self._closed(bound.value):
                return options, bound.value
            options = left

    def _improve(self, known: Sequence[int], atoms: Sequence[Sequence[Rules]]) -> None:
        """A good selection to begin with: all lines at their cheapest, each choice the best beside the others."""
        cheapest = tuple(line[0].rules for line in self.options)
        taken = [atom[0] for atom in atoms]
        best = self._price(known, taken, cheapest)
        for _ in range(2):
            before = best
            for number, atom in enumerate(atoms):
                for one in atom:
                    if one != taken[number]:
                        tried = [*taken[:number], one, *taken[number + 1 :]]
                        price = self._price(known, tried, cheapest)
                        if price < best:
                            best, taken = price, tried
            if best == before:
                return

    def _price(self, known: Sequence[int], taken: Sequence[Rules], by_line: tuple[Rules, ...]) -> int:
        """Evaluated exactly, exclusive rules staying alone."""
        laid = self.choice.laid
        chosen = [*known, *(at for one in taken for at in one)]
        run = Run(laid, self.buyer, False)
        run.line_rules(by_line)
        order = self.choice.of_order(chosen, run.amounts)
        if laid.prepared.excluders:
            run = run_selection(laid, order, by_line, self.buyer)
        else:
            run.order_rules(order, frozenset())
        self._look_at(run, order, by_line)
        return run.payable

    def _order(self, known: list[int], atoms: list[list[Rules]], options: Lines, bound: float) -> None:
        """Decides the first of the choices left."""
        if self._closed(bound):
            return
        if not atoms:
            self._lines(known, options, bound, fresh=True, first=True)
            return
        if self._late():
            self._leave(bound)
            return
        assert self.relaxation is not None
        low, high = self._limits(options)
        rest = atoms[1:]
        children = []
        for one in atoms[0]:
            chosen = [*known, *one]
            self.bounded += 1
            found = self.relaxation.bound(chosen, low, high, rest, self.payable - 1)
            children.append((max(bound, found.value), chosen, found))
        children.sort(key=lambda child: child[0])
        for value, chosen, found in children:
            self._order(chosen, rest, options if self._closed(value) else self._cut(options, found), value)

    def _lines(self, known: Sequence[int], options: Lines, bound: float, *, fresh: bool, first: bool = False) -> None:
        """Decides the price of the line that could matter most. `fresh`: nothing was tried of it, `first`: no line is
        decided yet."""
        assert self.relaxation is not None
        while True:
            if self._done(known, options, bound, fresh=fresh):
                return
            low, high = self._limits(options)
            self.bounded += 1
            apart = [[one.amount - line[0].amount for one in line] for line in options]
            now = self.relaxation.bound(known, low, high, target=self.payable - 1, differences=apart)
            bound = max(bound, now.value)
            if fresh and not self._closed(bound):
                self._try(known, options, now, jumps=_JUMPS if first else 0)
                fresh = False
            left = self._cut(options, now)
            if left is options:
                break
            options = left
        if self._closed(bound):
            return
        at = self._next(options, now)
        for number, option in enumerate(options[at]):
            child = max(bound, now.dearer(at, option.amount - low[at]))
            if not self._closed(child):
                self._lines(known, [*options[:at], [option], *options[at + 1 :]], child, fresh=number > 0)

    def _done(self, known: Sequence[int], options: Lines, bound: float, *, fresh: bool) -> bool:
        """Whether there is nothing left to be decided, or no time."""
        if self._closed(bound):
            return True
        if all(len(line) == 1 for line in options):
            if fresh:
                self._price(known, (), tuple([line[0].rules for line in options]))
            return True
        if self._late():
            self._leave(bound)
            return True
        return False

    def _next(self, options: Lines, bound: Bound) -> int:
        """The open line whose prices lie furthest apart; where only rounding is left to be proved, one that is rounded."""
        open_lines = [at for at, line in enumerate(options) if len(line) > 1]
        if self.payable - bound.value <= len(options):
            rounded = {at for taking in bound.takings for at, part in enumerate(taking.growth) if part != 1}
            open_lines = [at for at in open_lines if at in rounded] or open_lines
        return max(open_lines, key=lambda at: options[at][-1].amount - options[at][0].amount)

    def _try(self, known: Sequence[int], options: Lines, bound: Bound, *, jumps: int) -> None:
        """All lines at their cheapest, and the least that reaches a threshold they do not reach so."""
        cheapest = tuple([line[0].rules for line in options])
        self._price(known, (), cheapest)
        worth = [(gain - more, more, taking) for taking in bound.takings for more, gain in taking.jumps if gain > more]
        for _, more, taking in sorted(worth, key=lambda one: -one[0])[:jumps]:
            reached, before, sums = 0, self.payable, taking.sums
            rounded = sum([1 for part in taking.growth if part != 1])
            for number in range(_TRIES):
                least = (more - _TINY + number * rounded / 4) * taking.scale
                found = None if sums is None else sums.next(max(reached + 1, least))
                if sums is None or found is None or self._late() or self.payable < before:
                    break
                reached, by_line = found, list(cheapest)
                for at, way in zip(taking.seen or taking.lines, sums.ways(found), strict=True):
                    by_line[at] = options[at][way].rules
                self._price(known, (), tuple(by_line))

    def _cut(self, options: Lines, bound: Bound) -> Lines:
        """Without the prices of a line that are too dear to be part of anything cheaper; itself where there are none."""
        found: list[list[Option]] = []
        same = True
        for at, line in enumerate(options):
            low = line[0].amount
            if len(line) > 1 and self._closed(bound.dearer(at, line[-1].amount - low)):
                line = [one for one in line if not self._closed(bound.dearer(at, one.amount - low))] or line[:1]
                same = False
            found.append(line)
        return options if same else found

    def _limits(self, options: Lines) -> tuple[list[int], list[int]]:
        return [line[0].amount for line in options], [line[-1].amount for line in options]

    def _look_at(self, run: Run, order: Rules, by_line: tuple[Rules, ...]) -> None:
        self.evaluated += 1
        payable = run.payable
        if payable < self.payable:
            self.order, self.by_line, self.payable = order, by_line, payable

    def _closed(self, bound: float) -> bool:
        """Whether nothing cheaper than what is known can be there."""
        return ceil(bound - _TINY) >= self.payable

    def _late(self) -> bool:
        return self.evaluated + self.bounded > self.steps

    def _leave(self, bound: float) -> None:
        self.left = bound if self.left is None else min(self.left, bound)
