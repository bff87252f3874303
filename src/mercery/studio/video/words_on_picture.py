"""Titles and captions, drawn once by skia on a ground that makes them legible, laid over each frame only where they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mercery.core.i18n import Lang
from mercery.studio.pictures.canvas import skia_module
from mercery.studio.pictures.labelling import LEAST_HEIGHT
from mercery.studio.pictures.tones import CHALK, INK, mixed
from mercery.studio.pictures.type_setting import Laid, Role, face_of, lay_out, smaller
from mercery.studio.video.planes import Planes, to_planes
from mercery.studio.video.shot import Format

_SCRIM: Final = 0.95
"""Of the ground under words: what the picture shows there hardly shines through."""
_LEAST_CONTRAST: Final = 7.0
_MARGIN: Final = 0.085
_PANEL: Final = 0.36
"""Of a lying frame's width: the ground of its words at least, with what fades out."""
_FEWEST: Final = 16
"""Signs a title or caption keeps in any case."""
_FEATHER: Final = 0.1
"""Of the frame's height (its width where it lies): over so much the ground of the words fades out."""


@dataclass(frozen=True, slots=True)
class Cover:
    """How far each pixel is covered: for the plane of brightness, and for those of colour at half the size."""

    whole: Image.Image
    half: Image.Image

    def times(self, share: float) -> Cover:
        """A share of it."""
        table = [round(value * share) for value in range(256)]
        return self if share >= 1 else Cover(self.whole.point(table), self.half.point(table))


@dataclass(frozen=True, slots=True)
class Overlay:
    """Words over a part of the frame whose top left corner is at even pixels. `cover` is of the words with their ground,
    `letters` and `ground` of either alone, `tone` the ground's colour."""

    planes: Planes
    tone: tuple[int, int, int]
    cover: Cover
    letters: Cover
    ground: Cover
    x: int
    y: int

    def over(self, frame: Planes, *, ground: float = 1.0, letters: float = 1.0) -> None:
        """Lay it over the frame, which changes: its ground and its letters as far as they have come in."""
        if ground >= 1 and letters >= 1:
            self._paste(frame, self.planes.all, self.cover)
            return
        if ground > 0:
            self._paste(frame, self.tone, self.ground.times(ground))
        if letters > 0:
            self._paste(frame, self.planes.all, self.letters.times(letters))

    def _paste(self, frame: Planes, what: Sequence[Image.Image | int], cover: Cover) -> None:
        width, height = cover.whole.size
        whole = (self.x, self.y, self.x + width, self.y + height)
        half = (self.x // 2, self.y // 2, self.x // 2 + cover.half.width, self.y // 2 + cover.half.height)
        for plane, one, box, mask in zip(
            frame.all, what, (whole, half, half), (cover.whole, cover.half, cover.half), strict=True
        ):
            plane.paste(one, box, mask)


def scale_of(shape: Format) -> float:
    """Pixels of the frame for one of the look's: a phone is 390 wide, a page with a film 960."""
    return shape.width / 390 if shape.portrait else shape.width / 860


def caption(
    shape: Format, lang: Lang, ground: int, *, title: str = "", text: str = "", mark: str = ""
) -> Overlay | None:
    """Title and caption on their ground: at the foot of a standing frame, at the left of a lying one. None without words."""
    if not (title or text):
        return None
    block = _Block(shape, lang, title=title, text=text, mark=mark)
    tone = tone_of(ground)
    if shape.portrait:
        feather = round(shape.height * _FEATHER)
        top = _even(shape.height - block.below - block.height - feather)
        area = (0, top, shape.width, shape.height - top)
        cover = _rising(area[2], area[3], feather)
        at = (block.margin, area[3] - block.below - block.height)
    else:
        feather = round(shape.width * _FEATHER)
        wide = max(block.margin + block.width + feather + shape.width // 40, shape.width * _PANEL)
        area = (0, 0, _even(wide), shape.height)
        cover = _leaving(area[2], area[3], feather)
        at = (block.margin, (shape.height - block.height) / 2)
    return _overlay(block, tone, cover, area, at)


def label(shape: Format, lang: Lang, text: str, *, large: bool = False) -> Overlay | None:
    """What says that a machine made it: a small woven label in the upper corner, the whole time. `large`: as high as rules
    ask for where a video begins (a twentieth of the shorter side)."""
    if not text:
        return None
    face = face_of("label", lang)
    scale = LEAST_HEIGHT * min(shape.width, shape.height) / face.size if large else scale_of(shape) * 0.92
    laid = lay_out(text, role="label", lang=lang, width=shape.width * 0.8, scale=scale)
    pad = round(7 * scale)
    width, height = _even(laid.width + 2 * pad + 2), _even(laid.height + pad)
    block = _Words([(laid, 0.0, False)], laid.height)
    cover = np.full((height, width), 0.92, np.float32)
    x = _even(shape.width - shape.width * _MARGIN * 0.6 - width)
    y = _even(shape.height * (0.055 if shape.portrait else 0.05))
    return _overlay(block, (CHALK, INK, INK), cover, (x, y, width, height), (pad, (height - laid.height) / 2))


Tone = tuple[int, int, int]
"""Colour of the ground, of the words, of the shop's name."""


def tone_of(ground: int) -> Tone:
    """The ground for words over a picture of that colour: the picture's own tint, made light for ink or dark for chalk."""
    # A white ground stays white: off-white beside white is a seam.
    paper, deep = mixed(ground, CHALK, 0.55 * min(1.0, 2.2 * (1 - luminance(ground)))), mixed(ground, INK, 0.72)
    if luminance(ground) > 0.18 and contrast(paper, INK) >= _LEAST_CONTRAST:
        return paper, INK, mixed(INK, paper, 0.18)
    while contrast(deep, CHALK) < _LEAST_CONTRAST:
        deep = mixed(deep, INK, 0.4)
    return deep, CHALK, mixed(CHALK, deep, 0.12)


def luminance(colour: int) -> float:
    """Relative luminance as accessibility guidelines define it."""
    parts = [((colour >> shift) & 0xFF) / 255 for shift in (16, 8, 0)]
    linear = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: int, other: int) -> float:
    """Their ratio of contrast, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def shortened(text: str) -> str:
    """The text with a seventh of it cut off at its end, at a word where there are words."""
    kept = text.rstrip("…")[: max(1, len(text) * 6 // 7 - 1)]
    at = kept.rfind(" ")
    return (kept[:at] if at > len(kept) // 2 else kept).rstrip(" ,，、;；:：") + "…"


class _Words:
    """Laid out texts below each other: how far down each stands, and whether it is the shop's name."""

    def __init__(self, rows: list[tuple[Laid, float, bool]], height: float) -> None:
        self.rows, self.height = rows, height

    def draw(self, canvas: Any, x: float, y: float, ink: int, mark: int) -> None:
        for laid, down, is_mark in self.rows:
            laid.draw(canvas, x, y + down, mark if is_mark else ink)


class _Block(_Words):
    """Name, title and caption of a shot, as large as the frame has room for."""

    def __init__(self, shape: Format, lang: Lang, *, title: str, text: str, mark: str) -> None:
        self.margin = round(shape.width * (_MARGIN if shape.portrait else 0.055))
        self.below = round(shape.height * 0.105) if shape.portrait else 0
        self.room = shape.width - 2 * self.margin if shape.portrait else round(shape.width * 0.31)
        scale = scale_of(shape)
        most = shape.height * (0.2 if shape.portrait else 0.7)
        rows, height = self._rows(lang, scale, 1.0, title, text, mark)
        for share in (0.88, 0.78, 0.68, 0.6):
            if height > most:
                rows, height = self._rows(lang, scale, share, title, text, mark)
        while height > most and len(title) + len(text) > _FEWEST:
            # Nobody reads a page while a picture passes: what has no room is cut off, the longer of the two first.
            title, text = (title, shortened(text)) if len(text) > len(title) else (shortened(title), text)
            rows, height = self._rows(lang, scale, 0.6, title, text, mark)
        super().__init__(rows, height)
        self.width = max(laid.width for laid, _, _ in rows)

    def _rows(
        self, lang: Lang, scale: float, share: float, title: str, text: str, mark: str
    ) -> tuple[list[tuple[Laid, float, bool]], float]:
        rows: list[tuple[Laid, float, bool]] = []
        down = 0.0
        parts: tuple[tuple[str, Role, int], ...] = ((mark, "wordmark", 14), (title, "title", 10), (text, "heading", 0))
        for words, role, gap in parts:
            if words:
                # A caption that stands alone is set larger than one below a title.
                own = 0.8 if role == "wordmark" else share * (0.86 if title else 1.22) if role == "heading" else share
                laid = self._set(words, role, lang, scale, own)
                rows.append((laid, down, role == "wordmark"))
                down += laid.height + gap * scale
        return rows, rows[-1][1] + rows[-1][0].height

    def _set(self, words: str, role: Role, lang: Lang, scale: float, share: float) -> Laid:
        face = smaller(face_of(role, lang), share)
        said = words.upper() if role == "wordmark" else words
        return lay_out(said, role=role, lang=lang, width=self.room, scale=scale, face=face)


def _overlay(
    block: _Words, tone: Tone, cover: NDArray[np.float32], area: tuple[int, int, int, int], at: tuple[float, float]
) -> Overlay:
    x, y, width, height = area
    ground, ink, mark = tone
    coloured = _canvas(width, height, ground)
    block.draw(coloured[1], at[0], at[1], ink, mark)
    inked = _canvas(width, height, 0)
    block.draw(inked[1], at[0], at[1], 0xFF000000, 0xFF000000)
    letters = np.asarray(inked[0][:, :, 3], dtype=np.float32) / np.float32(255)
    plain = to_planes(np.full((2, 2, 3), [ground >> shift & 0xFF for shift in (16, 8, 0)], np.uint8))
    return Overlay(
        to_planes(coloured[0][:, :, :3]),
        (int(np.asarray(plain.y)[0, 0]), int(np.asarray(plain.u)[0, 0]), int(np.asarray(plain.v)[0, 0])),
        _cover(cover + letters * (1 - cover)),
        _cover(letters),
        _cover(cover),
        x,
        y,
    )


def _cover(shares: NDArray[np.float32]) -> Cover:
    image = Image.fromarray(np.rint(shares * 255).astype(np.uint8))
    return Cover(image, image.resize((image.width // 2, image.height // 2), Image.Resampling.BOX))


def _canvas(width: int, height: int, colour: int) -> tuple[NDArray[np.uint8], Any]:
    skia = skia_module()
    pixels = np.zeros((height, width, 4), np.uint8)
    info = skia.ImageInfo.Make(width, height, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)
    # The surface does not keep the pixels alive, the canvas not the surface: all three stay together.
    surface = skia.Surface.MakeRasterDirect(info, pixels)
    canvas = surface.getCanvas()
    canvas.clear(colour)
    return pixels, _Kept(canvas, surface)


class _Kept:
    """A canvas with the surface it draws on."""

    def __init__(self, canvas: Any, surface: Any) -> None:
        self._canvas, self._surface = canvas, surface

    def __getattr__(self, name: str) -> Any:
        return getattr(self._canvas, name)


def _rising(width: int, height: int, feather: int) -> NDArray[np.float32]:
    """Nothing at the top, full from `feather` down."""
    return np.repeat(_ramp(height, feather)[:, None], width, axis=1)


def _leaving(width: int, height: int, feather: int) -> NDArray[np.float32]:
    """Full from the left, nothing at the right."""
    return np.repeat(_ramp(width, feather)[None, ::-1], height, axis=0)


def _ramp(length: int, feather: int) -> NDArray[np.float32]:
    share = np.clip(np.arange(length, dtype=np.float32) / max(1, feather), 0, 1)
    return np.asarray(_SCRIM * share * share * (3 - 2 * share), dtype=np.float32)


def _even(value: float) -> int:
    return 2 * round(value / 2)
