"""What a query is understood as: parts that can be shown and taken away, limits, and the words that are left. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from mercery.core.i18n import Words
from mercery.search.filters import Filters, Sort
from mercery.search.spelling import Correction
from mercery.search.words import Word

PartKind = Literal["price", "facet", "measure", "stock", "sale", "other_currency", "unwanted", "order", "aside"]
"""An aside was understood and limits nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing understood, shown under "Read as"."""

    key: str
    kind: PartKind
    label: Words
    said: str
    """The words of the query it was read from."""
    names: tuple[str, ...] = ()
    """Of a measure: the attributes one of which must be within."""
    facet: str = ""
    """Of a facet and of what is unwanted: the facet's name; of an unwanted word nothing."""
    limits: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The values it chooses or excludes, by facet."""
    start: int = 0
    end: int = 0
    """Where `said` stands in the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A query, understood."""

    text: str
    words: tuple[Word, ...] = ()
    """What is searched for as words."""
    parts: tuple[Part, ...] = ()
    filters: Filters = field(default_factory=Filters)
    sort: Sort | None = None
    """The order the query asks for: "cheapest", "new arrivals"."""
    question: bool = False
    """Whether it asks something that a list of products does not answer."""
    corrections: tuple[Correction, ...] = ()
    """Words that were read as the shop spells them."""

    @property
    def empty(self) -> bool:
        """Whether nothing was asked."""
        return not self.words and not self.parts

    def without(self, dropped: Collection[Part]) -> Reading:
        """The reading without some of its parts; their words are not searched for."""
        if not dropped:
            return self
        filters = self.filters
        for part in dropped:
            filters = _less(filters, part)
        sort = None if any(part.kind == "order" for part in dropped) else self.sort
        return replace(
            self, filters=filters, sort=sort, parts=tuple(part for part in self.parts if part not in dropped)
        )


def _less(filters: Filters, part: Part) -> Filters:
    match part.kind:
        case "price":
            return replace(filters, price_min=None, price_max=None)
        case "stock":
            return replace(filters, in_stock=False)
        case "sale":
            return replace(filters, on_sale=False)
        case "measure":
            return replace(filters, measures=tuple(one for one in filters.measures if one.key != part.key))
        case "facet":
            return replace(filters, facets=_fewer(filters.facets, part))
        case "unwanted" if not part.facet:
            word = part.key.rpartition(":")[2]
            return replace(filters, unwanted=tuple(one for one in filters.unwanted if one != word))
        case "unwanted":
            return replace(filters, excluded=_fewer(filters.excluded, part))
        case _:
            return filters


def _fewer(chosen: Mapping[str, tuple[str, ...]], part: Part) -> dict[str, tuple[str, ...]]:
    """The choice without the part's own values; another part may have chosen others of the same facet."""
    gone = dict(part.limits)
    left = {name: tuple(one for one in values if one not in gone.get(name, ())) for name, values in chosen.items()}
    return {name: values for name, values in left.items() if values}


class Draft:
    """A reading under way: what has been understood so far and which stretches of the text that took."""

    def __init__(self, text: str, same: str, kept: Collection[str]) -> None:
        self.text, self.same, self.kept = text, same, kept
        self.parts: list[Part] = []
        self.covered: list[tuple[int, int]] = []

    def free(self, start: int, end: int) -> bool:
        """Whether nothing was read from this stretch yet."""
        return all(last <= start or end <= first for first, last in self.covered)

    def take(self, part: Part, spans: Sequence[tuple[int, int]] = ()) -> None:
        """Note a part and where it was read."""
        self.parts.append(part)
        self.covered.extend(spans or [(part.start, part.end)])

    def said(self, start: int, end: int) -> str:
        """The shopper's own words."""
        return self.text[start:end].strip()
