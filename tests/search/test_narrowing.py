"""What is excluded inside the index, where there are too many candidates to look at each, is what is excluded outside it."""

import pytest
from tests.search.query.shelf import Shelf, demo_shelf, electronics_shelf

from mercery.search.filters import Filters
from mercery.search.matching import having_unwanted, match
from mercery.search.pool import Pool


@pytest.mark.parametrize(
    "excluded",
    [{"colour": ("black",)}, {"colour": ("black", "navy", "gold")}, {"brand": ("maison-aurelle",)},
     {"made_of": ("main.grained-calfskin", "lining.cotton")}, {"category": ("bags",), "colour": ("red",)}],
)  # fmt: skip
def test_the_index_excludes_as_the_limits_do(excluded: dict[str, tuple[str, ...]]) -> None:
    index, spelling = demo_shelf().shop.index, demo_shelf().shop.spelling
    every = match(index, [], spelling).candidates
    assert isinstance(every, Pool)
    outside = {one.product_id for one in every.within(Filters(excluded=excluded), {})}
    inside = {one.product_id for one in match(index, [], spelling, excluded=excluded).candidates}
    assert inside == outside and inside


def test_an_unwanted_word_is_looked_for_in_name_kind_and_attributes_not_in_descriptions() -> None:
    index, spelling = electronics_shelf().shop.index, electronics_shelf().shop.spelling
    assert _titles(electronics_shelf(), having_unwanted(index, ("wireless",)).tolist()) == {
        "Corvane WH-900XM Wireless Headphones"
    }
    assert not having_unwanted(index, ("adapt",)).size
    left = match(index, [], spelling, unwanted=("wireless", "lumio book")).candidates
    assert len(left) == len(index.rows) - 3


def _titles(shelf: Shelf, numbers: list[int]) -> set[str]:
    return {shelf.shop.index.rows.titles(number)[0] for number in numbers}
