"""What a platform arrives at that does not look for the best: every coupon held is used, points pay, and of each group
the first rule by priority that does something."""

from __future__ import annotations

from mercery.promotions.quoting.evaluate import run_selection
from mercery.promotions.quoting.run import Run
from mercery.promotions.quoting.selection import Choices, Rules
from mercery.promotions.quoting.thresholds import usable_on
from mercery.promotions.rules.buyer import Buyer


def by_priority(choice: Choices, buyer: Buyer) -> tuple[Rules, tuple[Rules, ...]]:
    """The selection of the order and of each line."""
    laid = choice.laid
    toggled = [at for one in choice.toggles for at in one]
    by_line = tuple(_line(choice, line, toggled) for line in range(len(laid.cart)))
    run = Run(laid, buyer, False)
    run.line_rules(by_line)
    chosen = list(toggled)
    for members, most in choice.groups:
        taken = 0
        for at in sorted(members, key=lambda at: (-laid.prepared.rules[at].priority, at)):
            order = choice.of_order([*chosen, at], run.amounts)
            if taken < most and at in order and _does_something(choice, order, by_line, buyer, at):
                chosen.append(at)
                taken += 1
    return choice.of_order(chosen, run.amounts), by_line


def _line(choice: Choices, line: int, toggled: list[int]) -> Rules:
    """The option with the first rule by priority of each group."""
    laid, rules = choice.laid, choice.laid.prepared.rules
    first = {
        min(usable, key=lambda at: (-rules[at].priority, at))
        for members in choice.line_groups[line]
        if (usable := [at for at in members if usable_on(laid, at, laid.list_totals)])
    }
    options = choice.of_line(line, toggled)
    grouped = {at for members in choice.line_groups[line] for at in members}
    return max(options, key=lambda one: (len(first & set(one)), -len((set(one) & grouped) - first)))


def _does_something(choice: Choices, order: Rules, by_line: tuple[Rules, ...], buyer: Buyer, at: int) -> bool:
    run = run_selection(choice.laid, order, by_line, buyer, traced=True)
    name = choice.laid.prepared.rules[at].id
    return any(step.rule == name and (step.discount or step.wanted == 0) for step in run.steps)
