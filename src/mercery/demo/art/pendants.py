"""Pendants on a stone bust, or laid in their box."""

from __future__ import annotations

from collections.abc import Callable

from mercery.demo.art import gems, props
from mercery.demo.art.canvas import Canvas
from mercery.demo.art.palette import Tones
from mercery.demo.art.path import ellipse, placed, poly, rect


def pendant(c: Canvas) -> None:
    """A pendant on its chain, on a stone bust."""
    m = gems.metal_tones(c)
    s = c.slate if gems.pale(m) else c.stone
    if c.turned:
        y, front = props.jewel_box(c)
        gems.links(
            c,
            f"M-76 {y - 120:.0f}C-50 {y - 60:.0f} -20 {y - 44:.0f} 0 {y - 40:.0f}C20 {y - 44:.0f} 50 {y - 60:.0f} 76 {y - 120:.0f}",
            4.4,
            m,
            c.spec.option("chain"),
        )
        with c.at(placed(0, y - 36, scale=0.9)):
            PENDANTS[c.spec.option("style")](c, m, gems.stone(c))
        c.body.append(front)
        return
    c.stand(-2)
    bust = "M-30 -330C-26 -318 -30 -286 -42 -268C-62 -246 -112 -240 -126 -206C-138 -160 -112 -70 -84 0H84C112 -70 138 -160 126 -206C112 -240 62 -246 42 -268C30 -286 26 -318 30 -330Q0 -342 -30 -330Z"
    c.face(bust, s.light)
    with c.clip(bust):
        c.plane("M16 -340C20 -300 14 -280 26 -262C60 -236 84 -230 90 -190C96 -120 70 -50 50 0H150V-340Z", s.mid)
        c.plane(
            "M30 -340C22 -300 36 -268 46 -262C90 -240 112 -226 112 -190C112 -120 94 -50 70 0H150V-340Z", s.dark, 0.8
        )
    chain = "M-39 -272C-30 -220 -14 -184 0 -168C14 -184 30 -220 39 -272"
    with c.at(placed(4, 6)), c.clip(bust):
        c.line(chain, "#2A2026", 2.6, opacity=0.2)
    gems.links(c, chain, 4.4, m, c.spec.option("chain"))
    c.line(ellipse(0, -163, 5), m.dark, 2.8)
    c.line(ellipse(-0.4, -163.4, 5), m.light, 1.4)
    with c.at(placed(0, -158, scale=1.32)):
        PENDANTS[c.spec.option("style")](c, m, gems.stone(c))
    c.focus, c.zoom = (0, -142), 2.6


def _drop(c: Canvas, m: Tones, stone: str) -> None:
    c.plane(ellipse(8, 36, 18, 26), "#2A2026", 0.18)
    c.plane("M0 -2C8 20 24 30 23 44A23 20 0 0 1 -23 44C-24 30 -8 20 0 -2Z", m.dark)
    c.plane("M-.6 -2C7 19 22 30 21.6 43A22 19 0 0 1 -22.4 43C-23 30 -8 20 -.6 -2Z", m.mid)
    c.plane("M-.6 -2C-2 16 -12 30 -14 46Q-22 46 -22.4 40C-22 28 -8 20 -.6 -2Z", m.light)
    if stone != "none":
        gems.drop_stone(c, -0.5, 9, 46, stone)


def _disc(c: Canvas, m: Tones, stone: str) -> None:
    _medal(c, m, ellipse(0, 28, 30), ellipse(7, 36, 30))
    c.line(ellipse(0, 28, 24), m.dark, 1, dash="1.4 2.4")
    if stone == "none":
        c.text(0, 38, c.spec.name("A")[:2], 28, m.dark, spacing=0)
    else:
        gems.setting(c, 0, 28, 9, stone, m)


def _locket(c: Canvas, m: Tones, stone: str) -> None:
    _medal(c, m, ellipse(0, 32, 26, 34), ellipse(7, 40, 26, 34))
    c.line(ellipse(0, 32, 20, 27), m.dark, 1.2)
    c.plane(rect(23, 26, 6, 14, 2), m.dark)
    gems.setting(c, 0, 32, 7, stone if stone != "none" else "diamond", m)


def _bar(c: Canvas, m: Tones, stone: str) -> None:
    c.plane(rect(-30, 10, 74, 16, 4), "#2A2026", 0.18)
    c.plane(rect(-37, 1.4, 76, 15, 4), m.dark)
    c.plane(rect(-38, 0, 76, 15, 4), m.mid)
    c.plane(rect(-38, 0, 76, 5.4, 2.6), m.light)
    if stone != "none":
        small = c.symbol(lambda: gems.gem(c, 0, 0, 4.6, stone))
        for x in (-24, -12, 0, 12, 24):
            c.use(small, x, 7.6)
    elif c.spec.label:
        c.text(0, 11.6, c.spec.name("AURELLE"), 8, m.dark, room=60, spacing=0.2)


def _key(c: Canvas, m: Tones, stone: str) -> None:
    c.line(ellipse(0, 18, 16), m.dark, 7.4)
    c.line(ellipse(-0.5, 17.4, 16), m.mid, 5)
    c.line("M-14 12A16 16 0 0 1 2 2", m.light, 2)
    c.plane(rect(-3.4, 33, 7.4, 46, 2), m.dark)
    c.plane(rect(-3.6, 33, 4.6, 46, 2), m.light)
    c.plane(rect(3, 62, 11, 5.4) + rect(3, 71, 8, 5.4), m.mid)
    if stone != "none":
        gems.setting(c, 0, 18, 8, stone, m)


def _heart(c: Canvas, m: Tones, stone: str) -> None:
    heart = "M0 60C-38 34 -34 4 -16 4Q-4 4 0 15Q4 4 16 4C34 4 38 34 0 60Z"
    with c.at(placed(6, 8)):
        c.plane(heart, "#2A2026", 0.18)
    c.plane(heart, m.mid)
    with c.clip(heart):
        c.plane("M0 15L0 60C-30 40 -40 4 -16 4Q-4 4 0 15Z", m.light)
        c.plane("M10 0Q24 30 0 60L60 60V0Z", m.dark, 0.6)
    if stone != "none":
        gems.setting(c, 0, 28, 8, stone, m)


def _medal(c: Canvas, m: Tones, d: str, shadow: str) -> None:
    c.plane(shadow, "#2A2026", 0.18)
    with c.at(placed(0.8, 1.4)):
        c.plane(d, m.dark)
    c.plane(d, m.mid)
    with c.clip(d):
        c.plane(poly((-40, -10), (22, -10), (-40, 64)), m.light)


PENDANTS: dict[str, Callable[[Canvas, Tones, str], None]] = {
    "drop": _drop,
    "disc": _disc,
    "locket": _locket,
    "bar": _bar,
    "key": _key,
    "heart": _heart,
}
