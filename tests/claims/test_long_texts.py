"""A text of thousands of signs is read in no time, whatever it is made of: customers wait for it."""

from __future__ import annotations

import time

import pytest

from mercery.claims.mentions import mentions


@pytest.mark.parametrize("sign", ["一", "二十", "1", "1,", "1/1/", "€1", "1-", "百分之", "十到", "1x"])
def test_a_long_row_of_one_sign(sign: str) -> None:
    begun = time.process_time()
    mentions((sign * 4000)[:4000])
    assert time.process_time() - begun < 2


def test_a_long_numeral_is_still_one_amount() -> None:
    [found] = mentions("共计一千二百三十四万五千六百七十八元")
    assert found.kind == "money" and found.value == 12_345_678
