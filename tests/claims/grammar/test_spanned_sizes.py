"""Sizes that stand for several numbers, pieces counted as both or a pair, halves of what a sibling measures, the last day of a code."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from tests.assistant.shop import NOW, catalogue
from tests.claims.grammar.judging import passes
from tests.claims.grammar.rules_of_a_house import passes as passes_in_the_house

from mercery.catalog.facts import product_facts
from mercery.claims.gate import Gate
from mercery.claims.grounds import grounds
from mercery.core.i18n import Words


@cache
def _gate() -> Gate:
    """Shoes in two sizes of several numbers each."""
    shoes = next(one for one in catalogue() if one.id.endswith("lido-men"))
    sizes = (Words("M (39-41)"), Words("L (42-44)"))
    spanned = replace(
        shoes,
        variants=tuple(
            replace(one, options={**one.options, "size": size}) for one, size in zip(shoes.variants, sizes, strict=True)
        ),
    )
    return Gate(grounds(product_facts(spanned), now=NOW, timezone="Europe/Paris"))


@pytest.mark.parametrize(
    ("text", "true"),
    [
        ("Size L fits feet 42 to 44.", True),
        ("42到44的脚拿L码。", True),
        ("L码对应42到44。", True),
        ("Size L fits feet 42 to 45.", False),
        ("Size M fits feet 42 to 44.", False),
        ("Size L does not fit feet 42 to 44.", False),
        ("39到44的脚拿L码。", False),
        ("Only size L fits feet 42 to 44.", False),
    ],
)
def test_a_size_stands_for_the_numbers_its_name_gives(text: str, true: bool) -> None:
    variant = next(one.id for item in catalogue() for one in item.variants if "lido-men" in one.id)
    lang = "en" if text.isascii() else "zh"
    assert _gate().check(text, lang, about=variant).passed is true  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "true"),
    [
        ("LINDEN15 is valid until Friday 4 December.", True),
        ("LINDEN15 runs through the 4th.", True),
        ("LINDEN15 ends on Friday 4 December.", True),
        ("LINDEN15 is valid until Monday 4 December.", False),
        ("LINDEN15 is valid until the 5th.", False),
        ("LINDEN15 is not valid until Friday 4 December.", False),
        ("LINDEN15 starts on Friday 4 December.", False),
        ("寄英国跟德国一样，一到两个工作日就到。", False),
        ("Both totes close with a magnet.", False),
        ("Both Harbour totes are lined with cotton.", False),
    ],
)
def test_days_places_and_both(text: str, true: bool) -> None:
    assert passes_in_the_house(text) is true


def test_a_pair_of_things_is_two_of_them() -> None:
    tote = next(one.id for item in catalogue() for one in item.variants if "harbour-tote" in one.id)
    assert passes("It has a pair of inside pockets.", tote)
    assert not passes("It has a trio of inside pockets.", tote)
