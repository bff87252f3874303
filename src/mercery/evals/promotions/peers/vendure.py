"""Vendure's promotions, with one tax rate.

Facts read in its sources and tests (vendure-ecommerce/vendure at 1633446): actions on articles and lines come first, then
those on the order, then delivery; conditions are asked again when a promotion's turn comes; a percentage on articles reads
the unit's own price, one on the order what is left; amounts are net where the channel's prices are net, else gross; nothing
falls below zero; an order discount is spread by largest remainder; codes are told apart by capitals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from mercery.evals.promotions.peers.coupons import Refusal, refusal
from mercery.evals.promotions.peers.states import COUPON, FIELDS, in_force
from mercery.evals.promotions.peers.trial import Case, Figures, Inexpressible, Trial, bps_of, known, price
from mercery.promotions.quoting.rounding import half_up, up
from mercery.promotions.quoting.walk import Priced
from mercery.promotions.rules.benefit import Benefit, BuyGet, Off, Pct, PerLine, Ship
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line, Sku
from mercery.promotions.rules.policy import Policy
from mercery.promotions.rules.rule import Need, Rule
from mercery.promotions.rules.scope import EVERYTHING, Scope

_ALL: Final = 10_000
_STAGES: Final = {"unit": 1, "line": 1, "order": 2, "shipping": 3}
_PROMOTION: Final = ("rules", "actions", "coupon", "priority", "starts", *FIELDS)
_ERRORS: Final[Mapping[Refusal, str]] = {"ended": "expired", "used_up": "limit", "unknown": "invalid"}


def answer(case: Case) -> Figures:
    """Totals with and without tax, discounts, and what was said to coupon codes."""
    trial = _trial(case)
    priced = price(trial)
    tax = bps_of(case.get("tax_rate_percent", 0))
    net, gross = _both(case, tax, [line.total for line in priced.lines])
    _, listed = _both(case, tax, [line.list_total for line in priced.lines])
    fee_net, fee_gross = _fee_both(case, tax, priced.shipping)
    _, whole_fee = _fee_both(case, tax, trial.calendar.shipping if trial.cart else 0)
    codes = list(dict.fromkeys(case.get("coupons", ())))
    said = [refusal(trial, priced, code) for code in codes]
    errors = [_ERRORS.get(why, "invalid") for why in said if why in ("ended", "used_up", "unknown", "not_started")]
    return {
        "subtotal_net_cents": net,
        "subtotal_gross_cents": gross,
        "shipping_net_cents": fee_net,
        "shipping_gross_cents": fee_gross,
        "total_net_cents": net + fee_net,
        "total_gross_cents": gross + fee_gross,
        "discount_gross_cents": gross + fee_gross - listed - whole_fee,
        "n_discounts": len({step.rule.split(".")[0] for step in priced.steps if step.discount}),
        "coupon_error": errors[0] if errors else None,
        "applied_coupons": [code for code, why in zip(codes, said, strict=True) if why in (None, "not_reached")],
        "line_totals_gross_cents": _by_sku(priced, case, tax, gross=True),
        "line_totals_net_cents": _by_sku(priced, case, tax, gross=False),
    }


def _by_sku(priced: Priced, case: Case, tax: int, *, gross: bool) -> dict[str, int]:
    return {line.sku: _both(case, tax, [line.total])[gross] for line in priced.lines}


def _both(case: Case, tax: int, amounts: Iterable[int]) -> tuple[int, int]:
    """Net and gross of amounts that are one or the other, each rounded on its own."""
    totals = list(amounts)
    if case.get("prices_include_tax"):
        return sum(half_up(one * _ALL, _ALL + tax) for one in totals), sum(totals)
    return sum(totals), sum(half_up(one * (_ALL + tax), _ALL) for one in totals)


def _fee_both(case: Case, tax: int, fee: int) -> tuple[int, int]:
    """The delivery fee, which cases give net or gross."""
    if "shipping_net_cents" in case and "shipping_gross_cents" not in case:
        return fee, half_up(fee * (_ALL + tax), _ALL)
    return half_up(fee * _ALL, _ALL + tax), fee


def _trial(case: Case) -> Trial:
    tax = bps_of(case.get("tax_rate_percent", 0)) if case.get("prices_include_tax") else 0
    skus = {name: _sku(name, product, tax) for name, product in case["products"].items()}
    rules = tuple(rule for at, one in enumerate(case["promotions"]) for rule in _rules(one, at, tax, skus, case))
    customer = case.get("customer") or {}
    calendar = Calendar(
        skus=skus,
        rules=rules,
        policy=Policy(choose="priority"),
        currency=case.get("currency", "USD"),
        shipping=case.get("shipping_gross_cents", case.get("shipping_net_cents", 0)),
        most_units=10_000,
    )
    buyer = Buyer(
        audiences=frozenset({customer["group"]} if customer.get("group") else ()),
        wallet=dict.fromkeys(case.get("coupons", ()), 1),
    )
    cart = tuple(Line(sku=row["sku"], quantity=row["qty"]) for row in case["cart"] if row["qty"])
    return Trial(calendar=calendar, cart=cart, buyer=buyer)


def _sku(name: str, product: Mapping[str, Any], tax: int) -> Sku:
    tags = {f"facet:{one}" for one in product.get("facets", ())} | {f"product:{name}"}
    return Sku(id=name, price=half_up(product["price_cents"] * (_ALL + tax), _ALL), tags=frozenset(tags))


def _rules(promotion: Mapping[str, Any], at: int, tax: int, skus: Iterable[str], case: Case) -> Iterable[Rule]:
    known(promotion, _PROMOTION, "a promotion", prefix=COUPON)
    conditions, who, groups = _conditions(promotion.get("rules", ()), tax)
    for number, action in enumerate(promotion["actions"]):
        for part, (benefit, scope, basis) in enumerate(_benefits(action, skus, groups)):
            target = action["target"]
            rule = Rule(
                id=f"{at}.{number}.{part}",
                benefit=benefit,
                stage=_STAGES[target],
                level="ship" if target == "shipping" else "order",
                scope=scope,
                also=conditions,
                basis="list" if basis == "list" else "running",
                need_basis="running",
                who=who,
                code=promotion.get("coupon"),
                round_at="order" if target == "order" else "line",
            )
            kept = in_force(rule, promotion, case)
            if kept is not None:
                yield kept


def _conditions(
    rules: Iterable[Mapping[str, Any]], tax: int
) -> tuple[tuple[Need, ...], frozenset[str], tuple[Mapping[str, Any], ...]]:
    """Further conditions, audiences, and what is bought for what is free."""
    needs: list[Need] = []
    who: set[str] = set()
    groups: list[Mapping[str, Any]] = []
    for rule in rules:
        match rule["type"]:
            case "order_total_net_gte" | "order_total_gte":
                needs.append(Need(amount=up(rule["value_cents"] * (_ALL + tax), _ALL)))
            case "order_total_gross_gte":
                needs.append(Need(amount=rule["value_cents"]))
            case "at_least_n_with_facet" | "at_least_n_with_facets":
                names = rule.get("facets") or [rule["facet"]]
                needs.append(Need(qty=rule["n"], scope=_tagged("facet", names)))
            case "at_least_n_of_products" | "contains_products":
                needs.append(Need(qty=rule["n"], scope=_tagged("product", rule["products"])))
            case "customer_group":
                who.add(rule["group"])
            case "buy_x_get_y_free" | "buy_x_get_y":
                groups.append(rule)
            case kind:
                raise Inexpressible(f"a condition of type {kind!r}")
    if len(who) > 1:
        raise Inexpressible("a promotion for those who belong to two groups at once")
    return tuple(needs), frozenset(who), tuple(groups)


def _benefits(
    action: Mapping[str, Any], skus: Iterable[str], groups: Iterable[Mapping[str, Any]]
) -> Iterable[tuple[Benefit, Scope, str]]:
    scope = _scope(action.get("filter") or {})
    target, kind = action["target"], action["type"]
    if (target, kind) in _PLAIN:
        basis, made = _PLAIN[target, kind]
        yield made(action), scope, basis
    elif (target, kind) == ("line", "fixed"):
        for sku in skus:
            yield Off(amount=action["value_cents"]), Scope(skus=frozenset({sku}), tags=scope.tags), "running"
    elif kind == "buy_x_get_y_free":
        for one in (*groups, *([action] if "n_x" in action else ())):
            yield _free(one)
    else:
        raise Inexpressible(f"an action of type {kind!r} on {target!r}")


_PLAIN: Final[Mapping[tuple[str, str], tuple[str, Callable[[Mapping[str, Any]], Benefit]]]] = {
    ("order", "percentage"): ("running", lambda one: Pct(bps=bps_of(one["value"]))),
    ("order", "fixed"): ("running", lambda one: Off(amount=one["value_cents"])),
    ("unit", "percentage"): ("list", lambda one: PerLine(by="pct", value=bps_of(one["value"]))),
    ("unit", "fixed"): ("list", lambda one: PerLine(by="off", value=one["value_cents"])),
    ("shipping", "percentage"): ("running", lambda one: Ship(bps=bps_of(one["value"]))),
    ("shipping", "free"): ("running", lambda _: Ship()),
}


def _free(group: Mapping[str, Any]) -> tuple[Benefit, Scope, str]:
    """So many of these bought, so many of those free, once an order, the cheapest ones."""
    bought, got = group.get("products_x", group.get("products")), group.get("products_y", group.get("free_products"))
    n, m = group.get("n_x", group.get("n")), group.get("n_y", group.get("free"))
    if not (bought and got and n and m):
        raise Inexpressible("a condition that does not say what is bought and what is free")
    return BuyGet(n=n, m=m, times=1, get=_tagged("product", got)), _tagged("product", bought), "list"


def _scope(filters: Mapping[str, Any]) -> Scope:
    """Facets are all asked for, products one of."""
    known(filters, ("facets", "products"), "a filter")
    if len(filters.get("facets", ())) > 1:
        raise Inexpressible("goods that bear several facets at once")
    if "facets" in filters and "products" in filters:
        raise Inexpressible("a filter by facets and products at once")
    return (
        _tagged("facet", filters.get("facets", ()))
        if "facets" in filters
        else _tagged("product", filters.get("products", ()))
    )


def _tagged(kind: str, names: Iterable[str]) -> Scope:
    tags = frozenset(f"{kind}:{name}" for name in names)
    return Scope(tags=tags) if tags else EVERYTHING
