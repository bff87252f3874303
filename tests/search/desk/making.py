"""Rules, acts of visitors and pieces for the tests of the desk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from mercery.interactions.interaction import Interaction, Kind
from mercery.search.desk.rule import Act, Rule, Scope, Target

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def rule(act: Act, target: str, *, place: int | None = None, strength: int = 2, name: str = "r", **more: Any) -> Rule:
    """A rule for the query "tote"; `target` is an id, or `brand=…`."""
    facet, _, value = target.partition("=")
    meant = Target(kind="attribute", name=facet, value=value) if value else Target(kind="product", value=target)
    fields: dict[str, Any] = {
        "id": name,
        "scope": Scope(kind="queries", queries=("tote",)),
        "starts_at": NOON - timedelta(days=1),
        "ends_at": NOON + timedelta(days=7),
        "reason": "Season's opening",
        "made_at": NOON - timedelta(days=1),
        "changed_at": NOON - timedelta(days=1),
    }
    return Rule(act=act, target=meant, place=place, strength=strength, **(fields | more))


def act(
    visitor: str,
    kind: Kind,
    minutes: float,
    *,
    query: str | None = None,
    product: str | None = None,
    first: int = 1,
    **details: Any,
) -> Interaction:
    """Something a visitor did so many minutes after noon; `first` is the place of the first piece shown."""
    return Interaction(
        visitor_id=visitor,
        kind=kind,
        surface="search" if kind in ("search", "click") else "product",
        product_id=product,
        query=query,
        lang="en",
        details={**details, "from": first} if kind == "search" else details,
        at=NOON + timedelta(minutes=minutes),
        id=int(minutes * 60) + 1,
    )
