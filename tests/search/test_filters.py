"""Limits with what is not wanted: as arrays and one by one, and counts that say what a choice would leave."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.search.query.shelf import Shelf, clothes_shelf, demo_shelf, electronics_shelf

from mercery.search.filters import Candidate, Filters, Offer, facet_groups, fits
from mercery.search.pool import Pool


def pool(shelf: Shelf) -> Pool:
    """Everything the shop has."""
    rows = shelf.shop.index.rows
    return Pool(rows, np.arange(len(rows)), np.ones(len(rows)))


def titles(shelf: Shelf, filters: Filters) -> set[str]:
    """The names of what is within the limits."""
    every = pool(shelf)
    rows = every.rows.several(every.numbers)
    return {row.titles[0] or row.titles[1] for row, kept in zip(rows, every.mask(filters, {}), strict=True) if kept}


def test_an_unwanted_material_may_be_in_no_part() -> None:
    filters = electronics_shelf().read("laptop bag without leather").filters
    assert titles(electronics_shelf(), filters) == {"Canvas Sleeve"}


def test_of_an_unwanted_colour_another_one_has_to_be_left() -> None:
    filters = electronics_shelf().read("headphones not black").filters
    assert titles(electronics_shelf(), filters) == {
        "Corvane WH-900XM Wireless Headphones",
        "Tallow R2 Studio Headphones",
    }


def test_an_unwanted_brand_is_not_there() -> None:
    filters = clothes_shelf().read("除了雲間以外", currency="CNY").filters
    assert titles(clothes_shelf(), filters) == {"帆布托特包", "軟皮單肩包"}


@dataclass(frozen=True)
class _Kept:
    """An offer that remembers what was asked of its variants."""

    asked: dict[str, list[str]]
    available: bool = True
    on_sale: bool = False

    @property
    def low(self) -> object:
        raise AssertionError

    def among(self, wanted: dict[str, list[str]]) -> "_Kept":
        return replace(
            self, asked={name: sorted(values) for name, values in wanted.items()}, available="red" in wanted["colour"]
        )


def test_price_and_stock_are_asked_of_the_colours_that_are_left() -> None:
    one = Candidate(product_id="p", score=1.0, values=frozenset({"colour=black", "colour=red"}))
    offer: Offer = _Kept({})  # type: ignore[assignment]
    assert fits(one, Filters(excluded={"colour": ("black",)}, in_stock=True), offer)
    assert not fits(one, Filters(excluded={"colour": ("red",)}, in_stock=True), offer)


VALUES = st.sampled_from(["black", "navy", "white", "red", "gold", "bordeaux"])
CATEGORIES = st.sampled_from(["bags", "bags/totes", "watches", "shoes/flats", "eyewear/sunglasses"])
MADE_OF = st.sampled_from(
    ["main.grained-calfskin", "lining.cotton", "main.silk-twill", "strap.calfskin", "main.lambskin"]
)


@st.composite
def limits(draw: st.DrawFn) -> Filters:
    facets = {"colour": draw(st.lists(VALUES, max_size=2)), "category": draw(st.lists(CATEGORIES, max_size=2))}
    excluded = {
        "colour": draw(st.lists(VALUES, max_size=2)), "category": draw(st.lists(CATEGORIES, max_size=1)),
        "made_of": draw(st.lists(MADE_OF, max_size=2)),
    }  # fmt: skip
    return Filters(
        facets={name: tuple(values) for name, values in facets.items() if values},
        excluded={name: tuple(values) for name, values in excluded.items() if values},
    )


@settings(max_examples=80, deadline=None)
@given(limits())
def test_arrays_and_single_candidates_agree(filters: Filters) -> None:
    every = pool(demo_shelf())
    assert every.mask(filters, {}).tolist() == [fits(one, filters, None) for one in every]


@settings(max_examples=40, deadline=None)
@given(limits())
def test_the_count_of_a_value_is_what_choosing_it_would_leave(filters: Filters) -> None:
    every = pool(demo_shelf())
    for group in facet_groups(every, filters, {}, every.rows.labels):
        if group.name not in ("colour", "category", "brand"):
            continue
        for choice in group.choices:
            chosen = replace(filters, facets={**filters.facets, group.name: (choice.value,)})
            assert int(every.mask(chosen, {}).sum()) == choice.count, (group.name, choice)


def test_what_is_not_wanted_is_no_choice() -> None:
    every = pool(demo_shelf())
    groups = facet_groups(every, Filters(excluded={"colour": ("black",)}), {}, every.rows.labels)
    colours = next(group for group in groups if group.name == "colour")
    assert "black" not in {choice.value for choice in colours.choices}
    assert not {"made_of", "collection"} & {group.name for group in groups}


@pytest.mark.parametrize("name", ["excluded", "unwanted"])
def test_denials_count_as_limits_and_join(name: str) -> None:
    one = Filters(excluded={"brand": ("a",)}, unwanted=("logo",))
    both = one.joined(Filters(excluded={"colour": ("red",)}, unwanted=("zip", "logo")))
    assert both.excluded == {"brand": ("a",), "colour": ("red",)} and both.unwanted == ("logo", "zip")
    assert not one.empty and getattr(both, name)
