"""orders by when they were recorded: each host looks for those it has not counted yet"""

from alembic import op

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.create_index(
            "ix_orders_recorded",
            "orders",
            ["shop_id", "recorded_at"],
            postgresql_concurrently=True,
            if_not_exists=True,
        )
