"""Scopes as JSON, both ways."""

from __future__ import annotations

from typing import Any, Final

from mercery.promotions.rules.reading import Fields
from mercery.promotions.rules.scope import Scope

_SETS: Final = ("skus", "tags", "shops", "not_skus", "not_tags")
_PRICES: Final = ("price_min", "price_max")


def read_scope(outer: Fields, name: str) -> Scope | None:
    """The scope of a field; None where it is not given."""
    if not outer.has(name):
        return None
    fields = outer.inner(name)
    fields.only((*_SETS, *_PRICES))
    for one in _SETS[:3]:
        if fields.data.get(one) == []:
            fields.wrong(
                one,
                "is an empty list, which would mean all goods.",
                "Leave it out, or name some.",
                zh="是空列表，即指全部商品；请省略此项，或列出商品。",
            )
    return Scope(
        skus=fields.names("skus"),
        tags=fields.names("tags"),
        shops=fields.names("shops"),
        not_skus=fields.names("not_skus"),
        not_tags=fields.names("not_tags"),
        price_min=fields.perhaps("price_min"),
        price_max=fields.perhaps("price_max"),
    )


def scope_data(scope: Scope) -> dict[str, Any]:
    """The JSON of a scope."""
    found: dict[str, Any] = {name: sorted(getattr(scope, name)) for name in _SETS if getattr(scope, name)}
    return found | {name: getattr(scope, name) for name in _PRICES if getattr(scope, name) is not None}
