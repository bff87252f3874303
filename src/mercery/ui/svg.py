"""Positions for the small drawings in templates, in per cent of their width, so that no style is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class IntervalGeometry:
    """Where the knots, the bead and the post stand, each in per cent of the bar (0 to 100)."""

    low: float
    estimate: float
    high: float
    post: float | None


def scaled(value: float, low: float, high: float) -> float:
    """The place of `value` between `low` and `high` in per cent, held inside the drawing."""
    if high <= low:
        return 50.0
    return round(min(100.0, max(0.0, (value - low) / (high - low) * 100)), 3)


def interval_geometry(
    low: float, estimate: float, high: float, post: float | None = None, scale: tuple[float, float] | None = None
) -> IntervalGeometry:
    """Places on `scale`; without one the scale is what is shown, widened by a tenth at each end."""
    if scale is None:
        shown = [low, estimate, high] + ([post] if post is not None else [])
        margin = (max(shown) - min(shown)) * 0.12 or 1.0
        scale = (min(shown) - margin, max(shown) + margin)
    return IntervalGeometry(
        low=scaled(low, *scale),
        estimate=scaled(estimate, *scale),
        high=scaled(high, *scale),
        post=None if post is None else scaled(post, *scale),
    )


def spark_points(values: Sequence[float], width: float = 96.0, height: float = 24.0) -> str:
    """The `points` of a polyline through `values`; a single value draws a level line."""
    if not values:
        return ""
    row = list(values) if len(values) > 1 else [values[0], values[0]]
    low, high = min(row), max(row)
    step = width / (len(row) - 1)
    return " ".join(
        f"{index * step:.1f},{height - 1 - (value - low) / ((high - low) or 1) * (height - 2):.1f}"
        for index, value in enumerate(row)
    )
