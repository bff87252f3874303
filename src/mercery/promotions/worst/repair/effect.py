"""What a change does to customers: how many of typical carts it makes dearer or cheaper, and by how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from mercery.promotions.quoting.best import charged, quote
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart
from mercery.promotions.rules.rule import Rule
from mercery.promotions.worst.repair.change import Change
from mercery.promotions.worst.typical import Sample

_SECONDS: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Over a sample of carts."""

    carts: int
    changed: int
    """Carts that cost otherwise, or come with other gifts."""
    dearer: int
    """Carts that cost more."""
    more: int
    """What all carts together cost more, minor units; below zero: less."""

    @property
    def changed_bps(self) -> int:
        """The share of carts that change price, rounded up: a change is never told as none."""
        return -(-self.changed * 10_000 // self.carts) if self.carts else 0


@dataclass(slots=True)
class Customers:
    """A sample priced once, against which changes are held."""

    calendar: Calendar
    sample: Sample
    moment: datetime | None
    paid: dict[int, tuple[int, tuple[tuple[str, int], ...]]] = field(default_factory=dict)

    def effect(self, change: Change) -> Effect:
        """What the change does to them. Carts it cannot reach are not priced again."""
        changed = change.on(self.calendar)
        before = [self.calendar.by_id[rule] for rule in change.touched if rule in self.calendar.by_id]
        after = [changed.by_id[rule] for rule in change.touched if rule in changed.by_id]
        goods = frozenset(sku.id for sku in change.skus)
        wide = any(rule.exclusive or rule.level == "ship" for rule in (*before, *after))
        counted = dearer = more = 0
        for at, (cart, buyer) in enumerate(self.sample.carts):
            if not wide and not self._reaches(cart, (*before, *after), goods):
                continue
            (paid, gifts), (before_paid, before_gifts) = _price(changed, cart, buyer, self.moment), self._paid(at)
            difference = paid - before_paid
            counted += difference != 0 or gifts != before_gifts
            dearer += difference > 0
            more += difference
        return Effect(carts=len(self.sample.carts), changed=counted, dearer=dearer, more=more)

    def _paid(self, at: int) -> tuple[int, tuple[tuple[str, int], ...]]:
        if at not in self.paid:
            cart, buyer = self.sample.carts[at]
            self.paid[at] = _price(self.calendar, cart, buyer, self.moment)
        return self.paid[at]

    def _reaches(self, cart: Cart, rules: Sequence[Rule], goods: frozenset[str]) -> bool:
        return any(line.sku in goods for line in cart) or any(
            rule.scope.has(self.calendar.skus[line.sku]) for rule in rules for line in cart
        )


def _price(
    calendar: Calendar, cart: Cart, buyer: Buyer, moment: datetime | None
) -> tuple[int, tuple[tuple[str, int], ...]]:
    """What it costs, and the gifts with it."""
    found = charged(calendar, quote(calendar, cart, buyer, moment=moment, seconds=_SECONDS))
    return found.payable, tuple(sorted(found.gifts))
