"""Knitted surfaces: plain, ribbed and cabled, as a pattern over a face."""

from __future__ import annotations

from mercery.demo.art.canvas import Canvas
from mercery.demo.art.palette import Tones, mix


def knit(c: Canvas, d: str, t: Tones, kind: str, box: tuple[float, float, float, float]) -> None:
    """Lay a knit over the face `d`; `box` (x, y, width, height) anchors the pattern."""
    deep = mix(t.mid, t.dark, 0.6)
    if kind == "plain":
        size = (8, 8)
        inner = f'<path d="M0 2L2 4.6L4 2M4 6L6 8.6L8 6" fill="none" stroke="{deep}" stroke-width=".9" opacity=".6"/>'
    elif kind == "ribbed":
        size = (9, 20)
        inner = (
            f'<rect width="4" height="20" x="0" fill="{t.light}" opacity=".6"/>'
            f'<rect width="2.6" height="20" x="6.4" fill="{t.dark}" opacity=".6"/>'
        )
    else:
        size = (34, 26)
        inner = (
            f'<rect x="0" width="2" height="26" fill="{deep}"/><rect x="31" width="2" height="26" fill="{deep}"/>'
            f'<path d="M10 0C10 9 24 6 24 13C24 20 10 17 10 26" fill="none" stroke="{deep}" stroke-width="8.4"/>'
            f'<path d="M10 0C10 9 24 6 24 13C24 20 10 17 10 26" fill="none" stroke="{mix(t.mid, t.light, 0.7)}" stroke-width="6"/>'
            f'<path d="M24 0C24 5 20 7 17.6 8M10 13C10 8 13 7.4 15 6.6M24 26C24 21 20 19.6 18 18.6M10 13C10 17 12.6 18.6 14.6 19.6" fill="none" stroke="{deep}" stroke-width="7.6"/>'
            f'<path d="M24 0C24 5 20 7 17.6 8M10 13C10 8 13 7.4 15 6.6M24 26C24 21 20 19.6 18 18.6M10 13C10 17 12.6 18.6 14.6 19.6" fill="none" stroke="{t.mid}" stroke-width="5"/>'
        )
    name = c.define(
        f'<pattern id="%" x="{box[0]:g}" y="{box[1]:g}" width="{size[0]}" height="{size[1]}" patternUnits="userSpaceOnUse">{inner}</pattern>'
    )
    c.plane(d, f"url(#{name})")
