"""Sylius' cart promotions.

Facts read in its sources and features (Sylius/Sylius at 3466cba): highest priority first, then the order of creation; a
promotion's conditions are asked once, on what the ones before it left; an eligible exclusive promotion is alone; unit
discounts read the unit's price after catalogue promotions, whatever was taken since, each unit rounded half up; an order's
percentage reads what is left and is rounded once; order discounts are spread by what lines cost now, shares rounded, what
is over or short by a cent from the first lines on; no unit falls below its minimum price; a percentage off delivery reads
the full fee.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from mercery.evals.promotions.peers.coupons import refusal
from mercery.evals.promotions.peers.states import COUPON, FIELDS, in_force
from mercery.evals.promotions.peers.sylius_catalogue import catalogue_price
from mercery.evals.promotions.peers.trial import Case, Figures, Inexpressible, Trial, bps_of, known, price
from mercery.promotions.quoting.walk import Priced
from mercery.promotions.rules.benefit import Benefit, Off, Pct, PerLine, Ship
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart, Line, Sku
from mercery.promotions.rules.policy import Policy
from mercery.promotions.rules.rule import Need, Rule
from mercery.promotions.rules.scope import EVERYTHING, Scope

_DISCOUNTED: Final = "discounted"
_PROMOTION: Final = ("rules", "actions", "priority", "exclusive", "coupon", "applies_to_discounted", *FIELDS)
_UNIT: Final = "unit"


def answer(case: Case) -> Figures:
    """Totals, discounts by line and unit, and whether a coupon was refused."""
    trial = _trial(case)
    priced = price(trial)
    units = _unit_discounts(priced)
    listed = {sku: catalogue_price(case, sku)[0] for sku in trial.calendar.skus}
    by_unit_only = any(action["target"] == _UNIT for one in case["promotions"] for action in one["actions"])
    lines = [(line.sku, units[at], line) for at, line in enumerate(priced.lines)]
    return {
        "total_cents": priced.payable,
        "items_total_cents": priced.goods,
        "discount_cents": priced.goods - priced.list_total,
        "shipping_cents": priced.shipping,
        "line_discounts_cents": {
            sku: unit if by_unit_only else line.list_total - line.total for sku, unit, line in lines
        },
        "per_unit_discounts": {line.sku: [listed[line.sku] - paid for paid in line.unit_paid] for line in priced.lines},
        "discounted_unit_price_cents": {sku: (line.list_total - unit) // line.quantity for sku, unit, line in lines},
        "line_totals_cents": {line.sku: line.total for line in priced.lines},
        "coupon_invalid": any(refusal(trial, priced, code) for code in case.get("coupons", ())),
    }


def _unit_discounts(priced: Priced) -> list[int]:
    """By line what promotions on units took."""
    found = [0] * len(priced.lines)
    for step in priced.steps:
        if step.rule.startswith(f"{_UNIT} "):
            found = [before + taken for before, taken in zip(found, step.split, strict=True)]
    return found


def _trial(case: Case) -> Trial:
    cart: Cart = tuple(Line(sku=row["sku"], quantity=row["qty"]) for row in case["cart"] if row["qty"])
    _refuse_wide_exclusives(case["promotions"])
    in_order = sorted(enumerate(case["promotions"]), key=lambda one: (-(one[1].get("priority") or 0), one[0]))
    rules = [rule for stage, (at, one) in enumerate(in_order, 1) for rule in _rules(one, at, stage, case)]
    calendar = Calendar(
        skus={sku: _sku(case, sku) for sku in case["products"]},
        rules=tuple(rules),
        policy=Policy(choose="priority", alloc="nearest_then_first"),
        currency=case.get("currency", "USD"),
        shipping=_fee(case),
        most_units=10_000,
    )
    return Trial(calendar=calendar, cart=cart, buyer=_buyer(case, rules))


def _refuse_wide_exclusives(promotions: Iterable[Mapping[str, Any]]) -> None:
    """The lab's exclusive rules are alone on their level, goods or delivery, and are one rule."""
    levels = [{action["target"] == "shipping" for action in one["actions"]} for one in promotions]
    for one in promotions:
        if one.get("exclusive") and (len(one["actions"]) > 1 or len(set().union(*levels)) > 1):
            raise Inexpressible("a promotion of several actions that is alone on goods and delivery together")


def _sku(case: Case, name: str) -> Sku:
    product = case["products"][name]
    was, priced = catalogue_price(case, name)
    tags = {f"product:{name}", f"product:{product.get('product', name)}"}
    tags |= {f"taxon:{one}" for one in product.get("categories", ())}
    if priced.goods < was:
        tags.add(_DISCOUNTED)
    floor = min(product.get("minimum_price_cents") or 0, priced.goods)
    return Sku(id=name, price=priced.goods, floor=floor, tags=frozenset(tags))


def _fee(case: Case) -> int:
    methods = {one["name"]: one.get("fee_cents", 0) for one in case.get("shipping_methods", ())}
    chosen = case.get("shipping_selected")
    if chosen is None and "shipping_fee_cents" in case:
        return int(case["shipping_fee_cents"])
    if chosen is not None and chosen not in methods:
        raise Inexpressible(f"the delivery method {chosen!r}, which has no fee")
    return int(methods[chosen] if chosen is not None else next(iter(methods.values()), 0))


def _buyer(case: Case, rules: Iterable[Rule]) -> Buyer:
    customer = case.get("customer") or {}
    facts = {f"order {(customer.get('previous_orders') or 0) + 1}"}
    if customer.get("group"):
        facts.add(f"group {customer['group']}")
    country = customer.get("country") or case.get("shipping_country")
    if country:
        facts.add(f"country {country}")
    together = {one for rule in rules for one in rule.who if set(one.split(" and ")) <= facts}
    return Buyer(
        audiences=frozenset(facts | together),
        wallet=dict.fromkeys(case.get("coupons", ()), 1),
        used={rule.id: _used(customer, rule) for rule in rules if rule.per_user is not None},
    )


def _used(customer: Mapping[str, Any], rule: Rule) -> int:
    """How often the customer has used the coupon before."""
    for name in ("coupon_used", "coupon_uses", "used_coupons", "coupons_used", "previous_coupon_uses"):
        value = customer.get(name)
        if isinstance(value, Mapping):
            return int(value.get(rule.code, 0))
        if isinstance(value, list):
            return value.count(rule.code)
        if value is not None:
            return int(value)
    return 0


def _rules(promotion: Mapping[str, Any], at: int, stage: int, case: Case) -> Iterable[Rule]:
    """One rule for each action; conditions of the whole promotion are asked on what stood when its turn came."""
    known(promotion, _PROMOTION, "a promotion", prefix=COUPON)
    conditions, who = _conditions(promotion.get("rules", ()))
    applies = promotion.get("applies_to_discounted", True)
    for number, action in enumerate(promotion["actions"]):
        level = "ship" if action["target"] == "shipping" else "order"
        benefit, basis = _benefit(action)
        rule = Rule(
            id=f"{action['target']} {at}.{number}",
            benefit=benefit,
            stage=stage,
            level="ship" if level == "ship" else "order",
            scope=_scope(action.get("filter") or {}, applies),
            also=conditions,
            basis="list" if basis == "list" else "running",
            need_basis="entry",
            who=frozenset({" and ".join(sorted(who))}) if who else frozenset(),
            code=promotion.get("coupon"),
            exclusive=bool(promotion.get("exclusive")),
            priority=promotion.get("priority") or 0,
            round_at="unit" if action["target"] == _UNIT else "order",
        )
        kept = in_force(rule, promotion, case)
        if kept is not None:
            yield kept


def _conditions(rules: Iterable[Mapping[str, Any]]) -> tuple[tuple[Need, ...], set[str]]:
    needs: list[Need] = []
    who: set[str] = set()
    for rule in rules:
        match rule["type"]:
            case "cart_quantity_gte":
                needs.append(Need(qty=rule["value"]))
            case "items_total_gte":
                needs.append(Need(amount=rule["value_cents"]))
            case "category_items_total_gte":
                needs.append(Need(amount=rule["value_cents"], scope=_tagged("taxon", [rule["category"]])))
            case "has_category":
                needs.append(Need(qty=1, scope=_tagged("taxon", rule["any_of"])))
            case "contains_product" | "has_product":
                names = rule.get("any_of") or rule.get("products") or [rule.get("product") or rule.get("sku")]
                needs.append(Need(qty=1, scope=_tagged("product", names)))
            case "customer_group":
                who.add(f"group {rule['group']}")
            case "nth_order":
                who.add(f"order {rule['n']}")
            case "shipping_country":
                who.add(f"country {rule['country']}")
            case kind:
                raise Inexpressible(f"a condition of type {kind!r}")
    return tuple(needs), who


def _benefit(action: Mapping[str, Any]) -> tuple[Benefit, str]:
    match action["target"], action["type"]:
        case "order", "percentage":
            return Pct(bps=bps_of(action["value"])), "running"
        case "order", "fixed":
            return Off(amount=action["value_cents"]), "running"
        case "unit", "percentage":
            return PerLine(by="pct", value=bps_of(action["value"])), "list"
        case "unit", "fixed":
            return PerLine(by="off", value=action["value_cents"]), "list"
        case "shipping", "percentage":
            return Ship(bps=bps_of(action["value"])), "list"
        case "shipping", "fixed":
            return Ship(amount=action["value_cents"]), "list"
        case target, kind:
            raise Inexpressible(f"an action of type {kind!r} on {target!r}")


def _scope(filters: Mapping[str, Any], applies_to_discounted: bool) -> Scope:
    """What an action is about: a filter of each kind has to let an article through."""
    known(filters, ("min_price_cents", "max_price_cents", "categories", "products"), "a filter")
    if "categories" in filters and "products" in filters:
        raise Inexpressible("a filter by categories and products at once")
    kind = "taxon" if "categories" in filters else "product"
    tags = _tagged(kind, filters.get("categories") or filters.get("products") or [])
    return Scope(
        tags=tags.tags,
        not_tags=frozenset() if applies_to_discounted else frozenset({_DISCOUNTED}),
        price_min=filters.get("min_price_cents"),
        price_max=filters.get("max_price_cents"),
    )


def _tagged(kind: str, names: Iterable[str]) -> Scope:
    tags = frozenset(f"{kind}:{name}" for name in names)
    return Scope(tags=tags) if tags else EVERYTHING
