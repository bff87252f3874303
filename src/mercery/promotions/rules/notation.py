"""Calendars, rules, carts and buyers as JSON, both ways. The notation is described in docs/guide/promotion-semantics.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, get_args

from mercery.core.errors import Problem
from mercery.core.i18n import Words
from mercery.promotions.rules.benefit_notation import benefit_data, read_benefit
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart, Line, Sku
from mercery.promotions.rules.policy import Allocation, Choice, Fees, Floor, Policy, RoundAt, RoundMode
from mercery.promotions.rules.reading import Fields, NotationError, refuse
from mercery.promotions.rules.rule import Basis, Level, Need, Refund, Rule
from mercery.promotions.rules.scope import EVERYTHING
from mercery.promotions.rules.scope_notation import read_scope, scope_data

__all__ = [
    "NotationError",
    "buyer_data",
    "buyer_from",
    "calendar_data",
    "calendar_from",
    "cart_data",
    "cart_from",
    "policy_from",
    "rule_data",
    "rule_from",
    "sku_data",
]

_RULE: Final = (
    *("id", "benefit", "stage", "level", "name", "scope", "need_amount", "need_qty", "need_scope", "basis"),
    *("need_basis", "group", "exclusive", "excludes", "who", "code", "cap", "priority", "merchant_bps"),
    *("starts", "start", "ends", "end", "per_user", "total", "returned", "refund", "also", "budget", "round_at"),
)
_NEED: Final = ("amount", "qty", "kinds", "scope")
_SKU: Final = ("sku", "id", "price", "cost", "floor", "tags", "shop", "limit", "order_limit", "stock", "name")
_POLICY: Final = ("round_mode", "round_at", "alloc", "choose", "group_most", "group_max", "split_lines")
_FEES: Final = ("commission_bps", "payment_bps", "payment_fixed", "parcel", "tax_bps")
_CALENDAR: Final = (*("skus", "rules", "policy", "currency", "shipping", "fees", "floor", "most_units", "most_lines"),)
_BUYER: Final = ("audiences", "wallet", "points", "used")


def calendar_from(data: Mapping[str, Any]) -> Calendar:
    """A calendar. Every fault of it is named at once; NotationError."""
    problems: list[Problem] = []
    fields = Fields.of(data, "", "", problems)
    fields.only(_CALENDAR)
    skus = [_sku(one, f"skus[{at}]", problems) for at, one in enumerate(fields.items("skus"))]
    rules = [_rule(one, f"rules[{at}]", problems) for at, one in enumerate(fields.items("rules"))]
    _once((one.id for one in skus), "SKU", "skus", problems)
    _once((one.id for one in rules), "Rule", "rules", problems)
    calendar = Calendar(
        skus={one.id: one for one in skus},
        rules=tuple(rules),
        policy=_policy(fields),
        currency=fields.text("currency", "CNY"),
        shipping=fields.whole("shipping", 0),
        fees=_fees(fields),
        floor=_floor(fields),
        most_units=fields.whole("most_units", 20, least=1),
        most_lines=fields.perhaps("most_lines", least=1),
    )
    refuse(problems)
    return calendar


def rule_from(data: Mapping[str, Any]) -> Rule:
    """One rule; NotationError."""
    problems: list[Problem] = []
    rule = _rule(data, "", problems)
    refuse(problems)
    return rule


def policy_from(data: Mapping[str, Any]) -> Policy:
    """A policy; NotationError."""
    problems: list[Problem] = []
    policy = _policy(Fields.of({"policy": data}, "", "", problems))
    refuse(problems)
    return policy


def cart_from(data: Iterable[Mapping[str, Any]]) -> Cart:
    """A cart: lines of `{"sku", "qty"}`; NotationError."""
    problems: list[Problem] = []
    lines = []
    for at, one in enumerate(data):
        fields = Fields.of(one, f"Line {at + 1} of the cart", f"cart[{at}]", problems)
        lines.append(Line(sku=fields.text("sku"), quantity=fields.whole("qty", 1, least=1)))
    refuse(problems)
    return tuple(lines)


def buyer_from(data: Mapping[str, Any]) -> Buyer:
    """A buyer; NotationError."""
    problems: list[Problem] = []
    fields = Fields.of(data, "Buyer", "buyer", problems)
    fields.only(_BUYER)
    buyer = Buyer(
        audiences=fields.names("audiences"),
        wallet=_wallet(fields),
        points=fields.perhaps("points"),
        used=fields.counts("used"),
    )
    refuse(problems)
    return buyer


def rule_data(rule: Rule) -> dict[str, Any]:
    """The JSON of a rule; what stands at its default is left out. `rule_from` reads it back."""
    found: dict[str, Any] = {
        "id": rule.id,
        "stage": rule.stage,
        "level": rule.level,
        "benefit": benefit_data(rule.benefit),
    }
    if rule.name != Words(""):
        found["name"] = {lang: text for lang, text in (("en", rule.name.en), ("zh", rule.name.zh)) if text}
    if rule.scope != EVERYTHING:
        found["scope"] = scope_data(rule.scope)
    if rule.need_scope is not None:
        found["need_scope"] = scope_data(rule.need_scope)
    if rule.also:
        found["also"] = [_need_data(one) for one in rule.also]
    plain = Rule(id=rule.id, benefit=rule.benefit)
    for name in _PLAIN:
        value = getattr(rule, name)
        if value != getattr(plain, name):
            found[name] = _plain(value)
    return found


_PLAIN: Final = (
    *("need_amount", "need_qty", "basis", "need_basis", "group", "exclusive", "excludes", "who", "code", "cap"),
    *("priority", "merchant_bps", "starts", "ends", "per_user", "total", "returned", "refund", "budget", "round_at"),
)


def sku_data(sku: Sku) -> dict[str, Any]:
    """The JSON of an article."""
    found: dict[str, Any] = {"sku": sku.id, "price": sku.price, "cost": sku.cost}
    plain = Sku(id=sku.id, price=sku.price, cost=sku.cost)
    for name in ("floor", "tags", "shop", "limit", "stock", "name"):
        if getattr(sku, name) != getattr(plain, name):
            found[name] = _plain(getattr(sku, name))
    return found


def calendar_data(calendar: Calendar) -> dict[str, Any]:
    """The JSON of a calendar; `calendar_from` reads it back."""
    policy, fees = calendar.policy, calendar.fees
    return {
        "currency": calendar.currency,
        "shipping": calendar.shipping,
        "most_units": calendar.most_units,
        "most_lines": calendar.most_lines,
        "policy": {name: _plain(getattr(policy, name)) for name in _POLICY if name != "group_max"},
        "fees": {name: getattr(fees, name) for name in _FEES},
        "floor": {"margin_bps": calendar.floor.margin_bps},
        "skus": [sku_data(one) for one in calendar.skus.values()],
        "rules": [rule_data(one) for one in calendar.rules],
    }


def cart_data(cart: Cart) -> list[dict[str, Any]]:
    """The JSON of a cart."""
    return [{"sku": line.sku, "qty": line.quantity} for line in cart]


def buyer_data(buyer: Buyer) -> dict[str, Any]:
    """The JSON of a buyer."""
    found: dict[str, Any] = {"audiences": sorted(buyer.audiences), "used": dict(buyer.used)}
    if buyer.wallet is not None:
        found["wallet"] = dict(buyer.wallet)
    if buyer.points is not None:
        found["points"] = buyer.points
    return found


def _need(data: object, fields: Fields, at: int) -> Need:
    inner = Fields.of(
        data, fields.owner, f"{fields.path}.also[{at}]" if fields.path else f"also[{at}]", fields.problems
    )
    inner.only(_NEED)
    return Need(
        amount=inner.whole("amount", 0),
        qty=inner.whole("qty", 0),
        kinds=inner.whole("kinds", 0),
        scope=read_scope(inner, "scope") or EVERYTHING,
    )


def _need_data(need: Need) -> dict[str, Any]:
    found: dict[str, Any] = {name: getattr(need, name) for name in ("amount", "qty", "kinds") if getattr(need, name)}
    return found | ({"scope": scope_data(need.scope)} if need.scope != EVERYTHING else {})


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return dict(value) if isinstance(value, Mapping) else value


def _rule(data: object, path: str, problems: list[Problem]) -> Rule:
    fields = Fields.of(data, "Rule", path, problems)
    name = fields.data.get("id")
    fields = fields.named(f"Rule '{name}'" if isinstance(name, str) else f"Rule at {path}" if path else "Rule")
    fields.only(_RULE)
    level = fields.one_of("level", get_args(Level), "order")
    return Rule(
        id=fields.text("id"),
        benefit=read_benefit(fields, level),
        stage=fields.whole("stage", 1),
        level=level,
        name=_words(fields),
        scope=read_scope(fields, "scope") or EVERYTHING,
        need_amount=fields.whole("need_amount", 0),
        need_qty=fields.whole("need_qty", 0),
        need_scope=read_scope(fields, "need_scope"),
        also=tuple(_need(one, fields, at) for at, one in enumerate(fields.items("also"))),
        basis=fields.one_of("basis", get_args(Basis), "entry"),
        need_basis=fields.one_of("need_basis", get_args(Basis), "entry") if fields.has("need_basis") else None,
        group=fields.text("group") if fields.has("group") else None,
        exclusive=fields.flag("exclusive"),
        excludes=fields.names("excludes"),
        who=fields.names("who"),
        code=fields.text("code") if fields.has("code") else None,
        cap=fields.perhaps("cap"),
        budget=fields.perhaps("budget"),
        round_at=fields.one_of("round_at", get_args(RoundAt), "line") if fields.has("round_at") else None,
        priority=fields.whole("priority", 0, least=-1_000_000_000),
        merchant_bps=fields.whole("merchant_bps", 10_000, most=10_000),
        starts=fields.moment("starts", "start"),
        ends=fields.moment("ends", "end"),
        per_user=fields.perhaps("per_user"),
        total=fields.perhaps("total"),
        returned=fields.flag("returned", True),
        refund=fields.one_of("refund", get_args(Refund), "allocated"),
    )


def _words(fields: Fields) -> Words:
    if not fields.has("name"):
        return Words("")
    if isinstance(fields.data["name"], str):
        return Words(fields.data["name"])
    inner = fields.inner("name")
    inner.only(("en", "zh"))
    return Words(inner.text("en", ""), inner.text("zh", ""))


def _sku(data: object, path: str, problems: list[Problem]) -> Sku:
    fields = Fields.of(data, "SKU", path, problems)
    key = "id" if fields.has("id") else "sku"
    fields = fields.named(f"SKU '{fields.data.get(key)}'")
    fields.only(_SKU)
    price = fields.whole("price")
    sku = Sku(
        id=fields.text(key),
        price=price,
        cost=fields.whole("cost", 0),
        floor=fields.whole("floor", 0),
        tags=fields.names("tags"),
        shop=fields.text("shop", ""),
        limit=fields.perhaps("limit") if fields.has("limit") else fields.perhaps("order_limit"),
        stock=fields.perhaps("stock"),
        name=fields.text("name", ""),
    )
    if sku.floor > price:
        fields.wrong(
            "floor",
            f"is above the price ({sku.floor} > {price}).",
            "Lower the floor or raise the price.",
            zh=f"高于售价（{sku.floor} > {price}），请降低底价或提高售价。",
        )
    return sku


def _policy(outer: Fields) -> Policy:
    if not outer.has("policy"):
        return Policy()
    fields = outer.inner("policy").named("Policy")
    fields.only(_POLICY)
    return Policy(
        round_mode=fields.one_of("round_mode", get_args(RoundMode), "half_up"),
        round_at=fields.one_of("round_at", get_args(RoundAt), "line"),
        alloc=fields.one_of("alloc", get_args(Allocation), "largest_remainder"),
        choose=fields.one_of("choose", get_args(Choice), "best"),
        group_most=fields.counts("group_most" if fields.has("group_most") else "group_max", least=1),
        split_lines=fields.flag("split_lines"),
    )


def _fees(outer: Fields) -> Fees:
    if not outer.has("fees"):
        return Fees()
    fields = outer.inner("fees").named("Fees")
    fields.only(_FEES)
    return Fees(
        commission_bps=fields.whole("commission_bps", 0, most=10_000),
        payment_bps=fields.whole("payment_bps", 0, most=10_000),
        payment_fixed=fields.whole("payment_fixed", 0),
        parcel=fields.whole("parcel", 0),
        tax_bps=fields.whole("tax_bps", 0, most=10_000),
    )


def _floor(outer: Fields) -> Floor:
    if not outer.has("floor"):
        return Floor()
    fields = outer.inner("floor").named("Floor")
    fields.only(("margin_bps",))
    return Floor(margin_bps=fields.whole("margin_bps", 0, most=10_000))


def _wallet(fields: Fields) -> Mapping[str, int] | None:
    """Copies by code; a plain list is one copy each."""
    if isinstance(fields.data.get("wallet"), list | tuple):
        return dict.fromkeys(sorted(fields.names("wallet")), 1)
    return fields.counts("wallet") if fields.has("wallet") else None


def _once(ids: Iterable[str], what: str, path: str, problems: list[Problem]) -> None:
    seen: set[str] = set()
    for at, one in enumerate(ids):
        if one in seen:
            owner = Fields({}, f"{what} '{one}'", f"{path}[{at}]", problems)
            owner.wrong("id", "is there twice.", "Give each its own id.", zh="重复，请使用不同的编号。")
        seen.add(one)
