"""Tables whose rows are never changed, held to it by a trigger in the database."""

from __future__ import annotations

from typing import Final

from sqlalchemy import DDL, Table, event

_FUNCTION: Final = """
CREATE OR REPLACE FUNCTION mercery_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%% is append-only: %% is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$
"""


def append_only_statements(table: str, *, deletable: bool = False) -> list[str]:
    """The SQL for a migration that makes `table` append-only; `deletable` rows may leave with their shop."""
    refused = "UPDATE" if deletable else "UPDATE OR DELETE"
    statements = [
        _FUNCTION.replace("%%", "%"),
        f"CREATE TRIGGER {table}_append_only BEFORE {refused} ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION mercery_refuse_change()",
    ]
    if not deletable:
        statements.append(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION mercery_refuse_change()"
        )
    return statements


def append_only(table: Table, *, deletable: bool = False) -> None:
    """Let `create_all` install the trigger with the table."""
    for statement in append_only_statements(table.name, deletable=deletable):
        event.listen(table, "after_create", _ddl(statement))


def _ddl(statement: str) -> DDL:
    made: DDL = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
    return made
