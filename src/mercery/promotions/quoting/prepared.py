"""A calendar made ready for many evaluations: rules in their order of application, scopes as bits by SKU."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mercery.core.errors import MerceryError
from mercery.promotions.quoting.rounding import ROUNDINGS, Rounding
from mercery.promotions.rules.benefit import BuyGet
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart, Sku
from mercery.promotions.rules.rule import Rule

_KEY = "_prepared"


class CartError(MerceryError):
    """A cart or selection that names what the calendar does not have."""

    code = "promotion_cart_invalid"
    status = 422


@dataclass(slots=True)
class Prepared:
    """What does not depend on a cart. Rules are known by their place in `Calendar.rules`."""

    calendar: Calendar
    rules: tuple[Rule, ...]
    place: Mapping[str, int]
    rank: tuple[int, ...]
    """By place: when the rule is applied among those of its pass (line rules; order and delivery rules)."""
    excluded: tuple[frozenset[int], ...]
    """By place: the rules it does not go together with on a line."""
    excluders: bool
    shifting: frozenset[int]
    """Rules that may have to leave out lines of their scope."""
    rounding: Rounding
    bits: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    """By SKU: the rules whose scope, whose scope of need, whose scope of what is got has it."""

    def bits_of(self, sku: Sku) -> tuple[int, int, int]:
        """Worked out once for each SKU that comes by."""
        found = self.bits.get(sku.id)
        if found is None:
            found = self.bits[sku.id] = _bits(self.rules, sku)
        return found


@dataclass(slots=True)
class Table:
    """A cart under a calendar: numbers by line, and for each rule the lines it sees."""

    prepared: Prepared
    cart: Cart
    skus: tuple[Sku, ...]
    units: tuple[int, ...]
    list_totals: tuple[int, ...]
    floors: tuple[int, ...]
    scopes: dict[int, tuple[int, ...]] = field(default_factory=dict)
    needs: dict[int, tuple[int, ...]] = field(default_factory=dict)
    alsos: dict[int, tuple[tuple[int, ...], ...]] = field(default_factory=dict)

    def scope(self, place: int) -> tuple[int, ...]:
        """The lines in the scope of a rule."""
        found = self.scopes.get(place)
        if found is None:
            found = self.scopes[place] = self._lines(place, 0)
        return found

    def need(self, place: int) -> tuple[int, ...]:
        """The lines in the scope of a rule's need; only for rules that have one of their own."""
        found = self.needs.get(place)
        if found is None:
            found = self.needs[place] = self._lines(place, 1)
        return found

    def also(self, place: int) -> tuple[tuple[int, ...], ...]:
        """The lines of each further condition of a rule."""
        found = self.alsos.get(place)
        if found is None:
            needs = self.prepared.rules[place].also
            found = self.alsos[place] = tuple(
                tuple(at for at, sku in enumerate(self.skus) if need.scope.has(sku)) for need in needs
            )
        return found

    def got(self, place: int) -> tuple[int, ...]:
        """The lines in the scope of what is got for units bought."""
        return self._lines(place, 2)

    def _lines(self, place: int, which: int) -> tuple[int, ...]:
        bit, bits_of = 1 << place, self.prepared.bits_of
        return tuple(at for at, sku in enumerate(self.skus) if bits_of(sku)[which] & bit)


def prepared(calendar: Calendar) -> Prepared:
    """The calendar made ready, kept with it: a calendar never changes."""
    found = calendar.__dict__.get(_KEY)
    if found is None:
        found = calendar.__dict__[_KEY] = _prepare(calendar)
    assert isinstance(found, Prepared)
    return found


def table(ready: Prepared, cart: Cart) -> Table:
    """The cart laid out; CartError where it names an unknown SKU."""
    known = ready.calendar.skus
    try:
        skus = tuple([known[line.sku] for line in cart])
    except KeyError as error:
        raise CartError(
            f"SKU '{error.args[0]}' is in the cart and not in the calendar.",
            remedy="Add it to the calendar's goods.",
            zh=f"购物车中的 SKU“{error.args[0]}”不在促销日历中，请将其加入。",
        ) from None
    units = tuple([line.quantity for line in cart])
    if units and min(units) < 1:
        raise CartError(
            "A line of the cart has no unit.",
            remedy="Leave the line out, or give at least 1.",
            zh="购物车中有一行没有件数，请删去该行，或至少填写 1。",
        )
    return Table(
        prepared=ready,
        cart=cart,
        skus=skus,
        units=units,
        list_totals=tuple([sku.price * count for sku, count in zip(skus, units, strict=True)]),
        floors=tuple([sku.floor * count for sku, count in zip(skus, units, strict=True)]),
    )


def also_met(laid: Table, at: int, rule: Rule, amounts: Sequence[int]) -> bool:
    """Whether the further conditions of a rule hold on `amounts` (by line)."""
    for need, lines in zip(rule.also, laid.also(at), strict=True):
        if sum([amounts[line] for line in lines]) < need.amount or sum([laid.units[line] for line in lines]) < need.qty:
            return False
        if need.kinds and len({laid.cart[line].sku for line in lines}) < need.kinds:
            return False
    return True


def places(ready: Prepared, ids: Iterable[str]) -> list[int]:
    """Places of rules in their order of application; CartError for an unknown one."""
    try:
        return sorted([ready.place[one] for one in ids], key=ready.rank.__getitem__)
    except KeyError as error:
        raise CartError(
            f"There is no rule '{error.args[0]}' in the calendar.",
            remedy="Name one it has.",
            zh=f"促销日历中没有规则“{error.args[0]}”，请填写已有的规则。",
        ) from None


def _prepare(calendar: Calendar) -> Prepared:
    rules = calendar.rules
    in_order = sorted(
        range(len(rules)), key=lambda at: (rules[at].stage, rules[at].level == "ship", -rules[at].priority, at)
    )
    rank = [0] * len(rules)
    for number, at in enumerate(in_order):
        rank[at] = number
    excluded = tuple(_excluded(rules, rule) for rule in rules)
    return Prepared(
        calendar=calendar,
        rules=rules,
        place={rule.id: at for at, rule in enumerate(rules)},
        rank=tuple(rank),
        excluded=excluded,
        excluders=any(excluded),
        shifting=frozenset(at for at, others in enumerate(excluded) if others).union(*excluded),
        rounding=ROUNDINGS[calendar.policy.round_mode],
    )


def _excluded(rules: tuple[Rule, ...], rule: Rule) -> frozenset[int]:
    return frozenset(
        at
        for at, other in enumerate(rules)
        if other is not rule
        and (other.id in rule.excludes or (other.group is not None and other.group in rule.excludes))
    )


def _bits(rules: tuple[Rule, ...], sku: Sku) -> tuple[int, int, int]:
    scope = need = got = 0
    for at, rule in enumerate(rules):
        bit = 1 << at
        if rule.scope.has(sku):
            scope |= bit
        if rule.need_scope is not None and rule.need_scope.has(sku):
            need |= bit
        if isinstance(rule.benefit, BuyGet) and rule.benefit.get is not None and rule.benefit.get.has(sku):
            got |= bit
    return scope, need, got
