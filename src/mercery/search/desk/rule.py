"""A merchandising rule: what it does, to which pieces, where and until when. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final, Literal

from mercery.core.i18n import Words
from mercery.core.standing import Standing, standing
from mercery.search.desk.key import query_key

Act = Literal["pin", "boost", "bury"]
ACTS: Final[tuple[Act, ...]] = ("pin", "boost", "bury")
TargetKind = Literal["product", "category", "brand", "collection", "attribute"]
ScopeKind = Literal["queries", "category", "all"]
STRENGTHS: Final[Mapping[int, Words]] = {
    1: Words("a little", "略微"),
    2: Words("clearly", "明显"),
    3: Words("strongly", "大幅"),
}
LAST_PLACE: Final = 48
MOST_QUERIES: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One piece, or all that have a value."""

    kind: TargetKind
    value: str
    """The id of a product, else the value as the facet has it."""
    name: str = ""
    """The attribute, of kind `attribute`."""

    @property
    def facet(self) -> str:
        """The value as candidates carry it: `brand=maison-aurelle`; empty for a product."""
        if self.kind == "product":
            return ""
        return f"{self.name if self.kind == 'attribute' else self.kind}={self.value}"

    def covers(self, product_id: str, values: Collection[str]) -> bool:
        """Whether a product with these values is meant."""
        return product_id == self.value if self.kind == "product" else self.facet in values


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Where a rule counts."""

    kind: ScopeKind
    queries: tuple[str, ...] = ()
    category: str = ""
    """The handle of a category, for its page."""

    @cached_property
    def keys(self) -> frozenset[str]:
        """The queries as they are counted together."""
        return frozenset(query_key(query) for query in self.queries)

    def covers(self, key: str, category: str) -> bool:
        """Whether it counts for this query, or for the page of this category where nothing is asked."""
        match self.kind:
            case "all":
                return True
            case "queries":
                return bool(key) and key in self.keys
            case "category":
                return not key and category == self.category

    def meets(self, other: Scope) -> bool:
        """Whether there is a list both count for."""
        if "all" in (self.kind, other.kind):
            return True
        if self.kind != other.kind:
            return False
        return bool(self.keys & other.keys) if self.kind == "queries" else self.category == other.category


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule of a shop."""

    id: str
    act: Act
    target: Target
    scope: Scope
    place: int | None = None
    """Of a pin: from 1."""
    strength: int = 2
    """Of a boost or a burial: see STRENGTHS."""
    starts_at: datetime
    ends_at: datetime | None
    """None: chosen to have no end."""
    reason: str = ""
    active: bool = True
    made_at: datetime
    made_by: str = ""
    changed_at: datetime
    changed_by: str = ""

    def standing(self, at: datetime) -> Standing:
        """How it stands at a moment."""
        return standing(active=self.active, starts_at=self.starts_at, ends_at=self.ends_at, at=at)

    def overlaps(self, other: Rule) -> bool:
        """Whether there is a moment both are in force."""
        starts = max(self.starts_at, other.starts_at)
        ends = [one.ends_at for one in (self, other) if one.ends_at is not None]
        return not ends or starts < min(ends)
