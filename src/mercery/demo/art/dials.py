"""Watch dials: plate, printed track, markers, complications and hands."""

from __future__ import annotations

import math

from mercery.demo.art.canvas import INK, Canvas
from mercery.demo.art.palette import Tones, brightness, mix, palette
from mercery.demo.art.path import arc, arc_point, ellipse, poly, pt, rect

_ROMAN = ("XII", "I", "II", "III", "IIII", "V", "VI", "VII", "VIII", "IX", "X", "XI")
_HOUR, _MINUTE, _SECOND = 304.0, 50.0, 214.0
"""Ten past ten, the second hand clear of both."""


def bright(t: Tones) -> bool:
    """Whether dark print reads on this tone."""
    return brightness(t.mid) > 135


def print_on(t: Tones) -> str:
    """The printing ink that reads on a dial."""
    return INK if bright(t) else "#EDEAE2"


def plate(c: Canvas, t: Tones, r: float) -> None:
    """The dial under its rim: lit half, shaded sector, the rim's own shadow."""
    c.plane(ellipse(0, 0, r), t.mid)
    with c.clip(ellipse(0, 0, r)):
        c.plane(poly((-r * 1.2, r * 0.9), (-r * 1.2, -r * 1.2), (r * 0.9, -r * 1.2)), mix(t.mid, t.light, 0.55))
        c.plane(f"M0 0L{pt(r * 1.5, r * 0.1)}L{pt(r * 0.5, r * 1.6)}Z", mix(t.mid, t.dark, 0.32))
        c.line(ellipse(2.6, 3.4, r + 2), mix(t.dark, "#000000", 0.25), 6, opacity=0.45)
    if c.close:
        pitch = math.tau * r * 0.5 / 90
        c.line(
            ellipse(0, 0, r * 0.5),
            t.light,
            r * 0.86,
            dash=f"{pitch * 0.4:.4f} {pitch * 0.6:.4f}",
            butt=True,
            opacity=0.22,
        )


def track(c: Canvas, t: Tones, r: float) -> None:
    """Sixty printed minutes."""
    pitch = math.tau * r / 60
    c.line(ellipse(0, 0, r), print_on(t), 2.6, dash=f"0.8 {pitch - 0.8:.4f}", butt=True, opacity=0.7)
    if c.close:
        c.line(ellipse(0, 0, r - 1.4), print_on(t), 0.5, opacity=0.6)


def markers(c: Canvas, t: Tones, r: float, kind: str) -> None:
    """Twelve hours as bars, numerals, dots or stones."""
    ink = print_on(t)
    for i in range(12):
        angle = i * 30
        long = i % 3 == 0
        match kind:
            case "roman":
                x, y = arc_point(0, 0, r * 0.73, angle)
                c.text(x, y, _ROMAN[i], r * 0.19, ink, turn=angle, spacing=-0.02)
            case "arabic":
                x, y = arc_point(0, 0, r * 0.76, angle)
                c.text(x, y + r * 0.07, str(i or 12), r * 0.2, ink, spacing=-0.02)
            case _:
                c.use(_marker(c, t, r, kind, long=long), 0, 0, turn=angle)


def _marker(c: Canvas, t: Tones, r: float, kind: str, *, long: bool) -> str:
    """One applied marker at twelve o'clock, as a symbol."""
    metal = c.metal

    def drawing() -> None:
        y = -r * 0.82
        if kind == "dots":
            c.plane(ellipse(0.5, y + 0.7, 3.6 if long else 2.6), mix(t.dark, "#000000", 0.2))
            c.plane(ellipse(0, y, 3.4 if long else 2.4), metal.mid)
        elif kind == "diamonds":
            c.plane(ellipse(0.4, y + 0.6, 4), metal.dark)
            c.plane(ellipse(0, y, 3.6), "#F7FAFA")
            c.plane(poly((-2.6, y), (0, y - 2.6), (2.6, y)), "#C9D6DA")
        else:
            wide = 4.4 if long else 2.8
            bar = f"M0 {-r * (0.7 if long else 0.77):.1f}V{-r * 0.88:.1f}"
            c.line(
                f"M.9 {-r * (0.69 if long else 0.76):.1f}V{-r * 0.87:.1f}",
                mix(t.dark, "#000000", 0.3),
                wide,
                butt=True,
                opacity=0.7,
            )
            c.line(bar, metal.mid if not bright(t) else metal.dark, wide, butt=True)
            c.line(bar, metal.light, wide * 0.35, butt=True)

    return c.symbol(drawing)


def lume(c: Canvas, t: Tones, r: float) -> None:
    """Luminous dots, bars at three, six and nine, a triangle at twelve."""
    glow, m = "#E6EFDC", c.metal

    def dot() -> None:
        c.plane(ellipse(0, -r * 0.78, r * 0.085), m.mid)
        c.plane(ellipse(0, -r * 0.78, r * 0.062), glow)

    def bar() -> None:
        c.line(f"M0 {-r * 0.64:.1f}V{-r * 0.9:.1f}", m.mid, 8.4, butt=True)
        c.line(f"M0 {-r * 0.66:.1f}V{-r * 0.88:.1f}", glow, 5.4, butt=True)

    for i in range(1, 12):
        c.use(c.symbol(dot if i % 3 else bar), 0, 0, turn=i * 30)
    c.plane(poly((-r * 0.13, -r * 0.9), (r * 0.13, -r * 0.9), (0, -r * 0.64)), m.mid)
    c.plane(poly((-r * 0.09, -r * 0.875), (r * 0.09, -r * 0.875), (0, -r * 0.69)), glow)


def complication(c: Canvas, t: Tones, r: float, kind: str) -> None:
    """Small seconds at six, a date at three, or a moon at six."""
    if kind == "small_seconds":
        subdial(c, t, 0, r * 0.46, r * 0.25, 210)
    elif kind == "date":
        date(c, r * 0.76, 0)
    elif kind == "moonphase":
        _moon(c, 0, r * 0.46, r * 0.25)


def subdial(c: Canvas, t: Tones, x: float, y: float, r: float, angle: float) -> None:
    """A sunken small dial with its own hand."""

    def sunken() -> None:
        c.plane(ellipse(0, 0, r), mix(t.mid, t.dark, 0.3))
        c.plane(ellipse(0.9, 1.2, r - 1.2), mix(t.mid, t.light, 0.4))
        pitch = math.tau * r * 0.86 / 30
        c.line(ellipse(0, 0, r * 0.86), print_on(t), 2, dash=f"0.6 {pitch - 0.6:.4f}", butt=True, opacity=0.8)
        c.line(arc(0, 0, r, 110, 290), c.metal.light, 0.9, opacity=0.8)

    c.use(c.symbol(sunken), x, y)
    x2, y2 = arc_point(x, y, r * 0.74, angle)
    x1, y1 = arc_point(x, y, r * 0.26, angle + 180)
    c.line(f"M{pt(x1, y1)}L{pt(x2, y2)}", palette("red").mid if bright(t) else "#EDEAE2", 1.5)
    c.plane(ellipse(x, y, 1.9), INK if bright(t) else c.metal.mid)


def date(c: Canvas, x: float, y: float) -> None:
    """A date window."""
    c.plane(rect(x - 8.5, y - 7, 17, 14, 1), c.metal.dark)
    c.plane(rect(x - 7.5, y - 6, 15.5, 12.6, 1), "#FAF8F2")
    c.text(x + 0.2, y + 4, "22", 10.5, INK, spacing=0)


def _moon(c: Canvas, x: float, y: float, r: float) -> None:
    night = palette("navy")
    window = f"M{pt(x - r, y + r * 0.34)}A{pt(r, r)} 0 0 1 {pt(x + r, y + r * 0.34)}Q{pt(x + r * 0.5, y - r * 0.1)} {pt(x, y + r * 0.34)}Q{pt(x - r * 0.5, y - r * 0.1)} {pt(x - r, y + r * 0.34)}Z"
    c.plane(window, night.mid)
    with c.clip(window):
        c.plane(ellipse(x + r * 0.12, y - r * 0.26, r * 0.36), c.metal.mid)
        c.plane(ellipse(x + r * 0.04, y - r * 0.32, r * 0.28), c.metal.light)
    for sx, sy in ((-0.62, -0.12), (-0.36, -0.5), (0.66, -0.3)):
        c.plane(ellipse(x + r * sx, y + r * sy, 1), "#F4E7BE")
    c.line(window, c.metal.mid, 1.3)


def hands(c: Canvas, t: Tones, r: float, *, seconds: bool) -> None:
    """Dauphine hands: two facets each, one lit."""
    dark, lit = (INK, "#626A67") if bright(t) else (c.metal.mid, c.metal.light)
    for angle, reach, wide in ((_HOUR, r * 0.52, 5.2), (_MINUTE, r * 0.8, 4.2)):
        _facet(c, angle, reach, wide, dark, lit, t)
    if seconds:
        (x1, y1), (x2, y2) = arc_point(0, 0, r * 0.2, _SECOND + 180), arc_point(0, 0, r * 0.84, _SECOND)
        c.line(f"M{pt(x1, y1)}L{pt(x2, y2)}", palette("red").mid if bright(t) else "#EDEAE2", 1.5)
    c.plane(ellipse(0, 0, 4.4), dark)
    c.plane(ellipse(-0.7, -0.8, 2.4), c.metal.light)


def _facet(c: Canvas, angle: float, reach: float, wide: float, dark: str, lit: str, t: Tones) -> None:
    tip, tail = arc_point(0, 0, reach, angle), arc_point(0, 0, reach * 0.18, angle + 180)
    belly = arc_point(0, 0, reach * 0.16, angle)
    nx, ny = arc_point(0, 0, wide, angle + 90)
    one, two = (belly[0] + nx, belly[1] + ny), (belly[0] - nx, belly[1] - ny)
    c.body.append('<g transform="translate(1.6 2.2)">')
    c.plane(poly(tip, one, tail, two), mix(t.dark, "#000000", 0.3), 0.4)
    c.body.append("</g>")
    c.plane(poly(tip, one, tail), dark)
    c.plane(poly(tip, two, tail), lit)


def sword_hands(c: Canvas, t: Tones, r: float) -> None:
    """Broad luminous hands and a lollipop second hand."""
    m = c.metal
    for angle, reach, wide in ((_HOUR, r * 0.5, 10.5), (_MINUTE, r * 0.78, 8.5)):
        tip, base = arc_point(0, 0, reach, angle), arc_point(0, 0, reach * 0.78, angle)
        start, low = arc_point(0, 0, 0, angle), arc_point(0, 0, reach * 0.3, angle)
        c.line(f"M{pt(*start)}L{pt(*base)}", m.dark, wide * 0.5, butt=True)
        c.line(f"M{pt(*low)}L{pt(*base)}", m.mid, wide, butt=True)
        nx, ny = arc_point(0, 0, wide / 2, angle + 90)
        c.plane(poly((base[0] + nx, base[1] + ny), tip, (base[0] - nx, base[1] - ny)), m.mid)
        c.line(f"M{pt(*low)}L{pt(*base)}", "#E6EFDC", wide * 0.56, butt=True)
    (x1, y1), (x2, y2) = arc_point(0, 0, r * 0.22, _SECOND + 180), arc_point(0, 0, r * 0.86, _SECOND)
    dot = arc_point(0, 0, r * 0.6, _SECOND)
    c.line(f"M{pt(x1, y1)}L{pt(x2, y2)}", palette("coral").mid, 1.6)
    c.plane(ellipse(*dot, 4), "#E6EFDC")
    c.plane(ellipse(0, 0, 5), m.dark)
    c.plane(ellipse(-0.6, -0.8, 3.6), m.light)


def glass(c: Canvas, r: float) -> None:
    """Two quiet reflections across the crystal."""
    with c.clip(ellipse(0, 0, r)):
        c.plane(poly((-r, r * 0.06), (r * 0.06, -r), (r * 0.3, -r), (-r, r * 0.3)), "#FFFFFF", 0.16)
        c.plane(poly((-r, r * 0.42), (r * 0.42, -r), (r * 0.5, -r), (-r, r * 0.5)), "#FFFFFF", 0.12)
