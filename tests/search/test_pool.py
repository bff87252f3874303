"""Limiting and counting candidates as arrays gives what looking at each gives."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.search.stored.pieces import build, documents, fresh_home, piece

from mercery.core.money import Money
from mercery.search.filters import Filters, Offer, facet_groups, fits
from mercery.search.index import open_index, update
from mercery.search.measures import MeasureLimit
from mercery.search.pool import Pool


@dataclass(frozen=True)
class Priced:
    """An offer of one price."""

    low: Money
    available: bool
    on_sale: bool = False

    def among(self, wanted: Mapping[str, Collection[str]], /) -> Offer | None:
        return self


_COLOURS = st.sampled_from(("black", "red", "green"))
_FILTERS = st.builds(
    Filters,
    facets=st.dictionaries(
        st.sampled_from(("colour", "style")), st.lists(st.sampled_from(("black", "red", "tote", "lamp", "none")), min_size=1, max_size=2).map(tuple)
    ),
    excluded=st.dictionaries(st.sampled_from(("colour", "style")), st.just(("red",)), max_size=1),
    price_max=st.none() | st.integers(0, 1_000),
    in_stock=st.booleans(),
    measures=st.lists(
        st.builds(
            MeasureLimit,
            key=st.just("measure:weight"),
            names=st.just(("weight",)),
            dimension=st.just("mass"),
            low=st.none() | st.just(Decimal(300)),
            high=st.none() | st.just(Decimal(500)),
        ),
        max_size=1,
    ).map(tuple),
)  # fmt: skip
_ROWS = st.lists(
    st.tuples(st.sampled_from(("tote", "lamp")), _COLOURS, st.sampled_from((100, 400))), min_size=1, max_size=8
)


@settings(max_examples=25, deadline=None)
@given(_ROWS, _FILTERS, st.integers(0, 3))
def test_a_pool_keeps_and_counts_what_fits_one_by_one(
    made: list[tuple[str, str, int]], filters: Filters, changed: int
) -> None:
    pieces = {number: piece(number, title, colour, grams) for number, (title, colour, grams) in enumerate(made)}
    with fresh_home() as home:
        build(home, pieces)
        update(home, "shop", documents(*list(pieces.values())[:changed]), [])
        rows = open_index(home, "shop").rows
    pool = Pool(rows, np.flatnonzero(~rows.gone), np.arange(len(pieces), 0, -1, dtype=np.float64))
    offers: dict[str, Offer] = {
        one.product_id: Priced(Money(100 * place, "EUR"), available=place % 2 == 0)
        for place, one in enumerate(pool)
        if place % 4 != 3
    }
    alone = tuple(pool)
    assert [one.product_id for one in alone] == pool.product_ids
    fitting = [one for one in alone if fits(one, filters, offers.get(one.product_id))]
    assert list(pool.within(filters, offers)) == fitting
    assert pool.any_within(filters, offers) == bool(fitting)
    assert [one for one, _ in pool.valued(filters, offers)] == [one.product_id for one in fitting]
    assert facet_groups(pool, filters, offers, rows.labels) == facet_groups(alone, filters, offers, rows.labels)


def test_part_of_a_pool_is_a_pool_in_the_order_asked_for(home: Path) -> None:
    build(home, {number: piece(number, "tote") for number in range(4)})
    rows = open_index(home, "shop").rows
    pool = Pool(rows, np.arange(4), np.array([4.0, 3.0, 2.0, 1.0]))
    turned = pool.taken(np.array([2, 0]))
    assert [one.product_id for one in turned] == ["prod_0002", "prod_0000"]
    assert [one.score for one in turned] == [2.0, 4.0] and [one.product_id for one in pool[1:3]] == pool.product_ids[
        1:3
    ]
