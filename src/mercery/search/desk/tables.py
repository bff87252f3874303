"""What a shop says about its search, and what its visitors searched for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base, Id, Json, ShopId


class SynonymRow(Base):
    """Words the shop holds for the same, or one that stands for others."""

    __tablename__ = "search_synonyms"

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    kind: Mapped[str] = mapped_column(String(8))
    """`same`, `finds` or `apart`."""
    words: Mapped[list[Any]]
    """What is typed."""
    means: Mapped[list[Any]]
    """Of `finds`: what is found too."""
    lang: Mapped[str] = mapped_column(String(2), server_default=text("''"))
    """Only for searches in this language; empty for both."""
    note: Mapped[str] = mapped_column(server_default=text("''"))
    active: Mapped[bool]
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class MerchandisingRuleRow(Base):
    """One rule that pins, boosts or buries. What it was before is in the record of the shop."""

    __tablename__ = "merchandising_rules"
    __table_args__ = (Index("ix_merchandising_rules_ends", "shop_id", "ends_at"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    act: Mapped[str] = mapped_column(String(8))
    """`pin`, `boost` or `bury`."""
    target: Mapped[Json]
    """`{"kind": "product", "value": id}` or `{"kind": "category" …, "name", "value"}` as facets have them."""
    place: Mapped[int | None]
    strength: Mapped[int]
    scope: Mapped[Json]
    """`{"kind": "queries", "queries": […]}`, `{"kind": "category", "category": handle}` or `{"kind": "all"}`."""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    """None: chosen to have no end."""
    reason: Mapped[str]
    active: Mapped[bool]
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class SearchedRow(Base):
    """What one visitor searched for within half an hour, and what came of it; worked out of the interactions."""

    __tablename__ = "searches"
    __table_args__ = (
        Index("ix_searches_at", "shop_id", "at"),
        Index("ix_searches_key", "shop_id", "key", "at"),
    )

    shop_id: Mapped[ShopId] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """The id of the first interaction of it."""
    visitor_id: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    query: Mapped[str]
    """As it was typed, without what leads to a person."""
    key: Mapped[str]
    lang: Mapped[str] = mapped_column(String(2))
    found: Mapped[int]
    exact: Mapped[bool]
    relaxed: Mapped[list[Any]]
    """What had to be left out of it, in words."""
    shown: Mapped[list[Any]]
    """Ids of products in the order they were shown."""
    clicked: Mapped[list[Any]]
    carted: Mapped[list[Any]]
    bought: Mapped[list[Any]]
    next_key: Mapped[str] = mapped_column(server_default=text("''"))
    """What the visitor searched for instead, within minutes."""
    next_query: Mapped[str] = mapped_column(server_default=text("''"))


class SearchOutcomeRow(Base):
    """What came of showing a product for a query: numbers of visitors."""

    __tablename__ = "search_outcomes"

    shop_id: Mapped[ShopId] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    product_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    shown: Mapped[int]
    examined: Mapped[float]
    """How many of them will have looked at it, by its place."""
    clicked: Mapped[int]
    carted: Mapped[int]
    bought: Mapped[int]
    place: Mapped[float]
    """Its mean place, from 1."""


class ProductPopularityRow(Base):
    """How many visitors looked at a product, put it into the bag and bought it, later ones counting more."""

    __tablename__ = "product_popularity"

    shop_id: Mapped[ShopId] = mapped_column(primary_key=True)
    product_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    viewed: Mapped[float]
    carted: Mapped[float]
    bought: Mapped[float]


class SearchPhraseRow(Base):
    """A search that several visitors made and that led to something: what may be proposed to others."""

    __tablename__ = "search_phrases"

    shop_id: Mapped[ShopId] = mapped_column(primary_key=True)
    lang: Mapped[str] = mapped_column(String(2), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    """The way most of them wrote it."""
    visitors: Mapped[int]
    clicked: Mapped[int]


class SearchDeskRow(Base):
    """Which version of synonyms, rules and outcomes a shop is at, and up to when its searches are worked out."""

    __tablename__ = "search_desks"

    shop_id: Mapped[ShopId] = mapped_column(primary_key=True)
    version: Mapped[int]
    """One more with each change of synonyms or rules."""
    digests: Mapped[int]
    """One more with each change of outcomes."""
    digested_until: Mapped[datetime | None]
