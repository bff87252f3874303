"""Which rules are open to a buyer at a moment: period, audience, coupon held, limits not used up. Not: thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from mercery.promotions.rules.buyer import ANYBODY, Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.rule import Rule

NOTHING_USED: Mapping[str, int] = {}


def is_open(
    rule: Rule, buyer: Buyer = ANYBODY, moment: datetime | None = None, used: Mapping[str, int] = NOTHING_USED
) -> bool:
    """Whether `buyer` may use `rule` at `moment` (None: whatever its period). `used`: how often all buyers together have
    used each rule, by id."""
    return (
        (moment is None or rule.holds_at(moment))
        and (not rule.who or not rule.who.isdisjoint(buyer.audiences))
        and (rule.code is None or buyer.wallet is None or buyer.wallet.get(rule.code, 0) > 0)
        and (rule.per_user is None or (buyer.known and buyer.used.get(rule.id, 0) < rule.per_user))
        and (rule.total is None or max(used.get(rule.id, 0), buyer.used.get(rule.id, 0)) < rule.total)
    )


def open_rules(
    calendar: Calendar, buyer: Buyer = ANYBODY, moment: datetime | None = None, used: Mapping[str, int] = NOTHING_USED
) -> tuple[Rule, ...]:
    """The rules of `calendar` that are open, in its order."""
    return tuple([rule for rule in calendar.rules if is_open(rule, buyer, moment, used)])


def open_calendar(
    calendar: Calendar, buyer: Buyer = ANYBODY, moment: datetime | None = None, used: Mapping[str, int] = NOTHING_USED
) -> Calendar:
    """The calendar with its open rules alone; itself where all are."""
    rules = open_rules(calendar, buyer, moment, used)
    return calendar if len(rules) == len(calendar.rules) else replace(calendar, rules=rules)
