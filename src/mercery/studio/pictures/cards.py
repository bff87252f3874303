"""Cards of one size: the carousel of a note (cover, material, size, care), and main pictures without a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mercery.catalog.product import Media
from mercery.core.i18n import LANGS, Words
from mercery.studio.materials import Materials
from mercery.studio.pictures.alt_text import alt_of
from mercery.studio.pictures.blocks import Photographs, Style, drawing_of, row_of, signs_of, style_for
from mercery.studio.pictures.column import Element, Mark, space, text
from mercery.studio.pictures.detail import CLOSE_WORDS, DetailBlock, DetailPage, detail_page
from mercery.studio.pictures.drawn import Drawn, marks_of, painted
from mercery.studio.pictures.fact_rows import Place, Run
from mercery.studio.pictures.formats import PictureFormat
from mercery.studio.pictures.labelling import LEAST_HEIGHT, MODEL_SHORT, Origin, by_model
from mercery.studio.pictures.photographs import Photograph, around, near, open_photograph, put
from mercery.studio.pictures.saving import saved
from mercery.studio.pictures.tones import CHALK, INK, INK2, INK3
from mercery.studio.pictures.type_setting import Box, face_of, smaller
from mercery.studio.piece import Piece

_FOOT: Final = 58.0
"""CSS pixels kept free below for the shop's name."""
_LABEL: Final = 26.0
"""And above it on the last card for what says how it was made."""
_TOLD: Final[tuple[Place, ...]] = ("material", "size", "care")
_ROWS: Final = 4
_WORTH: Final = 2
"""So many measures make a card where nothing can be drawn."""
_LEAST: Final = 0.3
_MOST: Final = 0.56
"""Shares of a card's height a picture above words takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Card:
    """One card before it is drawn."""

    place: Place
    elements: tuple[Element, ...]


def cards(
    piece: Piece, materials: Materials, media: Path, shape: PictureFormat, *, content_id: str = ""
) -> tuple[Drawn, ...]:
    """The carousel of a piece in that format; for a format without words, the piece alone, a card for each picture."""
    page = detail_page(piece, materials)
    photographs = {one.source: photo for one in page.product.media if (photo := open_photograph(one, media))}
    named = content_id or f"{page.product.key}-{page.lang}"
    if not shape.words:
        return tuple(_alone(page, photographs, shape, named))
    style = style_for(page, shape.width, photographs)
    made = [card for card in _cards(page, style, photographs, shape) if card is not None][: shape.most_pictures]
    modelled = by_model(piece)
    found = []
    for index, card in enumerate(made):
        numbered = (index + 1, len(made))
        elements = (*card.elements, *_foot(page, style, shape, card.elements, numbered, modelled=modelled))
        alt = Words(*(alt_of(page, materials, (card.place,), lang) for lang in LANGS))
        origin = Origin(by_model=modelled, producer=page.shop, content_id=f"{named}-{index + 1}of{len(made)}", alt=alt)
        pixels = painted(elements, shape.width, shape.height, CHALK)
        found.append(Drawn(file=saved(pixels, shape, origin), alt=alt, marks=marks_of(elements)))
    return tuple(found)


def _alone(page: DetailPage, photographs: Photographs, shape: PictureFormat, named: str) -> Iterator[Drawn]:
    for index, media in enumerate(page.product.media):
        photo = photographs.get(media.source)
        if photo is None or index >= shape.most_pictures:
            continue
        window = around(photo, shape.width / shape.height, fills=0.82)
        element = _photo(photo, window, shape.width, shape.height, "hero", media.path or "")
        origin = Origin(by_model=False, producer=page.shop, content_id=f"{named}-{index + 1}", alt=media.alt)
        pixels = painted((element,), shape.width, shape.height, CHALK)
        yield Drawn(file=saved(pixels, shape, origin), alt=media.alt, marks=marks_of((element,)))


def _cards(page: DetailPage, style: Style, photographs: Photographs, shape: PictureFormat) -> Iterator[_Card | None]:
    yield _cover(page, style, photographs, shape)
    told = [block for place in _TOLD if (block := page.block(place)) is not None]
    for block in told:
        yield _told(block, page, style, photographs, shape, foot=_FOOT + (_LABEL if block is told[-1] else 0.0))


def _photo(photo: Photograph, window: Box, width: int, height: int, place: Place, source: str) -> Element:
    return Element(
        height=height,
        paint=lambda canvas, y: put(canvas, photo, window, Box(x=0, y=y, width=width, height=height)),
        place=place,
        marks=(Mark(box=Box(x=0, y=0, width=width, height=height), picture=source),),
    )


def _cover(page: DetailPage, style: Style, photographs: Photographs, shape: PictureFormat) -> _Card | None:
    hero = page.block("hero")
    media = hero.picture.media if hero and hero.picture else None
    photo = photographs.get(media.source) if media else None
    if hero is None:
        return None
    s, ink, keep = style.scale, style.ink, (page.product.title.text(style.lang),)
    face = face_of("title", style.lang)
    title = text(hero.heading, ink, role="title", colour=INK, place="hero", keep=keep, stitched=False, face=face)
    if title.height > 2.4 * face.size * face.line * s:
        title = text(
            hero.heading,
            ink,
            role="title",
            colour=INK,
            place="hero",
            keep=keep,
            stitched=False,
            face=smaller(face, 0.8),
        )
    parts = (space(24 * s), title)
    if photo is None or media is None:
        return _Card(place="hero", elements=(space(shape.height * 0.3), *parts))
    high = round(shape.height - sum(one.height for one in parts) - (_FOOT + 22) * s)
    window = around(photo, shape.width / high, fills=0.78)
    return _Card(place="hero", elements=(_photo(photo, window, shape.width, high, "hero", media.path or ""), *parts))


def _told(
    block: DetailBlock,
    page: DetailPage,
    style: Style,
    photographs: Photographs,
    shape: PictureFormat,
    *,
    foot: float,
) -> _Card | None:
    """Words and drawings below a picture that takes what room is left, or by themselves a little above the middle."""
    s, ink, place = style.scale, style.ink, block.place
    head = text(block.heading, ink, role="title", colour=INK, place=place, stitched=False)
    body = [head, space(16 * s, place), *_body(block, style)]
    if len(body) == 2 or (place == "size" and block.drawing is None and len(block.rows) < _WORTH):
        return None
    room = shape.height - foot * s
    body = _fitted(body, room - 32 * s)
    spare = room - sum(one.height for one in body) - 28 * s
    picture = _picture_for(block, page, photographs) if spare > _LEAST * shape.height else None
    if picture is None:
        return _Card(place=place, elements=(space(28 * s + spare * 0.32, place), *body))
    media, photo = picture
    high = round(min(spare, _MOST * shape.height))
    aspect = shape.width / high
    window = middle(photo, aspect) if _is_near(media) else near(photo, aspect, style.width, share=0.62)
    if place == "care" or window is None:
        window = around(photo, aspect, fills=0.8)
    down = space(28 * s + (spare - high) * 0.4, place)
    return _Card(place=place, elements=(_photo(photo, window, shape.width, high, place, media.path or ""), down, *body))


def _body(block: DetailBlock, style: Style) -> Iterator[Element]:
    s, ink, place = style.scale, style.ink, block.place
    if block.drawing is not None:
        yield from drawing_of(block.drawing, style, place)
        yield space(16 * s, place)
    if place == "care":
        for runs in block.sentences[:1]:
            yield text(runs, ink, role="subhead", colour=INK2, place=place)
        if block.signs:
            yield space(30 * s, place)
            yield signs_of(block.signs, style, place, large=True)
    for index, row in enumerate(block.rows[:_ROWS]):
        yield row_of(row, style, place, first=index == 0)


def _picture_for(block: DetailBlock, page: DetailPage, photographs: Photographs) -> tuple[Media, Photograph] | None:
    """A close view for the material, another view for the care, where there is one."""
    shown = [one for one in page.product.media if one.source in photographs]
    if block.place == "material" and block.picture is not None and block.picture.media in shown:
        return block.picture.media, photographs[block.picture.media.source]
    others = [one for one in shown[1:] if not _is_near(one)]
    if block.place == "care" and others:
        return others[0], photographs[others[0].source]
    return None


def _is_near(media: Media) -> bool:
    return any(word in media.alt.en + media.alt.zh for word in CLOSE_WORDS)


def middle(photo: Photograph, aspect: float) -> Box:
    """The largest window of that shape around the middle of a picture that is a close view already."""
    wide = min(photo.width, photo.height * aspect)
    return Box(x=(photo.width - wide) / 2, y=(photo.height - wide / aspect) / 2, width=wide, height=wide / aspect)


def _fitted(elements: Sequence[Element], room: float) -> list[Element]:
    """As many as have room, from the top."""
    found: list[Element] = []
    used = 0.0
    for element in elements:
        if used + element.height > room:
            break
        found.append(element)
        used += element.height
    return found


def _foot(
    page: DetailPage,
    style: Style,
    shape: PictureFormat,
    above: Sequence[Element],
    number: tuple[int, int],
    *,
    modelled: bool,
) -> Iterator[Element]:
    """The shop's name, which card it is, and on the last one how it was made; a model's label on every one."""
    s, ink = style.scale, style.ink
    used = sum(one.height for one in above)
    name = page.shop.upper() if page.shop.isascii() else page.shop
    face = smaller(face_of("wordmark", style.lang), 0.8)
    mark = text([Run(name)], ink, role="wordmark", colour=INK, place="hero", stitched=False, face=face)
    if modelled:
        size = max(12.0, LEAST_HEIGHT * min(shape.width, shape.height) / s)
        big = smaller(face_of("label", style.lang), size / face_of("label", style.lang).size)
        said = text(
            [Run(MODEL_SHORT.text(style.lang))], ink, role="label", colour=INK2, place="hero", align="right", face=big
        )
    else:
        said = text([Run(f"{number[0]} / {number[1]}")], ink, role="label", colour=INK3, place="hero", align="right")
    if number[0] == number[1]:
        label = text([Run(page.label)], ink, role="label", colour=INK3, place="hero")
        yield space(max(0.0, shape.height - used - 44 * s - label.height))
        yield label
        yield space(4 * s)
    else:
        yield space(max(0.0, shape.height - used - 40 * s))
    yield _beside(mark, said)


def _beside(one: Element, other: Element) -> Element:
    """Two elements on one line."""

    def paint(canvas: Any, y: float) -> None:
        one.paint(canvas, y)
        other.paint(canvas, y + (one.height - other.height) / 2)

    return Element(height=max(one.height, other.height), paint=paint, marks=(*one.marks, *other.marks))
