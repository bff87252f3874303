"""Values keep their meaning through JSON; what is no value is refused."""

import pytest
from hypothesis import given
from tests.catalog.strategies import VALUE
from tests.claims.building import euros, pieces

from mercery.claims.values import Statement, Value, value_from_json, value_to_json
from mercery.core.errors import Invalid
from mercery.core.i18n import Words


@given(VALUE)
def test_a_value_comes_back_as_it_was(value: Value) -> None:
    assert value_from_json(value_to_json(value)) == value


@pytest.mark.parametrize(
    "value",
    [
        euros(100),
        euros(100, 200),
        pieces(None),
        pieces(0),
        Statement(Words("30 days", "30 天"), (("days", 30), ("free", True))),
    ],
)
def test_prices_stock_and_statements_too(value: Value) -> None:
    assert value_from_json(value_to_json(value)) == value


@pytest.mark.parametrize(
    "data",
    [
        {}, {"kind": "nonsense"}, {"kind": "quantity", "low": "many", "unit": "g"}, {"kind": "price", "minor": "1.5", "currency": "EUR"},
        {"kind": "dimensions", "sides": "34", "unit": "cm"}, {"kind": "statement", "en": "x", "values": [1]}, {"kind": "stock", "quantity": "few"},
    ],
)  # fmt: skip
def test_what_is_no_value_is_refused_with_a_remedy(data: dict[str, object]) -> None:
    with pytest.raises(Invalid) as caught:
        value_from_json(data)
    assert caught.value.remedy
