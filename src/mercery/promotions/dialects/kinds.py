"""What a rule is to a merchant, read from its form. Where the form does not tell, the merchant says (`kinds=`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from mercery.promotions.dialects.dialect import Kind
from mercery.promotions.rules.benefit import PerLine, Tiers
from mercery.promotions.rules.rule import Rule

_ALL: Final = 10_000
_BY_BENEFIT: Final[Mapping[str, Kind]] = {
    "gift": "gift",
    "points": "points",
    "deposit": "deposit",
    "buyget": "buy_get",
    "bundle": "bundle",
    "ship": "delivery",
}


def kind_of(rule: Rule) -> Kind:
    """The kind whose form the rule has."""
    found = _BY_BENEFIT.get(rule.benefit.kind)
    if found is not None:
        return found
    return next((kind for kind, fits in _FORMS if fits(rule)), "order_discount")


def _by_pieces(rule: Rule) -> bool:
    benefit = rule.benefit
    if isinstance(benefit, Tiers):
        return benefit.by == "quantity"
    if isinstance(benefit, PerLine):
        return bool(benefit.skip or benefit.sets_of)
    return bool(rule.need_qty and not rule.code)


_FORMS: Final[tuple[tuple[Kind, Callable[[Rule], bool]], ...]] = (
    ("platform_coupon", lambda rule: rule.code is not None and rule.merchant_bps < _ALL),
    ("shop_coupon", lambda rule: rule.code is not None),
    ("member_price", lambda rule: bool(rule.who) and (rule.level == "line" or rule.benefit.kind == "fix")),
    ("quantity_discount", _by_pieces),
    ("flash_price", lambda rule: rule.benefit.kind == "fix"),
    ("product_discount", lambda rule: rule.level == "line" or rule.benefit.kind == "perline"),
    ("cross_store", lambda rule: rule.benefit.kind == "every" and (rule.merchant_bps < _ALL or not rule.scope.shops)),
    ("shop_reduction", lambda rule: bool(rule.need_amount) or rule.benefit.kind in ("every", "tiers")),
)
"""Tried in this order; the first that fits is it."""
