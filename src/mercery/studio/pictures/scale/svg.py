"""The scale drawing as SVG that stands in a page: no script, no inline style, its colours by class, text as text."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from mercery.studio.pictures.scale.drawing import ScaleDrawing
from mercery.studio.pictures.scale.outline import Stroke


def drawing_svg(drawing: ScaleDrawing, key: str) -> Markup:
    """The drawing as one `<svg>`; `key` makes its ids differ from those of another on the same page."""
    title, told = f"{key}-title", f"{key}-told"
    parts = [
        Markup(
            '<svg class="scale-drawing" viewBox="0 0 {} {}" role="img" aria-labelledby="{} {}" lang="{}">'
            '<title id="{}">{}</title><desc id="{}">{}</desc>'
        ).format(
            _n(drawing.width), _n(drawing.height), title, told, "zh-CN" if drawing.lang == "zh" else "en",
            title, drawing.title, told, drawing.description,
        ),
        *(Markup('<path class="scale-{}" d="{}"/>').format(_class(one), path_data(one)) for one in drawing.strokes),
    ]  # fmt: skip
    for label in drawing.labels:
        fact = Markup(' data-fact="{}"').format(label.fact_id) if label.fact_id else Markup()
        parts.append(
            Markup('<text class="scale-{}-text" x="{}" y="{}" font-size="{}" text-anchor="{}"{}>{}</text>').format(
                label.voice, _n(label.x), _n(label.y), _n(label.size), label.anchor, fact, label.text
            )
        )
    return Markup().join([*parts, Markup("</svg>")])


def sign_svg(strokes: Iterable[Stroke], side: float) -> Markup:
    """A pictogram of `side` units, for whoever reads the words beside it."""
    paths = Markup().join(Markup('<path d="{}"/>').format(path_data(one.placed(1, -1, 0, side))) for one in strokes)
    return Markup('<svg class="care-sign" viewBox="0 0 {0} {0}" aria-hidden="true">{1}</svg>').format(_n(side), paths)


def _class(stroke: Stroke) -> str:
    """`hollow`: a closed line of the ground, which lets the page through."""
    return "hollow" if stroke.style == "ground" and stroke.path[-1][0] == "Z" else stroke.style


def path_data(stroke: Stroke) -> str:
    """The path in SVG's own letters."""
    return "".join(f"{name}{' '.join(_n(at) for at in points)}" for name, points in stroke.path)


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if value else "0"
