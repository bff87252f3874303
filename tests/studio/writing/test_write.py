"""What a piece is, written without a model."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

import pytest
from tests.studio.writing.wares import BAG, BARE, TOTE, given

from mercery.catalog.product import Attribute
from mercery.claims.mentions import mentions
from mercery.claims.values import MaterialPart, Text
from mercery.claims.values import Materials as MadeOf
from mercery.core.i18n import LANGS, Lang, Words
from mercery.studio.brief import CHANNELS, Brief, Channel, Length
from mercery.studio.house_voice import HOUSE, Preferred
from mercery.studio.materials import Materials
from mercery.studio.piece import Piece
from mercery.studio.writing.tongue import HAN
from mercery.studio.writing.variety import runs
from mercery.studio.writing.write import write

LENGTHS: Final[tuple[Length, ...]] = ("short", "medium", "long")


@cache
def _given(*keys: str) -> Materials:
    return given(*({"quai": BAG, "halle": TOTE, "pot": BARE}[key] for key in keys))


def _piece(channel: Channel, lang: Lang = "en", length: Length = "medium", seed: int = 0, *keys: str) -> Piece:
    keys = keys or ("quai",)
    return write(Brief(product_ids=keys, channel=channel, lang=lang, length=length, seed=seed), _given(*keys))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("channel", CHANNELS)
def test_every_sentence_holds_and_those_about_the_goods_stand_on_facts(channel: Channel, lang: Lang) -> None:
    piece = _piece(channel, lang)
    assert not piece.blocked
    assert piece.title
    assert {"material", "weight"} & {_given("quai").by_id[key].attribute for key in piece.fact_ids}
    for told in piece.sentences():
        if mentions(told.sentence.text):
            assert told.sentence.fact_ids


def test_the_same_brief_gives_the_same_piece_and_another_seed_another() -> None:
    assert _piece("product_page") == _piece("product_page")
    assert _piece("product_page").text() != _piece("product_page", seed=1).text()


@pytest.mark.parametrize("lang", LANGS)
def test_a_medium_page_tells_nearly_everything_the_record_has(lang: Lang) -> None:
    told = {_given("quai").by_id[key].attribute for key in _piece("product_page", lang).fact_ids}
    assert {"material", "dimensions", "weight", "closure", "origin", "warranty", "care", "colour"} <= told


def test_longer_pieces_say_more() -> None:
    short, medium, long = (_piece("product_page", length=length).text() for length in LENGTHS)
    assert len(short) < len(medium) < len(long)


def test_what_was_asked_for_is_said_in_the_first_paragraph() -> None:
    brief = Brief(product_ids=("quai",), channel="product_page", lang="en", length="short", wanted=("weight",))
    assert "640 g" in write(brief, _given("quai")).text()


def test_a_page_about_what_is_hardly_known_is_short() -> None:
    piece = _piece("product_page", "en", "medium", 0, "pot")
    assert piece.title == "Plant Pot"
    assert len(piece.text().split()) < 20


def _in_english(one: Attribute) -> Attribute:
    return replace(one, value=Text(Words(one.value.words.en))) if isinstance(one.value, Text) else one


@pytest.mark.parametrize("lang", LANGS)
def test_no_word_of_the_other_language_is_left_in_a_sentence(lang: Lang) -> None:
    other = replace(BAG, title=Words("Quai Bag"), description=Words("A day bag with a flap."))
    english = tuple(_in_english(one) for one in other.attributes)
    english_only = given(replace(other, attributes=english))
    text = write(Brief(product_ids=("quai",), channel="product_page", lang=lang), english_only).text()
    assert ("turn lock" in text or "Ubrique" in text) == (lang == "en")
    assert bool(HAN.search(text)) == (lang == "zh")


def test_a_video_is_spoken_shot_by_shot_with_captions_and_without_a_price() -> None:
    piece = _piece("video")
    shots = {one.place for one in piece.passages if one.kind == "narration"}
    assert 4 <= len(shots) <= 8
    captions = {one.place for one in piece.passages if one.kind == "caption"}
    assert {"shot/1", max(shots)} <= captions <= shots
    asked = Brief(product_ids=("quai",), channel="video", lang="en", wanted=("price",))
    assert "€" not in write(asked, _given("quai")).text()


def test_a_script_for_air_tells_the_price_on_its_fact() -> None:
    priced = [told for told in _piece("live_script").sentences() if "€" in told.sentence.text]
    assert priced
    assert all("/price@" in key for told in priced for key in told.sentence.fact_ids)


def test_a_page_tells_a_price_only_where_it_was_asked_for() -> None:
    assert "€" not in _piece("product_page").text()
    brief = Brief(product_ids=("quai",), channel="product_page", lang="en", wanted=("price",))
    assert "€640" in write(brief, _given("quai")).text()


def test_a_newsletter_about_several_pieces_names_and_tells_each() -> None:
    piece = _piece("newsletter", "en", "medium", 0, "quai", "halle")
    assert piece.title == "Quai Bag and Halle Tote"
    assert {"quai", "halle"} <= {one.about for one in piece.passages if one.kind == "paragraph"}


def test_a_detail_page_about_two_sets_them_side_by_side() -> None:
    piece = _piece("detail_page", "en", "medium", 0, "quai", "halle")
    compared = [one for one in piece.passages if one.place == "comparison" and one.kind == "paragraph"]
    assert compared
    assert "smaller" in compared[0].text("en")


def test_words_the_house_avoids_never_appear_and_its_own_words_do() -> None:
    voice = replace(
        HOUSE,
        avoid=(Words("weighs"), Words("calfskin")),
        lexicon=(Preferred(instead_of=Words("bag"), use=Words("piece")),),
    )
    for seed in range(2):
        text = write(
            Brief(product_ids=("quai",), channel="product_page", lang="en", seed=seed), given(BAG, house=voice)
        ).text()
        assert "weighs" not in text
        assert "calfskin" not in text
        assert "the bag" not in text


def test_a_brisk_voice_stops_more_often() -> None:
    def mean(pace: str) -> float:
        voice = replace(HOUSE, pace=pace)  # type: ignore[arg-type]
        goods = given(BAG, house=voice)
        briefs = (Brief(product_ids=("quai",), channel="product_page", lang="en", seed=seed) for seed in range(3))
        told = [one.sentence.text for brief in briefs for one in write(brief, goods).sentences()]
        return sum(len(one.split()) for one in told) / len(told)

    assert mean("brisk") < mean("calm")


def test_what_other_pieces_say_at_length_is_not_said_again() -> None:
    first = _piece("product_page")
    body = " ".join(one.text("en") for one in first.passages if one.kind != "title")
    again = write(
        Brief(product_ids=("quai",), channel="product_page", lang="en", seed=7), given(BAG, said=runs(body, "en"))
    )
    other = " ".join(one.text("en") for one in again.passages if one.kind != "title")
    assert not runs(body, "en") & runs(other, "en")


def test_a_colour_called_like_a_material_is_called_a_colour() -> None:
    silver = replace(BAG, options=tuple(replace(one, values=(Words("silver", "银色"),)) for one in BAG.options))
    for seed in range(4):
        text = write(Brief(product_ids=("quai",), channel="product_page", lang="en", seed=seed), given(silver)).text()
        assert "in silver" not in text


def test_a_description_older_than_the_record_beside_it_is_not_quoted() -> None:
    hide = Words("Cut from one hide of calfskin. The flap closes by itself.", "以整张小牛皮裁制。翻盖自行闭合。")
    given = _given("quai")
    now_goat = tuple(
        replace(fact, value=MadeOf((MaterialPart("main", Words("goatskin", "山羊皮")),)))
        if isinstance(fact.value, MadeOf) and fact.subject.id == "quai"
        else replace(fact, value=Text(hide))
        if fact.attribute == "description" and fact.subject.id == "quai"
        else fact
        for fact in given.facts
    )
    for lang in LANGS:
        said = write(
            Brief(product_ids=("quai",), channel="product_page", lang=lang), replace(given, facts=now_goat)
        ).text()
        assert (
            ("goatskin" in said and "calfskin" not in said)
            if lang == "en"
            else ("山羊皮" in said and "小牛皮" not in said)
        )
