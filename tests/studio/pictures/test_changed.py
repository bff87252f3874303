"""Pictures changed by a model: drafts beside the original, and whether the piece was left alone."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from tests.studio.pictures.goods import SHOP, goods

from mercery.ai.picture_editor import PictureEditFailed, ScriptedPictureEditor
from mercery.core.errors import Invalid
from mercery.core.i18n import Words
from mercery.studio.pictures.changed import changed
from mercery.studio.pictures.cli import change_first

BAG = goods()["saddle-bag"]
PHOTO = replace(BAG.media[0], path="bag.jpg", alt=Words("A bag", "包"))


def picture(ground: tuple[int, int, int], piece: tuple[int, int, int]) -> Image.Image:
    made = Image.new("RGB", (300, 360), ground)
    made.paste(piece, (80, 110, 220, 300))
    return made


def png(made: Image.Image) -> bytes:
    file = io.BytesIO()
    made.save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    picture((200, 190, 180), (90, 20, 30)).save(tmp_path / "bag.jpg", quality=95)
    return tmp_path


def test_a_cleaned_ground_is_a_draft_and_the_original_stays(folder: Path) -> None:
    before = (folder / "bag.jpg").read_bytes()
    editor = ScriptedPictureEditor(png(picture((250, 250, 250), (90, 20, 30))))
    draft = changed(PHOTO, folder, editor, "clean_ground", "warm white", producer="Maison Aurelle")
    assert (folder / "bag.jpg").read_bytes() == before
    assert draft.of == "bag.jpg" and ".draft-clean-ground-" in draft.path
    assert draft.trusted and draft.warning == Words("")
    assert "warm white" in editor.asked[0] and "exactly as it is" in editor.asked[0]
    packet = Image.open(folder / draft.path).info["XML:com.adobe.xmp"]
    assert "TC260:AIGC" in packet and "compositeWithTrainedAlgorithmicMedia" in packet


def test_another_piece_is_not_trusted(folder: Path) -> None:
    other = picture((250, 250, 250), (90, 20, 30))
    other.paste((220, 200, 90), (100, 130, 200, 280))
    draft = changed(PHOTO, folder, ScriptedPictureEditor(png(other)), "clean_ground", "white")
    assert not draft.trusted
    assert "%" in draft.warning.en and "比对" in draft.warning.zh


def test_a_recoloured_piece_may_have_another_colour(folder: Path) -> None:
    navy = png(picture((200, 190, 180), (20, 30, 80)))
    assert changed(PHOTO, folder, ScriptedPictureEditor(navy), "recolour", "navy").trusted


@pytest.mark.parametrize("answer", [b"no picture", png(Image.new("RGB", (600, 200)))], ids=["garbage", "shape"])
def test_what_is_no_such_picture_is_not_kept(folder: Path, answer: bytes) -> None:
    with pytest.raises(PictureEditFailed):
        changed(PHOTO, folder, ScriptedPictureEditor(answer), "recolour", "navy")
    assert [one.name for one in folder.iterdir()] == ["bag.jpg"]


def test_without_an_endpoint_nothing_is_changed(home: Path) -> None:
    del home
    with pytest.raises(Invalid, match="no picture endpoint"):
        change_first(BAG, SHOP, "recolour", "navy")
