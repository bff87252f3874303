"""Tables of hours, special days and people who are away."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, String, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base, Json, ShopId


class HoursRow(Base):
    __tablename__ = "shop_hours"

    shop_id: Mapped[ShopId] = mapped_column(primary_key=True)
    timezone: Mapped[str] = mapped_column(String(64))
    days: Mapped[list[Any]]
    """For each day, Monday first, a list of `[opens, closes]` in minutes since midnight."""
    version: Mapped[int] = mapped_column(server_default=text("1"))
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class SpecialDayRow(Base):
    __tablename__ = "shop_special_days"

    shop_id: Mapped[ShopId] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    name: Mapped[Json]
    hours: Mapped[list[Any]]
    """A list of `[opens, closes]`; empty: nobody answers."""


class AbsenceRow(Base):
    """Somebody who is away from the inbox."""

    __tablename__ = "staff_absences"

    shop_id: Mapped[ShopId] = mapped_column(primary_key=True)
    staff_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str]
    until: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(200), server_default="")
    set_at: Mapped[datetime]
