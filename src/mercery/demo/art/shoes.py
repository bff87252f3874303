"""Women's shoes with a heel or an open line: pump, slingback, ballet flat, sandal.

All shoes are seen from the side, toe to the left; the second of the pair stands behind.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mercery.demo.art import leather as hide
from mercery.demo.art import props
from mercery.demo.art.canvas import Canvas
from mercery.demo.art.palette import Tones, mix, palette
from mercery.demo.art.path import num, placed, pt, rect
from mercery.demo.art.surfaces import surface

_HEIGHT = {"flat": 7.0, "kitten": 34.0, "low": 46.0, "mid": 74.0, "high": 100.0, "block": 62.0, "wedge": 70.0}


def pair(c: Canvas, one: Callable[[Canvas, bool], None], rise: float, *, wide: float = 138) -> None:
    """Both shoes on a block, the far one first; in the alternate picture one, on its box."""
    if c.turned:
        props.shoe_box(c, 268, 76)
        c.stand(-8)
        with c.at(placed(2, -94, scale=1.12)):
            one(c, False)
        return
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
    return Tones(
        light=mix(t.mid, t.light, 0.25),
        mid=mix(t.mid, t.dark, 0.55),
        dark=mix(t.dark, "#000000", 0.22),
        stitch=t.stitch,
    )


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
        return (
            f"M{pt(100, -58 - h)}C{pt(111, -50 - h)} {pt(117, -22 - h)} {pt(107, -h)}{self.sole}{self.tip}{self.line}Z"
        )

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
    c.plane(
        f"M{pt(92, -h)}C{pt(tip + 8, -h * 0.6)} {pt(tip + 6, -h * 0.4)} {pt(tip + 6, 0)}H{tip + 10:g}C{pt(tip + 12, -h * 0.42)} {pt(109, -h * 0.62)} {pt(109, -h - 2)}Z",
        t.dark,
    )
    c.plane(rect(tip + 1, -3.4, 9, 3.4), mix(t.dark, "#000000", 0.5))


def _shape(c: Canvas) -> tuple[Last, str]:
    kind = c.spec.option("heel")
    return Last(_HEIGHT[kind], c.spec.option("toe")), kind


def _upper(c: Canvas, t: Tones, last: Last, outline: str) -> None:
    h = last.h
    c.face(outline, t.mid)
    surface(c, outline, t, step=13)
    with c.clip(outline):
        c.plane(
            f"M{pt(72, -40 - h)}C{pt(84, -20 - h)} {pt(88, -10 - h)} {pt(82, 6 - h)}L{pt(130, 10 - h)}V{-h - 70:.0f}Z",
            t.dark,
        )
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
    c.focus, c.zoom = (-20, -156), 1.8


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
        c.line(
            f"M{pt(14, -h * 0.36 - 26)}C{pt(50, -h * 0.7 - 52)} {pt(88, -h - 52)} {pt(104, -h - 48)}",
            mix(t.dark, "#000000", 0.12),
            5.6,
            cast=True,
        )
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
    c.focus, c.zoom = (-10, -150), 1.8


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
        c.face(
            "M-48 -44C-10 -52 60 -52 106 -64L70 -22L-30 -20Z",
            palette("camel").dark if not far else palette("brown").mid,
        )
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
    c.focus, c.zoom = (-30, -146), 2.1


def sandal(c: Canvas) -> None:
    """An open sandal: a footbed, straps, perhaps a heel."""
    kind, straps = c.spec.option("heel"), c.spec.option("straps")
    h, lift = (_HEIGHT[kind], 0.0) if kind != "flat" else (4.0, -8.0)
    bed = c.accent("tan")
    last = Last(h, "round")
    inner = f"M{pt(108, -h - 7)}C{pt(84, -h - 5)} {pt(58, -h * 0.86 - 9)} {pt(30, -h * 0.5 - 9)}C{pt(8, -h * 0.16 - 12)} -14 -9 -46 -9L-104 -9"

    def one(c: Canvas, far: bool) -> None:
        t = deeper(c.tones) if far else c.tones
        b = deeper(bed) if far else bed
        with c.at(placed(0, lift)):
            if kind != "flat":
                heel(c, b if kind == "wedge" else t, h, kind)
            bands = _bands(straps, h)
            for _, inside in bands:
                c.face(inside, mix(t.dark, "#000000", 0.3))
            sole = f"M108 {-h - 7:.0f}Q113 {-h - 3:.0f} 107 {-h:.0f}{last.sole}Q-104 1 -112 -3Q-118 -8 -104 -9L-46 -9C-14 -9 {pt(8, -h * 0.16 - 12)} {pt(30, -h * 0.5 - 9)}C{pt(58, -h * 0.86 - 9)} {pt(84, -h - 5)} {pt(108, -h - 7)}Z"
            c.face(sole, b.mid)
            c.line(f"M107 {-h + 1:.0f}{last.sole}Q-104 1 -112 -2", mix(b.dark, "#000000", 0.45), 3.6)
            c.line(inner, b.light, 2.4)
        if kind == "flat":
            c.face("M-113 -11H109Q112 -6 109 -3H-100Q-110 -4 -113 -11Z", mix(b.mid, b.dark, 0.7))
            c.line("M-110 -8.4H110", b.light, 0.9, dash="3 2.2", opacity=0.7)
            c.face("M-104 -3.4H109V0H-94Q-101 -1 -104 -3.4Z", mix(b.dark, "#000000", 0.5))
        with c.at(placed(0, lift)):
            for d, _ in bands:
                c.face(d, t.mid)
                surface(c, d, t, step=10)
                with c.clip(d):
                    c.body.append(f'<path d="{d}" fill="{t.light}" transform="translate(-9 -1)"/>')
                    c.body.append(f'<path d="{d}" fill="{t.mid}" transform="translate(3 2)"/>')
                if c.close:
                    c.line(d, t.stitch, 0.8, dash="3 2.4", opacity=0.8)
            if straps == "ankle":
                c.plane(rect(58, -h - 70, 14, 14, 2), c.metal.mid)
                c.plane(rect(61.4, -h - 66.6, 7.2, 7.2, 1), t.dark)

    pair(c, one, 64)
    c.focus, c.zoom = (-10, -134), 1.9


def _band(x: float, wide: float, lean: float, high: float) -> tuple[str, str]:
    """A strap over the foot seen from the side, and the far inner part showing behind it."""
    top, crest = x + lean, -high
    near = f"M{pt(x, -6)}C{pt(x + 1, crest * 0.5)} {pt(top - 6, crest * 0.84)} {pt(top, crest)}Q{pt(top + wide * 0.5, crest - 5)} {pt(top + wide * 0.92, crest + 2)}C{pt(top + wide * 0.7, crest * 0.72)} {pt(x + wide + 3, crest * 0.4)} {pt(x + wide, -6)}Z"
    inside = f"M{pt(top + 2, crest)}Q{pt(top + wide * 0.5, crest - 6)} {pt(top + wide * 0.92, crest + 1)}C{pt(top + wide + 12, crest * 0.7)} {pt(x + wide + 18, crest * 0.4)} {pt(x + wide + 12, -6)}H{num(x + wide)}Z"
    return near, inside


def _bands(kind: str, h: float) -> tuple[tuple[str, str], ...]:
    toe = _band(-92, 22, 22, 36)
    if kind == "slide":
        return (_band(-92, 62, 26, 50),)
    if kind == "cross":
        one = "M-98 -6C-92 -30 -66 -48 -30 -52Q-20 -50 -18 -42C-46 -36 -70 -24 -76 -6Z"
        two = "M-26 -6C-30 -30 -54 -46 -78 -44Q-88 -40 -86 -32C-66 -30 -50 -20 -48 -6Z"
        return ((two, "M-78 -44Q-60 -54 -40 -50L-18 -12L-26 -6Z"), (one, "M-30 -52Q-10 -48 -8 -34L-14 -8H-30Z"))
    if kind == "ankle":
        y = -h - 62
        loop = f"M{pt(34, y + 4)}C{pt(54, y + 14)} {pt(88, y + 8)} {pt(103, y - 6)}C{pt(112, y + 20)} {pt(114, y + 44)} {pt(109, -h - 6)}H95C{pt(98, y + 44)} {pt(98, y + 26)} {pt(95, y + 12)}C{pt(78, y + 20)} {pt(52, y + 22)} {pt(36, y + 16)}Q{pt(31, y + 10)} {pt(34, y + 4)}Z"
        back = f"M{pt(34, y + 6)}C{pt(50, y - 12)} {pt(86, y - 16)} {pt(103, y - 6)}L{pt(100, y + 3)}C{pt(84, y - 6)} {pt(56, y - 2)} {pt(38, y + 12)}Z"
        return (toe, (loop, back))
    return (toe, _band(-54, 24, 26, 56))
