"""Pictures of the catalogue, ready to be put on a canvas: drawings stay vectors, photographs are cut and scaled by Pillow
(skia is slow at that), and it is known where on them the piece is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from mercery.catalog.product import Media
from mercery.studio.pictures.canvas import skia_module, svg_document
from mercery.studio.pictures.tones import mixed
from mercery.studio.pictures.type_setting import Box
from mercery.studio.video.subject import seen

_LOOKED_AT: Final = 320
_ENLARGED: Final = 1.6
"""Most that a photograph is enlarged; a drawing has no such limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Photograph:
    """One picture. `subject` and windows are in its own pixels."""

    width: float
    height: float
    drawn: bool
    """A drawing: sharp at every size."""
    subject: Box
    plain: bool
    """Whether its edges are plain enough to be carried on."""
    ground: int
    """The colour of its edges."""
    content: Any
    """A skia.SVGDOM, or a Pillow image."""


def open_photograph(media: Media, folder: Path) -> Photograph | None:
    """The picture of a product; None where there is no copy of it below the media folder, or it cannot be read."""
    root = folder.resolve()
    file = (root / (media.path or "")).resolve()
    if not media.path or not file.is_relative_to(root) or not file.is_file():
        return None
    return _drawing(file) if file.suffix.lower() == ".svg" else _photo(file)


def _drawing(file: Path) -> Photograph | None:
    skia = skia_module()
    document = svg_document(file.read_bytes())
    if document is None:
        return None
    size = document.containerSize()
    width, height = float(size.width()), float(size.height())
    if width <= 0 or height <= 0:
        return None
    share = _LOOKED_AT / max(width, height)
    surface = skia.Surface(max(8, round(width * share)), max(8, round(height * share)))
    canvas = surface.getCanvas()
    canvas.scale(share, share)
    document.render(canvas)
    pixels = surface.toarray(colorType=skia.kRGBA_8888_ColorType)[:, :, :3]
    return _looked_at(pixels, width, height, document, drawn=True)


def _photo(file: Path) -> Photograph | None:
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(file) as raw:
            image = ImageOps.exif_transpose(raw)
            if "A" in image.getbands() or "transparency" in image.info:
                image = image.convert("RGBA")
                paper = Image.new("RGBA", image.size, (255, 255, 255, 255))
                image = Image.alpha_composite(paper, image)
            image = image.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError):
        return None
    small = image.copy()
    small.thumbnail((_LOOKED_AT, _LOOKED_AT))
    return _looked_at(np.asarray(small), float(image.width), float(image.height), image, drawn=False)


def _looked_at(pixels: Any, width: float, height: float, content: Any, *, drawn: bool) -> Photograph:
    found = seen(np.ascontiguousarray(pixels))
    box = found.subject
    edge = np.concatenate([pixels[:, :2].reshape(-1, 3), pixels[:, -2:].reshape(-1, 3), pixels[:2].reshape(-1, 3)])
    red, green, blue = (int(value) for value in np.median(edge, axis=0))
    return Photograph(
        width=width,
        height=height,
        drawn=drawn,
        subject=Box(x=box.x * width, y=box.y * height, width=box.width * width, height=box.height * height),
        plain=found.plain,
        ground=0xFF000000 | red << 16 | green << 8 | blue,
        content=content,
    )


def tint_of(photo: Photograph | None, otherwise: int) -> int:
    """A light tint of the picture's ground, for what is drawn beside it; white photographs give the other one."""
    if photo is None:
        return otherwise
    light = min((photo.ground >> shift) & 0xFF for shift in (16, 8, 0))
    return otherwise if light > 242 else mixed(photo.ground, 0xFFFFFFFF, 0.25)


def around(photo: Photograph, aspect: float, *, fills: float = 0.72) -> Box:
    """The window of that shape (width over height) in which the piece fills about so much, inside the picture where it can be.

    A picture with busy edges is never carried on: it fills the window, the piece as near its middle as that allows.
    """
    subject = photo.subject
    if not photo.plain:
        wide = min(photo.width, photo.height * aspect)
        return _held(photo, min(wide, max(subject.width / fills, subject.height / fills * aspect)), aspect, 0.5, 0.5)
    wide = max(subject.width / fills, subject.height / fills * aspect)
    wide = min(wide, photo.width, photo.height * aspect)
    if wide < subject.width or wide / aspect < subject.height:
        return whole_piece(photo, aspect)
    return _held(photo, wide, aspect, 0.5, 0.5)


def whole_piece(photo: Photograph, aspect: float) -> Box:
    """A window that holds the whole piece, reaching beyond the picture where it must."""
    subject = photo.subject
    wide = max(subject.width / 0.86, subject.height / 0.86 * aspect)
    x = subject.x + subject.width / 2 - wide / 2
    y = subject.y + subject.height / 2 - wide / aspect / 2
    return Box(x=x, y=y, width=wide, height=wide / aspect)


def near(photo: Photograph, aspect: float, target: float, *, share: float = 0.5, down: float = 0.45) -> Box | None:
    """A close view of the piece for `target` pixels of width; None where the photograph is too small to be sharp."""
    wide = min(photo.subject.width, photo.subject.height * aspect) * share
    if not photo.drawn:
        wide = max(wide, target / _ENLARGED)
        if wide > photo.width * 0.9 or wide / aspect > photo.height:
            return None
    return _held(photo, wide, aspect, 0.5, down)


def _held(photo: Photograph, wide: float, aspect: float, at_x: float, at_y: float) -> Box:
    high = wide / aspect
    subject = photo.subject
    x = subject.x + subject.width * at_x - wide / 2
    y = subject.y + subject.height * at_y - high / 2
    return Box(
        x=min(max(0.0, x), max(0.0, photo.width - wide)), y=min(max(0.0, y), max(0.0, photo.height - high)),
        width=wide, height=high,
    )  # fmt: skip


def put(canvas: Any, photo: Photograph, window: Box, box: Box) -> None:
    """Draw what the window shows into the box; beyond the picture its ground goes on."""
    skia = skia_module()
    canvas.save()
    area = skia.Rect.MakeXYWH(box.x, box.y, box.width, box.height)
    canvas.clipRect(area)
    canvas.drawRect(area, skia.Paint(Color=photo.ground))
    share = box.width / window.width
    if photo.drawn:
        canvas.translate(box.x - window.x * share, box.y - window.y * share)
        canvas.scale(share, share)
        canvas.clipRect(skia.Rect.MakeWH(photo.width, photo.height))
        photo.content.render(canvas)
    else:
        _put_pixels(skia, canvas, photo, window, box, share)
    canvas.restore()


def _put_pixels(skia: Any, canvas: Any, photo: Photograph, window: Box, box: Box, share: float) -> None:
    from PIL import Image

    left, top = max(0.0, window.x), max(0.0, window.y)
    right = min(photo.width, window.x + window.width)
    bottom = min(photo.height, window.y + window.height)
    if right <= left or bottom <= top:
        return
    size = (max(1, round((right - left) * share)), max(1, round((bottom - top) * share)))
    cut = photo.content.resize(size, Image.Resampling.LANCZOS, box=(left, top, right, bottom), reducing_gap=3.0)
    image = skia.Image.fromarray(np.asarray(cut.convert("RGBA")), colorType=skia.kRGBA_8888_ColorType)
    canvas.drawImage(image, round(box.x + (left - window.x) * share), round(box.y + (top - window.y) * share))
