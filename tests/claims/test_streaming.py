"""Sentences out of a stream: the same however the text is cut into pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.claims.streaming import SentenceStream, sentences_of


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It costs €3.50. It is new!", ["It costs €3.50.", "It is new!"]),
        ("售价 3.5 元。有现货！", ["售价 3.5 元。", "有现货！"]),
        ("{s1} {s2}", ["{s1}", "{s2}"]),
        ("Thank you. {s1} {s12}Anything else?", ["Thank you.", "{s1}", "{s12}", "Anything else?"]),
        ("{s1}感谢您的提问。", ["{s1}", "感谢您的提问。"]),
        ("It is {a1} and {a2} long.", ["It is {a1} and {a2} long."]),
        ("{a1} {a2}", ["{a1} {a2}"]),
    ],
)
def test_where_sentences_end(text: str, sentences: list[str]) -> None:
    assert sentences_of(text) == sentences


@given(
    st.lists(st.sampled_from(["{s1}", "{s2}", "Good day.", "有现货。", "It is {a1} long.", "3.5", "!"]), max_size=8),
    st.data(),
)
def test_pieces_do_not_matter(parts: list[str], data: st.DataObject) -> None:
    text = " ".join(parts)
    stream, found, at = SentenceStream(), list[str](), 0
    while at < len(text):
        size = data.draw(st.integers(1, 6))
        found += stream.feed(text[at : at + size])
        at += size
    assert [*found, *stream.rest()] == sentences_of(text)
