"""The draft a person checks: what a piece is, whether one is enough for years, and for how long. Pure.

Learning it from orders failed where it was measured (decision 37), so it is drafted from words alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mercery.catalog.product import Product
from mercery.claims.values import Quantity
from mercery.core.i18n import Words
from mercery.recommendations.durable.kinds import HowSure, kind_named

_DAYS: Final = {"day": 1, "week": 7, "month": 30, "year": 365}
_LASTS: Final = ("lasting", "lasts", "supply")
"""Attributes by which a shop says how long a piece lasts."""
_USED_UP: Final = frozenset({"burn_time", "servings", "ingredients", "scent_notes", "net_content"})
"""Attributes that only goods have which are used up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is proposed for one piece."""

    product_id: str
    title: Words
    kind: str
    """The kind it was understood as; empty where its name is not known."""
    kind_label: Words
    durable: bool | None
    days: int | None
    sure: HowSure | None
    """None where nothing is proposed."""
    because: str
    """The word or the attribute it was told by."""

    @property
    def exact(self) -> bool:
        """Whether it may be accepted with all others that leave no doubt."""
        return self.sure == "exact" and self.durable is not None


def draft_of(product: Product) -> Draft:
    """The draft for a piece nobody has said anything about."""
    named = kind_named(product.title, product.category)
    durable, days = (named.kind.durable, named.kind.days) if named else (None, None)
    sure, because = (named.sure, named.word) if named else (None, "")
    lasts = _lasting(product)
    used_up = {attribute.name for attribute in product.attributes} & _USED_UP
    if lasts is not None:
        durable, days, because = False, lasts, "lasting"
        sure = "exact" if named and not named.kind.durable else "likely"
    elif used_up and durable is not False:
        # A word of the name and an attribute disagree: somebody has to look.
        durable, days, sure, because = False, None, "guess", min(used_up)
    return Draft(
        product_id=product.id,
        title=product.title,
        kind=named.kind.key if named else "",
        kind_label=named.kind.label if named else Words(""),
        durable=durable,
        days=days,
        sure=sure if durable is not None else None,
        because=because,
    )


def drafts(products: Iterable[Product]) -> list[Draft]:
    """Drafts for the pieces nobody has said anything about, the surest first."""
    order = {"exact": 0, "likely": 1, "guess": 2, None: 3}
    found = [draft_of(one) for one in products if one.durable is None]
    return sorted(found, key=lambda one: (order[one.sure], one.kind, one.title.en))


def _lasting(product: Product) -> int | None:
    for name in _LASTS:
        attribute = product.attribute(name)
        value = attribute.value if attribute else None
        if isinstance(value, Quantity) and value.unit in _DAYS:
            return int(value.low * Decimal(_DAYS[value.unit]))
    return None
