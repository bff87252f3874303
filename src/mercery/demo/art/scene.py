"""From a specification to a finished picture: ground, composition, one light, the piece.

The light is the same for every picture. Parallel rays come from the front left: for each
unit a ray goes back it also goes `LIGHT_X` to the right and `LIGHT_Y` down, and a unit of
table depth is `TILT` units high on the picture. A point at height h over the table therefore
falls h / LIGHT_Y back; where that is behind the horizon the shadow climbs the wall instead,
as the outline moved aside. Both are affine maps of the silhouette.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import assert_never
from xml.sax.saxutils import escape

from mercery.demo.art.canvas import FONT, Canvas, Cast, Ledge
from mercery.demo.art.kinds import ArtKind
from mercery.demo.art.palette import mix
from mercery.demo.art.path import Matrix, matrix_text, num, pair, pt
from mercery.demo.art.registry import DRAWINGS
from mercery.demo.art.spec import GROUNDS, ArtSpec, Aspect, Ground

LIGHT_X, LIGHT_Y, TILT = 0.62, 1.0, 0.36
HORIZON = 0.74
"""Where the wall meets the table, as a share of the picture's height."""

_SIZES: dict[Aspect, tuple[int, int]] = {"tile": (900, 1120), "square": (1000, 1000), "hero": (1280, 1000)}
_BESIDE: dict[Ground, Ground] = {
    "rose": "straw",
    "sage": "blush",
    "mist": "straw",
    "straw": "mist",
    "stone": "clay",
    "clay": "sage",
    "leaf": "stone",
    "blush": "mist",
}
"""The ground of the alternate picture."""
_OTHERWISE: dict[ArtKind, tuple[str, dict[str, str]]] = {
    ArtKind.CARRE: ("hang", {"rail": "peg", "peg": "rail"}),
    ArtKind.BANDANA: ("fold", {"knotted": "triangle", "triangle": "knotted"}),
    ArtKind.CARRE_FOLDED: ("fold", {"square": "knot", "knot": "boxed", "boxed": "knot"}),
    ArtKind.THROW: ("fold", {"stack": "draped", "draped": "stack"}),
    ArtKind.VASE: ("stem", {"branch": "none", "tulip": "none", "none": "branch"}),
    ArtKind.CANDLE: ("flame", {"lit": "unlit", "unlit": "lit"}),
    ArtKind.KNIT_STACK: ("pieces", {"three": "one", "two": "one", "one": "one"}),
    ArtKind.TRAVEL_SPRAY: ("cap", {"on": "off", "off": "on"}),
}
"""How the alternate picture arranges a piece that can be shown in two ways."""


@dataclass(frozen=True, kw_only=True)
class _Frame:
    """The picture in scene units: size, where the piece stands and how large it is."""

    width: float
    height: float
    horizon: float
    x: float
    base: float
    scale: float


def draw(
    spec: ArtSpec,
    *,
    width: int | None = None,
    height: int | None = None,
    aspect: Aspect = "tile",
    prefix: str | None = None,
    title: str | None = None,
) -> str:
    """The picture as SVG text.

    `aspect` gives the size in pixels unless `width` and `height` do; the composition follows
    their ratio. The same arguments always give the same text. Ids are unique per picture;
    give `prefix` when the very same picture stands twice in one page. `title` becomes the
    accessible name.
    """
    wide, high = _SIZES[aspect]
    wide, high = width or wide, height or high
    if spec.view == "alternate":
        spec = _otherwise(spec)
    name = prefix or "a" + hashlib.sha256(f"{spec!r}{wide}x{high}".encode()).hexdigest()[:7]
    canvas = Canvas(spec, name)
    DRAWINGS[spec.kind](canvas)
    frame = _compose(canvas, wide, high)
    label = f"<title>{escape(title)}</title>" if title else ""
    role = 'role="img"' if title else 'aria-hidden="true"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}"'
        f' viewBox="{_camera(canvas, frame)}" preserveAspectRatio="xMidYMid slice" font-family="{FONT}" text-anchor="middle" stroke-linecap="round" stroke-linejoin="round" {role}>{label}',
        _ground(canvas, frame),
        f'<g transform="{matrix_text(_place(frame))}">',
        "</g></svg>",
    ]
    for ledge in canvas.ledges:
        canvas.body[ledge.slot] = _ledge(canvas, ledge)
    parts[3:-1] = canvas.body
    defs = f"<defs>{''.join(canvas.defs)}</defs>" if canvas.defs else ""
    parts.insert(1, defs)
    return "".join(parts)


def _otherwise(spec: ArtSpec) -> ArtSpec:
    spec = replace(spec, ground=_BESIDE[spec.ground])
    if spec.kind not in _OTHERWISE:
        return spec
    key, swap = _OTHERWISE[spec.kind]
    return replace(spec, params={**spec.params, key: swap[spec.option(key)]})


def _niche(canvas: Canvas, frame: _Frame, wall: str, table: str) -> str:
    """A round-headed niche in the wall behind the piece, lit like everything else."""
    half, top = min(frame.width * 0.34, 150), frame.height * 0.11
    x, low = frame.width * 0.5, frame.horizon + 2

    def arch(dx: float, dy: float) -> str:
        return f"M{pt(x - half + dx, low)}V{num(top + half + dy)}a{pt(half, half)} 0 0 1 {pt(2 * half, 0)}V{num(low)}Z"

    clip = canvas.define(f'<clipPath id="%"><path d="{arch(0, 0)}"/></clipPath>')
    return (
        f'<g clip-path="url(#{clip})"><path d="{arch(0, 0)}" fill="{mix(wall, "#33272B", 0.17)}"/>'
        f'<path d="{arch(16, 18)}" fill="{mix(wall, table, 0.45)}"/>'
        f'<path d="{arch(0, 0)}{arch(-6, 0)}" fill="{mix(wall, "#FFFFFF", 0.45)}" fill-rule="evenodd"/></g>'
    )


def _compose(canvas: Canvas, wide: int, high: int) -> _Frame:
    unit = 400 / min(wide, high * 0.8036)
    width, height = wide * unit, high * unit
    left, top, right, bottom = canvas.extent()
    hung = all(cast.mode == "hang" for cast in canvas.casts)
    most = 1.0 if height > width else 1.16
    fit = min(most, 0.71 * width / (right - left), 0.69 * height / (bottom - top))
    # A small piece is drawn larger, yet keeps more air round it than a large one.
    fit = max(fit, min(1.22, 0.6 * width / (right - left), 0.56 * height / (bottom - top)))
    scale = fit * canvas.spec.scale
    base = height * 0.828
    if hung:
        base = height * 0.47 - (top + bottom) / 2 * scale
    x = width * 0.485 - (left + right) / 2 * scale
    return _Frame(width=width, height=height, horizon=height * HORIZON, x=x, base=base, scale=scale)


def _camera(canvas: Canvas, frame: _Frame) -> str:
    if canvas.spec.view != "detail":
        return f"0 0 {pair(frame.width, frame.height)}"
    zoom = canvas.zoom / max(1.0, frame.scale)
    w, h = frame.width / zoom, frame.height / zoom
    cx = frame.x + canvas.focus[0] * frame.scale
    cy = frame.base + canvas.focus[1] * frame.scale
    return f"{pair(cx - w / 2, cy - h / 2)} {pair(w, h)}"


def _place(frame: _Frame) -> Matrix:
    return (frame.scale, 0, 0, frame.scale, frame.x, frame.base)


def _ground(canvas: Canvas, frame: _Frame) -> str:
    wall, table = GROUNDS[canvas.spec.ground]
    w, h, horizon = frame.width, frame.height, frame.horizon
    out = [f'<rect x="{num(-w)}" y="{num(-h)}" width="{num(3 * w)}" height="{num(3 * h)}" fill="{wall}"/>']
    if canvas.spec.view == "alternate" and all(cast.mode == "stand" for cast in canvas.casts):
        out.append(_niche(canvas, frame, wall, table))
    floor: dict[str, list[str]] = {}
    behind: dict[str, list[str]] = {}
    edge = (horizon - frame.base) / frame.scale
    for cast in canvas.casts:
        if cast.mode != "hang":
            floor.setdefault(matrix_text(on_table(cast)), []).append(cast.markup)
        if cast.mode != "lie":
            behind.setdefault(matrix_text(on_wall(cast, edge)), []).append(cast.markup)
    place = matrix_text(_place(frame))
    out.append(_shadow(behind, place, mix(wall, "#33272B", 0.17)))
    out.append(f'<rect x="{num(-w)}" y="{num(horizon)}" width="{num(3 * w)}" height="{num(2 * h)}" fill="{table}"/>')
    if floor:
        clip = canvas.define(
            f'<clipPath id="%"><rect x="{num(-w)}" y="{num(horizon)}" width="{num(3 * w)}" height="{num(2 * h)}"/></clipPath>'
        )
        out.append(f'<g clip-path="url(#{clip})">{_shadow(floor, place, mix(table, "#33272B", 0.24))}</g>')
    return "".join(out)


def _ledge(canvas: Canvas, ledge: Ledge) -> str:
    onto = matrix_text(on_table(Cast(mode="stand", at=ledge.at, markup="")))
    clip = canvas.define(f'<clipPath id="%"><path d="{ledge.outline}"/></clipPath>')
    paths = "".join(cast.markup for cast in canvas.casts[ledge.first :])
    inner = f'<g transform="{onto}" fill="{ledge.colour}" color="{ledge.colour}">{paths}</g>'
    return f'<g clip-path="url(#{clip})">{inner}</g>'


def _shadow(groups: dict[str, list[str]], place: str, colour: str) -> str:
    inner = "".join(f'<g transform="{m}">{"".join(paths)}</g>' for m, paths in groups.items())
    return f'<g transform="{place}" fill="{colour}" color="{colour}">{inner}</g>' if inner else ""


def on_table(cast: Cast) -> Matrix:
    """The map from an outline to its shadow on the table."""
    match cast.mode:
        case "stand":
            across, back = LIGHT_X / LIGHT_Y, TILT / LIGHT_Y
            return (1, 0, -across, back, across * cast.at, cast.at * (1 - back))
        case "lie":
            return (1, 0, 0, 1, cast.at * LIGHT_X / LIGHT_Y, cast.at * TILT)
        case "hang":
            raise ValueError("what hangs throws no shadow on the table")
        case _:
            assert_never(cast.mode)


def on_wall(cast: Cast, edge: float) -> Matrix:
    """The map from an outline to its shadow on the wall, which stands where y is `edge`."""
    if cast.mode == "hang":
        return (1, 0, 0, 1, cast.at * LIGHT_X, cast.at * LIGHT_Y)
    depth = (cast.at - edge) / TILT
    return (1, 0, 0, 1, depth * LIGHT_X, depth * LIGHT_Y - (cast.at - edge))
