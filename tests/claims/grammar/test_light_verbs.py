"""A verb that only ties may not tie an amount of another kind."""

from __future__ import annotations

import pytest
from tests.claims.building import BAG, euros, fact, grams, voice

from mercery.claims.gate import Gate
from mercery.claims.grounds import grounds

FACTS = (fact("price", euros(15900), variant="v"), fact("weight", grams("780")))


def passes(text: str) -> bool:
    now = voice()
    gate = Gate(grounds(FACTS, now=now.now, timezone=now.timezone))
    return gate.check(text, "en", about=BAG.product_id).passed


@pytest.mark.parametrize("text", ["It weighs 780 g.", "The Harbour Tote weighs in at 780 g.", "It costs €159."])
def test_a_verb_of_measure_ties_its_own_measure(text: str) -> None:
    assert passes(text)


@pytest.mark.parametrize("text", ["It weighs €159.", "The Harbour Tote weighs just €159.", "It costs 780 g."])
def test_and_no_other(text: str) -> None:
    assert not passes(text)
