"""The mark of machine-made content inside the pictures' stream."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mercery.livestream.engine.marks import read_sei, sei


@given(st.text(min_size=1, max_size=700))
def test_the_mark_is_read_again_whatever_it_says(text: str) -> None:
    text = text.encode(errors="ignore").decode()
    made = sei(text)
    if text:
        assert made[:4] == b"\0\0\0\1"
        assert read_sei(made[4:]) == text


@given(st.text(alphabet="\0\1\2\3a", min_size=1, max_size=60))
def test_no_start_of_a_unit_stands_inside(text: str) -> None:
    body = sei(text)[4:]
    assert all(sign not in body for sign in (b"\0\0\0", b"\0\0\1", b"\0\0\2"))


def test_other_units_are_not_ours() -> None:
    assert read_sei(b"") == ""
    assert read_sei(b"\x65\x88") == ""
    assert read_sei(b"\x06\x05\xff") == ""
    assert sei("") == b""
