"""Medusa's promotions: what is asked of the cart, and the adjustments that come of it.

Facts read in its sources and tests (medusajs/medusa at 59e6747): buy-get promotions come first, then the others in the
order of their creation; all given codes and all automatic promotions apply; amounts are never rounded; `each` gives an
amount or percentage for at most `max_quantity` units of every line, less all that was taken off the line before; `across`
spreads one amount by what lines cost now; buy-get reserves the units of the dearest lines and gives the next ones free,
once; a campaign's budget is asked line by line, and what would go beyond it is not given; adjustments already there are
taken back first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any, Final, Literal

from mercery.evals.promotions.peers.trial import Case, Figures, Inexpressible, Trial, bps_of, price
from mercery.promotions.rules.benefit import Benefit, BuyGet, Off, PerLine
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart, Line, Sku
from mercery.promotions.rules.policy import Policy
from mercery.promotions.rules.rule import Need, Rule
from mercery.promotions.rules.scope import Scope

_FINE: Final = 1_000_000
"""Minor units of a major unit: fine enough that rounding to one of them is none to a cent."""
Target = Literal["items", "shipping_methods", "order"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A line of the cart or a delivery method, which is a line to the lab."""

    id: str
    target: Target
    data: Mapping[str, Any]
    quantity: int


def answer(case: Case) -> Figures:
    """Adjustments taken back and given, budgets that were not enough, or the error."""
    promotions = {one["code"]: one for one in case["promotions"]}
    places = tuple(_places(case["cart"]))
    applied = [(place, one) for place in places for one in place.data.get("adjustments") or ()]
    for _, one in applied:
        if one["code"] not in promotions:
            return {"error": ["not found", one["code"]]}
    actions = [_taken_back(place, one) for place, one in applied]
    return {"actions": actions + _given(case, places)}


def _taken_back(place: _Place, adjustment: Mapping[str, Any]) -> dict[str, Any]:
    what = "removeItemAdjustment" if place.target == "items" else "removeShippingMethodAdjustment"
    return {"action": what, "adjustment_id": adjustment["id"], "code": adjustment["code"]}


def _given(case: Case, places: tuple[_Place, ...]) -> list[dict[str, Any]]:
    unit = lcm(*[place.quantity for place in places]) * _FINE if places else _FINE
    rules = tuple(_rules(case, places, unit))
    trial = Trial(calendar=_calendar(case, places, rules, unit), cart=_cart(places, unit), buyer=_buyer(case, rules))
    by_id = {place.id: place for place in places}
    found: list[dict[str, Any]] = []
    for rule in rules:
        given = _shares(trial, rule.id)
        wished = _shares(_without_limit(trial, rule), rule.id)
        for at, line in enumerate(trial.cart):
            if given[at]:
                found.append(_adjustment(by_id[line.sku], Fraction(given[at], unit), rule.id))
            elif wished[at]:
                found.append({"action": "campaignBudgetExceeded", "code": rule.id})
    return found


def _shares(trial: Trial, rule: str) -> tuple[int, ...]:
    """What a rule takes off each line."""
    none = (0,) * len(trial.cart)
    return next((step.split for step in price(trial).steps if step.rule == rule), none) if trial.cart else none


def _without_limit(trial: Trial, rule: Rule) -> Trial:
    """The same with the budget of a rule open: what it would have given."""
    if rule.budget is None and rule.total is None:
        return trial
    return replace(trial, calendar=trial.calendar.with_rule(replace(rule, budget=None, total=None)))


def _adjustment(place: _Place, amount: Fraction, code: str) -> dict[str, Any]:
    if place.target == "items":
        return {"action": "addItemAdjustment", "item_id": place.id, "amount": float(amount), "code": code}
    what = {"action": "addShippingMethodAdjustment", "shipping_method_id": place.id}
    return {**what, "amount": float(amount), "code": code}


def _places(cart: Mapping[str, Any]) -> Iterable[_Place]:
    for item in cart.get("items") or ():
        yield _Place(id=item["id"], target="items", data=item, quantity=item["quantity"])
    for method in cart.get("shipping_methods") or ():
        yield _Place(id=method["id"], target="shipping_methods", data=method, quantity=1)


def _cart(places: Iterable[_Place], unit: int) -> Cart:
    """Lines from the dearest to the cheapest, the later of equals first: the order in which units are reserved."""
    places = list(places)
    in_order = sorted(range(len(places)), key=lambda at: (-_subtotal(places[at], unit), -at))
    return tuple(Line(sku=places[at].id, quantity=places[at].quantity) for at in in_order if places[at].quantity)


def _subtotal(place: _Place, unit: int) -> int:
    return int(Fraction(Decimal(str(place.data.get("subtotal") or 0))) * unit)


def _calendar(case: Case, places: Iterable[_Place], rules: tuple[Rule, ...], unit: int) -> Calendar:
    return Calendar(
        skus={place.id: Sku(id=place.id, price=_subtotal(place, unit) // max(1, place.quantity)) for place in places},
        rules=rules,
        policy=Policy(choose="priority"),
        currency=case.get("currency", "USD"),
        most_units=1_000_000_000,
    )


def _buyer(case: Case, rules: Iterable[Rule]) -> Buyer:
    """Belongs to the audience of every promotion whose conditions the cart's own data meet."""
    promotions = {one["code"]: one for one in case["promotions"]}
    met = [rule for rule in rules if _holds(promotions[rule.id].get("rules") or (), case["cart"], "order")]
    codes = {rule.code: 1 for rule in rules if rule.code is not None and rule.code in case["codes"]}
    return Buyer(audiences=frozenset(one for rule in met for one in rule.who), wallet=codes)


def _rules(case: Case, places: tuple[_Place, ...], unit: int) -> Iterable[Rule]:
    campaigns = {one["id"]: dict(one.get("budget") or {}) for one in case.get("campaigns") or ()}
    for change in case.get("campaign_updates") or ():
        campaigns.setdefault(change["id"], {}).update(change.get("budget") or {})
    prevented = _prevented(case)
    in_order = sorted(case["promotions"], key=lambda one: one["type"] != "buyget")
    for stage, promotion in enumerate(in_order, 1):
        if promotion.get("is_automatic") and prevented and promotion["code"] not in case["codes"]:
            continue
        rule = _rule(promotion, places, unit, stage)
        yield _in_budget(rule, campaigns.get(promotion.get("campaign_id") or "", {}), unit)


def _prevented(case: Case) -> bool:
    """Whether the caller asked for no automatic promotions."""
    said = {**case, **(case.get("options") or {})}
    return any(bool(value) for name, value in said.items() if name.lower().startswith("prevent"))


def _rule(promotion: Mapping[str, Any], places: tuple[_Place, ...], unit: int, stage: int) -> Rule:
    method = promotion["application_method"]
    target: Target = "items" if method["target_type"] == "order" else method["target_type"]
    benefit, also = _benefit(promotion, method, places, unit)
    bought = method.get("buy_rules") if promotion["type"] == "buyget" else method.get("target_rules")
    return Rule(
        id=promotion["code"],
        benefit=benefit,
        stage=stage,
        basis="list" if promotion["type"] == "buyget" else "running",
        scope=_scope(bought or (), places, target),
        also=also,
        who=frozenset({promotion["code"]}) if promotion.get("rules") else frozenset(),
        code=None if promotion.get("is_automatic") else promotion["code"],
    )


def _benefit(
    promotion: Mapping[str, Any], method: Mapping[str, Any], places: tuple[_Place, ...], unit: int
) -> tuple[Benefit, tuple[Need, ...]]:
    if promotion["type"] == "buyget":
        return _buyget(method, places)
    if promotion["type"] != "standard":
        raise Inexpressible(f"a promotion of type {promotion['type']!r}")
    most = method.get("max_quantity") or None
    across = method["target_type"] == "order" or method.get("allocation") == "across"
    if method.get("allocation") == "once":
        raise Inexpressible("an amount for so many units of the whole cart, the cheapest first")
    if method["type"] == "percentage":
        return PerLine(by="pct", value=bps_of(method["value"]), max_units=most), ()
    amount = int(Fraction(Decimal(str(method["value"]))) * unit)
    if not across:
        return PerLine(by="off", value=amount, max_units=most), ()
    if most is not None and any(place.quantity > most for place in places if place.target == "items"):
        raise Inexpressible("one amount spread over some units of each line")
    return Off(amount=amount), ()


def _buyget(method: Mapping[str, Any], places: tuple[_Place, ...]) -> tuple[Benefit, tuple[Need, ...]]:
    """Units of the dearest lines are bought, the next ones free; none unless all that is promised is there."""
    n, m = method.get("buy_rules_min_quantity") or 0, method.get("apply_to_quantity") or 0
    bought = _scope(method.get("buy_rules") or (), places, "items")
    got = _scope(method.get("target_rules") or (), places, "items")
    if not (n and m):
        raise Inexpressible("a buy-get without the units that are bought and got")
    if bought == got:
        return BuyGet(n=n, m=m, times=1, pick="grouped"), ()
    if not bought.skus.isdisjoint(got.skus):
        raise Inexpressible("goods bought and goods free of which some are both")
    return BuyGet(n=n, m=m, times=1, pick="dearest", get=got), (Need(qty=m, scope=got),)


def _in_budget(rule: Rule, budget: Mapping[str, Any], unit: int) -> Rule:
    if not budget.get("limit"):
        return rule
    left = Fraction(Decimal(str(budget["limit"]))) - Fraction(Decimal(str(budget.get("used") or 0)))
    if budget["type"] == "spend":
        return replace(rule, budget=max(0, int(left * unit)))
    if budget["type"] == "usage":
        return replace(rule, total=max(0, int(left)))
    raise Inexpressible(f"a budget of type {budget['type']!r}")


_NOTHING: Final = Scope(skus=frozenset({"\0"}))


def _scope(rules: Iterable[Mapping[str, Any]], places: Iterable[_Place], target: Target) -> Scope:
    """The lines whose own data meet all conditions."""
    meant = frozenset(place.id for place in places if place.target == target and _holds(rules, place.data, target))
    return Scope(skus=meant) if meant else _NOTHING


def _holds(rules: Iterable[Mapping[str, Any]], data: Mapping[str, Any], target: str) -> bool:
    return all(_meets(rule, data, target) for rule in rules)


def _meets(rule: Mapping[str, Any], data: Mapping[str, Any], target: str) -> bool:
    """A value that is not there meets no condition; of several values every one has to."""
    path = str(rule["attribute"]).removeprefix(f"{target}.").split(".")
    found = [str(one) for one in _values(data, path)]
    given = rule.get("values", rule.get("value", ()))
    wanted = [str(one) for one in (given if isinstance(given, list) else [given])]
    return bool(found) and all(any(_compare(rule["operator"], one, other) for other in wanted) for one in found)


def _values(data: Any, path: list[str]) -> list[Any]:
    if isinstance(data, list):
        return [value for one in data for value in _values(one, path)]
    if not path:
        return [] if data is None else [data]
    return _values(data.get(path[0]), path[1:]) if isinstance(data, Mapping) else []


def _compare(operator: str, found: str, wanted: str) -> bool:
    if operator in ("eq", "in"):
        return found == wanted
    if operator == "ne":
        return found != wanted
    order = _order(found, wanted)
    match operator:
        case "gt":
            return order > 0
        case "gte":
            return order >= 0
        case "lt":
            return order < 0
        case "lte":
            return order <= 0
    raise Inexpressible(f"the operator {operator!r}")


def _order(found: str, wanted: str) -> int:
    """Numbers by their size, anything else by its letters."""
    try:
        one, other = Decimal(found), Decimal(wanted)
    except ArithmeticError:
        return (found > wanted) - (found < wanted)
    return (one > other) - (one < other)
