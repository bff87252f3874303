"""Jewellery on stone: rings, earrings, pendants, bangles, bracelets."""

from __future__ import annotations

import math
from collections.abc import Callable

from mercery.demo.art import gems, props
from mercery.demo.art.canvas import Canvas
from mercery.demo.art.palette import Tones, mix, palette
from mercery.demo.art.path import ellipse, placed, poly, pt, rect
from mercery.demo.art.spec import GROUNDS


def _stone(c: Canvas, default: str = "none") -> str:
    return c.spec.params.get("stone", default)


def ring(c: Canvas) -> None:
    """A ring standing on a stone block."""
    m = gems.metal_tones(c)
    style = c.spec.option("style")
    if c.turned:
        y, front = props.jewel_box(c)
        with c.at(placed(-6, y + 34)):
            _RINGS[style](c, m, _stone(c, "diamond" if style in ("solitaire", "halo") else "none"))
        c.body.append(front)
        return
    c.plinth(-124, 118, 76, deep=40)
    y = -76 - 15
    c.stand(-10)
    with c.at(placed(-8, y, scale=1.32)):
        _RINGS[style](c, m, _stone(c, "diamond" if style in ("solitaire", "halo") else "none"))
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
        c.text(4, -120, (c.spec.label or "A")[:2], 28, m.dark, spacing=0)
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


def hoops(c: Canvas) -> None:
    """A pair of hoops hanging from a small stand."""
    m = gems.metal_tones(c)
    style, stone = c.spec.option("style"), _stone(c)
    r = {"small": 36.0, "medium": 50.0, "large": 62.0}[c.spec.option("size")]
    if style == "huggie":
        r *= 0.62
    wide = {"plain": 7.0, "twisted": 9.0, "huggie": 10.0, "chunky": 17.0}[style]
    _tree(c, 250)
    for x in (-70.0, 70.0):
        c.stand(-10)
        c.line(f"M{pt(x, -250)}q-4 8 0 14", m.dark, 2.6)
        with c.at(placed(x, -238 + r)):
            gems.turned_ring(c, 0, 0, r * 0.92, r, wide, 7 if style != "chunky" else 12, m)
            if style == "twisted":
                marks = []
                for k in range(30):
                    a, b = math.radians(k * 12), math.radians(k * 12 + 10)
                    marks.append(f"M{pt((r * 0.92 - wide) * math.sin(a), -(r - wide) * math.cos(a))}L{pt(r * 0.92 * math.sin(b), -r * math.cos(b))}")
                c.line("".join(marks), m.dark, 1.8)
            if stone != "none":
                for k in range(7):
                    a = math.radians(215 + k * 9)
                    gems.setting(c, (r * 0.92 - wide / 2) * math.sin(a), -(r - wide / 2) * math.cos(a), max(3.2, wide * 0.36), stone, m)
            if c.close:
                c.line(f"M{pt(-r * 0.7, -r * 0.5)}A{pt(r, r)} 0 0 1 {pt(-r * 0.1, -r * 0.92)}", mix(m.light, "#FFFFFF", 0.7), 1.6)
    c.focus, c.zoom = (-66, -250 + r), 2.8


def _tree(c: Canvas, high: float) -> None:
    s = c.stone
    m = c.metal
    c.stand(-10)
    c.face(ellipse(0, -10, 74, 15), s.dark)
    c.face(ellipse(0, -20, 74, 15), s.light)
    c.plane("M-74 -20A74 15 0 0 0 74 -20V-10A74 15 0 0 1 -74 -10Z", s.mid)
    c.plane("M40 -8A74 15 0 0 0 74 -20V-10A74 15 0 0 1 40 2.6Z", s.dark)
    c.face(rect(-4, -high, 8, high - 20), m.mid)
    c.plane(rect(-4, -high, 3, high - 20), m.light)
    c.plane(rect(2, -high, 2, high - 20), m.dark)
    c.face(rect(-104, -high - 4, 208, 8, 4), m.mid)
    c.plane(rect(-104, -high - 4, 208, 3, 1.5), m.light)
    c.plane(rect(-104, -high + 1.6, 208, 2.4, 1.2), m.dark)
    for x in (-104, 104):
        gems.bead(c, x, -high, 7, m)


def studs(c: Canvas) -> None:
    """A pair of studs on a leaning stone card."""
    m = gems.metal_tones(c)
    style, stone = c.spec.option("style"), c.spec.option("stone")
    if c.turned:
        y, front = props.jewel_box(c)
        for x in (-44.0, 40.0):
            with c.at(placed(x, y - 42, scale=1.2)):
                _stud(c, m, style, stone)
        c.body.append(front)
        return
    c.plinth(-116, 110, 62, deep=40)
    c.stand(-10)
    card = poly((-84, -84), (-70, -262), (84, -262), (70, -84))
    card_tone = mix(GROUNDS[c.spec.ground][1], "#2A2A2C", 0.62)
    c.face(poly((70, -84), (84, -262), (94, -256), (82, -88)), mix(card_tone, "#000000", 0.3))
    c.face(card, card_tone)
    c.plane(poly((-84, -84), (-70, -262), (-20, -262), (-70, -84)), "#FFFFFF", 0.06)
    c.text(0, -112, "MAISON AURELLE", 9.5, palette("gold").light, room=110, spacing=0.22)
    for x in (-36.0, 40.0):
        with c.at(placed(x, -188, scale=1.2)):
            _stud(c, m, style, stone)
    c.focus, c.zoom = (2, -184), 2.6


def _stud(c: Canvas, m: Tones, style: str, stone: str) -> None:
    c.plane(ellipse(7, 9, 21, 20) if style != "drop" else ellipse(7, 30, 18, 26), "#2A2026", 0.2)
    match style:
        case "knot":
            for turn in (0, 60, 120):
                with c.at(placed(0, 0, turn=turn)):
                    c.line(ellipse(0, 0, 19, 8.4), m.dark, 8.4)
                    c.line(ellipse(-0.6, -0.8, 19, 8.4), m.mid, 5.6)
                    c.line("M-18 -4Q-10 -9 2 -9", m.light, 2)
            if stone not in ("none", "pearl"):
                gems.setting(c, 0, 0, 6, stone, m)
        case "flower":
            for k in range(5):
                with c.at(placed(0, 0, turn=k * 72)):
                    c.plane("M0 0C-15 -8 -13 -27 0 -27C13 -27 15 -8 0 0Z", m.dark)
                    c.plane("M-1 -1C-13 -9 -12 -25 -1 -25.6C9 -25 11 -9 -1 -1Z", m.mid)
                    c.plane("M-2 -6C-9 -11 -8 -22 -3 -23Q-1 -14 -2 -6Z", m.light)
            gems.setting(c, 0, 0, 8, stone if stone != "none" else "pearl", m)
        case "square":
            c.plane(rect(-21, -20, 44, 44, 3), m.dark)
            c.plane(rect(-22, -22, 44, 44, 3), m.mid)
            if stone == "none":
                c.plane(poly((-22, -22), (22, -22), (-22, 22)), m.light)
                c.plane(poly((22, 22), (-22, 22), (0, 0), (22, -22)), m.dark, 0.3)
            elif stone == "pearl":
                gems.pearl(c, 0, 0, 17)
            else:
                gems.baguette(c, 0, 0, 36, 36, stone)
        case "drop":
            gems.setting(c, 0, -16, 9, "diamond" if stone in ("none", "pearl") else stone, m)
            c.line("M0 -5V6", m.dark, 2.4)
            gems.drop_stone(c, 0, 4, 50, stone if stone != "none" else "diamond")
        case _:
            if stone == "none":
                gems.bead(c, 0, 0, 20, m)
            elif stone == "pearl":
                gems.pearl(c, 0, 0, 23)
            else:
                gems.setting(c, 0, 0, 20, stone, m)


def pendant(c: Canvas) -> None:
    """A pendant on its chain, on a stone bust."""
    m = gems.metal_tones(c)
    s = c.stone
    if c.turned:
        y, front = props.jewel_box(c)
        gems.links(c, f"M-76 {y - 120:.0f}C-50 {y - 60:.0f} -20 {y - 44:.0f} 0 {y - 40:.0f}C20 {y - 44:.0f} 50 {y - 60:.0f} 76 {y - 120:.0f}", 4.4, m, c.spec.option("chain"))
        with c.at(placed(0, y - 36, scale=0.9)):
            _pendants(c, m, c.spec.option("style"), _stone(c))
        c.body.append(front)
        return
    c.stand(-10)
    bust = "M-30 -330C-26 -318 -30 -286 -42 -268C-62 -246 -112 -240 -126 -206C-138 -160 -112 -70 -84 0H84C112 -70 138 -160 126 -206C112 -240 62 -246 42 -268C30 -286 26 -318 30 -330Q0 -342 -30 -330Z"
    c.face(bust, s.light)
    with c.clip(bust):
        c.plane("M16 -340C20 -300 14 -280 26 -262C60 -236 84 -230 90 -190C96 -120 70 -50 50 0H150V-340Z", s.mid)
        c.plane("M30 -340C22 -300 36 -268 46 -262C90 -240 112 -226 112 -190C112 -120 94 -50 70 0H150V-340Z", s.dark, 0.8)
    chain = "M-39 -272C-30 -220 -14 -184 0 -168C14 -184 30 -220 39 -272"
    with c.at(placed(4, 6)), c.clip(bust):
        c.line(chain, "#2A2026", 2.6, opacity=0.2)
    gems.links(c, chain, 4.4, m, c.spec.option("chain"))
    c.line(ellipse(0, -163, 5), m.dark, 2.8)
    c.line(ellipse(-0.4, -163.4, 5), m.light, 1.4)
    with c.at(placed(0, -158, scale=1.32)):
        _pendants(c, m, c.spec.option("style"), _stone(c))
    c.focus, c.zoom = (0, -142), 2.6


def _pendants(c: Canvas, m: Tones, style: str, stone: str) -> None:
    match style:
        case "drop":
            c.plane(ellipse(8, 36, 18, 26), "#2A2026", 0.18)
            c.plane("M0 -2C8 20 24 30 23 44A23 20 0 0 1 -23 44C-24 30 -8 20 0 -2Z", m.dark)
            c.plane("M-.6 -2C7 19 22 30 21.6 43A22 19 0 0 1 -22.4 43C-23 30 -8 20 -.6 -2Z", m.mid)
            c.plane("M-.6 -2C-2 16 -12 30 -14 46Q-22 46 -22.4 40C-22 28 -8 20 -.6 -2Z", m.light)
            if stone != "none":
                gems.drop_stone(c, -0.5, 9, 46, stone)
        case "disc":
            _medal(c, m, ellipse(0, 28, 30), ellipse(7, 36, 30))
            c.line(ellipse(0, 28, 24), m.dark, 1, dash="1.4 2.4")
            if stone == "none":
                c.text(0, 38, (c.spec.label or "A")[:2], 28, m.dark, spacing=0)
            else:
                gems.setting(c, 0, 28, 9, stone, m)
        case "locket":
            _medal(c, m, ellipse(0, 32, 26, 34), ellipse(7, 40, 26, 34))
            c.line(ellipse(0, 32, 20, 27), m.dark, 1.2)
            c.plane(rect(23, 26, 6, 14, 2), m.dark)
            gems.setting(c, 0, 32, 7, stone if stone != "none" else "diamond", m)
        case "bar":
            c.plane(rect(-30, 10, 74, 16, 4), "#2A2026", 0.18)
            c.plane(rect(-37, 1.4, 76, 15, 4), m.dark)
            c.plane(rect(-38, 0, 76, 15, 4), m.mid)
            c.plane(rect(-38, 0, 76, 5.4, 2.6), m.light)
            if stone != "none":
                small = c.symbol(lambda: gems.gem(c, 0, 0, 4.6, stone))
                for x in (-24, -12, 0, 12, 24):
                    c.use(small, x, 7.6)
            elif c.spec.label:
                c.text(0, 11.6, c.spec.label, 8, m.dark, room=60, spacing=0.2)
        case "key":
            c.line(ellipse(0, 18, 16), m.dark, 7.4)
            c.line(ellipse(-0.5, 17.4, 16), m.mid, 5)
            c.line("M-14 12A16 16 0 0 1 2 2", m.light, 2)
            c.plane(rect(-3.4, 33, 7.4, 46, 2), m.dark)
            c.plane(rect(-3.6, 33, 4.6, 46, 2), m.light)
            c.plane(rect(3, 62, 11, 5.4) + rect(3, 71, 8, 5.4), m.mid)
            if stone != "none":
                gems.setting(c, 0, 18, 8, stone, m)
        case _:
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


def bangle(c: Canvas) -> None:
    """Bangles standing on a stone block."""
    m = gems.metal_tones(c)
    style, stone = c.spec.option("style"), _stone(c)
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
                marks.append(f"M{pt(70 * math.sin(a), -86 - 72 * math.cos(a))}L{pt(84 * math.sin(b), -86 - 86 * math.cos(b))}")
            c.line("".join(marks), m.dark, 2.2)
        if stone != "none":
            for k in range(-4, 5):
                a = math.radians(k * 9)
                gems.setting(c, 78 * math.sin(a), -86 - 80 * math.cos(a), 5.4, stone, m)
    c.focus, c.zoom = (-16, -220), 2.4


def bracelet(c: Canvas) -> None:
    """A bracelet laid over a rounded stone."""
    m = gems.metal_tones(c)
    s = c.stone
    style, stone = c.spec.option("style"), _stone(c, "diamond" if c.spec.option("style") == "tennis" else "none")
    c.stand(-6)
    form = "M-116 0V-130C-116 -214 -60 -250 0 -250C60 -250 116 -214 116 -130V0Z"
    c.face(form, s.light)
    with c.clip(form):
        c.plane("M14 -256C56 -240 74 -190 74 -130V4H140V-256Z", s.mid)
        c.plane("M46 -256C92 -236 97 -180 97 -130V4H140V-256Z", s.dark, 0.85)
    arc = "M-112 -166C-88 -104 -44 -84 0 -84C44 -84 88 -104 112 -166"
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


def _strung(c: Canvas, m: Tones, style: str, stone: str) -> None:
    def point(u: float) -> tuple[float, float]:
        v = 1 - abs(2 * u - 1)
        p = ((-112, -166), (-88, -104), (-44, -84), (0, -84))
        x = (1 - v) ** 3 * p[0][0] + 3 * (1 - v) ** 2 * v * p[1][0] + 3 * (1 - v) * v * v * p[2][0]
        y = (1 - v) ** 3 * p[0][1] + 3 * (1 - v) ** 2 * v * p[1][1] + 3 * (1 - v) * v * v * p[2][1] + v**3 * p[3][1]
        return (x if u <= 0.5 else -x), y

    if style == "charm":
        gems.links(c, "M-112 -166C-88 -104 -44 -84 0 -84C44 -84 88 -104 112 -166", 7, m)
        for u, kind in ((0.28, "disc"), (0.5, "heart"), (0.72, "key")):
            x, y = point(u)
            with c.at(placed(x, y + 5, scale=0.74)):
                _pendants(c, m, kind, stone)
        return
    count = 25 if style == "tennis" else 19
    for k in range(count):
        x, y = point(0.03 + 0.94 * k / (count - 1))
        if style == "tennis":
            gems.setting(c, x, y, 5.4, stone if stone != "none" else "diamond", m)
        elif k % 6 == 3 or stone == "none":
            gems.bead(c, x, y, 7.4, m)
        elif stone == "pearl":
            gems.pearl(c, x, y, 7.8)
        else:
            gems.bead(c, x, y, 7.4, gems.stone_tones(stone))
