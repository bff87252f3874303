"""costs by kind, and what kinds cost a shop"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.add_column("costs", sa.Column("kind", sa.String(length=16), server_default="compute", nullable=False))
    op.add_column("costs", sa.Column("units", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.alter_column("costs", "micros", existing_type=sa.BigInteger(), nullable=True)
    # Until now a row was either a model's or a stretch of processing, whose price nobody had told.
    op.execute("UPDATE costs SET kind = 'model' WHERE tokens > 0 OR micros > 0")
    op.execute("UPDATE costs SET micros = NULL WHERE kind = 'compute'")
    op.alter_column("costs", "kind", server_default=None)
    op.create_table(
        "cost_rates",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("shop_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("micros", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_cost_rates_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_rates")),
    )
    op.create_index("ix_cost_rates_kind", "cost_rates", ["shop_id", "kind", "valid_from"], unique=False)
    op.create_index(op.f("ix_cost_rates_shop_id"), "cost_rates", ["shop_id"], unique=False)
    op.create_table(
        "cost_limits",
        sa.Column("shop_id", sa.String(length=40), nullable=False),
        sa.Column("feature", sa.String(length=64), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_cost_limits_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "feature", name=op.f("pk_cost_limits")),
    )
    op.create_index(op.f("ix_cost_limits_shop_id"), "cost_limits", ["shop_id"], unique=False)
