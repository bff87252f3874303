"""Alembic's entry: online migrations over psycopg, in one transaction each."""

from alembic import context
from alembic.operations.ops import MigrationScript
from sqlalchemy import create_engine, pool

from mercery.core.database import Base
from mercery.core.migrating import complete_revision, ours
from mercery.core.schema import import_tables

import_tables()
engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "", poolclass=pool.NullPool)


def complete_or_drop(_context: object, _revision: object, directives: list[MigrationScript]) -> None:
    """Add what Alembic does not see; write no file when nothing changed."""
    with engine.connect() as looking:
        if not complete_revision(looking, directives[0]):
            directives.clear()


with engine.connect() as connection:
    # Whoever upgrades a database in use says for how long others may be kept waiting (`core.migrating.migrate`).
    for name, value in context.config.attributes.get("timeouts", {}).items():
        connection.exec_driver_sql(f"SET {name} = '{value}'")
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        compare_server_default=True,
        include_name=ours,
        transaction_per_migration=True,
        process_revision_directives=complete_or_drop,
    )
    with context.begin_transaction():
        context.run_migrations()
