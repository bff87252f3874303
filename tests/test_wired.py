"""What one test wires, the next one does not see."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.wired import DOORS, as_before

import mercery
from mercery.core import runtime
from mercery.core.database import Database
from mercery.core.events import bus
from mercery.inspection.doors import NoRecord, record_in_use
from mercery.knowledge.review.wordsmith import _in_use as wordsmiths
from mercery.wiring import wire_events

ELSEWHERE = {("mercery.search.meaning", "use_meaning"), ("mercery.evals.registry", "use_made")}
"""Set by nothing that wires: each of their tests puts them back itself."""


def test_whoever_hears_and_is_asked_is_the_same_after_a_test_that_wires() -> None:
    handlers, record = dict(bus._handlers), record_in_use()
    with as_before():
        wire_events()
        assert bus._handlers
        assert wordsmiths
        assert not isinstance(record_in_use(), NoRecord)
    assert bus._handlers == handlers
    assert record_in_use() is record
    assert not wordsmiths


def test_the_database_a_test_leaves_is_nobodys_after_it(database: Database) -> None:
    with as_before():
        runtime.use_database(database)
    assert runtime._database is None


def test_every_door_of_the_source_is_put_back() -> None:
    root = Path(mercery.__file__).parent
    doors = set()
    for file in root.rglob("*.py"):
        if "def use_" not in (source := file.read_text("utf-8")):
            continue
        module = "mercery." + ".".join(file.relative_to(root).with_suffix("").parts)
        functions = [one for one in ast.parse(source).body if isinstance(one, ast.FunctionDef)]
        doors |= {(module, one.name) for one in functions if one.name.startswith("use_")}
    missing = {(module, name) for module, name in doors - ELSEWHERE if module not in {known for known, _ in DOORS}}
    assert not missing, "name what these set in tests/wired.py"
