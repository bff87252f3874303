"""Tables: headings in any script, delimiters, remarks above, ragged rows, and rows gathered in any order."""

import csv
import io
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mercery.core.files.problems import FileRefused, ProblemLog
from mercery.core.files.tabular import Row, Table, grouped, heading, open_table

CELLS = st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufeff"), max_size=12)


def table(tmp_path: Path, text: str) -> Table:
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode())
    return open_table(path, path.name)


def rows(found: Table, *, short_rows: bool = False) -> tuple[list[tuple[int, list[str]]], list[str]]:
    log = ProblemLog(found.name)
    read = [(row.line, list(row.cells.values())) for row in found.rows(log, short_rows=short_rows)]
    return read, [problem.text() for problem in log.kept]


@pytest.mark.parametrize(
    ("raw", "compared"),
    [
        ("Variant Price", "variant price"), ("variant_price", "variant price"), ("variantPrice", "variant price"),
        (" Größe ", "grosse"), ("Quantité", "quantite"), ("Цена продажи", "цена продажи"), ("カラー", "カラー"),
        ("价格（元）", "价格 元"), ("Attribute 1 value(s)", "attribute 1 value s"), ("\ufeffID", "id"),
    ],
)  # fmt: skip
def test_headings_are_compared_without_case_accents_and_signs(raw: str, compared: str) -> None:
    assert heading(raw) == heading(compared) == compared


@given(text=CELLS)
def test_a_heading_compared_twice_stays_the_same(text: str) -> None:
    assert heading(heading(text)) == heading(text)


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=2, max_size=8))
def test_what_was_written_is_read_whatever_the_delimiter(
    tmp_path: Path, sign: str, cells: list[tuple[str, ...]]
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=sign, quoting=csv.QUOTE_ALL)
    writer.writerows([("sku", "title", "price"), *cells])
    read, problems = rows(table(tmp_path, out.getvalue()))
    expected = [[cell.strip() for cell in row] for row in cells]
    bare = [row for row in expected if any(row) and not any(cell.startswith('="') for cell in row)]
    assert not problems
    assert [cells for _, cells in read if not any(cell.endswith('"') for cell in cells)] == [
        row for row in bare if not any(cell.endswith('"') for cell in row)
    ]


def test_remarks_titles_and_excels_own_line_stand_above_the_heading(tmp_path: Path) -> None:
    body = "sku;title;price\nA;Cup;8\n"
    for above in (
        "",
        "sep=;\n",
        "# Required | the SKU;# Required | the title;# Required | the price\n",
        "Products of May\n\n",
    ):
        found = table(tmp_path, above + body)
        assert (found.header, rows(found)[0]) == (
            ("sku", "title", "price"),
            [(above.count("\n") + 2, ["A", "Cup", "8"])],
        )


def test_commas_in_headings_do_not_hide_the_semicolons(tmp_path: Path) -> None:
    found = table(
        tmp_path, "Name;Categories (x,y,z,...);Images (x,y,z,...)\nCup;Home, Kitchen;a.jpg\nBowl;Home;b.jpg\n"
    )
    assert found.delimiter == ";" and len(found.header) == 3


def test_rows_of_another_length_are_reported_by_line(tmp_path: Path) -> None:
    found = table(tmp_path, 'a,b,c\n1,"two\nlines",3\n4,5\n6,7,8,9\n1,2,3,,\n')
    read, problems = rows(found)
    assert [line for line, _ in read] == [2, 6]
    assert "line 4: The row has 2 columns, the heading has 3" in problems[0]
    assert "line 5: The row has 4 columns" in problems[1]
    assert rows(found, short_rows=True)[0][1] == (4, ["4", "5", ""])


def test_a_quote_left_open_is_refused_at_its_line(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="line 3: A quote is opened and never closed"):
        rows(table(tmp_path, 'a,b\n1,2\n3,"four\n5,6\n'))


def test_a_second_heading_can_be_taken_for_the_first(tmp_path: Path) -> None:
    below = table(tmp_path, "title\tprice\n宝贝名称\t宝贝价格\n围巾\t9\n").below()
    assert below and (below.raw_header, rows(below)[0]) == (("宝贝名称", "宝贝价格"), [(3, ["围巾", "9"])])


def test_cells_guarded_against_excel_lose_their_guard(tmp_path: Path) -> None:
    assert rows(table(tmp_path, 'sku,title\n"=""0012""",Cup\n'))[0] == [(2, ["0012", "Cup"])]


@given(keys=st.lists(st.sampled_from("abcd"), min_size=1, max_size=30), seed=st.integers())
def test_rows_are_gathered_whatever_their_order(keys: list[str], seed: int) -> None:
    numbered = [Row(line, {"key": key, "n": str(line)}) for line, key in enumerate(keys)]
    shuffled = random.Random(seed).sample(numbered, len(numbered))
    found = {group[0].cells["key"]: group for group in grouped(iter(shuffled), lambda row: row.cells["key"])}
    assert {key: sorted(row.line for row in group) for key, group in found.items()} == {
        key: [row.line for row in numbered if row.cells["key"] == key] for key in set(keys)
    }
