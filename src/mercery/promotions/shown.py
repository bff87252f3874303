"""What published rules make of a piece's price for everybody, from when until when. Pure.

Only rules of a single piece that ask for nothing count: level `line`, no coupon, no audience, no threshold, no limit per
buyer. Everything else depends on the cart or the buyer and is said where a cart is quoted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from mercery.catalog.product import PROMOTION, PriceRow
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.price import LISTED, row_in_force
from mercery.promotions.publishing.overtaken import is_overtaken
from mercery.promotions.quoting.best import charged, quote
from mercery.promotions.rules.benefit import Fix, Off, Pct
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line, Sku
from mercery.promotions.rules.rule import Rule


def for_everybody(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Those that lower the price of a piece for everybody who buys one."""
    return tuple(
        rule
        for rule in rules
        if rule.level == "line"
        and isinstance(rule.benefit, Pct | Off | Fix)
        and not (rule.code or rule.who or rule.per_user or rule.need_amount or rule.need_qty > 1 or rule.also)
        and rule.cap is None
        and rule.budget is None
    )


@dataclass(slots=True)
class ShownPrices:
    """Works out prices for one calendar; pieces of the same price and under the same rules once."""

    calendar: Calendar
    certificate: str
    moment: datetime
    """What ended before it is of no interest."""
    proved: datetime | None = None
    """The moment of the proof: a list price that is in force at another time only is not one that was proved."""

    def __post_init__(self) -> None:
        self.rules = for_everybody(self.calendar.rules)
        self._known: dict[tuple[object, ...], tuple[int, tuple[str, ...]]] = {}

    rules: tuple[Rule, ...] = ()
    _known: dict[tuple[object, ...], tuple[int, tuple[str, ...]]] = None  # type: ignore[assignment]

    def rows(self, sku: Sku, prices: Sequence[PriceRow]) -> list[PriceRow]:
        """The rows of the list `promotion` for a piece with these rows of its own."""
        rules = tuple(
            rule for rule in self.rules if rule.scope.has(sku) or rule.scope.price_min or rule.scope.price_max
        )
        if not rules:
            return []
        found: list[PriceRow] = []
        for starts, ends in self._times(rules, prices):
            if row := self._row(sku, prices, rules, starts, ends):
                joins = found and found[-1].valid_to == starts and _same(found[-1], row)
                found[-1:] = [replace(found[-1], valid_to=ends)] if joins else [*found[-1:], row]
        return found

    def _times(
        self, rules: Sequence[Rule], prices: Sequence[PriceRow]
    ) -> list[tuple[datetime | None, datetime | None]]:
        turns = {at for rule in rules for at in (rule.starts, rule.ends) if at}
        turns |= {at for row in prices if row.price_list in LISTED for at in (row.valid_from, row.valid_to) if at}
        edges: list[datetime | None] = [None, *sorted(turns), None]
        return [(start, end) for start, end in pairwise(edges) if end is None or end > self.moment]

    def _row(
        self,
        sku: Sku,
        prices: Sequence[PriceRow],
        rules: Sequence[Rule],
        starts: datetime | None,
        ends: datetime | None,
    ) -> PriceRow | None:
        inside = starts or (min(self.moment, ends) if ends and ends < self.moment else self.moment)
        if starts is None and ends is not None and inside >= ends:
            return None
        listed = row_in_force(prices, self.calendar.currency, inside, LISTED)
        in_time = tuple(rule for rule in rules if _holds(rule, starts, ends))
        if listed is None or not in_time:
            return None
        if self.proved and is_overtaken(prices, self.calendar.currency, self.proved, inside):
            return None
        priced = replace(sku, price=listed.amount.minor)
        amount, used = self._price(priced, in_time)
        if amount >= priced.price:
            return None
        return PriceRow(
            amount=Money(amount, self.calendar.currency),
            was=listed.amount,
            price_list=PROMOTION,
            valid_from=starts,
            valid_to=ends,
            certificate=self.certificate,
            because=_names(self.calendar.by_id, used),
        )

    def _price(self, sku: Sku, rules: tuple[Rule, ...]) -> tuple[int, tuple[str, ...]]:
        own = any(isinstance(rule.benefit, Fix) and rule.benefit.prices for rule in rules)
        mine = tuple(rule for rule in rules if rule.scope.has(sku))
        key = (sku.id if own else "", sku.price, sku.floor, tuple(rule.id for rule in mine))
        if key not in self._known:
            timeless = tuple(replace(rule, starts=None, ends=None) for rule in mine)
            one = replace(self.calendar, skus={sku.id: sku}, rules=timeless, shipping=0)
            best = charged(one, quote(one, (Line(sku=sku.id, quantity=1),), Buyer(wallet={}, points=0)))
            self._known[key] = (best.goods, tuple(step.rule for step in best.steps if step.discount))
        return self._known[key]


def _holds(rule: Rule, starts: datetime | None, ends: datetime | None) -> bool:
    """Whether the rule holds through the whole of a time that it does not begin or end within."""
    begun = rule.starts is None or (starts is not None and rule.starts <= starts)
    return begun and (rule.ends is None or (ends is not None and ends <= rule.ends))


def _same(one: PriceRow, other: PriceRow) -> bool:
    return (one.amount, one.was, one.because) == (other.amount, other.was, other.because)


def _names(rules: Mapping[str, Rule], used: Sequence[str]) -> Words:
    named = [rules[id_].called for id_ in used]
    return Words(", ".join(name.text("en") for name in named), "、".join(name.text("zh") for name in named))
