"""Jewellery on stone: rings, bangles, bracelets."""

from __future__ import annotations

import math
from collections.abc import Callable

from mercery.demo.art import gems, props
from mercery.demo.art.canvas import Canvas
from mercery.demo.art.palette import Tones, mix
from mercery.demo.art.path import Point, ellipse, placed, poly, pt, rect
from mercery.demo.art.pendants import PENDANTS


def ring(c: Canvas) -> None:
    """A ring standing on a stone block."""
    m = gems.metal_tones(c)
    style = c.spec.option("style")
    if c.turned:
        y, front = props.jewel_box(c)
        with c.at(placed(-6, y + 34)):
            _RINGS[style](c, m, gems.stone(c, "diamond" if style in ("solitaire", "halo") else "none"))
        c.body.append(front)
        return
    c.plinth(-124, 118, 76, deep=40)
    y = -76 - 15
    c.stand(-10)
    with c.at(placed(-8, y, scale=1.32)):
        _RINGS[style](c, m, gems.stone(c, "diamond" if style in ("solitaire", "halo") else "none"))
    c.focus, c.zoom = (0, y - 128), 2.2


def _band(c: Canvas, m: Tones, stone: str) -> None:
    gems.turned_ring(c, 0, -66, 62, 66, 9, 20, m)
    if stone != "none":
        for k in range(-3, 4):
            a = math.radians(k * 13)
            gems.setting(c, 58 * math.sin(a) + 4, -66 - 62 * math.cos(a), 6.2, stone, m)


def _solitaire(c: Canvas, m: Tones, stone: str) -> None:
    gems.turned_ring(c, 0, -60, 58, 60, 6.5, 13, m)
    c.face(poly((-13, -118), (-20, -140), (24, -140), (17, -118)), m.mid)
    c.plane(poly((-13, -118), (-20, -140), (-12, -140), (-6, -118)), m.light)
    c.plane(poly((17, -118), (24, -140), (14, -140), (10, -118)), m.dark)
    gems.setting(c, 2, -150, 25, stone if stone != "none" else "diamond", m)


def _signet(c: Canvas, m: Tones, stone: str) -> None:
    gems.turned_ring(c, 0, -62, 60, 62, 9, 22, m)
    c.face("M-46 -100Q-34 -128 -28 -132H36Q44 -128 54 -104Q30 -116 4 -116Q-24 -116 -46 -100Z", m.dark)
    c.face(ellipse(4, -128, 40, 30), m.dark)
    c.plane(ellipse(3, -129.6, 39, 29), m.mid)
    c.plane(ellipse(2, -130.6, 33, 24), m.light)
    c.plane(ellipse(4, -129.2, 32, 23), mix(m.mid, m.light, 0.35))
    if stone == "none":
        c.text(4, -120, c.spec.name("A")[:2], 28, m.dark, spacing=0)
    else:
        gems.baguette(c, 4, -129, 44, 32, stone)


def _stacking(c: Canvas, m: Tones, stone: str) -> None:
    for i, (dx, w) in enumerate(((30, 6), (4, 5), (-22, 6))):
        gems.turned_ring(c, dx, -62, 56, 62, w, 10, m)
        if stone != "none" and i == 1:
            for k in range(-3, 4):
                a = math.radians(k * 10)
                gems.setting(c, dx + 54 * math.sin(a), -62 - 60 * math.cos(a), 4.4, stone, m)


def _halo(c: Canvas, m: Tones, stone: str) -> None:
    gems.turned_ring(c, 0, -60, 58, 60, 6.5, 13, m)
    stone = stone if stone != "none" else "diamond"
    c.face(poly((-16, -116), (-24, -134), (28, -134), (20, -116)), m.dark)
    c.face(ellipse(2, -150, 35, 31), m.mid)
    small = c.symbol(lambda: gems.gem(c, 0, 0, 3.8, "diamond"))
    for k in range(16):
        a = k * math.tau / 16
        c.use(small, 2 + 30 * math.cos(a), -150 + 26.5 * math.sin(a))
    gems.baguette(c, 2, -150, 43, 36, stone)


def _twist(c: Canvas, m: Tones, stone: str) -> None:
    gems.turned_ring(c, 0, -64, 60, 64, 12, 14, m)
    marks = []
    for k in range(32):
        a, b = math.radians(k * 11.25), math.radians(k * 11.25 + 9)
        marks.append(f"M{pt(48 * math.sin(a), -64 - 52 * math.cos(a))}L{pt(60 * math.sin(b), -64 - 64 * math.cos(b))}")
    c.line("".join(marks), m.dark, 2)
    if stone != "none":
        gems.setting(c, 2, -128, 13, stone, m)


_RINGS: dict[str, Callable[[Canvas, Tones, str], None]] = {
    "band": _band,
    "solitaire": _solitaire,
    "signet": _signet,
    "stacking": _stacking,
    "halo": _halo,
    "twist": _twist,
}


def bangle(c: Canvas) -> None:
    """Bangles standing on a stone block."""
    m = gems.metal_tones(c)
    style, stone = c.spec.option("style"), gems.stone(c)
    high = 12.0
    if c.turned:
        props.carton(c, -150, 150, 116, words="AURELLE")
        c.stand(0)
    else:
        high = 86.0
        c.plinth(-134, 128, 74, deep=38)
        c.stand(-10)
    with c.at(placed(46 if c.turned else -4, 12 - high if c.turned else -high)):
        if style == "stacking":
            for dx in (26, 4, -18):
                gems.turned_ring(c, dx, -86, 82, 86, 6, 9, m)
        elif style == "cuff":
            gems.turned_ring(c, -2, -86, 84, 86, 8, 42, m)
        else:
            gems.turned_ring(c, 0, -86, 84, 86, 11 if style == "plain" else 14, 15, m)
        if style == "twist":
            marks = []
            for k in range(40):
                a, b = math.radians(k * 9), math.radians(k * 9 + 8)
                marks.append(
                    f"M{pt(70 * math.sin(a), -86 - 72 * math.cos(a))}L{pt(84 * math.sin(b), -86 - 86 * math.cos(b))}"
                )
            c.line("".join(marks), m.dark, 2.2)
        if stone != "none":
            for k in range(-4, 5):
                a = math.radians(k * 9)
                gems.setting(c, 78 * math.sin(a), -86 - 80 * math.cos(a), 5.4, stone, m)
    c.focus, c.zoom = (-16, -220), 2.4


def bracelet(c: Canvas) -> None:
    """A bracelet laid over a rounded stone."""
    m = gems.metal_tones(c)
    style, stone = c.spec.option("style"), gems.stone(c, "diamond" if c.spec.option("style") == "tennis" else "none")
    s = c.slate if gems.pale(m) or stone in ("pearl", "diamond") else c.stone
    c.stand(-2)
    form = "M-116 0V-130C-116 -214 -60 -250 0 -250C60 -250 116 -214 116 -130V0Z"
    c.face(form, s.light)
    with c.clip(form):
        c.plane("M14 -256C56 -240 74 -190 74 -130V4H140V-256Z", s.mid)
        c.plane("M46 -256C92 -236 97 -180 97 -130V4H140V-256Z", s.dark, 0.85)
    arc = "M-107 -168C-86 -104 -44 -84 0 -84C44 -84 86 -104 107 -168"
    with c.clip(form), c.at(placed(5, 8)):
        c.line(arc, "#2A2026", 8, opacity=0.2)
    if style == "chain":
        c.line(arc, m.dark, 15, dash="15 6")
        c.line(arc, m.mid, 12, dash="15 6")
        c.line(arc, s.mid, 4.4, dash="13 8")
        c.line(arc, m.light, 2, dash="13 8")
        _toggle(c, m)
        if stone != "none":
            gems.setting(c, 0, -87, 9, stone, m)
    else:
        _strung(c, m, style, stone)
    c.focus, c.zoom = (-14, -112), 2.4


def _toggle(c: Canvas, m: Tones) -> None:
    c.line(ellipse(0, -70, 15), m.dark, 6.4)
    c.line(ellipse(-0.5, -70.7, 15), m.mid, 4.4)
    c.line("M-13 -76A15 15 0 0 1 2 -85", m.light, 1.8)
    c.line("M-24 -88L24 -86", m.dark, 7)
    c.line("M-24 -89L22 -87", m.mid, 4.6)
    c.line("M-22 -90L14 -88.6", m.light, 1.6)


def _line_of_stones(c: Canvas, m: Tones, stone: str, point: Callable[[float], Point]) -> None:
    """Square stones in square settings, each turned along the line, with a hinge between two."""
    count = 19

    def drawing() -> None:
        c.plane(rect(-7.4, -1.6, 14.8, 4, 1), m.dark)
        c.plane(rect(-5.8, -4.9, 12, 12, 1.2), m.dark)
        c.plane(rect(-6.2, -6.2, 12, 12, 1.2), m.mid)
        c.line("M-5.8 -5.6H5.4", m.light, 1)
        gems.baguette(c, -0.2, -0.2, 9.4, 9.4, stone)
        for x, y in ((-4.8, -4.8), (4.4, -4.8), (-4.8, 4.4), (4.4, 4.4)):
            c.plane(ellipse(x, y, 1.3), m.light)

    name = c.symbol(drawing)
    for k in range(count):
        u = 0.03 + 0.94 * k / (count - 1)
        (x, y), (ax, ay), (bx, by) = point(u), point(u - 0.02), point(u + 0.02)
        c.use(name, x, y, turn=math.degrees(math.atan2(by - ay, bx - ax)))


def _strung(c: Canvas, m: Tones, style: str, stone: str) -> None:
    def point(u: float) -> tuple[float, float]:
        v = 1 - abs(2 * u - 1)
        p = ((-107, -168), (-86, -104), (-44, -84), (0, -84))
        x = (1 - v) ** 3 * p[0][0] + 3 * (1 - v) ** 2 * v * p[1][0] + 3 * (1 - v) * v * v * p[2][0]
        y = (1 - v) ** 3 * p[0][1] + 3 * (1 - v) ** 2 * v * p[1][1] + 3 * (1 - v) * v * v * p[2][1] + v**3 * p[3][1]
        return (x if u <= 0.5 else -x), y

    if style == "charm":
        gems.links(c, "M-107 -168C-86 -104 -44 -84 0 -84C44 -84 86 -104 107 -168", 7, m)
        for u, kind in ((0.28, "disc"), (0.5, "heart"), (0.72, "key")):
            x, y = point(u)
            with c.at(placed(x, y + 5, scale=0.74)):
                PENDANTS[kind](c, m, stone)
        return
    if style == "tennis":
        _line_of_stones(c, m, stone if stone != "none" else "diamond", point)
        return
    count = 19
    for k in range(count):
        x, y = point(0.03 + 0.94 * k / (count - 1))
        if k % 6 == 3 or stone == "none":
            gems.bead(c, x, y, 7.4, m)
        elif stone == "pearl":
            gems.pearl(c, x, y, 7.8)
        else:
            gems.bead(c, x, y, 7.4, gems.stone_tones(stone))
