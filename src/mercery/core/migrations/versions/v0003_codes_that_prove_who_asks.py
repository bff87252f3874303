"""Codes that prove who asks."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "identity_challenges",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("shop_id", sa.String(length=40), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("claim", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("digest", sa.String(length=64), server_default=sa.text("''"), nullable=False),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
            name=op.f("fk_identity_challenges_customer_id_customers"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_identity_challenges_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_challenges")),
    )
    op.create_index("ix_identity_challenges_claim", "identity_challenges", ["claim", "asked_at"], unique=False)
    op.create_index(
        "ix_identity_challenges_conversation", "identity_challenges", ["conversation_id", "asked_at"], unique=False
    )
    op.create_index("ix_identity_challenges_customer", "identity_challenges", ["customer_id", "asked_at"], unique=False)
    op.create_index(op.f("ix_identity_challenges_shop_id"), "identity_challenges", ["shop_id"], unique=False)
    op.create_index(
        "uq_identity_challenges_open",
        "identity_challenges",
        ["conversation_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
