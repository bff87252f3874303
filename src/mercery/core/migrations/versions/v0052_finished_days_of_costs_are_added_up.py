"""finished days of costs are added up"""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"


def upgrade() -> None:
    op.create_table(
        "cost_day_counts",
        sa.Column("shop_id", sa.String(length=40), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("feature", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("before", sa.Date(), nullable=False),
        sa.Column("things", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_cost_day_counts_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "zone", "day", "feature", "unit", "before", name=op.f("pk_cost_day_counts")),
    )
    op.create_table(
        "cost_day_parts",
        sa.Column("shop_id", sa.String(length=40), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("feature", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("micros", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_cost_day_parts_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "shop_id", "zone", "day", "feature", "kind", "unit", "currency", name=op.f("pk_cost_day_parts")
        ),
    )
    op.create_table(
        "cost_day_things",
        sa.Column("shop_id", sa.String(length=40), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("feature", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_cost_day_things_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "zone", "feature", "subject", "day", name=op.f("pk_cost_day_things")),
    )
    op.create_table(
        "cost_days",
        sa.Column("shop_id", sa.String(length=40), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_cost_days_shop_id_shops"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shop_id", "zone", "day", name=op.f("pk_cost_days")),
    )
    op.execute(
        "\nCREATE OR REPLACE FUNCTION mercery_forget_cost_days() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n    PERFORM pg_advisory_xact_lock_shared(hashtextextended('cost_days:' || NEW.shop_id, 0));\n    PERFORM 1 FROM cost_days WHERE shop_id = NEW.shop_id AND day >= (NEW.at AT TIME ZONE 'UTC')::date - 1\n        ORDER BY zone, day FOR UPDATE;\n    DELETE FROM cost_days WHERE shop_id = NEW.shop_id AND day >= (NEW.at AT TIME ZONE 'UTC')::date - 1;\n    RETURN NULL;\nEND $$\n"
    )
    op.execute(
        "CREATE TRIGGER costs_late AFTER INSERT ON costs FOR EACH ROW WHEN (NEW.at < now() - interval '30 minutes') EXECUTE FUNCTION mercery_forget_cost_days()"
    )
