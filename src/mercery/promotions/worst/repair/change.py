"""A change to a calendar that may mend it: rules in another form, rules taken away, goods with a floor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from mercery.core.i18n import Words
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Sku
from mercery.promotions.rules.rule import Rule

ChangeKind = Literal[
    "together",
    "not_on_top",
    "lower",
    "raise_price",
    "threshold",
    "cap",
    "limit",
    "exclude",
    "floor",
    "period",
    "basis",
    "exclusive",
    "withdraw",
    "several",
]
"""`together`: one of the two at most. `not_on_top`: not on goods the other lowers. `exclude`: some goods left out.
`period`: their times no longer meet. `several`: more than one of these at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What would be otherwise. `rules` replace those with their ids; nothing else changes."""

    kind: ChangeKind
    words: Words
    """As a merchant would say it: "Do not combine A and B; the customer gets the larger one."."""
    rules: tuple[Rule, ...] = ()
    removed: tuple[str, ...] = ()
    skus: tuple[Sku, ...] = ()
    number: str = ""
    """The number of the rule that is turned, if it is one."""

    @property
    def touched(self) -> frozenset[str]:
        """Rules that are changed or gone."""
        return frozenset(rule.id for rule in self.rules) | frozenset(self.removed)

    def on(self, calendar: Calendar) -> Calendar:
        """The calendar with it."""
        new = {rule.id: rule for rule in self.rules}
        rules = tuple(new.get(rule.id, rule) for rule in calendar.rules if rule.id not in self.removed)
        skus = {**calendar.skus, **{sku.id: sku for sku in self.skus}} if self.skus else calendar.skus
        return replace(calendar, rules=rules, skus=skus)

    def then(self, other: Change) -> Change:
        """Both; `other` was worked out on a calendar with this one."""
        gone = frozenset(self.removed) | frozenset(other.removed)
        rules = {rule.id: rule for rule in (*self.rules, *other.rules) if rule.id not in gone}
        skus = {sku.id: sku for sku in (*self.skus, *other.skus)}
        return Change(
            kind="several",
            words=Words(f"{self.words.en} {other.words.en}", f"{self.words.zh}{other.words.zh}"),
            rules=tuple(rules.values()),
            removed=tuple(sorted(gone)),
            skus=tuple(skus.values()),
        )
