"""Taking words from a page through PDFium."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2.raw as pdfium

from mercery.knowledge.documents.reading.pdf.drawn import drawn_on, with_bullets
from mercery.knowledge.documents.reading.pdf.page import Page, Word

_BOLD: Final = re.compile(r"bold|black|heavy|semibd|demi|-bd\b|黑体|simhei", re.IGNORECASE)
_HEAVY: Final = 600
_UPRIGHT: Final = 0.1
"""Radians by which a line of type may lean; more is a watermark or a note in the margin."""
_WIDE: Final = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")


@dataclass(frozen=True, slots=True)
class _Type:
    size: float
    bold: bool
    upright: bool


@dataclass(slots=True)
class _Sign:
    text: str
    x0: float
    x1: float
    base: float
    type: _Type
    soft: bool


def page_of(document: Any, index: int) -> Page:
    """The page at `index`, counted from 0."""
    raw = document[index]
    try:
        turn = _Turn(raw)
        page = Page(number=index + 1, width=turn.width, height=turn.height)
        text = raw.get_textpage()
        try:
            page.words = _words(_signs(text.raw, turn))
        finally:
            text.close()
        drawn = drawn_on(raw, turn.box)
        page.rules = drawn.rules
        with_bullets(page.words, drawn.dots)
        return page
    finally:
        raw.close()


class _Turn:
    """From the coordinates of the file to those of somebody who looks at the page."""

    def __init__(self, raw: Any) -> None:
        left, bottom, right, top = raw.get_cropbox()
        self._left, self._bottom, self._right, self._top = left, bottom, right, top
        self.quarter = (raw.get_rotation() // 90) % 4
        across, down = right - left, top - bottom
        self.width, self.height = (down, across) if self.quarter % 2 else (across, down)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Distance from the left and from the top."""
        if self.quarter == 0:
            return x - self._left, self._top - y
        if self.quarter == 1:
            return y - self._bottom, x - self._left
        if self.quarter == 2:
            return self._right - x, y - self._bottom
        return self._top - y, self._right - x

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        (a, b), (c, d) = self.point(x0, y0), self.point(x1, y1)
        return min(a, c), min(b, d), max(a, c), max(b, d)


def _signs(text: Any, turn: _Turn) -> Iterator[_Sign | None]:
    """The signs in the order of the file; None for a space."""
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    types: dict[int, _Type] = {}
    high = 0
    for place in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, place)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        soft = code == 2 or code == 0xAD
        if code in (9, 10, 13, 32, 0xA0, 0x3000) or 0x2000 <= code <= 0x200B:
            yield None
            continue
        if not soft and (code < 32 or code in (0xFFFE, 0xFFFF)):
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text, place, box):
            continue
        pdfium.FPDFText_GetCharOrigin(text, place, x, y)
        thing = pdfium.FPDFText_GetTextObject(text, place)
        key = ctypes.cast(thing, ctypes.c_void_p).value or 0
        kind = types.get(key)
        if kind is None:
            kind = types[key] = _type(text, place, turn)
        if not kind.upright:
            continue
        left, _, right, _ = turn.box(box.left, box.bottom, box.right, box.top)
        yield _Sign("-" if soft else chr(code), left, right, turn.point(x.value, y.value)[1], kind, soft)


def _type(text: Any, place: int, turn: _Turn) -> _Type:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, place, matrix)
    size = pdfium.FPDFText_GetFontSize(text, place) * (math.hypot(matrix.c, matrix.d) or 1.0)
    lean = math.atan2(matrix.b, matrix.a) - math.radians(90 * turn.quarter)
    upright = abs(math.remainder(lean, math.tau)) <= _UPRIGHT
    name = ctypes.create_string_buffer(256)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, place, name, 256, flags)
    bold = bool(_BOLD.search(name.value.decode("utf-8", "replace")))
    return _Type(round(size, 1), bold or pdfium.FPDFText_GetFontWeight(text, place) >= _HEAVY, upright)


def _words(signs: Iterator[_Sign | None]) -> list[Word]:
    words: list[Word] = []
    spaced = True
    before: _Sign | None = None
    for sign in signs:
        if sign is None:
            spaced = True
            continue
        last = words[-1] if words else None
        if last is not None and not spaced and (_goes_on(last, sign) or _one_glyph(before, sign)):
            last.text += sign.text
            last.x1 = max(last.x1, sign.x1)
            last.soft = sign.soft
        else:
            type_ = sign.type
            words.append(Word(sign.text, sign.x0, sign.x1, sign.base, type_.size, type_.bold, spaced, sign.soft))
            if last is not None and not spaced:
                words[-1].spaced = _space_seen(last, sign)
        spaced, before = False, sign
    return words


def _one_glyph(before: _Sign | None, sign: _Sign) -> bool:
    """Whether two letters are drawn as one, as "ffi" often is: both then have the place of the whole."""
    return before is not None and (before.x0, before.x1, before.base) == (sign.x0, sign.x1, sign.base)


def _goes_on(word: Word, sign: _Sign) -> bool:
    """Whether the sign belongs to the word: on its height (or raised a little and smaller), and close."""
    size = max(word.size, sign.type.size)
    raised = sign.type.size < word.size * 0.85
    if abs(word.base - sign.base) > size * (0.55 if raised else 0.2):
        return False
    gap = sign.x0 - word.x1
    wide = _WIDE.match(sign.text) or _WIDE.match(word.text[-1])
    return -size * 0.7 <= gap <= size * (0.45 if wide else 0.2)


def _space_seen(word: Word, sign: _Sign) -> bool:
    """Whether the eye sees a space where the file has none."""
    if abs(word.base - sign.base) > sign.type.size * 0.55:
        return True
    between_wide = bool(_WIDE.match(sign.text) and _WIDE.match(word.text[-1]))
    return not between_wide and sign.x0 - word.x1 > sign.type.size * 0.15
