"""What a migration does to a database that is in use, read out of its text. Pure.

Locks by PostgreSQL's documentation (Explicit Locking, ALTER TABLE, CREATE INDEX; versions 15 to 18). What cannot be read is
`unknown`, which is treated as the worst that still keeps data.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final


class Effect(StrEnum):
    """What a step means for those who use the database meanwhile, the mildest first."""

    ADDS = "adds"
    """New things beside the old; nobody notices."""
    CONCURRENT = "concurrent"
    """Takes as long as there are rows, and keeps nobody waiting."""
    BRIEF = "brief"
    """An exclusive lock for a moment, however large the table."""
    ROWS = "rows"
    """Changes or reads rows: as long as there are rows, and whoever writes the same ones waits."""
    BLOCKS = "blocks"
    """Whoever writes the table, or reads it, waits as long as there are rows."""
    UNKNOWN = "unknown"
    """It could not be read."""
    BREAKS = "breaks"
    """Processes of the earlier version fail on it."""
    DESTROYS = "destroys"
    """What is dropped cannot be had back but from a backup."""


ORDER: Final = tuple(Effect)
NEEDS_REASON: Final = frozenset({Effect.BLOCKS, Effect.UNKNOWN, Effect.BREAKS, Effect.DESTROYS})
"""Effects for which a migration must say in `REVIEWED` why they are right: `REVIEWED = {"blocks": "small table"}`."""


@dataclass(frozen=True, slots=True)
class Step:
    """One operation of a migration."""

    effect: Effect
    what: str
    """`create index ix_orders_email on orders`."""
    table: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """A migration as its text says."""

    revision: str
    title: str
    steps: tuple[Step, ...]
    reviewed: tuple[tuple[str, str], ...]
    """Effects its author gave a reason for, and the reason."""

    @property
    def effect(self) -> Effect:
        """The worst of its steps."""
        return max((step.effect for step in self.steps), key=ORDER.index, default=Effect.ADDS)

    def without_reason(self) -> list[Step]:
        """Steps that need a reason and have none."""
        given = {effect for effect, reason in self.reviewed if reason.strip()}
        return [step for step in self.steps if step.effect in NEEDS_REASON and step.effect not in given]


def read_migration(path: Path) -> Migration:
    """Read one migration's file."""
    tree = ast.parse(path.read_text("utf-8"), str(path))
    names = _constants(tree)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name != "downgrade"]
    steps = tuple(_Reader(names).steps(functions))
    title = (ast.get_docstring(tree) or path.stem).splitlines()[0]
    reviewed = names.get("REVIEWED")
    return Migration(
        revision=path.name[1:5], title=title, steps=steps,
        reviewed=tuple((str(key), str(value)) for key, value in reviewed.items()) if isinstance(reviewed, dict) else (),
    )  # fmt: skip


def _constants(tree: ast.Module) -> dict[str, object]:
    """Names at the top that are given a text, a number or a dictionary of such."""
    found: dict[str, object] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            try:
                found[node.targets[0].id] = ast.literal_eval(node.value)
            except ValueError:
                found[node.targets[0].id] = _text(node.value, found)
    return found


def _text(node: ast.expr, names: dict[str, object]) -> str | None:
    """A text in the source; parts that are only known when it runs stand as `{}`. None where it is no text."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.Name):
        found = names.get(node.id)
        return found if isinstance(found, str) else None
    if isinstance(node, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        return "".join(str(part) for part in parts)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _text(node.left, names), _text(node.right, names)
        return None if left is None and right is None else (left or "{}") + (right or "{}")
    if isinstance(node, ast.Call) and node.args and _called(node) in ("text", "f"):
        return _text(node.args[0], names)
    return None


def _called(node: ast.Call) -> str:
    """The last part of what is called: `create_index`."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


class _Reader:
    def __init__(self, names: dict[str, object]) -> None:
        self._names = names
        self._new: set[str] = set()
        """Tables the migration has made itself: whatever is done to them, nobody waits."""

    def steps(self, functions: Sequence[ast.FunctionDef]) -> Iterator[Step]:
        """The steps of `upgrade` and of what it calls in its file, in the order they are written."""
        calls = [node for one in functions for node in ast.walk(one) if isinstance(node, ast.Call)]
        made = (self._argument(call, 0, "table_name") for call in calls if _called(call) == "create_table")
        self._new.update(filter(None, made))
        for call in sorted(calls, key=lambda one: (one.lineno, one.col_offset)):
            step = self._step(call)
            if step is not None:
                yield Step(step.effect, step.what, step.table, call.lineno)

    def _step(self, call: ast.Call) -> Step | None:
        if (
            isinstance(call.func, ast.Attribute)
            and isinstance(call.func.value, ast.Name)
            and call.func.value.id == "op"
        ):
            return self._operation(call, call.func.attr)
        if isinstance(call.func, ast.Attribute) and call.func.attr in (
            "execute",
            "exec_driver_sql",
            "scalars",
            "scalar",
        ):
            return self._sql(call)
        return None

    def _operation(self, call: ast.Call, name: str) -> Step | None:
        if name in ("execute", "bulk_insert"):
            return self._sql(call) if name == "execute" else Step(Effect.ROWS, "insert rows")
        if name in ("f", "get_bind", "get_context", "inline_literal"):
            return None
        table = self._argument(call, _TABLE_AT.get(name, 0), "table_name") or self._argument(call, 1, "source_table")
        what = f"{name.replace('_', ' ')} {self._argument(call, 0, 'name')}{f' on {table}' if _TABLE_AT.get(name, 0) else ''}"
        if table and table in self._new and name not in ("drop_table", "rename_table"):
            return Step(Effect.ADDS, what, table)
        return Step(self._effect(call, name), what, table)

    def _effect(self, call: ast.Call, name: str) -> Effect:
        """Of one operation on a table that was there before."""
        if name == "add_column":
            return self._of_new_column(call)
        if name == "alter_column":
            return self._of_changed_column(call)
        if name == "create_index":
            return Effect.CONCURRENT if self._is(call, "postgresql_concurrently") else Effect.BLOCKS
        if name in ("create_foreign_key", "create_check_constraint"):
            return Effect.BRIEF if self._is(call, "postgresql_not_valid") else Effect.BLOCKS
        return _EFFECTS.get(name, Effect.UNKNOWN)

    def _of_new_column(self, call: ast.Call) -> Effect:
        column = call.args[1] if len(call.args) > 1 and isinstance(call.args[1], ast.Call) else None
        if column is None:
            return Effect.UNKNOWN
        given = {one.arg: one.value for one in column.keywords}
        inner = [_called(one) for one in column.args if isinstance(one, ast.Call)]
        if "Computed" in inner or "Identity" in inner:
            return Effect.BLOCKS
        default = given.get("server_default")
        needs = isinstance(given.get("nullable"), ast.Constant) and given["nullable"].value is False  # type: ignore[attr-defined]
        if needs and default is None:
            # It fails on a table that has rows.
            return Effect.BREAKS
        said = ast.unparse(default) if default is not None else ""
        # A default that is another one for each row has the whole table written again; a constant, or now(), has not.
        return Effect.BLOCKS if re.search(r"random|uuid|nextval|clock_timestamp", said) else Effect.BRIEF

    def _of_changed_column(self, call: ast.Call) -> Effect:
        given = {one.arg: one.value for one in call.keywords}
        if "new_column_name" in given:
            return Effect.BREAKS
        if "type_" in given:
            return Effect.BLOCKS
        nullable = given.get("nullable")
        if isinstance(nullable, ast.Constant) and nullable.value is False:
            return Effect.BLOCKS
        return Effect.BRIEF

    def _sql(self, call: ast.Call) -> Step | None:
        said = _text(call.args[0], self._names) if call.args else None
        if said is None:
            return Step(Effect.UNKNOWN, "a statement that is made while it runs")
        plain = " ".join(said.split())
        for form, effect in _STATEMENTS:
            if found := form.match(plain):
                table = (found.groupdict().get("table") or "").strip('"')
                made_here = table in self._new and effect not in (Effect.DESTROYS, Effect.BREAKS)
                return Step(Effect.ADDS if made_here else effect, _short(plain), table)
        return Step(Effect.UNKNOWN, _short(plain))

    def _argument(self, call: ast.Call, place: int, name: str) -> str:
        """An argument that is a text."""
        for one in call.keywords:
            if one.arg == name:
                return _text(one.value, self._names) or ""
        return (_text(call.args[place], self._names) or "") if len(call.args) > place else ""

    def _is(self, call: ast.Call, name: str) -> bool:
        return any(
            one.arg == name and isinstance(one.value, ast.Constant) and one.value.value is True for one in call.keywords
        )


def _short(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:89]}…"


_TABLE_AT: Final = {
    "create_index": 1, "drop_index": 1, "create_foreign_key": 1, "create_check_constraint": 1,
    "create_unique_constraint": 1, "create_primary_key": 1, "drop_constraint": 1, "create_exclude_constraint": 1,
}  # fmt: skip
"""Which argument names the table; the first one elsewhere."""
_EFFECTS: Final = {
    "create_table": Effect.ADDS, "create_table_comment": Effect.BRIEF, "drop_table_comment": Effect.BRIEF,
    "drop_index": Effect.BRIEF, "drop_constraint": Effect.BRIEF,
    "create_unique_constraint": Effect.BLOCKS, "create_primary_key": Effect.BLOCKS, "create_exclude_constraint": Effect.BLOCKS,
    "rename_table": Effect.BREAKS, "drop_column": Effect.DESTROYS, "drop_table": Effect.DESTROYS,
}  # fmt: skip
_STATEMENTS: Final = tuple(
    (re.compile(form, re.IGNORECASE), effect)
    for form, effect in (
        (r"(?:BEGIN|COMMIT|SET|SELECT|RESET|ANALYZE|COMMENT)\b", Effect.ADDS),
        (r"CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE|VIEW|TYPE|DOMAIN|SEQUENCE|SCHEMA|EXTENSION|STATISTICS)\b", Effect.ADDS),
        (r"CREATE (?:UNLOGGED )?TABLE\b(?!.* PARTITION OF)", Effect.ADDS),
        (r"CREATE TABLE\b.* PARTITION OF", Effect.BRIEF),
        (r"CREATE (?:OR REPLACE )?(?:CONSTRAINT )?TRIGGER\b.*? ON (?P<table>[\w\"{}.]+)", Effect.BRIEF),
        (r"DROP (?:FUNCTION|TRIGGER|VIEW|INDEX)\b", Effect.BRIEF),
        (r"CREATE (?:UNIQUE )?INDEX CONCURRENTLY\b.*? ON (?P<table>[\w\"{}.]+)", Effect.CONCURRENT),
        (r"CREATE (?:UNIQUE )?INDEX\b.*? ON (?P<table>[\w\"{}.]+)", Effect.BLOCKS),
        (r"LOCK TABLE (?P<table>[\w\"{}.]+)", Effect.BLOCKS),
        (r"ALTER TABLE (?:IF EXISTS )?(?:ONLY )?(?P<table>[\w\"{}.]+) .*\bNOT VALID\b", Effect.BRIEF),
        (r"ALTER TABLE (?:IF EXISTS )?(?:ONLY )?(?P<table>[\w\"{}.]+) VALIDATE\b", Effect.CONCURRENT),
        (r"ALTER TABLE (?:IF EXISTS )?(?:ONLY )?(?P<table>[\w\"{}.]+) DROP (?:COLUMN)\b", Effect.DESTROYS),
        (r"ALTER TABLE (?:IF EXISTS )?(?:ONLY )?(?P<table>[\w\"{}.]+) RENAME\b", Effect.BREAKS),
        (r"ALTER TABLE (?:IF EXISTS )?(?:ONLY )?(?P<table>[\w\"{}.]+) (?:ALTER (?:COLUMN )?\S+ (?:DROP|SET DEFAULT)|DROP CONSTRAINT|ATTACH|DETACH|ENABLE|DISABLE|SET \()", Effect.BRIEF),
        (r"ALTER TABLE (?:IF EXISTS )?(?:ONLY )?(?P<table>[\w\"{}.]+) ADD COLUMN\b(?!.*\bNOT NULL\b(?!.*DEFAULT))", Effect.BRIEF),
        (r"ALTER TABLE (?:IF EXISTS )?(?:ONLY )?(?P<table>[\w\"{}.]+)", Effect.BLOCKS),
        (r"ALTER (?:SEQUENCE|INDEX|FUNCTION|TYPE)\b", Effect.BRIEF),
        (r"(?:DELETE FROM|TRUNCATE(?: TABLE)?|DROP TABLE(?: IF EXISTS)?) (?P<table>[\w\"{}.]+)", Effect.DESTROYS),
        (r"(?:WITH\b.*?)?\b(?:UPDATE|INSERT INTO) (?P<table>[\w\"{}.]+)", Effect.ROWS),
    )
)  # fmt: skip
