"""For the house: candle, vase, cup, tray, throw, cushion."""

from __future__ import annotations

from mercery.demo.art import fragrance, motifs, props
from mercery.demo.art.canvas import INK, Canvas
from mercery.demo.art.palette import Tones, mix, palette
from mercery.demo.art.path import Point, ellipse, placed, poly, pt, rect, smooth, turned
from mercery.demo.art.scarves import folded, pleats, tassels

_WAX = Tones(light="#FFFBF0", mid="#F6EAD0", dark="#E4D2AE", stitch="#FFFFFF")


def candle(c: Canvas) -> None:
    """A scented candle in ceramic, glass or tin; lit or not."""
    vessel = c.spec.option("vessel")
    t = fragrance.glass_tones(c) if vessel == "glass" else c.tones
    if c.spec.option("lid") == "beside":
        c.stand(2)
        with c.at(placed(138, 4)):
            c.face(rect(-46, -15, 92, 15, 4), c.metal.mid)
            c.plane(rect(-46, -15, 92, 5, 2.5), c.metal.light)
            c.plane(rect(24, -15, 22, 15, 4), c.metal.dark)
            c.face(ellipse(0, -22, 8), c.metal.mid)
            c.plane(ellipse(-2.4, -24.4, 3), c.metal.light)
    if c.turned:
        props.carton(c, -144, 140, 186, words=c.spec.name("Aurelle").upper())
    w, low, h = {"ceramic": (74, 66, 150), "glass": (72, 72, 146), "tin": (88, 88, 92)}[vessel]
    c.stand(-2)
    body = f"M{pt(-w, -h)}L{pt(-low, -12)}Q{pt(-low + 2, 0)} {pt(-low + 14, 0)}H{low - 14}Q{pt(low - 2, 0)} {pt(low, -12)}L{pt(w, -h)}Z"
    c.face(ellipse(0, -h, w, 15), t.mid)
    c.face(body, t.mid)
    with c.clip(body):
        c.plane(poly((-w - 9, -h - 9), (-w * 0.62, -h - 9), (-low * 0.6, 9), (-w - 9, 9)), t.light)
        c.plane(poly((w * 0.56, -h - 9), (w + 9, -h - 9), (w + 9, 9), (low * 0.5, 9)), t.dark)
        if vessel == "glass":
            c.plane(rect(-w + 7, -h + 34, 2 * w - 14, h - 46, 6), _WAX.mid)
            c.plane(rect(-w + 7, -h + 34, 24, h - 46, 6), _WAX.light)
            c.plane(rect(w - 38, -h + 34, 31, h - 46, 6), _WAX.dark)
    c.plane(ellipse(0, -h, w, 15), t.light)
    c.plane(ellipse(0, -h + 1.6, w - 6, 12), mix(t.dark, "#000000", 0.12))
    c.plane(ellipse(0, -h + 4.4, w - 7, 10), _WAX.mid)
    c.plane(
        f"M{pt(-w + 7, -h + 4.4)}A{pt(w - 7, 10)} 0 0 1 {pt(w * 0.2, -h - 5.4)}L{pt(-w * 0.3, -h + 13)}Z", _WAX.light
    )
    for x in (0,) if c.spec.option("wick") == "one" else (-26, 2, 28):
        _flame(c, x, -h + 4, lit=c.spec.option("flame") == "lit")
    paper = None if c.spec.accent is None else c.accent("bottle green")
    fragrance.label(c, -2, -h * 0.44, 84 if vessel != "tin" else 104, 58 if vessel != "tin" else 46, t=paper)
    c.focus, c.zoom = (0, -h + 26), 2.4


def _flame(c: Canvas, x: float, y: float, *, lit: bool) -> None:
    c.line(f"M{pt(x, y)}q1.5 -8 0 -16", INK, 2.6)
    if not lit:
        return
    c.plane(ellipse(x, y - 38, 46), "#FFE7A8", 0.2)
    c.plane(ellipse(x, y - 36, 26), "#FFE7A8", 0.28)
    c.plane(
        f"M{pt(x, y - 12)}C{pt(x - 17, y - 18)} {pt(x - 12, y - 40)} {pt(x - 1, y - 66)}C{pt(x + 12, y - 44)} {pt(x + 17, y - 20)} {pt(x, y - 12)}Z",
        "#E8A33A",
    )
    c.plane(
        f"M{pt(x, y - 13)}C{pt(x - 9, y - 18)} {pt(x - 7, y - 32)} {pt(x, y - 46)}C{pt(x + 8, y - 33)} {pt(x + 9, y - 19)} {pt(x, y - 13)}Z",
        "#FDF0C4",
    )
    c.reach(x, y - 70)


def vase(c: Canvas) -> None:
    """A porcelain or stoneware vase with a branch, a tulip or nothing."""
    t = c.tones
    profiles: dict[str, list[Point]] = {
        "bottle": [(20, -214), (15, -196), (16, -150), (34, -126), (66, -88), (66, -44), (44, -8), (36, 0)],
        "amphora": [(30, -206), (20, -192), (22, -174), (58, -146), (72, -108), (52, -54), (30, -16), (36, 0)],
        "cylinder": [(50, -200), (48, -190), (48, -100), (50, -10), (48, 0)],
        "round": [(30, -148), (26, -136), (60, -112), (84, -70), (70, -24), (42, 0)],
    }
    profile = profiles[c.spec.option("shape")]
    top = profile[0]
    c.stand(-2)
    _stem(c, c.spec.option("stem"), top[1])
    if c.spec.option("shape") == "amphora":
        for side in (-1, 1):
            d = f"M{side * 22} -188C{side * 64} -196 {side * 74} -160 {side * 56} -142"
            c.line(d, t.dark if side > 0 else t.mid, 11, cast=True)
            c.line(d, t.mid if side > 0 else t.light, 5)
    c.face(ellipse(0, top[1], top[0], 6), mix(t.dark, "#000000", 0.35))
    outline = turned(profile)
    c.face(outline, t.mid)
    with c.clip(outline):
        if c.spec.motif and c.spec.motif != "plain":
            name = motifs.sheet(c, t, c.accent("cobalt"))
            motifs.use(c, name, motifs.onto(((-86, top[1]), (86, top[1]), (-86, 4)), (0, 0, 200, 200)))
            c.plane(turned(profile, -1.1, -0.62), "#FFFFFF", 0.26)
            c.plane(turned(profile, 0.5, 1.1), "#1A1016", 0.26)
        else:
            c.plane(turned(profile, -1.1, -0.56), t.light)
            c.plane(turned(profile, 0.44, 1.1), t.dark)
            if c.spec.accent:
                a = c.accent("gold")
                c.plane(rect(-100, -30, 200, 60), a.mid)
                with c.clip(rect(-100, -30, 200, 60)):
                    c.plane(turned(profile, -1.1, -0.56), a.light)
                    c.plane(turned(profile, 0.44, 1.1), a.dark)
    c.line(f"M{pt(-top[0], top[1])}A{pt(top[0], 6)} 0 0 0 {pt(top[0], top[1])}", mix(t.light, "#FFFFFF", 0.4), 2.4)
    k = len(profile) // 2
    c.line(smooth([(-x * 0.74, y) for x, y in profile[k - 1 : k + 2]]), "#FFFFFF", 3.4, opacity=0.5)
    c.focus, c.zoom = (4, top[1] * 0.72), 2.3


def _stem(c: Canvas, kind: str, y: float) -> None:
    green = palette("olive")
    if kind == "branch":
        twig = palette("brown")
        for d, w in (
            (f"M0 {y + 20}C6 {y - 40} -10 {y - 80} 18 {y - 142}", 4),
            (f"M2 {y - 40}C-20 {y - 60} -34 {y - 80} -38 {y - 104}", 3),
            (f"M2 {y - 84}C26 {y - 92} 42 {y - 100} 58 {y - 122}", 3),
        ):
            c.line(d, twig.mid, w, cast=True)
        leaves = (
            (-38, -104, -24),
            (-26, -76, -70),
            (-14, -64, 24),
            (18, -142, 14),
            (8, -112, -46),
            (8, -108, 54),
            (58, -122, 40),
            (40, -100, 100),
            (36, -106, 0),
            (-4, -30, -60),
            (4, -52, 60),
        )
        for i, (x, dy, turn) in enumerate(leaves):
            with c.at(placed(x, y + dy, turn=turn)):
                c.face("M0 0C-13 -10 -11 -30 0 -40C11 -30 13 -10 0 0Z", green.mid if i % 3 else green.dark)
                c.plane("M0 0C-13 -10 -11 -30 0 -40Z", green.light)
    elif kind == "tulip":
        a = palette("coral")
        for x, tall, lean in ((-34, 118, -14), (8, 150, 4), (44, 104, 22)):
            c.line(
                f"M{x * 0.1:.1f} {y + 12}Q{x * 0.4:.1f} {y - tall * 0.5:.0f} {x} {y - tall}", green.mid, 4, cast=True
            )
            with c.at(placed(x, y - tall, turn=lean)):
                c.face("M0 4C-18 0 -20 -26 -14 -42L-5 -32L2 -46L8 -32L15 -42C20 -26 18 0 0 4Z", a.mid)
                c.plane("M0 4C-18 0 -20 -26 -14 -42L-5 -30C-6 -16 -4 -4 0 4Z", a.light)
                c.plane("M0 4C8 -6 9 -20 8 -32L15 -42C20 -26 18 0 0 4Z", a.dark)
        c.face(f"M2 {y + 10}C-30 {y - 20} -48 {y - 50} -62 {y - 60}C-44 {y - 20} -22 {y} 2 {y + 10}Z", green.light)
        c.face(f"M2 {y + 10}C26 {y - 30} 50 {y - 50} 74 {y - 56}C54 {y - 14} 30 {y + 4} 2 {y + 10}Z", green.dark)


def cup(c: Canvas) -> None:
    """Porcelain: a cup and saucer, an espresso cup, a mug or a pair, on a stone block."""
    kind = c.spec.option("set")
    c.plinth(-124, 118, 82, deep=34)
    with c.at(placed(0, -92)):
        if kind == "pair":
            c.stand(-16)
            with c.at(placed(44, -14, scale=0.86)):
                _cup(c, 74, 92, 52, saucer=True)
            c.stand(-4)
            with c.at(placed(-40, 0, scale=0.86)):
                _cup(c, 74, 92, 52, saucer=True)
        else:
            w, h, low = {"cup": (84, 96, 50), "espresso": (56, 74, 40), "mug": (64, 128, 62)}[kind]
            c.stand(-6)
            _cup(c, w, h, low, saucer=kind != "mug")
    c.focus, c.zoom = ((-24, -150), 1.9) if kind == "pair" else ((10, -140), 2.3)


def _cup(c: Canvas, w: float, h: float, low: float, *, saucer: bool) -> None:
    t = c.tones
    rim = c.spec.option("rim") == "gold"
    if saucer:
        _saucer(c, t, w * 1.42, rim=rim)
    with c.at(placed(0, -12 if saucer else 0)):
        hx = w * 0.95
        c.line(
            f"M{pt(hx, -h * 0.84)}C{pt(hx + 40, -h * 0.96)} {pt(hx + 40, -h * 0.26)} {pt(hx * 0.8, -h * 0.34)}",
            t.dark,
            11,
            cast=True,
        )
        c.line(
            f"M{pt(hx - 1, -h * 0.85)}C{pt(hx + 38, -h * 0.97)} {pt(hx + 38, -h * 0.27)} {pt(hx * 0.8, -h * 0.35)}",
            c.metal.mid if rim else t.mid,
            6,
        )
        curve = 0.5 if low < w * 0.9 else 0.96
        body = f"M{pt(-w, -h)}C{pt(-w, -h * curve)} {pt(-low - 4, -10)} {pt(-low + 6, 0)}H{low - 6:.1f}C{pt(low + 4, -10)} {pt(w, -h * curve)} {pt(w, -h)}Z"
        c.face(ellipse(0, -h, w, w * 0.15), t.light)
        c.face(body, t.mid)
        _glaze(c, t, body, w, h, low)
        c.plane(ellipse(0, -h, w, w * 0.15), t.light)
        c.plane(ellipse(0, -h + 1.5, w - 5, w * 0.15 - 3), t.dark)
        c.plane(ellipse(0, -h + 5, w - 8, w * 0.15 - 6), "#5A3826")
        c.plane(ellipse(-w * 0.3, -h + 4.4, w * 0.34, w * 0.05), "#7C5238")
        c.line(ellipse(0, -h, w - 0.6, w * 0.15), c.metal.mid if rim else t.light, 2.2)


def _saucer(c: Canvas, t: Tones, s: float, *, rim: bool) -> None:
    c.face(f"M{pt(-s, -13)}Q{pt(-s * 0.5, 2)} {pt(-s * 0.4, 2)}H{s * 0.4:.1f}Q{pt(s * 0.5, 2)} {pt(s, -13)}Z", t.dark)
    c.face(ellipse(0, -14, s, 12), t.light)
    c.plane(ellipse(s * 0.06, -12.6, s * 0.86, 8.6), t.mid)
    c.plane(ellipse(s * 0.2, -12, s * 0.52, 5), t.dark, 0.7)
    if rim:
        c.line(ellipse(0, -14, s - 1, 11.6), c.metal.mid, 1.8)


def _glaze(c: Canvas, t: Tones, body: str, w: float, h: float, low: float) -> None:
    """Decoration and light on the wall of a cup."""
    with c.clip(body):
        if c.spec.motif and c.spec.motif != "plain":
            name = motifs.sheet(c, t, c.accent("cobalt"))
            motifs.use(c, name, motifs.onto(((-w, -h), (w, -h), (-w, 4)), (0, 0, 200, 200 * h / (2 * w) + 20)))
        elif c.spec.accent:
            c.plane(rect(-w, -h + 14, 2 * w, h * 0.16), c.accent("cobalt").mid)
            c.plane(rect(-w, -h + 14 + h * 0.2, 2 * w, 2), c.accent("cobalt").mid)
        c.plane(
            f"M{pt(-w - 4, -h - 4)}H{-w * 0.6:.1f}C{pt(-w * 0.62, -h * 0.4)} {pt(-low * 0.6, -8)} {pt(-low * 0.5, 4)}H{-w - 4:.1f}Z",
            "#FFFFFF",
            0.5,
        )
        c.plane(
            f"M{pt(w * 0.5, -h - 4)}C{pt(w * 0.5, -h * 0.4)} {pt(low * 0.5, -8)} {pt(low * 0.4, 4)}H{w + 4:.1f}V{-h - 4:.1f}Z",
            t.dark,
            0.75,
        )


def tray(c: Canvas) -> None:
    """A lacquer or leather tray leaning on the wall of its own block."""
    t = c.tones
    a = c.accent("gold")
    round_ = c.spec.option("shape") == "round"
    c.plinth(-140, 134, 46, deep=30)
    c.stand(-12)
    with c.at(placed(0, -58)):
        outer = ellipse(0, -122, 124) if round_ else rect(-136, -196, 272, 196, 18)
        inner = ellipse(0, -122, 110) if round_ else rect(-122, -182, 244, 168, 10)
        with c.at(placed(8, -4)):
            c.face(outer, mix(t.dark, "#000000", 0.3))
        c.face(outer, t.mid)
        with c.clip(outer):
            c.plane(poly((-150, -260), (120, -260), (-150, 10)), t.light)
        c.plane(inner, t.dark)
        with c.at(placed(3, 4)):
            c.plane(inner, mix(t.mid, t.dark, 0.35))
        name = motifs.sheet(c, t, a, "geometric")
        with c.clip(inner):
            box: tuple[Point, Point, Point] = (
                ((-116, -240), (116, -240), (-116, -6)) if round_ else ((-124, -184), (124, -184), (-124, -8))
            )
            motifs.use(c, name, motifs.onto(box, (0, 0, 200, 200 if round_ else 142)))
            with c.at(placed(0, 0)):
                c.line(inner, "#1A1016", 14, opacity=0.22)
            c.plane(poly((-60, -260), (20, -260), (-90, 10), (-170, 10)), "#FFFFFF", 0.1)
        c.line(inner, a.mid, 2)
        if c.spec.option("handles") == "brass":
            x, y = (117, -122) if round_ else (129, -98)
            for side in (-1, 1):
                d = f"M{side * x} {y - 30}C{side * (x + 22)} {y - 28} {side * (x + 22)} {y + 28} {side * x} {y + 30}"
                c.line(d, c.metal.dark, 9, cast=True)
                c.line(d, c.metal.mid, 6)
                c.line(d, c.metal.light, 1.8)
    c.focus, c.zoom = (70, -170), 2.2


def throw(c: Canvas) -> None:
    """A woven throw, folded on a block or draped over it."""
    t, a = c.tones, c.accent("cream")
    name = motifs.sheet(c, t, a, "check")
    fringe = c.spec.option("fringe") == "yes"
    if c.spec.option("fold") == "stack":
        c.plinth(-150, 144, 66, deep=30)
        with c.at(placed(0, -74)):
            for i in range(3):
                with c.at(placed((0, -4, 3)[i], -i * 44)):
                    folded(c, t, name, 132 - i * 2, fringe=fringe)
        c.focus, c.zoom = (40, -140), 2.3
        return
    c.plinth(-112, 106, 196, deep=34)
    s = c.stone
    front: list[Point] = [(-84, -198), (-50, -198), (-16, -198), (18, -198), (52, -198), (80, -198)]
    hem: list[Point] = [(-92, -44), (-54, -32), (-18, -46), (18, -30), (58, -46), (84, -38)]
    c.plane(poly((80, -196), (90, -190), (92, -32), (84, -38)), s.dark)
    top = poly((-84, -196), (-64, -231), (100, -231), (80, -196))
    c.face(top, t.light)
    with c.clip(top):
        motifs.use(c, name, motifs.onto(((-64, -232), (100, -232), (-84, -196)), (0, 0, 200, 46)))
        c.plane(top, "#FFFFFF", 0.22)
    if fringe:
        tassels(c, hem, t.mid)
    pleats(c, name, front, hem)
    c.focus, c.zoom = (-20, -140), 2.2


def cushion(c: Canvas) -> None:
    """A cushion standing on its corner edge: square, lumbar or bolster."""
    t, a = c.tones, c.accent("cream")
    name = motifs.sheet(c, t, a, "plain")
    shape, edge = c.spec.option("shape"), c.spec.option("edge")
    c.stand(-2)
    if shape == "bolster":
        _bolster(c, t, a, name)
        return
    w, h = (124, 232) if shape == "square" else (146, 164)
    body = f"M{pt(-w, -h + 4)}Q{pt(0, -h + 22)} {pt(w, -h)}Q{pt(w - 16, -h / 2)} {pt(w - 2, -4)}Q{pt(0, -14)} {pt(-w + 4, 0)}Q{pt(-w + 18, -h / 2)} {pt(-w, -h + 4)}Z"
    if edge == "fringe":
        strands = "".join(
            f"M{pt(w - 12 + abs(k - 10) * 1.1, -h + k * h / 20)}l13 2M{pt(-w + 12 - abs(k - 10) * 1.1, -h + k * h / 20 + 2)}l-13 2"
            for k in range(1, 20)
        )
        c.line(strands, a.mid, 3, cast=True)
    c.face(body, t.mid)
    with c.clip(body):
        motifs.use(
            c,
            name,
            motifs.onto(((-w, -h), (w, -h), (-w, 0)), (0, 0, 200, 200) if shape == "square" else (0, 44, 200, 156)),
        )
        c.plane(f"M{pt(w * 0.42, -h)}Q{pt(w * 0.7, -h * 0.5)} {pt(w * 0.3, 0)}H{w + 9}V{-h - 9}Z", "#1A1016", 0.16)
        c.plane(f"M{pt(w * 0.78, -h)}Q{pt(w * 0.86, -h * 0.5)} {pt(w * 0.7, 0)}H{w + 9}V{-h - 9}Z", "#1A1016", 0.18)
        c.plane(
            f"M{pt(-w, -h)}L{pt(-w * 0.5, -h * 0.8)}Q{pt(-w * 0.66, -h * 0.4)} {pt(-w * 0.5, -h * 0.12)}L{pt(-w, 0)}Z",
            "#FFFFFF",
            0.2,
        )
        c.plane(f"M{pt(-w, 0)}Q{pt(0, -46)} {pt(w, 0)}V9H{-w}Z", "#1A1016", 0.16)
        c.line(f"M{pt(-w, -h + 4)}l26 26M{pt(w, -h)}l-28 30M{pt(-w + 4, 0)}l24 -26", "#1A1016", 2, opacity=0.25)
    if edge == "piping":
        c.line(body, a.dark, 5.4)
        with c.at(placed(-0.7, -0.9)):
            c.line(body, a.mid, 3.2)
    c.focus, c.zoom = (-w * 0.5, -h * 0.62), 2.3


def _bolster(c: Canvas, t: Tones, a: Tones, name: str) -> None:
    c.plinth(-150, 144, 64, deep=40)
    with c.at(placed(0, -70)):
        body = "M-118 -96H110Q140 -90 140 -48Q140 -6 110 0H-118Q-142 -6 -142 -48Q-142 -90 -118 -96Z"
        c.face(body, t.mid)
        with c.clip(body):
            motifs.use(c, name, motifs.onto(((-142, -96), (140, -96), (-142, 0)), (0, 20, 200, 88)))
            c.plane(rect(-150, -96, 300, 24), "#FFFFFF", 0.24)
            c.plane(rect(-150, -30, 300, 40), "#1A1016", 0.2)
        c.face(ellipse(116, -48, 24, 48), t.dark)
        c.line(ellipse(116, -48, 24, 48), a.mid, 4)
        c.line(
            "".join(
                f"M116 -48L{pt(116 + 22 * k, -48 + 44 * j)}"
                for k, j in ((1, 0), (0.7, 0.7), (0, 1), (-0.7, 0.7), (-1, 0), (-0.7, -0.7), (0, -1), (0.7, -0.7))
            ),
            mix(t.dark, "#000000", 0.3),
            1.6,
        )
        c.plane(ellipse(116, -48, 6, 8), a.mid)
    c.focus, c.zoom = (60, -120), 2.3
