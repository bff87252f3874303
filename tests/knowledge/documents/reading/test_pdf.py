"""PDF: what stands on a page is put back into headings, paragraphs, items and rows, each with its place."""

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate
from tests.knowledge.documents.files import (
    LONG,
    STYLES,
    Paragraph,
    chinese_font,
    handbook,
    of,
    opened,
    pdf,
    read,
    ruled,
)

from mercery.knowledge.documents.limits import Limits, Refused

BODY = STYLES["BodyText"]


def test_every_passage_knows_its_page_and_the_headings_above_it(tmp_path: Path) -> None:
    one, passages = opened(handbook(tmp_path / "handbook.pdf", pages=4))
    assert (one.pages, one.title) == (4, "Handbook")
    for page, name in enumerate(("Returns", "Delivery", "Care", "Repairs"), 1):
        above = (f"{page}. {name}", f"{page}.1 What holds for {name.lower()}")
        assert of(passages, f"{page}. {name}").kind == "heading"
        for start in (f"Chapter {page} begins", f"It goes on for {page} days", f"Point 1 of {page}"):
            found = of(passages, start)
            assert (found.anchor.page, found.anchor.headings) == (page, above)
        assert {one.anchor.page for one in passages if above == one.anchor.headings} == {page}


def test_lines_are_joined_to_paragraphs_and_running_heads_and_page_numbers_left_out(tmp_path: Path) -> None:
    passages = read(handbook(tmp_path / "handbook.pdf", pages=5))
    assert of(passages, "Chapter 3 begins").text == f"Chapter 3 begins. {LONG}".strip()
    assert not [one.text for one in passages if "Maison Orme, handbook" in one.text or one.text.startswith("Page ")]
    assert [one.number for one in passages] == list(range(1, len(passages) + 1))


def test_a_ruled_table_becomes_rows_with_the_heads_of_their_columns(tmp_path: Path) -> None:
    passages = read(handbook(tmp_path / "handbook.pdf", pages=1))
    rows = [one for one in passages if one.kind == "row"]
    assert [row.cells for row in rows] == [
        (("Country", "Germany"), ("Price", "EUR 1.50"), ("Days", "3")),
        (("Country", "France"), ("Price", "EUR 7.00"), ("Days", "1")),
    ]
    assert [row.anchor.cell for row in rows] == ["A2:C2", "A3:C3"]
    assert rows[0].text == "Germany | EUR 1.50 | 3"


def test_a_cell_merged_over_rows_holds_in_each_of_them(tmp_path: Path) -> None:
    table = ruled(
        [["Zone", "Service", "Price"], ["EU", "Standard", "5"], ["", "Express", "20"]], [("SPAN", (0, 1), (0, 2))]
    )
    rows = [one for one in read(pdf(tmp_path / "t.pdf", [Paragraph(LONG, BODY), table])) if one.kind == "row"]
    assert [dict(row.cells)["Zone"] for row in rows] == ["EU", "EU"]


def test_columns_without_rules_are_a_table_too(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "t.pdf"), pagesize=A4)
    canvas.setFont("Helvetica", 10)
    for line, row in enumerate((("Country", "Fee"), ("Germany", "EUR 5"), ("France", "EUR 7"), ("Italy", "EUR 9"))):
        canvas.drawString(80, 700 - 16 * line, row[0])
        canvas.drawString(240, 700 - 16 * line, row[1])
    canvas.save()
    assert [one.cells for one in read(tmp_path / "t.pdf")][:1] == [(("Country", "Germany"), ("Fee", "EUR 5"))]


def test_a_table_goes_on_on_the_next_page_under_its_heads(tmp_path: Path) -> None:
    rows = [["Place", "Fee"], *([f"Town {n}", f"EUR {n}"] for n in range(1, 61))]
    found = [one for one in read(pdf(tmp_path / "t.pdf", [ruled(rows)])) if one.kind == "row"]
    assert len(found) == 60 and found[-1].anchor.page == 2
    assert found[-1].cells == (("Place", "Town 60"), ("Fee", "EUR 60"))
    assert found[-1].anchor.cell == "A61:B61"


def test_a_sentence_goes_on_over_the_end_of_a_page(tmp_path: Path) -> None:
    passages = read(pdf(tmp_path / "t.pdf", [Paragraph(LONG * 40, BODY)]))
    assert len(passages) == 1
    assert passages[0].text == (LONG * 40).strip() and passages[0].anchor.page == 1


def test_a_word_broken_at_the_end_of_a_line_is_put_together(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "t.pdf"), pagesize=A4)
    canvas.setFont("Times-Roman", 11)
    lines = (
        "The customer pays for the parcel, and a pre-order may be can-",
        "celled until it leaves; the pre-",
        "order is free.",
    )
    for place, line in enumerate(lines):
        canvas.drawString(80, 700 - 14 * place, line.ljust(60))
    canvas.save()
    (passage,) = read(tmp_path / "t.pdf")
    assert "may be cancelled until" in passage.text and "the pre-order is free" in passage.text


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    made = BaseDocTemplate(str(tmp_path / "t.pdf"), pagesize=A4)
    frames = [Frame(50, 60, 235, 700), Frame(305, 60, 235, 700)]
    made.addPageTemplates(PageTemplate(frames=frames))
    story: list[Any] = [Paragraph(f"Text {n}. {LONG}", BODY) for n in range(14)]
    made.build(story)
    assert [one.text for one in read(tmp_path / "t.pdf")] == [f"Text {n}. {LONG}".strip() for n in range(14)]


def test_chinese_is_joined_without_spaces_and_its_numbered_headings_are_known(tmp_path: Path) -> None:
    font = chinese_font()
    body = ParagraphStyle("zh", fontName=font, fontSize=11, leading=16, wordWrap="CJK")
    head = ParagraphStyle("zh-head", parent=body, fontSize=16, leading=22)
    text = (
        "未使用的商品可在签收后三十天内退回，退回时须保留吊牌与原包装，我们在收到退件并由工坊检验之后五个工作日内按原路退款。"
        * 2
    )
    passages = read(pdf(tmp_path / "t.pdf", [Paragraph("第一章 退货", head), Paragraph(text, body)]))
    assert [(one.kind, one.text, one.lang) for one in passages] == [
        ("heading", "第一章 退货", "zh"),
        ("paragraph", text, "zh"),
    ]


def test_dots_that_are_drawn_mark_items_as_dots_of_type_do(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "t.pdf"), pagesize=A4)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(80, 700, "What you send along:")
    for place, text in enumerate(("the tags", "the box")):
        canvas.circle(84, 684 - 16 * place, 2, fill=1)
        canvas.drawString(94, 680 - 16 * place, text)
    canvas.save()
    assert [(one.kind, one.text) for one in read(tmp_path / "t.pdf")] == [
        ("paragraph", "What you send along:"),
        ("item", "the tags"),
        ("item", "the box"),
    ]


def test_a_page_turned_sideways_is_read_as_it_is_looked_at(tmp_path: Path) -> None:
    source = handbook(tmp_path / "t.pdf", pages=1)
    document = pypdfium2.PdfDocument(source)
    turned = pypdfium2.PdfDocument.new()
    canvas = Canvas(str(tmp_path / "side.pdf"), pagesize=A4)
    canvas.rotate(90)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(100, -100, "Read me from the side.")
    canvas.save()
    turned.import_pages(pypdfium2.PdfDocument(tmp_path / "side.pdf"))
    turned[0].set_rotation(90)
    turned.save(tmp_path / "turned.pdf")
    document.close()
    assert [one.text for one in read(tmp_path / "turned.pdf")] == ["Read me from the side."]


def test_a_scan_says_that_no_text_was_found(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "scan.pdf"), pagesize=A4)
    canvas.rect(100, 100, 300, 300, fill=1)
    canvas.save()
    with pytest.raises(Refused) as refused:
        read(tmp_path / "scan.pdf")
    assert refused.value.refusal == "no_text" and "OCR" in refused.value.remedy_words.zh


def test_single_pages_without_text_are_named(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "b.pdf"), pagesize=A4)
    canvas.drawString(80, 700, "Words on the first page.")
    canvas.showPage()
    canvas.rect(100, 100, 300, 300, fill=1)
    canvas.save()
    one, passages = opened(tmp_path / "b.pdf")
    assert len(passages) == 1 and one.notes[0].en.endswith("left out: 2.")


def test_locked_broken_and_endless_files_are_refused(tmp_path: Path) -> None:
    locked = Canvas(str(tmp_path / "locked.pdf"), encrypt="secret")
    locked.drawString(80, 700, "Words")
    locked.save()
    whole = handbook(tmp_path / "whole.pdf", pages=3)
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\n" + b"\x00garbage" * 50)
    for name, code in (("locked.pdf", "encrypted"), ("broken.pdf", "corrupt")):
        with pytest.raises(Refused) as refused:
            read(tmp_path / name)
        assert refused.value.refusal == code
    with pytest.raises(Refused) as refused:
        read(whole, Limits(pages=2))
    assert refused.value.refusal == "too_many_pages" and "3 pages" in refused.value.words.en
