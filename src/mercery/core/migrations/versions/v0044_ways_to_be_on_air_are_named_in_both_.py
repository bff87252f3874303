"""ways to be on air are named in both languages"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    op.add_column("live_ways", sa.Column("name_zh", sa.String(length=120), server_default="", nullable=False))
    op.add_column("live_ways", sa.Column("source_zh", sa.String(), server_default="", nullable=False))
