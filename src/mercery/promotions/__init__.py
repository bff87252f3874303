"""Promotions: which price is in force, what a cart costs, what the worst cart costs, and the facts surfaces may state.

The names below are the library: pure, usable without a server (docs/guide/promotions-library.md). They are loaded when
they are first asked for, so that a process which only shows prices does not load what proves them. A shop's own prices
come from `mercery.promotions.service`, the only source of a price.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mercery.promotions.comparing import Comparison, compare, compare_dialects
    from mercery.promotions.dialects import DIALECTS, Dialect, dialect, priced_under, under
    from mercery.promotions.entry.heard import Heard, Known
    from mercery.promotions.entry.typos import calendar_typos, typos
    from mercery.promotions.entry.words import hear
    from mercery.promotions.inverse.solve import solve
    from mercery.promotions.inverse.wanted import Endings, Inverse, Knob, Target
    from mercery.promotions.quoting.best import quote
    from mercery.promotions.quoting.evaluate import evaluate
    from mercery.promotions.quoting.instalments import InstalmentPlan, Instalments, instalments
    from mercery.promotions.quoting.margin import margin_of
    from mercery.promotions.quoting.refunds import Refund, refund
    from mercery.promotions.quoting.splitting import SplitOrders, best_split
    from mercery.promotions.quoting.walk import Margin, Priced, PricedLine, Quote, Selection, Step
    from mercery.promotions.rules.benefit import (
        Benefit,
        Bundle,
        BuyGet,
        Deposit,
        Every,
        Fix,
        Gift,
        Off,
        Pct,
        PerLine,
        Points,
        Ship,
        Tiers,
    )
    from mercery.promotions.rules.buyer import ANYBODY, Buyer
    from mercery.promotions.rules.calendar import Calendar
    from mercery.promotions.rules.goods import Cart, Line, Sku
    from mercery.promotions.rules.notation import (
        buyer_from,
        calendar_data,
        calendar_from,
        cart_data,
        cart_from,
        policy_from,
        rule_data,
        rule_from,
    )
    from mercery.promotions.rules.policy import Fees, Floor, Policy
    from mercery.promotions.rules.reading import NotationError
    from mercery.promotions.rules.rule import Rule
    from mercery.promotions.rules.scope import Scope
    from mercery.promotions.telling.names import Names
    from mercery.promotions.telling.rule import tell_rule
    from mercery.promotions.telling.walk import tell_walk
    from mercery.promotions.worst.certificate import Attack, Certificate, Fault, Interval, WorstCart
    from mercery.promotions.worst.prove import prove
    from mercery.promotions.worst.repair import Repair, repairs
    from mercery.promotions.worst.search import worst_cart
    from mercery.promotions.worst.what_if import WhatIf, what_if

_WHERE: Final = {
    "comparing": ("Comparison", "compare", "compare_dialects"),
    "dialects": ("DIALECTS", "Dialect", "dialect", "priced_under", "under"),
    "entry.heard": ("Heard", "Known"),
    "entry.typos": ("calendar_typos", "typos"),
    "entry.words": ("hear",),
    "inverse.solve": ("solve",),
    "inverse.wanted": ("Endings", "Inverse", "Knob", "Target"),
    "quoting.best": ("quote",),
    "quoting.evaluate": ("evaluate",),
    "quoting.instalments": ("InstalmentPlan", "Instalments", "instalments"),
    "quoting.margin": ("margin_of",),
    "quoting.refunds": ("Refund", "refund"),
    "quoting.splitting": ("SplitOrders", "best_split"),
    "quoting.walk": ("Margin", "Priced", "PricedLine", "Quote", "Selection", "Step"),
    "rules.benefit": (
        *("Benefit", "Bundle", "BuyGet", "Deposit", "Every", "Fix", "Gift", "Off", "Pct", "PerLine", "Points"),
        *("Ship", "Tiers"),
    ),
    "rules.buyer": ("ANYBODY", "Buyer"),
    "rules.calendar": ("Calendar",),
    "rules.goods": ("Cart", "Line", "Sku"),
    "rules.notation": (
        *("buyer_from", "calendar_data", "calendar_from", "cart_data", "cart_from", "policy_from", "rule_data"),
        "rule_from",
    ),
    "rules.policy": ("Fees", "Floor", "Policy"),
    "rules.reading": ("NotationError",),
    "rules.rule": ("Rule",),
    "rules.scope": ("Scope",),
    "telling.names": ("Names",),
    "telling.rule": ("tell_rule",),
    "telling.walk": ("tell_walk",),
    "worst.what_if": ("WhatIf", "what_if"),
    "worst.certificate": ("Attack", "Certificate", "Fault", "Interval", "WorstCart"),
    "worst.prove": ("prove",),
    "worst.repair": ("Repair", "repairs"),
    "worst.search": ("worst_cart",),
}
_MODULES: Final = {name: module for module, names in _WHERE.items() for name in names}


def __getattr__(name: str) -> object:
    """A name of the library, from where it is."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


__all__ = [
    "ANYBODY",
    "DIALECTS",
    "Attack",
    "Benefit",
    "Bundle",
    "BuyGet",
    "Buyer",
    "Calendar",
    "Cart",
    "Certificate",
    "Comparison",
    "Deposit",
    "Dialect",
    "Endings",
    "Every",
    "Fault",
    "Fees",
    "Fix",
    "Floor",
    "Gift",
    "Heard",
    "InstalmentPlan",
    "Instalments",
    "Interval",
    "Inverse",
    "Knob",
    "Known",
    "Line",
    "Margin",
    "Names",
    "NotationError",
    "Off",
    "Pct",
    "PerLine",
    "Points",
    "Policy",
    "Priced",
    "PricedLine",
    "Quote",
    "Refund",
    "Repair",
    "Rule",
    "Scope",
    "Selection",
    "Ship",
    "Sku",
    "SplitOrders",
    "Step",
    "Target",
    "Tiers",
    "WhatIf",
    "WorstCart",
    "best_split",
    "buyer_from",
    "calendar_data",
    "calendar_from",
    "calendar_typos",
    "cart_data",
    "cart_from",
    "compare",
    "compare_dialects",
    "dialect",
    "evaluate",
    "hear",
    "instalments",
    "margin_of",
    "policy_from",
    "priced_under",
    "prove",
    "quote",
    "refund",
    "repairs",
    "rule_data",
    "rule_from",
    "solve",
    "tell_rule",
    "tell_walk",
    "typos",
    "under",
    "what_if",
    "worst_cart",
]
