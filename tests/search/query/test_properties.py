"""What holds for any text: reading never fails, nothing is read twice, a part taken away gives its words back."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.search.query.shelf import clothes_shelf, demo_shelf, electronics_shelf

from mercery.search.query.parts import Reading
from mercery.search.words import EMPTY_WORDS, words

GIFTS = {"gift", "gifts", "present", "presents", "送", "礼物"}
PIECES = [
    "black",
    "red",
    "navy",
    "leather",
    "silk",
    "cashmere",
    "bag",
    "bags",
    "totes",
    "watch",
    "sunglasses",
    "under",
    "500",
    "between",
    "200",
    "and",
    "400",
    "€",
    "$",
    "300-500",
    "size",
    "38",
    "M",
    "EU",
    "for",
    "her",
    "my",
    "dad",
    "women's",
    "on",
    "sale",
    "in",
    "stock",
    "cheap",
    "new",
    "not",
    "no",
    "without",
    "except",
    "or",
    "and",
    ",",
    ".",
    "?",
    "'",
    '"',
    "-",
    "13",
    "inch",
    '13"',
    "50ml",
    "2tb",
    "No",
    "4",
    "不要",
    "非",
    "除了",
    "以外",
    "皮",
    "的",
    "黑色",
    "酒红色",
    "藏青",
    "包",
    "托特包",
    "圍巾",
    "手表",
    "两千",
    "以内",
    "三四千",
    "千元左右",
    "送妈妈",
    "男士",
    "38码",
    "M码",
    "有货",
    "打折",
    "新款",
    "便宜",
    "吗",
    "wh-900xm",
    "wh900xm",
    "corvane",
    "lumio",
    "headphones",
    "sunglases",
    "braclet",
    "purse",
    "手袋",
    "０",
    "Ａ",
    "é",
    "ß",
    "🙂",
    "\u200b",
    "\u3000",
]
QUERIES = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(PIECES), max_size=10).flatmap(
        lambda some: st.sampled_from([" ".join(some), "".join(some)])
    ),
)


def spans_of(reading: Reading) -> list[tuple[int, int]]:
    return sorted(
        [(part.start, part.end) for part in reading.parts] + [(word.start, word.end) for word in reading.words]
    )


@settings(max_examples=120, deadline=None)
@given(QUERIES)
def test_any_text_is_read_and_nothing_of_it_twice(query: str) -> None:
    for shelf in (demo_shelf(), electronics_shelf(), clothes_shelf()):
        reading = shelf.read(query)
        for part in reading.parts:
            assert part.said == reading.text[part.start : part.end].strip() and part.label.text("en")
        spans = spans_of(reading)
        assert all(before[1] <= after[0] for before, after in pairwise(spans)), spans


@settings(max_examples=60, deadline=None)
@given(QUERIES)
def test_a_part_taken_away_limits_nothing_and_gives_its_words_back(query: str) -> None:
    reading = demo_shelf().read(query)
    for part in reading.parts:
        again = demo_shelf().read(query, part.key)
        assert part.key not in {one.key for one in again.parts}
        if part.kind in ("facet", "sale", "stock", "order"):
            given_back = {at for start, end in spans_of(again) for at in range(start, end)}
            said = [
                word for word in words(reading.text[part.start : part.end]) if word.surface.lower() not in EMPTY_WORDS
            ]
            for word in said:
                places = set(range(part.start + word.start, part.start + word.end))
                once = reading.text.lower().count(word.surface.lower()) > 1
                says_nothing_alone = word.surface.lower() in GIFTS or word.surface == "码"
                assert once or places & given_back or says_nothing_alone, (part, again)


@settings(max_examples=60, deadline=None)
@given(QUERIES)
def test_without_all_its_parts_a_reading_has_no_limits(query: str) -> None:
    reading = electronics_shelf().read(query)
    assert reading.without(reading.parts).filters.empty
    assert reading.without(()).filters == reading.filters


@settings(max_examples=40, deadline=None)
@given(QUERIES)
def test_reading_is_the_same_each_time(query: str) -> None:
    assert demo_shelf().read(query) == demo_shelf().read(query)
