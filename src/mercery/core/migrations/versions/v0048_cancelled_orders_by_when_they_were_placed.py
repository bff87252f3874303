"""cancelled orders by when they were placed: the sales monitor counts them beside its figures"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.create_index(
            "ix_orders_cancelled",
            "orders",
            ["shop_id", "currency", "placed_at"],
            postgresql_where=sa.text("status = 'cancelled'"),
            postgresql_concurrently=True,
            if_not_exists=True,
        )
