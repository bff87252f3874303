"""Glass and scent: perfume bottles, travel spray, diffuser."""

from __future__ import annotations

from mercery.demo.art import props
from mercery.demo.art.canvas import INK, Canvas
from mercery.demo.art.palette import Tones, mix, palette
from mercery.demo.art.path import Point, ellipse, placed, poly, pt, rect, turned
from mercery.demo.art.spec import GROUNDS
from mercery.demo.art.surfaces import surface

_FILL = {"three_quarters": 0.74, "full": 0.9, "half": 0.5}
_PAPER = "#F6F1E6"
_PROFILES: dict[str, list[Point]] = {
    "disc": [(12, -182), (36, -176), (70, -148), (86, -100), (76, -48), (46, -12), (38, -4), (38, 0)],
    "flacon": [(14, -190), (30, -184), (64, -164), (74, -138), (64, -90), (52, -44), (50, -12), (54, 0)],
    "sphere": [(14, -166), (40, -160), (74, -130), (86, -84), (74, -38), (44, -8), (34, 0)],
}


def see_through(c: Canvas) -> bool:
    """Whether the glass is clear: it is named so, or the colour is that of the liquid within."""
    return c.spec.colour in ("clear", "white") or "liquid" in c.spec.params


def glass_tones(c: Canvas) -> Tones:
    """The bottle's glass: clear glass takes the tint of the ground behind it."""
    if not see_through(c):
        return c.tones
    wall = GROUNDS[c.spec.ground][0]
    return Tones(
        light=mix(wall, "#FFFFFF", 0.72),
        mid=mix(wall, "#FFFFFF", 0.42),
        dark=mix(wall, "#4C5A5A", 0.24),
        stitch="#FFFFFF",
    )


def metal_or(c: Canvas, key: str, default: str) -> Tones:
    """The tones of a colour option."""
    return palette(c.spec.colour_option(key, default))


def label(c: Canvas, x: float, y: float, w: float, h: float, *, t: Tones | None = None) -> None:
    """A paper label: name, hairline, and the second line of the label or the house name."""
    paper, ink = (_PAPER, INK) if t is None else (t.mid, "#FBF6EA")
    c.plane(rect(x - w / 2 + 1.2, y - h / 2 + 1.8, w, h, 1), "#1A1412", 0.16)
    c.plane(rect(x - w / 2, y - h / 2, w, h, 1), paper)
    if c.close:
        c.line(rect(x - w / 2 + 3, y - h / 2 + 3, w - 6, h - 6), ink, 0.5, opacity=0.5)
    c.text(x, y - h * 0.03, c.spec.name("Aurelle"), h * 0.27, ink, room=w * 0.82, spacing=0.02)
    c.line(f"M{pt(x - w * 0.14, y + h * 0.12)}h{w * 0.28:.1f}", ink, 0.7)
    c.text(x, y + h * 0.32, c.spec.small_print or "MAISON AURELLE", h * 0.12, ink, room=w * 0.8, spacing=0.08)


def perfume_rectangular(c: Canvas) -> None:
    """A heavy rectangular bottle, its liquid, a neck ring and a block cap."""
    w, h = {"classic": (126, 168), "tall": (94, 214), "flat": (168, 140)}[c.spec.option("shape")]
    g, q = glass_tones(c), metal_or(c, "liquid", "amber")
    clear = see_through(c)
    cap = metal_or(c, "cap", "black")
    m = c.metal
    cw, ch = w * 0.34, {"classic": 62, "tall": 50, "flat": 56}[c.spec.option("shape")]
    if c.turned:
        props.carton(c, -w / 2 - w * 0.66, w * 1.1, h + ch * 0.7, words=c.spec.name("Aurelle").upper())
    c.stand(-2)
    c.face(rect(-cw * 0.36, -h - 18, cw * 0.72, 22), m.mid)
    c.plane(rect(-cw * 0.36, -h - 18, cw * 0.24, 22), m.light)
    c.plane(rect(cw * 0.16, -h - 18, cw * 0.2, 22), m.dark)
    _block_cap(c, cap, cw, ch, -h - 16)
    body = rect(-w / 2, -h, w, h, 10)
    c.face(body, g.mid)
    with c.clip(body):
        c.plane(rect(-w / 2, -h, 13, h), g.light)
        c.plane(rect(w / 2 - 15, -h, 15, h), g.dark, 0.8)
        c.plane(rect(-w / 2, -h, w, 9), g.light)
    inner = rect(-w / 2 + 13, -h + 14, w - 28, h - 32, 6)
    if clear:
        c.plane(inner, mix(g.mid, g.light, 0.5))
        _liquid(c, q, inner, -w / 2 + 13, w - 28, -18 - (h - 32) * _FILL[c.spec.option("fill")], -18)
        c.plane(rect(-1.2, -h - 4, 2.4, h - 30), mix(q.light, "#FFFFFF", 0.4), 0.7)
    else:
        c.plane(inner, mix(g.mid, g.light, 0.28))
        c.plane(poly((w / 2 - 15, -h + 14), (w / 2 - 15, -18), (w * 0.1, -18), (w * 0.24, -h + 14)), g.dark, 0.5)
    c.plane(rect(-w / 2 + 4, -h + 14, 3.4, h - 34, 1.7), "#FFFFFF", 0.65)
    c.plane(poly((-w / 2 + 13, -18), (w / 2 - 15, -18), (w / 2 - 6, -6), (-w / 2 + 6, -6)), g.light, 0.6)
    lw = min(w * 0.54, 66)
    label(c, -1, -h * 0.4, lw, lw * 0.88)
    c.focus, c.zoom = (0, -h * 0.62), 2.3


def _liquid(c: Canvas, q: Tones, inner: str, x: float, w: float, top: float, bottom: float) -> None:
    with c.clip(inner):
        c.plane(rect(x, top, w, bottom - top), q.mid)
        c.plane(rect(x, top, w * 0.2, bottom - top), q.light)
        c.plane(rect(x + w * 0.74, top, w * 0.26, bottom - top), q.dark)
        c.plane(rect(x, top, w, 4.5), mix(q.light, "#FFFFFF", 0.35))
    wall, table = GROUNDS[c.spec.ground]
    c.glow(rect(x + 4, top + 6, w - 8, bottom - top - 8), mix(mix(table, wall, 0.4), q.light, 0.62))


def _block_cap(c: Canvas, t: Tones, w: float, h: float, y: float) -> None:
    c.face(rect(-w / 2, y - h, w, h, 4), t.mid)
    c.plane(rect(-w / 2, y - h, w * 0.3, h, 3), t.light)
    c.plane(rect(w * 0.26, y - h, w * 0.24, h, 3), t.dark)
    c.plane(rect(-w / 2 + 3, y - h + 1.4, w - 6, 3, 1.5), mix(t.light, "#FFFFFF", 0.25))


def perfume_round(c: Canvas) -> None:
    """A curved bottle: a disc on its foot, a shouldered flacon or a sphere."""
    g, q = glass_tones(c), metal_or(c, "liquid", "champagne")
    clear = see_through(c)
    shape = c.spec.option("shape")
    profile = _PROFILES[shape]
    top = profile[0][1]
    m = c.metal
    if c.turned:
        props.carton(c, -138, 150, -top + 36, words=c.spec.name("Aurelle").upper())
    c.stand(-2)
    c.face(rect(-15, top - 14, 30, 20, 2), m.mid)
    c.plane(rect(-15, top - 14, 10, 20, 2), m.light)
    c.plane(rect(7, top - 14, 8, 20, 2), m.dark)
    _stopper(c, metal_or(c, "cap", "gold"), c.spec.option("stopper"), top - 12)
    outline = turned(profile)
    c.face(outline, g.mid)
    with c.clip(outline):
        c.plane(turned(profile, -1.05, -0.7), g.light)
        c.plane(turned(profile, 0.66, 1.05), g.dark, 0.85)
    if clear:
        _pool(c, g, q, profile)
    elif shape != "flacon":
        c.line(turned([(x * 0.8, y * 0.86 - 12) for x, y in profile[1:-1]]), g.light, 1.6, opacity=0.7)
    else:
        for k in (-0.62, -0.3, 0.05, 0.36, 0.64):
            c.line(turned(profile, k, k + 0.001), g.dark if k > 0 else g.light, 1.4, opacity=0.6)
    c.line(
        f"M{pt(-profile[3][0] * 0.86, profile[3][1] + 6)}Q{pt(-profile[2][0] * 0.94, profile[2][1] + 12)} {pt(-profile[2][0] * 0.62, profile[2][1] + 4)}",
        "#FFFFFF",
        3.6,
        opacity=0.8,
    )
    if clear:
        label(c, 0, top * 0.42, 62, 50)
    else:
        ink = c.foil(g)
        c.text(0, top * 0.44, c.spec.name("Aurelle"), 19, ink, room=96, spacing=0.03)
        c.text(0, top * 0.33, c.spec.small_print or "AURELLE", 7.5, ink, room=60, spacing=0.2)
    c.focus, c.zoom = (0, top * 0.68), 2.3


def _pool(c: Canvas, g: Tones, q: Tones, profile: list[Point]) -> None:
    """The liquid in a curved bottle, and its light in the shadow."""
    top = profile[0][1]
    inner = [(x * 0.84, y * 0.93 - 8) for x, y in profile[1:-1]]
    pool = turned(inner)
    level = -14 + (top + 14) * 0.72
    c.plane(pool, mix(g.mid, g.light, 0.5))
    with c.clip(pool):
        c.plane(rect(-100, level, 200, 240), q.mid)
        with c.clip(rect(-100, level, 200, 240)):
            c.plane(turned(inner, -1.1, -0.58), q.light)
            c.plane(turned(inner, 0.5, 1.1), q.dark)
        c.plane(rect(-100, level, 200, 4), mix(q.light, "#FFFFFF", 0.4))
    c.glow(turned([(x * 0.8, y) for x, y in inner if y > level]), mix(GROUNDS[c.spec.ground][1], q.light, 0.6))


def _stopper(c: Canvas, t: Tones, kind: str, y: float) -> None:
    if kind == "ball":
        c.face(ellipse(0, y - 30, 33), t.mid)
        with c.clip(ellipse(0, y - 30, 33)):
            c.plane(ellipse(-16, y - 42, 34), t.light)
            c.plane(ellipse(0, y - 30, 33) + ellipse(-11, y - 37, 36), t.dark, even_odd=True)
        c.plane(ellipse(-14, y - 43, 5.5), mix(t.light, "#FFFFFF", 0.7))
    elif kind == "cylinder":
        _block_cap(c, t, 50, 50, y)
    else:
        c.face(poly((-14, y), (-34, y - 30), (-20, y - 62), (20, y - 62), (34, y - 30), (14, y)), t.mid)
        c.plane(poly((-14, y), (-34, y - 30), (-20, y - 62), (-8, y - 34)), t.light)
        c.plane(poly((14, y), (34, y - 30), (20, y - 62), (12, y - 34)), t.dark)
        c.plane(poly((-20, y - 62), (20, y - 62), (12, y - 34), (-8, y - 34)), mix(t.mid, t.light, 0.5))


def travel_spray(c: Canvas) -> None:
    """A slim refillable spray in a leather or metal sleeve, on a stone block."""
    t, m = c.tones, c.metal
    off = c.spec.option("cap") == "off"
    c.plinth(-104, 98, 84, deep=26)
    with c.at(placed(-12 if off else 0, -90)):
        if off:
            c.stand(-2)
            _sleeve(c, t, 68, 0, 64)
            c.stand(-4)
            c.face(rect(-9, -166, 18, 16, 2), m.mid)
            c.plane(rect(-9, -166, 6, 16, 2), m.light)
            c.face(rect(-13, -152, 26, 22, 3), "#EFEDE7")
            c.plane(rect(4, -152, 9, 22, 3), "#CFCBC1")
            c.plane(ellipse(-9, -160, 1.5), m.dark)
        c.stand(-4)
        _sleeve(c, t, 0, 0, 132)
        if not off:
            _sleeve(c, t, 0, -138, 68)
        c.face(rect(-29, -138, 58, 8, 1.5), m.mid)
        c.plane(rect(-29, -138, 18, 8, 1.5), m.light)
        c.plane(rect(13, -138, 16, 8, 1.5), m.dark)
        c.text(-5, -58, c.spec.name("Aurelle"), 13, c.foil(t), room=38, spacing=0.03)
    c.focus, c.zoom = (0, -222), 2.7


def _sleeve(c: Canvas, t: Tones, x: float, y: float, h: float) -> None:
    d = rect(x - 28, y - h, 56, h, 4)
    metal = c.spec.option("case") == "metal"
    t = c.metal if metal else t
    c.face(d, t.mid)
    if not metal:
        surface(c, d, t, step=14)
    with c.clip(d):
        c.plane(rect(x - 28, y - h, 15, h), t.light)
        c.plane(rect(x + 11, y - h, 17, h), t.dark)
        if metal:
            c.plane(rect(x - 20, y - h, 3, h), "#FFFFFF", 0.6)
            c.line("".join(f"M{pt(x - 28, y - h + 6 + i * 8)}h56" for i in range(int(h / 8))), t.dark, 0.8, opacity=0.5)
    if not metal:
        c.stitch(f"M{pt(x + 19, y - h + 5)}V{y - 5:.0f}", t.stitch)


def diffuser(c: Canvas) -> None:
    """A reed diffuser."""
    g, q = glass_tones(c), metal_or(c, "liquid", "honey")
    clear = see_through(c)
    if c.turned:
        props.carton(c, -150, 116, 190, words=c.spec.name("Aurelle").upper())
    c.stand(-2)
    reeds = ((-58, -322), (-34, -346), (-10, -338), (16, -352), (42, -330), (64, -312))
    for x, y in reeds if c.spec.option("reeds") == "six" else reeds[1:5]:
        c.line(f"M{pt(x * 0.14, -128)}L{pt(x, y)}", palette("camel").dark, 4.4, cast=True, butt=True)
        c.line(f"M{pt(x * 0.14 - 0.8, -128)}L{pt(x - 0.8, y)}", palette("camel").light, 2.4, butt=True)
    square = c.spec.option("shape") == "square"
    body = (
        rect(-62, -124, 124, 124, 12)
        if square
        else turned([(24, -126), (34, -122), (66, -92), (72, -52), (62, -12), (50, 0)])
    )
    m = c.metal
    c.face(rect(-22, -146, 44, 26, 3), m.mid)
    c.plane(rect(-22, -146, 14, 26, 3), m.light)
    c.plane(rect(10, -146, 12, 26, 3), m.dark)
    c.plane(ellipse(0, -146, 20, 4), mix(m.dark, "#000000", 0.4))
    c.face(body, g.mid)
    with c.clip(body):
        c.plane(rect(-80, -130, 32, 140), g.light)
        c.plane(rect(44, -130, 40, 140), g.dark, 0.85)
        if clear:
            c.plane(rect(-50, -92, 98, 80, 5), q.mid)
            c.plane(rect(-50, -92, 22, 80, 5), q.light)
            c.plane(rect(24, -92, 24, 80, 5), q.dark)
            c.plane(rect(-50, -92, 98, 4), mix(q.light, "#FFFFFF", 0.4))
        c.plane(rect(-56, -112, 4, 96, 2), "#FFFFFF", 0.6)
    if clear:
        c.glow(rect(-44, -86, 88, 70), mix(GROUNDS[c.spec.ground][1], q.light, 0.6))
    label(c, -2, -52, 66, 50)
    c.focus, c.zoom = (4, -132), 2.3
