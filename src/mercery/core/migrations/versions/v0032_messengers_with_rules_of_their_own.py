"""messengers with rules of their own"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.add_column("channels", sa.Column("kind", sa.String(length=16), server_default="webhook", nullable=False))
    op.add_column("channel_deliveries", sa.Column("problem_zh", sa.String(), server_default="", nullable=False))
    op.add_column("channel_deliveries", sa.Column("stage", sa.String(length=12), server_default="", nullable=False))
    op.create_table(
        "channel_setups",
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("shop_id", sa.String(length=40), nullable=False),
        sa.Column("options", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("sealed", sa.String(), server_default="", nullable=False),
        sa.Column("token", sa.String(), server_default="", nullable=False),
        sa.Column("token_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(), server_default="", nullable=False),
        sa.Column("problem_zh", sa.String(), server_default="", nullable=False),
        sa.Column("problem_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channels.id"], name=op.f("fk_channel_setups_channel_id_channels"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_channel_setups_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("channel_id", name=op.f("pk_channel_setups")),
    )
    op.create_index(op.f("ix_channel_setups_shop_id"), "channel_setups", ["shop_id"], unique=False)
    op.create_table(
        "channel_arrivals",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("shop_id", sa.String(length=40), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("outside_id", sa.String(length=255), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("done", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("message_id", sa.String(length=40), nullable=True),
        sa.Column("conversation_id", sa.String(), nullable=True),
        sa.Column("passive_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channels.id"], name=op.f("fk_channel_arrivals_channel_id_channels"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_channel_arrivals_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_channel_arrivals_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_arrivals")),
        sa.UniqueConstraint("channel_id", "outside_id", name=op.f("uq_channel_arrivals_channel_id_outside_id")),
    )
    op.create_index("ix_channel_arrivals_created", "channel_arrivals", ["created_at"], unique=False)
    op.create_index(op.f("ix_channel_arrivals_message_id"), "channel_arrivals", ["message_id"], unique=False)
    op.create_index(op.f("ix_channel_arrivals_shop_id"), "channel_arrivals", ["shop_id"], unique=False)
    op.create_table(
        "channel_threads",
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("shop_id", sa.String(length=40), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("last_heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_outside_id", sa.String(length=255), server_default="", nullable=False),
        sa.Column("sent_since", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("stopped", sa.String(length=24), server_default="", nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channels.id"], name=op.f("fk_channel_threads_channel_id_channels"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_channel_threads_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_channel_threads_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_channel_threads")),
    )
    op.create_index("ix_channel_threads_address", "channel_threads", ["channel_id", "address"], unique=False)
    op.create_index(op.f("ix_channel_threads_shop_id"), "channel_threads", ["shop_id"], unique=False)
    op.create_table(
        "channel_sent",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("shop_id", sa.String(length=40), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("delivery_id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("outside_id", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channels.id"], name=op.f("fk_channel_sent_channel_id_channels"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_channel_sent_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["channel_deliveries.id"],
            name=op.f("fk_channel_sent_delivery_id_channel_deliveries"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_channel_sent_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_sent")),
        sa.UniqueConstraint("delivery_id", "part", name=op.f("uq_channel_sent_delivery_id_part")),
    )
    op.create_index("ix_channel_sent_conversation", "channel_sent", ["conversation_id", "created_at"], unique=False)
    op.create_index("ix_channel_sent_outside", "channel_sent", ["channel_id", "outside_id"], unique=False)
    op.create_index(op.f("ix_channel_sent_shop_id"), "channel_sent", ["shop_id"], unique=False)
    op.create_table(
        "channel_kept",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("shop_id", sa.String(length=40), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("problem", sa.String(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_channel_kept_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_channel_kept_message_id_messages"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_channel_kept_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_kept")),
    )
    op.create_index("ix_channel_kept_conversation", "channel_kept", ["conversation_id", "created_at"], unique=False)
    op.create_index(op.f("ix_channel_kept_message_id"), "channel_kept", ["message_id"], unique=False)
    op.create_index(op.f("ix_channel_kept_shop_id"), "channel_kept", ["shop_id"], unique=False)
