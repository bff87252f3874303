"""What is said, and in which order: blocks of exactly 1,920 samples, cut at the ends of lines."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mercery.ai.speech.visemes import Viseme
from mercery.livestream.engine.clock import BLOCK
from mercery.livestream.engine.protocol import Say, Where
from mercery.livestream.engine.talk import Full, Spoken, Talk, Turn, spoken
from mercery.livestream.show import SOUND_RATE

_LOUD = 8_000
_TONE = 60
"""The room itself is quieter than this."""


def _line(name: str, ms: int, where: Where = "last", pause_ms: int = 400) -> Spoken:
    pcm = np.full(SOUND_RATE * ms // 1000, _LOUD, "<i2").tobytes()
    shapes = (Viseme("open", 0, ms),)
    return spoken(Say(id=name, pcm=pcm, rate=SOUND_RATE, visemes=shapes, caption=name, where=where, pause_ms=pause_ms))


def _run(talk: Talk, blocks: int) -> tuple[np.ndarray, list[Turn]]:
    made = [talk.block() for _ in range(blocks)]
    return np.concatenate([sound for sound, _ in made]), [turn for _, turns in made for turn in turns]


def _begun(turns: Iterable[Turn]) -> list[str]:
    return [one.id for one in turns if not one.ended]


@settings(max_examples=40)
@given(st.lists(st.integers(1, 900), max_size=6), st.integers(1, 60))
def test_every_block_is_one_picture_long_whatever_is_said(lengths: list[int], blocks: int) -> None:
    talk = Talk()
    for number, ms in enumerate(lengths):
        talk.add(_line(str(number), ms))
    for _ in range(blocks):
        sound, _ = talk.block()
        assert len(sound) == BLOCK


@settings(max_examples=40)
@given(st.lists(st.integers(20, 400), min_size=1, max_size=5))
def test_no_sample_of_a_line_is_lost_or_doubled(lengths: list[int]) -> None:
    talk = Talk()
    for number, ms in enumerate(lengths):
        talk.add(_line(str(number), ms))
    sound, turns = _run(talk, 2 + sum(lengths) // 40 + 12 * len(lengths))
    assert int((sound == _LOUD).sum()) == sum(SOUND_RATE * ms // 1000 for ms in lengths)
    assert [one.cut for one in turns if one.ended] == [False] * len(lengths)


def test_a_line_is_told_with_the_sample_it_begins_and_ends_at() -> None:
    talk = Talk()
    talk.add(_line("one", 100, pause_ms=50))
    talk.add(_line("two", 100))
    _, turns = _run(talk, 10)
    assert turns == [
        Turn("one", 0),
        Turn("one", 4_800, True),
        Turn("two", 7_200),
        Turn("two", 12_000, True),
    ]


def test_an_answer_comes_after_the_sentence_being_spoken_and_before_the_script() -> None:
    talk = Talk()
    talk.add(_line("script 1", 400))
    talk.add(_line("script 2", 400))
    talk.block()
    talk.add(_line("answer 1", 200, "next"))
    talk.add(_line("answer 2", 200, "next"))
    _, turns = _run(talk, 60)
    assert _begun(turns) == ["answer 1", "answer 2", "script 2"]
    assert not any(one.cut for one in turns)


def test_an_answer_does_not_wait_for_the_whole_pause() -> None:
    talk = Talk()
    talk.add(_line("script", 100, pause_ms=5_000))
    talk.add(_line("answer", 100, "next"))
    _, turns = _run(talk, 20)
    assert next(one.sample for one in turns if one.id == "answer") < SOUND_RATE * 0.3


def test_what_must_be_said_now_cuts_the_sentence_off_without_a_click() -> None:
    talk = Talk()
    talk.add(_line("script", 2_000))
    _run(talk, 10)
    talk.add(_line("sold out", 400, "now"))
    sound, turns = _run(talk, 20)
    assert [(one.id, one.ended, one.cut) for one in turns][:2] == [("script", True, True), ("sold out", False, False)]
    fading = sound[:3_000].astype(int)
    assert np.abs(np.diff(fading)).max() < _LOUD / 50
    assert talk.queued == ()


def test_a_line_gives_way_at_its_place_where_an_answer_waits_by_then() -> None:
    talk = Talk()
    talk.add(_line("long answer", 2_000, "next"))
    talk.add(_line("script", 400))
    _run(talk, 5)
    talk.give_way("long answer", 800)
    talk.add(_line("answer", 400, "next"))
    _, turns = _run(talk, 60)
    assert [(one.id, one.ended, one.cut) for one in turns][:3] == [
        ("long answer", True, True), ("answer", False, False), ("answer", True, False),
    ]  # fmt: skip
    ended, began = turns[0].sample, turns[1].sample
    assert SOUND_RATE * 0.75 < ended < SOUND_RATE * 0.87
    assert SOUND_RATE * 0.08 <= began - ended <= SOUND_RATE * 0.2, "a breath, and the last sound has rung out"


@pytest.mark.parametrize("of", ["nobody waits", "it is beyond the place", "another line"])
def test_a_line_is_said_to_its_end_when(of: str) -> None:
    talk = Talk()
    talk.add(_line("line", 1_000, "next"))
    _run(talk, 10)
    talk.give_way("other" if of == "another line" else "line", 200 if of == "it is beyond the place" else 600)
    if of == "nobody waits":
        _run(talk, 10)
    talk.add(_line("answer", 200, "next"))
    _, turns = _run(talk, 40)
    assert turns[0] == Turn("line", SOUND_RATE, True)


def test_a_line_taken_back_is_not_said_and_told_as_cut() -> None:
    talk = Talk()
    for name in ("one", "two", "three"):
        talk.add(_line(name, 100))
    talk.block()
    talk.unsay(["one", "two"])
    _, turns = _run(talk, 30)
    assert _begun(turns) == ["three"]
    assert Turn("two", BLOCK, True, True) in turns


def test_quiet_now_leaves_nothing_but_the_room() -> None:
    talk = Talk()
    for name in ("one", "two"):
        talk.add(_line(name, 1_000))
    talk.block()
    talk.quiet(now=True)
    sound, turns = _run(talk, 20)
    assert {one.id for one in turns if one.cut} == {"one", "two"}
    assert np.abs(sound[4_000:]).max() < _TONE


def test_a_silent_room_is_not_digital_silence() -> None:
    sound, _ = _run(Talk(), 50)
    assert 0 < np.abs(sound).max() < _TONE


def test_lines_wait_while_somebody_else_has_the_air() -> None:
    talk = Talk()
    talk.held = True
    talk.add(_line("line", 100))
    assert _run(talk, 5)[1] == []
    talk.held = False
    assert _begun(_run(talk, 5)[1]) == ["line"]


@pytest.mark.parametrize("ms", [100, 1_015, 1_035])
def test_lips_open_with_the_sound_or_a_little_before_it(ms: int) -> None:
    """The picture a sound begins in shows it, or the one before where the sound is less than 30 ms away."""
    talk = Talk()
    shapes = (Viseme("rest", 0, ms), Viseme("open", ms, ms + 300))
    pcm = np.full(SOUND_RATE * 2, _LOUD, "<i2").tobytes()
    talk.add(spoken(Say(id="a", pcm=pcm, rate=SOUND_RATE, visemes=shapes, caption="")))
    pictures = []
    for number in range(40):
        if talk.moment().open:
            pictures.append(number)
        talk.block()
    assert -30 <= pictures[0] * 40 - ms <= 10


def test_the_first_picture_of_a_line_has_its_mouth_open() -> None:
    talk = Talk()
    talk.add(_line("a", 200))
    assert talk.moment().open


def test_too_many_lines_are_refused() -> None:
    talk = Talk()
    with pytest.raises(Full):
        for number in range(1_000):
            talk.add(_line(str(number), 10))
    assert len(talk.queued) == 300
