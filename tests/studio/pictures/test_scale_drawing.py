"""Drawings to scale from recorded measures."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.studio.pictures.goods import goods

from mercery.catalog.facts import product_facts
from mercery.catalog.product import Attribute, Product
from mercery.claims.values import Dimensions
from mercery.core.i18n import Words
from mercery.studio.pictures.scale.drawing import ScaleDrawing, scale_drawing
from mercery.studio.pictures.scale.measured import measured
from mercery.studio.pictures.scale.outline import Stroke
from mercery.studio.pictures.scale.view import BLOCK, FRONT, SIDE
from mercery.studio.pictures.scale.views import views


def drawn(product: Product, lang: str = "en") -> ScaleDrawing | None:
    return scale_drawing(product, product_facts(product), "zh" if lang == "zh" else "en")


def sized(key: str, sides: str) -> Product:
    """A product with other dimensions, in centimetres."""
    product = goods()[key]
    value = Dimensions(tuple(Decimal(side) for side in sides.split("x")), "cm")
    kept = [one for one in product.attributes if one.name != "dimensions"]
    return replace(product, attributes=(*kept, Attribute(name="dimensions", label=Words("Dimensions"), value=value)))


def names(product: Product) -> list[Words]:
    return [view.name for view in views(measured(product, product_facts(product), "en"))]


@pytest.mark.parametrize(
    ("key", "beside", "figures"),
    [
        ("saddle-bag", "A4 sheet", {"27 cm", "19 cm", "9 cm", "16 cm"}),
        ("heure-36", "1 euro coin", {"36 mm", "8.4 mm"}),
        ("ring-trace", "1 euro coin", {"17.2 mm", "3 mm"}),
        ("carre-deco", "A4 sheet", {"90 cm"}),
        ("giulia-slingback", "A4 sheet", {"65 mm"}),
        ("figuier-no4", "Bank card", {"3.7 cm", "4.6 cm"}),
        ("vase-bouteille", "A4 sheet", {"16 cm", "31 cm"}),
    ],
)
def test_each_kind_of_goods_has_its_drawing(key: str, beside: str, figures: set[str]) -> None:
    drawing = drawn(goods()[key])
    assert drawing is not None
    assert {label.text for label in drawing.labels if label.voice in ("figure", "computed")} == figures
    assert beside in {label.text for label in drawing.labels if label.voice == "reference"}
    assert all(label.fact_id for label in drawing.labels if label.voice in ("figure", "computed"))
    assert beside in drawing.description


def test_what_was_worked_out_is_told_apart() -> None:
    drawing = drawn(goods()["ring-trace"])
    assert drawing and [label.text for label in drawing.labels if label.voice == "computed"] == ["17.2 mm"]


def ends(stroke: Stroke) -> list[tuple[float, float]]:
    """The points a path passes, without the handles of its curves."""
    return [(points[-2], points[-1]) for _, points in stroke.path if points]


def test_the_piece_and_the_reference_are_at_one_scale() -> None:
    drawing = drawn(goods()["carre-deco"])
    assert drawing is not None

    def high(style: str) -> float:
        return max(
            max(y for _, y in ends(one)) - min(y for _, y in ends(one)) for one in drawing.strokes if one.style == style
        )

    assert high("reference") / high("body") == pytest.approx(29.7 / 90, rel=0.001)


def test_a_bag_whose_sides_cannot_be_told_apart_is_a_block() -> None:
    assert names(sized("saddle-bag", "29x13x11")) == [BLOCK]
    assert names(sized("saddle-bag", "30x22x9")) == [FRONT, SIDE]
    assert names(sized("saddle-bag", "36x14x28")) == [FRONT, SIDE]


def test_nothing_is_drawn_where_nothing_was_measured() -> None:
    assert drawn(goods()["studs-verte"]) is None


@given(
    st.sampled_from(["saddle-bag", "card-wallet", "carre-deco", "vase-bouteille", "tray-comptoir", "throw-merino"]),
    st.lists(st.decimals("0.5", "300", places=1), min_size=2, max_size=3),
)
def test_whatever_the_measures_everything_stays_on_the_paper(key: str, sides: list[Decimal]) -> None:
    drawing = drawn(sized(key, "x".join(str(side) for side in sides)))
    if drawing is None:
        return
    points = [at for stroke in drawing.strokes for at in ends(stroke)]
    assert all(-1 <= x <= drawing.width + 1 and -1 <= y <= drawing.height + 1 for x, y in points)
