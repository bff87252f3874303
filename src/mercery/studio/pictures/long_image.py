"""A detail page as one long picture or as the slices a marketplace takes, with a list of what stands where on which fact."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from mercery.core.i18n import LANGS, Words
from mercery.studio.materials import Materials
from mercery.studio.pictures.alt_text import alt_of
from mercery.studio.pictures.blocks import Photographs, Style, elements, style_for
from mercery.studio.pictures.column import Element, slices
from mercery.studio.pictures.detail import DetailPage, detail_page
from mercery.studio.pictures.drawn import Drawn, marks_of, painted
from mercery.studio.pictures.formats import PictureFormat
from mercery.studio.pictures.labelling import Origin, by_model
from mercery.studio.pictures.photographs import open_photograph
from mercery.studio.pictures.saving import saved
from mercery.studio.pictures.tones import CHALK
from mercery.studio.piece import Piece


def long_image(
    piece: Piece, materials: Materials, media: Path, shape: PictureFormat, *, content_id: str = ""
) -> tuple[Drawn, ...]:
    """The piece's detail page in that format, from top to bottom. `media`: the folder products' pictures lie in."""
    page = detail_page(piece, materials)
    photographs = photographs_of(page, media)
    style = style_for(page, shape.width, photographs)
    parts = slices(elements(page, style, photographs), shape.height)
    origin = Origin(
        by_model=by_model(piece), producer=page.shop, content_id=content_id or f"{page.product.key}-{page.lang}"
    )
    return tuple(
        _drawn(part, page, materials, style, shape, _numbered(origin, index + 1, len(parts)))
        for index, part in enumerate(parts)
    )


def photographs_of(page: DetailPage, media: Path) -> Photographs:
    """The pictures the page shows, opened."""
    shown = [block.picture.media for block in page.blocks if block.picture is not None]
    opened = {one.source: open_photograph(one, media) for one in shown}
    return {source: photo for source, photo in opened.items() if photo is not None}


def _numbered(origin: Origin, number: int, of: int) -> Origin:
    return Origin(by_model=origin.by_model, producer=origin.producer, content_id=f"{origin.content_id}-{number}of{of}")


def _drawn(
    part: Sequence[Element], page: DetailPage, materials: Materials, style: Style, shape: PictureFormat, origin: Origin
) -> Drawn:
    height = max(1, math.ceil(sum(one.height for one in part)))
    pixels = painted(part, shape.width, height, CHALK)
    places = dict.fromkeys(one.place for one in part if one.marks)
    alt = Words(*(alt_of(page, materials, tuple(places), lang) for lang in LANGS))
    told = Origin(by_model=origin.by_model, producer=origin.producer, content_id=origin.content_id, alt=alt)
    return Drawn(file=saved(pixels, shape, told), alt=alt, marks=marks_of(part))
