"""Why a result stands where it stands, in words."""

import numpy as np

from mercery.search.ranking.lexical import Agreement, AskedWord, Way
from mercery.search.ranking.reasons import reasons

FIELDS = ("title_en", "kind_en", "text_en", "gram")


def word(surface: str) -> AskedWord:
    return AskedWord(surface=surface, ways=(Way(numbers=(1,)),), rarity=1.0)


def told(
    *stands: list[bool], others: list[bool] | None = None, near: float = 0, chosen: float = 0, liked: float = 0
) -> list[tuple[str, str]]:
    asked = [word(surface) for surface in ("black", "saddle", "bag")[: len(stands)]]
    agreed = Agreement(
        score=np.zeros(1),
        fields=tuple(np.array([one]) for one in stands),
        otherwise=tuple(np.array([others or [False] * len(FIELDS)]) for _ in stands),
        coverage=np.zeros(1),
    )
    found = reasons(0, asked, agreed, FIELDS, near=near, chosen=chosen, liked=liked)
    return [(one.said.en, one.said.zh) for one in found]


def test_each_word_is_told_where_it_counts_most() -> None:
    found = told([False, True, True, False], [True, False, True, False], [True, True, False, False])
    assert found == [
        ("“saddle”, “bag” in its name", "“saddle”、“bag”在名称中"),
        ("“black” in its kind, brand or options", "“black”在分类、品牌或选项中"),
    ]


def test_closeness_in_meaning_is_told_where_words_are_missing() -> None:
    missing = [False, False, False, False]
    assert told(missing, near=0.8) == [("Close in meaning", "含义相近")]
    assert told([True, False, False, False], near=0.8) == [("“black” in its name", "“black”在名称中")]
    assert told(missing, near=0.2) == []


def test_what_shoppers_chose_is_told() -> None:
    assert told([True, False, False, False], chosen=0.5, liked=1)[-1][0] == "Often chosen for this search"
    assert told([True, False, False, False], liked=0.9)[-1][1] == "受欢迎"


def test_another_word_is_never_said_to_be_the_one_asked_for() -> None:
    nowhere, in_name = [False] * 4, [True, False, False, False]
    assert told(nowhere, others=in_name) == [("Another word for “black” in its name", "“black”的近义词在名称中")]
    assert told([False, False, True, False], others=in_name) == [("“black” in its description", "“black”在描述中")]
