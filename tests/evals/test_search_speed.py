"""The catalogue search is measured by, and the figures made of what was measured."""

from __future__ import annotations

import numpy as np

from mercery.evals.search_catalogue import product, products, queries
from mercery.evals.search_engines import Asked
from mercery.evals.search_speed import figures_of, made_up_vector


def test_a_product_is_the_same_whoever_makes_it_and_unlike_the_next() -> None:
    assert product(7, 4) == next(products(7, 1, 4)) != product(8, 4)
    assert len({one.handle for one in products(0, 50, 1)}) == 50
    assert all(one.title.zh and one.description.zh and len(one.variants) == 3 for one in products(0, 20, 3))


def test_no_query_comes_twice_and_both_languages_are_asked_in() -> None:
    asked = queries(300, 500)
    assert len({one.text for one in asked}) == 300
    assert {one.lang for one in asked} == {"en", "zh"}
    assert {"name", "attributes", "price", "typo", "question", "mixed", "sku"} <= {one.kind for one in asked}


def test_made_up_vectors_have_length_one_and_lie_near_those_of_their_kind() -> None:
    rows = np.stack([made_up_vector(number) for number in range(60)])
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    kinds = [product(number, 1).category for number in range(60)]
    same = [float(rows[a] @ rows[b]) for a in range(60) for b in range(a) if kinds[a] == kinds[b]]
    other = [float(rows[a] @ rows[b]) for a in range(60) for b in range(a) if kinds[a] != kinds[b]]
    assert min(same) > max(other)


def test_figures_name_the_middle_and_the_slowest_of_a_hundred() -> None:
    asked = Asked(
        ms=tuple(float(one) for one in range(1, 101)),
        cpu_ms=(2.0,) * 100,
        found=50,
        seconds=1,
        opened_s=0.5,
        own_mb=90,
        mapped_mb=120,
    )
    figures = figures_of(asked, 250)
    assert (
        figures["p50_ms"] == 50.5
        and figures["p99_ms"] == 100
        and figures["cpu_p99_ms"] == 2
        and figures["found_something"] == 0.5
    )
    assert figures["queries_per_s"] == 250
