"""From when a span runs."""

from __future__ import annotations

import pytest
from tests.inspection.told import turns

from mercery.inspection.detectors.wrong_fact import find

RETURNS = {"return window": "14 days from delivery"}
RETURNS_ZH = {"无理由退货": "签收之日起7天"}


@pytest.mark.parametrize(
    ("known", "asked", "said", "wrong"),
    [
        (RETURNS, "Can I return it?", "Hello, yes, within 14 days of your order.", True),
        (RETURNS, "Can I return it?", "Hello, yes, within 14 days of receiving it.", False),
        (RETURNS, "Can I return it?", "Hello, yes, within 14 days.", False),
        (RETURNS_ZH, "能退货吗", "您好，能退，从您下单那天起算7天。", True),
        (RETURNS_ZH, "能退货吗", "您好，能退，收到货之日起7天。", False),
    ],
)
def test_a_span_begins_where_the_fact_says(known: dict[str, str], asked: str, said: str, wrong: bool) -> None:
    assert turns(find, known, asked, said) == ([1] if wrong else [])
