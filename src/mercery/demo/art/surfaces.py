"""Leather and cloth surfaces, laid over a face that is already drawn."""

from __future__ import annotations

from mercery.demo.art.canvas import Canvas
from mercery.demo.art.palette import Tones, mix
from mercery.demo.art.path import num, outline_points, pair, pt, rect


def bounds(d: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of an outline."""
    xs, ys = zip(*outline_points(d), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def surface(c: Canvas, d: str, t: Tones, material: str | None = None, step: float = 20) -> None:
    """Give the face `d` its material; `smooth` leaves it flat. `step` is the size of the pattern."""
    material = material or c.spec.material or "smooth"
    if material == "smooth":
        return
    if material == "patent":
        _patent(c, d, t)
        return
    tiles = {
        "grained": _grained(t),
        "suede": _suede(t),
        "croc": _croc(t, step),
        "woven": _woven(t, step * 0.72),
        "quilted": _quilted(t, step * 1.35),
        "canvas": _canvas(t),
    }
    size, inner = tiles[material]
    turn = ' patternTransform="rotate(45)"' if material == "woven" else ""
    name = c.define(
        f'<pattern id="%" width="{size[0]:g}" height="{size[1]:g}" patternUnits="userSpaceOnUse"{turn}>{inner}</pattern>'
    )
    c.plane(d, f"url(#{name})")


def _patent(c: Canvas, d: str, t: Tones) -> None:
    left, top, right, bottom = bounds(d)
    w, h = right - left, bottom - top
    with c.clip(d):
        for x, wide, fade in ((0.16, 0.1, 0.5), (0.3, 0.035, 0.4)):
            a, b = left + w * x, left + w * (x + wide)
            slip = h * 0.28
            c.plane(
                f"M{pt(a + slip, top)}L{pt(b + slip, top)}L{pt(b, bottom)}L{pt(a, bottom)}Z",
                mix(t.light, "#FFFFFF", 0.55),
                fade,
            )


def _grained(t: Tones) -> tuple[tuple[float, float], str]:
    dark = "M2 3q2-1.4 3.4.4M9 1.6q1.8.8 1.2 2.6M5.6 8.4q1.8-1.4 3.2 0M12 7.4q1.6.6 1.2 2.2M1.4 11.4q1.8-.6 2.6.8M9.6 12.4q1.6-.8 2.8.4"
    light = "M2.4 4q2-1.2 3 .4M6 9.4q1.8-1.2 2.8.2M10 13.2q1.6-.8 2.4.4"
    return (14, 14), (
        f'<path d="{dark}" fill="none" stroke="{t.dark}" stroke-width=".8" opacity=".5"/>'
        f'<path d="{light}" fill="none" stroke="{t.light}" stroke-width=".7" opacity=".5"/>'
    )


def _suede(t: Tones) -> tuple[tuple[float, float], str]:
    marks = "M1 2l1.6 1M7 1l1.2 1.4M4 6l1.6.6M10 5l1.4 1M2 10l1.2 1M8 9.6l1.6.8"
    return (12, 12), f'<path d="{marks}" stroke="{t.light}" stroke-width=".9" opacity=".45" stroke-linecap="round"/>'


def _croc(t: Tones, step: float) -> tuple[tuple[float, float], str]:
    w, h = step * 1.3, step * 0.86
    body = rect(0.8, 0.8, w - 1.6, h - 1.6, h * 0.46)
    small = rect(0.8, 0.8, w / 2 - 1.6, h - 1.6, h * 0.4)
    lit = mix(t.mid, t.light, 0.5)
    shine = f"M{pt(h * 0.4, 3.4)}H{num(w * 0.5)}"
    scale = f'<path d="{body}" fill="{lit}"/><path d="{shine}" stroke="{mix(t.light, "#FFFFFF", 0.3)}" stroke-width="1.2" opacity=".6"/>'
    half = f'<path d="{small}" fill="{mix(t.mid, t.light, 0.25)}"/>'
    return (w, 2 * h), (
        f'<rect width="{w:g}" height="{2 * h:g}" fill="{mix(t.mid, t.dark, 0.75)}"/>{scale}'
        f'<g transform="translate({pair(0, h)})">{half}</g><g transform="translate({pair(w / 2, h)})">{half}</g>'
    )


def _woven(t: Tones, step: float) -> tuple[tuple[float, float], str]:
    s = step
    bar = f'<rect x=".6" y=".6" width="{s - 1.2:g}" height="{s - 1.2:g}" rx="1.6"'
    return (2 * s, 2 * s), (
        f'<rect width="{2 * s:g}" height="{2 * s:g}" fill="{t.dark}"/>'
        f'{bar} fill="{t.light}"/><g transform="translate({s:g} {s:g})">{bar} fill="{t.light}"/></g>'
        f'<g transform="translate({s:g} 0)">{bar} fill="{t.mid}"/></g><g transform="translate(0 {s:g})">{bar} fill="{t.mid}"/></g>'
    )


def _quilted(t: Tones, step: float) -> tuple[tuple[float, float], str]:
    s, h = step, step / 2
    return (s, s), (
        f'<path d="M{pt(h, 0)}L{pt(s, h)}H0Z" fill="{t.light}" opacity=".45"/>'
        f'<path d="M{pt(0, h)}H{pt(s, 0).split()[0]}L{pt(h, s)}Z" fill="{t.dark}" opacity=".16"/>'
        f'<path d="M0 {h:g}L{h:g} 0L{s:g} {h:g}L{h:g} {s:g}Z" fill="none" stroke="{t.dark}" stroke-width="1.5"/>'
    )


def _canvas(t: Tones) -> tuple[tuple[float, float], str]:
    return (5, 5), (
        f'<path d="M0 1.2H5M0 3.7H5" stroke="{t.dark}" stroke-width=".6" opacity=".38"/>'
        f'<path d="M1.2 0V5M3.7 0V5" stroke="{t.light}" stroke-width=".6" opacity=".5"/>'
    )
