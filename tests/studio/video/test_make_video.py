"""The files of a video: whole, in step, tagged, the same each time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image
from tests.studio.video.scene import BAG, LYING, MATERIALS, SMALL, media_folder, piece, price, shot, told

from mercery.ai.speech.espeak import EspeakVoice
from mercery.ai.speech.mastering import loudness
from mercery.studio.pictures.tones import CHALK, INK
from mercery.studio.video.make import MadeVideo, NothingToShow, make_video
from mercery.studio.video.planes import look_at
from mercery.studio.video.render import VideoCancelled
from mercery.studio.video.shot import BOTH_FORMATS, Format, Picture, Shot, Storyboard
from mercery.studio.video.soundtrack import soundtrack
from mercery.studio.video.subject import seen
from mercery.studio.video.words_on_picture import caption, contrast, shortened, tone_of

PIECE = piece(
    shot(1, "A flap bag", "Calf."),
    shot(2, "Brass", told("Brass.", next(iter(MATERIALS.by_id)))),
    label="Synthetic voice",
)


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return media_folder(tmp_path_factory.mktemp("media"))


@pytest.fixture(scope="module")
def voice() -> Iterator[EspeakVoice]:
    made = EspeakVoice()
    yield made
    made.close()


@pytest.fixture(scope="module")
def made(media: Path, voice: EspeakVoice, tmp_path_factory: pytest.TempPathFactory) -> tuple[MadeVideo, Path]:
    folder = tmp_path_factory.mktemp("made")
    other = piece(shot(1, "翻盖包", "小牛皮。"), shot(2, "黄铜", "黄铜。"), lang="zh", title="马鞍包")
    video = make_video(PIECE, MATERIALS, media, folder, (SMALL, LYING), voice, others=(other,), content_id="p-v1")
    return video, folder


def _decoded(file: Path) -> tuple[list[Any], np.ndarray[Any, Any], Any]:
    with av.open(str(file)) as container:
        container.streams.video[0].thread_type = "AUTO"
        frames = list(container.decode(video=0))
        about = {"metadata": dict(container.metadata), "chapters": container.chapters()}
    with av.open(str(file)) as container:
        sound = np.concatenate([one.to_ndarray().reshape(-1) for one in container.decode(audio=0)])
    return frames, sound, about


def test_picture_and_sound_are_equally_long_and_as_long_as_the_files_say(made: tuple[MadeVideo, Path]) -> None:
    video, folder = made
    told_ = json.loads((folder / "tags.json").read_text())

    for name in video.files:
        frames, sound, _ = _decoded(folder / name)
        assert len(frames) == round(video.seconds * 25)
        assert abs(len(sound) / 48_000 - video.seconds) < 0.05
        assert [frames[at].key_frame for at in (0, 50)] == [True, True]
    assert told_["seconds"] == pytest.approx(video.seconds)


def test_the_index_stands_at_the_front_and_chapters_and_label_are_in_the_file(made: tuple[MadeVideo, Path]) -> None:
    video, folder = made
    data = (folder / "portrait.mp4").read_bytes()
    _, _, about = _decoded(folder / "portrait.mp4")

    assert data.index(b"moov") < data.index(b"mdat")
    assert [one["metadata"]["title"] for one in about["chapters"]] == ["The saddle bag", "Brass"]
    assert about["metadata"]["comment"] == "Synthetic voice"
    assert json.loads(about["metadata"]["AIGC"])["ProduceID"] == "p-v1"
    assert video.voice.startswith("espeak-ng")


def test_the_files_name_each_other_and_what_the_words_stand_on(made: tuple[MadeVideo, Path]) -> None:
    video, folder = made
    told_ = json.loads((folder / "tags.json").read_text())

    named = [told_["chapters"], *(one["file"] for one in told_["captions"])]
    named += [one[key] for one in told_["videos"] for key in ("file", "poster", "tags")]
    assert all((folder / name).is_file() for name in named)
    assert {one["lang"] for one in told_["captions"]} == {"en", "zh"}
    assert told_["fact_ids"] == list(video.fact_ids) != []
    assert not list(folder.glob(".*"))


def test_no_file_holds_a_price_or_a_count(made: tuple[MadeVideo, Path]) -> None:
    _, folder = made
    text = "".join(one.read_text() for one in folder.iterdir() if one.suffix in (".json", ".vtt"))

    assert price(BAG).id not in text
    assert "148" not in text.replace("0.148", "")
    assert "stock" not in text


def test_the_same_piece_gives_the_same_files(media: Path, voice: EspeakVoice, tmp_path: Path) -> None:
    one = piece(shot(1, "A flap bag", "Calf."))
    prints = []
    for name in ("a", "b"):
        make_video(one, MATERIALS, media, tmp_path / name, (SMALL,), voice)
        prints.append(
            {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in (tmp_path / name).iterdir()}
        )

    assert prints[0] == prints[1]


def test_a_video_nobody_wants_any_more_leaves_no_file(media: Path, tmp_path: Path) -> None:
    asked = iter([False, True])

    with pytest.raises(VideoCancelled):
        make_video(PIECE, MATERIALS, media, tmp_path, (SMALL,), cancelled=lambda: next(asked))
    assert list(tmp_path.iterdir()) == []


def test_progress_goes_from_nothing_to_all(media: Path, tmp_path: Path) -> None:
    told_: list[float] = []
    make_video(piece(shot(1, "A bag")), MATERIALS, media, tmp_path, (SMALL,), progress=told_.append)

    assert told_ == sorted(told_)
    assert told_[-1] == 1.0


def test_without_pictures_there_is_no_video_and_it_is_said_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NothingToShow) as error:
        make_video(PIECE, MATERIALS, tmp_path / "empty", tmp_path, (SMALL,))
    assert error.value.remedy


def test_narration_is_as_loud_as_feeds_expect_and_music_gives_way_to_it(
    made: tuple[MadeVideo, Path], voice: EspeakVoice
) -> None:
    from mercery.studio.video.narration import narrated
    from mercery.studio.video.storyboard import words_of

    board = made[0].board
    narration = narrated(words_of(PIECE), "en", voice)
    alone, bedded = soundtrack(board, narration), soundtrack(board, narration, bed=True)

    assert loudness(alone, 48_000) == pytest.approx(-16, abs=0.6)
    assert loudness(bedded, 48_000) == pytest.approx(-16, abs=0.6)
    assert np.abs(bedded).max() < 0.85
    assert len(alone) == round(board.seconds * 48_000)
    assert float(np.abs(alone[-4800:]).max()) == 0.0 < float(np.abs(bedded[-48_000:-40_000]).max())


def test_words_can_be_read_on_any_picture() -> None:
    for colour in (0xFFFFFFFF, 0xFF000000, 0xFF7A1E2C, 0xFFCFD8CC, 0xFF808080, 0xFFFFD800, 0xFF2040FF):
        ground, ink, mark = tone_of(colour)
        assert ink in (CHALK, INK)
        assert contrast(ground, ink) >= 7
        assert contrast(ground, mark) >= 4.5


def test_the_piece_is_found_on_its_picture(media: Path) -> None:
    _, _, found = look_at(media / "bag/one.svg")

    assert found.plain
    assert found.subject.x == pytest.approx(250 / 900, abs=0.02)
    assert found.subject.y == pytest.approx(420 / 1120, abs=0.02)
    assert found.subject.width == pytest.approx(400 / 900, abs=0.03)
    assert not seen(np.random.default_rng(1).integers(0, 255, (90, 120, 3)).astype(np.uint8)).plain


def test_the_piece_is_where_its_tag_says(made: tuple[MadeVideo, Path]) -> None:
    video, folder = made
    told_ = json.loads((folder / "tags.json").read_text())
    frames, _, _ = _decoded(folder / "portrait.mp4")
    _, x, y, width, height = told_["tags"][0]["keys"]["portrait"][2]
    at = told_["tags"][0]["keys"]["portrait"][2][0]
    picture = frames[round(at * 25)].to_ndarray(format="rgb24").astype(int)

    red = (picture[:, :, 0] - picture[:, :, 1] > 50).nonzero()
    assert abs(red[1].min() / 108 - x) < 0.04
    assert abs(red[1].max() / 108 - (x + width)) < 0.04
    assert abs(red[0].min() / 192 - y) < 0.04
    assert height > 0.2
    assert video.board.shots[0].picture.path == "bag/one.svg"


@pytest.mark.slow
def test_a_whole_video_in_both_sizes_is_made_and_plays(media: Path, voice: EspeakVoice, tmp_path: Path) -> None:
    video = make_video(PIECE, MATERIALS, media, tmp_path, BOTH_FORMATS, voice, bed=True)

    for shape in BOTH_FORMATS:
        frames, sound, about = _decoded(tmp_path / f"{shape.name}.mp4")
        assert (frames[0].width, frames[0].height) == (shape.width, shape.height)
        assert abs(len(frames) / 25 - len(sound) / 48_000) < 0.05
        assert len(about["chapters"]) == 2
        with Image.open(tmp_path / f"{shape.name}.jpg") as poster:
            assert poster.size == (shape.width, shape.height)
    assert len(video.files) == 2


def test_a_storyboard_without_shots_is_no_time_long() -> None:
    assert Storyboard(lang="en", title="", shots=()).seconds == 0
    one = Shot(number=1, picture=Picture(path="p", width=1, height=1, product_id="p"), motion="push", start=0, end=2)
    assert Storyboard(lang="en", title="", shots=(one,)).seconds == 2
    assert Format(name="x", width=2, height=4).portrait


@pytest.mark.parametrize("shape", [SMALL, LYING])
def test_words_too_long_for_a_picture_are_cut_and_stay_inside(shape: Format) -> None:
    long = "Of the leather where it comes from, of the thread how it is waxed, " * 6
    overlay = caption(shape, "en", 0xFFCFD8CC, title="A title", text=long, mark="Halden")

    assert overlay is not None
    assert 0 <= overlay.x <= overlay.x + overlay.cover.whole.width <= shape.width
    assert 0 <= overlay.y <= overlay.y + overlay.cover.whole.height <= shape.height
    assert shortened("one two three four five six seven").endswith("…")


def test_a_drawing_that_names_no_size_has_that_of_its_view_box(tmp_path: Path) -> None:
    file = tmp_path / "drawing.svg"
    file.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 500"><rect width="400" height="500"/></svg>'
    )

    assert look_at(file)[:2] == (400, 500)
