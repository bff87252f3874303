"""The hosts and studios that come with Mercery: whole, and seen to speak."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

import mercery.livestream
from mercery.livestream.avatar.attitude import Attitude
from mercery.livestream.avatar.backgrounds import examined_background
from mercery.livestream.avatar.motion import Motion
from mercery.livestream.avatar.reading import load_avatar
from mercery.livestream.avatar.rig import SHAPES
from mercery.livestream.avatar.stage import Stage
from mercery.livestream.avatar.state import FrameState
from mercery.livestream.show import SIZES, Format

HOME = Path(mercery.livestream.__file__).parent
HOSTS = ("aurelle", "lin")
STUDIOS = ("atelier", "salon", "evening")


@cache
def stage(host: str, shape: Format) -> Stage:
    return Stage(load_avatar(HOME / "avatars" / host), HOME / "backgrounds" / "atelier", shape)


def brightness(host: str, shape: Format, attitude: Attitude) -> np.ndarray:
    return stage(host, shape).draw(attitude).y.astype(np.int16)


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_of_ours_has_every_key_shape_and_a_name_in_both_languages(host: str) -> None:
    found = load_avatar(HOME / "avatars" / host)
    assert {"rest", *found.features["mouth"].keys} == {*SHAPES, "smile", "sorry"}
    for side in ("L", "R"):
        assert {"rest", *found.features[f"brow_{side}"].keys} == {"rest", "up", "sorry", "thought"}
        assert "smile" in found.features[f"eye_{side}"].keys
    assert found.rig.name.en and found.rig.name.zh


@pytest.mark.parametrize("host", HOSTS)
def test_no_two_mouths_are_taken_for_each_other(host: str) -> None:
    mouths = {shape: brightness(host, "landscape", Attitude(mouth={shape: 1.0})).copy() for shape in SHAPES}
    for one, other in combinations(SHAPES, 2):
        seen = np.count_nonzero(np.abs(mouths[one] - mouths[other]) > 24)
        assert seen >= 24, f"{one} and {other} differ in {seen} pixels"


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("shape", SIZES)
@pytest.mark.parametrize("gesture", ["card", "greet"])
def test_a_hand_that_shows_something_is_seen_and_stays_in_the_picture(host: str, shape: Format, gesture: str) -> None:
    pose = stage(host, shape).rig.pose(gesture, shape)  # type: ignore[arg-type]
    at_rest = brightness(host, shape, Attitude()).copy()
    shown = brightness(host, shape, Attitude(moved=pose.layers))
    changed = np.abs(shown - at_rest) > 12
    assert np.count_nonzero(changed) > 4_000
    assert not changed[:, -4:].any()


@pytest.mark.parametrize("host", HOSTS)
def test_shut_eyes_show_no_white(host: str) -> None:
    open_, shut = (brightness(host, "landscape", Attitude(lids=(lids, lids))).copy() for lids in (0.0, 1.0))
    eyes = np.abs(open_ - shut) > 40
    assert np.count_nonzero(eyes) > 60
    whites = np.count_nonzero(open_[eyes] > 205)
    assert whites > 20
    assert np.count_nonzero(shut[eyes] > 205) < whites / 20


@pytest.mark.parametrize("studio", STUDIOS)
def test_a_studio_of_ours_can_be_used_in_both_formats(studio: str) -> None:
    assert examined_background(HOME / "backgrounds" / studio) == []


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("shape", SIZES)
def test_an_arm_that_greets_and_then_shows_goes_no_further_than_either_pose(host: str, shape: Format) -> None:
    rig = stage(host, shape).rig
    poses = [rig.pose(gesture, shape).layers["arm_card"] for gesture in ("greet", "card")]
    motion = Motion(rig, shape)
    heights = []
    for frame in range(75):
        time = frame / 25
        greeting = FrameState(time=time, gesture="greet", line="one")
        attitude = motion.at(greeting if frame < 30 else FrameState(time=time, gesture="card", line="two"))
        if "arm_card" in attitude.moved:
            heights.append(attitude.moved["arm_card"].shift[1])
    assert min(heights) >= min(pose.shift[1] for pose in poses) - 1
    assert min(heights) < -200
