"""The studio behind the host and the counter in front, for one format. What comes from a shop is not trusted."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import numpy as np
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from mercery.core.errors import MerceryError, Problem
from mercery.livestream.avatar.reading import content_of, rig_problems
from mercery.livestream.avatar.rig import Name
from mercery.livestream.avatar.sprites import Bytes, Planes, Sprite, document, drawn, over_matrix, sprite_of
from mercery.livestream.avatar.svg import Drawing, read_drawing
from mercery.livestream.show import SIZES, Format
from mercery.studio.pictures.canvas import skia_module

SETTING: Final = "background.json"
PICTURES: Final = (".svg", ".png", ".jpg", ".jpeg", ".webp")
MOST_BYTES: Final = 12_000_000
_MOST_PIXELS: Final = 30_000_000
_STRICT: Final = ConfigDict(extra="forbid")
Pixel = Annotated[float, Field(ge=0, le=1280)]


class BackgroundUnreadable(MerceryError):
    """A background that cannot be used as it is."""

    code = "background_unreadable"
    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """Where the host stands, and how tall from crown to counter, in pixels."""

    __pydantic_config__ = _STRICT
    x: Pixel
    height: Annotated[float, Field(ge=100, le=1200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Where the counter's edge is."""

    __pydantic_config__ = _STRICT
    counter: Pixel
    host: Host


ROOMS: Final[dict[Format, Room]] = {
    "landscape": Room(counter=638, host=Host(x=415, height=540)),
    "portrait": Room(counter=838, host=Host(x=360, height=600)),
}


KEPT_QUIET: Final[dict[Format, dict[str, tuple[int, int, int, int]]]] = {
    "landscape": {"label": (36, 30, 1244, 78), "card": (840, 96, 1224, 640), "captions": (200, 640, 1080, 704)},
    "portrait": {"label": (28, 30, 692, 78), "card": (28, 862, 692, 1130), "captions": (28, 1150, 692, 1256)},
}
"""Where label, product card and captions may stand on what outside platforms are sent: left, top, right, bottom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """`background.json`."""

    __pydantic_config__ = _STRICT
    format: Literal[1] = 1
    name: Name | None = None
    by: Annotated[str, Field(max_length=300)] = ""
    landscape: Room = field(default_factory=lambda: ROOMS["landscape"])
    portrait: Room = field(default_factory=lambda: ROOMS["portrait"])
    counter_colour: Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")] = "#6B4F3B"

    def room(self, shape: Format) -> Room:
        """Of one format."""
        return self.landscape if shape == "landscape" else self.portrait


@dataclass(frozen=True, slots=True)
class Background:
    """Ready for a stage."""

    wall: Planes
    counter: Sprite | None
    room: Room
    hides_from: int
    """Below this row the counter lets nothing through."""


_SETTING: Final = TypeAdapter(Setting)


def load_background(path: Path, shape: Format) -> Background:
    """The background of a folder, or of a single picture. BackgroundUnreadable with every fault."""
    problems: list[Problem] = []
    setting = read_setting(path, problems)
    found = _pictures(path, shape, setting, problems) if setting else None
    if problems or setting is None or found is None:
        raise BackgroundUnreadable(
            f"The background {path.name} cannot be used.",
            remedy="Mend what is listed.",
            problems=problems,
            zh=f"演播间“{path.name}”不能使用，请按所列修改。",
        )
    return found


def plain_background(shape: Format) -> Background:
    """A wall and a counter in plain colours, for looking at a host."""
    width, height = SIZES[shape]
    wall = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><rect width="{width}" height="{height}" fill="#D9CDB8"/></svg>'
    ground = Planes.empty(width, height)
    made = sprite_of(_from_drawing(read_drawing(wall.encode(), "wall"), (width, height))[0], 0, 0)
    if made is not None:
        made.over(ground, (0, 0, width, height))
    front = sprite_of(_plain_counter(Setting().counter_colour, ROOMS[shape], (width, height)), 0, 0)
    return Background(ground, front, ROOMS[shape], _hides_from(front, height))


def examined_background(path: Path) -> list[Problem]:
    """All that speaks against a background, in both formats."""
    problems: list[Problem] = []
    for shape in SIZES:
        try:
            load_background(path, shape)
        except BackgroundUnreadable as error:
            problems += [problem for problem in error.problems if problem not in problems]
    return problems


def read_setting(path: Path, problems: list[Problem]) -> Setting | None:
    """What `background.json` says; what is usual where there is none."""
    if not path.is_dir() or not (path / SETTING).exists():
        return Setting()
    content = content_of(path / SETTING, 50_000, problems, "A background may say where its counter stands.")
    if content is None:
        return None
    try:
        return _SETTING.validate_json(content)
    except ValidationError as error:
        problems += rig_problems(error, SETTING)
        return None


def _file(folder: Path, stem: str) -> Path | None:
    return next((folder / (stem + end) for end in PICTURES if (folder / (stem + end)).is_file()), None)


def _pictures(path: Path, shape: Format, setting: Setting, problems: list[Problem]) -> Background | None:
    file = _file(path, shape) if path.is_dir() else path
    if file is None:
        problems.append(
            Problem(message=f"There is no {shape}.svg (or .png, .jpg, .webp).", remedy="A background has one picture for each format.", file=path.name, zh=f"缺少 {shape}.svg（或 .png、.jpg、.webp）；每种画面须各有一张图。")
        )  # fmt: skip
        return None
    size = SIZES[shape]
    room = setting.room(shape)
    layers = _layers(file, size, problems)
    if layers is None:
        return None
    wall, counter = layers
    apart = _file(path, f"{shape}_counter") if path.is_dir() and counter is None else None
    if apart is not None:
        found = _layers(apart, size, problems)
        counter = found[0] if found else None
    if counter is None:
        counter = _plain_counter(setting.counter_colour, room, size)
    front = sprite_of(counter, 0, 0)
    ground = Planes.empty(*size)
    whole = sprite_of(wall, 0, 0)
    if whole is not None:
        whole.over(ground, (0, 0, *size))
    return Background(ground, front, room, _hides_from(front, size[1]))


def _hides_from(counter: Sprite | None, height: int) -> int:
    if counter is None:
        return height
    open_rows = np.flatnonzero(counter.luma_rest.any(axis=1))
    first = counter.y + (int(open_rows[-1]) + 1 if len(open_rows) else 0)
    return min(height, first // 2 * 2 + 2)


def _layers(file: Path, size: tuple[int, int], problems: list[Problem]) -> tuple[Bytes, Bytes | None] | None:
    """Wall and, where the drawing has one, counter: brightness, colours and cover."""
    content = content_of(file, MOST_BYTES, problems, "A background is a drawing or a picture.")
    if content is None:
        return None
    if file.suffix == ".svg":
        drawing = read_drawing(content, file.name)
        problems += drawing.problems
        return None if drawing.problems else _from_drawing(drawing, size)
    return _from_picture(content, file.name, size, problems)


def _from_drawing(drawing: Drawing, size: tuple[int, int]) -> tuple[Bytes, Bytes | None]:
    x, y, width, height = drawing.box
    scale = max(size[0] / width, size[1] / height)
    matrix = (
        scale,
        0.0,
        0.0,
        scale,
        (size[0] - scale * width) / 2 - scale * x,
        (size[1] - scale * height) / 2 - scale * y,
    )
    counter = drawing.named("counter")

    def made(content: bytes) -> Bytes:
        return drawn([document(content, drawing.box)], matrix, (x, y), (0, 0, *size))

    front = made(drawing.alone(counter)) if counter is not None else None
    if counter is not None:
        counter.getparent().remove(counter)
    return made(drawing.everything()), front


def _from_picture(
    content: bytes, name: str, size: tuple[int, int], problems: list[Problem]
) -> tuple[Bytes, None] | None:
    import io

    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP")) as raw:
            if raw.width * raw.height > _MOST_PIXELS:
                raise ValueError("too large")
            image: Image.Image = ImageOps.fit(
                ImageOps.exif_transpose(raw).convert("RGBA"), size, Image.Resampling.LANCZOS
            )
    except (OSError, ValueError, Image.DecompressionBombError):
        problems.append(
            Problem(
                message=f"{name} cannot be read as a picture of at most {_MOST_PIXELS // 1_000_000} million pixels.",
                remedy="Save it again as PNG, JPEG or WebP.",
                file=name,
                zh=f"{name} 无法读取，图片最多 {_MOST_PIXELS // 1_000_000} 百万像素，请另存为 PNG、JPEG 或 WebP。",
            )
        )
        return None
    return _coloured(np.asarray(image)), None


def _coloured(pixels: Any) -> Bytes:
    """A picture as `drawn` gives drawings."""
    skia = skia_module()
    height, width = pixels.shape[:2]
    made = np.zeros((height, width, 4), np.uint8)
    surface = skia.Surface.MakeRasterDirect(
        skia.ImageInfo.Make(width, height, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType), made
    )
    image = skia.Image.fromarray(np.ascontiguousarray(pixels), colorType=skia.kRGBA_8888_ColorType)
    surface.getCanvas().drawImage(image, 0, 0, skia.SamplingOptions(), over_matrix())
    surface.flushAndSubmit()
    return made


def _plain_counter(colour: str, room: Room, size: tuple[int, int]) -> Bytes:
    """A counter in one colour with a light edge, for a background that brings none."""
    width, height = size
    top = room.counter
    content = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"><defs>'
        '<linearGradient id="a" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#fff" stop-opacity="0.16"/>'
        '<stop offset="1" stop-color="#000" stop-opacity="0.28"/></linearGradient></defs>'
        f'<rect x="0" y="{top}" width="{width}" height="{height - top}" fill="{colour}"/>'
        f'<rect x="0" y="{top}" width="{width}" height="{height - top}" fill="url(#a)"/>'
        f'<rect x="0" y="{top}" width="{width}" height="3" fill="#C79A45"/></svg>'
    )
    box = (0.0, 0.0, float(width), float(height))
    return drawn([document(content.encode(), box)], (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), (0.0, 0.0), (0, 0, width, height))
