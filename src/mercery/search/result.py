"""What a search yields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mercery.core.i18n import Words
from mercery.search.desk.merchandising import Mark
from mercery.search.filters import FacetGroup, Filters, Offer, PriceBucket, Sort
from mercery.search.query.parts import Part, Reading
from mercery.search.ranking.reasons import Reason
from mercery.search.spelling import Correction


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseMatch:
    """A product that meets all wishes but some."""

    product_id: str
    missing: tuple[Words, ...]
    """What it does not meet: labels of parts, or words."""
    part: Part | None = None
    """The limit it does not meet, where it is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """One page of results, and how they came about."""

    query: str
    reading: Reading
    currency: str
    filters: Filters
    """All limits that were applied: those chosen and those read from the query."""
    product_ids: tuple[str, ...]
    total: int
    offset: int
    limit: int
    sort: Sort
    close: tuple[CloseMatch, ...] = ()
    left_out: tuple[Words, ...] = ()
    """Words and limits that had to be left out, because nothing meets them all; empty when the results are exact."""
    dropped: tuple[Part, ...] = ()
    """The limits among them."""
    corrections: tuple[Correction, ...] = ()
    facets: tuple[FacetGroup, ...] = ()
    price_buckets: tuple[PriceBucket, ...] = ()
    in_stock: int = 0
    on_sale: int = 0
    capped: bool = False
    """Counts are of the best matches only."""
    offers: Mapping[str, Offer] = field(default_factory=dict)
    marks: Mapping[str, Mark] = field(default_factory=dict)
    """Pieces that stand where they stand by a rule of the shop and not by their fit."""
    brought: tuple[str, ...] = ()
    """Those among them that are no results: nothing may say that they have all the words."""
    refused: Mapping[str, str] = field(default_factory=dict)
    """Rules that may not bring their piece forward here: it cannot be bought, or a limit rules it out."""
    reasons: Mapping[str, tuple[Reason, ...]] = field(default_factory=dict)
    """Why each result of the page stands there, by product."""
    near: frozenset[str] = frozenset()
    """Results that are there for what they mean and have not all the words."""
    ms: float = 0.0

    @property
    def exact(self) -> bool:
        """Whether the results meet everything that was asked."""
        return not self.left_out


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedProduct:
    """A product a text names."""

    product_id: str
    score: float
    """1 when the whole name stands in the text, less when only part of it does."""
    words: tuple[str, ...]
    """The words of the text it was found by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A completion: a product's name, or a value such as a category."""

    text: str
    kind: str
    """`product`, `category`, `brand`, `colour`…"""
    product_id: str | None = None
    value: str | None = None
