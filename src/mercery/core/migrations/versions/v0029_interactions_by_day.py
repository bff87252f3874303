"""interactions by day: one partition of the table for each, in UTC, and one for strays

All in one transaction: either the rows lie in their days, or nothing has changed.
"""

from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0029"
down_revision = "0028"
MOST_DAYS = 420
"""Rows outside of so many days before tomorrow stay among the strays."""
COLUMNS = "id, shop_id, visitor_id, kind, surface, product_id, variant_id, query, lang, details, at"


def upgrade() -> None:
    op.execute("LOCK TABLE interactions IN ACCESS EXCLUSIVE MODE")
    op.execute("ALTER TABLE interactions RENAME TO interactions_before")
    for name in ("pk_interactions", "fk_interactions_shop_id_shops"):
        op.execute(f"ALTER TABLE interactions_before RENAME CONSTRAINT {name} TO {name}_before")
    for name in ("product", "shop_at", "shop_id", "visitor"):
        op.execute(f"DROP INDEX ix_interactions_{name}")
    op.execute("ALTER SEQUENCE IF EXISTS interactions_id_seq RENAME TO interactions_before_id_seq")
    op.create_table(
        "interactions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("shop_id", sa.String(length=40), nullable=False),
        sa.Column("visitor_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("surface", sa.String(length=24), nullable=False),
        sa.Column("product_id", sa.String(length=40), nullable=True),
        sa.Column("variant_id", sa.String(length=40), nullable=True),
        sa.Column("query", sa.String(), nullable=True),
        sa.Column("lang", sa.String(length=2), nullable=True),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("event_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_interactions_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", "at", name=op.f("pk_interactions")),
        postgresql_partition_by="RANGE (at)",
    )
    op.create_index("ix_interactions_product", "interactions", ["shop_id", "product_id", "kind"], unique=False)
    op.create_index("ix_interactions_shop_at", "interactions", ["shop_id", "at"], unique=False)
    op.create_index("ix_interactions_visitor", "interactions", ["shop_id", "visitor_id", "at"], unique=False)
    partition("default", "DEFAULT")
    for day in days():
        partition(f"{day:%Y%m%d}", f"FOR VALUES FROM ('{day} 00:00+00') TO ('{day + timedelta(days=1)} 00:00+00')")
    op.execute(f"INSERT INTO interactions ({COLUMNS}) SELECT {COLUMNS} FROM interactions_before ORDER BY id")  # noqa: S608
    op.execute(
        "SELECT setval(pg_get_serial_sequence('interactions', 'id'), (SELECT max(id) FROM interactions_before))"
        " WHERE EXISTS (SELECT FROM interactions_before)"
    )
    op.execute("DROP TABLE interactions_before")


def partition(name: str, values: str) -> None:
    op.execute(f"CREATE TABLE interactions_part_{name} PARTITION OF interactions {values}")
    op.execute(
        f"CREATE UNIQUE INDEX uq_interactions_part_{name}_event ON interactions_part_{name} (shop_id, event_id)"
        " WHERE event_id IS NOT NULL"
    )


def days() -> list[date]:
    """The days there are rows of."""
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    rows = op.get_bind().execute(
        sa.text(
            "SELECT DISTINCT (at AT TIME ZONE 'UTC')::date FROM interactions_before"
            " WHERE at >= CAST(:first AS date) AND at < CAST(:last AS date) ORDER BY 1"
        ),
        {"first": tomorrow - timedelta(days=MOST_DAYS), "last": tomorrow},
    )
    return [row[0] for row in rows]
