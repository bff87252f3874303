"""An index that was changed piece by piece says what one built anew says."""

from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.search.stored.pieces import WORDS, build, documents, fresh_home, piece, said

from mercery.ai.hashed_embedder import HashedEmbedder
from mercery.catalog.product import Product, Variant
from mercery.search.index import open_index, update
from mercery.search.stored.vectors import put
from mercery.search.stored.versions import Updated

_NUMBERS = st.integers(0, 7)
_PIECES = st.builds(
    piece,
    _NUMBERS,
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
    st.sampled_from(("black", "red")),
    st.sampled_from((100, 300, 900)),
)
_CHANGES = st.lists(st.tuples(st.lists(_PIECES, max_size=3), st.sets(_NUMBERS, max_size=2)), max_size=5)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_PIECES, max_size=6), _CHANGES)
def test_after_any_changes_an_index_says_what_one_built_anew_says(
    at_first: list[Product], changes: list[tuple[list[Product], set[int]]]
) -> None:
    with fresh_home() as home:
        pieces = {int(one.key): one for one in at_first}
        build(home, pieces)
        reader = open_index(home, "shop")
        for changed, gone in changes:
            fresh = {int(one.key): one for one in changed}
            removed = gone - fresh.keys()
            update(home, "shop", documents(*fresh.values()), [f"prod_{number:04d}" for number in removed])
            pieces = {number: one for number, one in {**pieces, **fresh}.items() if number not in removed}
        by_reader, opened_now = said(reader), said(open_index(home, "shop"))
        build(home, pieces)
        assert by_reader == opened_now == said(open_index(home, "shop"))
        assert int((~reader.rows.gone).sum()) == len(pieces)


def test_a_reader_sees_a_change_of_another_process_with_its_next_search(home: Path) -> None:
    build(home, {1: piece(1, "tote")})
    reader = open_index(home, "shop")
    assert reader.count(reader.exact_word_query("scarf")) == 0
    update(home, "shop", documents(piece(1, "quilted scarf", "red")), [])
    [(_, row)] = reader.found(reader.exact_word_query("scarf"), 5)[1]
    assert row.titles == ("quilted scarf", "quilted scarf") and "colour=red" in row.values
    assert reader.count(reader.exact_word_query("tote")) == 0


def test_a_search_that_has_begun_ends_on_the_version_it_began_with(home: Path) -> None:
    build(home, {1: piece(1, "tote")})
    reader = open_index(home, "shop")
    build(home, {2: piece(2, "scarf")})
    assert not reader.folder.exists()
    [(_, row)] = reader.found(reader.exact_word_query("tote"), 5)[1]
    assert row.product_id == "prod_0001"
    assert open_index(home, "shop").count(open_index(home, "shop").exact_word_query("scarf")) == 1


def test_a_piece_that_reads_as_before_keeps_its_row(home: Path) -> None:
    build(home, {1: piece(1, "tote"), 2: piece(2, "scarf")})
    assert update(home, "shop", documents(piece(1, "tote"), piece(2, "lamp")), ["prod_0009"]) == Updated(rows=3, gone=1)
    assert update(home, "shop", documents(piece(1, "tote"), piece(2, "lamp")), []) == Updated(rows=3, gone=1)
    assert update(home, "shop", [], ["prod_0002"]) == Updated(rows=3, gone=2)
    assert open_index(home, "shop").size == 1


def test_a_changed_piece_whose_text_says_the_same_keeps_its_vector(home: Path) -> None:
    build(home, {1: piece(1, "tote"), 2: piece(2, "scarf")})
    index = open_index(home, "shop", "m")
    rows = HashedEmbedder(16).embed(["tote", "scarf"])
    put(index.folder, "m", [0, 1], rows)
    update(home, "shop", documents(replace(piece(1, "tote"), variants=(Variant(sku="NEW"),))), [])
    [(row, cosine)] = index.nearest(rows[0], 1)
    assert row.number == 2 and row.product_id == "prod_0001" and cosine > 0.99
    update(home, "shop", documents(piece(1, "lamp")), [])
    assert [row.product_id for row, _ in index.nearest(rows[0], 5)] == ["prod_0002"]
