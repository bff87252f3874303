"""Pictures to look at before a show."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from tests.livestream.avatar.drawn_host import host

from mercery.livestream.avatar.avatar import Avatar
from mercery.livestream.avatar.previews import moving, sheets, still, webp
from mercery.livestream.avatar.reading import load_avatar


@pytest.fixture(scope="module")
def avatar(tmp_path_factory: pytest.TempPathFactory) -> Avatar:
    return load_avatar(host(tmp_path_factory.mktemp("host")))


def test_a_still_has_the_colours_that_were_drawn(avatar: Avatar) -> None:
    picture = still(avatar, None, "landscape", mood="glad")
    assert picture.size == (1280, 720)
    assert picture.getpixel((20, 20)) == pytest.approx((0xD9, 0xCD, 0xB8), abs=3)
    assert Image.open(io.BytesIO(webp(picture, 320))).size == (320, 180)


def test_everything_a_host_can_do_is_on_a_sheet(avatar: Avatar) -> None:
    made = sheets(avatar, None)
    assert {"mouths.png", "moods.png", "gestures-landscape.png", "gestures-portrait.png"} <= set(made)
    assert all(content.startswith(b"\x89PNG") for content in made.values())


@pytest.mark.slow
def test_a_film_shows_the_host_in_motion(avatar: Avatar) -> None:
    import av

    with av.open(io.BytesIO(moving(avatar, None, "portrait", 2.0)), "r") as film:
        frames = [frame.to_ndarray(format="gray") for frame in film.decode(video=0)]
    assert len(frames) == 50 and frames[0].shape == (640, 360)
    assert (frames[0] != frames[20]).any()
