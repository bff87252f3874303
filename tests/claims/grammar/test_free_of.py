"""What a piece is free of, by a flag that says so or denies it."""

from dataclasses import replace

import pytest
from tests.guide.goods import NOW, product

from mercery.catalog.facts import product_facts
from mercery.claims.gate import Gate
from mercery.claims.grounds import grounds
from mercery.core.i18n import Lang, Words


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


def _ring_passes(text: str, lang: Lang) -> bool:
    """Whether a ring that the shop calls free of nickel and of nuts may be spoken of so."""
    flags = {"nickel_free": True, "nut_free": True}
    plain = product("ring", title="Round Ring", category="Jewellery", material="brass", flags=flags)
    ring = replace(plain, title=Words("Round Ring", "圆环戒指"))
    gate = Gate(grounds(list(product_facts(ring)), now=NOW, timezone="Europe/Paris"))
    return gate.check(text, lang, about=ring.id).passed


@pytest.mark.parametrize(
    "text",
    [
        "The Round Ring is not nickel-free.",
        "The Round Ring isn't nickel free.",
        "The Round Ring is never nickel-free.",
        "The Round Ring is no nickel-free ring.",
        "The Round Ring is far from nickel-free.",
        "The Round Ring is hardly nickel-free.",
        "The Round Ring is brass, not nickel-free.",
        "Nickel-free it is not.",
        "The Round Ring is not free of nickel.",
        "The Round Ring is not without nickel.",
        "The Round Ring is not leather-free.",
        "The Round Ring is not nut-free.",
    ],
)
def test_a_denied_freedom_contradicts_a_shop_that_grants_it(text: str) -> None:
    assert not _ring_passes(text, "en")


@pytest.mark.parametrize(
    "text", ["圆环戒指不是不含镍。", "圆环戒指并非不含镍。", "圆环戒指不是无镍的。", "圆环戒指绝非无镍。"]
)
def test_a_denied_freedom_contradicts_in_chinese_too(text: str) -> None:
    assert not _ring_passes(text, "zh")


def test_the_granted_freedom_may_be_told_in_both_languages() -> None:
    for text in ("The Round Ring is nickel-free.", "The Round Ring is free of nickel.", "It is nut-free."):
        assert _ring_passes(text, "en"), text
    for text in ("圆环戒指不含镍。", "圆环戒指无镍。"):
        assert _ring_passes(text, "zh"), text
