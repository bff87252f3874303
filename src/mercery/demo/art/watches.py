"""Watches: a case on its strap, standing on a small stone rest, seen from the front."""

from __future__ import annotations

import math

from mercery.demo.art import dials
from mercery.demo.art.canvas import Canvas
from mercery.demo.art.palette import Tones, mix, palette
from mercery.demo.art.path import arc, arc_point, ellipse, placed, poly, pt, rect, ring
from mercery.demo.art.straps import MIDDLE, strap

_RADIUS = {"small": 80.0, "medium": 89.0, "large": 98.0}


def round_watch(c: Canvas) -> None:
    """A dress watch with an optional small seconds, date or moon."""
    r = _RADIUS[c.spec.option("size")]
    strap(c, c.spec.option("strap"), r * 0.45, r)
    with c.at(placed(0, MIDDLE)):
        if c.turned:
            caseback(c, r)
            return
        crown(c, r + 6)
        case(c, r)
        face = palette(c.spec.colour_option("dial", "ivory"))
        inner = r * 0.84
        dials.plate(c, face, inner)
        dials.track(c, face, inner * 0.95)
        dials.markers(c, face, inner, c.spec.option("markers"))
        c.text(
            0,
            -inner * 0.36,
            c.spec.name("AURELLE"),
            inner * 0.13,
            dials.print_on(face),
            room=inner * 0.8,
            spacing=0.16,
        )
        dials.complication(c, face, inner, c.spec.option("complication"))
        dials.hands(c, face, inner, seconds=c.spec.option("complication") in ("none", "date"))
        dials.glass(c, inner)
    _look(c, r)


def chronograph(c: Canvas) -> None:
    """A chronograph: pushers, subdials, perhaps a tachymeter on the bezel."""
    r = _RADIUS[c.spec.option("size")] + 4
    strap(c, c.spec.option("strap"), r * 0.46, r)
    with c.at(placed(0, MIDDLE)):
        if c.turned:
            caseback(c, r)
            return
        for angle in (58, 122):
            x, y = arc_point(0, 0, r + 8, angle)
            with c.at(placed(x, y, turn=angle - 90)):
                c.face(rect(-10, -4, 14, 8, 1), c.metal.dark)
                c.face(rect(2, -6.5, 9, 13, 2.5), c.metal.mid)
                c.plane(rect(2, -6.5, 9, 5, 2), c.metal.light)
        crown(c, r + 7)
        case(c, r)
        face = palette(c.spec.colour_option("dial", "ivory"))
        inner = r * 0.82
        if c.spec.option("tachymeter") == "yes":
            _tachymeter(c, r)
            inner = r * 0.74
        dials.plate(c, face, inner)
        dials.track(c, face, inner * 0.95)
        dials.markers(c, face, inner, "bars")
        c.text(
            0,
            -inner * 0.46,
            c.spec.name("AURELLE"),
            inner * 0.12,
            dials.print_on(face),
            room=inner * 0.7,
            spacing=0.16,
        )
        spots = ((-0.42, 0.02, 300), (0.42, 0.02, 60), (0, 0.44, 200))
        for x, y, angle in spots if c.spec.option("subdials") == "three" else spots[:2]:
            dials.subdial(c, face, inner * x, inner * y, inner * 0.25, angle)
        dials.hands(c, face, inner, seconds=True)
        dials.glass(c, inner)
    _look(c, r)


def dive_watch(c: Canvas) -> None:
    """A diver: turning bezel, luminous markers, sword hands."""
    r = _RADIUS[c.spec.option("size")] + 6
    strap(c, c.spec.option("strap"), r * 0.48, r)
    with c.at(placed(0, MIDDLE)):
        if c.turned:
            caseback(c, r)
            return
        crown(c, r + 7, guard=True)
        case(c, r)
        inner = r * 0.7
        _dive_bezel(c, r, palette(c.spec.colour_option("bezel", "black")))
        face = palette(c.spec.colour_option("dial", "black"))
        dials.plate(c, face, inner)
        dials.track(c, face, inner * 0.96)
        dials.lume(c, face, inner)
        c.text(
            0,
            -inner * 0.34,
            c.spec.name("AURELLE"),
            inner * 0.13,
            dials.print_on(face),
            room=inner * 0.8,
            spacing=0.16,
        )
        c.text(0, inner * 0.42, c.spec.small_print, inner * 0.1, dials.print_on(face), room=inner * 0.6)
        if c.spec.option("date") == "yes":
            dials.date(c, inner * 0.7, 0)
        dials.sword_hands(c, face, inner)
        dials.glass(c, inner)
    _look(c, r)


def tank_watch(c: Canvas) -> None:
    """A rectangular watch between two upright shafts, or a square or cushion one."""
    shape = c.spec.option("shape")
    k = 1.0 if c.spec.option("size") == "medium" else 0.86
    sizes: dict[str, tuple[float, float, float]] = {
        "tank": (106, 148, 3),
        "square": (126, 126, 8),
        "cushion": (132, 132, 38),
    }
    w, h, corner = (side * k for side in sizes[shape])
    strap(c, c.spec.option("strap"), w * 0.34, h / 2 - (14 if shape == "tank" else 0))
    m = c.metal
    with c.at(placed(0, MIDDLE)):
        c.face(rect(w / 2 - 2, -7, 15, 14, 3), m.dark)
        c.plane(rect(w / 2 - 2, -7, 14, 6, 2), m.light)
        c.plane(ellipse(w / 2 + 13, 0, 4.6, 5.4), m.dark)
        c.shade(ellipse(w / 2 + 13, 0, 4.6, 5.4))
        _shafts(c, shape, w, h, corner)
        if c.turned:
            back = rect(-w * 0.4, -h * 0.4, w * 0.8, h * 0.8, max(4, corner * 0.7))
            c.plane(back, mix(m.mid, m.light, 0.35))
            with c.clip(back):
                c.plane(poly((-w, -h), (w * 0.1, -h), (-w, h * 0.5)), m.light)
            c.line(back, m.dark, 1.2)
            c.text(0, -h * 0.06, c.spec.name("AURELLE"), w * 0.11, m.dark, room=w * 0.6, spacing=0.16)
            c.text(0, h * 0.12, c.spec.small_print or "MAISON", w * 0.08, m.dark, room=w * 0.6, spacing=0.1)
            return
        dw, dh = w * (0.76 if shape == "tank" else 0.82), h * (0.8 if shape == "tank" else 0.82)
        _square_dial(c, dw, dh, corner * (0.75 if shape == "cushion" else 0.6), c.spec.option("markers"))
    c.focus, c.zoom = (14, MIDDLE), 2.5


def caseback(c: Canvas, r: float) -> None:
    """The back of a round case: crown to the left, engraved ring, six screws."""
    m = c.metal
    with c.at(placed(0, 0, flip=True)):
        crown(c, r + 6)
    case(c, r)
    c.plane(ellipse(0, 0, r * 0.84), mix(m.mid, m.light, 0.35))
    with c.clip(ellipse(0, 0, r * 0.84)):
        c.plane(poly((-r, -r), (r * 0.25, -r), (-r, r * 0.5)), m.light)
        c.plane(poly((r, r), (r * 0.1, r), (r, -r * 0.2)), mix(m.mid, m.dark, 0.35))
    c.line(ellipse(0, 0, r * 0.62), m.dark, 1.4)
    c.line(ellipse(0, 0, r * 0.6), m.light, 1.2)

    def screw() -> None:
        c.plane(ellipse(0, -r * 0.73, r * 0.055), m.dark)
        c.plane(ellipse(-0.4, -r * 0.735, r * 0.045), m.light)
        c.line(f"M{pt(-r * 0.035, -r * 0.73)}h{r * 0.07:.1f}", m.dark, 1)

    name = c.symbol(screw)
    for turn in range(30, 390, 60):
        c.use(name, 0, 0, turn=turn)
    c.text(0, -r * 0.14, c.spec.name("AURELLE"), r * 0.17, m.dark, room=r, spacing=0.16)
    c.line(f"M{pt(-r * 0.14, 0)}h{r * 0.28:.1f}", m.dark, 0.9)
    c.text(0, r * 0.2, c.spec.small_print or "MAISON AURELLE", r * 0.1, m.dark, room=r * 0.9, spacing=0.1)


def _look(c: Canvas, r: float) -> None:
    c.focus = (r * 0.2, MIDDLE + r * 0.06)
    c.zoom = 2.35 if c.close else 1


def case(c: Canvas, r: float) -> None:
    """A round case with four lugs, a lit bevel and a shaded one."""
    m = c.metal
    for sx in (-1, 1):
        for sy in (-1, 1):
            x, y = sx * r * 0.5, sy * r * 0.84
            lug = poly(
                (x - sx * 5, y - sy * 18),
                (x + sx * 15, y - sy * 24),
                (x + sx * 5, y + sy * 28),
                (x - sx * 1, y + sy * 31),
                (x - sx * 5, y + sy * 28),
            )
            c.face(lug, m.dark if sx > 0 else m.mid)
            c.plane(
                poly((x - sx * 5, y - sy * 18), (x + sx * 3, y - sy * 20), (x, y + sy * 30), (x - sx * 5, y + sy * 28)),
                m.light if sx < 0 else m.mid,
            )
    c.face(ellipse(1.6, 2, r + 1.4), m.dark)
    c.plane(ellipse(0, 0, r), m.mid)
    c.line(arc(0, 0, r - 4, 250, 385), m.light, 5.5, butt=True)
    c.line(arc(0, 0, r - 4, 86, 190), m.dark, 5.5, butt=True, opacity=0.75)
    c.line(arc(0, 0, r - 4, 25, 60), mix(m.mid, m.light, 0.5), 5.5, butt=True)
    c.line(ellipse(0, 0, r * 0.885), m.dark, 1.2, opacity=0.6)
    c.line(arc(0, 0, r * 0.862, 70, 240), m.light, r * 0.045, butt=True)
    c.line(arc(0, 0, r * 0.862, 240, 430), m.dark, r * 0.045, butt=True)


def crown(c: Canvas, x: float, *, guard: bool = False) -> None:
    """A fluted crown at three o'clock."""
    m = c.metal
    if guard:
        c.face(poly((x - 14, -24), (x + 1, -13), (x + 1, 13), (x - 14, 24)), m.dark)
    c.face(rect(x - 12, -6, 14, 12, 1), m.dark)
    c.face(rect(x - 1, -10, 14, 20, 3), m.mid)
    c.plane(rect(x - 1, -10, 14, 7, 3), m.light)
    c.plane(rect(x - 1, 4, 14, 6, 3), m.dark)
    c.line("".join(f"M{pt(x + 1, y)}h11" for y in (-7, -4, -1, 2, 5, 8)), m.dark, 0.8, butt=True, opacity=0.8)


def _tachymeter(c: Canvas, r: float) -> None:
    m = c.metal
    t = palette("black") if c.spec.hardware != "gold" else m
    c.plane(ellipse(0, 0, r * 0.93), m.dark)
    c.plane(ellipse(0, 0, r * 0.92), t.mid if t is not m else mix(m.mid, m.light, 0.35))
    ink = "#EDEAE2" if t is not m else m.dark
    c.line(ellipse(0, 0, r * 0.78), ink, 2.2, dash=f"0.7 {math.tau * r * 0.78 / 60 - 0.7:.3f}", butt=True)
    for angle, words in ((40, "400"), (75, "240"), (145, "140"), (215, "100"), (285, "80"), (325, "60")):
        x, y = arc_point(0, 0, r * 0.835, angle)
        c.text(x, y, words, r * 0.068, ink, turn=angle, spacing=0)


def _dive_bezel(c: Canvas, r: float, t: Tones) -> None:
    m = c.metal
    c.line(ellipse(0, 0, r + 1), m.dark, 5, dash=f"3.4 {math.tau * (r + 1) / 60 - 3.4:.3f}", butt=True)
    c.plane(ellipse(0, 0, r * 0.95), t.dark)
    c.plane(ellipse(-0.6, -0.8, r * 0.94), t.mid)
    with c.clip(ring(0, 0, r * 0.94, r * 0.7), even_odd=True):
        c.plane(poly((-r, -r), (r * 0.3, -r), (-r, r * 0.3)), t.light, 0.7)
        c.plane(poly((r, r), (r * 0.1, r), (r, r * 0.1)), t.dark, 0.8)
    ink = dials.print_on(t)
    c.line(ellipse(0, 0, r * 0.885), ink, 4, dash=f"1 {math.tau * r * 0.885 / 60 - 1:.3f}", butt=True, opacity=0.85)
    for angle in range(30, 360, 30):
        if angle % 60 == 0:
            x, y = arc_point(0, 0, r * 0.79, angle)
            c.text(x, y, str(angle // 6), r * 0.12, ink, turn=angle, spacing=0)
        else:
            (x1, y1), (x2, y2) = arc_point(0, 0, r * 0.75, angle), arc_point(0, 0, r * 0.89, angle)
            c.line(f"M{pt(x1, y1)}L{pt(x2, y2)}", ink, 2.6, butt=True)
    c.plane(poly((-r * 0.08, -r * 0.91), (r * 0.08, -r * 0.91), (0, -r * 0.76)), ink)
    c.plane(ellipse(0, -r * 0.855, r * 0.025), palette("emerald").light)
    c.plane(ring(0, 0, r * 0.735, r * 0.7), m.mid, even_odd=True)
    c.line(arc(0, 0, r * 0.718, 240, 400), m.light, r * 0.03, butt=True)


def _shafts(c: Canvas, shape: str, w: float, h: float, corner: float) -> None:
    m = c.metal
    if shape != "tank":
        c.face(rect(-w / 2 + 1.4, -h / 2 + 1.8, w, h, corner), m.dark)
        c.plane(rect(-w / 2, -h / 2, w, h, corner), m.mid)
        with c.clip(rect(-w / 2, -h / 2, w, h, corner)):
            c.plane(
                poly(
                    (-w / 2, -h / 2),
                    (w / 2, -h / 2),
                    (w * 0.4, -h * 0.4),
                    (-w * 0.4, -h * 0.4),
                    (-w * 0.4, h * 0.4),
                    (-w / 2, h / 2),
                ),
                m.light,
            )
            c.plane(
                poly(
                    (w / 2, -h / 2),
                    (w / 2, h / 2),
                    (-w / 2, h / 2),
                    (-w * 0.4, h * 0.4),
                    (w * 0.4, h * 0.4),
                    (w * 0.4, -h * 0.4),
                ),
                m.dark,
                0.45,
            )
        return
    c.face(rect(-w / 2 + 6, -h / 2 + 14, w - 12, h - 28), m.mid)
    for x, lit, side in ((-w / 2, m.light, m.mid), (w / 2 - w * 0.12, m.mid, m.dark)):
        shaft = rect(x, -h / 2, w * 0.12, h, 5)
        with c.at(placed(1.4, 1.6)):
            c.face(shaft, m.dark)
        c.plane(shaft, side)
        c.plane(rect(x + 1.5, -h / 2 + 1.5, w * 0.055, h - 3, 2.6), lit)


def _square_dial(c: Canvas, w: float, h: float, corner: float, marks: str) -> None:
    face = palette(c.spec.colour_option("dial", "ivory"))
    ink = dials.print_on(face)
    plate = rect(-w / 2, -h / 2, w, h, corner)
    c.plane(rect(-w / 2 - 2, -h / 2 - 2, w + 4, h + 4, corner + 1), c.metal.dark)
    c.plane(plate, face.mid)
    with c.clip(plate):
        c.plane(poly((-w, -h), (w * 0.4, -h), (-w * 0.3, h), (-w, h)), mix(face.mid, face.light, 0.8))
        c.plane(rect(-w / 2, -h / 2, w, 5), face.dark, 0.7)
        c.plane(rect(-w / 2, -h / 2, 4, h), face.dark, 0.5)
    c.line(rect(-w * 0.26, -h * 0.28, w * 0.52, h * 0.56, corner * 0.5), ink, 0.9, opacity=0.8)
    c.line(
        rect(-w * 0.235, -h * 0.257, w * 0.47, h * 0.514, corner * 0.4), ink, 2.2, dash=f"0.7 {w / 26:.2f}", butt=True
    )
    for i, numeral in enumerate(("XII", "I", "II", "III", "IIII", "V", "VI", "VII", "VIII", "IX", "X", "XI")):
        angle = math.radians(i * 30)
        sx, sy = math.sin(angle), -math.cos(angle)
        k = min(w * 0.39 / max(abs(sx), 1e-6), h * 0.395 / max(abs(sy), 1e-6))
        x, y = sx * k, sy * k
        if marks == "roman":
            c.text(x, y + w * 0.045, numeral, w * 0.135, ink, spacing=0)
        else:
            long = i % 3 == 0
            c.line(
                f"M{pt(x, y)}L{pt(x * (0.8 if long else 0.86), y * (0.8 if long else 0.86))}",
                c.foil(face),
                3.4 if long else 2,
                butt=True,
            )
    c.text(0, -h * 0.13, c.spec.name("AURELLE"), w * 0.095, ink, room=w * 0.4, spacing=0.12)
    blue = palette("cobalt").dark if face.mid > "#A" else "#F4F0E6"
    c.line(f"M0 {h * 0.05:.1f}L{pt(-w * 0.15, -h * 0.1)}", blue, 3.8)
    c.line(f"M0 {h * 0.06:.1f}L{pt(w * 0.24, -h * 0.16)}", blue, 2.8)
    c.plane(ellipse(0, 0, 3.4), blue)
    with c.clip(plate):
        c.plane(
            poly((-w * 0.5, -h * 0.1), (w * 0.02, -h / 2), (w * 0.2, -h / 2), (-w * 0.5, h * 0.06)), "#FFFFFF", 0.22
        )
