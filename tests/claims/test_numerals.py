"""Chinese numbers of two signs and more are read as figures; words with such signs stay words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.claims.numerals import chinese_as_figures


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ("四十二到四十四", "42到44"),
        ("百分之二点五", "2.5%"),
        ("三百七十三欧五", "373.5欧"),
        ("六百五变五百二", "650变520"),
        ("十二月五号", "12月5号"),
        ("下个月十号", "下个月10号"),
        ("三百六十八一只", "368一只"),
        ("两千零五十", "2050"),
        ("八十五欧一顶", "85欧一顶"),
        ("十分好，千万别百搭，三四百，二三十天，十只", "十分好，千万别百搭，三四百，二三十天，十只"),
    ],
)
def test_spoken_numbers(said: str, figures: str) -> None:
    assert chinese_as_figures(said) == figures


@given(st.integers(min_value=11, max_value=9_999))
def test_every_number_is_itself(number: int) -> None:
    signs, steps = "零一二三四五六七八九", ["", "十", "百", "千"]
    digits = str(number)
    said = "".join(
        signs[int(one)] + (steps[len(digits) - place - 1] if one != "0" else "") for place, one in enumerate(digits)
    )
    while "零零" in said:
        said = said.replace("零零", "零")
    said = said.rstrip("零")
    if len(said) > 1:
        assert chinese_as_figures(f"{said}米") == f"{number}米"
