"""Frames: what the encoder takes, nothing touched beyond the host, the same whether drawn whole or in parts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.livestream.avatar.drawn_host import host

from mercery.ai.speech.visemes import Viseme
from mercery.livestream.avatar.attitude import Attitude, settled
from mercery.livestream.avatar.avatar import Avatar
from mercery.livestream.avatar.backgrounds import plain_background
from mercery.livestream.avatar.reading import load_avatar
from mercery.livestream.avatar.rig import SHAPES, Moved
from mercery.livestream.avatar.sprites import Kept, Planes, document, drawn, sprite_of
from mercery.livestream.avatar.stage import Stage
from mercery.livestream.avatar.state import FrameState
from mercery.livestream.show import SIZES, Format

ALL = (0, 0, 1280, 1280)


@pytest.fixture(scope="module")
def avatar(tmp_path_factory: pytest.TempPathFactory) -> Avatar:
    return load_avatar(host(tmp_path_factory.mktemp("host")))


def copied(planes: Planes) -> np.ndarray:
    return planes.stacked.copy()


@pytest.mark.parametrize("shape", SIZES)
def test_a_frame_is_one_buffer_as_the_encoder_takes_it(avatar: Avatar, shape: Format) -> None:
    width, height = SIZES[shape]
    planes = Stage(avatar, None, shape).frame(FrameState(time=0))
    assert planes.stacked.shape == (height * 3 // 2, width) and planes.stacked.flags.c_contiguous
    assert planes.y.shape == (height, width) and planes.u.shape == planes.v.shape == (height // 2, width // 2)
    assert planes.y.min() >= 16 and planes.y.max() <= 235
    assert np.shares_memory(planes.u, planes.stacked)


@pytest.mark.parametrize("shape", SIZES)
def test_nothing_is_touched_beyond_the_host(avatar: Avatar, shape: Format) -> None:
    stage, wall = Stage(avatar, None, shape), plain_background(shape)
    ground = Planes.empty(*SIZES[shape])
    ground.copy_from(wall.wall, (0, 0, *SIZES[shape]))
    assert wall.counter is not None
    wall.counter.over(ground, ALL)
    for n in range(40):
        planes = stage.frame(FrameState(time=n / 5, gesture="card", line="1"))
        x0, y0, x1, y1 = stage.host_rect
        outside = np.ones(planes.y.shape, bool)
        outside[y0:y1, x0:x1] = False
        assert np.array_equal(planes.y[outside], ground.y[outside])
        half = outside[::2, ::2]
        assert np.array_equal(planes.u[half], ground.u[half])


def test_a_frame_drawn_in_parts_is_the_frame_drawn_whole(avatar: Avatar) -> None:
    line = tuple(Viseme(SHAPES[n % 9], n * 100, n * 100 + 100) for n in range(30))
    lived = Stage(avatar, None, "landscape", seed=3)
    for n in range(75):
        planes = lived.frame(
            FrameState(
                time=n / 25,
                visemes=line if n < 60 else (),
                at_ms=n * 40,
                gesture="card" if 10 < n < 50 else "none",
                line="1",
            )
        )
        if n % 12 == 0:
            attitude = lived.attitude
            assert np.array_equal(copied(planes), copied(Stage(avatar, None, "landscape").draw(attitude)))


def test_the_same_seed_gives_the_same_frames(avatar: Avatar) -> None:
    def frames() -> list[np.ndarray]:
        stage = Stage(avatar, None, "portrait", seed=9)
        return [copied(stage.frame(FrameState(time=n / 25, gesture="greet", line="1"))) for n in range(12)]

    assert all(np.array_equal(one, other) for one, other in zip(frames(), frames(), strict=True))


def test_each_mouth_is_seen_and_only_the_mouth_changes(avatar: Avatar) -> None:
    stage = Stage(avatar, None, "landscape")
    rest = settled(avatar.rig, "landscape", "calm", "none")
    shown = {shape: stage.draw(replace(rest, mouth={shape: 1.0})).y.copy() for shape in SHAPES}
    for shape in SHAPES[1:]:
        changed = np.argwhere(shown[shape] != shown["rest"])
        assert len(changed) > 30, shape
        top, left = changed.min(axis=0)
        bottom, right = changed.max(axis=0)
        x0, y0, x1, y1 = stage.head_rect
        assert y0 + (y1 - y0) / 3 < top and bottom < y1 and x0 < left and right < x1


def test_the_counter_stands_before_the_host(avatar: Avatar) -> None:
    stage = Stage(avatar, None, "landscape")
    before = copied(stage.draw(Attitude()))
    after = copied(stage.draw(Attitude(breath=1.0)))
    assert np.array_equal(before[645:720], after[645:720])
    assert not np.array_equal(before[:638], after[:638])


def test_an_arm_that_rests_is_not_seen(avatar: Avatar) -> None:
    stage = Stage(avatar, None, "landscape")
    resting, raised = (
        stage.draw(Attitude()).y.copy(),
        stage.draw(Attitude(moved={"arm": Moved(shift=(0, -70))})).y.copy(),
    )
    assert np.count_nonzero(resting != raised) > 2_000
    assert np.array_equal(resting, stage.draw(Attitude()).y)


def test_memory_is_bounded_however_long_a_show_lasts(avatar: Avatar, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mercery.livestream.avatar.stage.LAYERS_BYTES", 800_000)
    monkeypatch.setattr("mercery.livestream.avatar.stage.FACE_BYTES", 200_000)
    stage = Stage(avatar, None, "landscape")
    for n in range(40):
        stage.frame(
            FrameState(
                time=n / 4,
                mood="glad" if n % 20 < 10 else "sorry",
                gesture="card" if n % 14 < 7 else "none",
                line=str(n // 14),
            )
        )
    assert stage.layers.made > len(stage.layers) > 2
    assert stage.layers.bytes <= 800_000 and stage.kept[1].bytes <= 200_000


def test_what_is_kept_is_what_was_used_last() -> None:
    picture = document(
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8"/></svg>', (0, 0, 8, 8)
    )
    one = sprite_of(drawn([picture], (1, 0, 0, 1, 0, 0), (0, 0), (0, 0, 8, 8)), 0, 0)
    assert one is not None
    kept = Kept(2 * (one.size + 400))
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda: one)
    made = kept.made
    kept.get("a", lambda: one)
    assert kept.made == made
    kept.get("b", lambda: one)
    assert kept.made == made + 1


@pytest.mark.parametrize(("colour", "bt709"), [("#FFFFFF", (235, 128, 128)), ("#000000", (16, 128, 128)), ("#FF0000", (63, 102, 240)), ("#0000FF", (32, 240, 118)), ("#808080", (126, 128, 128))])  # fmt: skip
def test_colours_are_those_of_the_encoder(colour: str, bt709: tuple[int, int, int]) -> None:
    content = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" fill="{colour}"/></svg>'
    )
    sprite = sprite_of(
        drawn([document(content.encode(), (0, 0, 8, 8))], (1, 0, 0, 1, 0, 0), (0, 0), (0, 0, 8, 8)), 4, 4
    )
    planes = Planes.empty(16, 16)
    assert sprite is not None
    sprite.over(planes, ALL)
    assert [int(plane[3, 3]) for plane in (planes.u, planes.v)] == pytest.approx(bt709[1:], abs=1)
    assert int(planes.y[6, 6]) == pytest.approx(bt709[0], abs=1)
    assert int(planes.y[3, 3]) == 16 and int(planes.u[1, 1]) == 128


def test_laying_a_sprite_changes_nothing_where_it_covers_nothing() -> None:
    content = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="4" height="4"/><rect x="12" y="12" width="4" height="4"/></svg>'
    sprite = sprite_of(drawn([document(content, (0, 0, 16, 16))], (1, 0, 0, 1, 0, 0), (0, 0), (0, 0, 16, 16)), 0, 0)
    planes = Planes.empty(16, 16)
    planes.y[:] = np.arange(256, dtype=np.uint8).reshape(16, 16)
    before = planes.y.copy()
    assert sprite is not None
    sprite.over(planes, ALL)
    assert np.array_equal(planes.y[:4, 4:], before[:4, 4:]) and np.array_equal(planes.y[5:12], before[5:12])
