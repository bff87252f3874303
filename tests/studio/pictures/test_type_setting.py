"""Texts set in the typefaces of the pages."""

import multiprocessing
from pathlib import Path

import pytest

from mercery.studio.pictures import font_files
from mercery.studio.pictures.canvas import PicturesUnavailable, skia_module
from mercery.studio.pictures.fonts import shape, typeface, uncovered
from mercery.studio.pictures.type_setting import Box, lay_out, set_text

pytestmark = pytest.mark.usefixtures("typefaces")


def test_latin_comes_first_and_chinese_by_character() -> None:
    assert "Newsreader" in typeface("serif", 360, "A").getFamilyName()
    assert "Inter" in typeface("sans", 400, "A", lang="zh").getFamilyName()
    assert "Noto Serif SC" in typeface("serif", 380, "鞍").getFamilyName()
    assert uncovered("马鞍包 27 × 19 cm — “é”") == ""
    assert uncovered("ok \U0001f45c") == "\U0001f45c"


def test_letters_are_kerned_and_joined() -> None:
    def width(text: str, tracking: float = 0.0) -> float:
        glyphs = shape(text, family="serif", weight=360, size=100, optical=36, lang="en", tracking=tracking)
        return sum(glyph.advance for glyph in glyphs)

    assert width("AV") < width("A") + width("V") - 2
    joined = shape("fi", family="serif", weight=360, size=100, optical=36, lang="en")
    assert [(glyph.start, glyph.end) for glyph in joined] == [(0, 2)]
    assert width("ab", 0.1) == pytest.approx(width("ab") + 20, abs=1)


def test_the_two_scripts_keep_their_distance_and_marks_that_meet_close_up() -> None:
    def width(text: str) -> float:
        return sum(g.advance for g in shape(text, family="sans", weight=400, size=40, optical=15, lang="zh"))

    assert width("重780克") == pytest.approx(width("重") + width("780") + width("克") + 2 * 5, abs=0.1)
    assert width("）。") == pytest.approx(60, abs=0.5)


def test_the_height_is_that_of_the_lines_and_boxes_find_the_words() -> None:
    laid = lay_out("One hide, one bag, one pair of hands", role="reading", lang="en", width=150)
    assert laid.height == pytest.approx(15 * 1.7 * len(laid.lines))
    boxes = laid.boxes(0, len(laid.text))
    assert len(boxes) == len(laid.lines) > 1
    assert all(box.x + box.width <= 150.01 for box in boxes)
    first = lay_out("One hide", role="reading", lang="en", width=400)
    (hide,) = first.boxes(4, 8)
    before = shape("One ", family="sans", weight=400, size=15, optical=15, lang="en")
    assert hide.x == pytest.approx(sum(glyph.advance for glyph in before), abs=0.5)


def test_what_is_set_is_drawn_in_its_box() -> None:
    skia = skia_module()
    surface = skia.Surface(400, 120)
    canvas = surface.getCanvas()
    canvas.clear(0xFFFFFFFF)
    height = set_text(canvas, "马鞍包", Box(x=100, y=20, width=200), role="title", lang="zh", colour=0xFF000000)
    dark = (surface.toarray()[:, :, :3].min(axis=2) < 128).nonzero()
    assert height == pytest.approx(28 * 1.42)
    assert dark[0].min() >= 20 and dark[0].max() < 20 + height
    assert dark[1].min() >= 100 and dark[1].max() < 300


def _unpack(_: int) -> bytes:
    return font_files.unpacked(font_files.slices()[-1]).read_bytes()


def test_two_processes_may_unpack_at_once(typefaces: Path) -> None:
    (typefaces / "cache").unlink()
    with multiprocessing.get_context("fork").Pool(2) as pool:
        one, other = pool.map(_unpack, range(2))
    assert one == other
    assert not [left for left in (typefaces / "cache" / "fonts").iterdir() if left.name.startswith(".made")]


def test_a_machine_without_the_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "skia", None)
    with pytest.raises(PicturesUnavailable, match="cannot be drawn") as raised:
        skia_module()
    assert "libegl1" in raised.value.remedy
