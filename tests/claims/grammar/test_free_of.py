"""What a piece is free of, by a flag that says so or denies it."""

import pytest
from tests.guide.goods import NOW, product

from mercery.catalog.facts import product_facts
from mercery.claims.gate import Gate
from mercery.claims.grounds import grounds


def passes(text: str, *, nut_free: bool) -> bool:
    cream = product("cream", title="Plain Cream", category="Beauty", flags={"nut_free": nut_free})
    gate = Gate(grounds(list(product_facts(cream)), now=NOW, timezone="Europe/Paris"))
    return gate.check(text, "en", about=cream.id).passed


def test_what_is_free_of_something_may_be_said_to_be() -> None:
    assert passes("The Plain Cream is nut-free.", nut_free=True)


@pytest.mark.parametrize(
    "text", ["The Plain Cream is nut-free.", "The Plain Cream is free of nut oil.", "The Plain Cream contains no nuts."]
)
def test_a_denied_freedom_is_no_absence(text: str) -> None:
    assert not passes(text, nut_free=False)


def test_an_alloy_is_free_of_nickel_only_by_the_word_of_the_shop() -> None:
    for flags, holds in (({}, False), ({"nickel_free": False}, False), ({"nickel_free": True}, True)):
        ring = product("ring", title="Round Ring", category="Jewellery", material="brass", flags=flags)
        gate = Gate(grounds(list(product_facts(ring)), now=NOW, timezone="Europe/Paris"))
        for text in ("The Round Ring is nickel-free.", "The Round Ring contains no nickel."):
            assert gate.check(text, "en", about=ring.id).passed is holds, (flags, text)
