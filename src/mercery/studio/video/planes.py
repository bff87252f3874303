"""Pictures as the encoder takes them: one plane of brightness and two of colour at half the size, as Pillow images.

A picture is drawn or read once, larger than the frame, on a ground that carries on what its edges show. A frame is then three
crops made smaller (`moved`): cheap, and as smooth as the filter is, since a crop need not end at a pixel.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mercery.core.errors import MerceryError
from mercery.studio.pictures.canvas import skia_module, svg_document
from mercery.studio.video.framing import ROOM, Placed, Window
from mercery.studio.video.shot import Format
from mercery.studio.video.subject import Seen, seen

Pixels = NDArray[np.uint8]
_MOST_PIXELS: Final = 60_000_000
_LOOK: Final = 480
_VIEW_BOX: Final = re.compile(rb"<svg[^>]*?viewBox=[\"']\s*-?[\d.]+[\s,]+-?[\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)")
BT709: Final = 1


class PictureUnreadable(MerceryError):
    """A picture that was to be in a video cannot be read."""

    code = "video_picture_unreadable"
    status = 422


@dataclass(frozen=True, slots=True)
class Planes:
    """Brightness, and colour twice at half the size."""

    y: Image.Image
    u: Image.Image
    v: Image.Image

    @property
    def all(self) -> tuple[Image.Image, Image.Image, Image.Image]:
        """In the encoder's order."""
        return self.y, self.u, self.v


def is_drawn(path: str) -> bool:
    """Whether a picture is a drawing, sharp at any size."""
    return path.endswith(".svg")


def look_at(file: Path) -> tuple[int, int, Seen]:
    """Width, height, where the piece is. PictureUnreadable."""
    if is_drawn(file.name):
        width, height = (max(1, round(side)) for side in _document(file)[1:])
        share = _LOOK / max(width, height)
        return width, height, seen(_drawn(file, round(width * share), round(height * share)))
    with _opened(file) as image:
        size = image.size
        small = image.copy()
    small.thumbnail((_LOOK, _LOOK))
    return size[0], size[1], seen(np.asarray(small))


def ground(file: Path, place: Placed, shape: Format) -> Planes:
    """The picture at its place on a ground of ROOM frames."""
    width, height = 2 * round(shape.width * ROOM / 2), 2 * round(shape.height * ROOM / 2)
    x0, y0 = round(place.x * width), round(place.y * height)
    x1, y1 = round((place.x + place.width) * width), round((place.y + place.height) * height)
    at = (max(0, x0), max(0, y0), min(width, x1), min(height, y1))
    if at[2] - at[0] < 2 or at[3] - at[1] < 2:
        raise PictureUnreadable(f"{file.name} has no place in the frame.", zh=f"{file.name} 在画面中没有位置。")
    size = (x1 - x0, y1 - y0)
    part = (at[0] - x0, at[1] - y0, at[2] - x0, at[3] - y0)
    pixels = _drawn_part(file, size, part) if is_drawn(file.name) else _photo_part(file, size, part)
    return to_planes(_carried_on(pixels, at, width, height))


def _drawn(file: Path, width: int, height: int) -> Pixels:
    return _drawn_part(file, (width, height), (0, 0, width, height))


def _drawn_part(file: Path, size: tuple[int, int], part: tuple[int, int, int, int]) -> Pixels:
    """That part of a drawing that would be `size` pixels large."""
    skia = skia_module()
    document, width, height = _document(file)
    document.setContainerSize(skia.Size.Make(width, height))
    pixels = np.zeros((part[3] - part[1], part[2] - part[0], 4), np.uint8)
    surface = skia.Surface.MakeRasterDirect(
        skia.ImageInfo.Make(pixels.shape[1], pixels.shape[0], skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType),
        pixels,
    )
    canvas = surface.getCanvas()
    canvas.clear(0xFFFFFFFF)
    canvas.translate(-part[0], -part[1])
    canvas.scale(size[0] / width, size[1] / height)
    document.render(canvas)
    surface.flushAndSubmit()
    return np.ascontiguousarray(pixels[:, :, :3])


def _document(file: Path) -> tuple[Any, float, float]:
    """A drawing and its size; that of its view box where it names none of its own."""
    content = file.read_bytes()
    document = svg_document(content)
    if document is None:
        raise PictureUnreadable(f"{file.name} is no drawing that can be read.", zh=f"{file.name} 不是可识别的图形。")
    size = document.containerSize()
    if size.width() >= 1 and size.height() >= 1:
        return document, float(size.width()), float(size.height())
    box = _VIEW_BOX.search(content[:4000])
    if not box or float(box[1]) < 1 or float(box[2]) < 1:
        raise PictureUnreadable(
            f"{file.name} does not say how large it is.",
            remedy="Give the drawing width and height.",
            zh=f"{file.name} 未注明尺寸，请补上宽和高。",
        )
    return document, float(box[1]), float(box[2])


def _photo_part(file: Path, size: tuple[int, int], part: tuple[int, int, int, int]) -> Pixels:
    with _opened(file) as image:
        across, down = image.width / size[0], image.height / size[1]
        box = (part[0] * across, part[1] * down, part[2] * across, part[3] * down)
        made = image.resize((part[2] - part[0], part[3] - part[1]), Image.Resampling.LANCZOS, box=box)
    return np.asarray(made)


def _opened(file: Path) -> Image.Image:
    """The picture upright, in RGB, on white where it is transparent."""
    from PIL import ImageOps

    try:
        with Image.open(file) as raw:
            if raw.width * raw.height > _MOST_PIXELS:
                raise PictureUnreadable(
                    f"{file.name} is too large for a video ({raw.width} × {raw.height}).",
                    zh=f"{file.name}（{raw.width} × {raw.height}）对视频来说过大。",
                )
            image = ImageOps.exif_transpose(raw)
            if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
                image = image.convert("RGBA")
                white = Image.new("RGBA", image.size, "white")
                white.alpha_composite(image)
                image = white
            return image.convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise PictureUnreadable(
            f"{file.name} cannot be read as a picture.", zh=f"{file.name} 无法作为图片读取。"
        ) from error


def _carried_on(pixels: Pixels, at: tuple[int, int, int, int], width: int, height: int) -> Pixels:
    """The picture with its edges carried on to the ground's: a wall stays a wall, a table a table."""
    top, bottom = at[1], height - at[3]
    left, right = at[0], width - at[2]
    if not any((top, bottom, left, right)):
        return pixels
    whole = np.pad(pixels, ((top, bottom), (left, right), (0, 0)), mode="edge")
    # Carried on as they are, grains of a photograph would become stripes.
    depth = max(2, min(pixels.shape[:2]) // 60)
    if left:
        whole[:, :left] = _smooth(whole[:, left : left + depth].mean(axis=1))[:, None]
    if right:
        whole[:, -right:] = _smooth(whole[:, -right - depth : -right].mean(axis=1))[:, None]
    if top:
        whole[:top] = _smooth(whole[top : top + depth].mean(axis=0))[None]
    if bottom:
        whole[-bottom:] = _smooth(whole[-bottom - depth : -bottom].mean(axis=0))[None]
    return whole


def _smooth(edge: NDArray[Any]) -> NDArray[Any]:
    """Evened out where it is nearly even anyway; a real step (wall to table) stays one."""
    radius = 12
    padded = np.pad(edge, ((radius, radius), (0, 0)), mode="edge")
    sums = np.cumsum(np.vstack([np.zeros((1, edge.shape[1])), padded]), axis=0)
    even = (sums[2 * radius + 1 :] - sums[: -2 * radius - 1]) / (2 * radius + 1)
    kept = np.abs(even - edge).max(axis=1, keepdims=True) > 4
    return np.rint(np.where(kept, edge, even)).astype(np.uint8)


def to_planes(pixels: Pixels) -> Planes:
    """RGB as planes after BT.709, limited range, as players expect of HD."""
    import av

    height, width = pixels.shape[0] // 2 * 2, pixels.shape[1] // 2 * 2
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels[:height, :width]), format="rgb24")
    made = frame.reformat(format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG").to_ndarray()
    return _split(made, width, height)


def _split(stacked: NDArray[Any], width: int, height: int) -> Planes:
    flat = stacked.reshape(-1)
    size, half = width * height, width * height // 4
    return Planes(
        Image.fromarray(flat[:size].reshape(height, width)),
        Image.fromarray(flat[size : size + half].reshape(height // 2, width // 2)),
        Image.fromarray(flat[size + half :].reshape(height // 2, width // 2)),
    )


def moved(source: Planes, window: Window, width: int, height: int) -> Planes:
    """What the window shows, as a frame of that size."""
    found = []
    for plane, size in zip(
        source.all, ((width, height), (width // 2, height // 2), (width // 2, height // 2)), strict=True
    ):
        wide, high = plane.size
        half = window.size / 2
        box = (
            max(0.0, (window.x - half) * wide), max(0.0, (window.y - half) * high),
            min(float(wide), (window.x + half) * wide), min(float(high), (window.y + half) * high),
        )  # fmt: skip
        found.append(plane.resize(size, Image.Resampling.BILINEAR, box=box))
    return Planes(*found)


def mixed(one: Planes, other: Planes, share: float) -> Planes:
    """Two frames, one fading into the other."""
    return Planes(*(Image.blend(a, b, share) for a, b in zip(one.all, other.all, strict=True)))
