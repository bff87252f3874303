"""Word, Excel and PowerPoint files as their own programs write them."""

import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from openpyxl.styles import Font
from pptx import Presentation
from pptx.util import Inches
from tests.knowledge.documents.files import of, opened, policy_docx, read

from mercery.knowledge.documents.limits import Limits, Refused


def test_word_headings_by_style_lists_and_tables(tmp_path: Path) -> None:
    passages = read(policy_docx(tmp_path / "returns.docx"))
    assert [(one.kind, one.text, one.anchor.headings) for one in passages] == [
        ("heading", "Returns policy", ()),
        ("heading", "Sending back", ("Returns policy",)),
        ("paragraph", "You may return an unworn piece within 30 days of delivery.", ("Returns policy", "Sending back")),
        ("item", "Keep the tags on.", ("Returns policy", "Sending back")),
        ("heading", "Gifts", ("Returns policy", "Sending back")),
        ("paragraph", "A gift can be returned by whoever received it.", ("Returns policy", "Sending back", "Gifts")),
        ("heading", "Costs", ("Returns policy",)),
        ("row", "Germany | free", ("Returns policy", "Costs")),
        ("row", "Switzerland | CHF 12", ("Returns policy", "Costs")),
    ]
    assert passages[-1].cells == (("Country", "Switzerland"), ("Return parcel", "CHF 12"))
    assert passages[-1].anchor.cell == "A3:B3" and passages[-1].anchor.page is None


def test_word_bold_lines_are_headings_and_what_was_deleted_or_hidden_is_not_read(tmp_path: Path) -> None:
    made = Document()
    made.add_paragraph().add_run("Can I return a gift?").bold = True
    paragraph = made.add_paragraph("Yes, within 30 days")
    paragraph.add_run(" of nonsense").font.hidden = True
    paragraph.add_run(".")
    made.add_paragraph().add_run("This whole sentence is bold, and is none the less a sentence.").bold = True
    made.save(str(tmp_path / "faq.docx"))
    first, second, third = read(tmp_path / "faq.docx")
    assert (first.kind, second.text, second.anchor.headings) == (
        "heading",
        "Yes, within 30 days.",
        ("Can I return a gift?",),
    )
    assert third.kind == "paragraph"


def test_word_cells_merged_downward_hold_in_each_row_and_nested_lists_have_levels(tmp_path: Path) -> None:
    made = Document()
    made.add_paragraph("Outer", style="List Bullet")
    made.add_paragraph("Inner", style="List Bullet 2")
    table = made.add_table(rows=3, cols=3)
    for row, texts in enumerate((("Zone", "Service", "Fee"), ("EU", "Standard", "5"), ("", "Express", "20"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    made.save(str(tmp_path / "t.docx"))
    outer, inner, *rows = read(tmp_path / "t.docx")
    assert (outer.level, inner.level) == (1, 2)
    assert [dict(row.cells)["Zone"] for row in rows] == ["EU", "EU"]


def workbook(path: Path) -> Path:
    """Two visible sheets and a hidden one, with a hidden row, a formula, a date and money."""
    book = openpyxl.Workbook()
    book.remove(book["Sheet"])
    rates = book.create_sheet("Rates")
    rates.append(["Delivery rates"])
    rates["A1"].font = Font(bold=True)
    rates.append([])
    rates.append(["Country", "Fee", "From", "Share"])
    for row, (country, fee) in enumerate((("Germany", 5), ("Hidden", 6), ("France", 1234.5)), 4):
        rates.append([country, fee, date(2026, 9, row), 0.125])
        rates.cell(row, 2).number_format = "[$€-407]#,##0.00"
        rates.cell(row, 3).number_format = "d mmmm yyyy"
        rates.cell(row, 4).number_format = "0.0%"
    rates.row_dimensions[5].hidden = True
    rates["E4"] = "=B4*2"
    second = book.create_sheet("说明")
    second["B2"] = "未使用的商品可在签收后三十天内退回。"
    book.create_sheet("secret").sheet_state = "hidden"
    book["secret"]["A1"] = "never shown"
    book.save(path)
    return path


def test_excel_rows_have_the_address_of_their_cells_and_values_as_they_are_shown(tmp_path: Path) -> None:
    one, passages = opened(workbook(tmp_path / "rates.xlsx"))
    title, germany, france, said = passages
    assert (title.kind, title.anchor.cell, title.anchor.sheet) == ("heading", "A1", "Rates")
    assert germany.anchor.cell == "A4:D4" and france.anchor.cell == "A6:D6"
    assert france.cells == (
        ("Country", "France"),
        ("Fee", "€1,234.50"),
        ("From", "6 September 2026"),
        ("Share", "12.5%"),
    )
    assert france.anchor.headings == ("Delivery rates",)
    assert (said.kind, said.anchor.sheet, said.anchor.cell, said.lang) == ("paragraph", "说明", "B2", "zh")
    notes = " ".join(note.en for note in one.notes)
    assert "Hidden sheets were left out: secret." in notes and "1 hidden rows" in notes and "1 formulas" in notes


def test_excel_tables_of_words_and_cells_merged_downward(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Question", "Answer"), ("Can I cancel?", "Yes, until it is packed."), ("And after?", "Return it.")):
        sheet.append(row)
    sheet.append([])
    for line in (("Zone", "Service", "Days"), ("EU", "Standard", 3), (None, "Express", 1)):
        sheet.append(line)
    sheet.merge_cells("A6:A7")
    book.save(tmp_path / "t.xlsx")
    cancel, after, standard, express = read(tmp_path / "t.xlsx")
    assert cancel.cells == (("Question", "Can I cancel?"), ("Answer", "Yes, until it is packed."))
    assert (standard.cells[0], express.cells[0]) == (("Zone", "EU"), ("Zone", "EU"))
    assert (after.anchor.cell, express.anchor.cell) == ("A3:B3", "A7:C7")


def test_excel_dates_since_1904_and_more_cells_than_allowed(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001 - a calendar, no moment
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = date(2026, 11, 22)
    book.save(tmp_path / "t.xlsx")
    assert read(tmp_path / "t.xlsx")[0].text == "2026-11-22"
    with pytest.raises(Refused) as refused:
        read(workbook(tmp_path / "r.xlsx"), Limits(cells=5))
    assert refused.value.refusal == "too_many_cells" and refused.value.place == "Rates"


def test_powerpoint_slides_with_titles_lists_notes_and_tables(tmp_path: Path) -> None:
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text = "Delivery"
    slide.placeholders[1].text = "Two days\nFree from EUR 150"
    slide.notes_slide.notes_text_frame.text = "Say that duties are included."
    slide = made.slides.add_slide(made.slide_layouts[5])
    slide.shapes.title.text = "Rates"
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
    for row, texts in enumerate((("Zone", "Fee"), ("EU", "EUR 9"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    hidden = made.slides.add_slide(made.slide_layouts[5])
    hidden.shapes.title.text = "Not shown"
    hidden._element.set("show", "0")
    made.save(str(tmp_path / "deck.pptx"))
    one, passages = opened(tmp_path / "deck.pptx")
    assert one.pages == 3 and one.notes[0].en == "Hidden slides were left out: 3."
    assert [(p.kind, p.text, p.anchor.page, p.anchor.headings) for p in passages] == [
        ("heading", "Delivery", 1, ()),
        ("item", "Two days", 1, ("Delivery",)),
        ("item", "Free from EUR 150", 1, ("Delivery",)),
        ("paragraph", "Say that duties are included.", 1, ("Delivery",)),
        ("heading", "Rates", 2, ()),
        ("row", "EU | EUR 9", 2, ("Rates",)),
    ]


def test_what_an_office_file_links_to_is_not_followed(tmp_path: Path) -> None:
    source = policy_docx(tmp_path / "a.docx")
    with zipfile.ZipFile(source) as package:
        relations = package.read("word/_rels/document.xml.rels").decode()
    outward = '<Relationship Id="rId99" Type="http://x/image" Target="http://10.0.0.1/x.png" TargetMode="External"/></Relationships>'
    from tests.knowledge.documents.files import packed

    made = packed(
        tmp_path / "b.docx",
        {"word/_rels/document.xml.rels": relations.replace("</Relationships>", outward).encode()},
        like=source,
    )
    assert of(read(made), "You may return").anchor.headings == ("Returns policy", "Sending back")
