"""What a migration does to a database in use, read out of its text."""

from __future__ import annotations

from pathlib import Path

import pytest

from mercery.core.schema import MIGRATIONS
from mercery.operations.upgrading.reading import NEEDS_REASON, Effect, read_migration

REVIEWED_FROM = "0040"
"""Migrations from this one on say why where they keep others waiting or drop something; earlier ones ran before the rule."""


def read(tmp_path: Path, body: str, before: str = "") -> list[tuple[Effect, str]]:
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    path = tmp_path / "v0099_a_change.py"
    path.write_text(
        f'"""a change"""\nimport sqlalchemy as sa\nfrom alembic import op\n{before}\ndef upgrade():\n{lines}\n'
    )
    return [(step.effect, step.table) for step in read_migration(path).steps]


@pytest.mark.parametrize(
    ("body", "effect"),
    [
        ('op.create_table("new", sa.Column("id", sa.Integer()))', Effect.ADDS),
        ('op.add_column("orders", sa.Column("note", sa.Text(), nullable=True))', Effect.BRIEF),
        ('op.add_column("orders", sa.Column("n", sa.Integer(), server_default="0", nullable=False))', Effect.BRIEF),
        ('op.add_column("orders", sa.Column("n", sa.Integer(), nullable=False))', Effect.BREAKS),
        (
            'op.add_column("orders", sa.Column("n", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False))',
            Effect.BLOCKS,
        ),
        ('op.add_column("orders", sa.Column("n", sa.Integer(), sa.Computed("a + b")))', Effect.BLOCKS),
        ('op.create_index("ix", "orders", ["note"])', Effect.BLOCKS),
        ('op.create_index("ix", "orders", ["note"], postgresql_concurrently=True)', Effect.CONCURRENT),
        ('op.create_unique_constraint("uq", "orders", ["note"])', Effect.BLOCKS),
        ('op.create_foreign_key("fk", "orders", "shops", ["a"], ["b"])', Effect.BLOCKS),
        ('op.create_foreign_key("fk", "orders", "shops", ["a"], ["b"], postgresql_not_valid=True)', Effect.BRIEF),
        ('op.alter_column("orders", "note", nullable=False)', Effect.BLOCKS),
        ('op.alter_column("orders", "note", nullable=True)', Effect.BRIEF),
        ('op.alter_column("orders", "note", type_=sa.BigInteger())', Effect.BLOCKS),
        ('op.alter_column("orders", "note", new_column_name="words")', Effect.BREAKS),
        ('op.drop_column("orders", "note")', Effect.DESTROYS),
        ('op.drop_table("orders")', Effect.DESTROYS),
        ('op.execute("UPDATE orders SET note = 1")', Effect.ROWS),
        ('op.execute("WITH x AS (SELECT 1) INSERT INTO orders SELECT * FROM x")', Effect.ROWS),
        ('op.execute("DELETE FROM orders")', Effect.DESTROYS),
        (
            'op.execute("CREATE OR REPLACE FUNCTION f() RETURNS trigger AS $$ BEGIN DELETE FROM x; END $$ LANGUAGE plpgsql")',
            Effect.ADDS,
        ),
        ('op.execute("CREATE TRIGGER t BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION f()")', Effect.BRIEF),
        ('op.execute("CREATE INDEX CONCURRENTLY ix ON orders (note)")', Effect.CONCURRENT),
        ('op.execute(f"ALTER TABLE orders ADD CHECK ({1} > 0)")', Effect.BLOCKS),
        ('op.execute("ALTER TABLE orders VALIDATE CONSTRAINT ck")', Effect.CONCURRENT),
        ('op.get_bind().execute(sa.text("UPDATE orders SET note = 1"))', Effect.ROWS),
        ("op.execute(made_up())", Effect.UNKNOWN),
        ('op.something_new("orders")', Effect.UNKNOWN),
    ],
)
def test_a_step_is_read(tmp_path: Path, body: str, effect: Effect) -> None:
    assert read(tmp_path, body)[0][0] == effect


def test_nobody_waits_for_what_is_done_to_a_table_made_just_now(tmp_path: Path) -> None:
    body = 'op.create_table("new")\nop.create_index("ix", "new", ["a"])\nop.execute("INSERT INTO new SELECT 1")'
    assert {effect for effect, _ in read(tmp_path, body)} == {Effect.ADDS}


def test_a_statement_that_stands_above_and_functions_called_are_read_too(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "op.execute(DROP)\nlater()",
        'DROP = "DROP TABLE orders"\ndef later():\n    op.drop_column("shops", "slug")\n',
    )
    assert sorted(found) == [(Effect.DESTROYS, "orders"), (Effect.DESTROYS, "shops")]


def test_what_is_given_a_reason_needs_none(tmp_path: Path) -> None:
    path = tmp_path / "v0099_a_change.py"
    path.write_text(
        '"""a change"""\nREVIEWED = {"destroys": "nobody ever wrote it", "blocks": " "}\ndef upgrade():\n    op.drop_column("a", "b")\n    op.create_index("i", "a", ["b"])\n'
    )
    migration = read_migration(path)
    assert migration.effect == Effect.DESTROYS and migration.title == "a change"
    assert [step.effect for step in migration.without_reason()] == [Effect.BLOCKS]


def test_every_migration_there_is_can_be_read() -> None:
    files = sorted((MIGRATIONS / "versions").glob("v[0-9]*.py"))
    unknown = [
        (path.name, step.what) for path in files for step in read_migration(path).steps if step.effect == Effect.UNKNOWN
    ]
    assert len(files) > 30 and unknown == []


def test_a_new_migration_says_why_it_drops_something_or_keeps_others_waiting() -> None:
    """`REVIEWED = {"blocks": "two rows a shop"}` beside the revision; an index on a large table is better built
    `postgresql_concurrently=True` inside `with op.get_context().autocommit_block():`."""
    files = [path for path in sorted((MIGRATIONS / "versions").glob("v[0-9]*.py")) if path.name[1:5] >= REVIEWED_FROM]
    unexplained = [
        f"{path.name}, line {step.line}: {step.what} ({step.effect})"
        for path in files
        for step in read_migration(path).without_reason()
    ]
    assert unexplained == [] and Effect.DESTROYS in NEEDS_REASON
