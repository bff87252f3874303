"""The table of backups: what health checks and the console read. Of the whole installation, so it belongs to no shop."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base, Id


class BackupRow(Base):
    """A backup that was made, or could not be."""

    __tablename__ = "backups"
    __table_args__ = (Index("ix_backups_ended_at", "ended_at"),)

    id: Mapped[Id]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    by_schedule: Mapped[bool]
    host: Mapped[str] = mapped_column(String(253))
    """The machine it was made on."""
    folder: Mapped[str]
    file: Mapped[str] = mapped_column(server_default=text("''"))
    """Empty where none was made."""
    bytes: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    rows: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    sealed: Mapped[bool] = mapped_column(server_default=text("false"))
    problem: Mapped[str] = mapped_column(server_default=text("''"))
    """Why none was made; empty where one was."""
