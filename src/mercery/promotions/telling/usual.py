"""Where a rule stands when nobody says otherwise. What is usual goes without saying when a rule is told, and is what a
rule heard in plain language gets."""

from __future__ import annotations

from typing import Final

from mercery.promotions.rules.benefit import Benefit, Deposit, Fix, Off, Pct, Points, Ship
from mercery.promotions.rules.rule import Basis, Level, Rule

COUPONS: Final = "coupon"
"""The group of everything that is given for a code: one of them in an order."""
_LINE, _ORDER, _COUPON, _ON_TOP, _POINTS, _SHIPPING = 1, 2, 3, 4, 5, 6


def usual_level(benefit: Benefit, *, conditional: bool, basis: Basis = "entry") -> Level:
    """`line` for what changes the price of a piece by itself, `order` for what needs a threshold or a code
    (`conditional`) or comes on top."""
    if isinstance(benefit, Ship):
        return "ship"
    if isinstance(benefit, Fix | Deposit):
        return "line"
    each = isinstance(benefit, Pct) or (isinstance(benefit, Off) and benefit.per == "unit")
    return "line" if each and not conditional and basis != "running" else "order"


def usual_stage(level: Level, benefit: Benefit, *, code: str | None, basis: Basis = "entry") -> int:
    """Prices of pieces, then the shop's own thresholds, coupons, what comes on top, points, delivery."""
    if level == "line":
        return _LINE
    if level == "ship":
        return _SHIPPING
    if isinstance(benefit, Points):
        return _POINTS
    if basis == "running":
        return _ON_TOP
    return _COUPON if code else _ORDER


def usual_group(code: str | None) -> str | None:
    """Coupons share a group; nothing else does."""
    return COUPONS if code else None


def is_conditional(rule: Rule) -> bool:
    """Whether it asks for an amount, a number of pieces or a code."""
    return bool(rule.need_amount or rule.need_qty or rule.code)
