"""Messages between director and engine: the same on both ends, and nothing is believed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.ai.speech.visemes import Viseme
from mercery.livestream.engine.protocol import (
    Beat,
    Card,
    Feed,
    Quiet,
    Say,
    Scene,
    SinkOff,
    SinkSetting,
    SinkStatus,
    Still,
    Stop,
    Unsay,
)
from mercery.livestream.engine.wire import FROM_ENGINE, TO_ENGINE, Malformed, head_of, read, written

_SAY = Say(
    id="l1", pcm=b"\x01\x00\x02\x00", rate=22_050, visemes=(Viseme("open", 0, 80),), caption="你好 “hi”\n", mood="warm"
)


def _through(message: Any) -> Any:
    line, _, sound = written(message).partition(b"\n")
    return read(head_of(line + b"\n"), sound, {**TO_ENGINE, **FROM_ENGINE})


@pytest.mark.parametrize(
    "message",
    [
        _SAY,
        Unsay(ids=("a", "b")),
        Quiet(now=True),
        Card(picture="", heading="On the counter", name="Tote", detail="", price="€1,280"),
        SinkSetting(id="hls", kind="hls", programme="clean", target="/tmp/x"),
        SinkOff(id="hls"),
        Scene(format="portrait", avatar="a", background="b", label="AI 主播", shop="M", live="直播"),
        Feed(of="person", url="rtmp://127.0.0.1/live", listen=True),
        Still(on=True, words="Back soon."),
        Stop(),
        Beat(
            media_s=1.0, wall_s=1.0, began_at=1.5e9, frames=25, fresh=25, repeated=0, tier="full",
            sinks=(SinkStatus(id="a", state="healthy"),),
        ),
    ],
    ids=lambda one: type(one).__name__,
)  # fmt: skip
def test_a_message_arrives_as_it_was_sent(message: Any) -> None:
    assert _through(message) == message


@given(st.text(max_size=200), st.text(max_size=200), st.integers(0, 60_000))
def test_any_words_arrive(caption: str, name: str, pause: int) -> None:
    said = Say(id=name, pcm=b"\0\0", rate=48_000, visemes=(), caption=caption, pause_ms=pause)
    assert _through(said) == said


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"message": "shout"}, "no such message"),
        ({"loud": True}, "loud: there is no such field"),
        ({"caption": None}, "caption: str is wanted"),
        ({"mood": "angry"}, "mood: one of"),
        ({"rate": 1}, "rate: that many"),
        ({"pause_ms": True}, "pause_ms: int is wanted"),
        ({"pause_ms": 10**9}, "pause_ms: between"),
        ({"visemes": [{"shape": "open"}]}, "from_ms: is missing"),
        ({"visemes": "open"}, "visemes: a list is wanted"),
        ({"caption": "x" * 30_000}, "caption: is too long"),
    ],
    ids=lambda one: str(one)[:30] if isinstance(one, str) else "",
)
def test_a_bad_value_is_named(changed: dict[str, Any], problem: str) -> None:
    line, _, sound = written(_SAY).partition(b"\n")
    with pytest.raises(Malformed) as refused:
        read({**json.loads(line), **changed}, sound, TO_ENGINE)
    assert problem in refused.value.problem
    assert refused.value.id == "l1"
    assert not refused.value.fatal


def test_sound_of_half_a_sample_is_refused() -> None:
    line, _, _ = written(_SAY).partition(b"\n")
    with pytest.raises(Malformed, match="whole 16-bit samples"):
        read(json.loads(line), b"\0\0\0", TO_ENGINE)


@pytest.mark.parametrize(
    "line", [b"", b"{", b"[]", b'{"message": 3}', b'{"message": "say", "bytes": -1}', b'{"message":"say","bytes":1e99}']
)
def test_a_line_that_is_no_message_ends_the_connection(line: bytes) -> None:
    with pytest.raises(Malformed) as refused:
        head_of(line)
    assert refused.value.fatal


@given(st.binary(max_size=400))
def test_no_bytes_do_anything_but_be_refused(data: bytes) -> None:
    try:
        read(head_of(data), b"", TO_ENGINE)
    except Malformed:
        return
    assert head_of(data)["message"] in TO_ENGINE
