"""Where the shop delivers: only the places its rules name, where they say that these are all."""

from __future__ import annotations

import pytest
from tests.claims.grammar.rules_of_a_house import passes


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("We can't ship to Brazil.", True),
        ("We're not able to deliver to Japan.", True),
        ("We can't ship to Germany.", False),
        ("We don't deliver to London.", False),
        ("We ship to Brazil.", False),
        ("We don't deliver to Europe.", False),
        ("我们不寄巴西。", True),
        ("我们不寄英国。", False),
        ("我们寄巴西。", False),
    ],
)
def test_places_not_named_are_not_served(text: str, right: bool) -> None:
    assert passes(text) == right
