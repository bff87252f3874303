"""The scale drawing on a canvas."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from mercery.core.i18n import Lang
from mercery.studio.pictures.canvas import skia_module
from mercery.studio.pictures.scale.drawing import Label, ScaleDrawing
from mercery.studio.pictures.scale.outline import Stroke, Style
from mercery.studio.pictures.tones import INK, INK2, INK3, LINE2, WOAD
from mercery.studio.pictures.type_setting import Box, Face, Laid, lay_out

_WIDTHS: Final[dict[Style, float]] = {
    "body": 1.3, "line": 0.9, "reference": 0.9, "measure": 0.8, "ground": 0.8, "fade": 1.1,
}  # fmt: skip
_COLOURS: Final[dict[Style, int]] = {
    "body": INK, "line": INK2, "reference": LINE2, "measure": INK3, "ground": LINE2, "fade": LINE2,
}  # fmt: skip


def paint_drawing(
    canvas: Any, drawing: ScaleDrawing, x: float, y: float, scale: float, *, fill: int, paper: int
) -> list[tuple[Label, Box]]:
    """Draw it with its top left at `x`, `y`; returns where each label stands. `fill` is the piece's tint, `paper` the ground."""
    skia = skia_module()
    for stroke in drawing.strokes:
        _stroke(skia, canvas, stroke, x, y, scale, fill, paper)
    placed = []
    for label in drawing.labels:
        laid = _laid(label, drawing.lang, scale)
        left = x + label.x * scale - {"start": 0.0, "middle": laid.width / 2, "end": laid.width}[label.anchor]
        top = y + label.y * scale - laid.lines[0].baseline
        laid.draw(canvas, left, top, {"figure": INK, "computed": WOAD}.get(label.voice, INK3))
        placed.append((label, Box(x=left, y=top, width=laid.width, height=laid.height)))
    return placed


def _laid(label: Label, lang: Lang, scale: float) -> Laid:
    weight = 500 if label.voice in ("figure", "computed") else 400
    face = Face(family="sans", size=label.size, line=1.3, weight=weight)
    return lay_out(label.text, role="label", lang=lang, width=10_000, scale=scale, face=face)


def paint_strokes(
    canvas: Any, strokes: Iterable[Stroke], x: float, y: float, scale: float, *, colour: int, thick: float
) -> None:
    """Lines alone, all in one colour: pictograms."""
    skia = skia_module()
    for stroke in strokes:
        canvas.drawPath(_path(skia, stroke, x, y, scale), _pen(skia, thick * scale, colour))


def _stroke(skia: Any, canvas: Any, stroke: Stroke, x: float, y: float, scale: float, fill: int, paper: int) -> None:
    path = _path(skia, stroke, x, y, scale)
    hollow = stroke.style == "ground" and stroke.path[-1][0] == "Z"
    if hollow or (stroke.style == "body" and stroke.path[-1][0] == "Z"):
        canvas.drawPath(path, skia.Paint(AntiAlias=True, Color=paper if hollow else fill))
    colour = INK if hollow else _COLOURS[stroke.style]
    canvas.drawPath(path, _pen(skia, _WIDTHS[stroke.style] * scale, colour))


def _pen(skia: Any, thick: float, colour: int) -> Any:
    return skia.Paint(
        AntiAlias=True,
        Style=skia.Paint.kStroke_Style,
        StrokeWidth=thick,
        StrokeJoin=skia.Paint.kRound_Join,
        StrokeCap=skia.Paint.kRound_Cap,
        Color=colour,
    )


def _path(skia: Any, stroke: Stroke, x: float, y: float, scale: float) -> Any:
    builder = skia.PathBuilder()
    for name, points in stroke.path:
        at = [value * scale + (x if index % 2 == 0 else y) for index, value in enumerate(points)]
        if name == "M":
            builder.moveTo(*at)
        elif name == "L":
            builder.lineTo(*at)
        elif name == "C":
            builder.cubicTo(*at)
        else:
            builder.close()
    return builder.detach()
