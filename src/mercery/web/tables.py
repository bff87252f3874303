"""State of shared rate limits. Unlogged: after a crash of the database the limits start anew."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base


class RateRow(Base):
    __tablename__ = "rate_limits"
    __table_args__ = ({"prefixes": ["UNLOGGED"]},)

    key: Mapped[str] = mapped_column(primary_key=True)
    full_at: Mapped[datetime] = mapped_column(index=True)
    """When the bucket will be full again (the theoretical arrival time of GCRA)."""
