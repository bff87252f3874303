"""Why jobs failed: the queue itself keeps only that they did."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base


class JobFailureRow(Base):
    __tablename__ = "job_failures"

    job_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """The queue's number. The last failure of a job takes the place of the one before."""
    shop_id: Mapped[str | None] = mapped_column(String(40), ForeignKey("shops.id", ondelete="CASCADE"), index=True)
    """Whose work it was; nothing where it was that of the installation."""
    at: Mapped[datetime] = mapped_column(index=True)
    error: Mapped[str] = mapped_column(String(300))
    """Class and first line, without what leads to a person."""
    error_zh: Mapped[str] = mapped_column(String(300), server_default=text("''"))
    """The same in Chinese, where it is known in it; else empty."""
    support: Mapped[str] = mapped_column(String(60))
    """Leads to the line of the log and, where traces are sent, to the trace."""
