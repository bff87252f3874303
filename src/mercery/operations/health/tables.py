"""The processes of the installation, on every host. Theirs alone to write, about every fifteen seconds."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base, Json


class ProcessRow(Base):
    __tablename__ = "installation_processes"

    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    """Host, role and process id."""
    host: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(12))
    """`web`, `worker` or `live` (the director)."""
    pid: Mapped[int]
    version: Mapped[str] = mapped_column(String(60))
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)
    """By the database's clock, which all hosts share."""
    ahead: Mapped[float]
    """Seconds its host's clock is ahead of the database's."""
    figures: Mapped[Json]
    """Memory, open streams, connections; nothing of customers."""
