"""What a sentence commits the shop to, and what is none: general rules, efforts, refusals."""

from __future__ import annotations

import pytest

from mercery.inspection.reading.committing import commitments


@pytest.mark.parametrize(
    ("sentence", "good"),
    [
        ("i'll put a new battery in the post on the house", "free"),
        ("we will take over every doctor's bill", "costs"),
        ("真断了我把整台琴送您都行", "gift"),
        ("过了七天也给您退", "refund"),
        ("随时可以找我们换新，终身有效", "longer"),
    ],
)
def test_a_commitment(sentence: str, good: str) -> None:
    assert good in {one.good for one in commitments(sentence)}


@pytest.mark.parametrize(
    "sentence",
    [
        "refunds usually take five days",
        "i'll write to you tomorrow at noon",
        "i'll ask the team about a replacement",
        "we can't replace opened goods, i'm afraid",
        "按照规定七天内可以退款",
        "我去问一下主管能不能补发",
        "抱歉，这个不能给您免费换",
    ],
)
def test_no_commitment(sentence: str) -> None:
    assert commitments(sentence) == []
