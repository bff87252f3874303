"""Tables whose rows are never changed, held to it by a trigger in the database."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Table

from mercery.core.database import Trigger, declare_trigger

_FUNCTION: Final = """
CREATE OR REPLACE FUNCTION mercery_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$
"""


def append_only(table: Table, *, deletable: bool = False) -> None:
    """Refuse to change rows of `table`, and to delete them; those of a `deletable` one may leave with their shop."""
    refused = "UPDATE" if deletable else "UPDATE OR DELETE"
    _declare(f"{table.name}_append_only", f"BEFORE {refused} ON {table.name} FOR EACH ROW")
    if not deletable:
        _declare(f"{table.name}_no_truncate", f"BEFORE TRUNCATE ON {table.name} FOR EACH STATEMENT")


def _declare(name: str, when: str) -> None:
    statement = f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION mercery_refuse_change()"
    declare_trigger(Trigger(name=name, function=_FUNCTION, statement=statement))
