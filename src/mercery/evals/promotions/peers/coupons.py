"""Why a coupon code was not taken, read from the rules and from what was priced."""

from __future__ import annotations

from typing import Literal

from mercery.evals.promotions.peers.trial import Trial
from mercery.promotions.quoting.walk import Priced
from mercery.promotions.rules.rule import Rule

Refusal = Literal["unknown", "not_started", "ended", "used_up", "not_yours", "not_reached"]


def refusal(trial: Trial, priced: Priced, code: str) -> Refusal | None:
    """Why `code` does nothing for this cart; None where it does."""
    rules = [rule for rule in trial.calendar.rules if rule.code == code]
    if not rules:
        return "unknown"
    used = {step.rule for step in priced.steps}
    if any(rule.id in used for rule in rules):
        return None
    return _why(rules[0], trial)


def _why(rule: Rule, trial: Trial) -> Refusal:
    if rule.starts is not None and trial.moment < rule.starts:
        return "not_started"
    if rule.ends is not None and trial.moment >= rule.ends:
        return "ended"
    if rule.total == 0 or (rule.per_user is not None and trial.buyer.used.get(rule.id, 0) >= rule.per_user):
        return "used_up"
    if rule.who and rule.who.isdisjoint(trial.buyer.audiences):
        return "not_yours"
    return "not_reached"
