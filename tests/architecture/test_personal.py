"""Every table that can lead to a customer is told, erased and kept for a time by one list, or somebody says why not."""

from __future__ import annotations

import importlib
from pathlib import Path

from mercery.core.database import Base
from mercery.operations.privacy.parts import PARTS

SOURCE = Path(__file__).parents[2] / "src"
LEADS = {"visitor_id", "customer_id", "customer_email", "email", "conversation_id"}
"""Columns that lead to a customer or a visitor."""
EXEMPT = {
    "staff": "the shop's own people, who have accounts of their own",
    "invitations": "the shop's own people",
    "order_promotions": "how an order was priced; the customer's id goes with the customer",
    "promotion_uses": "that a rule was used up; the customer's id goes with the customer",
    "chat_calls": "what a model cost, by the id of a conversation that is gone",
}


def _tables() -> None:
    for file in sorted((SOURCE / "mercery").rglob("tables.py")):
        importlib.import_module(".".join(file.relative_to(SOURCE).with_suffix("").parts))


def test_every_table_that_leads_to_a_customer_is_in_the_list_or_goes_with_one_that_is() -> None:
    _tables()
    held = {part.key for part in PARTS}
    left = set()
    for table in Base.metadata.tables.values():
        if table.name in held or table.name in EXEMPT or not LEADS & {column.name for column in table.columns}:
            continue
        goes_with = {key.column.table.name for key in table.foreign_keys if key.ondelete == "CASCADE"} & {
            part.key for part in PARTS if part.blank is None
        }
        if not goes_with:
            left.add(table.name)
    assert left == set()


def test_what_is_said_to_go_with_a_row_does_so_by_the_database() -> None:
    _tables()
    for part in PARTS:
        for name in part.with_them:
            gone, more = {part.key}, True
            while more:
                found = {
                    table.name
                    for table in Base.metadata.tables.values()
                    if any(key.ondelete == "CASCADE" and key.column.table.name in gone for key in table.foreign_keys)
                }
                more = not found <= gone
                gone |= found
            assert name in gone, f"{name} does not go with {part.key}"


def test_what_grows_old_has_a_column_that_says_how_old() -> None:
    for part in PARTS:
        if part.age:
            assert part.age in part.table.__table__.c, part.key
        assert part.blank is None or part.kept_for is not None, f"{part.key} says not why it stays"


def test_exemptions_are_tables() -> None:
    _tables()
    assert set(EXEMPT) <= set(Base.metadata.tables)
