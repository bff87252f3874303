"""The studio: a drawing or a photograph, a counter in front, a place for the host."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mercery.livestream.avatar.backgrounds import BackgroundUnreadable, examined_background, load_background

WALL = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}"><rect width="{0}" height="{1}" fill="#FFF"/>{2}</svg>'
COUNTER = '<g id="counter"><rect y="{1}" width="{0}" height="400" fill="#000"/></g>'


def studio(folder: Path, setting: dict[str, object] | None = None, counter: str = COUNTER) -> Path:
    for shape, width, height, edge in (("landscape", 1280, 720, 600), ("portrait", 720, 1280, 900)):
        (folder / f"{shape}.svg").write_text(WALL.format(width, height, counter.format(width, edge)))
    (folder / "background.json").write_text(json.dumps(setting or {"format": 1, "name": {"en": "Salon", "zh": "沙龙"}}))
    return folder


def test_the_counter_is_a_layer_of_its_own_and_hides_what_is_below_its_edge(tmp_path: Path) -> None:
    found = load_background(studio(tmp_path), "landscape")
    assert int(found.wall.y[700, 640]) == 235, "the wall goes on behind the counter"
    assert found.counter is not None and found.counter.rect == (0, 600, 1280, 720)
    assert found.hides_from in (600, 602)


def test_a_studio_says_where_the_host_stands(tmp_path: Path) -> None:
    place = {"counter": 610, "host": {"x": 500, "height": 480}}
    found = load_background(studio(tmp_path, {"format": 1, "landscape": place}), "landscape")
    assert (found.room.counter, found.room.host.x, found.room.host.height) == (610, 500, 480)
    assert load_background(tmp_path, "portrait").room.counter == 838


def test_a_photograph_fills_the_frame_and_gets_a_plain_counter(tmp_path: Path) -> None:
    Image.fromarray(np.full((300, 900, 3), (200, 30, 30), np.uint8)).save(tmp_path / "shop.jpg")
    found = load_background(tmp_path / "shop.jpg", "portrait")
    assert found.wall.y.shape == (1280, 720)
    assert int(found.wall.v[100, 100]) > 190
    assert found.counter is not None and found.counter.rect[1] in (836, 838)


def test_a_counter_of_a_photograph_may_be_a_picture_with_transparency(tmp_path: Path) -> None:
    Image.new("RGB", (1280, 720), "white").save(tmp_path / "landscape.png")
    top = Image.new("RGBA", (1280, 720), (0, 0, 0, 0))
    top.paste((40, 30, 20, 255), (0, 650, 1280, 720))
    top.save(tmp_path / "landscape_counter.png")
    found = load_background(tmp_path, "landscape")
    assert found.counter is not None and found.counter.rect == (0, 650, 1280, 720)


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ({"format": 1, "landscape": {"counter": 5000, "host": {"x": 1, "height": 300}}}, "landscape.counter"),
        ({"format": 1, "colour": "#fff"}, "colour"),
        ({"format": 1, "counter_colour": "red"}, "counter_colour"),
    ],
)
def test_a_setting_that_is_wrong_is_told_with_its_place(tmp_path: Path, setting: dict[str, object], told: str) -> None:
    with pytest.raises(BackgroundUnreadable) as raised:
        load_background(studio(tmp_path, setting), "landscape")
    assert raised.value.problems[0].field == told


def test_both_formats_are_needed_and_no_program_may_be_inside(tmp_path: Path) -> None:
    studio(tmp_path, counter="<script>1</script>")
    (tmp_path / "portrait.svg").unlink()
    told = " ".join(problem.message for problem in examined_background(tmp_path))
    assert "a script" in told and "no portrait.svg" in told


def test_a_picture_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "wall.png").write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")
    with pytest.raises(BackgroundUnreadable, match=r"wall\.png"):
        load_background(tmp_path / "wall.png", "landscape")
