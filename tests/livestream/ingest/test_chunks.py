"""Bytes of RTMP become the messages that were sent, however they are cut; nonsense is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.livestream.ingest.amf import BadAmf, decoded, encoded
from mercery.livestream.ingest.chunks import COMMAND, VIDEO, BadStream, Reader, written
from mercery.livestream.ingest.flv import HEAD, Beginning

PLAIN = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=40),
    lambda inner: st.dictionaries(st.text(min_size=1, max_size=10), inner, max_size=4),
    max_leaves=12,
)


@given(st.lists(PLAIN, max_size=5))
def test_values_are_read_as_they_were_written(values: list[object]) -> None:
    assert decoded(encoded(*values)) == values


@given(st.binary(max_size=200))
def test_bytes_of_anybody_are_values_or_refused(data: bytes) -> None:
    try:
        decoded(data)
    except BadAmf:
        return


@given(st.lists(st.binary(min_size=1, max_size=700), min_size=1, max_size=6), st.integers(1, 97))
def test_messages_come_out_as_they_were_sent_however_they_are_cut(bodies: list[bytes], cut: int) -> None:
    data = b"".join(written(COMMAND, body, stream=1) for body in bodies)
    reader = Reader()
    found = [one for at in range(0, len(data), cut) for one in reader.feed(data[at : at + cut])]
    assert [one.body for one in found] == bodies
    assert {(one.kind, one.stream) for one in found} == {(COMMAND, 1)}


@given(st.binary(max_size=3000))
def test_bytes_of_anybody_are_messages_or_refused(data: bytes) -> None:
    try:
        list(Reader().feed(data))
    except BadStream:
        return


def test_a_message_without_end_is_refused() -> None:
    with pytest.raises(BadStream):
        list(Reader().feed(b"\x03\x00\x00\x00\xff\xff\xff\x09\x01\x00\x00\x00"))


def test_who_joins_late_gets_how_it_is_coded_and_everything_since_the_last_key_picture() -> None:
    beginning = Beginning()
    for body in (b"\x17\x00setup", b"\x17\x01key", b"\x27\x01a", b"\x17\x01key2", b"\x27\x01b"):
        for message in Reader().feed(written(VIDEO, body)):
            beginning.take(message)
    got = beginning.bytes()
    assert got.startswith(HEAD)
    assert b"setup" in got
    assert b"key2" in got
    assert b"\x27\x01a" not in got
