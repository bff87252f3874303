"""The programme for outside platforms: card, live price, captions, label and mark are drawn into the picture.

Each is drawn once, when it changes, in the typefaces of the pages, and laid over every picture from then on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from mercery.core.i18n import Lang
from mercery.livestream.engine.picture import Picture
from mercery.livestream.engine.programme import Tick
from mercery.livestream.engine.protocol import Card, Scene, SinkSetting
from mercery.livestream.show import SIZES, Format

log = logging.getLogger(__name__)
_ON_AIR: Final = 0xFFA1272F
_CHALK: Final = 0xFFF4F6F3
_INK: Final = 0xFF16201C
_INK2: Final = 0xFF46514B
_INK3: Final = 0xFF5F6A64
_SCRIM: Final = 0xEB101614
_PANEL: Final = 0xD9101614
_SHOP: Final = 0xFF6A1C28


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands over the picture now. Equal values are equal pictures."""

    scene: Scene | None = None
    card: Card | None = None
    caption: str = ""


class Burned:
    """`show` is called by the thread that keeps time, `paint` by that of the programme."""

    def __init__(self, shape: Format) -> None:
        self._shape = shape
        self._shown = Shown()
        self.rehearsed = False
        self._made: dict[str, tuple[object, Any]] = {}

    def rehearse(self, setting: SinkSetting, scene: Scene | None) -> SinkSetting:
        """Load the typefaces, which takes a second, before the first picture has to be painted."""
        try:
            _mark(scene, self._shape)
            for text in (scene.label if scene else "", "Aa", "\u76f4"):
                _caption(text, self._shape)
            _card(Card(picture="", heading="Aa", name="Aa \u76f4", detail="Aa", price="\u20ac1", was="1"), self._shape)
        finally:
            self.rehearsed = True
        return setting

    def show(self, shown: Shown) -> None:
        """What is to stand over the pictures from now on."""
        self._shown = shown

    def paint(self, tick: Tick) -> Picture:
        """The picture with everything over it, in memory of its own."""
        from mercery.livestream.avatar.sprites import Planes

        shown, picture = self._shown, tick.picture.copied()
        frame = Planes(picture.memory, picture.y, picture.u, picture.v)
        parts: tuple[tuple[str, object, Callable[[], Any]], ...] = (
            ("mark", shown.scene, lambda: _mark(shown.scene, self._shape)),
            ("card", shown.card, lambda: _card(shown.card, self._shape)),
            ("caption", shown.caption, lambda: _caption(shown.caption, self._shape)),
        )
        for name, of, make in parts:
            sprite = self._sprite(name, of, make)
            if sprite is not None:
                sprite.over(frame, (0, 0, picture.width, picture.height))
        return picture

    def _sprite(self, name: str, of: object, make: Callable[[], Any]) -> Any:
        if name not in self._made or self._made[name][0] != of:
            try:
                self._made[name] = (of, make())
            except Exception:
                # The programme goes on without it rather than not at all.
                log.exception("%s cannot be drawn", name)
                self._made[name] = (of, None)
        return self._made[name][1]


class _Board:
    """A part of the picture to draw on, which becomes a sprite."""

    def __init__(self, x: int, y: int, width: int, height: int) -> None:
        from mercery.studio.pictures.canvas import skia_module

        self.x, self.y, self.width, self.height = x // 2 * 2, y // 2 * 2, -(-width // 2) * 2, -(-height // 2) * 2
        self.skia = skia_module()
        self._recorder = self.skia.PictureRecorder()
        self.canvas = self._recorder.beginRecording(self.skia.Rect.MakeWH(self.width, self.height))

    def panel(self, colour: int, radius: float, box: tuple[float, float, float, float] | None = None) -> None:
        """A ground with round corners."""
        x, y, width, height = box or (0, 0, self.width, self.height)
        rect = self.skia.Rect.MakeXYWH(x, y, width, height)
        self.canvas.drawRoundRect(rect, radius, radius, self.skia.Paint(AntiAlias=True, Color=colour))

    def picture(self, file: Path, box: tuple[float, float, float, float]) -> None:
        """A picture that fills the box, its middle in the middle."""
        from mercery.studio.pictures.canvas import svg_document

        skia, (x, y, width, height) = self.skia, box
        self.canvas.save()
        self.canvas.clipRect(skia.Rect.MakeXYWH(x, y, width, height), True)
        if file.suffix == ".svg":
            document = svg_document(file.read_bytes())
            size = document.containerSize()
            wide, high = max(1.0, size.width()), max(1.0, size.height())
            scale = max(width / wide, height / high)
            self.canvas.translate(x + (width - wide * scale) / 2, y + (height - high * scale) / 2)
            self.canvas.scale(scale, scale)
            document.render(self.canvas)
        else:
            image = skia.Image.open(str(file))
            scale = max(width / image.width(), height / image.height())
            wide, high = image.width() * scale, image.height() * scale
            target = skia.Rect.MakeXYWH(x + (width - wide) / 2, y + (height - high) / 2, wide, high)
            self.canvas.drawImageRect(image, target, skia.SamplingOptions(skia.CubicResampler.Mitchell()))
        self.canvas.restore()

    def sprite(self) -> Any:
        """What was drawn."""
        from mercery.livestream.avatar.sprites import over_matrix, sprite_of

        skia, picture = self.skia, self._recorder.finishRecordingAsPicture()
        pixels = np.zeros((self.height, self.width, 4), np.uint8)
        info = skia.ImageInfo.Make(self.width, self.height, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)
        surface = skia.Surface.MakeRasterDirect(info, pixels)
        canvas = surface.getCanvas()
        canvas.saveLayer(None, over_matrix())
        canvas.drawPicture(picture)
        canvas.restore()
        surface.flushAndSubmit()
        return sprite_of(pixels, self.x, self.y)


def lang_of(text: str) -> Lang:
    """Which script a text is set in."""
    return "zh" if any("\u3400" <= one <= "\u9fff" for one in text) else "en"


def _set(text: str, role: Any, size: float, width: float, *, weight: int | None = None) -> Any:
    """A text laid out at that size in pixels."""
    from dataclasses import replace

    from mercery.studio.pictures.type_setting import face_of, lay_out

    lang = lang_of(text)
    face = face_of(role, lang)
    if weight is not None:
        face = replace(face, weight=weight)
    return lay_out(text, role=role, lang=lang, width=width, scale=size / face.size, face=face, balanced=False)


def _mark(scene: Scene | None, shape: Format) -> Any:
    """The word that it is live, the shop's name, and what says that a machine speaks: its letters a twentieth of the
    picture's shorter side, as Chinese rules ask for."""
    if scene is None:
        return None
    width, height = SIZES[shape]
    high, margin = 48, 36 if shape == "landscape" else 28
    board = _Board(margin, 30, width - 2 * margin, high)
    live = _set(scene.live, "small", 20, 200, weight=600)
    wide = live.width + 44
    board.panel(_ON_AIR, 6, (0, 6, wide, 36))
    board.canvas.drawCircle(18, 24, 5, board.skia.Paint(AntiAlias=True, Color=0xFFFFFFFF))
    live.draw(board.canvas, 32, 24 - live.height / 2, 0xFFFFFFFF)
    size = min(width, height) * 0.05
    label = _set(scene.label, "small", size, 4_000)
    if label.width + 28 > (most := board.width - wide - 20):
        label = _set(scene.label, "small", max(16.0, size * (most - 28) / label.width), 4_000)
    left = board.width - label.width - 28
    board.panel(_PANEL, 6, (left, 0, label.width + 28, high))
    label.draw(board.canvas, left + 14, (high - label.height) / 2, _CHALK)
    room = left - wide - 40
    name = _set(scene.shop.upper(), "wordmark", 22, 2_000)
    if name.width + 28 <= room:
        board.panel(_PANEL, 6, (wide + 10, 6, name.width + 28, 36))
        name.draw(board.canvas, wide + 24, 24 - name.height / 2, _CHALK)
    return board.sprite()


def _card(card: Card | None, shape: Format) -> Any:
    """The piece on the counter with the price of the moment."""
    if card is None or not (card.name or card.price):
        return None
    beside = shape == "portrait"
    rows = _rows(card, 380 if beside and card.picture else 604 if beside else 328)
    high = round(sum(laid.height + gap for _, laid, _, gap in rows))
    if beside:
        high = max(236, high + 52) if card.picture else high + 52
        board = _Board(28, 862, 664, high)
    else:
        board = _Board(840, 96, 384, high + (340 if card.picture else 52))
    board.panel(_CHALK, 10)
    x, y = (260.0, 26.0) if beside else (28.0, 314.0)
    if not _pictured(board, card.picture, (14, 14, 220, board.height - 28) if beside else (14, 14, 356, 284)):
        x, y = 28.0, 26.0
    for kind, laid, colour, gap in rows:
        laid.draw(board.canvas, x, y, colour)
        if kind == "price":
            _struck(board, card.was, x + laid.width + 16, y + laid.height * 0.56, (380 if beside else 328) - laid.width)
        y += laid.height + gap
    return board.sprite()


def _rows(card: Card, room: float) -> list[tuple[str, Any, int, float]]:
    """What stands on the card, from the top: kind, text laid out, colour, gap below."""
    told = (
        ("heading", card.heading, "small", 17.0, _INK3, 6.0, 1),
        ("name", card.name, "heading", 30.0, _INK, 4.0, 2),
        ("detail", card.detail, "small", 17.0, _INK2, 8.0, 1),
        ("price", card.price, "figure", 38.0, _SHOP, 6.0, 1),
        ("note", card.note, "small", 17.0, _INK2, 0.0, 2),
    )
    return [
        (kind, _within(text, role, size, room, most), colour, gap)
        for kind, text, role, size, colour, gap, most in told
        if text
    ]


def _struck(board: _Board, text: str, left: float, middle: float, room: float) -> None:
    """The price there was, struck through, where there is room for it."""
    if not text:
        return
    was = _set(text, "small", 20, 600)
    if was.width + 16 > room:
        return
    was.draw(board.canvas, left, middle - was.height / 2, _INK3)
    line = board.skia.Paint(AntiAlias=True, Color=_INK3, StrokeWidth=1.5)
    board.canvas.drawLine(left, middle, left + was.width, middle, line)


def _pictured(board: _Board, picture: str, box: tuple[float, float, float, float]) -> bool:
    if not picture:
        return False
    try:
        board.picture(Path(picture), box)
    except Exception:
        log.warning("a card's picture cannot be read")
        return False
    return True


def _within(text: str, role: str, size: float, room: float, most: int) -> Any:
    """Laid out in so many lines, shortened where it is longer."""
    from mercery.studio.video.words_on_picture import shortened

    laid = _set(text, role, size, room)
    while len(laid.lines) > most and len(text) > 8:
        text = shortened(text)
        laid = _set(text, role, size, room)
    return laid


def _caption(text: str, shape: Format) -> Any:
    """What is being said, below the host."""
    if not text:
        return None
    width, height = SIZES[shape]
    room = width * (0.62 if shape == "landscape" else 0.84)
    for size in (30, 26, 22):
        laid = _set(text, "heading", size, room)
        if len(laid.lines) <= 2:
            break
    else:
        laid = _within(text, "heading", 22, room, 3)
    wide, high = round(laid.width + 56), round(laid.height + 24)
    below = 16 if shape == "landscape" else 24
    board = _Board((width - wide) // 2, height - below - high, wide, high)
    board.panel(_SCRIM, 8)
    laid.draw(board.canvas, 28, 12, _CHALK)
    return board.sprite()


def words_alone(text: str, shape: Format) -> Picture:
    """A still picture with nothing but these words."""
    from mercery.livestream.avatar.sprites import Planes

    made = Picture(*SIZES[shape])
    made.fill(28, 128, 127)
    if text:
        board = _Board(0, 0, made.width, made.height)
        laid = _set(text, "title", 40, made.width * 0.76)
        laid.draw(board.canvas, (made.width - laid.width) / 2, (made.height - laid.height) / 2, _CHALK)
        sprite = board.sprite()
        if sprite is not None:
            sprite.over(Planes(made.memory, made.y, made.u, made.v), (0, 0, made.width, made.height))
    return made
