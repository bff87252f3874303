"""Watch straps and bracelets, and the stone rest a watch stands on."""

from __future__ import annotations

from mercery.demo.art.canvas import Canvas
from mercery.demo.art.palette import mix
from mercery.demo.art.path import poly, pt, rect
from mercery.demo.art.surfaces import surface

MIDDLE = -170.0
"""Height of the middle of the case over the table, as a coordinate."""


def strap(c: Canvas, kind: str, half: float, r: float) -> None:
    """Both halves of a strap or bracelet over a rest; `half` is half its width at the case."""
    high, low = MIDDLE - r - 66, -20.0
    s = c.stone
    c.stand(0)
    c.face(f"M{pt(-half - 34, 0)}L{pt(-half - 24, -20)}H{half + 24:.1f}L{pt(half + 34, 0)}Z", s.mid)
    c.plane(f"M{pt(-half - 24, -20)}L{pt(-half - 16, -27)}H{half + 32:.1f}L{pt(half + 24, -20)}Z", s.light)
    c.face(f"M{pt(half + 24, -20)}L{pt(half + 32, -27)}L{pt(half + 44, -7)}L{pt(half + 34, 0)}Z", s.dark)
    c.stand(-10)
    upper = poly((-half * 0.8, high), (half * 0.8, high), (half, MIDDLE - r * 0.8), (-half, MIDDLE - r * 0.8))
    lower = poly((-half, MIDDLE + r * 0.8), (half, MIDDLE + r * 0.8), (half * 0.86, low), (-half * 0.86, low))
    if kind in ("bracelet", "mesh"):
        _metal_strap(c, kind, upper, lower, half, high)
        return
    t = c.tones
    over = f"M{pt(-half * 0.8, high)}Q{pt(-half * 0.78, high - 20)} {pt(-half * 0.6, high - 22)}H{half * 0.6:.1f}Q{pt(half * 0.78, high - 20)} {pt(half * 0.8, high)}Z"
    for d in (over, upper, lower):
        c.face(d, t.mid)
    c.plane(over, t.light)
    if kind == "leather":
        surface(c, upper, t, step=13)
        surface(c, lower, t, step=13)
    for d in (upper, lower):
        with c.clip(d):
            c.plane(rect(half * 0.52, high, half, 400), t.dark, 0.85)
            if kind == "leather":
                c.plane(rect(-half * 1.1, high, half * 0.34, 400), t.light, 0.6)
            elif kind == "fabric":
                a = c.accent("cream")
                c.plane(rect(-half * 0.3, high, half * 0.6, 400), a.mid)
                c.plane(rect(-half * 0.06, high, half * 0.12, 400), t.mid)
            else:
                c.line("".join(f"M{pt(-half, y)}H{half:.0f}" for y in range(int(high) + 8, 0, 12)), t.dark, 2.4)
    c.plane(
        poly((-half, MIDDLE + r * 0.8), (half, MIDDLE + r * 0.8), (half, MIDDLE + r + 16), (-half, MIDDLE + r + 10)),
        mix(t.dark, "#000000", 0.2),
        0.75,
    )
    if kind == "leather":
        end, lug = half * 0.8 - 5, half - 6
        c.stitch(
            f"M{pt(-end, high - 8)}L{pt(-lug, MIDDLE - r * 0.8)}M{pt(end, high - 8)}L{pt(lug, MIDDLE - r * 0.8)}M{pt(-lug, MIDDLE + r)}L{pt(-half * 0.86 + 5, low)}M{pt(lug, MIDDLE + r)}L{pt(half * 0.86 - 5, low)}",
            t.stitch,
        )


def _metal_strap(c: Canvas, kind: str, upper: str, lower: str, half: float, high: float) -> None:
    m = c.metal
    c.face(
        f"M{pt(-half * 0.8, high)}Q{pt(-half * 0.78, high - 18)} {pt(-half * 0.6, high - 20)}H{half * 0.6:.1f}Q{pt(half * 0.78, high - 18)} {pt(half * 0.8, high)}Z",
        m.light,
    )
    c.face(upper, m.dark)
    c.face(lower, m.dark)
    if kind == "mesh":
        inner = f'<rect width="6" height="6" fill="{m.dark}"/><path d="M0 0L3 3L0 6M6 0L3 3L6 6" fill="none" stroke="{m.mid}" stroke-width="1.7"/><path d="M0 .4L2.6 3" stroke="{m.light}" stroke-width="1"/>'
        name = c.define(f'<pattern id="%" width="6" height="6" patternUnits="userSpaceOnUse">{inner}</pattern>')
        for d in (upper, lower):
            c.plane(d, f"url(#{name})")
            with c.clip(d):
                c.plane(rect(half * 0.5, high, half, 400), m.dark, 0.5)
        return
    link, w = 15.0, half * 2.04
    side, mid = w * 0.315, w * 0.33
    rows = (
        f'<path d="{rect(0, 0, side, link - 1.6, 2.4)}" fill="{mix(m.mid, m.light, 0.55)}"/>'
        f'<path d="{rect(w - side, 0, side, link - 1.6, 2.4)}" fill="{mix(m.mid, m.dark, 0.4)}"/>'
        f'<path d="{rect((w - mid) / 2, 0, mid, link / 2 - 1.6)}{rect((w - mid) / 2, link / 2, mid, link / 2)}" fill="{m.mid}"/>'
        f'<path d="M2 2H{side - 3:.1f}M{(w - mid) / 2 + 2:.1f} {link / 2 + 1.5}h{mid - 7:.1f}" stroke="{m.light}" stroke-width="1.6"/>'
    )
    name = c.define(
        f'<pattern id="%" x="{-w / 2:.2f}" width="{w:.2f}" height="{link:g}" patternUnits="userSpaceOnUse">{rows}</pattern>'
    )
    for d in (upper, lower):
        c.plane(d, f"url(#{name})")
