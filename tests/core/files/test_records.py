"""Objects in documents, each with the line it begins on."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.core.files.problems import FileRefused
from mercery.core.files.records import element_lines, read_document, records_of

ITEMS = st.lists(
    st.fixed_dictionaries({"title": st.text(max_size=8), "tags": st.lists(st.text(max_size=3), max_size=2)}),
    min_size=1,
    max_size=6,
)


def records(tmp_path: Path, text: str) -> list[tuple[int | None, object]]:
    path = tmp_path / "shop.json"
    path.write_text(text, encoding="utf-8")
    data, lines = read_document(path, path.name)
    return [
        (record.line, record.data.get("title", record.data.get("id"))) for record in records_of(data, lines, path.name)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('[{"title": "Cup"},\n {"title": "Bowl"}]', [(1, "Cup"), (2, "Bowl")]),
        ('{"total": 2,\n "products": [\n {"title": "Cup"},\n {"title": "Bowl"}]}', [(3, "Cup"), (4, "Bowl")]),
        ('{"kinds": [{"id": 1}],\n "products": [{"title": "Cup"},\n {"title": "Bowl"}]}', [(2, "Cup"), (3, "Bowl")]),
        ('{"data": {"products": {"edges": [\n {"node": {"title": "Cup"}}]}}}', [(2, "Cup")]),
        ('{"shop": {"lines": [{"title": "Cup"}, \n{"title": "Bowl"}]}}', [(1, "Cup"), (2, "Bowl")]),
        ('{"A1": {"price": 5},\n "A2": {"price": 6}}', [(1, "A1"), (1, "A2")]),
        ('{"title": "Cup", "images": [{"src": "a.jpg"}]}', [(1, "Cup")]),
    ],
)  # fmt: skip
def test_the_objects_of_a_document(tmp_path: Path, text: str, found: list[tuple[int, str]]) -> None:
    assert records(tmp_path, text) == found


@given(items=ITEMS)
def test_lines_are_those_of_the_text(items: list[dict[str, object]]) -> None:
    text = "[\n" + ",\n".join(json.dumps(item) for item in items) + "\n]"
    assert element_lines(text, len(items)) == list(range(2, len(items) + 2))


@pytest.mark.parametrize("text", ["3", '"products"', "[1]", "[]", '{"a": NaN}', '[{"a": 1, "a": 2}]', "[{"])
def test_what_holds_no_objects_is_refused_with_a_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        records(tmp_path, text)
    assert all(problem.line for problem in refusal.value.problems)
