"""rules for orders that wait for a second person, and why jobs failed in Chinese"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0053"
down_revision = "0052"


def upgrade() -> None:
    op.create_table(
        "order_rule_proposals",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("shop_id", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=80), nullable=False),
        sa.Column("rules", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.String(length=64), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_order_rule_proposals_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_rule_proposals")),
    )
    op.create_index(op.f("ix_order_rule_proposals_shop_id"), "order_rule_proposals", ["shop_id"], unique=False)
    op.create_index("ix_order_rule_proposals_state", "order_rule_proposals", ["shop_id", "state"], unique=False)
    op.add_column(
        "job_failures", sa.Column("error_zh", sa.String(length=300), server_default=sa.text("''"), nullable=False)
    )
