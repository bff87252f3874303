"""The shipped rows, and what a shop makes of them."""

import pytest

from mercery.search.synonyms.shipped import FILES, rows_of, shipped
from mercery.search.synonyms.synonym import Synonym
from mercery.search.synonyms.thesaurus import Thesaurus, thesaurus
from mercery.search.words import is_chinese, key_of


def test_a_line_is_a_row() -> None:
    assert rows_of("# a list\nclutch, 手拿包 > bag, 包\n\nsofa, couch # furniture") == [
        Synonym(words=("clutch", "手拿包"), kind_of=("bag", "包")),
        Synonym(words=("sofa", "couch")),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [("handbag", "purse"), ("trainers", "sneakers"), ("jumper", "pullover"), ("sofa", "couch"), ("notebook", "laptop"),
     ("mobile", "cell phone"), ("手袋", "手提包"), ("球鞋", "运动鞋"), ("墨镜", "太阳镜"), ("毛衣", "针织衫"), ("针织衫", "jumper")],
)  # fmt: skip
def test_retail_words_that_mean_the_same(one: str, other: str) -> None:
    assert key_of(other) in thesaurus().same(key_of(one)) and key_of(one) in thesaurus().same(key_of(other))


@pytest.mark.parametrize(
    ("special", "general"),
    [
        ("loafer", "shoe"),
        ("藏青", "蓝色"),
        ("酒红", "红色"),
        ("calfskin", "leather"),
        ("小牛皮", "皮"),
        ("clutch", "bag"),
    ],
)
def test_the_special_is_a_kind_of_the_general_and_never_the_other_way(special: str, general: str) -> None:
    rows = thesaurus()
    assert key_of(special) in rows.kinds(key_of(general)) and key_of(general) not in rows.kinds(key_of(special))


def test_rows_that_share_a_word_are_not_joined() -> None:
    rows = Thesaurus([Synonym(words=("cutlery", "餐具")), Synonym(words=("tableware", "餐具"))])
    assert set(rows.same("餐具")) == {key_of("cutlery"), key_of("tableware")}
    assert key_of("tableware") not in rows.same(key_of("cutlery"))


def test_a_shop_takes_words_apart() -> None:
    apart = Synonym(words=("purse", "handbag"), apart=True)
    assert key_of("handbag") not in thesaurus((apart,)).same(key_of("purse"))
    assert key_of("手袋") in thesaurus((apart,)).same(key_of("purse"))


def test_circles_end() -> None:
    rows = Thesaurus([Synonym(words=("a1",), kind_of=("b1",)), Synonym(words=("b1",), kind_of=("a1",))])
    assert set(rows.kinds("a1")) <= {"a1", "b1"}


def test_the_shipped_lists_speak_both_languages_and_are_well_formed() -> None:
    for name in FILES:
        rows = shipped(name)
        assert len(rows) > 20, name
        both = [row for row in rows if any(map(is_chinese, row.words)) and not all(map(is_chinese, row.words))]
        assert len(both) > len(rows) / 2, name
        assert all(word == word.strip() and word for row in rows for word in (*row.words, *row.kind_of))
    wider = {word for row in shipped() for word in row.kind_of}
    known = {word for row in shipped() for word in row.words}
    assert wider <= known, wider - known
