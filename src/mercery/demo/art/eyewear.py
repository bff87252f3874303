"""Spectacles and sunglasses, standing open on a low stone block."""

from __future__ import annotations

from mercery.demo.art import props
from mercery.demo.art.canvas import Canvas
from mercery.demo.art.palette import Tones, mix, palette
from mercery.demo.art.path import ellipse, placed, poly, rect

_LENSES = {
    "green": ("#3B5245", "#5F7A62", "#8FA486"),
    "brown": ("#5A4232", "#836248", "#B08F6E"),
    "grey": ("#41474A", "#666D70", "#9AA0A1"),
    "blue": ("#38526C", "#5E7E9B", "#98B3C8"),
    "rose": ("#9A6470", "#BC8A90", "#DDB9B8"),
    "clear": ("#E9EFEC", "#F2F6F4", "#FAFCFB"),
}
_CRYSTAL = Tones(light="#F4F8F7", mid="#C6D3D2", dark="#8B9F9F", stitch="#FFFFFF")
_SHAPES = {
    "round": (
        "M-8 -44C-8 -14 -28 6 -56 6C-84 6 -106 -16 -106 -46C-106 -76 -86 -96 -57 -96C-28 -96 -8 -74 -8 -44Z",
        -46,
        -57,
    ),
    "cat_eye": (
        "M-10 -62C-10 -20 -32 4 -60 4C-92 4 -108 -26 -112 -58C-114 -76 -122 -88 -130 -96C-104 -100 -60 -90 -34 -86C-16 -83 -10 -78 -10 -62Z",
        -74,
        -62,
    ),
    "aviator": (
        "M-12 -74C-8 -40 -26 6 -58 8C-92 10 -114 -26 -114 -62C-114 -84 -104 -92 -84 -93C-62 -94 -46 -92 -30 -92Q-14 -91 -12 -74Z",
        -76,
        -62,
    ),
    "rectangular": (
        "M-12 -74L-16 -16Q-18 2 -36 2H-88Q-106 2 -109 -16L-114 -70Q-115 -86 -98 -87C-70 -89 -50 -89 -28 -87Q-12 -86 -12 -74Z",
        -66,
        -62,
    ),
}


def glasses_round(c: Canvas) -> None:
    """Round frames."""
    _glasses(c, "round")


def glasses_cat_eye(c: Canvas) -> None:
    """Frames with lifted outer corners."""
    _glasses(c, "cat_eye")


def glasses_aviator(c: Canvas) -> None:
    """Teardrop frames with a double bridge."""
    _glasses(c, "aviator")


def glasses_rectangular(c: Canvas) -> None:
    """Straight frames."""
    _glasses(c, "rectangular")


def _glasses(c: Canvas, shape: str) -> None:
    metal = c.spec.option("frame") == "metal"
    t = c.metal if metal and c.spec.colour not in ("gold", "silver", "rose gold", "gunmetal", "black") else c.tones
    if c.spec.colour == "clear":
        t = _CRYSTAL
    lens, bridge, middle = _SHAPES[shape]
    rise = 104.0
    if c.turned:
        c.plinth(-152, 142, 70, deep=46)
        with c.at(placed(0, -76)):
            props.spectacle_case(c, palette("cognac"))
        rise = 82.0
        c.stand(-8)
    else:
        c.plinth(-138, 130, 78, deep=46)
        c.stand(-20)
    with c.at(placed(-14 if c.turned else 0, -rise)):
        if not c.turned:
            _temples(c, t, metal, shape)
        for side in (1, -1):
            with c.at(placed(0, 0, flip=side < 0)):
                _rim(c, t, lens, metal, middle, side)
        _bridge(c, t, metal, bridge, shape)
        if not metal:
            for side in (-1, 1):
                x, y = (124, -88) if shape == "cat_eye" else (110, -78)
                c.plane(ellipse(side * x - 3, y, 1.8), c.metal.light)
                c.plane(ellipse(side * x + 2.4, y + 1, 1.8), c.metal.light)
    c.focus, c.zoom = (-56, -152), 2.4


def _temples(c: Canvas, t: Tones, metal: bool, shape: str) -> None:
    x, y = (126, -90) if shape == "cat_eye" else (110, -76)
    wide = 5.0 if metal else 9.0
    for side in (-1, 1):
        far = f"M{side * x} {y}L{side * (x - 16)} {y - 70}C{side * (x - 19)} {y - 86} {side * (x - 26)} {y - 92} {side * (x - 35)} {y - 86}"
        c.line(far, t.dark, wide, cast=True)
        with c.at(placed(-0.9, -0.5)):
            c.line(far, mix(t.mid, t.dark, 0.45) if side > 0 else t.mid, wide * 0.6)
        c.line(f"M{side * (x - 13)} {y + 8}L{side * x} {y}", t.dark, wide + 1, cast=True)
        c.line(f"M{side * (x - 13) - 0.6} {y + 7.4}L{side * x - 0.6} {y - 0.6}", t.mid, wide * 0.7)
        if metal:
            tip = f"M{side * (x - 16)} {y - 68}C{side * (x - 19)} {y - 86} {side * (x - 26)} {y - 92} {side * (x - 35)} {y - 86}"
            c.line(tip, palette("chocolate").dark, 8)


def _rim(c: Canvas, t: Tones, lens: str, metal: bool, middle: float, side: int) -> None:
    a, b, d = _LENSES[c.spec.option("lens")]
    wide = 5.0 if metal else 13.0
    c.line(lens, t.dark, wide + 1, cast=True)
    c.shade(lens)
    with c.clip(lens):
        c.plane(
            rect(-140, -110, 140, 130),
            a if c.spec.option("lens_tint") == "gradient" else b,
            None if c.spec.option("lens") != "clear" else 0.55,
        )
        if c.spec.option("lens_tint") == "gradient":
            c.plane(rect(-140, -56, 140, 90), b, 0.9 if c.spec.option("lens") != "clear" else 0.3)
            c.plane(rect(-140, -26, 140, 60), d, 0.9 if c.spec.option("lens") != "clear" else 0.3)
        lean = 1 if side > 0 else -1
        for x, w, o in ((-18, 22, 0.26), (14, 7, 0.2)):
            c.plane(
                poly(
                    (middle + lean * x + 30 * lean, -110),
                    (middle + lean * (x + w) + 30 * lean, -110),
                    (middle + lean * (x + w) - 30 * lean, 20),
                    (middle + lean * x - 30 * lean, 20),
                ),
                "#FFFFFF",
                o,
            )
    with c.at(placed(-0.7 * side, -0.9)):
        if metal:
            c.line(lens, t.mid, wide * 0.7)
            c.line(lens, t.light, 1.2)
            return
        c.line(lens, t.mid, wide - 1.6)
        if c.spec.colour == "tortoise":
            c.line(lens, t.light, wide - 1.6, dash="15 27", butt=True)
            c.line(lens, t.dark, wide - 4, dash="8 22 13 17", butt=True)
            c.line(lens, t.stitch, 3, dash="7 38", butt=True)
    with c.at(placed(-1.6 * side, -2.6)):
        c.line(lens, mix(t.light, "#FFFFFF", 0.2), 1.5, opacity=0.75)


def _bridge(c: Canvas, t: Tones, metal: bool, y: float, shape: str) -> None:
    wide = 4.6 if metal else 11.0
    if shape == "aviator":
        c.line("M-34 -93Q0 -99 34 -93", t.dark, wide * 0.9, cast=True)
        c.line("M-34 -93.6Q0 -99.6 34 -93.6", t.light if metal else t.mid, wide * 0.5)
    d = f"M-13 {y + 8}Q0 {y - 10} 13 {y + 8}"
    c.line(d, t.dark, wide, cast=True)
    with c.at(placed(-0.6, -0.9)):
        c.line(d, t.mid, wide * 0.72)
        c.line(f"M-9 {y + 2}Q0 {y - 8} 6 {y}", t.light, wide * 0.18)
    for side in (-1, 1):
        c.plane(ellipse(side * 9, y + 24, 2.6, 7), "#F3EFE6", 0.8)
