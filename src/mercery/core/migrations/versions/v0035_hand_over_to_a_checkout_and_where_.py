"""hand-over to a checkout, and where the assistant was seen"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.add_column("variants", sa.Column("external_id", sa.String(length=64), nullable=True))
    op.create_table(
        "checkouts",
        sa.Column("shop_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("separator", sa.String(length=8), nullable=False),
        sa.Column("landing", sa.String(length=12), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_checkouts_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", name=op.f("pk_checkouts")),
    )
    op.create_index(op.f("ix_checkouts_shop_id"), "checkouts", ["shop_id"], unique=False)
    op.create_table(
        "checkout_handovers",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("shop_id", sa.String(length=40), nullable=False),
        sa.Column("visitor_id", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("surface", sa.String(length=16), nullable=False),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("left", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("codes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=True),
        sa.Column("order_number", sa.String(), nullable=True),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_checkout_handovers_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkout_handovers")),
    )
    op.create_index("ix_checkout_handovers_at", "checkout_handovers", ["shop_id", "at"], unique=False)
    op.create_index(op.f("ix_checkout_handovers_shop_id"), "checkout_handovers", ["shop_id"], unique=False)
    op.create_index("ix_checkout_handovers_visitor", "checkout_handovers", ["shop_id", "visitor_id"], unique=False)
    op.create_table(
        "embed_checks",
        sa.Column("shop_id", sa.String(length=40), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("findings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_embed_checks_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", name=op.f("pk_embed_checks")),
    )
    op.create_index(op.f("ix_embed_checks_shop_id"), "embed_checks", ["shop_id"], unique=False)
    op.create_table(
        "embed_sightings",
        sa.Column("shop_id", sa.String(length=40), nullable=False),
        sa.Column("origin", sa.String(length=300), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_embed_sightings_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "origin", name=op.f("pk_embed_sightings")),
    )
    op.create_index(op.f("ix_embed_sightings_shop_id"), "embed_sightings", ["shop_id"], unique=False)
