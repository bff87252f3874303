"""Why a result stands where it stands, in words."""

import numpy as np

from mercery.search.ranking.lexical import AskedWord, Way
from mercery.search.ranking.reasons import reasons

FIELDS = ("title_en", "kind_en", "text_en", "gram")


def word(surface: str) -> AskedWord:
    return AskedWord(surface=surface, ways=(Way(numbers=(1,)),), rarity=1.0)


def told(*stands: list[bool], near: float = 0, chosen: float = 0, liked: float = 0) -> list[tuple[str, str]]:
    asked = [word(surface) for surface in ("black", "saddle", "bag")[: len(stands)]]
    fields = [np.array([one]) for one in stands]
    found = reasons(0, asked, fields, FIELDS, near=near, chosen=chosen, liked=liked)
    return [(one.said.en, one.said.zh) for one in found]


def test_each_word_is_told_where_it_counts_most() -> None:
    found = told([False, True, True, False], [True, False, True, False], [True, True, False, False])
    assert found == [
        ("“saddle”, “bag” in its name", "“saddle”、“bag”在名称中"),
        ("“black” in its kind, brand or colour", "“black”在分类、品牌或颜色中"),
    ]


def test_closeness_in_meaning_is_told_where_words_are_missing() -> None:
    missing = [False, False, False, False]
    assert told(missing, near=0.8) == [("Close in meaning", "含义相近")]
    assert told([True, False, False, False], near=0.8) == [("“black” in its name", "“black”在名称中")]
    assert told(missing, near=0.2) == []


def test_what_shoppers_chose_is_told() -> None:
    assert told([True, False, False, False], chosen=0.5, liked=1)[-1][0] == "Often chosen for this search"
    assert told([True, False, False, False], liked=0.9)[-1][1] == "受欢迎"
