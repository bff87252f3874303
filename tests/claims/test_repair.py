"""A blocked sentence comes back with what it spoke of: each attribute, truly, and nothing of another product."""

from __future__ import annotations

from tests.assistant.shop import NOW
from tests.claims.gate_shop import gate, shop_grounds
from tests.claims.grammar.judging import DAWN, SOFT
from tests.claims.grammar.rules_of_a_house import house

from mercery.claims.gate import Gate
from mercery.claims.repair import MOST, repaired
from mercery.claims.wording import Voice


def _repair(text: str, about: str) -> list[str]:
    verdict = gate().check(text, "en", about=about)
    assert not verdict.passed
    return [one.text for one in repaired(verdict, shop_grounds(), Voice(lang="en", now=NOW, timezone="Europe/Paris"))]


def test_every_attribute_spoken_of_is_told() -> None:
    told = " ".join(_repair("It weighs 500 g, is lined with cotton and costs €1,480.", SOFT))
    assert "640 g" in told and "suede" in told and "€1,480" in told


def test_what_is_not_spoken_of_is_not_told() -> None:
    told = " ".join(_repair("It runs for 90 hours on a full wind.", DAWN))
    assert "42 hours" in told and "€" not in told and "stock" not in told


def test_no_more_than_a_few_are_told() -> None:
    assert (
        len(_repair("It weighs 500 g, is made of silk, costs €3, is sold out and was made in Peru.", SOFT)) <= MOST + 1
    )


def test_what_is_said_of_a_rule_comes_back_with_its_own_text() -> None:
    verdict = Gate(house()).check("Gift wrapping costs nine euros per item.", "en")
    voice = Voice(lang="en", now=NOW, timezone="Europe/Berlin")
    assert not verdict.passed
    assert [one.text for one in repaired(verdict, house(), voice)] == [
        "Gift wrapping costs EUR 4 per item. It includes a handwritten card."
    ]
    other = Gate(house()).check("We offer yoga classes in our garden.", "en")
    assert not other.passed and repaired(other, house(), voice) == ()
