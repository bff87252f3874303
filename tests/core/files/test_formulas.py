"""What customers wrote stays text in a spreadsheet, and comes back from it as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.core.files.formulas import guarded, guarded_row, unguarded


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", " =1", "＝1+1", "'=1"])
def test_what_would_be_a_formula_begins_with_a_quotation_mark(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


def test_numbers_of_a_row_keep_their_minus() -> None:
    assert guarded_row(["=1", -2, -0.5, None]) == ["'=1", -2, -0.5, None]


@given(st.text(alphabet="=+-@' a1＝\t\r", max_size=8))
def test_a_cell_comes_back_as_it_was_and_never_begins_a_formula(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert guarded(cell)[:1] not in set("=+-@＝\t\r")
