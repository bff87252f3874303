"""The terms of rows by field: written batch by batch, read side by side."""

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mercery.search.document import BANDS, Document
from mercery.search.stored.terms import FIELDS, Terms, term_number, write_terms

TITLE, TEXT = FIELDS.index("title_en"), FIELDS.index("text_en")


def piece(title: str, text: str = "", grams: str = "") -> Document:
    bands = {f"{band}_{lang}": "" for band in BANDS for lang in ("en", "zh")} | {"title_en": title, "text_en": text}
    return Document(
        product_id=title,
        bands=bands,
        grams=grams,
        skus="",
        surface="",
        facets=(),
        amounts=(),
        titles=("", ""),
        meaning="",
    )


def test_a_term_is_counted_in_the_field_and_row_it_stands_in(tmp_path: Path) -> None:
    write_terms(tmp_path, 0, [piece("saddl bag", "bag bag strap"), piece("silk scarf")])
    write_terms(tmp_path, 2, [piece("tote bag")])
    said = Terms(tmp_path).of(np.array([2, 0, 1]))
    bags = said.frequencies(term_number("bag"))
    assert bags[:, TITLE].tolist() == [1, 1, 0] and bags[:, TEXT].tolist() == [0, 2, 0]
    assert said.lengths[:, TITLE].tolist() == [2, 2, 2] and bags.sum() == 4


def test_rows_are_seen_that_another_process_adds(tmp_path: Path) -> None:
    write_terms(tmp_path, 0, [piece("tote")])
    terms = Terms(tmp_path)
    assert terms.of(np.array([0, 1])).lengths[:, TITLE].tolist() == [1, 0]
    write_terms(tmp_path, 1, [piece("satchel small")])
    assert terms.of(np.array([0, 1])).lengths[:, TITLE].tolist() == [1, 2]


def test_rows_that_a_crash_left_without_terms_have_none(tmp_path: Path) -> None:
    write_terms(tmp_path, 0, [piece("tote")])
    write_terms(tmp_path, 3, [piece("hat box")])
    said = Terms(tmp_path).of(np.arange(4))
    assert said.lengths[:, TITLE].tolist() == [1, 0, 0, 2]
    assert said.frequencies(term_number("hat"))[:, TITLE].tolist() == [0, 0, 0, 1]


def test_what_a_cut_off_write_left_is_written_over(tmp_path: Path) -> None:
    write_terms(tmp_path, 0, [piece("tote"), piece("left over by a crash")])
    write_terms(tmp_path, 1, [piece("hat")])
    said = Terms(tmp_path).of(np.arange(2))
    assert said.lengths[:, TITLE].tolist() == [1, 1]
    assert said.frequencies(term_number("hat"))[:, TITLE].tolist() == [0, 1]


@given(st.lists(st.lists(st.sampled_from(["bag", "scarf", "tote", "silk"]), max_size=5), min_size=1, max_size=8))
def test_every_word_is_found_where_it_was_put(titles: list[list[str]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        write_terms(Path(folder), 0, [piece(" ".join(title)) for title in titles])
        said = Terms(Path(folder)).of(np.arange(len(titles)))
    for word in ("bag", "scarf", "tote", "silk"):
        found = said.frequencies(term_number(word))[:, TITLE].tolist()
        assert found == [title.count(word) for title in titles]
