"""What each line can cost after line rules, one number for each way, cheapest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mercery.promotions.quoting.prepared import Table
from mercery.promotions.quoting.run import Run
from mercery.promotions.quoting.selection import Choices, Rules
from mercery.promotions.rules.buyer import Buyer


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to price a line."""

    amount: int
    floor: int
    """What later rules leave at least (a deposit is not lowered)."""
    rules: Rules


def line_options(choice: Choices, toggled: Sequence[int], buyer: Buyer) -> list[list[Option]] | None:
    """For each line its options; ways that no later rule could tell apart are one. None where the price of a line depends
    on what is chosen for others."""
    laid = choice.laid
    ways = [choice.of_line(line, toggled) for line in range(len(laid.cart))]
    used = {at for line in ways for way in line for at in way}
    if _coupled(laid, used) or any(_together(laid, at, ways) for at in used):
        return None
    footprint = _told_apart(laid)
    found: list[dict[tuple[int, int, frozenset[int]], Option]] = [{} for _ in ways]
    for number in range(max((len(line) for line in ways), default=0)):
        chosen = tuple(line[min(number, len(line) - 1)] for line in ways)
        run = Run(laid, buyer, False)
        run.line_rules(chosen)
        for at, rules in enumerate(chosen):
            marks = frozenset(one for one in rules if one in footprint and at in run.used.get(one, ()))
            option = Option(amount=run.amounts[at], floor=run.floors[at], rules=rules)
            found[at].setdefault((option.amount, option.floor, marks), option)
    return [sorted(one.values(), key=lambda option: (option.amount, option.floor)) for one in found]


def _coupled(laid: Table, rules: set[int]) -> bool:
    """Caps, budgets and thresholds on amounts that line rules themselves change."""
    for at in rules:
        rule = laid.prepared.rules[at]
        if rule.cap is not None or rule.budget is not None:
            return True
        asked = rule.need_amount or any(need.amount for need in rule.also)
        if asked and (rule.need_basis or rule.basis) != "list":
            return True
        if at in laid.prepared.shifting and (asked or rule.need_qty):
            return True
    return False


def _together(laid: Table, at: int, ways: Sequence[Sequence[Rules]]) -> bool:
    """Whether a threshold is read on the lines that choose the rule, some of which need others to reach it."""
    rule, lines = laid.prepared.rules[at], laid.scope(at)
    if rule.need_scope is not None or not (rule.need_amount or rule.need_qty):
        return False
    if all(at in way for line in lines for way in ways[line]):
        return False
    return any(laid.units[line] < rule.need_qty or laid.list_totals[line] < rule.need_amount for line in lines)


def _told_apart(laid: Table) -> set[int]:
    """Line rules that do not go together with some rule of the order."""
    ready = laid.prepared
    found: set[int] = set()
    for at, excluded in enumerate(ready.excluded):
        for other in excluded:
            if (ready.rules[at].level == "line") != (ready.rules[other].level == "line"):
                found.add(at if ready.rules[at].level == "line" else other)
    return found
