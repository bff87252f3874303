"""Makes the documents of the demo shop, which ship as files. Run: `.venv/bin/python tools/demo_documents.py`.

They say what the demo's policies and answers say (`src/mercery/demo/content`), and more of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from docx import Document
from openpyxl import Workbook
from openpyxl.styles import Font
from reportlab.lib import colors
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import ListFlowable, ListItem, Paragraph, SimpleDocTemplate, Table, TableStyle

FOLDER = Path(__file__).parent.parent / "src/mercery/demo/content/documents"
_TEXT = ParagraphStyle("text", fontName="Times-Roman", fontSize=10.5, leading=14.5, spaceAfter=6)
_HEAD = ParagraphStyle("head", parent=_TEXT, fontSize=15, leading=19, spaceBefore=12, spaceAfter=6, keepWithNext=1)
_SUB = ParagraphStyle(
    "sub", parent=_TEXT, fontName="Times-Bold", fontSize=11.5, leading=15, spaceBefore=6, spaceAfter=3, keepWithNext=1
)
_TITLE = ParagraphStyle("title", parent=_TEXT, fontSize=24, leading=29, spaceAfter=14)


def booklet() -> None:
    """Returns and care, as it lies in every parcel."""
    story: list[Any] = [
        Paragraph("Returns and care", _TITLE),
        Paragraph("This booklet lies in every parcel. It holds from 1 September 2026.", _TEXT),
        Paragraph("Sending a piece back", _HEAD),
        Paragraph("How long do I have?", _SUB),
        Paragraph(
            "You may return an unworn piece within 30 days of delivery. The day of delivery does not count.", _TEXT
        ),
        Paragraph("What does it cost?", _SUB),
        _table(
            ("You send it from", "The return parcel", "How"),
            ("The European Union", "free of charge", "label in the parcel"),
            ("Mainland China", "¥60", "collected at your door"),
            ("United Kingdom, Switzerland, United States", "paid by the sender", "carrier of your choice"),
        ),
        Paragraph("How do I pack it?", _SUB),
        _points(
            "Put the piece into its dust bag and its box.",
            "Leave the tags on.",
            "Write the order number on the slip and lay it on top.",
        ),
        Paragraph("What cannot be returned?", _SUB),
        Paragraph(
            "Opened fragrance, earrings that have been worn and pieces with an engraving cannot be returned.", _TEXT
        ),
        Paragraph("When do I have my money?", _SUB),
        Paragraph(
            "We refund to the means of payment used within 5 business days after the parcel reaches us. Your bank may take "
            "another 3 days to show it.",
            _TEXT,
        ),
        Paragraph("Can I exchange instead?", _SUB),
        Paragraph("An exchange for another size or colour of the same piece is free of charge once per order.", _TEXT),
        Paragraph("Looking after it", _HEAD),
        Paragraph("Smooth leather", _SUB),
        _points(
            "Wipe it with a soft dry cloth.",
            "Give it a neutral cream twice a year.",
            "Let it dry away from heat when it got wet, for at least 24 hours.",
        ),
        Paragraph("Silk", _SUB),
        _points("Have silk dry-cleaned.", "Iron it from the back, at no more than 110 °C."),
        Paragraph("Watches", _SUB),
        Paragraph(
            "Quartz watches need a new battery about every 3 years. Our workshop changes it, with a test of the seals; it takes "
            "about a week.",
            _TEXT,
        ),
        Paragraph("When something breaks", _HEAD),
        Paragraph("Stitching and hardware of our bags are repaired free of charge for five years.", _TEXT),
        Paragraph("Each piece carries the legal guarantee of two years in the EU.", _TEXT),
    ]
    SimpleDocTemplate(
        str(FOLDER / "returns-and-care.pdf"), pagesize=A5, title="Returns and care", author="Maison Aurelle",
        leftMargin=16 * mm, rightMargin=16 * mm, topMargin=20 * mm, bottomMargin=18 * mm, invariant=1,
    ).build(story, onFirstPage=_running, onLaterPages=_running)  # fmt: skip


def _running(canvas: Any, page: Any) -> None:
    canvas.setFont("Times-Roman", 8)
    canvas.drawString(16 * mm, 198 * mm, "MAISON AURELLE")
    canvas.drawCentredString(A5[0] / 2, 9 * mm, str(page.page))


def _points(*texts: str) -> Any:
    return ListFlowable([ListItem(Paragraph(text, _TEXT)) for text in texts], bulletType="bullet", bulletFontSize=8)


def _table(*rows: Sequence[str]) -> Any:
    text = ParagraphStyle("cell", parent=_TEXT, fontSize=9.5, leading=12, spaceAfter=0)
    bold = ParagraphStyle("cell-head", parent=text, fontName="Times-Bold")
    cells = [[Paragraph(cell, bold if place == 0 else text) for cell in row] for place, row in enumerate(rows)]
    made = Table(cells, colWidths=[44 * mm, 34 * mm, 36 * mm], spaceAfter=6)
    made.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.4, colors.grey)]))
    return made


def rates() -> None:
    """Delivery in both languages, a sheet each."""
    book = Workbook()
    book.properties.title = "Delivery rates"
    sheets = (
        ("Delivery", "Delivery rates", ("Country", "Business days", "Delivery", "Free from", "Duties", "Holds from"),
         (("France, mainland", "1 to 3", "included"), ("Other countries of the EU", "2 to 4", "included"),
          ("United Kingdom and Switzerland", "3 to 6", "included"), ("United States", "4 to 7", "paid by the recipient"))),
        ("配送", "配送费用", ("地区", "工作日", "运费", "免运费门槛", "关税", "生效日期"),
         (("法国本土", "1 至 3", "已含"), ("欧盟其他国家", "2 至 4", "已含"), ("英国与瑞士", "3 至 6", "已含"),
          ("美国", "4 至 7", "由收件人承担"))),
    )  # fmt: skip
    book.remove(book["Sheet"])
    for name, title, heads, rows in sheets:
        sheet = book.create_sheet(name)
        sheet.append([title])
        sheet["A1"].font = Font(bold=True, size=14)
        sheet.append([])
        sheet.append(heads)
        for cell in sheet[3]:
            cell.font = Font(bold=True)
        for country, days, duties in rows:
            sheet.append([country, days, 12, 200, duties, date(2026, 9, 1)])
        for row in range(4, 4 + len(rows)):
            for column in (3, 4):
                sheet.cell(row, column).number_format = "[$€-x]#,##0"
            sheet.cell(row, 6).number_format = "d mmmm yyyy" if name == "Delivery" else 'yyyy"年"m"月"d"日"'
        sheet.column_dimensions["A"].width = 34
    book.save(FOLDER / "delivery-rates.xlsx")


def handbook() -> None:
    """What the shop does for its customers, in Chinese, as the staff wrote it down."""
    made = Document()
    made.core_properties.title = "到店与礼品服务手册"
    made.core_properties.author = "Maison Aurelle"
    made.add_heading("到店与礼品服务手册", 0)
    made.add_heading("礼品包装", 1)
    made.add_paragraph("礼品包装附手写卡片，免费提供；包裹内不显示价格。")
    made.add_heading("贺卡可以写多少字？", 2)
    made.add_paragraph("贺卡最多 60 个汉字，请在下单时填写。")
    made.add_heading("刻字与压印", 1)
    made.add_paragraph("压印或刻字最多三个字母，收费 25 欧元或 200 元，另需 4 个工作日。")
    made.add_paragraph("光面皮革可压印", style="List Bullet")
    made.add_paragraph("金饰可刻字", style="List Bullet")
    made.add_paragraph("刻字商品不可退货", style="List Bullet")
    made.add_heading("到店服务", 1)
    made.add_paragraph("精品店周二至周六 10:30 至 19:00 营业，周日与周一休息。")
    made.add_heading("取货时要带什么？", 2)
    made.add_paragraph("请携带身份证件与订单号。备妥的商品为您保留 14 天。")
    table = made.add_table(rows=1, cols=3)
    for cell, text in zip(table.rows[0].cells, ("服务", "所需时间", "费用"), strict=True):
        cell.text = text
    for row in (("更换表带", "15 分钟", "免费"), ("清洁首饰", "20 分钟", "免费"), ("调整皮带长度", "10 分钟", "免费")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    made.save(str(FOLDER / "boutique-services-zh.docx"))


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    booklet()
    rates()
    handbook()
