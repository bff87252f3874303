"""Files that come with a message: what is read as text, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.conversations.attachments import LARGEST, MOST, clean_name, read_attachment, read_attachments
from mercery.core.errors import Invalid, MerceryError, TooLarge

TEXT = "Grüße, 您好"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_text_is_read_in_the_encoding_it_has(encoding: str) -> None:
    said = TEXT if encoding != "gb18030" else "您好，包很好看，妈妈很喜欢，谢谢。"
    assert read_attachment("a.txt", said.encode(encoding)).text == said


def test_control_signs_and_card_numbers_do_not_stay() -> None:
    found = read_attachment(
        "a.txt", b"Paid with 4111 1111 1111 1111.\r\nA long line of text that says nothing. " + b"x" * 300 + b"\x07"
    )
    assert "4111" not in found.text and "\r" not in found.text and "\x07" not in found.text


@pytest.mark.parametrize("name", ["a.pdf", "a.exe", "a.html", "txt", "a.svg"])
def test_other_kinds_are_refused_with_what_to_do(name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_attachment(name, b"text")
    assert ".txt" in refusal.value.remedy


def test_too_much_is_refused() -> None:
    with pytest.raises(TooLarge):
        read_attachment("a.txt", b"x" * (LARGEST + 1))
    with pytest.raises(Invalid):
        read_attachments([("a.txt", b"x")] * (MOST + 1))


@given(st.text(max_size=300))
def test_a_name_is_short_and_names_no_folder(name: str) -> None:
    called = clean_name(name)
    assert 0 < len(called) <= 80 and "/" not in called and "\\" not in called and called.isprintable()


@given(st.binary(max_size=400))
def test_any_bytes_become_text_or_are_refused(data: bytes) -> None:
    try:
        found = read_attachment("a.md", data)
    except MerceryError as error:
        assert error.message
    else:
        assert found.text.strip() and found.size == len(data) and "\x00" not in found.text
