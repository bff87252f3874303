"""What the desk saw in a conversation, and past questions worked out again."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "assistant_look_backs",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("shop_id", sa.String(length=40), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by", sa.String(length=200), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.Integer(), nullable=False),
        sa.Column("result", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_assistant_look_backs_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistant_look_backs")),
    )
    op.create_index("ix_assistant_look_backs_shop", "assistant_look_backs", ["shop_id", "begun_at"], unique=False)
    op.create_index(op.f("ix_assistant_look_backs_shop_id"), "assistant_look_backs", ["shop_id"], unique=False)
    op.create_table(
        "desk_seen",
        sa.Column("conversation_id", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=40), nullable=False),
        sa.Column("shop_id", sa.String(length=40), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_desk_seen_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_desk_seen_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("conversation_id", "digest", name=op.f("pk_desk_seen")),
    )
    op.create_index(op.f("ix_desk_seen_shop_id"), "desk_seen", ["shop_id"], unique=False)
