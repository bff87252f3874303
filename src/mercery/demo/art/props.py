"""What stands beside a piece in its alternate picture: cartons, jewel box, spectacle case."""

from __future__ import annotations

from mercery.demo.art.canvas import Canvas
from mercery.demo.art.palette import Tones, mix, palette
from mercery.demo.art.path import ellipse, placed, poly, pt, rect

_GOLD = palette("gold")
_GREENS = ("bottle green", "emerald", "teal", "olive", "sage")


def house(c: Canvas) -> Tones:
    """The colour of the house's boxes: bottle green, or aubergine behind a green piece."""
    return palette("aubergine" if c.spec.colour in _GREENS else "bottle green")


def carton(c: Canvas, x: float, w: float, h: float, *, at: float = -22, words: str = "AURELLE") -> None:
    """The house carton standing behind or beside the piece, its left lower corner at `x`."""
    t = house(c)
    side = min(26, w * 0.22)
    c.stand(at)
    with c.at(placed(x, at)):
        c.face(f"M{pt(w, -h)}L{pt(w + side, -h - side * 0.45)}V{-side * 0.45:.1f}L{pt(w, 0)}Z", t.dark)
        c.face(f"M{pt(0, -h)}L{pt(side, -h - side * 0.45)}H{w + side:.1f}L{pt(w, -h)}Z", t.light)
        c.face(rect(0, -h, w, h), t.mid)
        c.plane(poly((0, -h), (w * 0.3, -h), (0, -h * 0.4)), t.light, 0.45)
        c.line(rect(w * 0.07, -h + w * 0.07, w * 0.86, h - w * 0.14), _GOLD.mid, 1.2)
        c.text(w / 2, -h + w * 0.24, words, w * 0.11, _GOLD.light, room=w * 0.74, spacing=0.2)
    c.stand(0)


def shoe_box(c: Canvas, w: float, h: float, *, at: float = -30) -> None:
    """A low carton with its lid on, as a stand for a shoe."""
    t = house(c)
    c.stand(at)
    x = -w / 2
    c.face(f"M{pt(w / 2 - 4, -h)}l28 -20V-20L{pt(w / 2 - 4, 0)}Z", t.dark)
    c.face(rect(x + 4, -h, w - 8, h), t.mid)
    top = f"M{pt(x, -h - 8)}l30 -22H{w / 2 + 30:.1f}L{pt(w / 2, -h - 8)}Z"
    c.face(f"M{pt(w / 2, -h - 8)}l30 -22v26L{pt(w / 2, -h + 20)}Z", t.dark)
    c.face(top, mix(t.light, "#FFFFFF", 0.12))
    c.ledge(top, -h - 16, mix(t.mid, "#10201A", 0.25))
    c.face(rect(x, -h - 8, w, 28), mix(t.mid, t.light, 0.35))
    c.line(f"M{pt(x, -h + 20)}h{w:.1f}", t.dark, 2.4, butt=True)
    c.text(0, -h * 0.4, "MAISON AURELLE", 13, _GOLD.light, room=w * 0.6, spacing=0.2)
    c.stand(0)


def jewel_box(c: Canvas, w: float = 216) -> tuple[float, str]:
    """An open jewel box: lid and lining. Returns the height of the pad and the front to add last."""
    t = house(c)
    lining = palette("cream")
    x = w / 2
    c.stand(-26)
    c.face(poly((-x + 6, -78), (-x + 16, -236), (x + 4, -236), (x + 12, -78)), t.mid)
    c.face(poly((x + 4, -236), (x + 16, -228), (x + 24, -84), (x + 12, -78)), t.dark)
    c.plane(poly((-x + 18, -84), (-x + 27, -224), (x - 7, -224), (x, -84)), lining.mid)
    c.plane(poly((-x + 18, -84), (-x + 27, -224), (-x + 70, -224), (-x + 30, -84)), lining.light)
    c.text(0, -190, "AURELLE", 15, "#9C7A34", room=w * 0.5, spacing=0.22)
    c.stand(-4)
    c.face(poly((-x, -70), (-x + 18, -96), (x + 20, -96), (x, -70)), t.dark)
    pad = poly((-x + 10, -72), (-x + 25, -91), (x + 8, -91), (x - 8, -72))
    c.plane(pad, lining.light)
    c.ledge(pad, -80, lining.dark)
    front = (
        f'<path d="{rect(-x, -72, w, 72, 3)}" fill="{t.mid}"/>'
        f'<path d="{poly((-x, -72), (-x + 60, -72), (-x, -10))}" fill="{t.light}" opacity=".5"/>'
        f'<path d="M{pt(-x, -71)}H{x:.0f}" stroke="{t.light}" stroke-width="2.4"/>'
        f'<path d="{rect(-12, -66, 24, 11, 3)}" fill="{_GOLD.mid}"/><path d="{rect(-12, -66, 24, 4, 2)}" fill="{_GOLD.light}"/>'
    )
    c.face(poly((x, -72), (x + 20, -96), (x + 20, -18), (x, 0)), t.dark)
    c.shade(rect(-x, -72, w, 72, 3))
    c.reach(-x, 0)
    return -80, front


def spectacle_case(c: Canvas, t: Tones) -> None:
    """A leather case lying behind the spectacles."""
    c.stand(-30)
    with c.at(placed(20, -34)):
        body = "M-118 -30Q-118 -62 -84 -62H96Q128 -62 128 -30Q128 0 96 0H-84Q-118 0 -118 -30Z"
        c.face(body, t.mid)
        with c.clip(body):
            c.plane(rect(-130, -70, 270, 28), t.light)
            c.plane(rect(84, -70, 60, 80), t.dark, 0.8)
        c.line("M-117 -36Q0 -28 127 -36", t.dark, 2.4)
        c.plane(rect(-8, -46, 26, 18, 4), c.metal.mid)
        c.plane(ellipse(5, -37, 3), c.metal.dark)
    c.stand(0)
