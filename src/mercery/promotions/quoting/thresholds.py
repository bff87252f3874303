"""Whether the threshold of a rule, and the first step of its benefit, is reached on given amounts."""

from __future__ import annotations

from collections.abc import Sequence

from mercery.promotions.quoting.prepared import Table, also_met
from mercery.promotions.rules.benefit import Bundle, BuyGet, Every, Gift, Tiers


def can_do(laid: Table, at: int) -> bool:
    """Whether a rule could be used at all on this cart: amounts never rise above the list."""
    return _reached(laid, at, laid.list_totals, laid.list_totals)


def usable_on(laid: Table, at: int, amounts: Sequence[int]) -> bool:
    """Whether a rule would be used on `amounts` (by line): its threshold, and the first step of its benefit, is reached."""
    rule = laid.prepared.rules[at]
    read = laid.list_totals if (rule.need_basis or rule.basis) == "list" else amounts
    return bool(laid.scope(at)) and _reached(laid, at, read, laid.list_totals if rule.basis == "list" else amounts)


def _reached(laid: Table, at: int, read: Sequence[int], amounts: Sequence[int]) -> bool:
    """`read`: what thresholds are read on, `amounts`: what the benefit is worked out on."""
    rule, lines = laid.prepared.rules[at], laid.scope(at)
    benefit = rule.benefit
    seen = lines if rule.need_scope is None else laid.need(at)
    if rule.need_amount and sum([read[line] for line in seen]) < rule.need_amount:
        return False
    if rule.need_qty and sum([laid.units[line] for line in seen]) < rule.need_qty:
        return False
    if rule.also and not also_met(laid, at, rule, read):
        return False
    if isinstance(benefit, Every) or (isinstance(benefit, Gift) and benefit.step is not None):
        return sum([amounts[line] for line in lines]) >= (benefit.step or 0)
    if isinstance(benefit, BuyGet | Bundle):
        return sum([laid.units[line] for line in lines]) >= benefit.n
    if isinstance(benefit, Tiers) and rule.level != "line":
        numbers = read if benefit.by == "amount" else laid.units
        return sum([numbers[line] for line in seen]) >= benefit.steps[0][0]
    return True
