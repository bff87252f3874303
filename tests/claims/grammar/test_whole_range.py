"""Over some of the shop's products the gate judges those, and says nothing of the range."""

from __future__ import annotations

import pytest
from tests.assistant.shop import NOW
from tests.claims.gate_shop import gate, shop_facts, variant

from mercery.claims.gate import Gate
from mercery.claims.grounds import grounds

TOTE, DAWN, STOLE = variant("harbour-tote", "black"), variant("dawn-36"), variant("jardin-stole", "grey")
SOME = ("prd_harbour-tote", "prd_harbour-soft-tote", "prd_dawn-36", "prd_jardin-silk-scarf", "prd_jardin-stole")


def partial() -> Gate:
    """The gate over five of the shop's products."""
    held = [fact for fact in shop_facts() if fact.subject.id in SOME or fact.subject.parent_id in SOME]
    return Gate(grounds(held, now=NOW, timezone="Europe/Paris", complete=False))


def passes(own: Gate, text: str, about: str | None) -> bool:
    return own.check(text, "zh" if "\u4e00" <= text[0] <= "\u9fff" else "en", about=about).passed


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("It weighs 780 g.", TOTE),
        ("The bag is grained calf leather, lined with cotton.", TOTE),
        ("It is the only colour in stock.", None),
        ("There are four black ones in stock.", TOTE),
        ("黑色还有四只。", TOTE),
        ("The Harbour Soft Tote is 140 g lighter than the Harbour Tote.", None),
        ("The Dawn 36 is water resistant to 30 metres.", None),
        ("Our Dawn 36 has a steel case.", None),
        ("85% modal, 15% cashmere.", STOLE),
    ],
)
def test_the_products_at_hand_are_judged_as_ever(text: str, about: str | None) -> None:
    assert passes(partial(), text, about) == passes(gate(), text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The Harbour Soft Tote is the lightest of our bags.", None),
        ("It's our lightest bag.", variant("harbour-soft-tote", "black")),
        ("港湾软托特包是我们最轻的包。", None),
        ("The Dawn 36 is the cheapest of our watches.", None),
        ("All our watches have a sapphire crystal.", None),
        ("All our watches are steel.", DAWN),
        ("Our watches have a leather strap.", DAWN),
        ("我们的腕表都是精钢表壳。", DAWN),
        ("Our bags are leather.", None),
        ("Both our bags are leather.", None),
        ("Both of our scarves can be dry cleaned.", None),
        ("None of our bags are canvas.", TOTE),
        ("Every bag of ours has a cotton lining.", TOTE),
        ("Only the Dawn 36 is hand-wound.", None),
        ("It is the only hand-wound watch we have.", DAWN),
        ("只有Dawn 36是手动上链的。", None),
        ("We have two bags in leather.", None),
    ],
)
def test_nothing_is_said_of_the_range(text: str, about: str | None) -> None:
    assert not passes(partial(), text, about)
