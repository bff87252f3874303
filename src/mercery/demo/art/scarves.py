"""Silk, wool and cashmere: scarves that hang in folds or lie folded, and knitwear."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from mercery.demo.art import motifs, props
from mercery.demo.art.canvas import Canvas
from mercery.demo.art.knits import knit
from mercery.demo.art.palette import Tones, mix, palette
from mercery.demo.art.path import Point, ellipse, placed, poly, pt, rect


def pleats(c: Canvas, name: str, top: Sequence[Point], hem: Sequence[Point]) -> None:
    """Cloth in folds: between each pair of top and hem points one flat panel, lit in turn."""
    n = len(top) - 1
    outline = poly(*top, *reversed(hem))
    c.face(outline, c.tones.mid)
    for i in range(n):
        a, b, d, e = top[i], top[i + 1], hem[i], hem[i + 1]
        over = 0.5 if i < n - 1 else 0
        panel = poly(a, (b[0] + over, b[1]), (e[0] + over, e[1]), d)
        # The print follows each fold, but less than the hem does: circles stay circles.
        wide, slope = max(b[0] - a[0], e[0] - d[0]), (e[1] - d[1]) * 0.3
        left, right = (a[0] + b[0] - wide) / 2, (a[0] + b[0] + wide) / 2
        high, low = min(a[1], b[1]) - abs(slope) / 2, max(d[1], e[1]) - slope / 2
        corners = ((left, high - slope / 2), (right, high + slope / 2), (d[0], low))
        with c.clip(panel):
            motifs.use(c, name, motifs.onto(corners, (200 * i / n, 0, 200 * (i + 1) / n, 200)))
        if i % 2:
            c.plane(panel, "#1A1016", 0.2 if i < n - 1 else 0.34)
        elif i == 0:
            c.plane(panel, "#FFFFFF", 0.16)


def rail(c: Canvas, half: float, y: float) -> None:
    """A brass rail with two end knobs."""
    m = c.metal
    c.face(rect(-half, y - 4, 2 * half, 8, 4), m.mid)
    c.plane(rect(-half, y - 4, 2 * half, 3, 1.5), m.light)
    c.plane(rect(-half, y + 1.6, 2 * half, 2.4, 1.2), m.dark)
    for x in (-half, half):
        c.face(ellipse(x, y, 8), m.dark)
        c.plane(ellipse(x - 1, y - 1, 6.6), m.mid)
        c.plane(ellipse(x - 2.6, y - 2.8, 2.4), m.light)


def carre(c: Canvas) -> None:
    """A square silk scarf hung in folds, over a rail or from a peg."""
    t, a = c.tones, c.accent("gold")
    name = motifs.sheet(c, t, a)
    c.hang(26)
    if c.spec.option("hang") == "peg":
        top: list[Point] = [(x, -300.0) for x in (-22, -13, -4, 5, 14, 22)]
        hem: list[Point] = [(-104, -70), (-66, -34), (-20, -58), (22, -8), (62, -44), (98, -96)]
        c.face(rect(-4, -316, 8, 18, 4), c.metal.dark)
        pleats(c, name, top, hem)
        c.plane(poly((-24, -302), (24, -302), (20, -284), (-20, -284)), "#1A1016", 0.24)
        c.face(ellipse(0, -308, 11), c.metal.dark)
        c.plane(ellipse(-1, -309, 9.4), c.metal.mid)
        c.plane(ellipse(-3.4, -312, 3.2), c.metal.light)
    else:
        xs = (-94, -66, -40, -10, 22, 54, 88)
        hem = [(-108, -12), (-76, -3), (-46, -14), (-12, -1), (25, -13), (62, 0), (100, -10)]
        rail(c, 132, -290)
        top = [(float(x), -294.0) for x in xs]
        pleats(c, name, top, hem)
        c.plane(poly((-94, -294), (88, -294), (89, -286), (-94.5, -286)), "#FFFFFF", 0.22)
    if c.spec.option("fringe") == "yes":
        tassels(c, hem, mix(t.mid, a.mid, 0.2))
    c.focus, c.zoom = (-10, -190), 2.3


def tassels(c: Canvas, hem: list[Point], colour: str, length: float = 18) -> None:
    strands = []
    for (x1, y1), (x2, y2) in pairwise(hem):
        n = max(3, int(abs(x2 - x1) / 4.5))
        strands += [f"M{pt(x1 + (x2 - x1) * k / n, y1 + (y2 - y1) * k / n)}v{length}" for k in range(n + 1)]
    c.line("".join(strands), colour, 1.7, cast=True)


def stole(c: Canvas) -> None:
    """A long scarf over a rail, the near end longer than the far one."""
    t = c.tones
    a = c.accent("cream")
    weave = c.spec.option("knit")
    if c.turned:
        name = motifs.sheet(c, t, a, "plain") if weave == "woven" else ""
        c.plinth(-150, 144, 92, deep=30)
        with c.at(placed(0, -100)):
            for i in range(2):
                with c.at(placed((0, -5)[i], -i * 44)):
                    folded(c, t, name, 132 - i * 2, fringe=c.spec.option("fringe") == "yes", weave=weave)
        return
    c.hang(26)
    back: list[Point] = [(-58, -296), (-18, -296), (14, -296), (66, -296)]
    far: list[Point] = [(-46, -92), (-8, -84), (30, -92), (78, -86)]
    near: list[Point] = [(-84, -296), (-52, -296), (-18, -296), (14, -296), (44, -296)]
    low: list[Point] = [(-92, -18), (-58, -6), (-20, -20), (16, -4), (50, -16)]
    outline = poly(*back, *reversed(far))
    if c.spec.option("fringe") == "yes":
        tassels(c, far, t.dark, 22)
    c.face(outline, t.dark)
    name = motifs.sheet(c, t, a, "plain") if weave == "woven" else ""
    if name:
        with c.clip(outline):
            motifs.use(c, name, motifs.onto((back[0], back[3], far[0]), (60, 0, 200, 200)))
        c.plane(outline, "#1A1016", 0.34)
    rail(c, 128, -292)
    if c.spec.option("fringe") == "yes":
        tassels(c, low, t.mid, 24)
    if name:
        pleats(c, name, near, low)
    else:
        front = poly(*near, *reversed(low))
        c.face(front, t.mid)
        knit(c, front, t, weave, (-100, -296, 160, 300))
        for i in (1, 3):
            c.plane(poly(near[i], near[i + 1], low[i + 1], low[i]), "#1A1016", 0.18)
    c.plane(poly((-84, -298), (44, -298), (45, -284), (-85, -284)), "#FFFFFF", 0.22)
    if c.spec.label:
        c.plane(rect(-46, -60, 34, 16, 1), "#F6F2E8")
        c.text(-29, -49, c.spec.name("AURELLE"), 7, palette("charcoal").mid, room=30, spacing=0.12)
    c.focus, c.zoom = (-18, -200), 2.3


def folded(c: Canvas, t: Tones, name: str, half: float, *, fringe: bool, weave: str = "woven") -> None:
    """One fold of a thick cloth lying level: a round edge to the left, fringe to the right."""
    body = f"M{pt(-half + 16, -44)}H{half}V0H{-half + 16}Q{pt(-half - 8, -2)} {pt(-half - 8, -22)}Q{pt(-half - 8, -42)} {pt(-half + 16, -44)}Z"
    if fringe:
        strands = (f"M{half - 1} {-3 - k * 3.6:.1f}l{13 + (k * 5) % 4} {2 + (k * 3) % 3}" for k in range(11))
        c.line("".join(strands), t.light, 2, cast=True)
    c.face(body, t.mid)
    with c.clip(body):
        if name:
            motifs.use(c, name, motifs.onto(((-half - 8, -44), (half, -44), (-half - 8, 0)), (0, 30, 200, 66)))
        else:
            knit(c, body, t, weave, (-half - 8, -44, 2 * half, 44))
        c.plane(rect(-half - 10, -46, 2 * half + 20, 8), "#FFFFFF", 0.28)
        c.plane(rect(-half - 10, -23, 2 * half + 20, 2.4), "#1A1016", 0.4)
        c.plane(rect(-half - 10, -6, 2 * half + 20, 7), "#1A1016", 0.22)
        c.plane(rect(half - 40, -46, 44, 48), "#1A1016", 0.2)


def carre_folded(c: Canvas) -> None:
    """A folded square: over a stone block, knotted round a post, or in its box."""
    t, a = c.tones, c.accent("gold")
    name = motifs.sheet(c, t, a)
    {"square": _over_block, "knot": _round_post, "boxed": _boxed}[c.spec.option("fold")](c, t, name)


def _over_block(c: Canvas, t: Tones, name: str) -> None:
    c.plinth(-118, 106, 178, deep=28)
    s = c.stone
    top = poly((-88, -178), (-71, -207), (95, -207), (78, -178))
    c.plane(poly((78, -178), (87, -173), (87, -30), (-79, -30), (-79, -42), (78, -42)), s.dark)
    for layer in (2, 1):
        c.plane(rect(-88, -176, 166, 134 + layer * 5, 2), t.dark if layer % 2 else t.light)
    front = rect(-88, -179, 166, 136, 2)
    with c.clip(top):
        motifs.use(c, name, motifs.onto(((-71, -208), (95, -208), (-88, -178)), (20, 14, 180, 50)))
        c.plane(top, "#FFFFFF", 0.22)
    with c.clip(front):
        motifs.use(c, name, motifs.onto(((-88, -179), (78, -179), (-88, -43)), (20, 50, 180, 181)))
        c.plane(rect(44, -179, 40, 140), "#1A1016", 0.16)
        c.plane(poly((-88, -179), (-60, -179), (-70, -40), (-88, -40)), "#FFFFFF", 0.14)
        c.line("M-88 -178H78", "#FFFFFF", 2.4, opacity=0.3)
    c.shade(front)
    c.focus, c.zoom = (0, -130), 2.2


def _round_post(c: Canvas, t: Tones, name: str) -> None:
    s = c.stone
    c.stand(-4)
    post = "M-62 -250V-8Q0 8 62 -8V-250Z"
    c.face(post, s.mid)
    c.plane("M-62 -250H-30V2Q-48 -1 -62 -8Z", s.light)
    c.plane("M26 -250H62V-8Q48 -1 26 2.6Z", s.dark)
    c.face(ellipse(0, -250, 62, 12), s.light)
    band = "M-64 -208Q0 -182 64 -210Q66 -188 63 -166Q0 -136 -63 -163Q-66 -186 -64 -208Z"
    tail_a: list[Point] = [(-6, -164), (6, -160), (20, -160), (28, -168)]
    hem_a: list[Point] = [(-2, -40), (26, -24), (48, -44), (66, -72)]
    tail_b: list[Point] = [(-26, -168), (-14, -160), (-4, -160), (4, -166)]
    hem_b: list[Point] = [(-66, -72), (-44, -48), (-22, -58), (-4, -84)]
    c.plane("M-62 -160Q0 -130 62 -164V-150Q0 -118 -62 -148Z", s.dark, 0.8)
    with c.clip(band):
        motifs.use(c, name, motifs.onto(((-66, -214), (66, -214), (-66, -140)), (0, 60, 200, 150)))
        c.plane("M22 -220H80V-130H14Z", "#1A1016", 0.26)
        c.plane("M-80 -220H-34L-40 -130H-80Z", "#FFFFFF", 0.16)
        c.line("M-70 -190Q0 -160 70 -192", "#1A1016", 2.4, opacity=0.3)
    c.shade(band)
    pleats(c, name, tail_b, hem_b)
    pleats(c, name, tail_a, hem_a)
    knot = "M-24 -186Q-2 -198 22 -188Q32 -172 20 -156Q0 -146 -20 -156Q-32 -170 -24 -186Z"
    c.plane(knot, t.dark)
    with c.clip(knot):
        motifs.use(c, name, motifs.onto(((-30, -200), (30, -196), (-26, -146)), (70, 0, 130, 60)))
        c.plane("M6 -200Q20 -176 8 -140H40V-200Z", "#1A1016", 0.3)
        c.line("M-14 -190Q-8 -172 -16 -154", "#1A1016", 2, opacity=0.3)
    c.focus, c.zoom = (0, -160), 2.3


def _boxed(c: Canvas, t: Tones, name: str) -> None:
    box = props.house(c)
    c.stand(-30)
    c.face(poly((-112, -40), (-94, -226), (112, -210), (104, -40)), box.mid)
    c.plane(poly((-100, -52), (-84, -214), (100, -199), (93, -52)), box.light, 0.7)
    c.text(6, -126, "AURELLE", 17, palette("gold").light, spacing=0.2, turn=4)
    c.stand(0)
    c.face(poly((-122, -74), (-104, -96), (130, -96), (112, -74)), box.dark)
    tissue = poly((-116, -70), (-90, -108), (-40, -98), (10, -112), (70, -100), (118, -108), (124, -84), (106, -66))
    c.face(tissue, "#EFEAE0")
    c.plane(poly((10, -112), (70, -100), (60, -70), (0, -70)), "#DDD5C6")
    silk = poly((-84, -66), (-66, -100), (92, -100), (76, -66))
    with c.clip(silk):
        motifs.use(c, name, motifs.onto(((-66, -102), (92, -102), (-84, -66)), (0, 0, 200, 90)))
    c.face(poly((-122, -76), (112, -76), (112, 0), (-122, 0)), box.mid)
    c.plane(poly((-122, -76), (-104, -76), (-104, 0), (-122, 0)), box.light, 0.6)
    c.face(poly((112, -76), (130, -96), (130, -18), (112, 0)), box.dark)
    c.line("M-122 -75H112", box.light, 2, butt=True)
    c.text(-5, -32, "MAISON AURELLE", 11, palette("gold").light, spacing=0.2)
    c.focus, c.zoom = (0, -84), 2.3


def bandana(c: Canvas) -> None:
    """A small cotton or silk square: knotted round a stone post, or hung as a triangle."""
    t, a = c.tones, c.accent("cream")
    name = motifs.sheet(c, t, a, "dots")
    if c.spec.option("fold") == "knotted":
        _round_post(c, t, name)
        return
    c.hang(20)
    for x in (-122, 122):
        c.face(ellipse(x, -246, 9), c.metal.dark)
        c.plane(ellipse(x - 1, -247, 7.6), c.metal.mid)
        c.plane(ellipse(x - 3, -249.4, 2.6), c.metal.light)
    panels = (
        ((-122, -244), (-48, -222), (-26, -70), 0.0),
        ((-48, -222), (46, -220), (-26, -70), 0.2),
        ((46, -220), (4, -36), (-26, -70), 0.0),
        ((46, -220), (122, -244), (4, -36), 0.3),
    )
    c.face("M-122 -246L-48 -222L46 -220L122 -246L4 -34L-26 -68Z", t.mid)
    with c.clip("M-122 -246L-48 -222L46 -220L122 -246L4 -34L-26 -68Z"):
        motifs.use(c, name, motifs.onto(((-122, -246), (122, -246), (-122, -20)), (0, 0, 200, 185)))
    for p, q, r, shade in panels:
        if shade:
            c.plane(poly(p, q, r), "#1A1016", shade)
    c.line("M-122 -245L-48 -221L46 -219L122 -245", t.light, 3)
    c.focus, c.zoom = (-20, -170), 2.2


def knit_stack(c: Canvas) -> None:
    """Folded knitwear; the top piece shows its collar and label."""
    count = {"three": 3, "two": 2, "one": 1}[c.spec.option("pieces")]
    colours = [
        palette(c.spec.colour_option("third", "denim")),
        palette(c.spec.colour_option("second", "cream")),
        c.tones,
    ][3 - count :]
    rise = 0.0
    if count < 3:
        rise = 46.0 + 34 * (2 - count)
        c.plinth(-150, 142, rise)
        rise += 5
    with c.at(placed(0, -rise)):
        for i, t in enumerate(colours):
            shift = (2, -4, 1)[i] if count > 1 else 0
            with c.at(placed(shift, -i * 60)):
                _folded(c, t, 122 - i * 2)
        with c.at(placed(0, -(count - 1) * 60)):
            _collar(c, colours[-1])
    c.focus, c.zoom = (0, -rise - (count - 1) * 60 - 40), 2.3


def _folded(c: Canvas, t: Tones, half: float) -> None:
    body = f"M{pt(-half + 12, -60)}H{half - 14}Q{pt(half + 2, -58)} {pt(half, -30)}Q{pt(half + 2, -2)} {pt(half - 16, 0)}H{-half + 10}Q{pt(-half - 8, -4)} {pt(-half - 4, -30)}Q{pt(-half - 6, -58)} {pt(-half + 12, -60)}Z"
    c.face(body, t.mid)
    with c.clip(body):
        knit(c, rect(-half - 8, -46, 2 * half + 16, 34), t, c.spec.option("knit"), (-half - 8, -60, 2 * half + 16, 60))
        c.plane(rect(-half - 10, -62, 2 * half + 20, 13), t.light)
        c.plane(rect(-half - 10, -31.5, 2 * half + 20, 3), mix(t.dark, "#000000", 0.15))
        c.plane(rect(-half - 10, -28.5, 2 * half + 20, 4), t.light, 0.6)
        c.plane(rect(-half - 10, -8, 2 * half + 20, 10), t.dark, 0.6)
        c.plane(f"M{pt(half - 26, -64)}Q{pt(half - 12, -30)} {pt(half - 26, 4)}H{half + 10}V-64Z", t.dark)
        c.line(f"M{pt(half - 14, -50)}Q{pt(half - 6, -31)} {pt(half - 14, -12)}", mix(t.dark, "#000000", 0.3), 2)


def _collar(c: Canvas, t: Tones) -> None:
    c.face("M-58 -60C-50 -78 50 -78 58 -60Z", t.light)
    c.plane("M-44 -61C-34 -72 34 -72 44 -61Z", mix(t.dark, "#000000", 0.25))
    c.plane("M-54 -60C-40 -66 40 -66 54 -60Z", t.mid)
    c.line("".join(f"M{x} -62l{x * 0.08:.1f} -7" for x in range(-48, 52, 8)), t.dark, 1)
    c.plane(rect(-17, -71, 34, 13, 1), "#F6F2E8")
    c.text(0, -62.2, c.spec.name("AURELLE"), 5.6, palette("charcoal").mid, room=29, spacing=0.14)
