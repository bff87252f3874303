"""Real files for the tests, made by the libraries that shops' programs use, and a way to read them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from docx import Document
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import (
    ListFlowable,
    ListItem,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from mercery.knowledge.documents.document import Passage
from mercery.knowledge.documents.limits import Limits
from mercery.knowledge.documents.reading.opening import open_document, passages_of
from mercery.knowledge.documents.reading.piece import Opened

STYLES = getSampleStyleSheet()
LONG = (
    "We take a piece back when it comes to us unworn, with its tags and its box, and we look at it in the workshop before "
    "anything is paid. The day of delivery does not count, and a parcel that is handed to the carrier on the last day is in "
    "time. "
)
CHINESE = "STSong-Light"


def read(path: Path, limits: Limits | None = None) -> list[Passage]:
    """All passages of a file."""
    return opened(path, limits)[1]


def opened(path: Path, limits: Limits | None = None) -> tuple[Opened, list[Passage]]:
    """A file as it was opened, and all its passages."""
    held = limits or Limits()
    one = open_document(path, path.name, held)
    return one, list(passages_of(one, path.name, held))


def of(passages: Sequence[Passage], start: str) -> Passage:
    """The one passage that begins like this."""
    found = [one for one in passages if one.text.startswith(start)]
    assert len(found) == 1, (start, [one.text for one in passages])
    return found[0]


def handbook(
    path: Path, pages: int = 4, *, chapters: Sequence[str] = ("Returns", "Delivery", "Care", "Repairs")
) -> Path:
    """A PDF with a running head and a foot, a chapter a page: sections, paragraphs, a list and a ruled table."""
    story: list[Any] = []
    for page in range(1, pages + 1):
        name = chapters[(page - 1) % len(chapters)]
        story += [
            Paragraph(f"{page}. {name}", STYLES["Heading1"]),
            Paragraph(f"{page}.1 What holds for {name.lower()}", STYLES["Heading2"]),
            Paragraph(f"Chapter {page} begins. {LONG}", STYLES["BodyText"]),
            Paragraph(f"It goes on for {page} days more. {LONG}", STYLES["BodyText"]),
            ListFlowable(
                [ListItem(Paragraph(f"Point {n} of {page}", STYLES["BodyText"])) for n in (1, 2)], bulletType="bullet"
            ),
            ruled(
                [["Country", "Price", "Days"], ["Germany", f"EUR {page}.50", "3"], ["France", "EUR 7.00", f"{page}"]]
            ),
            PageBreak(),
        ]

    def running(canvas: Any, place: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, 805, "Maison Orme, handbook")
        canvas.drawCentredString(300, 30, f"Page {place.page} of {pages}")

    SimpleDocTemplate(str(path), pagesize=A4, title="Handbook").build(story, onFirstPage=running, onLaterPages=running)
    return path


def ruled(rows: list[list[str]], spans: Sequence[tuple[Any, ...]] = ()) -> Any:
    """A table with lines around its cells."""
    table = Table(rows)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), *spans]))
    return table


def pdf(path: Path, story: list[Any], running: Callable[[Any, Any], None] | None = None) -> Path:
    """A PDF of what the story holds."""
    kept = {"onFirstPage": running, "onLaterPages": running} if running else {}
    SimpleDocTemplate(str(path), pagesize=A4).build(story, **kept)
    return path


def chinese_font() -> str:
    """A font for Chinese that needs no file."""
    if CHINESE not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))
    return CHINESE


def policy_docx(path: Path, *, days: int = 30, extra: Sequence[str] = ()) -> Path:
    """A Word document with a title, two levels of headings, lists and a table."""
    made = Document()
    made.add_heading("Returns policy", 0)
    made.add_heading("Sending back", 1)
    made.add_paragraph(f"You may return an unworn piece within {days} days of delivery.")
    made.add_paragraph("Keep the tags on.", style="List Bullet")
    made.add_heading("Gifts", 2)
    made.add_paragraph("A gift can be returned by whoever received it.")
    for text in extra:
        made.add_paragraph(text)
    made.add_heading("Costs", 1)
    table = made.add_table(rows=0, cols=2)
    for row in (("Country", "Return parcel"), ("Germany", "free"), ("Switzerland", "CHF 12")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    made.save(str(path))
    return path


def packed(path: Path, parts: dict[str, bytes], *, like: Path | None = None) -> Path:
    """A packed file of these parts, with those of another one before them."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        if like is not None:
            with zipfile.ZipFile(like) as source:
                for name in source.namelist():
                    if name not in parts:
                        out.writestr(name, source.read(name))
        for name, content in parts.items():
            out.writestr(name, content)
    return path


__all__ = ["LONG", "STYLES", "PageBreak", "Paragraph", "Spacer"]
