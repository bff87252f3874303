"""`mercery eval drafts` opens each document a second time and sees what is not where it is said to be."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from reportlab.pdfgen.canvas import Canvas

from mercery.evals.drafts import run
from mercery.evals.opened_documents import outside, stands
from mercery.knowledge.documents.document import Anchor, SourceRef

TEXT = """# Handbook

## Late parcel

1. Open Case: ask for the order number
2. Check Tracking: look for the last movement
3. Offer Refund: up to €20

## Wrong size

1. Open Case: ask for the order number
2. Send Label: valid for 14 days
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A handbook in two formats, with what its cases ask for."""
    (tmp_path / "handbook.md").write_text(TEXT, encoding="utf-8")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Case", "Step", "What"), ("Late parcel", 1, "Open Case"), ("Late parcel", 2, "Offer Refund: up to €20"), ("Wrong size", 1, "Open Case"), ("Wrong size", 2, "Send Label")):  # fmt: skip
        sheet.append(row)
    book.save(tmp_path / "handbook.xlsx")
    (tmp_path / "cases.json").write_text(json.dumps({"late_parcel": ["open-case", "offer-refund"], "wrong_size": ["open-case", "send-label"]}))  # fmt: skip
    return tmp_path


def test_a_folder_is_drafted_from_and_its_cases_are_answered(folder: Path) -> None:
    said: list[str] = []
    result = run([folder], said.append, options={})
    assert result.n == 4
    assert result.figures["numbers_outside_passage"] == 0
    assert result.figures["anchors_right"] == result.figures["anchors_total"]
    assert result.figures["threads_disagreeing"] == 0
    assert (result.figures["flows_right"], result.figures["flows_total"]) == (4, 4)
    assert set(result.figures["by_format"]) == {"markdown", "xlsx"}  # type: ignore[call-overload]


def test_a_quotation_in_another_place_is_not_right(folder: Path) -> None:
    source = SourceRef(document_id="d", version=1, passage=1, quote="Late parcel | 2 | Offer Refund: up to €20", anchor=Anchor(sheet="Sheet", cell="A3:C3"))  # fmt: skip
    assert stands(folder / "handbook.xlsx", source)
    assert not stands(folder / "handbook.xlsx", replace(source, anchor=Anchor(sheet="Sheet", cell="A4:C4")))
    assert not stands(folder / "handbook.xlsx", replace(source, quote="Late parcel | 2 | Offer Refund: up to €30"))


@pytest.mark.parametrize(
    ("shown", "same"),
    [("1 September 2026", True), ("2026年9月1日", True), ("2 September 2026", False), ("1 October 2026", False)],
)
def test_a_cell_with_a_day_says_it_however_it_is_shown(tmp_path: Path, shown: str, same: bool) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("Holds from", date(2026, 9, 1)))
    book.save(tmp_path / "rates.xlsx")
    source = SourceRef(document_id="d", version=1, passage=1, quote=f"Holds from | {shown}", anchor=Anchor(sheet="Sheet", cell="A1:B1"))  # fmt: skip
    assert stands(tmp_path / "rates.xlsx", source) is same


def test_a_quotation_stands_on_its_page(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "two.pdf"))
    for text in ("Returns within 30 days.", "Delivery costs 12 euros."):
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    source = SourceRef(document_id="d", version=1, passage=1, quote="Returns within 30 days.", anchor=Anchor(page=1))
    assert stands(tmp_path / "two.pdf", source)
    assert not stands(tmp_path / "two.pdf", replace(source, anchor=Anchor(page=2)))


def test_a_line_of_markdown_is_counted_from_one(folder: Path) -> None:
    source = SourceRef(document_id="d", version=1, passage=1, quote="Offer Refund: up to €20", anchor=Anchor(line=7))
    assert stands(folder / "handbook.md", source)
    assert not stands(folder / "handbook.md", replace(source, anchor=Anchor(line=8)))


def test_numbers_that_no_quotation_names_are_counted() -> None:
    assert outside(["Within 30 days, on Monday, 两件"], ["within 30 days"]) == ["monday", "两"]
    assert not outside(["30 days"], ["thirty (30) days"])
