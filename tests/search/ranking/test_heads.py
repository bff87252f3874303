"""Whether a name names the thing or something for it."""

import numpy as np

from mercery.search.ranking.heads import head_words, only_beside, phrase_end, together

NAMES = [
    "Nova Camera Case Black", "Camera Case for Lune", "Travel Case, large", "Lens Case", "Mirrorless Camera 24 MP",
    "Compact Camera Black", "Camera Strap", "Neck Strap, brown", "Leather Strap for watches", "Bridge Camera 12 MP",
]  # fmt: skip


def counts(term: str) -> tuple[int, int]:
    return (3, 30) if term == "black" else (5, 1)


def test_words_that_end_phrases_in_names_are_heads_and_values_are_none() -> None:
    heads = head_words(NAMES, counts)
    assert {"case", "strap", "camera"} <= heads
    assert "black" not in heads and "nova" not in heads


def test_what_stands_before_another_head_word_is_what_that_is_for() -> None:
    camera, case, black, strap = 1, 2, 3, 4
    titles = [[camera, case, black], [camera, black], [camera, case, camera], [strap]]
    terms = np.array([one for title in titles for one in title], dtype=np.uint32)
    cells = np.array([row * 2 for row, title in enumerate(titles) for _ in title], dtype=np.int64)
    found = only_beside(terms, cells, 0, 2, len(titles), {camera}, {camera}, {case, strap, camera})
    assert found.tolist() == [1, 0, 0, 0]
    asked_for_both = only_beside(terms, cells, 0, 2, len(titles), {camera}, {camera, case}, {case, strap, camera})
    assert asked_for_both.tolist() == [0, 0, 0, 0]


def test_a_description_says_nothing_of_heads() -> None:
    terms, cells = np.array([1, 2], dtype=np.uint32), np.array([1, 1], dtype=np.int64)
    assert only_beside(terms, cells, 0, 2, 1, {1}, {1}, {2}).tolist() == [0]


def test_what_is_wanted_stands_before_what_it_is_for() -> None:
    assert phrase_end("a case for a camera") == len("a case ")
    assert phrase_end("camera case") == len("camera case")


def test_words_side_by_side_in_a_name_are_told_from_words_apart() -> None:
    phone, stand, usb = 1, 2, 3
    titles = [[phone, stand], [stand, phone], [phone, usb, stand], [usb]]
    terms = np.array([one for title in titles for one in title], dtype=np.uint32)
    cells = np.array([row for row, title in enumerate(titles) for _ in title], dtype=np.int64)
    assert together(terms, cells, 0, 1, 4, [{phone}, {stand}]).tolist() == [1, 0, 0, 0]
    assert together(terms, cells, 0, 1, 4, [{phone}, {usb}, {stand}]).tolist() == [0, 0, 1, 0]
    assert together(terms, cells, 0, 1, 4, [{phone}]).tolist() == [0, 0, 0, 0]
