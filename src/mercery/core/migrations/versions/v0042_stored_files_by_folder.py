"""stored files by folder"""

from alembic import op

revision = "0042"
down_revision = "0041"

REVIEWED = {"blocks": "One row a file, without its bytes: a hundred thousand of them take a second."}


def upgrade() -> None:
    op.create_index("ix_stored_files_below", "stored_files", ["key"], postgresql_ops={"key": "varchar_pattern_ops"})
