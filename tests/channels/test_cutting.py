"""A long answer in parts: everything is said, nothing twice, and no part is longer than the messenger takes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mercery.channels.cutting import cut, utf8_bytes

WORDS = st.lists(
    st.sampled_from(["leather", "皮质很软。", "Yes.", "价格 €1,280", "\n\n", "a" * 40, "🧵"]), max_size=120
)


@given(words=WORDS, limit=st.integers(min_value=8, max_value=300))
def test_the_parts_say_everything_within_the_limit(words: list[str], limit: int) -> None:
    text = " ".join(words)
    for measure in (len, utf8_bytes):
        parts = cut(text, limit, measure)
        assert all(0 < measure(part) <= limit for part in parts)
        assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_part_ends_where_a_sentence_ends() -> None:
    text = "It is calfskin. It is tanned in Tuscany. It can be returned within thirty days."
    assert cut(text, 45) == ["It is calfskin. It is tanned in Tuscany.", "It can be returned within thirty days."]


def test_chinese_is_cut_behind_its_own_stops_and_in_no_sign() -> None:
    parts = cut("这只包用的是头层小牛皮。收礼人可以在 30 天内退货。", 60, utf8_bytes)
    assert parts == ["这只包用的是头层小牛皮。", "收礼人可以在 30 天内退货。"]
