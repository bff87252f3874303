"""What the catalogue says under its own labels, and towns no lexicon knows, may be said; anything beside it may not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from mercery.catalog.facts import product_facts
from mercery.catalog.product import Attribute, Product
from mercery.claims.gate import Gate
from mercery.claims.grounds import grounds
from mercery.claims.values import Dimensions, Quantity, Text
from mercery.core.i18n import Words

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def _attribute(name: str, en: str, zh: str, value: Quantity | Dimensions | Text) -> Attribute:
    return Attribute(name=name, label=Words(en, zh), value=value)


BAG = Product(
    key="arcade", handle="arcade", id="arcade", title=Words("Arcade Bag", "Arcade 手提包"), updated_at=NOW,
    attributes=(
        _attribute("handle_drop", "Handle drop", "提手高", Quantity(Decimal(16), "cm")),
        _attribute("strap_length", "Strap length", "肩带长", Quantity(Decimal(95), "cm", Decimal(125))),
        _attribute("weight", "Weight", "重量", Quantity(Decimal(780), "g")),
        _attribute("origin", "Made in", "产地", Text(Words("Ubrique, Spain", "西班牙乌夫里克"))),
        _attribute("closure", "Closure", "开合", Text(Words("turn lock", "旋转锁扣"))),
    ),
)  # fmt: skip


def _gate() -> Gate:
    other = replace(BAG, id="other", key="other", handle="other", title=Words("Other Bag", "另一手提包"), attributes=())
    facts = [fact for product in (BAG, other) for fact in product_facts(product)]
    return Gate(grounds(facts, now=NOW, timezone="Europe/Paris", complete=False))


@pytest.mark.parametrize(
    "text",
    [
        "The handle drop is 16 cm.", "A handle drop of 16 cm.", "The strap length is 95 to 125 cm.", "提手高16厘米。",
        "Weight: 780 g", "重量：780 克", "Closure: turn lock", "Made in: Ubrique, Spain",
        "It is made in Ubrique, Spain, and weighs 780 g.", "Made in Ubrique, Spain.", "产自西班牙乌夫里克。",
    ],
)  # fmt: skip
def test_what_the_catalogue_says_under_its_label_may_be_said(text: str) -> None:
    assert _gate().check(text, "en", about="arcade").passed


@pytest.mark.parametrize(
    "text",
    [
        "The handle drop is 17 cm.", "The handle drop is not 16 cm.", "The handle drop is less than 16 cm.",
        "The strap length is 16 cm.", "The strap length is 95 to 120 cm.", "提手高61厘米。", "Weight: 781 g",
        "Weight: 780 g, the lightest", "Closure: no turn lock", "It is made in Ubrique, France.", "It is made in Elda, Spain.",
        "It is not made in Ubrique, Spain.", "产自西班牙埃尔达。",
    ],
)  # fmt: skip
def test_nothing_beside_it_may_be_said(text: str) -> None:
    assert not _gate().check(text, "en", about="arcade").passed


def test_a_row_is_told_of_its_own_product_alone() -> None:
    assert not _gate().check("Weight: 780 g", "en", about="other").passed
    assert not _gate().check("Weight: 780 g", "en").passed
