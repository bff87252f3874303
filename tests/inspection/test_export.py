"""Findings as a table: a spreadsheet runs nothing of what customers or staff wrote."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.inspection.test_measures import finding

from mercery.core.files.formulas import guarded
from mercery.inspection.export import COLUMNS, csv_text


def test_each_finding_is_a_line_under_its_heading() -> None:
    rows = list(csv.DictReader(io.StringIO(csv_text([finding("a", "open")]).removeprefix("\ufeff"))))
    assert list(rows[0]) == list(COLUMNS)
    assert rows[0]["rule"] == "wrong_fact" and rows[0]["agent_name"] == "Hugo" and rows[0]["state"] == "open"


def test_what_a_spreadsheet_would_run_is_text() -> None:
    hostile = replace(finding("a", "open"), quote='=HYPERLINK("https://evil.example")')
    rows = list(csv.DictReader(io.StringIO(csv_text([hostile]).removeprefix("\ufeff"))))
    assert rows[0]["quote"].startswith("'=HYPERLINK")


@given(st.text(max_size=30))
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert not guarded(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
    assert guarded(text).removeprefix("'") == text or guarded(text) == text
