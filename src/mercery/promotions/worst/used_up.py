"""Rules that are applied without asking and yet are not always there: used up by this buyer or by all, or with too little
left to pay for. Without them others may reach their thresholds, or no longer be driven out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from mercery.promotions.quoting.eligible import open_calendar
from mercery.promotions.rules.benefit import Points
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.rule import Rule

_EVERY: Final = 6
"""Rules of which every set is tried as used up."""


def may_be_used_up(rule: Rule) -> bool:
    """Whether a buyer may meet it no longer, who could not decline it: coupons and groups are chosen anyway."""
    limited = rule.per_user is not None or rule.total is not None or rule.budget is not None
    return limited and rule.group is None and rule.code is None


def buyers_of(calendar: Calendar, audience: frozenset[str], named: frozenset[str] = frozenset()) -> Iterator[Buyer]:
    """Buyers of one set of audiences: to whom all is open, and who have used up some of what is limited; never `named`."""
    yield Buyer(audiences=audience)
    opened = open_calendar(calendar, Buyer(audiences=audience))
    some = [rule for rule in opened.rules if may_be_used_up(rule) and rule.id not in named and _uses(rule)]
    # A rule that alone is there touches nothing else by going.
    if len(opened.rules) < 2:
        return
    sizes = range(1, len(some) + 1) if len(some) <= _EVERY else (1, len(some))
    for size in sizes:
        for gone in combinations(some, size):
            yield Buyer(audiences=audience, used={rule.id: _uses(rule) for rule in gone})


NAMED: Final = 5
"""Audiences of which every set is tried."""


def names_of(calendar: Calendar) -> list[str]:
    """Every audience a rule asks for."""
    return sorted({name for rule in calendar.rules for name in rule.who})


def all_told_apart(calendar: Calendar, audiences: Sequence[frozenset[str]]) -> bool:
    """Whether there is no buyer, of those meant by `audiences`, but those `buyers_of` names. One set alone is meant as it is;
    several are all that rules tell apart, and of many names not every set is among them."""
    every = len(audiences) < 2 or len(names_of(calendar)) <= NAMED
    return every and all(_told_apart(calendar, audience) for audience in audiences)


def just_enough(calendar: Calendar, named: frozenset[str]) -> frozenset[str]:
    """The audiences of somebody to whom `named` rules are open, and no more than it takes."""
    found: set[str] = set()
    for rule in calendar.rules:
        if rule.id in named and rule.who and rule.who.isdisjoint(found):
            found.add(min(rule.who))
    return frozenset(found)


def _told_apart(calendar: Calendar, audience: frozenset[str]) -> bool:
    opened = open_calendar(calendar, Buyer(audiences=audience))
    return sum(may_be_used_up(rule) for rule in opened.rules) <= _EVERY


def given_in_part(calendar: Calendar) -> bool:
    """Whether a rule can give any part of what it gives at most (points a buyer has, money that is left) where others, or
    fees, look at what it leaves: more ways than can be looked at one by one."""
    some = [rule for rule in calendar.rules if rule.budget is not None or isinstance(rule.benefit, Points)]
    fees = calendar.fees
    charged = fees.commission_bps or fees.payment_bps or fees.payment_fixed or fees.tax_bps or calendar.floor.margin_bps
    return bool(some) and (len(calendar.rules) > 1 or bool(charged))


def _uses(rule: Rule) -> int:
    """How often it was used when it is used up; 0: no number of uses does it."""
    return min((one for one in (rule.per_user, rule.total) if one is not None), default=0)
