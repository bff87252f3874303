"""The locked libraries against entries in the OSV format."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

TOOLS = str(Path(__file__).parents[2] / "tools")
sys.path.insert(0, TOOLS)
known_faults: Any = import_module("known_faults")
sys.path.remove(TOOLS)
ENTRY = """
id: PYSEC-1
published: "2026-03-01T10:00:00Z"
aliases: [CVE-1]
affected:
- package: {name: Left_Pad, ecosystem: PyPI}
  ranges:
  - type: ECOSYSTEM
    events: [{introduced: "0"}, {fixed: "1.2"}, {introduced: "2.0"}, {fixed: "2.1.1"}]
"""


@pytest.mark.parametrize(
    ("version", "faulty"),
    [("1.1.9", True), ("1.2", False), ("2.0rc1", False), ("2.0", True), ("2.1.1", False), ("3", False)],
)
def test_a_version_between_its_coming_in_and_its_mending_is_found(tmp_path: Path, version: str, faulty: bool) -> None:
    (tmp_path / "left-pad").mkdir()
    (tmp_path / "left-pad" / "PYSEC-1.yaml").write_text(ENTRY, "utf-8")
    lines, ours, newest = known_faults.found({"left-pad": version}, known_faults.told(tmp_path))
    assert (lines == [f"left-pad {version}: PYSEC-1 CVE-1"]) is faulty
    assert (ours, newest) == (1, "2026-03-01")


def test_what_was_taken_back_or_is_of_another_world_is_left_out(tmp_path: Path) -> None:
    taken_back = {
        "id": "A",
        "withdrawn": "2026-01-01",
        "affected": [{"package": {"name": "x", "ecosystem": "PyPI"}, "versions": ["1"]}],
    }
    of_npm = {"id": "B", "affected": [{"package": {"name": "x", "ecosystem": "npm"}, "versions": ["1"]}]}
    named = {"id": "C", "affected": [{"package": {"name": "x", "ecosystem": "PyPI"}, "versions": ["1"]}]}
    for one in (taken_back, of_npm, named):
        (tmp_path / f"{one['id']}.json").write_text(json.dumps(one), "utf-8")
    assert known_faults.found({"x": "1"}, known_faults.told(tmp_path))[:2] == (["x 1: C "], 1)


@given(st.lists(st.integers(1, 40), min_size=2, max_size=8, unique=True), st.integers(0, 41))
def test_a_version_is_inside_exactly_where_the_last_event_up_to_it_brought_the_fault_in(
    points: list[int], at: int
) -> None:
    ordered = sorted(points)
    events = [{("introduced" if place % 2 == 0 else "fixed"): str(point)} for place, point in enumerate(ordered)]
    before = sum(point <= at for point in ordered)
    assert known_faults.within(Version(str(at)), events) is (before % 2 == 1)


def test_the_lock_is_read_whole() -> None:
    versions = known_faults.locked(known_faults.LOCK)
    assert {"fastapi", "sqlalchemy", "psycopg"} <= set(versions) and len(versions) > 100
