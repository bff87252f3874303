"""Solidus' calculators for lines and delivery.

Facts read in its sources and tests (solidusio/solidus at 1f5bf5c): percentages are rounded for each line; an amount is
spread by what lines cost, odd cents to the first lines; a percentage with a cap is spread the same way; tiers by amount
read the whole order, tiers by quantity the units of the goods meant; full groups are filled from the lines with the most
units, and each unit in one gets what it is due; a flexible rate gives one amount for the first unit of a line and another
for each further one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from mercery.evals.promotions.peers.trial import Case, Figures, Inexpressible, Trial, bps_of, known, price, whole
from mercery.promotions.rules.benefit import Benefit, Off, Pct, PerLine, Ship, Tiers
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line, Sku
from mercery.promotions.rules.policy import Policy
from mercery.promotions.rules.rule import Rule
from mercery.promotions.rules.scope import EVERYTHING, Scope

_CENTS: Final = 100
_DEAR: Final = 10_000_000
"""The price of a line whose price does not matter."""
_CHOSEN: Final = ("applies_to_lines", "only_lines", "eligible_lines", "only_line", "applies_to_line")
"""How a rule may name the lines it is for."""
_MEANT: Final = Scope(tags=frozenset({"eligible"}))


def answer(case: Case) -> Figures:
    """Discounts by line, of all lines, and on delivery; all below zero."""
    known(case["rule"], _FIELDS, "a rule")
    places = [at for at, line in enumerate(case["lines"]) if line["qty"]]
    cart = tuple(Line(sku=f"line {at}", quantity=case["lines"][at]["qty"]) for at in places)
    filler = () if cart else (Line(sku="parcel", quantity=1),)
    priced = price(Trial(calendar=_calendar(case), cart=cart or filler))
    by_line = [0.0] * len(case["lines"])
    for at, line in zip(places, priced.lines, strict=False):
        by_line[at] = -(line.list_total - line.total) / _CENTS
    return {
        "line_discounts": by_line,
        "first_line_discount": by_line[0] if by_line else 0.0,
        "order_discount": round(sum(by_line), 2),
        "shipping_discount": (priced.shipping - _cents(case.get("shipping", 0))) / _CENTS,
    }


_FIELDS: Final = (
    *("type", "amount", "percent", "max_amount", "base", "tiers", "first_item", "additional_item", "max_items"),
    *("group_size", "flat_per_item", "tiered_percent", "target", "currency", "preferred_currency", *_CHOSEN),
)


def _calendar(case: Case) -> Calendar:
    rule = case["rule"]
    foreign = rule.get("currency", rule.get("preferred_currency", case["currency"])) != case["currency"]
    return Calendar(
        skus={sku.id: sku for sku in _skus(case)},
        rules=() if foreign else tuple(_rules(case, rule)),
        policy=Policy(choose="priority", alloc="first_lines"),
        currency=case["currency"],
        shipping=_cents(case.get("shipping", 0)),
        most_units=1_000_000,
    )


def _skus(case: Case) -> Iterable[Sku]:
    yield Sku(id="parcel", price=0)
    chosen = _chosen(case["rule"])
    for at, line in enumerate(case["lines"]):
        meant = line.get("eligible", True) and (chosen is None or at in chosen)
        cents = _DEAR if line.get("price") is None else _cents(line["price"])
        yield Sku(id=f"line {at}", price=cents, tags=_MEANT.tags if meant else frozenset())


def _chosen(rule: Mapping[str, Any]) -> list[int] | None:
    """The places of the lines a rule is for; None: those that are eligible."""
    said = next((rule[name] for name in _CHOSEN if rule.get(name) is not None), None)
    return said if said is None or isinstance(said, list) else [said]


def _rules(case: Case, rule: Mapping[str, Any]) -> Iterable[Rule]:
    if rule.get("target") in ("shipping", "shipment"):
        yield from _of_delivery(rule)
        return
    kind = rule["type"]
    if kind not in _OF_LINES:
        raise Inexpressible(f"a calculator of type {kind!r}")
    yield from _OF_LINES[kind](case, rule)


def _rule(name: str, benefit: Benefit, *, scope: Scope = _MEANT, **more: Any) -> Rule:
    return Rule(id=name, benefit=benefit, scope=scope, basis="running", **more)


def _tiers(rule: Mapping[str, Any], *, by_quantity: bool) -> Tiers:
    scale = 1 if by_quantity else _CENTS
    steps = [(0, Pct(bps=bps_of(rule.get("base", 0))))]
    steps += [(whole(Decimal(at) * scale, "a threshold"), Pct(bps=bps_of(to))) for at, to in _rising(rule["tiers"])]
    return Tiers(steps=tuple(steps), by="quantity" if by_quantity else "amount")


def _rising(tiers: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return sorted(tiers.items(), key=lambda one: Decimal(one[0]))


def _flexible(rule: Mapping[str, Any]) -> Iterable[Rule]:
    """The first unit and the further ones as two rules side by side."""
    most = rule.get("max_items") or None
    first, further = _cents(rule.get("first_item") or 0), _cents(rule.get("additional_item") or 0)
    yield _rule("first", PerLine(by="off", value=first, max_units=1))
    yield _rule("further", PerLine(by="off", value=further, max_units=most, skip=1), priority=-1)


def _in_groups(rule: Mapping[str, Any]) -> Iterable[Rule]:
    """Units of full groups; of tiers the highest reached by the order, as rules of which one is used."""
    size = rule["group_size"]
    if "flat_per_item" in rule:
        yield _rule("each", PerLine(by="off", value=_cents(rule["flat_per_item"]), sets_of=size))
    elif "percent" in rule:
        yield _rule("each", PerLine(by="pct", value=bps_of(rule["percent"]), sets_of=size), round_at="unit")
    elif "tiered_percent" in rule:
        tiers = rule["tiered_percent"]
        for at, percent in (("0", tiers.get("base", 0)), *_rising(tiers["tiers"])):
            cents = _cents(at)
            yield _rule(
                f"from {at}",
                PerLine(by="pct", value=bps_of(percent), sets_of=size),
                need_amount=cents,
                need_scope=EVERYTHING,
                group="tiers",
                priority=cents,
                round_at="unit",
            )
    else:
        raise Inexpressible("full groups without an amount or a percentage")


def _each_line(case: Case, rule: Mapping[str, Any]) -> Iterable[Rule]:
    """One amount for every line."""
    for at in range(len(case["lines"])):
        scope = Scope(skus=frozenset({f"line {at}"}), tags=_MEANT.tags)
        yield _rule(f"amount {at}", Off(amount=_cents(rule["amount"])), scope=scope)


_OF_LINES: Final[Mapping[str, Callable[[Case, Mapping[str, Any]], Iterable[Rule]]]] = {
    "percent": lambda _, rule: [_rule("percent", Pct(bps=bps_of(rule["percent"])))],
    "percent_with_cap": lambda _, rule: [
        _rule("percent", Pct(bps=bps_of(rule["percent"])), cap=_cents(rule["max_amount"]))
    ],
    "distributed_amount": lambda _, rule: [_rule("amount", Off(amount=_cents(rule["amount"])))],
    "flat_rate": _each_line,
    "tiered_percent": lambda _, rule: [_rule("tiers", _tiers(rule, by_quantity=False), need_scope=EVERYTHING)],
    "tiered_percent_on_eligible_quantity": lambda _, rule: [_rule("tiers", _tiers(rule, by_quantity=True))],
    "flexi_rate": lambda _, rule: _flexible(rule),
    "per_item_in_full_groups": lambda _, rule: _in_groups(rule),
}


def _of_delivery(rule: Mapping[str, Any]) -> Iterable[Rule]:
    """What a calculator takes off the delivery fee."""
    kind = rule["type"]
    if kind in ("percent", "percent_with_cap"):
        cap = _cents(rule["max_amount"]) if kind == "percent_with_cap" else None
        yield Rule(id="delivery", level="ship", benefit=Ship(bps=bps_of(rule["percent"])), cap=cap)
    elif kind in ("flat_rate", "distributed_amount"):
        yield Rule(id="delivery", level="ship", benefit=Ship(amount=_cents(rule["amount"])))
    elif kind in ("tiered_percent", "tiered_percent_on_eligible_quantity"):
        by_quantity = kind == "tiered_percent_on_eligible_quantity"
        for at, percent in (("0", rule.get("base", 0)), *_rising(rule["tiers"])):
            yield Rule(
                id=f"from {at}",
                level="ship",
                benefit=Ship(bps=bps_of(percent)),
                need_qty=int(Decimal(at)) if by_quantity else 0,
                need_amount=0 if by_quantity else _cents(at),
                need_scope=_MEANT if by_quantity else EVERYTHING,
                group="tiers",
                priority=_cents(at),
            )
    else:
        raise Inexpressible(f"a calculator of type {kind!r} on delivery")


def _cents(value: float | str) -> int:
    return whole(Decimal(str(value)) * _CENTS, "an amount finer than a cent")
