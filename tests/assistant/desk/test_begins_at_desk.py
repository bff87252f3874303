"""Which messages are order business by themselves, and which ask for the shop's rule first."""

from __future__ import annotations

import pytest

from mercery.assistant.desk.joining import begins_at_desk
from mercery.assistant.understand.reading import parts


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Can I send back a belt I bought last week?", False),
        ("I bought a scarf 3 weeks ago, can I still send it back?", False),
        ("三周前买的丝巾还能退吗", False),
        ("I want to return my scarf", True),
        ("Can I return order 1234567?", True),
        ("My parcel says delivered but I never got it", True),
        ("Can you tell me the order status of helene.roux@example.com?", True),
    ],
)
def test_a_rule_is_told_before_somebody_has_to_say_who_they_are(text: str, begins: bool) -> None:
    assert begins_at_desk(text, "en") is begins


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("寄到北京要几天，运费多少", ["寄到北京要几天", "运费多少"]),
        ("我在美国，关税谁出", ["我在美国，关税谁出"]),
        ("想买个上班用的包，能装13寸电脑", ["想买个上班用的包，能装13寸电脑"]),
    ],
)
def test_a_comma_parts_two_questions_and_no_question_from_its_place(text: str, read: list[str]) -> None:
    assert parts(text) == read
