"""That a piece does not come in a colour is said only where its colours are on record and that one is not among them."""

from __future__ import annotations

import pytest
from tests.assistant.shop import NOW

from mercery.catalog.facts import product_facts
from mercery.catalog.product import Attribute, Option, Product, Variant
from mercery.claims.gate import Gate
from mercery.claims.grounds import grounds
from mercery.claims.values import MaterialPart, Materials, Text
from mercery.core.i18n import Words

CANVAS = Attribute(
    name="material", label=Words("Material", "材质"), value=Materials((MaterialPart("main", Words("canvas", "帆布")),))
)
GREY = Words("grey", "灰色")


def gate_of(**more: object) -> Gate:
    product = Product(
        key="box", handle="box", id="box", title=Words("Box Bag", "盒包"), updated_at=NOW,
        **{"attributes": (CANVAS,), "variants": (Variant(sku="box", id="box-1", updated_at=NOW),)} | more,  # type: ignore[arg-type]
    )  # fmt: skip
    return Gate(grounds(product_facts(product), now=NOW, timezone="Europe/Paris"))


as_option = gate_of(
    options=(Option(name="colour", label=Words("Colour", "颜色"), values=(GREY,)),),
    variants=(Variant(sku="box", id="box-1", options={"colour": GREY}, updated_at=NOW),),
)
as_attribute = gate_of(
    attributes=(CANVAS, Attribute(name="colour", label=Words("Colour", "颜色"), value=Text(Words("gray", "灰色"))))
)
unknown = gate_of()


@pytest.mark.parametrize("gate", [as_option, as_attribute, unknown], ids=["option", "attribute", "unknown"])
@pytest.mark.parametrize("text", ["The colour is not gray.", "The Box Bag is not grey."])
def test_the_colour_it_has_or_may_have_is_not_denied(gate: Gate, text: str) -> None:
    assert not gate.check(text, "en", about="box").passed


@pytest.mark.parametrize("gate", [as_option, as_attribute], ids=["option", "attribute"])
def test_another_colour_may_be_denied(gate: Gate) -> None:
    assert gate.check("The Box Bag is not black.", "en", about="box").passed
