"""Typed values from what shops write."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.catalog.attributes import dimensions, materials, quantity, typed_attribute
from mercery.claims.values import Dimensions, Quantity, Text, value_from_json, value_to_json


@pytest.mark.parametrize(
    ("label", "text", "value"),
    [
        ("Diameter", "36 mm", Quantity(Decimal(36), "mm")),
        ("Weight", "0.78 kg", Quantity(Decimal("0.78"), "kg")),
        ("重量", "780 克", Quantity(Decimal(780), "g")),
        ("weight_g", "4.2", Quantity(Decimal("4.2"), "g")),
        ("Weight (kg)", "1,5", Quantity(Decimal("1.5"), "kg")),
        ("Water resistance", "5 atm / 50 m", Quantity(Decimal(50), "m")),
        ("warranty", "2-3 years", Quantity(Decimal(2), "year", Decimal(3))),
        ("Dimensions", "27 × 19 × 9 cm", Dimensions((Decimal(27), Decimal(19), Decimal(9)), "cm")),
        ("Size", "L 29 x W 13 x H 11 in", Dimensions((Decimal(29), Decimal(13), Decimal(11)), "in")),
    ],
)
def test_units_are_read(label: str, text: str, value: object) -> None:
    attribute = typed_attribute(label, text)
    assert attribute and attribute.value == value


@pytest.mark.parametrize(
    "text", ["17 cm plus 2 cm extender", "about 36 mm", "30 cm x 2 in", "3-1 kg", "hand-rolled edges"]
)
def test_what_is_not_only_a_measure_stays_text(text: str) -> None:
    attribute = typed_attribute("notes", text)
    assert attribute and isinstance(attribute.value, Text) and attribute.value.words.en == text


def test_materials_have_parts_and_shares() -> None:
    assert [(p.part, p.material.en, p.percent) for p in materials("Leather; cotton lining").parts] == [
        ("main", "Leather", None),
        ("lining", "cotton", None),
    ]
    assert [(p.material.en, p.percent) for p in materials("80% wool, 20% silk").parts] == [
        ("wool", Decimal(80)),
        ("silk", Decimal(20)),
    ]
    assert materials("gold vermeil; contains no ruby").parts[1].part == "note"
    assert [(p.part, p.material.zh) for p in materials("面料：羊毛；里料：真丝").parts] == [
        ("main", "羊毛"),
        ("lining", "真丝"),
    ]


@given(st.decimals(min_value=0, max_value=9999, places=2), st.sampled_from(["mm", "cm", "kg", "g", "ml"]))
def test_a_measure_written_is_read_as_itself(number: Decimal, unit: str) -> None:
    assert quantity(f"{number} {unit}") == Quantity(number, unit)  # type: ignore[arg-type]


@given(st.lists(st.integers(1, 999), min_size=2, max_size=4))
def test_sides_written_are_read_as_themselves(sides: list[int]) -> None:
    assert dimensions(" x ".join(str(side) for side in sides) + " cm") == Dimensions(
        tuple(Decimal(side) for side in sides), "cm"
    )


@given(st.text(max_size=60), st.sampled_from(["material", "dimensions", "weight", "notes"]))
def test_no_text_breaks_the_reader_or_its_json(text: str, label: str) -> None:
    attribute = typed_attribute(label, text)
    if attribute:
        assert value_from_json(value_to_json(attribute.value)) == attribute.value


def test_two_parts_of_one_material_are_both_of_it() -> None:
    found = materials("stainless steel case and bracelet; sapphire crystal").parts
    assert [(one.part, one.material.en) for one in found] == [
        ("case", "stainless steel"),
        ("strap", "stainless steel"),
        ("glass", "sapphire"),
    ]
