"""What stands in a file twice is told in one way, in both languages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mercery.core.files.twice import Once, twice
from mercery.core.i18n import Words

SKU = Words("SKU", "SKU")


def test_both_lines_the_field_and_the_remedy_are_named() -> None:
    problem = twice(SKU, "A1", line=7, first=3, name="sku", column="Variant SKU")
    assert problem.text() == "line 7, column Variant SKU: The SKU 'A1' appears twice (first on line 3). Take one out."
    assert problem.zh == "SKU“A1”重复，首次出现在第 3 行，请删去一个。" and problem.field == "sku"


def test_where_both_are_meant_each_gets_a_name_of_its_own() -> None:
    problem = twice(Words("customer", "顾客"), "8001", line=None, first=None, name="key", mend="rename")
    assert problem.message == "The customer '8001' appears twice." and problem.remedy == "Give each one its own."
    assert problem.zh == "顾客“8001”重复，请各用不同的值。"


@given(st.lists(st.integers(0, 5)))
def test_every_row_but_the_first_of_a_key_is_told_with_the_line_of_the_first(keys: list[int]) -> None:
    once = Once(what=SKU, name="sku")
    told = [once.again(key, line) for line, key in enumerate(keys, 2)]
    for place, problem in enumerate(told):
        first = keys.index(keys[place])
        assert (problem is None) == (first == place)
        if problem is not None:
            assert problem.line == place + 2 and f"first on line {first + 2}" in problem.message
