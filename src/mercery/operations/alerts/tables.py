"""Tables of alerts. Private to the feature."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base, Created, Id, Json, ShopId


class AlertRuleRow(Base):
    """What a shop set of a measure. Without a row the values of `measures.yaml` hold."""

    __tablename__ = "alert_rules"

    shop_id: Mapped[str] = mapped_column(ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True)
    measure: Mapped[str] = mapped_column(String(40), primary_key=True)
    values: Mapped[Json]
    """As in `measure.Values`, whole."""
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(200))


class AlertRow(Base):
    """Something that went over its threshold, from then until it was well again."""

    __tablename__ = "alerts"
    __table_args__ = (
        # However many workers look at once, an alert is open once.
        Index(
            "uq_alerts_open", "shop_id", "measure", "subject", unique=True, postgresql_where=text("closed_at IS NULL")
        ),
        Index("ix_alerts_opened", "shop_id", "opened_at"),
    )

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    measure: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80), server_default=text("''"))
    """Which one, where a measure has several: a show, a stopped rule, a check."""
    name: Mapped[Json] = mapped_column(server_default=text("'{}'"))
    severity: Mapped[str] = mapped_column(String(8))
    words: Mapped[Json]
    """What was so when it opened, in both languages."""
    figures: Mapped[Json]
    opened_at: Mapped[datetime]
    came_back: Mapped[int] = mapped_column(server_default=text("0"))
    """How often it closed and opened again within half an hour."""
    again: Mapped[int] = mapped_column(server_default=text("0"))
    """How often it was told again since nobody took it."""
    told: Mapped[bool] = mapped_column(Boolean, server_default=text("true"))
    """Whether people know that it is so; one that has only just come back is not told at once."""
    tell_at: Mapped[datetime | None]
    """When it is told again where nobody has taken it until then."""
    taken_at: Mapped[datetime | None]
    taken_by: Mapped[str] = mapped_column(String(200), server_default=text("''"))
    closed_at: Mapped[datetime | None]
    closing: Mapped[Json] = mapped_column(server_default=text("'{}'"))
    """What was so when it closed."""


class AlertRoundRow(Base):
    """How a shop stood at the last look: one row a shop, locked while it is looked at."""

    __tablename__ = "alert_rounds"

    shop_id: Mapped[str] = mapped_column(ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime | None]
    """The minute that was looked at last."""
    counted_through: Mapped[datetime | None]
    """Until when turns are counted in `alert_counts`."""
    standings: Mapped[Json] = mapped_column(server_default=text("'{}'"))
    """By measure and subject: as in `judging.Standing`."""
    readings: Mapped[Json] = mapped_column(server_default=text("'{}'"))
    """By measure: what was read last, for the page."""


class AlertCountRow(Base):
    """Turns of the assistant in a quarter of an hour, kept for comparing; quarters without any have no row."""

    __tablename__ = "alert_counts"

    shop_id: Mapped[str] = mapped_column(ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    """When the quarter began."""
    turns: Mapped[int]
    found: Mapped[int]
    """Answered without a person."""
    held: Mapped[int]
    """With a sentence that was held back."""


class AlertHookRow(Base):
    """An address alerts are sent to. It is sealed: whoever knows a messenger's address may write there."""

    __tablename__ = "alert_hooks"
    __table_args__ = (Index("uq_alert_hooks_name", "shop_id", "name", unique=True),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    name: Mapped[str] = mapped_column(String(80))
    format: Mapped[str] = mapped_column(String(12))
    url: Mapped[str]
    """Sealed."""
    host: Mapped[str] = mapped_column(String(253))
    """What of the address is shown."""
    word: Mapped[str] = mapped_column(server_default=text("''"))
    """The messenger's own signing secret, sealed; empty where it wants none."""
    secret_version: Mapped[int] = mapped_column(server_default=text("1"))
    urgent_only: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    lang: Mapped[str] = mapped_column(String(2))
    enabled: Mapped[bool] = mapped_column(Boolean, server_default=text("true"))
    created_at: Mapped[Created]


class AlertDeliveryRow(Base):
    """One message on its way to a hook."""

    __tablename__ = "alert_deliveries"
    __table_args__ = (Index("ix_alert_deliveries_latest", "shop_id", "created_at"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    hook_id: Mapped[str] = mapped_column(ForeignKey("alert_hooks.id", ondelete="CASCADE"))
    news: Mapped[list[Any]]
    """What is told, as in `news.News`."""
    status: Mapped[str] = mapped_column(String(12), server_default=text("'waiting'"))
    """waiting, delivered or failed (given up)."""
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    http_status: Mapped[int | None]
    problem: Mapped[str] = mapped_column(server_default=text("''"))
    created_at: Mapped[Created]
    tried_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
