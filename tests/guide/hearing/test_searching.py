"""A request as the words of a search."""

import pytest

from mercery.guide.hearing.searching import search_query


@pytest.mark.parametrize(
    ("request_", "query"),
    [
        ("I am looking for a black mirror that is easy to clean and costs less than 50 euros", "black mirror"),
        ("find me a pack of 6 oat bars, under $30", "pack of 6 oat bars"),
        ("i would like a sofa with wooden legs in green color", "sofa with wooden legs green"),
        ("想买一个黑色的真皮斜挎包，五百欧以内", "黑色 真皮 斜挎包"),
    ],
)
def test_what_frames_a_request_is_dropped_and_what_names_the_goods_stays(request_: str, query: str) -> None:
    assert search_query(request_) == query


def test_a_request_of_nothing_but_frame_is_searched_as_it_stands() -> None:
    assert search_query("I want something") == "I want something"
