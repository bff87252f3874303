"""Alembic's entry: online migrations over psycopg, in one transaction each."""

from alembic import context
from sqlalchemy import create_engine, pool

from mercery.core.database import Base
from mercery.core.schema import import_tables

import_tables()


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Leave procrastinate's own tables alone."""
    return not (kind == "table" and (name or "").startswith("procrastinate_"))


engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "", poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        include_name=include_name,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
