"""Names and carts in both languages, for what is said about worst carts, repairs and attacks."""

from __future__ import annotations

from collections.abc import Iterable

from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart
from mercery.promotions.rules.rule import Rule


def rule_words(calendar: Calendar, rule: str | Rule) -> Words:
    """A rule by its name, in each language; by its id where it has none."""
    found = rule if isinstance(rule, Rule) else calendar.by_id.get(rule)
    if found is None:
        return Words(str(rule), str(rule))
    return found.called


def sku_words(calendar: Calendar, sku: str) -> str:
    """An article by its name, else by its number."""
    found = calendar.skus.get(sku)
    return (found.name if found else "") or sku


def money_words(calendar: Calendar, minor: int) -> Words:
    """An amount as each language writes it."""
    amount = Money(minor, calendar.currency)
    return Words(amount.text("en"), amount.text("zh"))


def cart_words(calendar: Calendar, cart: Cart) -> Words:
    """`2 × Scarf, Bag`."""
    named = [(sku_words(calendar, line.sku), line.quantity) for line in cart if line.quantity]
    parts = [f"{count} × {name}" if count > 1 else name for name, count in named]
    return Words(", ".join(parts), "、".join(parts))


def listed(parts: Iterable[Words]) -> Words:
    """`a, b and c`; `a、b和c`."""
    said = list(parts)
    if len(said) < 2:
        return said[0] if said else Words("")
    head, last = said[:-1], said[-1]
    return Words(
        f"{', '.join(one.en for one in head)} and {last.en}", f"{'、'.join(one.zh for one in head)}和{last.zh}"
    )
