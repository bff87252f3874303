"""Parts that leather goods share: handles, straps, chains, clasps, buckles, zips, tags."""

from __future__ import annotations

from mercery.demo.art.canvas import Canvas
from mercery.demo.art.palette import Tones, mix
from mercery.demo.art.path import ellipse, placed, poly, pt, rect, ring


def thread(c: Canvas, t: Tones) -> str | None:
    """The colour of the stitching by the option `stitch`, or None when there is none."""
    match c.spec.option("stitch"):
        case "contrast":
            return t.stitch
        case "tonal":
            return mix(t.mid, t.dark, 0.75)
        case _:
            return None


def sew(c: Canvas, d: str, t: Tones) -> None:
    """A row of stitches in the piece's thread, if it has any."""
    colour = thread(c, t)
    if colour:
        c.stitch(d, colour)


def tube(c: Canvas, d: str, t: Tones, width: float = 14, *, lit: str | None = None) -> None:
    """A rolled handle: dark body, lit upper side, one thin highlight along `lit`."""
    c.line(d, t.dark, width, cast=True)
    with c.at(placed(-width * 0.11, -width * 0.09)):
        c.line(d, t.mid, width * 0.66)
    with c.at(placed(-width * 0.24, -width * 0.18)):
        c.line(lit or d, t.light, width * 0.17)


def band(c: Canvas, d: str, t: Tones, width: float = 9) -> None:
    """A flat strap: mid face with a dark lower edge and a tonal stitch."""
    c.line(d, t.dark, width, cast=True)
    with c.at(placed(-0.8, -0.8)):
        c.line(d, t.mid, width - 2)
    if c.close:
        sew(c, d, t)


def chain(c: Canvas, d: str, size: float = 6, m: Tones | None = None) -> None:
    """A curb chain along a path: links seen flat and on edge in turn."""
    m = m or c.metal
    pitch = size * 2.1
    c.line(d, m.dark, size * 0.62, cast=True)
    c.line(d, m.dark, size * 1.12, dash=f"{size * 0.85:.1f} {pitch - size * 0.85:.1f}")
    with c.at(placed(-size * 0.06, -size * 0.1)):
        c.line(d, m.mid, size * 0.88, dash=f"{size * 0.85:.1f} {pitch - size * 0.85:.1f}")
    with c.at(placed(-size * 0.16, -size * 0.2)):
        c.line(d, m.light, size * 0.26, dash=f"{size * 0.7:.1f} {pitch - size * 0.7:.1f}")


def plate(c: Canvas, x: float, y: float, w: float, h: float, r: float = 3) -> None:
    """A metal plate with a lit upper left half and a thin dark edge."""
    m = c.metal
    c.plane(rect(x - w / 2 + 0.9, y - h / 2 + 1.4, w, h, r), m.dark)
    c.plane(rect(x - w / 2, y - h / 2, w, h, r), m.mid)
    with c.clip(rect(x - w / 2, y - h / 2, w, h, r)):
        c.plane(poly((x - w / 2, y - h / 2), (x + w * 0.42, y - h / 2), (x - w / 2, y + h * 0.42)), m.light)


def clasp(c: Canvas, x: float, y: float, kind: str, behind: Tones, size: float = 1) -> None:
    """A closure: square frame, turn lock, oval plate, buckle, stud, bar or stone."""
    with c.at(placed(x, y, scale=size)):
        _CLASPS[kind](c, behind)


def _square(c: Canvas, behind: Tones) -> None:
    m = c.metal
    c.plane(rect(-21, -18, 44, 41, 5), behind.dark, 0.55)
    plate(c, 0, 0, 44, 40, 5)
    c.plane(poly((-22, 20), (-10, 10), (10, 10), (22, 20)), m.dark, 0.55)
    c.plane(poly((22, -16), (22, 20), (10, 10), (10, -9)), m.dark, 0.3)
    c.plane(rect(-11, -10, 22, 20, 2.5), m.dark)
    c.plane(rect(-9.5, -8, 20, 17.5, 2), behind.dark)
    c.plane(rect(-4, -8, 8, 17.5, 1), m.mid)
    c.plane(rect(-4, -8, 3, 17.5, 1), m.light)


def _turnlock(c: Canvas, behind: Tones) -> None:
    m = c.metal
    c.plane(ellipse(1.5, 3, 19, 15), behind.dark, 0.6)
    c.plane(ellipse(0.8, 1, 19, 15), m.dark)
    c.plane(ellipse(0, 0, 18.5, 14.4), m.mid)
    c.plane(f"M-18.5 0A18.5 14.4 0 0 1 {pt(12, -11)}L{pt(-12, 10)}Z", m.light)
    c.plane(ellipse(0, 0, 12.5, 9), m.mid)
    c.plane(rect(-3.2, -9.4, 8, 21, 4), m.dark)
    c.plane(rect(-4.2, -10.5, 8, 21, 4), m.light)
    c.plane(rect(-0.6, -10.5, 4.4, 21, 3), m.mid)


def _oval(c: Canvas, behind: Tones) -> None:
    m = c.metal
    c.plane(ellipse(1.5, 2.6, 25, 13), behind.dark, 0.6)
    c.plane(ellipse(0.6, 1, 25, 13), m.dark)
    c.plane(ellipse(0, 0, 24.5, 12.6), m.mid)
    c.plane(ellipse(-1, -0.6, 20, 9.4), m.light)
    c.plane(ellipse(0, 0, 19.6, 9.2), m.mid)
    c.text(0, 2.6, "AURELLE", 7, m.dark, room=32, spacing=0.14)


def _buckle(c: Canvas, behind: Tones) -> None:
    c.plane(rect(-11, -34, 22, 62, 4), behind.mid)
    c.plane(rect(5, -34, 6, 62, 3), behind.dark, 0.6)
    c.plane("M-11 24H11L0 36Z", behind.mid)
    buckle(c, 0, 2, 34, 26)
    for y in (16, 24):
        c.plane(ellipse(0, y, 1.5), behind.dark)


def _stud(c: Canvas, behind: Tones) -> None:
    m = c.metal
    c.plane(ellipse(0.9, 1.6, 7.4), behind.dark, 0.7)
    c.plane(ellipse(0, 0, 7), m.dark)
    c.plane(ellipse(-0.5, -0.6, 6.2), m.mid)
    c.plane(ellipse(-2, -2.2, 2.5), m.light)


def _bar(c: Canvas, behind: Tones) -> None:
    c.plane(rect(-33, -1, 68, 12, 5), behind.dark, 0.55)
    plate(c, 0, 0, 68, 12, 5.5)


def _clasp(c: Canvas, behind: Tones) -> None:
    m = c.metal
    c.plane(ellipse(1.2, 3, 12), behind.dark, 0.6)
    c.plane(ellipse(0, 0, 12), m.dark)
    c.plane(ellipse(-0.6, -0.8, 11), m.mid)
    c.plane(ellipse(-1, -1.2, 7.5), m.light)
    c.plane(ellipse(0, 0, 7.2), m.mid)


def _stone(c: Canvas, behind: Tones) -> None:
    m = c.metal
    t = c.accent("emerald")
    c.plane(rect(-15, -9, 32, 22, 9), behind.dark, 0.55)
    plate(c, 0, 0, 32, 22, 10)
    c.plane(rect(-11, -7.5, 22, 15, 7), t.dark)
    c.plane(poly((-8, -5), (7, -6), (2, 0), (-9, 3)), t.light)
    c.plane(poly((2, 0), (8, -4), (9, 4), (-2, 6)), t.mid)
    c.line("M-13.5 -4.5L-9 -3M13.5 4.5L9 3M-13.5 4.5L-9 3M13.5 -4.5L9 -3", m.light, 1.4)


_CLASPS = {
    "square": _square,
    "turnlock": _turnlock,
    "oval": _oval,
    "buckle": _buckle,
    "stud": _stud,
    "bar": _bar,
    "clasp": _clasp,
    "stone": _stone,
}


def buckle(c: Canvas, x: float, y: float, w: float, h: float, thick: float = 4.2) -> None:
    """A roller buckle lying on a strap that runs downward."""
    m = c.metal
    frame = rect(x - w / 2, y - h / 2, w, h, 4) + rect(
        x - w / 2 + thick, y - h / 2 + thick, w - 2 * thick, h - 2 * thick, 2
    )
    with c.at(placed(0.9, 1.5)):
        c.plane(frame, m.dark, even_odd=True)
    c.plane(frame, m.mid, even_odd=True)
    c.line(
        f"M{pt(x - w / 2 + 1.4, y + h / 2 - 3)}V{y - h / 2 + 3:.1f}q0 -1.6 1.8 -1.6H{x + w / 2 - 5:.1f}", m.light, 1.5
    )
    c.line(f"M{pt(x, y - h / 2 + 2)}V{y + h / 2 - 1:.1f}", m.dark, 3.4)
    c.line(f"M{pt(x - 0.6, y - h / 2 + 2)}V{y + h / 2 - 1.6:.1f}", m.light, 1.8)


def loop(c: Canvas, x: float, y: float, r: float = 8, thick: float = 3.2, *, cast: bool = True) -> None:
    """A round metal ring."""
    m = c.metal
    c.line(ellipse(x, y, r), m.dark, thick, cast=cast)
    c.line(ellipse(x - 0.4, y - 0.5, r), m.mid, thick * 0.7)
    c.line(f"M{pt(x - r, y)}A{pt(r, r)} 0 0 1 {pt(x, y - r)}", m.light, thick * 0.5)


def rivet(c: Canvas, x: float, y: float, r: float = 3) -> None:
    """A small domed rivet."""
    m = c.metal
    c.plane(ellipse(x + 0.4, y + 0.6, r), m.dark)
    c.plane(ellipse(x, y, r * 0.88), m.mid)
    c.plane(ellipse(x - r * 0.3, y - r * 0.3, r * 0.34), m.light)


def zipper(c: Canvas, x1: float, x2: float, y: float, tape: Tones, *, pull: float | None = None) -> None:
    """A level zip with its pull hanging at `pull`."""
    m = c.metal
    c.line(f"M{pt(x1, y)}H{x2:.1f}", tape.dark, 9, butt=True)
    c.line(f"M{pt(x1 + 3, y)}H{x2 - 3:.1f}", m.dark, 4, butt=True)
    c.line(f"M{pt(x1 + 3, y)}H{x2 - 3:.1f}", m.light, 3.2, dash="1.5 1.7", butt=True)
    if pull is not None:
        c.plane(rect(pull - 6, y - 5, 12, 10, 3), m.dark)
        c.plane(rect(pull - 6, y - 5.6, 11, 9.4, 3), m.mid)
        c.plane(rect(pull - 4.6, y - 4.6, 4, 4, 1.6), m.light)
        c.plane(rect(pull - 3, y + 3, 8, 24, 3), tape.dark)
        c.plane(rect(pull - 4, y + 2, 7.4, 24, 3), tape.mid)


def tag(c: Canvas, x: float, y: float, t: Tones, *, cast: bool = False) -> None:
    """A leather luggage tag on a loop, hanging from (x, y)."""
    c.line(f"M{pt(x, y)}C{pt(x - 3, y + 10)} {pt(x + 3, y + 14)} {pt(x + 1, y + 24)}", t.dark, 2.4)
    shape = f"M{pt(x - 12, y + 34)}L{pt(x - 2, y + 20)}H{x + 6:.1f}L{pt(x + 14, y + 33)}V{y + 66:.1f}q0 4 -4 4H{x - 9:.1f}q-4 0 -4 -4Z"
    with c.at(placed(2.4, 3.4)):
        c.plane(shape, t.dark, 0.8)
    c.face(shape, t.mid, cast=cast)
    c.plane(f"M{pt(x + 6, y + 20)}L{pt(x + 14, y + 33)}V{y + 66:.1f}q0 4 -4 4H{x + 5:.1f}Z", t.dark, 0.5)
    c.plane(ring(x + 2, y + 28, 3.4, 1.7), c.metal.light, even_odd=True)
    sew(c, f"M{pt(x - 9, y + 36)}V{y + 65:.1f}H{x + 10:.1f}V{y + 36:.1f}", t)


def tassel(c: Canvas, x: float, y: float, t: Tones, length: float = 44) -> None:
    """A leather tassel under a metal cap."""
    m = c.metal
    end = y + length
    c.face(
        f"M{pt(x - 5, y + 12)}H{x + 5:.1f}L{pt(x + 10, end)}L{pt(x + 6, end - 2)}L{pt(x + 2, end + 1)}L{pt(x - 3, end - 2)}L{pt(x - 10, end)}Z",
        t.mid,
    )
    c.plane(f"M{pt(x + 1, y + 12)}H{x + 5:.1f}L{pt(x + 10, end)}L{pt(x + 6, end - 2)}L{pt(x + 3, end + 1)}Z", t.dark)
    c.line(
        f"M{pt(x - 2, y + 14)}L{pt(x - 5, end - 3)}M{pt(x + 1, y + 14)}L{pt(x, end - 3)}M{pt(x - 4, y + 14)}L{pt(x - 8, end - 3)}",
        t.dark,
        0.9,
    )
    c.plane(rect(x - 6, y, 12, 14, 3), m.mid)
    c.plane(rect(x - 6, y, 4.5, 14, 2), m.light)
    c.plane(rect(x + 3, y, 3, 14, 2), m.dark)


def feet(c: Canvas, *xs: float) -> None:
    """Metal studs under a bag, so that its leather stays off the table."""
    for x in xs:
        c.face(rect(x - 4, -4, 8, 4, 1.5), c.metal.dark)
