"""What keeps leather: a jar of cream, a brush on its bristles, a folded cloth."""

from __future__ import annotations

from mercery.demo.art import fragrance, props
from mercery.demo.art.canvas import Canvas
from mercery.demo.art.palette import Tones, mix, palette
from mercery.demo.art.path import ellipse, poly, pt, rect

_BRISTLE = Tones(light="#6B5140", mid="#4A372B", dark="#33261E", stitch="#8A6E5B")


def care_set(c: Canvas) -> None:
    """A jar with its lid on, a brush before it, and a cloth under both where the set has one."""
    if c.turned:
        props.carton(c, -150, 136, 176, words=c.spec.name("Aurelle").upper())
    if c.spec.option("cloth") == "folded":
        _cloth(c)
    c.stand(-14)
    _jar(c, -46, c.spec.option("jar") == "wide")
    c.stand(2)
    _brush(c, suede=c.spec.option("brush") == "suede")
    c.focus, c.zoom = (-40, -84), 2.3


def _cloth(c: Canvas) -> None:
    """Folded once, its near edge turned up."""
    t = palette("cream")
    c.lie(3)
    c.face(poly((-166, -6), (-122, -40), (58, -40), (34, -6)), t.mid)
    c.plane(poly((-166, -6), (-122, -40), (-30, -40), (-74, -6)), t.light)
    c.face(f"M{pt(-166, -6)}H34v7H{-166}Z", t.dark)
    c.stitch("M-160 -11L-120 -36H46", mix(t.dark, "#8A7A5C", 0.4))


def _jar(c: Canvas, x: float, wide: bool) -> None:
    t = c.tones
    w, h = (70.0, 74.0) if wide else (58.0, 96.0)
    body = f"M{pt(x - w, -h)}V-8Q{pt(x - w, 4)} {pt(x - w + 14, 4)}H{x + w - 14:.1f}Q{pt(x + w, 4)} {pt(x + w, -8)}V{-h:.1f}Z"
    c.face(body, t.mid)
    with c.clip(body):
        c.plane(rect(x - w - 2, -h, w * 0.5, h + 8), t.light)
        c.plane(rect(x + w * 0.6, -h, w * 0.5, h + 8), t.dark)
    cap = rect(x - w - 4, -h - 30, 2 * w + 8, 32, 3)
    c.face(cap, c.metal.mid)
    with c.clip(cap):
        c.plane(rect(x - w - 4, -h - 30, w * 0.5, 32), c.metal.light)
        c.plane(rect(x + w * 0.6, -h - 30, w * 0.6, 32), c.metal.dark)
    c.face(ellipse(x, -h - 30, w + 4, 11), c.metal.light)
    c.plane(ellipse(x + w * 0.14, -h - 29, w * 0.8, 7.4), c.metal.mid)
    fragrance.label(c, x - 2, -h * 0.46, 1.36 * w, h * 0.5)


def _brush(c: Canvas, *, suede: bool) -> None:
    """On its bristles, seen from the side. A suede brush is shorter and has brass wire."""
    wood = palette("tan")
    left, right, hair = (22.0, 142.0, 24.0) if suede else (6.0, 158.0, 36.0)
    tuft = c.metal if suede else _BRISTLE
    c.face(poly((left + 8, -hair), (right - 8, -hair), (right - 2, 0), (left + 2, 0)), tuft.mid)
    c.plane(poly((left + 8, -hair), (left + 44, -hair), (left + 38, 0), (left + 2, 0)), tuft.light)
    c.plane(poly((right - 34, -hair), (right - 8, -hair), (right - 2, 0), (right - 30, 0)), tuft.dark)
    if c.close:
        for step in range(int(left) + 16, int(right) - 12, 9):
            c.line(f"M{step} {-hair:.1f}L{step - 2} -2", tuft.dark, 1.1, opacity=0.5)
    back = f"M{pt(left, -hair + 2)}V{-hair - 14:.1f}Q{pt(left + 2, -hair - 36)} {pt(left + 34, -hair - 38)}H{right - 34:.1f}Q{pt(right - 2, -hair - 36)} {pt(right, -hair - 14)}V{-hair + 2:.1f}Z"
    c.face(back, wood.mid)
    with c.clip(back):
        c.plane(rect(left, -hair - 40, right - left, 13), wood.light)
        c.plane(rect(right - 30, -hair - 40, 32, 44), wood.dark)
    c.line(f"M{pt(left + 10, -hair - 8)}H{right - 10:.1f}", wood.dark, 1.6, opacity=0.6)
