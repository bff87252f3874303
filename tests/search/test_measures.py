"""Amounts in a query are compared as numbers."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.demo.catalogue import demo_products
from mercery.search.measures import MARK, Known, MeasureLimit, amounts
from mercery.search.reading import Lexicon, Reading, read

PRODUCTS = [one.product for one in demo_products(date(2026, 11, 25))]
ROWS = {product.key: frozenset(text for text, _ in amounts(product)) for product in PRODUCTS}
KNOWN = Known(
    measured=tuple(dict.fromkeys(of for product in PRODUCTS for _, of in amounts(product))),
    amounts=frozenset().union(*ROWS.values()),
)


def reading(query: str, kept: tuple[str, ...] = ()) -> Reading:
    return read(query, Lexicon([], KNOWN), currency="EUR", kept_as_words=kept)


def meeting(query: str) -> set[str]:
    limits = reading(query).filters.measures
    assert limits, query
    return {key for key, row in ROWS.items() if all(limit.met_by(row) for limit in limits)}


@pytest.mark.parametrize("query", ["a bag that fits a 13-inch laptop", '13" laptop bag', "能放13寸电脑的包"])
def test_what_fits_more_fits_too_and_what_fits_less_does_not(query: str) -> None:
    found = meeting(query)
    assert {"work-tote"} <= found and "soft-tote" not in found and "saddle-bag" not in found


def test_an_amount_belongs_to_the_attribute_the_query_names() -> None:
    found = meeting("heel under 70 mm")
    assert "giulia-slingback" in found and "giulia-pump" not in found and "heure-36" not in found


def test_without_a_name_any_attribute_of_that_amount_will_do() -> None:
    assert "heure-36" in meeting("36 mm watch") and "heure-40" not in meeting("36 mm watch")


def test_an_amount_nothing_has_stays_a_word() -> None:
    assert reading("18 carat gold").filters.measures == ()


def test_a_measure_is_shown_and_can_be_taken_away() -> None:
    part = next(part for part in reading("13-inch laptop").parts if part.kind == "measure")
    assert (part.label.en, part.label.zh) == ("Fits a laptop: at least 13 in", "可放笔记本电脑：至少 13 英寸")
    assert reading("13-inch laptop", (part.key,)).filters.measures == ()


def test_a_laptop_without_its_size_asks_that_one_fits() -> None:
    assert meeting("bag for a laptop") == {key for key, row in ROWS.items() if any("laptop_fit" in one for one in row)}


@given(st.integers(1, 5000), st.integers(1, 5000), st.integers(1, 5000))
def test_a_range_is_met_exactly_when_it_overlaps(low: int, high: int, value: int) -> None:
    low, high = sorted((low, high))
    limit = MeasureLimit(key="k", names=("x",), dimension="length", low=Decimal(low), high=Decimal(high))
    assert limit.met_by({f"{MARK}x|length|{value}|{value}"}) == (low <= value <= high)
    assert not limit.met_by({f"{MARK}y|length|{value}|{value}"}) and not limit.met_by({"colour=black"})
