"""A general word (a bag, a ring, women's shoes) means every piece of the kind, not the one that has the word in its name."""

from __future__ import annotations

import pytest
from tests.claims.gate_shop import shop_grounds
from tests.claims.grammar.judging import passes

from mercery.claims.grammar.kinds import covers


def _made_of(kind: str, words: str) -> set[bool]:
    """Whether pieces of the kind have the words in their texts."""
    goods = [view for view in shop_grounds().products.values() if covers(kind, view)]
    return {any(words in clause.text for clause in view.clauses) for view in goods}


def test_the_shop_has_bags_and_scarves_of_several_materials() -> None:
    assert _made_of("bag", "lambskin") == {True, False}
    assert _made_of("scarf", "silk") == {True, False}


@pytest.mark.parametrize(
    "text",
    [
        "Our bags are made of lambskin.",
        "All bags are made in Spain.",
        "None of our bags comes from Spain.",
        "There is no bag from Spain.",
        "Our scarves are silk.",
        "Scarves are silk.",
        "我们的包都是小羊皮的。",
        "围巾都是真丝的。",
        "女鞋都偏小。",
        "女款都偏小。",
    ],
)
def test_what_holds_of_some_is_not_told_of_all(text: str) -> None:
    assert not passes(text)
