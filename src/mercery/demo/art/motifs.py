"""Printed and woven patterns, drawn on a sheet of 200 by 200 and reused by reference."""

from __future__ import annotations

from collections.abc import Callable

from mercery.demo.art.canvas import Canvas
from mercery.demo.art.palette import Tones, brightness, mix, palette
from mercery.demo.art.path import ellipse, pair, poly, rect, smooth

SHEET = 200.0


def sheet(c: Canvas, t: Tones, a: Tones, default: str = "deco") -> str:
    """Define the spec's motif in two colours and return its id, for `use`."""
    kind = c.spec.motif or default
    drawn = _Sheet(c)
    if kind in ("bridle", "floral") and brightness(a.mid) > 190:
        # On the pale ground of these a pale second colour would vanish.
        a = (
            t
            if kind == "bridle"
            else Tones(light=mix(t.mid, "#FFFFFF", 0.62), mid=mix(t.mid, "#FFFFFF", 0.4), dark=t.mid, stitch=t.stitch)
        )
    _MOTIFS[kind](drawn, t, a)
    return c.define(f'<g id="%">{"".join(drawn.out)}</g>')


def use(c: Canvas, name: str, matrix: str) -> None:
    """Place a defined sheet."""
    c.body.append(f'<use href="#{name}" transform="{matrix}"/>')


class _Sheet:
    """Collects the marks of a sheet."""

    def __init__(self, c: Canvas) -> None:
        self.c = c
        self.out: list[str] = []

    def fill(self, d: str, colour: str, opacity: float | None = None) -> None:
        more = f' opacity="{opacity:g}"' if opacity is not None else ""
        self.out.append(f'<path d="{d}" fill="{colour}"{more}/>')

    def stroke(self, d: str, colour: str, width: float, dash: str | None = None) -> None:
        more = f' stroke-dasharray="{dash}"' if dash else ""
        self.out.append(
            f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width:g}" stroke-linecap="butt"{more}/>'
        )

    def tile(self, w: float, h: float, inner: str) -> None:
        name = self.c.define(
            f'<pattern id="%" width="{w:g}" height="{h:g}" patternUnits="userSpaceOnUse">{inner}</pattern>'
        )
        self.out.append(f'<path d="{rect(0, 0, SHEET, SHEET)}" fill="url(#{name})"/>')

    def ground(self, colour: str) -> None:
        self.fill(rect(0, 0, SHEET, SHEET), colour)


def _plain(s: _Sheet, t: Tones, a: Tones) -> None:
    s.ground(t.mid)
    s.stroke(rect(4, 4, 192, 192), t.light, 2)


def _border(s: _Sheet, t: Tones, a: Tones) -> None:
    s.ground(t.mid)
    s.fill(rect(12, 12, 176, 176), a.light)
    s.fill(rect(18, 18, 164, 164), t.dark)
    s.fill(rect(24, 24, 152, 152), palette("cream").mid)
    s.stroke(rect(32, 32, 136, 136), a.mid, 3)
    s.stroke(rect(38, 38, 124, 124), t.mid, 1.2)
    s.fill(poly((100, 60), (140, 100), (100, 140), (60, 100)), t.mid)
    s.fill(poly((100, 72), (128, 100), (100, 128), (72, 100)), a.mid)
    s.fill(poly((100, 84), (116, 100), (100, 116), (84, 100)), palette("cream").light)


def _rings(s: _Sheet, x: float, y: float, steps: tuple[tuple[float, str], ...]) -> None:
    for radius, colour in steps:
        s.fill(ellipse(x, y, radius), colour)


def _deco(s: _Sheet, t: Tones, a: Tones) -> None:
    cream, gold = palette("cream").light, palette("gold")
    s.ground(cream)
    _rings(s, 182, 24, ((74, t.mid), (60, cream), (50, t.dark), (34, gold.light), (20, t.mid)))
    _rings(s, 14, 130, ((70, a.mid), (56, cream), (48, a.dark), (30, gold.light), (16, a.mid)))
    _rings(s, 28, 22, ((38, t.mid), (26, gold.mid), (14, cream)))
    _rings(s, 174, 136, ((40, a.mid), (28, gold.mid), (16, t.dark)))
    _rings(s, 104, 84, ((22, t.dark), (16, gold.light), (7, a.mid)))
    for y, colour, w in ((162, gold.mid, 8), (174, a.mid, 14), (188, t.mid, 14)):
        zig = "".join(f"L{i * 20} {y + (10 if i % 2 else 0)}" for i in range(11))
        s.stroke("M" + zig[1:], colour, w)
    s.fill(rect(0, 192, 200, 8), t.dark)


def _flower(s: _Sheet, x: float, y: float, r: float, petals: tuple[str, str], heart: str) -> None:
    name = s.c.define(
        '<g id="%">'
        + "".join(
            f'<path d="M0 0C-15 -14 -13 -36 0 -38C13 -36 15 -14 0 0Z" fill="{petals[i % 2]}" transform="rotate({i * 72})"/>'
            for i in range(5)
        )
        + f'<circle r="9" fill="{heart}"/><circle r="3.4" cx="-1" cy="-1" fill="#FFF8E6"/></g>'
    )
    s.out.append(
        f'<use href="#{name}" transform="translate({pair(x, y)}) rotate({(x * 7) % 60:.0f}) scale({r / 38:.2f})"/>'
    )


def _floral(s: _Sheet, t: Tones, a: Tones) -> None:
    s.ground(mix(palette("cream").light, t.light, 0.12))
    leaf = palette("sage")
    for x, y, turn in (
        (62, 70, 30),
        (128, 52, -50),
        (90, 128, 110),
        (150, 120, 200),
        (36, 150, -20),
        (166, 172, 70),
        (104, 182, 20),
        (24, 34, 160),
    ):
        name = s.c.define(
            f'<g id="%"><path d="M0 0C14 -10 16 -30 2 -44C-12 -30 -12 -10 0 0Z" fill="{leaf.mid}"/><path d="M0 0L2 -44C-12 -30 -12 -10 0 0Z" fill="{leaf.dark}"/></g>'
        )
        s.out.append(f'<use href="#{name}" transform="translate({x} {y}) rotate({turn})"/>')
    for x, y, r in (
        (44, 52, 36),
        (150, 82, 40),
        (66, 150, 38),
        (166, 160, 26),
        (104, 26, 24),
        (14, 108, 22),
        (192, 22, 26),
        (118, 170, 20),
    ):
        one = (a.mid, a.light) if (x + r) % 3 < 1.2 else (t.mid, t.light)
        _flower(s, x, y, r, one, palette("gold").mid)
    s.stroke(rect(4, 4, 192, 192), t.mid, 8)


def _check(s: _Sheet, t: Tones, a: Tones) -> None:
    s.ground(t.mid)
    for k in range(4):
        at = k * 56 - 8
        for d in (rect(at, 0, 22, 200), rect(0, at, 200, 22)):
            s.fill(d, t.dark, 0.62)
        for d in (rect(at + 34, 0, 9, 200), rect(0, at + 34, 200, 9)):
            s.fill(d, t.light, 0.7)
        s.stroke(f"M{at + 28} 0V200M0 {at + 28}H200M{at + 49} 0V200M0 {at + 49}H200", a.light, 2)


def _stripe(s: _Sheet, t: Tones, a: Tones) -> None:
    s.ground(palette("cream").light)
    for k in range(5):
        s.fill(rect(k * 42 - 6, 0, 20, 200), t.mid)
        s.fill(rect(k * 42 + 20, 0, 5, 200), a.mid)


def _bridle(s: _Sheet, t: Tones, a: Tones) -> None:
    cream, gold = palette("cream").light, palette("gold")
    s.ground(cream)
    s.fill(rect(0, 0, 200, 200) + rect(14, 14, 172, 172), t.mid)
    s.out[-1] = s.out[-1].replace("/>", ' fill-rule="evenodd"/>')
    s.stroke(rect(18, 18, 164, 164), a.mid, 2)
    for d in ("M14 14L186 186", "M186 14L14 186", "M100 14V186", "M14 100H186"):
        s.stroke(d, a.dark, 15)
        s.stroke(d, a.mid, 11)
        s.stroke(d, a.stitch, 1, "4 3")
    _rings(s, 100, 100, ((40, gold.dark), (37, gold.mid), (28, cream), (22, t.mid), (17, gold.light), (8, t.dark)))
    for x, y in ((48, 48), (152, 48), (48, 152), (152, 152)):
        _rings(s, x, y, ((15, gold.dark), (13, gold.mid), (8, cream)))


def _dots(s: _Sheet, t: Tones, a: Tones) -> None:
    s.ground(t.mid)
    s.tile(20, 20, f'<circle cx="5" cy="5" r="3" fill="{a.light}"/><circle cx="15" cy="15" r="3" fill="{a.light}"/>')
    s.stroke(rect(5, 5, 190, 190), t.dark, 10)
    s.stroke(rect(12, 12, 176, 176), a.light, 1.6)


def _geometric(s: _Sheet, t: Tones, a: Tones) -> None:
    cream, gold = palette("cream").mid, palette("gold").mid
    s.ground(cream)
    s.tile(
        50,
        50,
        f'<path d="M0 0H25V25ZM25 50H50V25Z" fill="{t.mid}"/><path d="M50 0V25H25ZM0 50V25H25Z" fill="{a.mid}"/>'
        f'<path d="M0 0V25L25 25ZM50 50V25H25Z" fill="{t.dark}"/><path d="M25 15L35 25L25 35L15 25Z" fill="{gold}"/>',
    )
    s.stroke(rect(4, 4, 192, 192), t.dark, 8)


def _waves(s: _Sheet, t: Tones, a: Tones) -> None:
    s.ground(t.mid)
    for k in range(9):
        y = k * 24 + 6
        points = [(x * 20 - 10, y + (9 if x % 2 else -9)) for x in range(13)]
        s.stroke(
            smooth(points, tension=1), a.light if k % 3 == 0 else t.light if k % 3 == 1 else t.dark, 7 if k % 3 else 4
        )


_MOTIFS: dict[str, Callable[[_Sheet, Tones, Tones], None]] = {
    "plain": _plain,
    "border": _border,
    "deco": _deco,
    "floral": _floral,
    "check": _check,
    "stripe": _stripe,
    "bridle": _bridle,
    "dots": _dots,
    "geometric": _geometric,
    "waves": _waves,
}


def onto(
    corners: tuple[tuple[float, float], tuple[float, float], tuple[float, float]],
    part: tuple[float, float, float, float],
) -> str:
    """The matrix that carries a part (left, top, right, bottom) of the sheet to three corners.

    The corners are those of its top left, top right and bottom left.
    """
    (ax, ay), (bx, by), (cx, cy) = corners
    left, top, right, bottom = part
    w, h = right - left, bottom - top
    m = ((bx - ax) / w, (by - ay) / w, (cx - ax) / h, (cy - ay) / h)
    e, f = ax - m[0] * left - m[2] * top, ay - m[1] * left - m[3] * top
    return f"matrix({' '.join(f'{v:.3f}' for v in m)} {pair(e, f)})"
