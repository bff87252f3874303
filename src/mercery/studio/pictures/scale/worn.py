"""Watches, jewels, glasses and shoes. Pure."""

from __future__ import annotations

import math

from mercery.core.i18n import Words
from mercery.studio.pictures.scale.measured import Length, Measured, written
from mercery.studio.pictures.scale.outline import Stroke, curve, ellipse, line, rectangle, rounded
from mercery.studio.pictures.scale.view import FRONT, SIDE, Figure, View, high_figure, wide_figure


def watch(measures: Measured) -> tuple[View, ...]:
    """The dial with the beginnings of its strap, and the case from the side."""
    across = measures.lengths.get("case_diameter") or measures.lengths.get("diameter")
    if across is None:
        return ()
    thick = measures.lengths.get("case_thickness")
    return (_dial(across), *((_case_side(across, thick),) if thick else ()))


def _dial(across: Length) -> View:
    r = across.mm / 2
    band, stub = r * 1.04, r * 0.62
    left, low = r - band / 2, -stub
    strap = [
        Stroke(path=(("M", (left, y0)), ("L", (left + band * 0.03, y1)), ("M", (left + band, y0)), ("L", (left + band * 0.97, y1))), style="fade")
        for y0, y1 in ((r * 0.25, low), (2 * r - r * 0.25, 2 * r + stub))
    ]  # fmt: skip
    ticks = []
    for hour in range(12):
        turn = math.tau * hour / 12
        inner, outer = r * (0.62 if hour % 3 == 0 else 0.7), r * 0.76
        ticks.append(
            line(
                [
                    (r + inner * math.sin(turn), r + inner * math.cos(turn)),
                    (r + outer * math.sin(turn), r + outer * math.cos(turn)),
                ]
            )
        )
    crown = rectangle(2 * r - 0.2, r - r * 0.09, r * 0.13, r * 0.18, r * 0.03)
    return View(
        name=FRONT,
        width=across.mm,
        height=2 * r + stub,
        strokes=(*strap, crown, ellipse(r, r, r, r), ellipse(r, r, r * 0.87, r * 0.87, "line"), *ticks),
        figures=(wide_figure(across, across.mm, low),),
        flat=True,
    )


def _case_side(across: Length, thick: Length) -> View:
    t, d = thick.mm, across.mm
    low = -d / 2 * 0.62
    return View(
        name=SIDE,
        width=t,
        height=d,
        strokes=(
            rounded([(0, d * 0.03), (t * 0.82, 0), (t * 0.82, d), (0, d * 0.97)], [t * 0.14] * 4),
            curve((t * 0.82, d * 0.07), (t * 1.04, d * 0.3, t * 1.04, d * 0.7, t * 0.82, d * 0.93)),
        ),
        figures=(wide_figure(thick, t, low),),
    )


def ring(measures: Measured) -> tuple[View, ...]:
    """The inside of the middle size, worked out, and the width of the band."""
    sizes, band = measures.ring_sizes, measures.lengths.get("band_width")
    if not sizes:
        return (_band(band, 17.0),) if band else ()
    picked = sizes[len(sizes) // 2]
    inner = Length(mm=picked.mm, text=written(picked.mm, "mm", measures.lang), fact_id=picked.fact_id, worked_out=True)
    r, wall = picked.mm / 2, 1.5
    front = View(
        name=Words("Size {}, inside", "{} 号，内圈"),
        note=picked.text,
        facts=(picked.fact_id,),
        width=2 * (r + wall),
        height=2 * (r + wall),
        strokes=(ellipse(r + wall, r + wall, r + wall, r + wall), ellipse(r + wall, r + wall, r, r, "ground")),
        figures=(Figure(length=inner, start=(wall, r + wall), end=(wall + 2 * r, r + wall), where="below"),),
    )
    return (front, _band(band, picked.mm + 2 * wall)) if band else (front,)


def _band(band: Length, high: float) -> View:
    w = band.mm
    return View(
        name=Words("Band", "戒圈"),
        width=w,
        height=high,
        strokes=(rectangle(0, 0, w, high, min(w, high) * 0.3),),
        figures=(wide_figure(band, w),),
    )


def disc(across: Length) -> View:
    """Something round."""
    r = across.mm / 2
    return View(
        name=FRONT,
        width=across.mm,
        height=across.mm,
        strokes=(ellipse(r, r, r, r),),
        figures=(wide_figure(across, across.mm),),
        flat=True,
    )


def earring(measures: Measured) -> tuple[View, ...]:
    """A hoop, or a stud as a disc."""
    across = measures.lengths.get("diameter")
    if across is None:
        return ()
    r = across.mm / 2
    if r < 6:
        return (disc(across),)
    strokes = (ellipse(r, r, r, r), ellipse(r, r, r - max(1.0, r * 0.09), r - max(1.0, r * 0.09), "ground"))
    return (
        View(
            name=FRONT,
            width=across.mm,
            height=across.mm,
            strokes=strokes,
            figures=(wide_figure(across, across.mm),),
            flat=True,
        ),
    )


def necklace(measures: Measured) -> tuple[View, ...]:
    """A chain or bracelet closed to a circle of its length."""
    chain, pendant = measures.lengths.get("chain_length"), measures.lengths.get("diameter")
    if chain is None:
        return ()
    closed = chain.mm < 250  # a bracelet's length goes round a wrist
    r = chain.mm / math.tau
    name = Words("{} long, closed", "链长 {}，扣合")
    strokes = [ellipse(r, r, r, r, "body"), ellipse(r, r, r - 1.2, r - 1.2, "ground")]
    figures = []
    if pendant is not None and not closed:
        half = pendant.mm / 2
        strokes.append(ellipse(r, -half + 1, half, half, "body"))
        figures.append(
            Figure(length=pendant, start=(r - half, -pendant.mm), end=(r + half, -pendant.mm), where="below")
        )
    return (
        View(
            name=name,
            note=chain.text,
            facts=(chain.fact_id,),
            width=2 * r,
            height=2 * r,
            strokes=tuple(strokes),
            figures=tuple(figures),
            flat=True,
        ),
    )


def glasses(measures: Measured) -> tuple[View, ...]:
    """The front by lens and bridge, a temple by its length."""
    lens, bridge, temple = (measures.lengths.get(name) for name in ("lens_width", "bridge", "temple"))
    if lens is None or bridge is None:
        return ()
    w, gap, h = lens.mm, bridge.mm, lens.mm * 0.82
    front = View(
        name=FRONT,
        width=2 * w + gap,
        height=h,
        strokes=(
            rounded([(0, 0), (w, 0), (w, h), (0, h)], [w * 0.42, w * 0.42, w * 0.22, w * 0.22]),
            rounded(
                [(w + gap, 0), (2 * w + gap, 0), (2 * w + gap, h), (w + gap, h)],
                [w * 0.42, w * 0.42, w * 0.22, w * 0.22],
            ),
            curve((w, h * 0.74), (w + gap * 0.25, h * 0.9, w + gap * 0.75, h * 0.9, w + gap, h * 0.74)),
        ),
        figures=(
            wide_figure(lens, w),
            Figure(length=bridge, start=(w, h), end=(w + gap, h), where="above"),
        ),
        flat=True,
    )
    if temple is None:
        return (front,)
    side = View(
        name=Words("Temple", "镜腿"),
        width=temple.mm,
        height=h * 0.72,
        strokes=(
            curve(
                (0, h * 0.66),
                (temple.mm * 0.4, h * 0.66, temple.mm * 0.62, h * 0.66, temple.mm * 0.74, h * 0.62),
                (temple.mm * 0.86, h * 0.56, temple.mm * 0.95, h * 0.3, temple.mm, h * 0.1),
            ),
        ),
        figures=(wide_figure(temple, temple.mm),),
        flat=True,
    )
    return front, side


def shoe(measures: Measured) -> tuple[View, ...]:
    """From the side: heel and shaft as recorded."""
    heel, shaft = measures.lengths.get("heel_height"), measures.lengths.get("shaft_height")
    if heel is None:
        return ()
    w, h = 240.0, heel.mm
    top = h + (shaft.mm if shaft else 52)
    sole = 6.0
    low = (
        (w - 4, sole, 150, sole, 142, sole),
        (112, sole, 92, max(sole, h * 0.62), 66, max(sole, h - 4)),
        (46, h, 24, h, 6, h),
    )
    above = (
        (
            (0, h + 30, 4, top - 12, 14, top),
            (40, top - 2, 70, top - 1, 96, top),
            (104, max(h * 0.75, 24) + 30, 146, 58, 196, 38),
            (222, 30, w, 22, w, sole + 2),
        )
        if shaft
        else (
            (1, h + 22, 4, h + 42, 11, h + 52),
            (40, h + 36, 84, h * 0.6 + 27, 132, h * 0.2 + 32),
            (146, h * 0.1 + 34, 158, 42, 172, 41),
            (204, 37, w - 4, 22, w, sole + 2),
        )
    )
    upper = curve((6, h), *above, *low, style="body", closed=True)
    block = 44 if h < 50 else max(12.0, 40 - h * 0.26)
    heel_stroke = rounded([(8, 0), (8 + block, 0), (58, h), (6, h)], [1.5, 1.5, 0.5, 0.5])
    figures = [high_figure(heel, 0, 0, h)]
    if shaft is not None:
        figures.append(high_figure(shaft, 0, h, top))
    tread = line([(142, sole), (150, 0), (226, 0), (w, sole + 2)], "body", closed=True)
    return (
        View(
            name=Words("Side", "侧面"),
            width=w,
            height=top,
            strokes=(heel_stroke, tread, upper),
            figures=tuple(figures),
        ),
    )
