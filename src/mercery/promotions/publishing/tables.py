"""Tables of promotions: what is drafted, what was proved, what is in force, what was used, and what went wrong.

What is in force is the newest row of `promotion_releases`, whole: whoever reads it sees one calendar and never half of two.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String, Table, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.accounts.append_only import append_only
from mercery.core.database import Base, Created, Id, Json, ShopId


class PromotionSettingsRow(Base):
    """What a shop decides for all its promotions alike."""

    __tablename__ = "promotion_settings"

    shop_id: Mapped[str] = mapped_column(ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True)
    values: Mapped[Json]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    stamp: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    """Another number as soon as anything that quoting reads of this file's tables is another."""
    updated_at: Mapped[Created]


class PromotionSetRow(Base):
    """Rules that are written, proved, published and ended together."""

    __tablename__ = "promotion_sets"
    __table_args__ = (
        UniqueConstraint("shop_id", "number"),
        Index("ix_promotion_sets_state", "shop_id", "state", "updated_at"),
    )

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    number: Mapped[int]
    version: Mapped[int]
    """Of its content: the newest row of `promotion_set_versions`."""
    state: Mapped[str] = mapped_column(String(16))
    """draft, checked, waiting, published, ended, stopped, rolled_back or dropped."""
    author_id: Mapped[str]
    """Who wrote the newest version: nobody may publish what they wrote."""
    author: Mapped[str]
    asked_by_id: Mapped[str] = mapped_column(server_default=text("''"))
    asked_by: Mapped[str] = mapped_column(server_default=text("''"))
    asked_reason: Mapped[str] = mapped_column(server_default=text("''"))
    """Why it should be published below the floor, when that is asked for."""
    certificates: Mapped[Json] = mapped_column(server_default=text("'{}'"))
    """Of the newest check, by currency."""
    published_at: Mapped[datetime | None]
    published_by: Mapped[str] = mapped_column(server_default=text("''"))
    ended_at: Mapped[datetime | None]
    created_at: Mapped[Created]
    updated_at: Mapped[Created]


class PromotionSetVersionRow(Base):
    """One version of what a set says."""

    __tablename__ = "promotion_set_versions"
    __table_args__ = (UniqueConstraint("set_id", "version"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    shop_id: Mapped[ShopId]
    set_id: Mapped[str] = mapped_column(ForeignKey("promotion_sets.id", ondelete="CASCADE"))
    version: Mapped[int]
    name: Mapped[Json]
    note: Mapped[str] = mapped_column(server_default=text("''"))
    currency: Mapped[str] = mapped_column(String(3), server_default=text("''"))
    """In which its amounts are; empty: rates alone, which hold in every currency of the shop."""
    rules: Mapped[list[Any]]
    """In the notation of `rules/notation.py`."""
    watch: Mapped[Json] = mapped_column(server_default=text("'{}'"))
    """What live orders are held against: uses and spend an hour of each rule, budget of all."""
    author_id: Mapped[str]
    author: Mapped[str]
    recorded_at: Mapped[datetime]


class PromotionCheckRow(Base):
    """A proof that runs or has run."""

    __tablename__ = "promotion_checks"
    __table_args__ = (Index("ix_promotion_checks_set", "set_id", "started_at"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    set_id: Mapped[str | None] = mapped_column(ForeignKey("promotion_sets.id", ondelete="CASCADE"))
    """None: what is in force is proved again."""
    set_version: Mapped[int]
    supposed: Mapped[Json] = mapped_column(server_default=text("'{}'"))
    """What is done once the proof passes, and by whom: a rule started again, an earlier calendar put back."""
    state: Mapped[str] = mapped_column(String(12))
    """waiting, running, done or failed."""
    done: Mapped[int] = mapped_column(server_default=text("0"))
    total: Mapped[int] = mapped_column(server_default=text("0"))
    """Calendars (one a currency) proved, and to be proved."""
    certificates: Mapped[Json] = mapped_column(server_default=text("'{}'"))
    problem: Mapped[str] = mapped_column(server_default=text("''"))
    started_by: Mapped[str]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class PriceCertificateRow(Base):
    """A proof, whole."""

    __tablename__ = "price_certificates"
    __table_args__ = (Index("ix_price_certificates_made", "shop_id", "made_at"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    currency: Mapped[str] = mapped_column(String(3))
    digest: Mapped[str] = mapped_column(String(64))
    """Hash of goods with prices and costs, rules, policy, fees and floor: the proof holds for these alone."""
    aim: Mapped[str] = mapped_column(String(12))
    found: Mapped[int] = mapped_column(BigInteger)
    bound: Mapped[int] = mapped_column(BigInteger)
    exact: Mapped[bool]
    passes: Mapped[bool]
    covers: Mapped[Json]
    """What was proved in figures: goods, rules by id, goods without a known cost."""
    certificate: Mapped[Json]
    made_by: Mapped[str]
    made_at: Mapped[datetime]


class PromotionReleaseRow(Base):
    """The whole calendar from a moment on. The newest is in force."""

    __tablename__ = "promotion_releases"
    __table_args__ = (UniqueConstraint("shop_id", "number"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    shop_id: Mapped[ShopId]
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    """publish, end, roll_back, stop, start or prove."""
    sets: Mapped[list[Any]]
    """In order: id, version, name, currency and rules of each set in force, and the rules of it that are stopped."""
    certificates: Mapped[Json]
    """By currency."""
    override: Mapped[str] = mapped_column(server_default=text("''"))
    """Why it may be below the floor."""
    by: Mapped[str]
    by_id: Mapped[str]
    first_person: Mapped[str] = mapped_column(server_default=text("''"))
    reason: Mapped[str] = mapped_column(server_default=text("''"))
    at: Mapped[datetime]


class OrderPromotionsRow(Base):
    """What an order was priced with: steps, the split by line and unit, the proof behind it."""

    __tablename__ = "order_promotions"
    __table_args__ = (
        UniqueConstraint("shop_id", "order_number"),
        Index("ix_order_promotions_at", "shop_id", "at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    shop_id: Mapped[ShopId]
    order_number: Mapped[str]
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id", ondelete="SET NULL"))
    currency: Mapped[str] = mapped_column(String(3))
    release: Mapped[int]
    certificate_id: Mapped[str] = mapped_column(String(40), server_default=text("''"))
    total: Mapped[int] = mapped_column(BigInteger)
    """What was paid."""
    quoted: Mapped[int] = mapped_column(BigInteger)
    """What these rules ask for it; it differs where a price was made elsewhere."""
    margin: Mapped[int] = mapped_column(BigInteger)
    priced: Mapped[Json]
    """Steps and lines as in `quoting/walk.py`."""
    at: Mapped[datetime]


class PromotionUseRow(Base):
    """One rule used by one order."""

    __tablename__ = "promotion_uses"
    __table_args__ = (
        UniqueConstraint("shop_id", "order_number", "rule"),
        Index("ix_promotion_uses_rule", "shop_id", "rule", "at"),
        Index("ix_promotion_uses_customer", "customer_id", "rule"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    shop_id: Mapped[ShopId]
    order_number: Mapped[str]
    rule: Mapped[str] = mapped_column(String(80))
    set_id: Mapped[str] = mapped_column(String(40), server_default=text("''"))
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id", ondelete="SET NULL"))
    code: Mapped[str] = mapped_column(String(80), server_default=text("''"))
    currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[int] = mapped_column(BigInteger)
    """What it took off."""
    at: Mapped[datetime]
    returned_at: Mapped[datetime | None]
    """When the use was given back, so that it counts no more."""


class PromotionAlarmRow(Base):
    """Something that was seen against what was proved."""

    __tablename__ = "promotion_alarms"
    __table_args__ = (Index("ix_promotion_alarms_open", "shop_id", "settled_at", "at"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    kind: Mapped[str] = mapped_column(String(16))
    """margin, velocity, spend, budget, prices, proof or price."""
    rule: Mapped[str] = mapped_column(String(80), server_default=text("''"))
    order_number: Mapped[str] = mapped_column(server_default=text("''"))
    words: Mapped[Json]
    figures: Mapped[Json]
    stopped: Mapped[bool]
    """Whether the rule was stopped because of it."""
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(server_default=text("''"))
    reason: Mapped[str] = mapped_column(server_default=text("''"))


append_only(cast(Table, PromotionSetVersionRow.__table__), deletable=True)
append_only(cast(Table, PriceCertificateRow.__table__), deletable=True)
append_only(cast(Table, PromotionReleaseRow.__table__), deletable=True)
