"""The blocks of a detail page as elements of a column, in the house's style: chalk, hairlines, serif headings, space."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from mercery.core.i18n import Lang, Words
from mercery.studio.pictures.canvas import skia_module
from mercery.studio.pictures.care_signs import SIDE, CareSign
from mercery.studio.pictures.column import Element, Ink, Mark, space, text
from mercery.studio.pictures.detail import DetailBlock, DetailPage
from mercery.studio.pictures.fact_rows import FactRow, Place, Run
from mercery.studio.pictures.labelling import LEAST_HEIGHT
from mercery.studio.pictures.photographs import Photograph, around, near, put, tint_of
from mercery.studio.pictures.scale.drawing import WIDTH, ScaleDrawing
from mercery.studio.pictures.scale.painted import paint_drawing, paint_strokes
from mercery.studio.pictures.side_by_side import SideBySide
from mercery.studio.pictures.tones import CALICO, CHALK, INK, INK2, INK3, LINE, LINE2
from mercery.studio.pictures.type_setting import Box, Face, Role, face_of, lay_out, smaller

_MARGIN: Final = 26.0
"""Of the column, in CSS pixels of a phone 390 wide."""
PHONE: Final = 390.0
TO_SCALE: Final = Words("Drawn to scale; outlines are schematic.", "按登记尺寸同比例绘制，轮廓为示意。")
STITCHED: Final = Words("What is stitched stands in the shop's records.", "缝线标出之处，均见于店铺资料。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """Width of the picture, and what follows from it."""

    width: int
    lang: Lang
    tint: int = CALICO

    @property
    def scale(self) -> float:
        """Pixels for one CSS pixel."""
        return self.width / PHONE

    @property
    def ink(self) -> Ink:
        """How texts stand in the column."""
        left = _MARGIN * self.scale
        return Ink(left=left, width=self.width - 2 * left, scale=self.scale, lang=self.lang)


Photographs = dict[str, Photograph]
"""By the source of a product's media."""


def elements(page: DetailPage, style: Style, photographs: Photographs) -> list[Element]:
    """The whole page."""
    found: list[Element] = []
    for block in page.blocks:
        found += _block(page, block, style, photographs)
    return [*found, *_end(page, style)]


def _block(page: DetailPage, block: DetailBlock, style: Style, photographs: Photographs) -> Iterator[Element]:
    s, place = style.scale, block.place
    shown = _picture(block, style, photographs)
    if shown is not None:
        yield shown
    elif place != "hero":
        yield _rule(style, place)
    yield space((34 if shown is not None else 36) * s, place)
    keep = (page.product.title.text(style.lang),)
    role: Role = "title" if place == "hero" else "heading"
    yield text(
        block.heading,
        style.ink,
        role=role,
        colour=INK,
        place=place,
        keep=keep,
        stitched=place == "hero",
        with_next=True,
    )
    yield space((16 if place == "hero" else 12) * s, place)
    if block.drawing is not None:
        yield from drawing_of(block.drawing, style, place)
    for index, runs in enumerate(block.sentences):
        if index or block.drawing is not None:
            yield space(10 * s, place)
        yield text(runs, style.ink, role="reading", colour=INK2, place=place, keep=keep)
    if block.signs:
        yield space(22 * s, place)
        yield signs_of(block.signs, style, place)
    if block.rows:
        yield space(20 * s, place)
        yield from (row_of(row, style, place, first=index == 0) for index, row in enumerate(block.rows))
    if block.compared is not None:
        yield space(8 * s, place)
        yield from _compared(block.compared, style, place)
    yield space(38 * s, place, with_next=False)


def _picture(block: DetailBlock, style: Style, photographs: Photographs) -> Element | None:
    one = block.picture
    photo = photographs.get(one.media.source) if one is not None else None
    if one is None or photo is None:
        return None
    hero = block.place == "hero"
    aspect = 6 / 7 if hero else 4 / 3
    window: Box | None
    if hero:
        window = around(photo, aspect)
    else:
        window = near(photo, aspect, style.width) if one.close else _middle(photo, aspect)
    if window is None:
        return None  # a small photograph is not blown up
    high = style.width / aspect
    box = Box(x=0, y=0, width=style.width, height=high)
    shown, seen = photo, window
    return Element(
        height=round(high),
        paint=lambda canvas, y: put(canvas, shown, seen, Box(x=0, y=y, width=style.width, height=round(high))),
        place=block.place,
        marks=(Mark(box=box, picture=one.media.path or one.media.source),),
        with_next=True,
    )


def _middle(photo: Photograph, aspect: float) -> Box:
    """The largest window of that shape around the middle of a picture that is a close view already."""
    wide = min(photo.width, photo.height * aspect)
    return Box(x=(photo.width - wide) / 2, y=(photo.height - wide / aspect) / 2, width=wide, height=wide / aspect)


def _rule(style: Style, place: Place) -> Element:
    ink = style.ink

    def paint(canvas: Any, y: float) -> None:
        skia = skia_module()
        canvas.drawRect(
            skia.Rect.MakeXYWH(ink.left, y, ink.width, max(1.0, style.scale * 0.75)), skia.Paint(Color=LINE)
        )

    return Element(height=max(1.0, style.scale * 0.75), paint=paint, place=place, with_next=True)


def drawing_of(drawing: ScaleDrawing, style: Style, place: Place) -> Iterator[Element]:
    """The scale drawing over the column's width, and what it says of itself."""
    ink = style.ink
    scale = ink.width / WIDTH
    labels = tuple(
        Mark(
            box=Box(x=ink.left + label.x * scale, y=label.y * scale, width=0, height=0),
            text=label.text,
            fact_id=label.fact_id,
        )
        for label in drawing.labels
    )
    yield Element(
        height=drawing.height * scale,
        paint=lambda canvas, y: _painted(canvas, drawing, style, y),
        place=place,
        marks=labels,
        with_next=True,
    )
    yield space(6 * style.scale, place)
    said = Run(TO_SCALE.text(style.lang))
    yield text([said], ink, role="label", colour=INK3, place=place, align="centre")


def _painted(canvas: Any, drawing: ScaleDrawing, style: Style, y: float) -> None:
    ink = style.ink
    paint_drawing(canvas, drawing, ink.left, y, ink.width / WIDTH, fill=style.tint, paper=CHALK)


def signs_of(signs: Sequence[CareSign], style: Style, place: Place, *, large: bool = False) -> Element:
    """Signs with their words, side by side."""
    s, ink = style.scale, style.ink
    wide = min(ink.width / len(signs), (112 if large else 84) * s)
    drawn = (48 if large else 34) * s
    words = [
        lay_out(
            sign.words.text(style.lang),
            role="label",
            lang=style.lang,
            width=wide - 8 * s,
            scale=s,
            align="centre",
            balanced=True,
        )
        for sign in signs
    ]
    height = drawn + 8 * s + max(one.height for one in words)

    def paint(canvas: Any, y: float) -> None:
        for index, (sign, laid) in enumerate(zip(signs, words, strict=True)):
            left = ink.left + index * wide
            strokes = [one.placed(1, -1, 0, SIDE) for one in sign.strokes]
            paint_strokes(canvas, strokes, left + (wide - drawn) / 2, y, drawn / SIDE, colour=INK, thick=1.1)
            laid.draw(canvas, left + 4 * s, y + drawn + 8 * s, INK2)

    marks = tuple(
        Mark(box=Box(x=ink.left + index * wide, y=0, width=wide, height=height), text=sign.words.text(style.lang))
        for index, sign in enumerate(signs)
    )
    return Element(height=height, paint=paint, place=place, marks=marks)


def row_of(row: FactRow, style: Style, place: Place, *, first: bool) -> Element:
    """A fact with its label."""
    s, ink = style.scale, style.ink
    narrow = ink.width * 0.29
    label = lay_out(row.label, role="work", lang=style.lang, width=narrow, scale=s)
    value = lay_out(row.value.text, role="work", lang=style.lang, width=ink.width - narrow - 12 * s, scale=s)
    pad = 10 * s
    height = max(label.height, value.height) + 2 * pad
    left = ink.left + narrow + 12 * s

    def paint(canvas: Any, y: float) -> None:
        if first:
            _hair(canvas, ink, y, LINE2)
        label.draw(canvas, ink.left, y + pad, INK3)
        value.draw(canvas, left, y + pad, INK)
        _hair(canvas, ink, y + height - 1, LINE)

    mark = Mark(
        box=Box(x=left, y=pad, width=value.width, height=value.height), text=row.value.text, fact_id=row.value.fact_id
    )
    return Element(height=height, paint=paint, place=place, marks=(mark,))


def _hair(canvas: Any, ink: Ink, y: float, colour: int) -> None:
    skia = skia_module()
    canvas.drawRect(
        skia.Rect.MakeXYWH(ink.left, round(y), ink.width, max(1.0, ink.scale * 0.6)), skia.Paint(Color=colour)
    )


def _compared(table: SideBySide, style: Style, place: Place) -> Iterator[Element]:
    names = [(product.title.text(style.lang), "") for product in table.products]
    yield _cells("", names, style, place, head=True)
    for row in table.rows:
        yield _cells(row.label, [(cell.text, cell.fact_id) for cell in row.cells], style, place)


def _cells(label: str, cells: Sequence[tuple[str, str]], style: Style, place: Place, *, head: bool = False) -> Element:
    s, ink = style.scale, style.ink
    first = ink.width * (0.22 if len(cells) > 2 else 0.26)
    wide = (ink.width - first) / len(cells)
    small = face_of("label", style.lang)
    laid = [
        lay_out(
            words, role="label", lang=style.lang, width=wide - 8 * s, scale=s, balanced=head,
            face=Face(family=small.family, size=small.size, line=small.line, weight=500 if index == 0 else 400),
        )
        for index, (words, _) in enumerate(cells)
    ]  # fmt: skip
    name = lay_out(label, role="label", lang=style.lang, width=first - 8 * s, scale=s)
    pad = 9 * s
    height = max(name.height, *(one.height for one in laid)) + 2 * pad

    def paint(canvas: Any, y: float) -> None:
        name.draw(canvas, ink.left, y + pad, INK3)
        for index, one in enumerate(laid):
            down = height - pad - one.height if head else pad
            one.draw(canvas, ink.left + first + index * wide, y + down, INK if index == 0 or not head else INK3)
        _hair(canvas, ink, y + height - 1, LINE2 if head else LINE)

    marks = tuple(
        Mark(
            box=Box(x=ink.left + first + index * wide, y=pad, width=one.width, height=one.height),
            text=words, fact_id=fact_id,
        )
        for index, (one, (words, fact_id)) in enumerate(zip(laid, cells, strict=True))
    )  # fmt: skip
    return Element(height=height, paint=paint, place=place, marks=marks, with_next=head)


def _end(page: DetailPage, style: Style) -> Iterator[Element]:
    """The shop's name, what the stitch means, and how the picture was made."""
    s, ink = style.scale, style.ink
    yield _rule(style, "comparison")
    yield space(34 * s)
    name = page.shop.upper() if page.shop.isascii() else page.shop
    yield text([Run(name)], ink, role="wordmark", colour=INK, place="comparison", align="centre", with_next=True)
    yield space(14 * s)
    said = [Run(STITCHED.text(style.lang))]
    yield text(said, ink, role="label", colour=INK3, place="comparison", align="centre", with_next=True)
    face = face_of("label", style.lang)
    if page.by_model:  # the standard wants letters of a twentieth of the shorter side
        face = smaller(face, max(1.0, LEAST_HEIGHT * style.width / s / face.size))
        yield space(12 * s)
    label = [Run(page.label)]
    yield text(label, ink, role="label", colour=INK3, place="comparison", align="centre", face=face, with_next=True)
    yield space(34 * s, with_next=False)


def style_for(page: DetailPage, width: int, photographs: Photographs) -> Style:
    """The style whose tint comes from the first picture's ground."""
    hero = page.block("hero")
    photo = photographs.get(hero.picture.media.source) if hero and hero.picture else None
    return Style(width=width, lang=page.lang, tint=tint_of(photo, CALICO))
