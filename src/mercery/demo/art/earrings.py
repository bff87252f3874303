"""Hoops on a small stand, studs on a card."""

from __future__ import annotations

import math
from collections.abc import Callable

from mercery.demo.art import gems, props
from mercery.demo.art.canvas import Canvas
from mercery.demo.art.palette import Tones, mix, palette
from mercery.demo.art.path import ellipse, placed, poly, pt, rect


def hoops(c: Canvas) -> None:
    """A pair of hoops hanging from a small stand."""
    m = gems.metal_tones(c)
    style, stone = c.spec.option("style"), gems.stone(c)
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
                    marks.append(
                        f"M{pt((r * 0.92 - wide) * math.sin(a), -(r - wide) * math.cos(a))}L{pt(r * 0.92 * math.sin(b), -r * math.cos(b))}"
                    )
                c.line("".join(marks), m.dark, 1.8)
            if stone != "none":
                for k in range(7):
                    a = math.radians(215 + k * 9)
                    gems.setting(
                        c,
                        (r * 0.92 - wide / 2) * math.sin(a),
                        -(r - wide / 2) * math.cos(a),
                        max(3.2, wide * 0.36),
                        stone,
                        m,
                    )
            if c.close:
                c.line(
                    f"M{pt(-r * 0.7, -r * 0.5)}A{pt(r, r)} 0 0 1 {pt(-r * 0.1, -r * 0.92)}",
                    mix(m.light, "#FFFFFF", 0.7),
                    1.6,
                )
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
    card_tones = c.slate
    c.face(poly((70, -84), (84, -262), (94, -256), (82, -88)), card_tones.dark)
    c.face(card, card_tones.mid)
    c.plane(poly((-84, -84), (-70, -262), (-20, -262), (-70, -84)), card_tones.light)
    c.text(0, -112, "MAISON AURELLE", 9.5, palette("gold").light, room=110, spacing=0.22)
    for x in (-36.0, 40.0):
        with c.at(placed(x, -188, scale=1.2)):
            _stud(c, m, style, stone)
    c.focus, c.zoom = (2, -184), 2.6


def _stud(c: Canvas, m: Tones, style: str, stone: str) -> None:
    c.plane(ellipse(7, 9, 21, 20) if style != "drop" else ellipse(7, 30, 18, 26), "#2A2026", 0.2)
    _STUD[style](c, m, stone)


def _stud_knot(c: Canvas, m: Tones, stone: str) -> None:
    for turn in (0, 60, 120):
        with c.at(placed(0, 0, turn=turn)):
            c.line(ellipse(0, 0, 19, 8.4), m.dark, 8.4)
            c.line(ellipse(-0.6, -0.8, 19, 8.4), m.mid, 5.6)
            c.line("M-18 -4Q-10 -9 2 -9", m.light, 2)
    if stone not in ("none", "pearl"):
        gems.setting(c, 0, 0, 6, stone, m)


def _stud_flower(c: Canvas, m: Tones, stone: str) -> None:
    for k in range(5):
        with c.at(placed(0, 0, turn=k * 72)):
            c.plane("M0 0C-15 -8 -13 -27 0 -27C13 -27 15 -8 0 0Z", m.dark)
            c.plane("M-1 -1C-13 -9 -12 -25 -1 -25.6C9 -25 11 -9 -1 -1Z", m.mid)
            c.plane("M-2 -6C-9 -11 -8 -22 -3 -23Q-1 -14 -2 -6Z", m.light)
    gems.setting(c, 0, 0, 8, stone if stone != "none" else "pearl", m)


def _stud_square(c: Canvas, m: Tones, stone: str) -> None:
    c.plane(rect(-21, -20, 44, 44, 3), m.dark)
    c.plane(rect(-22, -22, 44, 44, 3), m.mid)
    if stone == "none":
        c.plane(poly((-22, -22), (22, -22), (-22, 22)), m.light)
        c.plane(poly((22, 22), (-22, 22), (0, 0), (22, -22)), m.dark, 0.3)
    elif stone == "pearl":
        gems.pearl(c, 0, 0, 17)
    else:
        gems.baguette(c, 0, 0, 36, 36, stone)


def _stud_drop(c: Canvas, m: Tones, stone: str) -> None:
    gems.setting(c, 0, -16, 9, "diamond" if stone in ("none", "pearl") else stone, m)
    c.line("M0 -5V6", m.dark, 2.4)
    gems.drop_stone(c, 0, 4, 50, stone if stone != "none" else "diamond")


def _stud_round(c: Canvas, m: Tones, stone: str) -> None:
    if stone == "none":
        gems.bead(c, 0, 0, 20, m)
    elif stone == "pearl":
        gems.pearl(c, 0, 0, 23)
    else:
        gems.setting(c, 0, 0, 20, stone, m)


_STUD: dict[str, Callable[[Canvas, Tones, str], None]] = {
    "knot": _stud_knot,
    "flower": _stud_flower,
    "square": _stud_square,
    "drop": _stud_drop,
    "round": _stud_round,
}
