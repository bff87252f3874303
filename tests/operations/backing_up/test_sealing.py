"""A sealed file opens whole with its passphrase, and in no other way."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mercery.core.errors import Invalid
from mercery.operations.backing_up.sealing import Damaged, SealedReader, SealedWriter, WrongPassphrase, is_sealed

PASSPHRASE = "four words nobody guesses"
HEAD = 49


def sealed(content: bytes, piece: int = 64) -> bytes:
    sink = io.BytesIO()
    writer = SealedWriter(sink, PASSPHRASE, cost=10, piece=piece)
    for at in range(0, len(content), 50):
        writer.write(content[at : at + 50])
    writer.close()
    return sink.getvalue()


def opened(data: bytes, passphrase: str = PASSPHRASE) -> bytes:
    return SealedReader(io.BytesIO(data), passphrase).read()


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 320), st.integers(0, 80))
def test_what_was_sealed_is_read_from_anywhere(content: bytes, at: int, count: int) -> None:
    reader = io.BufferedReader(SealedReader(io.BytesIO(sealed(content)), PASSPHRASE), 32)
    assert reader.read() == content
    reader.seek(at)
    assert reader.read(count) == content[at : at + count]


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=300), st.data())
def test_a_changed_byte_is_found_wherever_it_is(content: bytes, data: st.DataObject) -> None:
    whole = bytearray(sealed(content))
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises((Damaged, WrongPassphrase)):
        opened(bytes(whole))


@settings(max_examples=30, deadline=None)
@given(st.binary(min_size=130, max_size=300), st.data())
def test_one_that_is_cut_off_is_found(content: bytes, data: st.DataObject) -> None:
    whole = sealed(content)
    with pytest.raises(Damaged):
        opened(whole[: data.draw(st.integers(0, len(whole) - 1))])


def test_one_that_is_cut_at_a_piece_or_has_pieces_changed_about_is_found() -> None:
    whole = sealed(b"a" * 64 + b"b" * 64 + b"c" * 64)
    first, second = whole[HEAD : HEAD + 80], whole[HEAD + 80 : HEAD + 160]
    for wrong in (whole[: HEAD + 160], whole[:HEAD] + second + first + whole[HEAD + 160 :], whole + second):
        with pytest.raises(Damaged):
            opened(wrong)


def test_a_wrong_passphrase_is_told_from_damage() -> None:
    with pytest.raises(WrongPassphrase, match="another passphrase"):
        opened(sealed(b"content"), "other words nobody guesses")


def test_nothing_of_the_content_shows_and_no_two_are_alike() -> None:
    one, two = sealed(b"Mira Lindqvist" * 9), sealed(b"Mira Lindqvist" * 9)
    assert b"Mira" not in one and one[HEAD:] != two[HEAD:] and is_sealed(io.BytesIO(one))
    assert not is_sealed(io.BytesIO(b"PK\x03\x04"))


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(Invalid, match="12 characters"):
        SealedWriter(io.BytesIO(), "short")


def test_a_head_that_asks_for_endless_memory_is_refused() -> None:
    whole = bytearray(sealed(b"content"))
    whole[9] = 40
    with pytest.raises(Damaged, match="newer"):
        opened(bytes(whole))
