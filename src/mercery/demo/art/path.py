"""SVG path text: small builders, exact enough bounds, and affine maps."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
_TOKEN = re.compile(r"[MLHVCSQTAZmlhvcsqtaz]|-?(?:\d+\.?\d*|\.\d+)")
_ARITY = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


def num(value: float) -> str:
    """A coordinate with at most one decimal and no padding."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    if text in ("-0", ""):
        return "0"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def pt(x: float, y: float) -> str:
    """A coordinate pair in path data, where a minus sign parts it from the first number."""
    one, two = num(x), num(y)
    return one + two if two.startswith("-") else f"{one} {two}"


def pair(x: float, y: float) -> str:
    """Two numbers in any other attribute."""
    return f"{num(x)} {num(y)}"


def poly(*points: Point) -> str:
    """A closed polygon."""
    return "M" + "L".join(pt(*p) for p in points) + "Z"


def rect(x: float, y: float, w: float, h: float, r: float = 0) -> str:
    """A rectangle, its corners rounded by `r`."""
    if r <= 0:
        return f"M{pt(x, y)}h{num(w)}v{num(h)}h{num(-w)}Z"
    r = min(r, w / 2, h / 2)
    return (
        f"M{pt(x + r, y)}h{num(w - 2 * r)}q{pt(r, 0)} {pt(r, r)}v{num(h - 2 * r)}"
        f"q{pt(0, r)} {pt(-r, r)}h{num(2 * r - w)}q{pt(-r, 0)} {pt(-r, -r)}v{num(2 * r - h)}"
        f"q{pt(0, -r)} {pt(r, -r)}Z"
    )


def ellipse(cx: float, cy: float, rx: float, ry: float | None = None) -> str:
    """An ellipse, or a circle when `ry` is left out."""
    ry = rx if ry is None else ry
    return f"M{pt(cx - rx, cy)}a{pt(rx, ry)} 0 0 1 {pt(2 * rx, 0)}a{pt(rx, ry)} 0 0 1 {pt(-2 * rx, 0)}Z"


def ring(cx: float, cy: float, outer: float, inner: float) -> str:
    """A circle with a round hole (to be filled by the even-odd rule)."""
    return ellipse(cx, cy, outer) + ellipse(cx, cy, inner)


def arc_point(cx: float, cy: float, radius: float, degrees: float) -> Point:
    """The point at a clock angle: 0 is twelve o'clock, growing clockwise."""
    a = math.radians(degrees)
    return cx + radius * math.sin(a), cy - radius * math.cos(a)


def arc(cx: float, cy: float, radius: float, start: float, end: float) -> str:
    """An open circular arc between two clock angles, drawn clockwise."""
    big = 1 if end - start > 180 else 0
    return (
        f"M{pt(*arc_point(cx, cy, radius, start))}A{pt(radius, radius)} 0 {big} 1 {pt(*arc_point(cx, cy, radius, end))}"
    )


def smooth(points: Sequence[Point], *, closed: bool = False, tension: float = 0.5) -> str:
    """A curve through all points (Catmull-Rom turned into cubic Bézier segments)."""
    n = len(points)
    out = ["M" + pt(*points[0])]
    for i in range(n if closed else n - 1):
        p1, p2 = points[i], points[(i + 1) % n]
        p0 = points[i - 1] if closed or i > 0 else p1
        p3 = points[(i + 2) % n] if closed or i + 2 < n else p2
        k = tension / 3
        out.append(
            f"C{pt(p1[0] + (p2[0] - p0[0]) * k, p1[1] + (p2[1] - p0[1]) * k)} "
            f"{pt(p2[0] - (p3[0] - p1[0]) * k, p2[1] - (p3[1] - p1[1]) * k)} {pt(*p2)}"
        )
    return "".join(out) + ("Z" if closed else "")


def turned(profile: Sequence[Point], left: float = -1.0, right: float = 1.0) -> str:
    """The outline of a turned body from its right-hand profile, top to bottom.

    `left` and `right` scale the half widths, so that the same profile also gives the lit
    and the shaded plane of the body (`right=1, left=0.45` is the far right plane).
    """
    side = [(x * right, y) for x, y in profile]
    back = [(x * left, y) for x, y in reversed(profile)]
    return smooth(side) + "L" + smooth(back)[1:] + "Z"


def apply(m: Matrix, x: float, y: float) -> Point:
    """The image of a point."""
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def times(m: Matrix, n: Matrix) -> Matrix:
    """The map that does `n` first, then `m`."""
    return (
        m[0] * n[0] + m[2] * n[1],
        m[1] * n[0] + m[3] * n[1],
        m[0] * n[2] + m[2] * n[3],
        m[1] * n[2] + m[3] * n[3],
        m[0] * n[4] + m[2] * n[5] + m[4],
        m[1] * n[4] + m[3] * n[5] + m[5],
    )


def placed(dx: float, dy: float, *, scale: float = 1, turn: float = 0, flip: bool = False) -> Matrix:
    """Turn by degrees (clockwise on screen), scale, perhaps mirror, then move."""
    a = math.radians(turn)
    c, s = scale * math.cos(a), scale * math.sin(a)
    f = -1 if flip else 1
    return (c * f, s * f, -s, c, dx, dy)


def matrix_text(m: Matrix) -> str:
    """The value of a `transform` attribute."""
    if m[:4] == (1, 0, 0, 1):
        return f"translate({pair(m[4], m[5])})"
    parts = [f"{v:.4f}".rstrip("0").rstrip(".") for v in m[:4]]
    return f"matrix({' '.join('0' if p in ('-0', '') else p for p in parts)} {pair(m[4], m[5])})"


def outline_points(d: str) -> Iterable[Point]:
    """Absolute end and control points of a path; arcs count with their radii."""
    tokens = _TOKEN.findall(d)
    i, command = 0, "M"
    x = y = sx = sy = 0.0
    while i < len(tokens):
        if tokens[i].isalpha():
            command = tokens[i]
            i += 1
        kind, n = command.upper(), _ARITY[command.upper()]
        args = [float(v) for v in tokens[i : i + n]]
        i += n
        ox, oy = (x, y) if command.islower() else (0.0, 0.0)
        if kind == "Z":
            x, y = sx, sy
            continue
        if kind == "H":
            x = ox + args[0]
        elif kind == "V":
            y = oy + args[0]
        elif kind == "A":
            mid = ((x + ox + args[5]) / 2, (y + oy + args[6]) / 2)
            x, y = ox + args[5], oy + args[6]
            yield mid[0] - args[0], mid[1] - args[1]
            yield mid[0] + args[0], mid[1] + args[1]
        else:
            pairs = [(ox + args[k], oy + args[k + 1]) for k in range(0, n, 2)]
            yield from pairs[:-1]
            x, y = pairs[-1]
        if kind == "M":
            sx, sy = x, y
            command = "l" if command == "m" else "L"
        yield x, y
