"""where other machines find the programme of a show on air"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"


def upgrade() -> None:
    op.add_column(
        "live_status", sa.Column("address", sa.String(length=200), server_default=sa.text("''"), nullable=False)
    )
