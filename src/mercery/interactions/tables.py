"""The table of interactions. Append-only: rows are inserted, and removed only when their time of keeping has passed.

One partition a day (`days.py`), by `at`, in UTC: a question about some days reads those alone, and a day is dropped whole.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import BigInteger, Connection, ForeignKey, Identity, Index, String, Table, event, func, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base, Json


class InteractionRow(Base):
    __tablename__ = "interactions"
    __table_args__: Any = (
        Index("ix_interactions_shop_at", "shop_id", "at"),
        Index("ix_interactions_visitor", "shop_id", "visitor_id", "at"),
        Index("ix_interactions_product", "shop_id", "product_id", "kind"),
        {"postgresql_partition_by": "RANGE (at)"},
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    shop_id: Mapped[str] = mapped_column(String(40), ForeignKey("shops.id", ondelete="CASCADE"))
    """Without an index of its own: those with the time begin with it."""
    visitor_id: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(16))
    surface: Mapped[str] = mapped_column(String(24))
    product_id: Mapped[str | None] = mapped_column(String(40))
    """No foreign key: what was looked at stays on record when the product is gone."""
    variant_id: Mapped[str | None] = mapped_column(String(40))
    query: Mapped[str | None]
    lang: Mapped[str | None] = mapped_column(String(2))
    details: Mapped[Json]
    """Numbers around it: results found, position clicked, quantity."""
    at: Mapped[datetime] = mapped_column(primary_key=True, server_default=func.now())
    event_id: Mapped[str | None] = mapped_column(String(64))
    """The teller's own id of the act, once in a day's partition; NULL where it has none."""


STRAYS = (
    "CREATE TABLE interactions_part_default PARTITION OF interactions DEFAULT",
    "CREATE UNIQUE INDEX uq_interactions_part_default_event ON interactions_part_default (shop_id, event_id)"
    " WHERE event_id IS NOT NULL",
)
"""What a fresh table needs besides: without a partition it would take no row."""


def _make_strays(_table: Table, connection: Connection, **_: Any) -> None:
    for statement in STRAYS:
        connection.execute(text(statement))


event.listen(cast(Table, InteractionRow.__table__), "after_create", _make_strays)
