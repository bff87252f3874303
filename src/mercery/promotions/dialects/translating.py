"""A merchant's rules put into a dialect, and what cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from mercery.core.i18n import Words
from mercery.promotions.dialects.dialect import Dialect, Kind, Place
from mercery.promotions.dialects.kinds import kind_of
from mercery.promotions.dialects.shelf import dialect
from mercery.promotions.quoting.best import charged, quote
from mercery.promotions.quoting.walk import Priced
from mercery.promotions.rules.benefit import Benefit, BuyGet, Off
from mercery.promotions.rules.buyer import ANYBODY, Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart
from mercery.promotions.rules.rule import Level, Rule

NO_KINDS: Final[Mapping[str, Kind]] = {}
_OF_UNITS: Final = frozenset({"pct", "fix", "deposit"})
_PERCENT_FIRST: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """A calendar in a dialect."""

    calendar: Calendar
    kinds: Mapping[str, Kind]
    """What each rule was taken for, by id."""
    notes: tuple[Words, ...]
    """Rules that have no counterpart with the platform and were left out."""


def under(into: Dialect | str, calendar: Calendar, kinds: Mapping[str, Kind] = NO_KINDS) -> Translated:
    """The calendar as the platform would work it out: its rules in the dialect's places, under its policy. `kinds` says
    what a rule is where its form does not (by rule id); NotFound for an unknown dialect."""
    chosen = dialect(into) if isinstance(into, str) else into
    found = {rule.id: kinds.get(rule.id) or kind_of(rule) for rule in calendar.rules}
    notes = tuple(
        _left_out(chosen, rule, found[rule.id]) for rule in calendar.rules if found[rule.id] not in chosen.places
    )
    changed = replace(calendar, rules=apply(chosen, calendar.rules, kinds), policy=chosen.policy)
    return Translated(calendar=changed, kinds=found, notes=notes)


def apply(into: Dialect, rules: Iterable[Rule], kinds: Mapping[str, Kind] = NO_KINDS) -> tuple[Rule, ...]:
    """The rules in the dialect's stages, groups and basis; those of a kind it does not have are left out. What a rule
    gives, to whom, when and from which threshold on stays as it is."""
    found = ((rule, into.places.get(kinds.get(rule.id) or kind_of(rule))) for rule in rules)
    return tuple(_placed(into, rule, place) for rule, place in found if place is not None)


def priced_under(
    into: Dialect | str, calendar: Calendar, cart: Cart, buyer: Buyer = ANYBODY, *, moment: datetime | None = None
) -> Priced:
    """What the platform would ask for the cart."""
    changed = under(into, calendar).calendar
    return charged(changed, quote(changed, cart, buyer, moment=moment))


def _placed(into: Dialect, rule: Rule, place: Place) -> Rule:
    benefit = _benefit(into, rule.benefit)
    level = _level(rule, benefit, place.level)
    first = place.percent_first and benefit.kind == "pct"
    return replace(
        rule,
        benefit=benefit,
        stage=place.stage,
        level=level,
        basis=place.basis,
        need_basis=place.need_basis,
        group=place.group,
        exclusive=rule.exclusive and into.exclusive_first,
        priority=(rule.priority if into.priorities else 0) + (_PERCENT_FIRST if first else 0),
        round_at=place.round_at,
    )


def _benefit(into: Dialect, benefit: Benefit) -> Benefit:
    """Units bought and got are counted in the platform's own way."""
    own: dict[str, Any] = dict(into.buy_get)
    return replace(benefit, **own) if isinstance(benefit, BuyGet) and own else benefit


def _level(rule: Rule, benefit: Benefit, level: Level | None) -> Level:
    """A unit's price can be lowered by what is worked out unit by unit alone, and without a threshold of the order."""
    if level is None or rule.level == "ship" or level == rule.level:
        return rule.level
    by_unit = benefit.kind in _OF_UNITS or (
        isinstance(benefit, Off) and (benefit.per == "unit" or rule.level == "line")
    )
    if level == "line":
        plain = not (rule.need_amount or rule.need_qty or rule.also or rule.cap is not None)
        return "line" if by_unit and plain else rule.level
    return "order" if by_unit and not isinstance(benefit, Off) else rule.level


def _left_out(into: Dialect, rule: Rule, kind: Kind) -> Words:
    name = rule.name if rule.name != Words("") else Words(rule.id)
    return Words(
        f"“{name.text('en')}” is left out: {into.title.en} has no counterpart to it ({kind.replace('_', ' ')}).",
        f"“{name.text('zh')}”未计入：{into.title.zh}没有对应的玩法。",
    )
