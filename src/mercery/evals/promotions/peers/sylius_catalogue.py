"""Sylius' catalogue promotions: they lower the price of a variant before any cart.

Facts read in its sources and features (Sylius/Sylius at 3466cba): highest priority first, then the order of creation; each
works on what the one before left; an exclusive one that applies is alone; the price is rounded half up, so the discount
half down; a price never falls below the variant's minimum; a promotion on a category holds for the categories below it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mercery.evals.promotions.peers.states import FIELDS, in_force
from mercery.evals.promotions.peers.trial import (
    NOW,
    Case,
    Figures,
    Inexpressible,
    Trial,
    bps_of,
    known,
    moment_of,
    price,
)
from mercery.promotions.quoting.walk import Priced
from mercery.promotions.rules.benefit import Benefit, Off, Pct
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line, Sku
from mercery.promotions.rules.policy import Policy
from mercery.promotions.rules.rule import Rule
from mercery.promotions.rules.scope import EVERYTHING, Scope

_PROMOTION = ("type", "value", "value_cents", "applies_to", "priority", "exclusive", "starts", "ends", *FIELDS)


def answer(case: Case) -> Figures:
    """The price of each variant, what it was before, and the promotions that lowered it."""
    found = {}
    for sku in case["products"]:
        was, priced = catalogue_price(case, sku)
        lowered = [step.rule for step in priced.steps if step.discount]
        found[sku] = {
            "from_cents": was,
            "to_cents": priced.goods,
            "promotions": lowered,
            "discounted": bool(lowered),
        }
    rows = case["expected"]["prices"]
    return {"prices": [{"sku": row["sku"]} | _asked(found[row["sku"]], row) for row in rows]}


def catalogue_price(case: Case, sku: str) -> tuple[int, Priced]:
    """What one unit of `sku` was and what its promotions make of it."""
    calendar = Calendar(
        skus={sku: _sku(case, sku)},
        rules=_rules(case),
        policy=Policy(round_mode="half_down", choose="priority"),
        currency=case.get("currency", "USD"),
    )
    moment = moment_of(case["now"]) if "now" in case else NOW
    return calendar.skus[sku].price, price(Trial(calendar=calendar, cart=(Line(sku=sku, quantity=1),), moment=moment))


def _asked(figures: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    if strange := set(row) - set(figures) - {"sku"}:
        raise Inexpressible(f"the figure {', '.join(sorted(strange))}")
    return {name: figures[name] for name in row if name != "sku"}


def _sku(case: Case, name: str) -> Sku:
    product = case["products"][name]
    tags = {f"variant:{name}", f"product:{product.get('product', name)}", f"product:{name}"}
    tree: Mapping[str, str] = case.get("category_tree", {})
    for category in product.get("categories", ()):
        at: str | None = category
        while at is not None and f"taxon:{at}" not in tags:
            tags.add(f"taxon:{at}")
            at = tree.get(at)
    starts_at = product.get("original_price_cents") or product["price_cents"]
    return Sku(id=name, price=starts_at, floor=product.get("minimum_price_cents") or 0, tags=frozenset(tags))


def _rules(case: Case) -> tuple[Rule, ...]:
    promotions = case.get("catalog_promotions", ())
    in_order = sorted(range(len(promotions)), key=lambda at: (-(promotions[at].get("priority") or 0), at))
    found = (_rule(promotions[at], stage, case) for stage, at in enumerate(in_order, 1))
    return tuple(rule for rule in found if rule is not None)


def _rule(promotion: Mapping[str, Any], stage: int, case: Case) -> Rule | None:
    known(promotion, _PROMOTION, "a catalogue promotion")
    rule = Rule(
        id=promotion["name"],
        level="line",
        stage=stage,
        basis="running",
        benefit=_benefit(promotion),
        scope=_scope(promotion.get("applies_to")),
        exclusive=bool(promotion.get("exclusive")),
        priority=promotion.get("priority") or 0,
        starts=moment_of(promotion["starts"]) if promotion.get("starts") else None,
        ends=moment_of(promotion["ends"]) if promotion.get("ends") else None,
    )
    return in_force(rule, promotion, case)


def _benefit(promotion: Mapping[str, Any]) -> Benefit:
    if promotion["type"] == "percentage":
        return Pct(bps=bps_of(promotion["value"]))
    if promotion["type"] == "fixed":
        return Off(amount=promotion["value_cents"], per="unit")
    raise Inexpressible(f"a catalogue promotion of type {promotion['type']!r}")


def _scope(applies_to: object) -> Scope:
    """Any of the variants, products and categories named."""
    named = applies_to if isinstance(applies_to, list) else [applies_to]
    tags: set[str] = set()
    for one in named:
        if not isinstance(one, Mapping):
            continue
        for kind, names in one.items():
            place = {"category": "taxon", "categories": "taxon"}.get(kind, kind.removesuffix("s"))
            if place not in ("variant", "product", "taxon"):
                raise Inexpressible(f"a catalogue promotion on {kind}")
            tags.update(f"{place}:{name}" for name in (names if isinstance(names, list) else [names]))
    return Scope(tags=frozenset(tags)) if tags else EVERYTHING
