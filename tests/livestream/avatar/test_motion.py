"""A host lives by itself, follows mood and gesture, and never twice the same."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from tests.livestream.avatar.drawn_host import host

from mercery.ai.speech.visemes import Viseme
from mercery.livestream.avatar.attitude import Attitude
from mercery.livestream.avatar.life import BLINK_EVERY, Target, blinks_in, breath, looked_at
from mercery.livestream.avatar.motion import Motion
from mercery.livestream.avatar.reading import load_avatar
from mercery.livestream.avatar.rig import Rig
from mercery.livestream.avatar.state import FrameState
from mercery.livestream.line import Gesture, Mood
from mercery.livestream.show import Format

FRAME = 0.04
LINE = tuple(Viseme(("open", "tongue", "closed", "mid")[n % 4], n * 110, n * 110 + 110) for n in range(40))


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Rig:
    return load_avatar(host(tmp_path_factory.mktemp("host"))).rig


def quiet(motion: Motion, seconds: float, start: float = 0.0, mood: Mood = "calm") -> list[Attitude]:
    return [motion.at(FrameState(time=start + n * FRAME, mood=mood)) for n in range(round(seconds / FRAME))]


def said(
    motion: Motion,
    seconds: float,
    gesture: Gesture = "none",
    *,
    start: float = 0.0,
    line: str = "1",
    question: bool = False,
) -> list[Attitude]:
    return [
        motion.at(
            FrameState(
                time=start + n * FRAME,
                visemes=LINE,
                at_ms=n * FRAME * 1000,
                gesture=gesture,
                line=line,
                question=question,
            )
        )
        for n in range(round(seconds / FRAME))
    ]


def test_the_same_seed_and_moments_give_the_same_host(rig: Rig) -> None:
    one, other = (said(Motion(rig, "landscape", 7), 4, "card") for _ in range(2))
    assert one == other
    assert one != said(Motion(rig, "landscape", 8), 4, "card")


@pytest.mark.parametrize("seed", range(4))
def test_eyes_blink_as_often_as_peoples_do_irregularly_and_sometimes_twice(seed: int) -> None:
    minutes = 30
    began = [at for number in range(round(minutes * 60 / BLINK_EVERY)) for at in blinks_in(seed, number)]
    assert 14 <= len(began) / minutes <= 22
    gaps = [after - before for before, after in pairwise(began)]
    assert min(gaps) > 0.25 and max(gaps) > 6
    assert 0.05 < sum(gap < 0.35 for gap in gaps) / len(gaps) < 0.25
    middle = sum(gaps) / len(gaps)
    assert math.sqrt(sum((gap - middle) ** 2 for gap in gaps) / len(gaps)) > 0.35 * middle


def test_lids_shut_wholly_and_open_again(rig: Rig) -> None:
    lids = [one.lids[0] for one in quiet(Motion(rig, "landscape", 3), 60)]
    assert max(lids) > 0.95 and sum(lid > 0.5 for lid in lids) / len(lids) < 0.09


@pytest.mark.parametrize("speaking", [True, False])
def test_the_eyes_are_mostly_the_viewers(speaking: bool) -> None:
    looks = [looked_at(5, n * 0.5, speaking=speaking) for n in range(2400)]
    assert 0.6 < looks.count("viewer") / len(looks) < 0.92
    other: Target = "card" if speaking else "comments"
    assert looks.count(other) / len(looks) > 0.05


def test_breath_comes_and_goes_without_a_jump() -> None:
    breaths = [breath(2, n * FRAME) for n in range(3000)]
    assert min(breaths) < 0.02 and max(breaths) > 0.98
    assert max(abs(a - b) for a, b in pairwise(breaths)) < 0.12
    rises = sum(a < 0.5 <= b for a, b in pairwise(breaths))
    assert 10 <= rises / 2 <= 20, "breaths a minute"


def test_ten_minutes_do_not_come_round_again(rig: Rig) -> None:
    motion = Motion(rig, "landscape", 1)
    tilts = [motion.at(FrameState(time=n * 0.2)).tilt for n in range(3000)]
    for shift in range(25, 1500, 25):
        apart = [abs(a - b) for a, b in zip(tilts, tilts[shift:], strict=False)]
        assert sum(apart) / len(apart) > 0.15


def test_a_head_moves_slowly_by_itself(rig: Rig) -> None:
    tilts = [one.tilt for one in quiet(Motion(rig, "landscape", 4), 60)]
    assert max(abs(a - b) for a, b in pairwise(tilts)) < 0.12
    assert max(tilts) - min(tilts) > 0.8


def test_a_line_that_is_cut_off_does_not_let_the_mouth_snap_shut(rig: Rig) -> None:
    motion = Motion(rig, "landscape")
    before = said(motion, 1.2)[-1].mouth
    after = [one.mouth for one in quiet(motion, 1, start=1.2)]
    for one, other in pairwise([before, *after]):
        assert all(abs(one.get(key, 0) - other.get(key, 0)) < 0.65 for key in {*one, *other})
    assert after[-1]["rest"] > 0.98


@pytest.mark.parametrize("shape", ["landscape", "portrait"])
def test_a_gesture_comes_is_held_and_goes(rig: Rig, shape: Format) -> None:
    motion = Motion(rig, shape)
    up = [one.moved["arm"].shift[1] if "arm" in one.moved else 0.0 for one in said(motion, 2, "card")]
    down = [one.moved["arm"].shift[1] if "arm" in one.moved else 0.0 for one in quiet(motion, 2, start=2)]
    heights = [*up, *down]
    assert heights[0] > -10 and min(heights) == pytest.approx(-70) and heights[-1] == 0.0
    assert max(abs(a - b) for a, b in pairwise(heights)) < 9


def test_an_arm_is_not_held_up_for_ever(rig: Rig) -> None:
    motion = Motion(rig, "landscape")
    assert "arm" not in said(motion, 12, "card")[-1].moved
    assert "arm" in said(motion, 1, "card", start=12, line="2")[-1].moved


def test_eyes_go_where_the_hand_points_and_come_back(rig: Rig) -> None:
    looks = [one.gaze[0] for one in said(Motion(rig, "landscape"), 3.2, "card")]
    assert max(looks[15:35]) > 0.7
    assert min(looks[50:]) < 0.3


def test_a_nod_goes_down_and_comes_up(rig: Rig) -> None:
    turns = [one.turn[1] for one in said(Motion(rig, "landscape"), 2, "nod")]
    assert max(turns[5:25]) > turns[0] + 0.3


def test_moods_change_the_face_within_a_second_or_two_but_not_at_once(rig: Rig) -> None:
    motion = Motion(rig, "landscape")
    quiet(motion, 1)
    glad = quiet(motion, 3, start=1, mood="glad")
    assert glad[0].mouth["smile"] < 0.3 < 0.7 < glad[-1].mouth["smile"]
    sorry = quiet(motion, 3, start=4, mood="sorry")[-1]
    assert sorry.brows["sorry"] > 0.6 and sorry.mouth["smile"] < 0.1


def test_brows_rise_at_the_end_of_a_question(rig: Rig) -> None:
    asked = said(Motion(rig, "landscape"), 4.3, question=True)
    told = said(Motion(rig, "landscape"), 4.3)
    assert asked[-1].brows["up"] > told[-1].brows["up"] + 0.3
    assert asked[20].brows["up"] == pytest.approx(told[20].brows["up"])


def test_hair_swings_on_after_the_head_stopped(rig: Rig) -> None:
    motion = Motion(rig, "landscape")
    still = quiet(motion, 4)
    swung = said(motion, 2, "card", start=4)
    assert max(abs(one.swing["lock"]) for one in swung) > max(abs(one.swing["lock"]) for one in still[25:])


def test_a_frame_that_was_left_out_does_no_harm(rig: Rig) -> None:
    motion = Motion(rig, "landscape")
    quiet(motion, 1)
    late = motion.at(FrameState(time=9.0, visemes=LINE, at_ms=400, gesture="greet", line="x"))
    again = motion.at(FrameState(time=9.0, visemes=LINE, at_ms=400, gesture="greet", line="x"))
    assert all(math.isfinite(value) for value in (late.tilt, *late.turn, *again.gaze))
