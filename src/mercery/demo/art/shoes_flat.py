"""Loafer, ankle boot and sneaker."""

from __future__ import annotations

from mercery.demo.art import leather as hide
from mercery.demo.art.canvas import Canvas
from mercery.demo.art.palette import Tones, mix, palette
from mercery.demo.art.path import ellipse, poly, rect
from mercery.demo.art.shoes import deeper, heel, pair
from mercery.demo.art.surfaces import surface


def loafer(c: Canvas) -> None:
    """A slip-on with an apron seam and a saddle, bit or tassel."""
    lug = c.spec.option("sole") == "lug"

    def one(c: Canvas, far: bool) -> None:
        t = deeper(c.tones) if far else c.tones
        c.face(
            "M-10 -84C20 -86 70 -76 106 -86L70 -50L0 -50Z", palette("camel").dark if not far else palette("brown").mid
        )
        body = "M106 -86C117 -66 116 -40 112 -14H-100Q-122 -14 -121 -30C-119 -46 -96 -53 -66 -60L-22 -92Q-12 -98 -6 -88C6 -68 34 -62 60 -66Q90 -70 106 -86Z"
        c.face(body, t.mid)
        surface(c, body, t, step=14)
        with c.clip(body):
            c.plane("M84 -84C96 -60 96 -36 90 -10H130V-90Z", t.dark)
            c.plane("M-120 -36C-106 -48 -92 -52 -64 -62L-20 -96L-8 -90L-40 -58C-66 -44 -92 -40 -116 -28Z", t.light)
        c.line("M-117 -30C-98 -36 -66 -42 -42 -58L-14 -84", t.dark, 2.2)
        hide.sew(c, "M-116 -25C-96 -31 -62 -38 -38 -54", t)
        c.line("M-6 -88C6 -68 34 -62 60 -66Q90 -70 106 -86", mix(t.light, "#FFFFFF", 0.08), 2.6)
        _saddle(c, t, c.spec.option("trim"))
        _flat_sole(c, t, lug)

    pair(c, one, 70)
    c.focus, c.zoom = (-16, -148), 2.0


def _saddle(c: Canvas, t: Tones, kind: str) -> None:
    m = c.metal
    strap = "M-50 -73L-26 -90Q-20 -92 -17 -86C-10 -66 8 -44 18 -16H-8C-12 -40 -28 -60 -50 -73Z"
    if kind in ("penny", "horsebit"):
        c.plane(strap, mix(t.mid, t.dark, 0.35))
        c.line("M-50 -73C-28 -60 -12 -40 -8 -16M-17 -86C-10 -66 8 -44 18 -16", t.dark, 1.4)
    if kind == "penny":
        c.plane("M-40 -74L-30 -80L-22 -66L-29 -60Z", mix(t.dark, "#000000", 0.3))
    if kind == "horsebit":
        c.line("M-14 -54C-16 -62 -22 -64 -24 -70C-26 -78 -34 -80 -37 -84", m.dark, 6)
        c.line("M-14.6 -54.6C-16.6 -62.6 -22.6 -64.6 -24.6 -70.6C-26.6 -78.6 -34.6 -80.6 -37 -84", m.mid, 3.8)
        c.line("M-24 -70C-26 -78 -34 -80 -37 -84", m.light, 1.4)
        c.line(ellipse(-9, -48, 8.4), m.dark, 4.6)
        c.line(ellipse(-9.5, -48.6, 8.4), m.mid, 3)
        c.line("M-17.6 -50A8.4 8.4 0 0 1 -8 -57", m.light, 1.4)
    if kind == "tassel":
        c.line("M-44 -68C-30 -56 -14 -58 -8 -70M96 -76C60 -60 10 -52 -22 -64", t.dark, 3)
        c.plane(ellipse(-26, -66, 5), t.light)
        for x, lean in ((-42, -10), (-28, 0)):
            c.plane(poly((x + 8, -64), (x + 12, -62), (x + 8 + lean, -34), (x - 4 + lean, -38)), t.dark)
            c.plane(poly((x + 8, -64), (x + 10, -63), (x + 2 + lean, -36), (x - 4 + lean, -38)), t.light)


def _flat_sole(c: Canvas, t: Tones, lug: bool) -> None:
    edge = mix(t.dark, "#000000", 0.5)
    if lug:
        c.face(
            "M-116 -18H116V-6H112V0H66V-5H54L50 -4H38V0H26V-4H14V0H2V-4H-10V0H-22V-4H-34V0H-46V-4H-58V0H-70V-4H-82V0H-94V-4L-108 -6Q-118 -8 -116 -18Z",
            edge,
        )
        c.line("M-114 -15H114", mix(edge, "#FFFFFF", 0.16), 2)
        return
    c.face("M-119 -17H114V-9H-108Q-118 -10 -119 -17Z", palette("tan").dark)
    c.line("M-116 -15.6H112", palette("tan").light, 1.2, dash="3 2.2")
    c.face("M-112 -9H114V0H64V-9L-20 -5Q-60 -2 -100 -5Z", edge)
    c.face(rect(62, -10, 52, 10, 1), edge)


def ankle_boot(c: Canvas) -> None:
    """A boot to the ankle: elastic sides, a zip or laces."""
    kind = c.spec.option("heel")
    h = {"flat": 14.0, "block": 48.0, "high": 84.0, "lug": 26.0}[kind]

    def one(c: Canvas, far: bool) -> None:
        t = deeper(c.tones) if far else c.tones
        top = -h * 0.72 - 152
        c.face(
            f"M12 {top + 4:.0f}Q56 {top - 12:.0f} 104 {top - 2:.0f}L100 {top + 8:.0f}Q56 {top + 2:.0f} 14 {top + 10:.0f}Z",
            mix(t.dark, "#000000", 0.35),
        )
        if kind in ("block", "high"):
            heel(c, deeper(t), h, "block" if kind == "block" else "high")
        seat = h if kind in ("block", "high") else 12.0
        body = (
            f"M104 {top:.0f}C106 {top + 50:.0f} 104 {-seat - 70:.0f} 111 {-seat - 34:.0f}Q115 {-seat - 14:.0f} 108 {-seat:.0f}"
            + (
                f"C84 {-h + 3:.0f} 58 {-h * 0.86:.0f} 30 {-h * 0.5:.0f}C8 {-h * 0.16 - 3:.0f} -14 -2 -46 -2"
                if seat == h
                else "L-46 -12"
            )
            + ("Q-104 -2 -114 -4Q-124 -10 -118 -22" if seat == h else "H-100Q-122 -14 -119 -30")
            + f"C-108 -42 -70 -50 -46 -62C-14 -78 8 -92 12 -128Q15 {top + 40:.0f} 12 {top + 4:.0f}Q56 {top + 12:.0f} 104 {top:.0f}Z"
        )
        c.face(body, t.mid)
        surface(c, body, t, step=16)
        with c.clip(body):
            c.plane(f"M76 {top - 8:.0f}C80 {top + 60:.0f} 72 {-seat - 40:.0f} 84 0H130V{top - 10:.0f}Z", t.dark)
            c.plane(
                f"M-122 -24C-104 -42 -70 -52 -46 -64C-14 -80 8 -94 10 -128V{top:.0f}H28V-126C24 -88 -2 -66 -40 -50C-70 -38 -100 -34 -118 -18Z",
                t.light,
            )
        _closure(c, t, top, h)
        if seat != h:
            _boot_sole(c, t, kind)
        else:
            c.line(
                f"M108 {-h + 1:.0f}C84 {-h + 4:.0f} 58 {-h * 0.86 + 1:.0f} 30 {-h * 0.5 + 1:.0f}C8 {-h * 0.16 - 2:.0f} -14 -1 -46 -1Q-104 -1 -114 -3",
                mix(t.dark, "#000000", 0.45),
                4,
            )

    pair(c, one, 34)
    c.focus, c.zoom = (30, -160), 1.9


def _closure(c: Canvas, t: Tones, top: float, h: float) -> None:
    match c.spec.option("style"):
        case "chelsea":
            gore = f"M44 {top + 14:.0f}H78C80 {top + 50:.0f} 76 {top + 76:.0f} 66 {top + 92:.0f}Q60 {top + 98:.0f} 55 {top + 92:.0f}C46 {top + 76:.0f} 43 {top + 50:.0f} 44 {top + 14:.0f}Z"
            c.plane(gore, mix(t.dark, "#000000", 0.25))
            with c.clip(gore):
                c.line("".join(f"M{x} {top:.0f}V{top + 110:.0f}" for x in range(46, 82, 5)), t.mid, 1.1)
            c.line(gore, t.dark, 1.6)
            c.plane(rect(96, top - 12, 9, 22, 4), t.dark)
        case "zip":
            c.line(f"M62 {top + 8:.0f}C64 {top + 70:.0f} 58 {-h - 60:.0f} 52 {-h * 0.7 - 34:.0f}", c.metal.dark, 4.6)
            c.line(
                f"M62 {top + 8:.0f}C64 {top + 70:.0f} 58 {-h - 60:.0f} 52 {-h * 0.7 - 34:.0f}",
                c.metal.light,
                3.4,
                dash="1.5 1.7",
                butt=True,
            )
            c.plane(rect(58.5, top + 12, 8, 24, 3), c.metal.mid)
            c.plane(rect(58.5, top + 12, 3, 24, 1.5), c.metal.light)
        case _:
            for i in range(5):
                y = top + 20 + i * 17
                x = 16 - i * i * 1.4
                c.line(f"M{x:.0f} {y:.0f}L{x + 32:.0f} {y + 8:.0f}", t.stitch, 3)
                c.line(f"M{x + 2:.0f} {y + 12:.0f}L{x + 32:.0f} {y + 8:.0f}", t.stitch, 2)
                hide.rivet(c, x + 33, y + 8, 2.8)


def _boot_sole(c: Canvas, t: Tones, kind: str) -> None:
    edge = mix(t.dark, "#000000", 0.5)
    if kind == "lug":
        c.face(
            "M-118 -16H116V0H62V-6H50V0H36V-5H26V0H14V-5H4V0H-8V-5H-18V0H-30V-5H-40V0H-52V-5H-62V0H-74V-5H-84V0H-100Q-120 -4 -118 -16Z",
            edge,
        )
        c.line("M-115 -13H114", mix(edge, "#FFFFFF", 0.2), 2)
        return
    c.face("M-118 -14H113V-7H-106Q-118 -8 -118 -14Z", palette("tan").dark)
    c.face("M-108 -7H113V0H62V-6L-100 -3Z", edge)


def sneaker(c: Canvas) -> None:
    """A low trainer: court, runner or slip-on."""
    style = c.spec.option("style")
    tab = palette(c.spec.colour_option("tab", "bottle green"))
    sole = {"white": palette("white"), "gum": palette("honey"), "tonal": c.tones}[c.spec.option("sole")]

    def one(c: Canvas, far: bool) -> None:
        t = deeper(c.tones) if far else c.tones
        tb, s = (deeper(tab), deeper(sole)) if far else (tab, sole)
        c.face("M-8 -92C30 -80 70 -76 104 -98L80 -50H0Z", mix(t.dark, "#000000", 0.3))
        body = "M104 -98Q112 -100 113 -88C117 -64 118 -40 114 -18H-104Q-122 -20 -119 -38C-114 -52 -84 -56 -60 -66L-22 -96Q-12 -104 -6 -92C8 -72 40 -66 66 -72Q90 -78 104 -98Z"
        c.face(body, t.mid)
        surface(c, body, t, step=14)
        with c.clip(body):
            c.plane("M-124 -34C-112 -52 -84 -56 -60 -66L-22 -98L-8 -92L-42 -60C-64 -46 -92 -44 -116 -30Z", t.light)
            c.plane("M-130 -16V-70H-84Q-70 -40 -78 -10Z", mix(t.mid, t.light, 0.5))
            c.plane("M86 -100C94 -70 94 -46 88 -10H130V-110Z", t.dark, 0.7)
            c.plane("M96 -104L120 -104V-58Q104 -60 92 -66Z", tb.mid)
            c.plane("M108 -104H124V-54L110 -60Z", tb.dark)
            _side(c, style, t, tb)
        c.line("M-79 -18Q-72 -40 -86 -57", t.dark, 1.6)
        if style != "slip_on":
            _laces(c, t)
        c.line("M-4 -90C10 -72 40 -66 66 -72Q90 -78 103 -96", t.dark, 3.4)
        c.face("M-122 -24H116Q120 -24 119 -16L117 -4Q116 0 112 0H-104Q-118 0 -121 -8Z", s.mid)
        c.plane("M-122 -24H116Q120 -24 119 -16L117 -4Q116 0 112 0H80V-24Z", s.dark)
        c.plane("M-121 -24H116V-20H-122Z", s.light)
        c.line("M-118 -9H116", mix(s.mid, s.dark, 0.7), 1.4)
        c.line("M-106 -1H114", mix(s.dark, "#000000", 0.25), 2.2, butt=True)
        if style == "runner":
            c.face("M30 -24H118L122 -4Q122 0 116 0H60Q40 -2 30 -24Z", s.light)
            c.plane("M92 -24H118L122 -4Q122 0 116 0H90Z", s.dark)

    pair(c, one, 62)
    c.focus, c.zoom = (4, -146), 2.0


def _side(c: Canvas, style: str, t: Tones, tab: Tones) -> None:
    if style == "court":
        c.plane("M14 -18L44 -68L60 -70L34 -18Z", tab.mid)
        c.plane("M42 -18L68 -70L76 -72L54 -18Z", tab.light)
        for y in (-40, -34, -28):
            c.line(f"M-60 {y}h.1M-54 {y - 1}h.1M-48 {y - 2}h.1", t.dark, 2)
    elif style == "runner":
        c.plane("M-40 -18C-10 -24 20 -46 36 -70L62 -72C40 -44 10 -26 -14 -18Z", tab.mid)
        c.plane("M60 -18C66 -40 72 -56 82 -74L96 -80C86 -58 82 -40 82 -18Z", mix(t.mid, t.dark, 0.5))
    else:
        c.plane("M-4 -92L30 -72L24 -44Q2 -56 -22 -80Z", mix(t.dark, "#000000", 0.2))
        c.line("M-4 -90L-16 -76M4 -84L-6 -68M12 -80L4 -60M20 -76L14 -52", t.mid, 1.2)


def _laces(c: Canvas, t: Tones) -> None:
    lace = "#FAF8F2" if t.mid > "#5" else "#E6E2D8"
    c.line("M-56 -60C-34 -52 -14 -60 6 -76", t.dark, 1.4)
    for i in range(5):
        x, y = -58 + i * 11, -66 - i * 7.4
        c.line(f"M{x:.0f} {y:.0f}L{x + 13:.0f} {y + 12 - i * 0.6:.0f}", t.dark, 5, opacity=0.5)
        c.line(f"M{x:.0f} {y - 1:.0f}L{x + 13:.0f} {y + 11 - i * 0.6:.0f}", lace, 3.8)
