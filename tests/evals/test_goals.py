"""The scores of the goals eval."""

import gzip
import json
from pathlib import Path

import pytest

from mercery.core.errors import Invalid
from mercery.evals.goals import nearest_f1, run, token_f1


def test_a_query_is_held_against_the_nearest_of_those_people_typed() -> None:
    assert nearest_f1("red wool scarf", ["scarf", "wool scarf red"]) == 1.0


def test_a_word_said_twice_counts_twice() -> None:
    assert token_f1("silk silk", "silk") == pytest.approx(2 / 3)
    assert token_f1("silk", "wool") == 0.0


def test_requests_without_queries_are_counted_and_left_out(tmp_path: Path) -> None:
    rows = [
        {"goal": "i am looking for a red wool scarf", "human_search_queries": ["red wool scarf"]},
        {"goal": "find me a lamp", "human_search_queries": None},
    ]
    path = tmp_path / "requests.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(json.dumps(row) for row in rows).encode()))
    said: list[str] = []
    result = run([path], said.append)
    assert result.n == 1
    assert result.figures["requests"] == 2
    assert result.figures["query_token_f1"] == 1.0
    assert "1 with queries" in said[0]


def test_a_line_that_is_no_request_is_named(tmp_path: Path) -> None:
    path = tmp_path / "requests.jsonl"
    path.write_text('{"goal": "a lamp", "human_search_queries": ["lamp"]}\n{"wish": "a lamp"}\n', encoding="utf-8")
    with pytest.raises(Invalid, match="line 2"):
        run([path], lambda _: None)


def test_a_file_without_queries_says_so(tmp_path: Path) -> None:
    path = tmp_path / "requests.jsonl"
    path.write_text('{"goal": "a lamp"}\n', encoding="utf-8")
    with pytest.raises(Invalid, match="queries"):
        run([path], lambda _: None)
