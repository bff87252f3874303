"""What an editor struck out of pieces does not come back."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from tests.studio.writing.wares import BAG, attribute, given

from mercery.claims.sentence import Sentence
from mercery.claims.values import Quantity, Terms
from mercery.core.i18n import LANGS, Lang, Words
from mercery.studio.brief import Brief
from mercery.studio.writing.chinese import liked
from mercery.studio.writing.english import how_many
from mercery.studio.writing.phrase_book import phrases
from mercery.studio.writing.points import Point
from mercery.studio.writing.telling import also_told, said_by
from mercery.studio.writing.write import write

STRUCK = re.compile(
    r"\bscales?\b|weighs? in at|\bhails?\b|is what \{it\}|与您写信|量得|缝一双|every side|各个角度|更多角度|裁一只|尺码[为分] \{"
)

NOTES = Terms((Words("amber", "琥珀"), Words("benzoin", "安息香")))


@pytest.mark.parametrize("lang", LANGS)
def test_no_phrase_has_what_was_struck_out(lang: Lang) -> None:
    assert [phrase.text for phrase in phrases(lang) if STRUCK.search(phrase.text)] == []


@pytest.mark.parametrize(
    ("said", "recorded", "known"),
    [
        ("Lasts about three months in a room.", Quantity(Decimal(90), "day"), True),
        ("约 20 平方米空间可用三个月左右。", Quantity(Decimal(90), "day"), True),
        ("Lasts about three months in a room.", Quantity(Decimal(60), "day"), False),
        ("Two espresso cups with a gold rim.", Quantity(Decimal(2), "piece"), True),
        ("A set of two cups with a gold rim.", Quantity(Decimal(2), "piece"), True),
        ("Espresso cups with two handles each.", Quantity(Decimal(2), "piece"), False),
    ],
)
def test_what_the_shops_own_sentence_says_in_other_words_is_not_said_again(
    said: str, recorded: Quantity, known: bool
) -> None:
    goods = replace(
        BAG, attributes=(attribute("pieces" if recorded.unit == "piece" else "lasting", "Count", "数", recorded),)
    )
    fact = next(one for one in given(goods).facts if one.value == recorded)
    point = Point(key="x", fact=fact, text="90 days", topic="size")
    own = Point(key="own", fact=fact, text=said, topic="what")
    assert bool(also_told(Sentence(text=said, spans=()), [point], [own])) is known


@pytest.mark.parametrize(
    ("said", "name", "recorded", "words", "known"),
    [
        ("A watch in a numbered series of 120.", "edition", Quantity(Decimal(120), "piece"), "120 pieces", True),
        ("A watch with a reserve of 1120 hours.", "edition", Quantity(Decimal(120), "piece"), "120 pieces", False),
        ("Amber, benzoin and a smoke of incense.", "base_notes", NOTES, "amber and benzoin", True),
        ("Amber and a smoke of incense.", "base_notes", NOTES, "amber and benzoin", False),
    ],
)
def test_a_piece_does_not_begin_with_what_its_own_sentence_says_next(
    said: str, name: str, recorded: Quantity | Terms, words: str, known: bool
) -> None:
    goods = replace(BAG, attributes=(attribute(name, "Of it", "其", recorded),))
    fact = next(one for one in given(goods).facts if one.value == recorded)
    point = Point(key="x", fact=fact, text=words, topic="what", many=name == "base_notes")
    assert said_by([Point(key="own", fact=fact, text=said, topic="what")], point) is known


def test_a_set_is_counted_in_words() -> None:
    assert (how_many("2 pieces"), how_many("12 pieces")) == ("two", "12 pieces")


def test_a_word_said_of_itself_is_liked_less() -> None:
    assert liked("这副镜框的镜框是不锈钢。", (), ("sentence",)) < liked("这副眼镜的镜框是不锈钢。", (), ("sentence",))


CAUTION = replace(
    BAG,
    description=Words(
        "A day bag with a flap. Because of the leather it is not for the rain.", "翻盖日用手提包。因用真皮，不宜淋雨。"
    ),
)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("seed", range(3))
def test_no_passage_begins_with_what_the_piece_cannot_do(lang: Lang, seed: int) -> None:
    piece = write(Brief(product_ids=("quai",), channel="article", lang=lang, seed=seed), given(CAUTION))
    caution = "not for the rain" if lang == "en" else "不宜淋雨"
    passages = [passage.text(lang) for passage in piece.passages if caution in passage.text(lang)]
    assert passages
    assert all(not re.match(r"Because of|因用", text) for text in passages)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("seed", range(3))
def test_under_the_heading_of_care_care_is_not_announced_again(lang: Lang, seed: int) -> None:
    piece = write(Brief(product_ids=("quai",), channel="article", lang=lang, seed=seed), given(BAG))
    told = next(one for one in (passage.text(lang) for passage in piece.passages) if re.search("dry cloth|干布", one))
    assert not re.match(r"[^.。]{2,25}[:：]", told)
