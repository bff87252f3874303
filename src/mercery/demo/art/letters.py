"""The house's own letters, so that words on a picture look alike wherever it is opened.

Capitals with thick and thin strokes and hairline serifs; figures as one even stroke, as on dials and bezels.
A glyph is drawn with its foot on y = 0 and its head at y = -100.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from mercery.demo.art.path import num

THICK, THIN, SERIF, FOOT = 13.5, 4.6, 7.0, 3.6
CAP: Final = 0.69
"""Height of a capital in parts of the size it is set in."""
FIGURE_STROKE: Final = 8.5


@dataclass(frozen=True, slots=True)
class Glyph:
    """One letter: how far it moves on, its filled outline, what is laid over that, and its stroked line."""

    advance: float
    fill: str = ""
    over: str = ""
    stroke: str = ""


def _box(x: float, y: float, w: float, h: float) -> str:
    return f"M{num(x)} {num(y)}h{num(w)}v{num(h)}h{num(-w)}z"


def _stem(x: float, width: float = THICK, *, top: bool = True, foot: bool = True) -> str:
    """An upright with its serifs; `x` is its left edge."""
    parts = [_box(x, -100, width, 100)]
    if top:
        parts.append(_box(x - SERIF, -100, width + 2 * SERIF, FOOT))
    if foot:
        parts.append(_box(x - SERIF, -FOOT, width + 2 * SERIF, FOOT))
    return "".join(parts)


def _slope(x0: float, x1: float, width: float, y0: float = -100, y1: float = 0) -> str:
    """A slanting stroke from (`x0`, `y0`) to (`x1`, `y1`), measured at its left edge."""
    return f"M{num(x0)} {num(y0)}h{num(width)}L{num(x1 + width)} {num(y1)}h{num(-width)}z"


def _serif(x: float, width: float, y: float) -> str:
    """A hairline under or over a slanting stroke that stands at `x`."""
    return _box(x - SERIF, y, width + 2 * SERIF, FOOT)


def _arm(x: float, y: float, length: float, *, hook: float) -> str:
    """A thin bar to the right with a small hook at its end, upward (negative) or downward."""
    end = x + length
    top = y if hook > 0 else y + THIN
    return _box(x, y, length, THIN) + f"M{num(end)} {num(top)}v{num(hook)}h-2.6L{num(end - 9)} {num(top)}z"


def _ring(cx: float, rx: float, ry: float, inner: float) -> str:
    """A round letter: thick at its sides, thin above and below."""
    ix, iy = rx - inner, ry - THIN
    return (
        f"M{num(cx - rx)} -50a{num(rx)} {num(ry)} 0 1 1 {num(2 * rx)} 0a{num(rx)} {num(ry)} 0 1 1 {num(-2 * rx)} 0z"
        f"M{num(cx - ix)} -50a{num(ix)} {num(iy)} 0 1 0 {num(2 * ix)} 0a{num(ix)} {num(iy)} 0 1 0 {num(-2 * ix)} 0z"
    )


def _bowl(x: float, top: float, foot: float, out: float) -> str:
    """The round half of D, P, R or B, from `top` to `foot`, standing on a stem at `x`."""
    ry = (foot - top) / 2
    flat = max(0.0, out - ry * 0.92)
    bend = out - flat
    inner = bend - THICK * 0.98
    return (
        f"M{num(x)} {num(top)}h{num(flat)}a{num(bend)} {num(ry)} 0 0 1 0 {num(2 * ry)}h{num(-flat)}v{num(-THIN)}"
        f"h{num(flat)}a{num(inner)} {num(ry - THIN)} 0 0 0 0 {num(-2 * (ry - THIN))}h{num(-flat)}z"
    )


_C = (
    "M80 -72C75 -91 63 -101.5 47 -101.5C22 -101.5 5 -79 5 -50C5 -21 22 1.5 47 1.5C63 1.5 75 -7 81 -26"
    "L78 -27.5C72 -11 62 -3.5 50 -3.5C31 -3.5 20 -22 20 -50C20 -78 31 -96.5 50 -96.5C62 -96.5 72 -89 77 -72z"
    "M80 -72V-101H77L73 -94L77 -72z"
)
_S = (
    "M53 -75C50 -92 43 -101.5 31 -101.5C16 -101.5 6 -91 6 -77C6 -60 18 -52 28 -46C38 -40 46 -35 46 -23C46 -11 39 -3.5 29 -3.5"
    "C18 -3.5 11 -12 8 -26H5L6 0H8.5L11 -4C15 0 21 1.5 30 1.5C47 1.5 59 -9 59 -26C59 -42 48 -50 37 -57C28 -62 19 -68 19 -80"
    "C19 -90 24 -96.5 32 -96.5C42 -96.5 48 -88 50.5 -75H53V-101H50.5L47 -96z"
)
_U = "M10 -100h13.5V-34C23.5 -14 31 -4 44 -4C58 -4 65.5 -14 65.5 -34V-100h4.6V-34C70 -10 60 1.5 42 1.5C21 1.5 10 -10 10 -34z"
_J = "M22 -100h13.5V-24C35.5 -6 26 3 12 3C3 3 -3 -1 -3 -7C-3 -11 0 -13.5 3.5 -13.5C7.5 -13.5 8.5 -10 9 -5C18 -1 22 -8 22 -22z"

CAPITALS: Final[Mapping[str, Glyph]] = {
    "A": Glyph(84, _slope(40, 7, THIN + 0.6) + _slope(34, 63, THICK + 1.5) + _box(20, -36, 42, THIN) + _serif(7, 5, -FOOT) + _serif(63, 15, -FOOT)),
    "B": Glyph(70, _stem(10) + _bowl(20, -100, -52, 38) + _bowl(20, -56.6, 0, 43)),
    "C": Glyph(86, _C),
    "D": Glyph(86, _stem(10) + _bowl(20, -100, 0, 60)),
    "E": Glyph(68, _stem(10) + _arm(20, -100, 40, hook=24) + _arm(20, -53, 28, hook=12) + _arm(20, -53, 28, hook=-12) + _arm(20, -THIN, 43, hook=-26)),
    "F": Glyph(64, _stem(10) + _arm(20, -100, 40, hook=24) + _arm(20, -52, 28, hook=12) + _arm(20, -52, 28, hook=-12)),
    "G": Glyph(92, _C, _box(68, -40, THICK, 38) + _box(61, -43, 27.5, FOOT)),
    "H": Glyph(92, _stem(10) + _stem(68) + _box(20, -53, 52, THIN)),
    "I": Glyph(34, _stem(10)),
    "J": Glyph(46, _J + _box(15, -100, 27.5, FOOT)),
    "K": Glyph(82, _stem(10) + _slope(66, 23, THIN + 1, -100, -40) + _serif(66, 5, -100), _slope(34, 60, THICK + 2, -60, 0) + _serif(60, 15, -FOOT)),
    "L": Glyph(64, _stem(10) + _arm(20, -THIN, 40, hook=-28)),
    "M": Glyph(104, _stem(12, THIN) + _slope(12, 44, THICK) + _slope(83, 50, THIN) + _stem(82)),
    "N": Glyph(94, _stem(12, THIN) + _slope(10, 70, THICK + 2) + _box(80, -100, THIN, 100) + _serif(80, THIN, -100)),
    "O": Glyph(96, _ring(48, 43, 51.5, THICK + 1.5)),
    "P": Glyph(68, _stem(10) + _bowl(20, -100, -44, 42)),
    "Q": Glyph(96, _ring(48, 43, 51.5, THICK + 1.5), "M44 -6C56 -4 62 18 86 20L87 17C74 14 68 0 56 -8z"),
    "R": Glyph(80, _stem(10) + _bowl(20, -100, -49, 41) + _slope(33, 60, THICK + 2, -52, 0) + _serif(61, 14, -FOOT)),
    "S": Glyph(66, _S),
    "T": Glyph(74, _stem(30, top=False) + _box(4, -100, 66, THIN), "M4 -100v26h2.6L13 -97zM70 -100v26h-2.6L61 -97z"),
    "U": Glyph(82, _U + _serif(10, THICK, -100) + _serif(65.5, THIN, -100)),
    "V": Glyph(82, _slope(6, 36, THICK + 1.5) + _slope(71, 42, THIN + 0.6) + _serif(8, 13, -100) + _serif(70, 6, -100)),
    "W": Glyph(120, _slope(6, 32, THICK + 1.5) + _slope(62, 37, THIN) + _slope(50, 74, THICK + 1.5) + _slope(109, 80, THIN) + _serif(8, 13, -100) + _serif(108, 6, -100)),
    "X": Glyph(80, _slope(8, 54, THICK + 3) + _slope(66, 10, THIN + 0.6) + _serif(10, 13, -100) + _serif(65, 6, -100) + _serif(10, 6, -FOOT) + _serif(55, 13, -FOOT)),
    "Y": Glyph(78, _slope(5, 30, THICK + 1.5, -100, -44) + _slope(68, 40, THIN, -100, -44) + _box(31, -46, THICK, 46) + _serif(7, 13, -100) + _serif(67, 6, -100) + _serif(31, THICK, -FOOT)),
    "Z": Glyph(72, _slope(50, 4, THICK + 3) + _box(8, -100, 56, THIN) + _box(6, -THIN, 60, THIN), "M8 -100v24h2.6L17 -97zM66 0v-26h-2.6L57 -3z"),
}  # fmt: skip

FIGURES: Final[Mapping[str, Glyph]] = {
    "0": Glyph(56, stroke="M28 -96C8 -96 8 -4 28 -4C48 -4 48 -96 28 -96z"),
    "1": Glyph(42, stroke="M10 -80L26 -96V-4"),
    "2": Glyph(56, stroke="M9 -74C11 -102 47 -103 46 -72C45 -52 18 -30 10 -4H48"),
    "3": Glyph(56, stroke="M10 -80C14 -102 45 -100 45 -75C45 -57 32 -52 23 -52C34 -52 49 -46 49 -28C48 2 12 4 8 -21"),
    "4": Glyph(58, stroke="M39 -4V-96L8 -30H51"),
    "5": Glyph(56, stroke="M45 -96H16L13 -55C24 -66 49 -62 49 -33C49 2 14 4 8 -20"),
    "6": Glyph(56, stroke="M42 -91C18 -98 8 -60 9 -34C11 4 48 4 48 -32C48 -62 15 -64 10 -34"),
    "7": Glyph(54, stroke="M8 -96H47L20 -4"),
    "8": Glyph(56, stroke="M28 -52C10 -54 10 -96 28 -96C46 -96 46 -54 28 -52C4 -50 6 -4 28 -4C50 -4 52 -50 28 -52z"),
    "9": Glyph(56, stroke="M14 -9C38 -2 48 -40 47 -66C45 -104 8 -104 8 -68C8 -38 41 -36 46 -66"),
}
_MARKS: Final[Mapping[str, str]] = {
    "\u0301": "M-2 -108L14 -124L20 -119L4 -107z",
    "\u0300": "M2 -108L-14 -124L-20 -119L-4 -107z",
    "\u0302": "M-15 -108L-3 -122H3L15 -108H9L0 -116L-9 -108z",
}
"""Accents over the middle of a capital."""
_SPACE: Final = 34.0


def known(words: str) -> bool:
    """Whether every letter of `words` can be drawn."""
    return all(
        mark in _MARKS or letter in CAPITALS or letter in FIGURES or letter == " " for letter, mark in _letters(words)
    )


def width(words: str, spacing: float) -> float:
    """How wide the words are in parts of the size they are set in."""
    steps = [_glyph(letter) for letter, mark in _letters(words) if not mark]
    whole = sum(step.advance if step else _SPACE for step in steps)
    return whole / 100 * CAP + spacing * max(0, len(steps) - 1)


def drawn(words: str, size: float, spacing: float, define: Callable[[str], str]) -> str:
    """The words centred on x = 0 with their foot on y = 0, to be filled in one colour that is also `color`.

    `define` takes a definition whose id is written as % and returns its id, so that each letter stands once in a picture.
    """
    scale = size * CAP / 100
    gap = spacing * size / scale
    x = -width(words, spacing) * size / scale / 2
    middle = x
    parts: list[str] = []
    for letter, mark in _letters(words):
        if mark:
            parts.append(_used(define(f'<path id="%" d="{_MARKS[mark]}"/>'), middle))
            continue
        glyph = _glyph(letter)
        advance = glyph.advance if glyph else _SPACE
        middle = x + advance / 2
        if glyph:
            parts.append(_used(define(_definition(glyph)), x))
        x += advance + gap
    return f'<g transform="scale({scale:.4f})">{"".join(parts)}</g>'


def _used(name: str, x: float) -> str:
    return f'<use href="#{name}" x="{num(x)}"/>'


def _definition(glyph: Glyph) -> str:
    if glyph.stroke:
        return (
            f'<path id="%" d="{glyph.stroke}" fill="none" stroke="currentColor" stroke-width="{num(FIGURE_STROKE)}"/>'
        )
    if glyph.over:
        return f'<g id="%"><path d="{glyph.fill}"/><path d="{glyph.over}"/></g>'
    return f'<path id="%" d="{glyph.fill}"/>'


def _glyph(letter: str) -> Glyph | None:
    return CAPITALS.get(letter) or FIGURES.get(letter)


def _letters(words: str) -> list[tuple[str, str]]:
    """Capitals in order, each accent after its letter as a mark of its own."""
    plain = unicodedata.normalize("NFD", words.upper())
    return [(letter, letter if unicodedata.combining(letter) else "") for letter in plain]
