"""The mouth: sounds run into each other, nothing jumps, lips that must meet do meet."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from mercery.ai.speech.visemes import Viseme
from mercery.livestream.avatar.emphasis import emphases, nod
from mercery.livestream.avatar.mouth import mouth_at
from mercery.livestream.avatar.rig import SHAPES


@st.composite
def lines(draw: st.DrawFn) -> tuple[Viseme, ...]:
    found, at = [], draw(st.integers(0, 300))
    for _ in range(draw(st.integers(1, 25))):
        length = draw(st.integers(40, 260))
        found.append(Viseme(draw(st.sampled_from(SHAPES)), at, at + length))
        at += length
    return tuple(found)


@settings(max_examples=60, deadline=None)
@given(lines(), st.floats(-500, 8000))
def test_shares_sum_to_one_and_none_is_negative(line: tuple[Viseme, ...], at: float) -> None:
    shares = mouth_at(line, at)
    assert abs(sum(shares.values()) - 1) < 0.02
    assert all(share > 0 for share in shares.values())


@settings(max_examples=60, deadline=None)
@given(lines(), st.floats(-300, 7000))
def test_nothing_jumps(line: tuple[Viseme, ...], at: float) -> None:
    before, after = mouth_at(line, at), mouth_at(line, at + 4)
    for shape in SHAPES:
        assert abs(before.get(shape, 0) - after.get(shape, 0)) < 0.3


@settings(max_examples=60, deadline=None)
@given(lines())
def test_a_mouth_rests_before_and_after(line: tuple[Viseme, ...]) -> None:
    assert mouth_at(line, line[0].from_ms - 400)["rest"] > 0.99
    assert mouth_at(line, line[-1].to_ms + 400)["rest"] > 0.99


def test_lips_meet_for_m_however_fast_one_speaks() -> None:
    line = (Viseme("open", 0, 90), Viseme("closed", 90, 140), Viseme("open", 140, 230))
    assert mouth_at(line, 115)["closed"] > 0.8
    assert mouth_at(line, 20).get("closed", 0) < 0.3


def test_a_mouth_opens_faster_than_it_closes() -> None:
    line = (Viseme("open", 500, 700),)
    opening = next(ms for ms in range(300, 700) if mouth_at(line, ms).get("open", 0) > 0.5)
    closing = next(ms for ms in range(700, 1200) if mouth_at(line, ms).get("open", 0) < 0.5)
    assert 500 - opening < closing - 700


def test_a_short_sound_hardly_shapes_the_mouth() -> None:
    short = (Viseme("open", 0, 200), Viseme("narrow", 200, 245), Viseme("open", 245, 500))
    long = (Viseme("open", 0, 200), Viseme("narrow", 200, 400), Viseme("open", 400, 600))
    assert mouth_at(short, 222)["narrow"] < mouth_at(long, 300)["narrow"]


@settings(max_examples=60, deadline=None)
@given(lines())
def test_nods_stand_apart_and_come_with_open_sounds(line: tuple[Viseme, ...]) -> None:
    moments = [moment for moment, _ in emphases(line)]
    assert all(after - before >= 1100 for before, after in pairwise(moments))
    assert all(0 <= nod(line, at) <= 1 for at in range(0, 6000, 170))
    starts = {one.from_ms for one in line if one.shape in ("open", "mid", "round", "wide")}
    assert set(moments) <= starts
