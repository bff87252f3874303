"""Whose record was looked at: every customer and order that was loaded, and every search by e-mail or postcode, by any path."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session


@contextmanager
def traced_reads() -> Iterator[list[str]]:
    """The reads made while it is open, as `tool:argument=value` of the retail tools."""
    found: list[str] = []

    def loaded(_: Session, row: Any) -> None:
        # By the names of their tables: those are the features' own, and a trace has to see every path.
        if row.__tablename__ == "customers":
            found.append(f"get_user_details:user_id={row.key}")
        elif row.__tablename__ == "orders":
            found.append(f"get_order_details:order_id=#{row.number.lstrip('#')}")

    def asked(state: ORMExecuteState) -> None:
        entities = [one.get("entity") for one in state.statement.column_descriptions] if state.is_select else []  # type: ignore[attr-defined]
        if "customers" not in [getattr(one, "__tablename__", "") for one in entities]:
            return
        for name, value in state.statement.compile().params.items():  # type: ignore[attr-defined]
            if name.startswith("email") and isinstance(value, str):
                found.append(f"find_user_id_by_email:email={value}")
            elif (
                isinstance(value, str) and ("postcode" in name or "address" in name) and any(s.isdigit() for s in value)
            ):
                found.append(f"find_user_id_by_name_zip:zip={value}")

    event.listen(Session, "loaded_as_persistent", loaded)
    event.listen(Session, "do_orm_execute", asked)
    try:
        yield found
    finally:
        event.remove(Session, "loaded_as_persistent", loaded)
        event.remove(Session, "do_orm_execute", asked)
