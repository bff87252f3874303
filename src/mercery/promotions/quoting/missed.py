"""Rules that were not used for want of an amount or of units, and how much more is needed."""

from __future__ import annotations

from collections.abc import Mapping

from mercery.promotions.quoting.prepared import Table
from mercery.promotions.quoting.walk import Priced
from mercery.promotions.rules.benefit import Every, Gift, Tiers
from mercery.promotions.rules.rule import Rule


def missed(laid: Table, best: Priced) -> tuple[Mapping[str, int], frozenset[str]]:
    """By rule id, in minor units, or in pieces for the rules named beside it: what is wanting to the threshold of a rule
    that touches the cart and was not used. Read on list prices where that is the basis, else on the prices after line
    rules: what further goods at their present price would add."""
    used = {step.rule for step in best.steps}
    after = list(laid.list_totals)
    for step in best.steps:
        if step.level == "line":
            after = [amount - share for amount, share in zip(after, step.split, strict=True)]
    found: dict[str, int] = {}
    counted: set[str] = set()
    for at, rule in enumerate(laid.prepared.rules):
        if rule.id in used or not laid.scope(at):
            continue
        seen = laid.scope(at) if rule.need_scope is None else laid.need(at)
        basis = rule.need_basis or rule.basis
        amounts = laid.list_totals if basis == "list" else after
        more, pieces = _more(rule, sum([amounts[line] for line in seen]), sum([laid.units[line] for line in seen]))
        if more > 0:
            found[rule.id] = more
            counted |= {rule.id} if pieces else set()
    return found, frozenset(counted)


def _more(rule: Rule, amount: int, units: int) -> tuple[int, bool]:
    """What is wanting, 0 where nothing is, and whether it is pieces."""
    if rule.need_amount > amount:
        return rule.need_amount - amount, False
    if rule.need_qty > units:
        return rule.need_qty - units, True
    benefit = rule.benefit
    if isinstance(benefit, Every):
        return max(0, benefit.step - amount), False
    if isinstance(benefit, Gift) and benefit.step is not None:
        return max(0, benefit.step - amount), False
    if isinstance(benefit, Tiers) and rule.level == "order":
        first = benefit.steps[0][0]
        pieces = benefit.by == "quantity"
        return max(0, first - (units if pieces else amount)), pieces
    return 0, False
