"""Soft and rounded bags: hobo, crossbody, bucket, backpack, weekender."""

from __future__ import annotations

from mercery.demo.art import leather as hide
from mercery.demo.art import props
from mercery.demo.art.canvas import Canvas
from mercery.demo.art.palette import Tones, mix
from mercery.demo.art.path import ellipse, placed, poly, rect
from mercery.demo.art.surfaces import surface


def hobo(c: Canvas) -> None:
    """A soft shoulder bag whose strap grows out of its sides."""
    t = c.tones
    if c.turned:
        props.carton(c, -176, 150, 176)
    crescent = c.spec.option("shape") == "crescent"
    _hobo_strap(c, t, crescent)
    c.stand(0)
    if crescent:
        body = "M-118 -150C-132 -96 -122 -36 -84 -12Q-66 0 -40 0H48Q74 0 92 -14C126 -40 134 -98 118 -150C84 -116 -84 -116 -118 -150Z"
        back = "M-118 -150C-80 -138 80 -138 118 -150C84 -112 -84 -112 -118 -150Z"
        right = "M118 -150C134 -98 126 -40 92 -14Q74 0 48 0H30C76 -22 96 -80 84 -127Q106 -136 118 -150Z"
        left = "M-118 -150C-132 -96 -122 -36 -84 -12Q-66 0 -40 0C-84 -22 -104 -84 -94 -132Q-108 -138 -118 -150Z"
        lip, dip = "M-116 -148C-84 -114 84 -114 116 -148", -123
    else:
        body = "M-100 -172C-118 -130 -142 -60 -120 -18Q-110 0 -88 0H92Q114 0 124 -20C142 -62 118 -130 100 -172C60 -146 -60 -146 -100 -172Z"
        back = "M-100 -172C-60 -162 60 -162 100 -172C60 -142 -60 -142 -100 -172Z"
        right = "M100 -172C118 -130 142 -62 124 -20Q114 0 92 0H60C98 -30 92 -110 72 -158Q88 -164 100 -172Z"
        left = "M-100 -172C-118 -130 -142 -60 -120 -18Q-110 0 -88 0C-112 -40 -98 -110 -80 -162Z"
        lip, dip = "M-98 -171C-60 -146 60 -146 98 -171", -153
    c.face(back, mix(t.dark, "#000000", 0.3))
    c.face(body, t.mid)
    surface(c, body, t)
    with c.clip(body):
        c.plane(left, t.light)
        c.plane(right, t.dark)
        if not crescent:
            c.line(
                "M-52 -150C-66 -100 -64 -60 -48 -34M40 -148C56 -108 52 -80 40 -56M-10 -146C-16 -124 -16 -108 -12 -92",
                t.dark,
                2,
                opacity=0.55,
            )
    c.line(lip, mix(t.light, "#FFFFFF", 0.12), 2.4)
    with c.at(placed(0, 9)):
        hide.sew(c, lip, t)
    _hobo_closure(c, t, dip)
    c.focus, c.zoom = (-66 if crescent else -50, -140), 2.4


def _hobo_strap(c: Canvas, t: Tones, crescent: bool) -> None:
    x, y = (116, -150) if crescent else (98, -172)
    c.stand(-4)
    match c.spec.option("strap"):
        case "leather":
            hide.tube(c, f"M{-x} {y}C{-x + 14} -352 {x - 14} -352 {x} {y}", t, 14)
        case "chain":
            hide.chain(c, f"M{-x} {y}C{-x + 14} -340 {x - 14} -340 {x} {y}", 9)
        case _:
            hide.band(c, f"M{-x} {y}C{-x + 20} -250 -34 -290 6 -296", t, 16)
            hide.band(c, f"M{x} {y}C{x - 20} -250 44 -290 -6 -296", t, 16)
            c.face("M-20 -306Q-2 -318 20 -306Q30 -294 18 -284Q0 -276 -18 -284Q-30 -294 -20 -306Z", t.mid)
            c.plane("M6 -311Q14 -310 20 -306Q30 -294 18 -284Q10 -280 2 -280Q20 -294 6 -311Z", t.dark)
            c.face("M-16 -288L-40 -252L-24 -258L-4 -284Z", t.light)
            c.face("M8 -284L26 -250L30 -264L20 -288Z", t.dark)
    for side in (-1, 1):
        hide.loop(c, side * x, y - 2, 8.5, 3.6)


def _hobo_closure(c: Canvas, t: Tones, dip: float) -> None:
    match c.spec.option("closure"):
        case "tab":
            shape = f"M-13 {dip - 6}H13V{dip + 30}q0 14 -13 14q-13 0 -13 -14Z"
            with c.at(placed(3, 4)):
                c.plane(shape, t.dark, 0.75)
            c.plane(shape, t.light)
            c.plane(f"M5 {dip - 6}H13V{dip + 30}q0 10 -8 13Z", t.mid)
            hide.sew(c, f"M-9 {dip - 2}V{dip + 30}q0 10 9 10q9 0 9 -10V{dip - 2}", t)
            hide.clasp(c, 0, dip + 29, "stud", t, 0.9)
        case "zip":
            c.line(f"M-70 {dip - 8}Q0 {dip + 12} 70 {dip - 8}", c.metal.dark, 4)
            c.line(f"M-70 {dip - 8}Q0 {dip + 12} 70 {dip - 8}", c.metal.light, 3, dash="1.5 1.7", butt=True)
            c.plane(rect(58, dip - 8, 9, 30, 3), t.dark)
            c.plane(rect(57, dip - 9, 7, 29, 3), t.light)
        case _:
            hide.loop(c, 0, dip + 14, 15, 5, cast=False)


def crossbody(c: Canvas) -> None:
    """A small bag on a long strap: camera, half moon, envelope or box."""
    t = c.tones
    if c.turned:
        props.carton(c, -160, 140, 190)
    shape = c.spec.option("shape")
    top = {"camera": -142, "half_moon": -132, "envelope": -140, "box": -150}[shape]
    x = 92 if shape in ("camera", "box") else 104
    c.stand(-8)
    path = f"M{-x} {top + 16}C{-x - 12} -360 {x + 22} -360 {x + 8} {top + 16}"
    if c.spec.option("strap") == "chain":
        hide.chain(c, path, 7)
    else:
        hide.band(c, path, t, 9)
    c.stand(0)
    {"camera": _camera_bag, "half_moon": _half_moon, "envelope": _letter, "box": _box_bag}[shape](c, t)
    for side, shift in ((-1, 0), (1, 8)):
        hide.loop(c, side * x + shift, top + 16, 7, 3)
    if c.spec.option("tassel") == "yes":
        hide.tassel(c, x + 4, top + 24, c.accent(c.spec.colour), 58)


def _camera_bag(c: Canvas, t: Tones) -> None:
    c.stand(-5)
    c.face("M84 -140Q118 -140 118 -112V-24Q118 -8 104 -6L80 -1Z", t.dark)
    c.stand(0)
    body = rect(-106, -144, 206, 144, 24)
    c.face(body, t.mid)
    surface(c, body, t)
    with c.clip(body):
        c.plane(rect(-110, -146, 220, 26), t.light)
        c.plane(rect(-110, -121, 220, 2.4), t.dark)
    hide.zipper(c, -84, 78, -133, t, pull=58)
    pocket = rect(-90, -104, 174, 90, 14)
    c.drop(pocket, body, t.dark, 2.4, 3.4)
    c.plane(pocket, mix(t.mid, t.light, 0.6))
    if (c.spec.material or "smooth") != "smooth":
        surface(c, pocket, Tones(light=mix(t.light, "#FFFFFF", 0.15), mid=t.light, dark=t.mid, stitch=t.stitch))
    hide.sew(c, rect(-84, -98, 162, 78, 10), t)
    c.text(-3, -36, c.spec.name("AURELLE"), 11, c.foil(t), room=110, spacing=0.2)
    c.focus, c.zoom = (40, -100), 2.6


def _half_moon(c: Canvas, t: Tones) -> None:
    c.stand(-4)
    c.face("M108 -130Q122 -130 121 -118C116 -60 84 -10 30 -3L20 -4Z", t.dark)
    c.stand(0)
    body = "M-116 -122Q-118 -134 -106 -134H104Q116 -134 114 -122C104 -44 62 0 -1 0C-64 0 -106 -44 -116 -122Z"
    c.face(body, t.mid)
    surface(c, body, t)
    with c.clip(body):
        c.plane("M-120 -140H-86C-84 -84 -56 -26 -8 4H-124Z", t.light)
        c.plane("M84 -140C84 -84 62 -30 14 2L130 10V-140Z", t.dark, 0.8)
    hide.sew(c, "M-108 -116C-96 -46 -58 -7 -1 -7C56 -7 94 -46 106 -116", t)
    hide.zipper(c, -104, 102, -127, t, pull=70)
    c.text(-2, -54, c.spec.name("AURELLE"), 11, c.foil(t), room=110, spacing=0.2)
    c.focus, c.zoom = (50, -92), 2.6


def _letter(c: Canvas, t: Tones) -> None:
    c.stand(-5)
    c.face("M96 -136L114 -132Q120 -131 120 -125V-18Q120 -11 114 -9L96 -3Z", t.dark)
    c.stand(0)
    body = rect(-112, -140, 216, 140, 8)
    c.face(body, t.mid)
    surface(c, body, t)
    hide.sew(c, "M-105 -8H97", t)
    flap = "M-114 -142q0 -6 7 -6H99q7 0 7 6L106 -118L4 -56Q-4 -51 -12 -56L-114 -118Z"
    c.drop(flap, body, t.dark, 3, 8)
    c.face(flap, t.dark)
    with c.at(placed(0, -2)):
        c.plane(flap, t.light)
        surface(c, flap, Tones(light=mix(t.light, "#FFFFFF", 0.18), mid=t.light, dark=t.mid, stitch=t.stitch))
    hide.sew(c, "M-107 -140V-121L-8 -63Q-4 -61 0 -63L99 -121V-140", t)
    hide.clasp(c, -4, -66, "turnlock", t, 0.9)
    c.focus, c.zoom = (14, -76), 2.6


def _box_bag(c: Canvas, t: Tones) -> None:
    c.stand(-6)
    c.face("M90 -150L112 -142V-14L90 0Z", t.dark)
    c.stand(0)
    body = rect(-100, -150, 194, 150, 5)
    c.face("M-100 -148L-80 -158H106L112 -142L94 -146Z", t.light)
    c.face(body, t.mid)
    surface(c, body, t)
    lid = rect(-100, -150, 194, 62, 5)
    c.drop(lid, body, t.dark, 0, 5)
    c.plane(lid, mix(t.mid, t.light, 0.75))
    surface(c, lid, t)
    hide.sew(c, "M-93 -144V-96H87V-144M-93 -80V-8H87V-80", t)
    for x in (-84, 78):
        hide.rivet(c, x, -104, 3)
    hide.clasp(c, -3, -88, "oval", t, 0.95)
    c.focus, c.zoom = (16, -92), 2.6


def bucket_bag(c: Canvas) -> None:
    """A round-bottomed bag gathered by a cord."""
    t = c.tones
    if c.turned:
        props.carton(c, -150, 130, 170)
    base = c.accent("cognac") if c.spec.option("base") == "contrast" else t
    cord = c.spec.option("closure") == "drawstring"
    c.stand(-12)
    path = "M-82 -172C-86 -372 86 -372 84 -172"
    if c.spec.option("strap") == "chain":
        hide.chain(c, path, 8)
    else:
        hide.band(c, path, base, 11)
    c.stand(-3)
    body = "M-92 -188C-96 -120 -90 -60 -84 -16Q-80 0 0 0Q80 0 84 -16C90 -60 96 -120 92 -188Z"
    c.face(ellipse(0, -188, 92, 15), mix(t.dark, "#000000", 0.3))
    c.face(body, t.mid)
    surface(c, body, t)
    with c.clip(body):
        c.plane("M-100 -190H-66C-68 -120 -64 -60 -58 4H-110Z", t.light)
        c.plane("M52 -190H110V4H44C52 -60 54 -120 52 -190Z", t.dark)
        c.plane("M-100 -44Q0 -26 100 -44V10H-100Z", base.mid)
        c.plane("M-100 -44Q-80 -40 -62 -37.6L-56 4H-110Z", base.light)
        c.plane("M100 -44Q76 -39 50 -36L44 6H110Z", base.dark)
        hide.sew(c, "M-100 -39Q0 -21 100 -39", base)
    c.line("M-92 -188Q-60 -174 0 -173Q60 -174 92 -188", mix(t.light, "#FFFFFF", 0.15), 2.2)
    hide.sew(c, "M-90 -180Q-56 -167 0 -166Q56 -167 90 -180", t)
    if cord:
        _drawstring(c, t, base)
    else:
        shape = "M-16 -182H16V-134q0 14 -16 14q-16 0 -16 -14Z"
        with c.at(placed(3, 4)):
            c.plane(shape, t.dark, 0.75)
        c.plane(shape, mix(t.light, "#FFFFFF", 0.08))
        hide.sew(c, "M-11 -178V-134q0 9 11 9q11 0 11 -9V-178", t)
        hide.clasp(c, 0, -137, "stud", t, 1.1)
    for x in (-82, 82):
        hide.loop(c, x, -172, 8, 3.4)
    c.focus, c.zoom = (6, -140), 2.4


def _drawstring(c: Canvas, t: Tones, cord: Tones) -> None:
    cord_y = "M-88 -150Q-50 -138 0 -137Q50 -138 88 -150"
    c.line(cord_y, cord.dark, 4.8, dash="20 13", butt=True)
    with c.at(placed(0, -0.8)):
        c.line(cord_y, cord.mid, 2.8, dash="20 13", butt=True)
    for x in (-72, -39, 39, 72):
        c.plane(ellipse(x, -137 - abs(x) ** 2 * 0.0016, 3), c.metal.mid)
    for tail in ("M-2 -136Q-16 -112 -12 -84", "M2 -136Q14 -110 10 -74"):
        with c.at(placed(4, 4)):
            c.line(tail, t.dark, 4.4, opacity=0.6)
        c.line(tail, cord.dark, 4.8)
        c.line(tail, cord.mid, 2.8)
    for x, y in ((-12, -86), (10, -76)):
        c.plane(rect(x - 4.5, y, 9, 16, 3), c.metal.mid)
        c.plane(rect(x - 4.5, y, 3.6, 16, 2), c.metal.light)
    c.plane(rect(-11, -145, 22, 16, 6), cord.dark)
    c.plane(rect(-11, -146, 20, 13, 6), cord.light)


def backpack(c: Canvas) -> None:
    """A small leather backpack with a grab handle."""
    t = c.tones
    if c.turned:
        props.carton(c, -160, 130, 180)
    c.stand(-12)
    for d in ("M-70 -206C-124 -190 -128 -70 -98 -20", "M78 -206C132 -190 136 -70 108 -24"):
        hide.band(c, d, t, 13)
    c.stand(-8)
    hide.tube(c, "M-22 -224C-22 -262 26 -262 26 -224", t, 9)
    c.face("M70 -222Q112 -214 112 -160V-26Q112 -10 98 -7L76 -1Z", t.dark)
    c.stand(0)
    body = "M-100 -150C-100 -206 -64 -228 0 -228C64 -228 98 -206 98 -150V-18Q98 0 80 0H-82Q-100 0 -100 -18Z"
    c.face(body, t.mid)
    surface(c, body, t)
    with c.clip(body):
        c.plane("M-110 -236H-64C-84 -200 -82 -80 -78 4H-110Z", t.light)
    flap_closed = c.spec.option("closure") == "flap"
    _backpack_pocket(c, t, body, flap_closed)
    if flap_closed:
        flap = "M-104 -152C-104 -210 -66 -232 0 -232C66 -232 102 -210 102 -152V-132Q102 -116 88 -114Q0 -104 -90 -114Q-104 -116 -104 -132Z"
        c.drop(flap, body, t.dark, 3, 8)
        c.face(flap, t.dark)
        with c.at(placed(0, -2)):
            c.plane(flap, t.light)
            surface(c, flap, Tones(light=mix(t.light, "#FFFFFF", 0.18), mid=t.light, dark=t.mid, stitch=t.stitch))
        with c.clip(flap):
            c.plane("M68 -240C92 -200 90 -140 86 -100H110V-240Z", t.mid, 0.8)
        hide.sew(c, "M-97 -150V-132Q-97 -122 -88 -121Q0 -111 86 -121Q95 -122 95 -132V-150", t)
        c.plane(rect(-11, -140, 22, 62, 8), t.dark)
        c.plane(rect(-12, -142, 22, 62, 8), mix(t.mid, t.light, 0.4))
        hide.buckle(c, -1, -108, 36, 26)
    else:
        c.line("M-84 -96V-150C-84 -190 -56 -210 0 -210C56 -210 82 -190 82 -150V-96", c.metal.dark, 4.6)
        c.line(
            "M-84 -96V-150C-84 -190 -56 -210 0 -210C56 -210 82 -190 82 -150V-96",
            c.metal.light,
            3.4,
            dash="1.5 1.7",
            butt=True,
        )
        c.plane(rect(79, -104, 8, 34, 3), t.dark)
        c.plane(rect(77, -106, 8, 34, 3), t.light)
        c.text(0, -140, c.spec.name("AURELLE"), 11, c.foil(t), room=110, spacing=0.2)
    c.focus, c.zoom = (12, -112), 2.4


def _backpack_pocket(c: Canvas, t: Tones, body: str, flap: bool) -> None:
    kind = c.spec.option("pocket")
    boxes = {"front": ((-74, 150),), "two": ((-80, 74), (4, 74)), "none": ()}[kind]
    high = 84 if flap else 92
    for x, w in boxes:
        pocket = rect(x, -high, w, high - 12, 12)
        c.drop(pocket, body, t.dark, 3, 4)
        c.plane(pocket, mix(t.mid, t.light, 0.6))
        surface(c, pocket, t)
        c.plane(f"M{x} {-high + 12}q0 -12 12 -12h{w - 24}q12 0 12 12v8h{-w}Z", mix(t.mid, t.dark, 0.5))
        hide.sew(c, rect(x + 5, -high + 25, w - 10, high - 43, 7), t)
        hide.clasp(c, x + w / 2, -high + 20, "stud", t, 0.75)


def weekender(c: Canvas) -> None:
    """A travel bag: long body, rounded top, two handles, leather trim."""
    t = c.tones
    if c.turned:
        props.carton(c, -176, 150, 210)
    trim = c.accent("cognac") if c.spec.option("trim") == "contrast" else t
    c.stand(-16)
    hide.tube(c, "M-40 -150C-44 -262 68 -262 64 -150", trim, 11)
    c.stand(-6)
    c.face("M106 -150Q146 -140 146 -90V-26Q146 -12 134 -10L108 -4Z", t.dark)
    c.stand(0)
    body = "M-140 -100C-140 -146 -118 -156 -84 -158H76C110 -156 126 -146 126 -100V-14Q126 0 112 0H-126Q-140 0 -140 -14Z"
    c.face(body, t.mid)
    surface(c, body, t)
    with c.clip(body):
        c.plane("M-150 -170H-60C-104 -160 -112 -120 -110 4H-150Z", t.light)
        c.plane("M-150 -158H140V-142Q0 -150 -150 -136Z", mix(t.light, "#FFFFFF", 0.1))
        if c.spec.option("pocket") == "two":
            for x in (-104, 30):
                c.plane(rect(x, -66, 66, 50, 8), mix(t.mid, t.light, 0.5))
                hide.sew(c, rect(x + 5, -60, 56, 39, 5), t)
        c.plane("M-146 -34H130V6H-146Z", trim.mid)
        c.plane("M-146 -34H-110V6H-146Z", trim.light)
        hide.sew(c, "M-146 -29H130", trim)
        c.plane("M-146 -170H-126V-34H-146Z", trim.light)
        c.plane("M112 -170H130V-34H112Z", trim.dark)
    hide.zipper(c, -92, 84, -153, trim, pull=66)
    for x in (-62, 46):
        strip = poly((x - 8, -144), (x + 8, -144), (x + 8, 0), (x - 8, 0))
        with c.clip(body), c.at(placed(3, 2)):
            c.plane(strip, t.dark, 0.5)
        c.plane(strip, mix(trim.mid, trim.light, 0.35))
        hide.sew(c, f"M{x - 5} -140V-2M{x + 5} -140V-2", trim)
    path = "M-62 -136V-142C-62 -250 46 -250 46 -142V-136"
    hide.tube(c, path, trim, 11)
    for x in (-62, 46):
        hide.loop(c, x, -136, 7.5, 3.4, cast=False)
        hide.rivet(c, x, -112, 3)
        hide.rivet(c, x, -40, 3)
    if c.spec.option("tag") == "yes":
        hide.tag(c, 62, -146, trim)
    hide.feet(c)
    c.focus, c.zoom = (-30, -104), 2.4
