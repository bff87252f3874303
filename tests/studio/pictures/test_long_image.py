"""Detail pages as pictures: slices, limits, what stands where, what the file says."""

import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.studio.pictures.goods import fact, materials, passage, piece, saddle_bag

from mercery.claims.sentence import Line
from mercery.core.i18n import Words
from mercery.studio.brief import Brief
from mercery.studio.kept import PieceVersion
from mercery.studio.pictures.cards import cards
from mercery.studio.pictures.column import Element, slices
from mercery.studio.pictures.drawn import Drawn
from mercery.studio.pictures.fact_rows import Place
from mercery.studio.pictures.formats import FORMATS
from mercery.studio.pictures.kept_image import draw_files, name_of
from mercery.studio.pictures.long_image import long_image
from mercery.studio.piece import Piece, Told

PRICE = re.compile(r"[€¥$]\s?\d|\d\s?(?:元|欧元)")


def opened(drawn: Drawn) -> Image.Image:
    return Image.open(io.BytesIO(drawn.file.content))


def words(drawn: tuple[Drawn, ...]) -> str:
    return " ".join(mark.text for one in drawn for mark in one.marks)


def element(height: float, *, with_next: bool = False, place: Place = "hero") -> Element:
    return Element(height=height, paint=lambda canvas, y: None, with_next=with_next, place=place)


def test_a_page_becomes_slices_of_the_channels_size_cut_between_its_parts(media: Path) -> None:
    shape = FORMATS["taobao"]
    drawn = long_image(*saddle_bag("zh"), media, shape)
    assert len(drawn) > 1
    for one in drawn:
        picture = opened(one)
        assert picture.size == (one.file.width, one.file.height)
        assert one.file.width == 750 and one.file.height <= shape.height
        assert len(one.file.content) <= shape.most_bytes
        assert all(mark.box.y >= 0 and mark.box.y + mark.box.height <= one.file.height + 1 for mark in one.marks)


def test_a_heading_never_ends_a_slice() -> None:
    parts = slices([element(60), element(30, with_next=True), element(40), element(50)], 100)
    assert [[one.height for one in part] for part in parts] == [[60], [30, 40], [50]]
    assert len(slices([element(300)], 100)) == 1


def test_a_slice_ends_with_a_block_where_that_leaves_it_half_full() -> None:
    column = [element(60), element(30, place="care"), element(30, place="care"), element(20, place="delivery")]
    assert [[one.height for one in part] for part in slices(column, 100)] == [[60], [30, 30, 20]]
    assert [[one.height for one in part] for part in slices([element(45)] * 2 + [element(10), element(15)], 100)] == [
        [45],
        [45, 10, 15],
    ]
    assert sum(one.height for part in slices(column * 9, 100) for one in part) == 140 * 9


def test_every_word_on_a_picture_is_of_the_piece_or_of_a_fact_and_no_price_among_them(media: Path) -> None:
    written, held = saddle_bag()
    drawn = long_image(written, held, media, FORMATS["long"])
    assert "A saddle bag cut from one hide" in words(drawn)
    assert not PRICE.search(words(drawn))
    known = {one.id for one in held.facts} | {
        key for one in drawn for key in one.fact_ids if "work-tote" in key or "mini" in key
    }
    assert drawn[0].fact_ids and set(drawn[0].fact_ids) <= known
    weight = [mark for mark in drawn[0].marks if mark.fact_id == fact(held, "weight").id]
    assert weight and all(mark.text in ("780 g",) for mark in weight)


def test_the_picture_shows_the_piece_and_text_where_the_list_says(media: Path) -> None:
    (drawn,) = long_image(*saddle_bag(), media, FORMATS["long"])
    pixels = np.asarray(opened(drawn))
    hero = pixels[200:700, 100:650].reshape(-1, 3).astype(int)
    assert ((hero[:, 0] - hero[:, 1]) > 60).mean() > 0.15, "a bordeaux bag"
    title = next(mark.box for mark in drawn.marks if mark.text.startswith("A saddle bag"))
    area = pixels[int(title.y) : int(title.y + title.height), int(title.x) : int(title.x + title.width)]
    assert 0.03 < (area.max(axis=2) < 100).mean() < 0.5


def test_the_alternative_text_is_there_in_both_languages_from_facts(media: Path) -> None:
    (drawn,) = long_image(*saddle_bag(), media, FORMATS["long"])
    assert "Full-grain calfskin" in drawn.alt.en and "27 cm" in drawn.alt.en
    assert "全粒面小牛皮" in drawn.alt.zh and "27 厘米" in drawn.alt.zh


def test_without_a_model_the_file_says_that_it_shows_data_and_no_more(media: Path) -> None:
    (drawn,) = long_image(*saddle_bag("zh"), media, FORMATS["long"])
    packet = opened(drawn).info["xmp"].decode()
    assert "digitalsourcetype/dataDrivenMedia" in packet
    assert "TC260:AIGC>" not in packet
    assert "由软件" in words((drawn,)) and "人工智能" not in words((drawn,))


def by_model(written: Piece) -> Piece:
    """The same, its last sentence of a model."""
    last = written.passages[-1]
    told = tuple(replace(one, writer="model") for one in last.told)
    return replace(written, passages=(*written.passages[:-1], replace(last, told=told)))


def test_what_a_model_wrote_is_labelled_in_words_and_in_the_file(media: Path) -> None:
    written, held = saddle_bag("zh")
    (drawn,) = long_image(by_model(written), held, media, FORMATS["long"], content_id="pce_1-v2")
    packet = opened(drawn).info["xmp"].decode()
    label = re.search(r"<TC260:AIGC>(.*?)</TC260:AIGC>", packet)
    assert label and json.loads(label[1]) == {
        "Label": "1", "ContentProducer": "Maison Aurelle", "ProduceID": "pce_1-v2-1of1", "ReservedCode1": "",
        "ContentPropagator": "", "PropagateID": "", "ReservedCode2": "",
    }  # fmt: skip
    assert "compositeWithTrainedAlgorithmicMedia" in packet
    marks = [mark for mark in drawn.marks if "人工智能生成" in mark.text]
    assert marks and max(mark.box.height for mark in marks) >= 1.65 * 0.05 * 750, (
        "letters of a twentieth, in their line"
    )


def test_a_note_becomes_cards_of_one_size(media: Path) -> None:
    held = materials("saddle-bag")
    title = Line().say("我的马鞍包").done()
    note = piece(held, "zh", passage("title", "", title), channel="note")
    drawn = cards(note, held, media, FORMATS["xiaohongshu"])
    assert [(one.file.width, one.file.height) for one in drawn] == [(1080, 1440)] * 4
    assert "我的马鞍包" in words(drawn[:1]) and "全粒面小牛皮" in words(drawn[1:2])
    assert "27 厘米" in words(drawn[2:3]) and "软布擦拭" in words(drawn[3:])


def test_each_card_of_a_model_carries_its_label_at_the_height_the_standard_asks(media: Path) -> None:
    written, held = saddle_bag("zh")
    for one in cards(by_model(written), held, media, FORMATS["xiaohongshu"]):
        assert any("AI 生成" in mark.text and mark.box.height >= 1.65 * 54 for mark in one.marks)


def test_a_main_picture_bears_no_word(media: Path) -> None:
    drawn = cards(*saddle_bag(), media, FORMATS["main_cn"])
    assert drawn and words(drawn).strip() == ""
    assert {(one.file.width, one.file.height) for one in drawn} == {(800, 800)}


def test_a_limit_is_kept_by_giving_up_quality(media: Path) -> None:
    loose = replace(FORMATS["main_cn"], most_pictures=1)
    (fine,) = cards(*saddle_bag(), media, loose)
    (tight,) = cards(*saddle_bag(), media, replace(loose, most_bytes=len(fine.file.content) * 2 // 3))
    assert len(tight.file.content) <= len(fine.file.content) * 2 // 3
    assert tight.file.quality < fine.file.quality


def test_without_a_picture_the_page_is_drawn_all_the_same(tmp_path: Path, typefaces: Path) -> None:
    del typefaces
    (drawn,) = long_image(*saddle_bag(), tmp_path, FORMATS["long"])
    assert "A saddle bag cut from one hide" in words((drawn,))


def test_files_and_their_list_are_kept_below_the_media_folder(media: Path) -> None:
    written, held = saddle_bag()
    blocked = passage(
        "paragraph", "material", Told(sentence=Line().say("The best bag.").done(), blocked=Words("no source"))
    )
    version = PieceVersion(
        piece_id="pce_1", version=3, why="written", brief=Brief(product_ids=("saddle-bag",), channel="detail_page", lang="en"),
        piece=replace(written, passages=(*written.passages, blocked)), grounds=(), author_id="", author="Claire",
        recorded_at=datetime(2026, 11, 26, tzinfo=UTC),
    )  # fmt: skip
    folder = media / "studio" / "r1"
    folder.mkdir(parents=True, exist_ok=True)
    kept = draw_files(version, held, media, folder, ("jd",))
    listed = json.loads((folder / "drawn.json").read_text("utf-8"))
    assert [one.path for one in kept] == [
        *(f"studio/r1/{one['file']}" for one in listed["pictures"]),
        "studio/r1/drawn.json",
    ]
    assert [name.en for one in kept if (name := name_of(one))][:: len(kept) - 1] == [
        "JD detail page, 1",
        "What stands where, JSON",
    ]
    assert all((media / one.path).stat().st_size == one.bytes for one in kept)
    stands = [mark for one in listed["pictures"] for mark in one["marks"] if mark.get("fact")]
    assert {"text", "fact", "box"} <= set(stands[0])
    assert "The best bag" not in json.dumps(listed)


@pytest.mark.parametrize("name", ["photo.jpg", "photo.png", "photo.webp"])
def test_photographs_of_an_import_are_shown_whole(name: str, media: Path) -> None:
    shot = Image.new("RGB", (400, 300), (250, 250, 250))
    shot.paste((20, 90, 160), (150, 100, 250, 220))
    shot.save(media / name)
    written, held = saddle_bag()
    product = replace(held.products[0], media=(replace(held.products[0].media[0], path=name),))
    (drawn, *_) = cards(written, replace(held, products=(product,)), media, FORMATS["main_cn"])
    pixels = np.asarray(opened(drawn)).astype(int)
    blue = (pixels[:, :, 2] - pixels[:, :, 0]) > 80
    high, wide = blue.any(axis=1).mean(), blue.any(axis=0).mean()
    assert 0.7 < high < 0.95 and wide / high == pytest.approx(100 / 120, rel=0.08)
