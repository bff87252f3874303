"""Structured bags: saddle bag, satchel, tote, clutch, wallet.

Each is a front face that catches the light and a side (gusset) turned away to the right.
"""

from __future__ import annotations

from mercery.demo.art import leather as hide
from mercery.demo.art import props
from mercery.demo.art.canvas import Canvas
from mercery.demo.art.palette import Tones, mix
from mercery.demo.art.path import ellipse, placed, poly, pt, rect
from mercery.demo.art.surfaces import bounds, surface


def saddle_bag(c: Canvas) -> None:
    """A flap bag with a top handle, a chain or a shoulder strap, and a clasp."""
    t = c.tones
    _saddle_handle(c, t)
    c.stand(-5)
    gusset = "M84 -160L108 -156Q114 -155 115 -149L131 -18Q132 -11 125 -10L106 -4Z"
    c.face(gusset, t.dark)
    c.plane("M97 -158L108 -156Q114 -155 115 -149L131 -18Q132 -11 125 -10L114 -7Z", mix(t.dark, "#000000", 0.28))
    c.stand(0)
    front = "M-92 -160H92L112 -9Q113 0 104 0H-106Q-115 0 -114 -9Z"
    c.face(front, t.mid)
    surface(c, front, t)
    hide.sew(c, "M-105 -8H103", t)
    if c.turned:
        back_pocket(c, t, front, rect(-78, -128, 156, 104, 8))
        c.plane("M-92 -160H92L94 -140H-94Z", t.light)
        c.line("M-94 -140H94", t.dark, 2, butt=True)
        return
    flap, seam = _flap(c.spec.option("flap"))
    c.drop(flap, front, t.dark, 3, 8)
    c.face(flap, t.dark)
    with c.at(placed(0, -2.2)):
        c.plane(flap, t.light)
        surface(c, flap, Tones(light=mix(t.light, "#FFFFFF", 0.18), mid=t.light, dark=t.mid, stitch=t.stitch))
    c.plane("M-96 -164q0 -5 6 -5H90q6 0 6 5l.6 3H-96.6Z", mix(t.light, "#FFFFFF", 0.16))
    hide.sew(c, seam, t)
    low = {"curved": -66, "straight": -82, "pointed": -62}[c.spec.option("flap")]
    hide.clasp(c, 0, low, c.spec.option("closure"), t)
    c.focus, c.zoom = (34, low - 26), 2.2


def back_pocket(c: Canvas, t: Tones, onto: str, pocket: str) -> None:
    """The slip pocket on the back of a bag, stamped with the house name."""
    left, top, right, bottom = bounds(pocket)
    c.drop(pocket, onto, t.dark, 3, 4)
    c.plane(pocket, mix(t.mid, t.light, 0.55))
    surface(c, pocket, t)
    c.line(f"M{pt(left + 5, top + 2)}H{right - 5:.0f}", mix(t.light, "#FFFFFF", 0.2), 2)
    hide.sew(c, rect(left + 6, top + 8, right - left - 12, bottom - top - 14, 5), t)
    c.text((left + right) / 2, (top + bottom) / 2 + 4, c.spec.name("AURELLE"), 11, c.foil(t), room=90, spacing=0.2)


def _flap(kind: str) -> tuple[str, str]:
    if kind == "straight":
        return (
            "M-96 -164q0 -5 6 -5H90q6 0 6 5L105 -82q1 10 -9 10H-96q-10 0 -9 -10Z",
            "M-90 -160L-97.5 -82H97.5L90 -160",
        )
    if kind == "pointed":
        return (
            "M-96 -164q0 -5 6 -5H90q6 0 6 5L103 -110L8 -50Q0 -46 -8 -50L-103 -110Z",
            "M-90 -160L-95.5 -112L0 -55L95.5 -112L90 -160",
        )
    return (
        "M-96 -164q0 -5 6 -5H90q6 0 6 5L104 -108Q105 -101 98 -97Q50 -58 0 -57Q-50 -58 -98 -97Q-105 -101 -104 -108Z",
        "M-90 -160L-97 -108Q-97 -105 -93 -102Q-48 -66 0 -65Q48 -66 93 -102Q97 -105 97 -108L90 -160",
    )


def _saddle_handle(c: Canvas, t: Tones) -> None:
    c.stand(-8)
    match c.spec.option("handle"):
        case "top":
            hide.tube(c, "M-50 -170C-54 -312 54 -312 50 -170", t, 16.5)
            for x in (-50, 50):
                c.face(f"M{pt(x - 9, -170)}l2 -16q7 -6 14 0l2 16Z", c.metal.mid)
                c.plane(f"M{pt(x - 9, -170)}l2 -16q2 -3 5 -3.6l-1 19.6Z", c.metal.light)
                c.plane(f"M{pt(x + 5, -170)}l0 -18q3 .4 4 2l2 16Z", c.metal.dark)
        case "chain":
            hide.chain(c, "M-72 -168C-66 -330 66 -330 72 -168", 8)
            hide.chain(c, "M-56 -168C-50 -306 50 -306 56 -168", 8)
        case _:
            hide.band(c, "M-84 -164C-82 -356 82 -356 84 -164", t, 11)
            hide.loop(c, -84, -166, 9)
            hide.loop(c, 84, -166, 9)


def satchel(c: Canvas) -> None:
    """A school satchel grown up: a straight flap held by one or two buckled straps."""
    t = c.tones
    if c.spec.option("strap") == "shoulder":
        c.stand(-10)
        hide.band(c, "M-98 -140C-110 -330 110 -330 108 -140", t, 10)
    c.stand(-8)
    hide.tube(c, "M-34 -166C-36 -218 36 -218 34 -166", t, 13)
    c.stand(-5)
    c.face("M100 -158L118 -153Q124 -151 124 -145V-20Q124 -12 117 -10L100 -4Z", t.dark)
    c.plane("M112 -155L118 -153Q124 -151 124 -145V-20Q124 -12 117 -10L112 -8Z", mix(t.dark, "#000000", 0.28))
    c.stand(0)
    front = rect(-112, -160, 216, 160, 9)
    c.face(front, t.mid)
    surface(c, front, t)
    hide.sew(c, "M-105 -8H97", t)
    if c.turned:
        back_pocket(c, t, front, rect(-84, -120, 160, 96, 8))
        c.plane(rect(-112, -162, 216, 22, 6), t.light)
        c.line("M-112 -140H104", t.dark, 2, butt=True)
        return
    if c.spec.option("pocket") == "front":
        pocket = rect(-74, -58, 140, 52, 7)
        c.drop(pocket, front, t.dark, 3, 3)
        c.plane(pocket, mix(t.mid, t.light, 0.45))
        hide.sew(c, rect(-69, -53, 130, 42, 5), t)
    flap = "M-114 -162q0 -7 8 -7H98q8 0 8 7V-76q0 10 -9 10H-105q-9 0 -9 -10Z"
    c.drop(flap, front, t.dark, 3, 8)
    c.face(flap, t.dark)
    with c.at(placed(0, -2.2)):
        c.plane(flap, t.light)
        surface(c, flap, Tones(light=mix(t.light, "#FFFFFF", 0.18), mid=t.light, dark=t.mid, stitch=t.stitch))
    hide.sew(c, "M-107 -160V-77q0 4 4 4H95q4 0 4 -4V-160", t)
    straps = (-62, 54) if c.spec.option("buckles") == "two" else (-4,)
    for x in straps:
        _buckled(c, t, x, 22 if len(straps) == 2 else 30)
    for x in (-34, 34):
        c.plane(rect(x - 10, -172, 20, 9, 3), t.dark)
        hide.rivet(c, x, -167.5, 2.6)
    c.focus, c.zoom = (straps[0] + 14, -72), 2.8


def _buckled(c: Canvas, t: Tones, x: float, w: float) -> None:
    strip = f"M{pt(x - w / 2, -169)}h{w}V-44q0 6 -5 8L{pt(x, -30)}L{pt(x - w / 2 + 5, -36)}q-5 -2 -5 -8Z"
    with c.at(placed(3, 3)):
        c.plane(strip, t.dark, 0.6)
    c.plane(strip, mix(t.mid, t.dark, 0.45))
    c.plane(f"M{pt(x + w / 2 - 6, -169)}h6V-44q0 6 -5 8l-1 .5Z", t.dark)
    hide.sew(c, f"M{pt(x - w / 2 + 4, -166)}V-46M{pt(x + w / 2 - 4, -166)}V-46", t)
    c.plane(rect(x - w / 2 - 3, -62, w + 6, 8, 2.5), t.dark)
    c.plane(rect(x - w / 2 - 3, -63, w + 4, 7, 2.5), t.mid)
    hide.buckle(c, x, -80, w + 16, 26)
    for y in (-50, -43):
        c.plane(ellipse(x, y, 1.5), mix(t.dark, "#000000", 0.4))


_TOTES: dict[str, tuple[int, int, int, int]] = {
    "structured": (98, 112, 176, 22),
    "soft": (104, 96, 170, 20),
    "wide": (118, 104, 150, 24),
}


def tote(c: Canvas) -> None:
    """An open bag with two handles; the far one is seen over the rim."""
    t = c.tones
    top, low, high, side = _TOTES[c.spec.option("shape")]
    contrast = c.accent("cognac")
    panel = c.spec.option("panel")
    trim = contrast if panel != "plain" else t
    reach = 118 if c.spec.option("handles") == "long" else 66
    grip = min(48, top * 0.46)
    if c.turned:
        props.carton(c, -top - 46, 150, high + 44, at=-26)
    c.stand(-14)
    hide.tube(
        c,
        f"M{pt(-grip + 12, -high - 2)}C{pt(-grip + 10, -high - reach * 1.28)} {pt(grip + 14, -high - reach * 1.28)} {pt(grip + 12, -high - 2)}",
        trim,
        10,
    )
    _tote_side(c, t, top, low, high, side)
    c.stand(0)
    front = f"M{pt(-top, -high)}H{top}L{pt(low, -9)}q1 9 -9 9H{9 - low}q-10 0 -9 -9Z"
    c.face(front, t.mid)
    surface(c, front, t)
    _tote_panel(c, t, front, top, low, high)
    c.line(f"M{pt(-top, -high + 1)}H{top}", mix(t.light, "#FFFFFF", 0.15), 2.2, butt=True)
    hide.sew(c, f"M{pt(-top + 5, -high + 8)}H{top - 5}M{pt(7 - low, -8)}H{low - 7}", t if panel != "base" else contrast)
    _front_handle(c, trim, grip, high, reach)
    if c.spec.option("logo") == "yes":
        c.text(
            0,
            -high * 0.34 if panel != "base" else -18,
            c.spec.name("AURELLE"),
            11,
            c.foil(contrast if panel == "base" else t),
            room=90,
            spacing=0.2,
        )
    _charm(c, grip, high)
    c.focus, c.zoom = (-grip + 26, -high + 14), 2.7


def _tote_side(c: Canvas, t: Tones, top: float, low: float, high: float, side: float) -> None:
    """The far rim and the gusset."""
    c.face(
        poly((-top + 6, -high - 8), (top + side - 8, -high - 8), (top, -high + 3), (-top, -high + 3)),
        mix(t.dark, "#000000", 0.32),
    )
    c.stand(-5)
    c.face(
        f"M{pt(top - 6, -high)}L{pt(top + side - 8, -high - 8)}L{pt(low + side, -14)}q0 5 -6 6L{pt(low - 8, -2)}Z",
        t.dark,
    )
    c.plane(
        f"M{pt(top + side * 0.4, -high - 4)}L{pt(top + side - 8, -high - 8)}L{pt(low + side, -14)}q0 5 -6 6L{pt(low + side * 0.45, -6)}Z",
        mix(t.dark, "#000000", 0.28),
    )


def _tote_panel(c: Canvas, t: Tones, front: str, top: float, low: float, high: float) -> None:
    """The contrast panel, or the lit plane of a plain front."""
    panel, contrast = c.spec.option("panel"), c.accent("cognac")
    with c.clip(front):
        if panel == "base":
            c.plane(rect(-140, -46, 280, 60), contrast.mid)
            c.plane(rect(-140, -46, 60, 60), contrast.light, 0.5)
            hide.sew(c, "M-140 -42H140", contrast)
        elif panel == "sides":
            for x in (-140, top * 0.62):
                c.plane(rect(x, -high, 140 - top * 0.62, high), contrast.mid)
            hide.sew(c, f"M{pt(-top * 0.6, -high)}V0M{pt(top * 0.59, -high)}V0", contrast)
        elif (c.spec.material or "smooth") in ("smooth", "grained", "suede"):
            c.plane(poly((-top - 30, -high), (-top + 22, -high), (-low + 24, 0), (-low - 40, 0)), t.light)


def _front_handle(c: Canvas, t: Tones, grip: float, high: float, reach: float) -> None:
    path = f"M{pt(-grip, -high + 30)}V{-high:.0f}C{pt(-grip, -high - reach * 1.24)} {pt(grip, -high - reach * 1.24)} {pt(grip, -high)}V{-high + 30:.0f}"
    with c.clip(rect(-200, -high, 400, high)), c.at(placed(4, 5)):
        c.line(path, mix(t.dark, "#000000", 0.1), 10, opacity=0.5)
    hide.tube(c, path, t, 10)
    for x in (-grip, grip):
        patch = f"M{pt(x - 8, -high + 14)}h16v26q0 12 -8 12q-8 0 -8 -12Z"
        with c.at(placed(2, 2.6)):
            c.plane(patch, t.dark, 0.7)
        c.plane(patch, mix(t.mid, t.light, 0.7))
        hide.sew(c, f"M{pt(x - 5, -high + 17)}v23q0 8 5 8q5 0 5 -8v-23", t)
        hide.rivet(c, x, -high + 30, 3)


def _charm(c: Canvas, grip: float, high: float) -> None:
    match c.spec.option("charm"):
        case "tag":
            hide.tag(c, grip - 4, -high - 8, c.accent("cognac"))
        case "scarf":
            a = c.accent("rose")
            x, y = -grip, -high - 16
            c.face(
                f"M{pt(x, y)}C{pt(x - 26, y + 18)} {pt(x - 34, y + 60)} {pt(x - 30, y + 92)}L{pt(x - 14, y + 84)}C{pt(x - 12, y + 60)} {pt(x - 8, y + 30)} {pt(x + 2, y + 6)}Z",
                a.mid,
            )
            c.face(
                f"M{pt(x, y)}C{pt(x + 14, y + 20)} {pt(x + 10, y + 60)} {pt(x + 14, y + 78)}L{pt(x - 6, y + 84)}C{pt(x - 8, y + 60)} {pt(x - 10, y + 30)} {pt(x - 4, y + 6)}Z",
                a.light,
            )
            c.plane(
                f"M{pt(x - 22, y + 50)}L{pt(x - 12, y + 48)}L{pt(x - 13, y + 58)}L{pt(x - 26, y + 62)}Z", a.stitch, 0.8
            )
            c.face(rect(x - 9, y - 8, 18, 17, 7), a.mid)
            c.plane(rect(x + 2, y - 8, 7, 17, 5), a.dark)
        case _:
            return
