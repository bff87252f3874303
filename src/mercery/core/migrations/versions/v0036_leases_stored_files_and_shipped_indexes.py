"""leases, stored files and shipped indexes; customers' messages by their time"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "stored_files",
        sa.Column("key", sa.String(length=500), nullable=False),
        sa.Column("version", sa.String(length=80), server_default="", nullable=False),
        sa.Column("mark", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_stored_files")),
    )
    op.create_table(
        "stored_file_parts",
        sa.Column("key", sa.String(length=500), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["key"], ["stored_files.key"], name=op.f("fk_stored_file_parts_key_stored_files"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", "part", name=op.f("pk_stored_file_parts")),
    )
    # Pictures and archives are as small as they get: trying to compress them again takes time and gains nothing.
    op.execute("ALTER TABLE stored_file_parts ALTER COLUMN data SET STORAGE EXTERNAL")
    op.create_table(
        "search_changes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("shop_id", sa.String(length=40), nullable=False),
        sa.Column(
            "written",
            sa.BigInteger(),
            server_default=sa.text("(pg_current_xact_id()::text)::bigint"),
            nullable=False,
        ),
        sa.Column("product_ids", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_search_changes_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_changes")),
    )
    op.create_index(op.f("ix_search_changes_shop_id"), "search_changes", ["shop_id"], unique=False)
    op.create_index("ix_search_changes_written", "search_changes", ["shop_id", "written"], unique=False)
    op.create_table(
        "search_vectors",
        sa.Column("shop_id", sa.String(length=40), nullable=False),
        sa.Column("model", sa.String(length=200), nullable=False),
        sa.Column("content", sa.BigInteger(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_search_vectors_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "model", "content", name=op.f("pk_search_vectors")),
    )
    op.create_index(op.f("ix_search_vectors_shop_id"), "search_vectors", ["shop_id"], unique=False)
    op.create_index(
        "ix_messages_asked",
        "messages",
        ["created_at"],
        unique=False,
        postgresql_where=sa.text("author = 'customer' AND kind = 'message'"),
    )
