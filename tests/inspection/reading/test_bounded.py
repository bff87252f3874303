"""Heaps of numbers are left out of what is compared; all other words stay where they stood."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.inspection.told import told

from mercery.inspection.contradictions import amounts
from mercery.inspection.contradictions.pairing import paired
from mercery.inspection.detectors import promise_beyond_policy, wrong_fact
from mercery.inspection.reading.bounded import IN_A_MESSAGE, without_heaps

KNOWN = {"discount": "10%", "price": "49.00", "warranty": "2 years", "weight": "2 kg", "free shipping": "from 50"}
HEAPS = [
    "12% " * 500,
    "12, " * 1000,
    " ".join(map(str, range(1000))),
    "$5 " * 1300,
    "two " * 1000,
    "a day " * 660,
    "1-2-3-" * 660,
    "It costs 12. " * 300,
    "质保3年，" * 650,
    "保证退款12天。" * 500,
]


@pytest.mark.parametrize("heap", HEAPS)
def test_a_message_of_numbers_is_not_compared_pair_by_pair(heap: str) -> None:
    talk = told(KNOWN, "What's the discount and the warranty?", f"Hello! {heap}"[:4000])
    with patch.object(amounts, "paired", wraps=paired) as compared:
        list(wrong_fact.find(talk))
        list(promise_beyond_policy.find(talk))
    assert compared.call_count <= 3 * IN_A_MESSAGE, "as statement, as promise, and once for what was granted"


@given(st.text(alphabet="12 a.。!，year百\n", max_size=400))
def test_every_other_word_stays_where_it_stood(text: str) -> None:
    left = without_heaps(text)
    assert len(left) == len(text)
    assert all(one in (other, " ") for one, other in zip(left, text, strict=True))


def test_a_sentence_behind_a_table_is_read() -> None:
    table = ", ".join(f"{at}x{at + 1}" for at in range(40))
    talk = told({"warranty": "2 years"}, "Warranty?", f"Hello, the warranty is five years. Sizes: {table}.")
    assert [one.turn for one in wrong_fact.find(talk)] == [1]
