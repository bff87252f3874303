"""Small leather goods on a stone block: clutches, wallets, card holders."""

from __future__ import annotations

from mercery.demo.art import leather as hide
from mercery.demo.art import props
from mercery.demo.art.canvas import Canvas
from mercery.demo.art.palette import Tones, mix
from mercery.demo.art.path import ellipse, placed, poly, rect
from mercery.demo.art.surfaces import surface


def clutch(c: Canvas) -> None:
    """An evening clutch: envelope, frame or pleated; perhaps on a chain."""
    t = c.tones
    if c.turned:
        props.carton(c, -158, 170, 212)
        _clutch(c, t)
        return
    c.plinth(-158, 152, 58)
    with c.at(placed(0, -64)):
        _clutch(c, t)
    c.focus = (c.focus[0], c.focus[1] - 64)


def _clutch(c: Canvas, t: Tones) -> None:
    chain = c.spec.option("chain")
    shape = c.spec.option("shape")
    top = -118 if shape == "envelope" else -128
    c.stand(-6)
    if chain == "shoulder":
        hide.chain(c, f"M-96 {top + 10}C-96 -300 96 -300 100 {top + 10}", 6.5)
    elif chain == "wrist":
        hide.chain(c, f"M112 {top + 22}C176 -90 176 -20 138 -14C118 -14 128 -70 114 {top + 24}", 6)
    c.stand(0)
    {"envelope": _envelope, "frame": _framed, "pleated": _pleated}[shape](c, t)


def _envelope(c: Canvas, t: Tones) -> None:
    body = "M-126 -112Q-126 -118 -120 -118H120Q126 -118 126 -112V-8Q126 0 118 0H-118Q-126 0 -126 -8Z"
    c.stand(-4)
    c.face("M118 -116L130 -112Q136 -110 136 -104V-14Q136 -8 130 -6L118 -1Z", t.dark)
    c.stand(0)
    c.face(body, t.mid)
    surface(c, body, t)
    flap = "M-126 -116Q-126 -120 -120 -120H120Q126 -120 126 -116L126 -98L10 -38Q0 -33 -10 -38L-126 -98Z"
    c.drop(flap, body, t.dark, 3, 8)
    c.plane(flap, t.dark)
    with c.at(placed(0, -2)):
        c.plane(flap, t.light)
        surface(c, flap, Tones(light=mix(t.light, "#FFFFFF", 0.18), mid=t.light, dark=t.mid, stitch=t.stitch))
    c.line("M-122 -119H122", mix(t.light, "#FFFFFF", 0.2), 1.8)
    c.line("M-120 -101L-6 -43Q0 -40 6 -43L120 -101", t.mid, 1.2)
    hide.clasp(c, 0, -46, c.spec.option("closure"), t)
    c.focus, c.zoom = (4, -58), 2.6


def _framed(c: Canvas, t: Tones) -> None:
    m = c.metal
    body = "M-108 -116C-128 -80 -134 -40 -124 -12Q-120 0 -108 0H108Q120 0 124 -12C134 -40 128 -80 108 -116Z"
    c.face(body, t.mid)
    surface(c, body, t)
    with c.clip(body):
        c.plane("M70 -116C96 -80 98 -30 84 0H150V-130Z", t.dark, 0.75)
        c.plane("M-140 -130H-84C-108 -84 -112 -40 -102 0H-150Z", t.light, 0.8)
        c.line(
            "M-60 -112C-66 -92 -70 -70 -70 -50M-20 -112C-22 -96 -24 -84 -24 -70M26 -112C28 -96 30 -84 30 -68M62 -112C70 -90 72 -74 72 -52",
            t.dark,
            1.6,
            opacity=0.7,
        )
    c.face(rect(-114, -128, 228, 16, 7), m.dark)
    c.plane(rect(-114, -129, 226, 13, 6), m.mid)
    c.plane(rect(-108, -127.4, 214, 3.4, 1.7), m.light)
    if c.spec.option("closure") == "clasp":
        for x, tone in ((-7, m.mid), (7, m.mid)):
            c.face(ellipse(x, -136, 9), m.dark)
            c.plane(ellipse(x - 0.8, -137, 7.8), tone)
            c.plane(ellipse(x - 3, -139.4, 2.8), m.light)
    else:
        hide.clasp(c, 0, -116, c.spec.option("closure"), t)
    c.focus, c.zoom = (0, -100), 2.6


def _pleated(c: Canvas, t: Tones) -> None:
    body = "M-116 -120H116Q128 -120 127 -108L120 -10Q119 0 108 0H-108Q-119 0 -120 -10L-127 -108Q-128 -120 -116 -120Z"
    c.face(body, t.mid)
    with c.clip(body):
        for i in range(12):
            x = -132 + i * 22
            lean = (x + 11) * 0.04
            c.plane(poly((x, -122), (x + 9, -122), (x + 9 - lean, 2), (x - lean, 2)), t.light, 0.9)
            c.plane(poly((x + 17, -122), (x + 22, -122), (x + 22 - lean, 2), (x + 17 - lean, 2)), t.dark, 0.9)
        c.plane(rect(92, -124, 50, 130), t.dark, 0.45)
    band = "M-127 -74H127L126 -50H-126Z"
    with c.at(placed(2, 5)):
        c.plane(band, t.dark, 0.7)
    c.plane(band, t.light)
    c.plane("M92 -74H127L126 -50H92Z", t.mid)
    hide.clasp(c, 0, -62, c.spec.option("closure"), t)
    c.focus, c.zoom = (4, -62), 2.6


def wallet(c: Canvas) -> None:
    """Small leather: a flap wallet, a zipped one, or a card holder, standing upright."""
    if c.turned:
        props.carton(c, -146, 150, 204)
        _wallet(c, c.tones, c.spec.option("style"))
        return
    c.plinth(-140, 134, 72)
    with c.at(placed(0, -78)):
        _wallet(c, c.tones, c.spec.option("style"))
    c.focus = (c.focus[0], c.focus[1] - 78)


def _wallet(c: Canvas, t: Tones, style: str) -> None:
    if style == "card":
        _card_holder(c, t)
        return
    body = rect(-112, -124, 218, 124, 10)
    c.stand(-4)
    c.face("M96 -122L112 -118Q118 -116 118 -110V-14Q118 -8 112 -6L96 -1Z", t.dark)
    c.stand(0)
    c.face(body, t.mid)
    surface(c, body, t)
    if style == "zip":
        c.line("M-100 -118H94q6 0 6 6V-12q0 6 -6 6H-100q-6 0 -6 -6V-112q0 -6 6 -6Z", c.metal.dark, 4.4)
        c.line(
            "M-100 -118H94q6 0 6 6V-12q0 6 -6 6H-100q-6 0 -6 -6V-112q0 -6 6 -6Z",
            c.metal.light,
            3.2,
            dash="1.5 1.7",
            butt=True,
        )
        c.plane(rect(-94, -106, 182, 88, 6), mix(t.mid, t.light, 0.6))
        hide.sew(c, rect(-89, -101, 172, 78, 4), t)
        hide.tassel(c, 102, -108, c.accent(c.spec.colour), 50)
        c.text(-4, -38, c.spec.name("AURELLE"), 11, c.foil(t), room=110, spacing=0.2)
        c.focus, c.zoom = (66, -82), 2.8
        return
    flap = "M-114 -120q0 -6 8 -6H100q8 0 8 6V-64q0 8 -8 10Q40 -44 -3 -44Q-46 -44 -106 -54q-8 -2 -8 -10Z"
    c.drop(flap, body, t.dark, 3, 7)
    c.face(flap, t.dark)
    with c.at(placed(0, -2)):
        c.plane(flap, t.light)
        surface(c, flap, Tones(light=mix(t.light, "#FFFFFF", 0.18), mid=t.light, dark=t.mid, stitch=t.stitch))
    hide.sew(c, "M-107 -118V-65q0 4 4 5Q-44 -51 -3 -51Q38 -51 97 -60q4 -1 4 -5V-118M-104 -7H98", t)
    if c.spec.option("closure") != "none":
        hide.clasp(c, -3, -54, c.spec.option("closure"), t, 0.8 if c.spec.option("closure") == "square" else 1.1)
    c.focus, c.zoom = (6, -64), 2.7


def _card_holder(c: Canvas, t: Tones) -> None:
    body = rect(-92, -128, 184, 128, 9)
    paper = ("#F6F2E8", "#D9D2C2")
    c.face(rect(-80, -146, 150, 60, 6), paper[1])
    c.plane(rect(-80, -146, 146, 60, 6), paper[0])
    c.face(rect(-76, -136, 156, 60, 6), c.accent("sage").mid)
    c.plane(rect(-70, -130, 26, 4), c.accent("sage").light)
    c.face(body, t.dark)
    c.plane(rect(-92, -128, 181, 126, 9), t.mid)
    surface(c, rect(-92, -128, 181, 126, 9), t)
    for i, y in enumerate((-104, -80)):
        slot = f"M-92 {y}H-26q8 0 11 6q14 18 28 0q3 -6 11 -6H89V-8q0 6 -6 6H-86q-6 0 -6 -6Z"
        c.line(f"M-92 {y - 1}H-26q8 0 11 6q14 18 28 0q3 -6 11 -6H89", t.dark, 3.4, butt=True)
        c.plane(slot, mix(t.mid, t.light, 0.35 + 0.45 * i))
    hide.sew(c, "M-85 -120V-10q0 3 3 3H79q3 0 3 -3V-120", t)
    c.text(0, -22, c.spec.name("AURELLE"), 10, c.foil(t), room=110, spacing=0.2)
    c.focus, c.zoom = (14, -88), 2.8
