"""Cut stones, pearls and small metal parts of jewellery."""

from __future__ import annotations

import math

from mercery.demo.art.canvas import Canvas
from mercery.demo.art.palette import Tones, brightness, mix, palette
from mercery.demo.art.path import ellipse, placed, poly, pt

_STONES = {
    "diamond": Tones(light="#FFFFFF", mid="#E3EDF0", dark="#A9BEC6", stitch="#FFFFFF"),
    "emerald": Tones(light="#6CC3A0", mid="#1F8A63", dark="#0C4E38", stitch="#CFF0E0"),
    "ruby": Tones(light="#E8687A", mid="#B8203C", dark="#6E0E24", stitch="#F9C9CF"),
    "sapphire": Tones(light="#7A9BE0", mid="#2C55AE", dark="#152C6B", stitch="#CFDCF8"),
    "citrine": Tones(light="#FBE08A", mid="#E5AF35", dark="#A87214", stitch="#FFF4CC"),
    "pearl": Tones(light="#FFFDF8", mid="#EFE7DB", dark="#C9BBAA", stitch="#FFFFFF"),
}


def stone_tones(name: str) -> Tones:
    """The tones of a stone."""
    return _STONES[name]


def gem(c: Canvas, x: float, y: float, r: float, name: str) -> None:
    """A round brilliant from above, or a pearl."""
    if name == "pearl":
        pearl(c, x, y, r)
        return
    t = _STONES[name]
    c.plane(ellipse(x, y, r), t.mid)
    if r < 4:
        c.plane(poly((x - r * 0.8, y), (x, y - r * 0.8), (x + r * 0.5, y)), t.light)
        c.plane(poly((x - r * 0.4, y), (x, y + r * 0.85), (x + r * 0.8, y)), t.dark, 0.7)
        return
    rim = [(x + r * math.cos(a), y + r * math.sin(a)) for a in (math.pi / 8 + k * math.pi / 4 for k in range(8))]
    table = [(x + r * 0.55 * math.cos(a), y + r * 0.55 * math.sin(a)) for a in (k * math.pi / 4 for k in range(8))]
    shade = (t.dark, mix(t.dark, t.mid, 0.3), t.mid, t.light, "#FFFFFF", t.light, t.mid, t.dark)
    for k in range(8):
        c.plane(poly(rim[k], rim[(k + 1) % 8], table[(k + 1) % 8]), shade[k])
    c.plane(poly(*table), mix(t.mid, t.light, 0.55))
    c.plane(poly(table[3], table[4], table[5], table[6]), "#FFFFFF", 0.55)
    c.plane(poly(table[0], table[1], (x, y)), t.dark, 0.4)


def baguette(c: Canvas, x: float, y: float, w: float, h: float, name: str) -> None:
    """A step-cut stone from above."""
    t = _STONES[name]
    k = min(w, h) * 0.26

    def frame(f: float) -> list[tuple[float, float]]:
        a, b, e = w / 2 * f, h / 2 * f, k * f
        return [
            (x - a + e, y - b),
            (x + a - e, y - b),
            (x + a, y - b + e),
            (x + a, y + b - e),
            (x + a - e, y + b),
            (x - a + e, y + b),
            (x - a, y + b - e),
            (x - a, y - b + e),
        ]

    outer, inner = frame(1), frame(0.56)
    shade = ("#FFFFFF", t.light, t.mid, t.dark, t.dark, mix(t.dark, t.mid, 0.5), t.mid, t.light)
    for i in range(8):
        c.plane(poly(outer[i], outer[(i + 1) % 8], inner[(i + 1) % 8], inner[i]), shade[i])
    c.plane(poly(*inner), t.mid)
    c.plane(poly(inner[0], inner[1], inner[6], inner[7]), t.light, 0.8)


def pearl(c: Canvas, x: float, y: float, r: float) -> None:
    """A round pearl under the house light."""
    t = _STONES["pearl"]

    def drawing() -> None:
        c.plane(ellipse(0, 0, r), t.dark)
        c.plane(ellipse(-r * 0.1, -r * 0.11, r * 0.86), t.mid)
        c.plane(ellipse(-r * 0.24, -r * 0.27, r * 0.56), t.light)
        c.plane(ellipse(-r * 0.34, -r * 0.4, r * 0.17), "#FFFFFF")

    c.use(c.symbol(drawing), x, y)


def drop_stone(c: Canvas, x: float, y: float, h: float, name: str) -> None:
    """A pear-cut stone whose point is at (x, y)."""
    t = _STONES[name]
    w = h * 0.36
    shape = f"M{pt(x, y)}C{pt(x + w * 0.6, y + h * 0.34)} {pt(x + w * 1.1, y + h * 0.5)} {pt(x + w, y + h * 0.7)}A{pt(w, h * 0.3)} 0 0 1 {pt(x - w, y + h * 0.7)}C{pt(x - w * 1.1, y + h * 0.5)} {pt(x - w * 0.6, y + h * 0.34)} {pt(x, y)}Z"
    if name == "pearl":
        c.plane(shape, t.mid)
        with c.clip(shape):
            c.plane(ellipse(x + w * 0.6, y + h * 0.8, w * 0.9), t.dark, 0.7)
            c.plane(ellipse(x - w * 0.3, y + h * 0.56, w * 0.5), t.light)
        return
    c.plane(shape, t.mid)
    with c.clip(shape):
        c.plane(poly((x, y), (x - w * 1.2, y + h * 0.7), (x - w * 0.4, y + h * 0.5)), t.light)
        c.plane(poly((x, y), (x + w * 1.2, y + h * 0.7), (x + w * 0.4, y + h * 0.5)), t.dark)
        c.plane(
            poly(
                (x - w * 1.2, y + h * 0.7),
                (x - w * 0.4, y + h * 0.5),
                (x - w * 0.3, y + h * 0.8),
                (x - w * 0.6, y + h * 1.1),
            ),
            mix(t.mid, t.light, 0.5),
        )
        c.plane(
            poly(
                (x - w * 0.4, y + h * 0.5),
                (x + w * 0.4, y + h * 0.5),
                (x + w * 0.3, y + h * 0.8),
                (x - w * 0.3, y + h * 0.8),
            ),
            t.light,
        )
        c.plane(
            poly((x - w * 0.4, y + h * 0.5), (x + w * 0.1, y + h * 0.5), (x - w * 0.3, y + h * 0.72)), "#FFFFFF", 0.8
        )


def setting(c: Canvas, x: float, y: float, r: float, name: str, m: Tones) -> None:
    """A gem in four claws; casts."""

    def drawing() -> None:
        c.plane(ellipse(0.6, 0.9, r + 1.8), m.dark)
        c.plane(ellipse(0, 0, r + 1.4), m.mid)
        gem(c, 0, 0, r, name)
        if name != "pearl":
            for dx, dy in ((-1, -1), (1, -1), (-1, 1), (1, 1)):
                c.plane(ellipse(dx * r * 0.72, dy * r * 0.72, max(1.1, r * 0.13)), m.light if dx < 0 else m.mid)

    if r > 8:
        c.shade(ellipse(x, y, r + 1.4))
    c.use(c.symbol(drawing), x, y)


def stone(c: Canvas, default: str = "none") -> str:
    """The chosen stone, or the default of the style."""
    return c.spec.params.get("stone", default)


def metal_tones(c: Canvas) -> Tones:
    """Jewellery metal: the spec's colour when it is a metal, else its hardware."""
    return (
        palette(c.spec.colour) if c.spec.colour in ("gold", "silver", "rose gold", "gunmetal", "champagne") else c.metal
    )


def pale(m: Tones) -> bool:
    """Whether a metal needs a dark display behind it."""
    return brightness(m.mid) > 185


def bead(c: Canvas, x: float, y: float, r: float, t: Tones) -> None:
    """A polished ball."""

    def drawing() -> None:
        c.plane(ellipse(0, 0, r), t.dark)
        c.plane(ellipse(-r * 0.12, -r * 0.14, r * 0.84), t.mid)
        c.plane(ellipse(-r * 0.32, -r * 0.36, r * 0.36), t.light)

    c.use(c.symbol(drawing), x, y)


def turned_ring(c: Canvas, x: float, y: float, rx: float, ry: float, wide: float, deep: float, m: Tones) -> None:
    """A hoop of metal `deep` units long, seen a little from the side.

    From the back: its outer wall, the far inner wall, the near face.
    """
    dx, dy = deep, -deep * 0.34
    ix, iy = rx - wide, ry - wide
    near, far = ellipse(0, 0, ix, iy), ellipse(dx, dy, ix, iy)
    k = math.hypot(dx, dy)
    nx, ny = -dy / k * rx, dx / k * ry
    wall = poly((nx, ny), (nx + dx, ny + dy), (-nx + dx, -ny + dy), (-nx, -ny))
    hull = ellipse(0, 0, rx, ry) + ellipse(dx, dy, rx, ry)
    with c.at(placed(x, y)):
        steps = max(1, round(deep / wide))
        for share in (k / steps for k in range(steps + 1)):
            c.shade(ellipse(dx * share, dy * share, rx, ry) + ellipse(dx * share, dy * share, ix, iy), even_odd=True)
        clip = c.define(f'<clipPath id="%"><path d="{near}"/></clipPath>')
        mask = c.define(
            f'<mask id="%"><path d="{hull}" fill="#fff"/><path d="{wall}" fill="#fff"/><path d="{far}" fill="#000" clip-path="url(#{clip})"/></mask>'
        )
        c.body.append(f'<g mask="url(#{mask})">')
        c.plane(hull, m.dark)
        c.plane(wall, m.dark)
        c.plane(
            poly(
                (-nx * 0.9, -ny),
                (-nx * 0.9 + dx, -ny + dy),
                (-nx * 0.25 + dx, -ny * 0.97 + dy),
                (-nx * 0.25, -ny * 0.97),
            ),
            m.mid,
        )
        c.plane(near, mix(m.mid, m.light, 0.55))
        with c.clip(near):
            c.plane(poly((-rx, ry * 0.1), (0, ry * 0.3), (rx, ry * 0.4), (rx, ry), (-rx, ry)), m.light)
        c.body.append("</g>")
        face = ellipse(0, 0, rx, ry) + near
        c.face(face, m.mid, cast=False, even_odd=True)
        c.reach(rx + dx, -ry + dy)
        with c.clip(face, even_odd=True):
            c.plane(poly((-rx, -ry), (rx * 0.3, -ry), (-rx, ry * 0.4)), m.light)
            c.plane(poly((rx, ry), (-rx * 0.2, ry), (rx, -ry * 0.3)), m.dark, 0.55)


def links(c: Canvas, d: str, size: float, m: Tones, kind: str = "cable") -> None:
    """A fine chain along a path."""
    c.line(d, m.dark, size * 0.5, cast=True)
    if kind == "rope":
        c.line(d, m.mid, size, dash=f"{size * 0.5:.1f} {size * 0.45:.1f}", butt=True)
        c.line(d, m.light, size * 0.35, dash=f"{size * 0.4:.1f} {size * 0.55:.1f}", butt=True)
    elif kind == "box":
        c.line(d, m.mid, size, dash=f"{size:.1f} {size * 0.4:.1f}", butt=True)
        with c.at(placed(-size * 0.2, -size * 0.2)):
            c.line(d, m.light, size * 0.35, dash=f"{size:.1f} {size * 0.4:.1f}", butt=True)
    else:
        c.line(d, m.mid, size, dash=f"{size * 0.7:.1f} {size * 1.3:.1f}")
        c.line(d, m.light, size * 0.3, dash=f"{size * 0.7:.1f} {size * 1.3:.1f}")
