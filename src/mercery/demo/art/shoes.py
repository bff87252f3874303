"""Women's shoes with a heel or an open line: pump, slingback, ballet flat, sandal.

All shoes are seen from the side, toe to the left; the second of the pair stands behind.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mercery.demo.art import leather as hide
from mercery.demo.art.canvas import Canvas
from mercery.demo.art.palette import Tones, mix, palette
from mercery.demo.art.path import placed, pt, rect
from mercery.demo.art.surfaces import surface

_HEIGHT = {"flat": 7.0, "kitten": 34.0, "low": 46.0, "mid": 74.0, "high": 100.0, "block": 62.0, "wedge": 70.0}


def pair(c: Canvas, one: Callable[[Canvas, bool], None], rise: float, *, wide: float = 138) -> None:
    """Both shoes on a block: the far one first, shaded by being drawn in its darker tones."""
    rise += 22
    c.plinth(-wide, wide, rise, deep=46)
    with c.at(placed(0, -rise)):
        c.stand(-32)
        with c.at(placed(46, -32)):
            one(c, True)
        c.stand(-9)
        with c.at(placed(-6, -9)):
            one(c, False)
    c.stand(0)


def deeper(t: Tones) -> Tones:
    """The same material one step further from the light."""
    return Tones(light=mix(t.mid, t.light, 0.25), mid=mix(t.mid, t.dark, 0.55), dark=mix(t.dark, "#000000", 0.22), stitch=t.stitch)


@dataclass(frozen=True)
class Last:
    """The curves of a heeled shoe for a heel of height `h` and a toe shape."""

    h: float
    toe: str

    @property
    def tip(self) -> str:
        """From the sole under the ball round the toe up to the vamp."""
        return {
            "pointed": "Q-112 1 -126 -4C-112 -16 -92 -30 -50 -47",
            "almond": "Q-108 1 -118 -3Q-126 -8 -118 -16C-104 -28 -86 -36 -50 -47",
            "round": "Q-98 1 -108 -3Q-120 -12 -110 -26C-98 -38 -78 -42 -50 -47",
        }[self.toe]

    @property
    def sole(self) -> str:
        """From the heel seat down the arch to the ball of the foot."""
        h = self.h
        return f"C{pt(84, -h + 3)} {pt(58, -h * 0.86)} {pt(30, -h * 0.5)}C{pt(8, -h * 0.16 - 3)} -14 0 -46 0"

    @property
    def line(self) -> str:
        """The near topline from the throat to the heel."""
        h = self.h
        return f"C-38 -26 {pt(2, -22 - h * 0.34)} {pt(34, -30 - h * 0.6)}C{pt(62, -36 - h * 0.82)} {pt(84, -44 - h)} {pt(100, -58 - h)}"

    @property
    def upper(self) -> str:
        """The whole near side."""
        h = self.h
        return f"M{pt(100, -58 - h)}C{pt(111, -50 - h)} {pt(117, -22 - h)} {pt(107, -h)}{self.sole}{self.tip}{self.line}Z"

    @property
    def inside(self) -> str:
        """The lining seen over the near side."""
        h = self.h
        return f"M-50 -47C-24 -58 {pt(30, -50 - h * 0.66)} {pt(100, -58 - h)}L{pt(60, -30 - h * 0.8)}L{pt(0, -22 - h * 0.3)}Z"


def heel(c: Canvas, t: Tones, h: float, kind: str) -> None:
    """The heel under the seat at height `h`."""
    if kind == "block":
        d = f"M{pt(62, -h * 0.9)}L64 0H104L{pt(109, -h - 2)}L{pt(84, -h + 4)}Z"
        c.face(d, t.mid)
        c.plane(f"M{pt(92, -h)}L92 0H104L{pt(109, -h - 2)}Z", t.dark)
        c.plane("M64 -4L64 0H104V-4Z", mix(t.dark, "#000000", 0.4))
        return
    if kind == "wedge":
        d = f"M{pt(107, -h)}C{pt(84, -h + 3)} {pt(58, -h * 0.86)} {pt(30, -h * 0.5)}C{pt(8, -h * 0.16 - 3)} -14 0 -46 0L104 0Z"
        c.face(d, t.mid)
        return
    tip = 88.0 if h > 40 else 92.0
    d = f"M{pt(64, -h * 0.93)}C{pt(86, -h * 0.9)} {pt(tip + 1, -h * 0.5)} {pt(tip + 1, 0)}H{tip + 10:g}C{pt(tip + 12, -h * 0.42)} {pt(109, -h * 0.62)} {pt(109, -h - 2)}Z"
    c.face(d, t.mid)
    c.plane(f"M{pt(92, -h)}C{pt(tip + 8, -h * 0.6)} {pt(tip + 6, -h * 0.4)} {pt(tip + 6, 0)}H{tip + 10:g}C{pt(tip + 12, -h * 0.42)} {pt(109, -h * 0.62)} {pt(109, -h - 2)}Z", t.dark)
    c.plane(rect(tip + 1, -3.4, 9, 3.4), mix(t.dark, "#000000", 0.5))


def _shape(c: Canvas) -> tuple[Last, str]:
    kind = c.spec.option("heel")
    return Last(_HEIGHT[kind], c.spec.option("toe")), kind


def _upper(c: Canvas, t: Tones, last: Last, outline: str) -> None:
    h = last.h
    c.face(outline, t.mid)
    surface(c, outline, t, step=13)
    with c.clip(outline):
        c.plane(f"M{pt(72, -40 - h)}C{pt(84, -20 - h)} {pt(88, -10 - h)} {pt(82, 6 - h)}L{pt(130, 10 - h)}V{-h - 70:.0f}Z", t.dark)
        c.plane("M-130 -14C-104 -20 -76 -34 -46 -54L-30 -46C-60 -30 -92 -14 -122 -8Z", t.light)
        c.line(f"M107 {-h + 1:.0f}" + last.sole + "H-130", mix(t.dark, "#000000", 0.35), 4.5)
    c.line(f"M107 {-h + 1.5:.1f}" + last.sole + "Q-112 1.5 -123 -2.6", palette("tan").mid, 1.8)


def pump(c: Canvas) -> None:
    """A closed court shoe."""
    last, kind = _shape(c)

    def one(c: Canvas, far: bool) -> None:
        t = deeper(c.tones) if far else c.tones
        heel(c, t, last.h, kind)
        c.face(last.inside, palette("camel").dark if not far else palette("brown").mid)
        _upper(c, t, last, last.upper)
        c.line("M-50 -47" + last.line, mix(t.light, "#FFFFFF", 0.1), 1.8)
        _trim(c, t, c.spec.option("trim"), last)

    pair(c, one, 58)
    c.focus, c.zoom = (-56, -106), 2.5


def slingback(c: Canvas) -> None:
    """Closed toe, open heel, a strap round the back."""
    last, kind = _shape(c)
    h = last.h

    def one(c: Canvas, far: bool) -> None:
        t = deeper(c.tones) if far else c.tones
        heel(c, t, h, kind)
        seat = f"M107 {-h - 2:.0f}{last.sole}L-40 -14C0 -16 {pt(20, -h * 0.5 - 12)} {pt(60, -h * 0.9 - 10)}Q{pt(90, -h - 12)} {pt(107, -h - 7)}Z"
        c.face(seat, palette("camel").mid)
        c.line(f"M107 {-h:.0f}{last.sole}", mix(t.dark, "#000000", 0.3), 4.4)
        c.line(f"M{pt(14, -h * 0.36 - 26)}C{pt(50, -h * 0.7 - 52)} {pt(88, -h - 52)} {pt(104, -h - 48)}", mix(t.dark, "#000000", 0.12), 5.6, cast=True)
        front = f"M{pt(30, -h * 0.5)}C{pt(8, -h * 0.16 - 3)} -14 0 -46 0{last.tip}C-38 -28 -18 -26 0 -34Q{pt(12, -h * 0.3 - 24)} {pt(26, -h * 0.55 - 24)}Q{pt(40, -h * 0.5 - 16)} {pt(30, -h * 0.5)}Z"
        c.face("M-50 -47C-30 -58 0 -52 22 -44L0 -26L-40 -24Z", palette("camel").dark)
        _upper(c, t, last, front)
        strap = f"M{pt(22, -h * 0.5 - 22)}C{pt(56, -h * 0.72 - 34)} {pt(84, -h - 36)} {pt(104, -h - 48)}"
        c.line(strap, t.dark, 6, cast=True)
        with c.at(placed(-0.6, -0.8)):
            c.line(strap, t.mid, 4)
        c.plane(rect(62, -h * 0.86 - 44, 11, 11, 2), c.metal.mid)
        c.plane(rect(64.6, -h * 0.86 - 41.4, 5.8, 5.8, 1), t.dark)
        c.line("M-50 -47C-38 -28 -18 -26 0 -34", mix(t.light, "#FFFFFF", 0.1), 1.8)
        _trim(c, t, c.spec.option("trim"), last)

    pair(c, one, 58)
    c.focus, c.zoom = (-40, -104), 2.4


def _trim(c: Canvas, t: Tones, kind: str, last: Last) -> None:
    m = c.metal
    match kind:
        case "bar":
            with c.at(placed(-57, -37, turn=-28)):
                c.plane(rect(-17, -4, 36, 11, 4), t.dark, 0.6)
                c.plane(rect(-18, -5.5, 36, 11, 4), m.mid)
                c.plane(rect(-18, -5.5, 36, 4.4, 3), m.light)
        case "bow":
            _bow(c, t, -46, -45)
        case "cap":
            with c.clip(last.upper):
                a = c.accent("black")
                c.plane("M-140 10V-60H-86Q-76 -20 -92 10Z", a.mid)
                c.plane("M-130 -14C-112 -18 -98 -24 -80 -34V-44H-130Z", a.light)
        case _:
            return


def _bow(c: Canvas, t: Tones, x: float, y: float, size: float = 1) -> None:
    with c.at(placed(x, y, scale=size, turn=-14)):
        c.plane("M2 3L-10 22L-3 21L4 6ZM4 3L20 19L22 12L8 0Z", t.dark)
        c.face("M0 0C-10 -14 -26 -16 -28 -8C-29 2 -12 8 0 2Z", t.light)
        c.face("M0 0C10 -14 26 -16 28 -8C29 2 12 8 0 2Z", t.mid)
        c.plane("M2 0C10 -6 18 -8 26 -6C27 2 12 7 2 2Z", t.dark)
        c.plane("M-2 0C-10 -6 -18 -8 -26 -6C-27 2 -12 7 -2 2Z", t.mid)
        c.plane(rect(-5, -6, 10, 11, 4), t.light)


def ballet_flat(c: Canvas) -> None:
    """A flat slipper with a bow, a bar, a cap, or a strap over the instep."""

    def one(c: Canvas, far: bool) -> None:
        t = deeper(c.tones) if far else c.tones
        c.face("M-48 -44C-10 -52 60 -52 106 -64L70 -22L-30 -20Z", palette("camel").dark if not far else palette("brown").mid)
        body = "M106 -64C116 -48 116 -20 110 -4H-96Q-118 -4 -118 -16C-114 -32 -84 -42 -50 -45C-40 -28 -8 -24 28 -30C66 -36 90 -52 106 -64Z"
        c.face(body, t.mid)
        surface(c, body, t, step=13)
        with c.clip(body):
            c.plane("M84 -60C94 -40 94 -16 88 0H130V-70Z", t.dark)
            c.plane("M-122 -18C-106 -32 -80 -40 -46 -48L-36 -36C-70 -30 -98 -22 -116 -12Z", t.light)
            if c.spec.option("trim") == "cap":
                a = c.accent("black")
                c.plane("M-130 0V-60H-82Q-66 -26 -84 0Z", a.mid)
                c.plane("M-122 -18C-110 -28 -96 -32 -74 -36V-50H-130Z", a.light)
        c.face("M-112 -5H110V-1Q110 0 108 0H-100Q-112 0 -112 -5Z", mix(t.dark, "#000000", 0.45))
        c.face(rect(74, -6, 36, 6, 1), mix(t.dark, "#000000", 0.6))
        c.line("M-50 -45C-40 -28 -8 -24 28 -30C66 -36 90 -52 106 -64", t.light if not far else t.mid, 3.4)
        if c.spec.option("strap") == "mary_jane":
            c.line("M2 -30C6 -54 34 -62 48 -48", t.dark, 7.6, cast=True)
            c.line("M1 -31C5 -55 33 -63 47 -49", t.mid, 5)
            hide.rivet(c, 4, -34, 3.6)
        if c.spec.option("trim") == "bow":
            _bow(c, t, -50, -44, 0.86)
        elif c.spec.option("trim") == "bar":
            _trim(c, t, "bar", Last(0, "round"))

    pair(c, one, 82)
    c.focus, c.zoom = (-50, -112), 2.6


def sandal(c: Canvas) -> None:
    """An open sandal: a footbed, straps, perhaps a heel."""
    kind, straps = c.spec.option("heel"), c.spec.option("straps")
    h = _HEIGHT[kind]
    flat = kind == "flat"
    last = Last(h, "round")

    def one(c: Canvas, far: bool) -> None:
        t = deeper(c.tones) if far else c.tones
        bed = palette("tan") if c.spec.accent is None else c.accent("tan")
        if not flat:
            heel(c, bed if kind == "wedge" else t, h, kind)
        far_side = mix(t.dark, "#000000", 0.25)
        lift = 5.0 if flat else 0.0
        arches = _straps(straps, h)
        for near, back in arches:
            c.line(back, far_side, 8, cast=True)
        sole = f"M108 {-h - 6:.0f}L{pt(107, -h)}{last.sole}Q-104 1 -112 -3Q-118 -7 -110 -9L-46 -8C-14 -10 {pt(8, -h * 0.16 - 11)} {pt(30, -h * 0.5 - 8)}C{pt(58, -h * 0.86 - 8)} {pt(84, -h - 4)} {pt(108, -h - 6)}Z"
        with c.at(placed(0, -lift)):
            c.face(sole, bed.mid)
            c.line(f"M107 {-h + 1:.0f}{last.sole}Q-104 1 -112 -2", mix(bed.dark, "#000000", 0.45), 3.4)
            c.line(f"M-108 -8.4L-46 -8C-14 -10 {pt(8, -h * 0.16 - 11)} {pt(30, -h * 0.5 - 8)}C{pt(58, -h * 0.86 - 8)} {pt(84, -h - 4)} {pt(107, -h - 6)}", bed.light, 2)
        if flat:
            c.face("M-104 -5H106V0H-98Z", mix(bed.dark, "#000000", 0.5))
            c.face(rect(70, -9, 38, 9, 1), mix(bed.dark, "#000000", 0.55))
        for near, _ in arches:
            c.line(near, t.dark, 12, cast=True, butt=True)
            with c.at(placed(-1, -1)):
                c.line(near, t.mid, 9, butt=True)
            with c.at(placed(-3.2, -2)):
                c.line(near, t.light, 2.2, butt=True)
        if straps == "ankle":
            c.plane(rect(50, -h - 66, 13, 13, 2), c.metal.mid)
            c.plane(rect(53, -h - 63, 7, 7, 1), t.dark)

    pair(c, one, 64)
    c.focus, c.zoom = (-30, -108), 2.4


def _straps(kind: str, h: float) -> tuple[tuple[str, str], ...]:
    toe = ("M-86 -5C-88 -30 -72 -42 -58 -40", "M-58 -40C-46 -38 -42 -24 -44 -8")
    mid = ("M-58 -4C-58 -40 -38 -56 -20 -52", "M-20 -52C-8 -46 -6 -24 -8 -10")
    ankle = (
        f"M{pt(104, -h - 4)}C{pt(108, -h - 40)} {pt(104, -h - 56)} {pt(98, -h - 58)}C{pt(80, -h - 66)} {pt(44, -h - 70)} {pt(34, -h - 60)}",
        f"M{pt(98, -h - 58)}C{pt(84, -h - 74)} {pt(46, -h - 78)} {pt(34, -h - 60)}",
    )
    if kind == "ankle":
        return (toe, ankle)
    if kind == "cross":
        return (("M-92 -5C-86 -34 -50 -48 -26 -42", "M-26 -42C-14 -36 -10 -22 -12 -10"), ("M-34 -5C-40 -34 -62 -46 -76 -36", "M-76 -36C-84 -28 -84 -18 -82 -8"))
    if kind == "slide":
        return (("M-84 -5C-84 -36 -62 -50 -40 -48", "M-40 -48C-26 -44 -22 -26 -24 -9"), ("M-72 -5C-72 -38 -50 -54 -30 -51", "M-30 -51C-16 -46 -12 -26 -14 -9"), ("M-60 -5C-60 -40 -38 -57 -20 -53", "M-20 -53C-6 -47 -2 -26 -4 -10"))
    return (toe, mid)

