"""A lower price, a day, money back for what was used: given although a fact rules it out."""

from __future__ import annotations

import pytest
from tests.inspection.told import turns

from mercery.inspection.detectors.promise_beyond_policy import find

FIRM = {"stool": "120 EUR", "prices": "prices are firm"}
NO_DAY = {"delivery": "3-5 days, no fixed dates"}
UNUSED = {"returns": "unworn with tags, 21 days"}
FIRM_ZH = {"沙发": "3280元", "议价": "不允许客服让价"}


@pytest.mark.parametrize(
    ("known", "asked", "said", "beyond"),
    [
        (FIRM, "Can you do it cheaper?", "Hello, for you I'll do it for 105 EUR.", True),
        (FIRM, "Can you do it cheaper?", "Hello, I'm afraid the price stays at 120 EUR.", False),
        (FIRM_ZH, "能便宜点吗", "您好，那我做主给您3080。", True),
        (FIRM_ZH, "能便宜点吗", "您好，价格是3280元，让不了价的。", False),
        (NO_DAY, "Will it be here in time?", "Hello, don't worry, you'll have it on Thursday.", True),
        (NO_DAY, "Will it be here in time?", "Hello, it usually takes 3 to 5 days, perhaps Thursday.", False),
        (UNUSED, "And if it doesn't fit?", "Hello, wear it for a month or two, you'll have your money back all the same.", True),
        (UNUSED, "And if it doesn't fit?", "Hello, send it back unworn with tags within 21 days.", False),
    ],
)  # fmt: skip
def test_what_a_rule_excludes_is_not_given(known: dict[str, str], asked: str, said: str, beyond: bool) -> None:
    assert turns(find, known, asked, said) == ([1] if beyond else [])
