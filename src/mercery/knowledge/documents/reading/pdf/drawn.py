"""What is drawn on a page beside its words: lines that rule tables, and the dots of lists that are no signs of type."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pypdfium2.raw as pdfium

from mercery.knowledge.documents.reading.pdf.page import Rule, Word

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
_THIN: Final = 2.5
"""Points up to which a drawn box is a line."""
_SHORT: Final = 8.0
"""Points below which a drawn line is no rule of a table."""
_DOT: Final = (1.5, 8.0)
"""Points a dot of a list is wide and high."""
_MOST_DOTS: Final = 400
"""Dots on a page beyond which they are a chart, not a list."""
_MOST_DRAWN: Final = 6000
"""Things drawn on a page beyond which it is a picture, not a table."""


@dataclass(slots=True)
class Drawn:
    """Ruled lines and dots."""

    rules: list[Rule] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)


def drawn_on(raw: Any, box_of: Callable[[float, float, float, float], Box]) -> Drawn:
    """What a page of PDFium holds; `box_of` turns its coordinates into ours."""
    found = Drawn()
    page = raw.raw
    count = pdfium.FPDFPage_CountObjects(page)
    if count > _MOST_DRAWN:
        return found
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for place in range(count):
        thing = pdfium.FPDFPage_GetObject(page, place)
        if pdfium.FPDFPageObj_GetType(thing) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        if not pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
            continue
        box = box_of(left.value, bottom.value, right.value, top.value)
        if _is_dot(box):
            found.dots.append(box)
        elif _straight(thing):
            found.rules += _edges(box)
    return found


def with_bullets(words: list[Word], dots: Sequence[Box]) -> None:
    """Put a bullet before each word that a dot stands before: browsers draw the marks of their lists."""
    for left, top, right, bottom in dots if len(dots) <= _MOST_DOTS else ():
        middle = (top + bottom) / 2
        for place, word in enumerate(words):
            beside = 0 < word.x0 - right <= 2.5 * word.size
            if beside and abs(word.base - 0.3 * word.size - middle) <= 0.3 * word.size and _begins(words, place, left):
                words.insert(place, Word("•", left, right, word.base, word.size, word.bold, True))
                word.spaced = True
                break


def _begins(words: Sequence[Word], place: int, left: float) -> bool:
    """Whether nothing stands on the line before the dot."""
    if not place:
        return True
    before, word = words[place - 1], words[place]
    return abs(before.base - word.base) > 0.3 * word.size or before.x0 > left or left - before.x1 > 4 * word.size


def _is_dot(box: Box) -> bool:
    wide, high = box[2] - box[0], box[3] - box[1]
    return _DOT[0] <= wide <= _DOT[1] and _DOT[0] <= high <= _DOT[1] and 0.7 <= wide / high <= 1.4


def _straight(path: Any) -> bool:
    """Whether a path is a single line or box: curves and drawings rule nothing."""
    count = pdfium.FPDFPath_CountSegments(path)
    if not 2 <= count <= 6:
        return False
    kinds = (pdfium.FPDFPathSegment_GetType(pdfium.FPDFPath_GetPathSegment(path, at)) for at in range(count))
    return pdfium.FPDF_SEGMENT_BEZIERTO not in kinds


def _edges(box: Box) -> Iterator[Rule]:
    x0, y0, x1, y1 = box
    if y1 - y0 <= _THIN:
        if x1 - x0 >= _SHORT:
            yield Rule(True, (y0 + y1) / 2, x0, x1)
    elif x1 - x0 <= _THIN:
        if y1 - y0 >= _SHORT:
            yield Rule(False, (x0 + x1) / 2, y0, y1)
    else:
        yield Rule(True, y0, x0, x1)
        yield Rule(True, y1, x0, x1)
        yield Rule(False, x0, y0, y1)
        yield Rule(False, x1, y0, y1)
