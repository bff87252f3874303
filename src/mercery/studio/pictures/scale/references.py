"""Things of a known size to hold a piece against. Sizes by the standard or mint that sets them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mercery.core.i18n import Lang, Words
from mercery.studio.pictures.scale.outline import Stroke, ellipse, line, rectangle


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An everyday thing. `source`: what sets its size."""

    key: str
    name: Words
    size: Words
    width: float
    height: float
    strokes: tuple[Stroke, ...]
    source: str


SHEET: Final = Reference(
    key="a4",
    name=Words("A4 sheet", "A4 纸"),
    size=Words("21 × 29.7 cm", "21 × 29.7 厘米"),
    width=210,
    height=297,
    strokes=(
        rectangle(0, 0, 210, 297, style="reference"),
        *(line([(34, y), (176 if y > 70 else 120, y)], "reference") for y in (240, 206, 172, 138, 104, 70)),
    ),
    source="ISO 216",
)
CARD: Final = Reference(
    key="card",
    name=Words("Bank card", "银行卡"),
    size=Words("8.56 × 5.4 cm", "8.56 × 5.4 厘米"),
    width=85.6,
    height=53.98,
    strokes=(
        rectangle(0, 0, 85.6, 53.98, 3.18, "reference"),
        rectangle(10, 24, 12, 9.5, 1.6, "reference"),
        line([(10, 12), (50, 12)], "reference"),
    ),
    source="ISO/IEC 7810, ID-1",
)
EURO: Final = Reference(
    key="euro",
    name=Words("1 euro coin", "1 欧元硬币"),
    size=Words("23.25 mm across", "直径 23.25 毫米"),
    width=23.25,
    height=23.25,
    strokes=(
        ellipse(11.625, 11.625, 11.625, 11.625, "reference"),
        ellipse(11.625, 11.625, 8.2, 8.2, "reference"),
    ),
    source="European Central Bank, common sides",
)
YUAN: Final = Reference(
    key="yuan",
    name=Words("1 yuan coin", "1 元硬币"),
    size=Words("22.25 mm across", "直径 22.25 毫米"),
    width=22.25,
    height=22.25,
    strokes=(
        ellipse(11.125, 11.125, 11.125, 11.125, "reference"),
        ellipse(11.125, 11.125, 9.9, 9.9, "reference"),
    ),
    source="People's Bank of China, fifth series, 2019 edition",
)


def reference_for(largest_mm: float, lang: Lang) -> Reference:
    """What the readers of a language know that is nearest in size: a sheet, a card or a coin."""
    if largest_mm > 160:
        return SHEET
    if largest_mm > 60:
        return CARD
    return YUAN if lang == "zh" else EURO
