"""Setting text: the roles of the look, paragraphs laid out in a width, drawn with their stitches.

The one door for whatever is drawn with words, the captions of videos too:

    laid = lay_out("A saddle bag cut from one hide", role="title", lang="en", width=640, scale=1.9)
    laid.draw(canvas, x, y, INK)              # top left corner of the first line's box
    laid.boxes(2, 12)                         # where those characters stand, for stitches and the sidecar

or, in one step, `set_text(canvas, text, box, role=…, lang=…, colour=…) -> height`. `scale` turns the look's CSS pixels into
the picture's: 750 px wide for a phone of 390 is 1.92. Measuring (`lay_out`) draws nothing and needs no canvas.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from mercery.core.i18n import Lang
from mercery.studio.pictures.canvas import skia_module
from mercery.studio.pictures.font_files import Family
from mercery.studio.pictures.fonts import Glyph, font, shape
from mercery.studio.pictures.line_breaks import CLOSING, OPENING, LineOf, breaks, is_chinese, lines

Role = Literal["display", "title", "heading", "subhead", "figure", "reading", "work", "small", "label", "wordmark"]
Align = Literal["left", "centre", "right"]
Colour = int
"""0xAARRGGBB, as skia takes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """How a role is set in one script. Sizes in CSS pixels, tracking in ems, line as a multiple of the size."""

    family: Family
    size: float
    line: float
    tracking: float = 0.0
    weight: int = 400


def _serif(size: float, line: float, tracking: float = 0.0, *, zh: bool = False) -> Face:
    return Face(family="serif", size=size, line=line, tracking=tracking, weight=380 if zh else 360)


ROLES: Final[dict[Role, tuple[Face, Face]]] = {
    "display": (_serif(44, 1.06, -0.02), _serif(38, 1.32, 0.02, zh=True)),
    "title": (_serif(32, 1.18, -0.012), _serif(28, 1.42, 0.02, zh=True)),
    "heading": (_serif(22, 1.2, -0.004), _serif(20, 1.42, 0.01, zh=True)),
    "subhead": (_serif(18, 1.3), _serif(17, 1.42, zh=True)),
    "figure": (_serif(30, 1.1, -0.01), _serif(28, 1.2, zh=True)),
    "reading": (Face(family="sans", size=15, line=1.7), Face(family="sans", size=15, line=1.85)),
    "work": (Face(family="sans", size=14, line=1.55), Face(family="sans", size=14, line=1.7)),
    "small": (Face(family="sans", size=13, line=1.5), Face(family="sans", size=13, line=1.65)),
    "label": (Face(family="sans", size=12, line=1.45), Face(family="sans", size=12, line=1.65)),
    "wordmark": (_serif(15, 1.3, 0.2), _serif(15, 1.4, 0.2, zh=True)),
}
"""English and Chinese of each role."""
_BALANCED: Final = frozenset({"display", "title", "heading", "subhead"})


def face_of(role: Role, lang: Lang) -> Face:
    """How the role is set in a text of that language."""
    return ROLES[role][1 if lang == "zh" else 0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A place on a picture, in its pixels."""

    x: float
    y: float
    width: float
    height: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidLine:
    """One line: its glyphs with their left edges, which characters it holds, its baseline below the block's top."""

    start: int
    end: int
    glyphs: tuple[Glyph, ...]
    lefts: tuple[float, ...]
    left: float
    width: float
    baseline: float
    top: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A paragraph in place. `height` is of all its lines, `width` of the widest."""

    text: str
    lines: tuple[LaidLine, ...]
    width: float
    height: float
    size: float
    line_height: float

    def draw(self, canvas: Any, x: float, y: float, colour: Colour) -> None:
        """Draw it with its top left corner at `x`, `y`."""
        skia = skia_module()
        paint = skia.Paint(AntiAlias=True, Color=colour)
        for line in self.lines:
            _draw_line(skia, canvas, line, x + line.left, y + line.baseline, self.size, paint)

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """Where the characters `start` to `end` (exclusive) stand, a box for each line they are on."""
        found = []
        for line in self.lines:
            here = [
                (left, left + glyph.advance)
                for glyph, left in zip(line.glyphs, line.lefts, strict=True)
                if glyph.start < end and glyph.end > start
            ]
            if here:
                left = line.left + here[0][0]
                right = min(line.left + here[-1][1], line.left + line.width)
                found.append(Box(x=left, y=line.top, width=right - left, height=self.line_height))
        return tuple(found)


def lay_out(
    text: str,
    *,
    role: Role,
    lang: Lang,
    width: float,
    scale: float = 1.0,
    align: Align = "left",
    keep: Sequence[str] = (),
    face: Face | None = None,
    balanced: bool | None = None,
) -> Laid:
    """The paragraph in `width` pixels. `keep`: phrases that are not to be broken (names). `face` replaces the role's own."""
    how = face or face_of(role, lang)
    size = how.size * scale
    glyphs = shape(
        text, family=how.family, weight=how.weight, size=size, optical=how.size, lang=lang, tracking=how.tracking
    )
    advances = [0.0] * len(text)
    for glyph in glyphs:
        for at in range(glyph.start, glyph.end):
            advances[at] = glyph.advance / (glyph.end - glyph.start)
    even = role in _BALANCED if balanced is None else balanced
    parts = lines(text, advances, breaks(text, keep), width, balanced=even)
    return _laid(text, glyphs, parts, width, size, how, align)


def set_text(
    canvas: Any,
    text: str,
    box: Box,
    *,
    role: Role,
    lang: Lang,
    colour: Colour,
    scale: float = 1.0,
    align: Align = "left",
    keep: Sequence[str] = (),
) -> float:
    """Set the paragraph into the box from its top, and return the height it took (more than the box's where it is long)."""
    laid = lay_out(text, role=role, lang=lang, width=box.width, scale=scale, align=align, keep=keep)
    laid.draw(canvas, box.x, box.y, colour)
    return laid.height


def smaller(face: Face, by: float) -> Face:
    """The same face at a share of its size, for a text that has to fit (or, above 1, to be seen)."""
    return replace(face, size=face.size * by)


def _laid(
    text: str, glyphs: tuple[Glyph, ...], parts: tuple[LineOf, ...], width: float, size: float, how: Face, align: Align
) -> Laid:
    high = size * how.line
    laid: list[LaidLine] = []
    for index, part in enumerate(parts):
        own = tuple(glyph for glyph in glyphs if part.start <= glyph.start < part.end)
        left = -size / 2 if own and text[own[0].start] in OPENING and _full_width(text, own[0], size) else 0.0
        lefts = []
        for glyph in own:
            lefts.append(left)
            left += glyph.advance
        wide = max(0.0, left - max(0.0, how.tracking * size)) if own else 0.0
        hanging = size / 2 if own and text[own[-1].end - 1] in CLOSING and _full_width(text, own[-1], size) else 0.0
        room = width - (wide - (hanging if align != "left" else 0.0))
        shift = 0.0 if align == "left" else room if align == "right" else room / 2
        laid.append(
            LaidLine(
                start=part.start,
                end=part.end,
                glyphs=own,
                lefts=tuple(lefts),
                left=shift,
                width=wide - hanging if align == "left" else wide,
                baseline=index * high + _baseline(how, size, high),
                top=index * high,
            )
        )
    widest = max((line.width for line in laid), default=0.0)
    return Laid(text=text, lines=tuple(laid), width=widest, height=high * len(laid), size=size, line_height=high)


def _full_width(text: str, glyph: Glyph, size: float) -> bool:
    return is_chinese(text[glyph.start]) or glyph.advance > 0.8 * size


def _baseline(how: Face, size: float, high: float) -> float:
    """Where the letters stand in a line's box: like CSS, half of the leading above, the faces' own ascent below it."""
    ascent, descent = (0.735, 0.265) if how.family == "serif" else (0.969, 0.241)
    return (high - (ascent + descent) * size) / 2 + ascent * size


def _draw_line(skia: Any, canvas: Any, line: LaidLine, x: float, y: float, size: float, paint: Any) -> None:
    builder, at = skia.TextBlobBuilder(), 0
    while at < len(line.glyphs):
        last = at
        while last < len(line.glyphs) and line.glyphs[last].face is line.glyphs[at].face:
            last += 1
        builder.allocRunPos(
            font(line.glyphs[at].face, size),
            [glyph.id for glyph in line.glyphs[at:last]],
            [skia.Point(left, 0) for left in line.lefts[at:last]],
        )
        at = last
    blob = builder.make()
    if blob is not None:
        canvas.drawTextBlob(blob, x, y, paint)
