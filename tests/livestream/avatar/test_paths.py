"""Outlines: whatever a program writes becomes nodes that can be blended."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mercery.livestream.avatar.paths import OutlineUnreadable, joined, outline_of, shape_outline, transform_of, turned

NUMBERS = st.floats(-900, 900).map(lambda value: round(value, 2))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*(NUMBERS,) * 6), min_size=1, max_size=8), st.tuples(NUMBERS, NUMBERS))
def test_nodes_survive_being_written(curves: list[tuple[float, ...]], start: tuple[float, float]) -> None:
    data = f"M{start[0]} {start[1]}" + "".join("C" + " ".join(map(str, curve)) for curve in curves) + "Z"
    outline = outline_of(data)
    assert outline.kinds == "M" + "C" * len(curves) + "Z"
    assert np.allclose(outline_of(outline.data()).points, outline.points, atol=0.011)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("M10 10 L20 10 L20 20 Z", "m10 10h10v10z"),
        ("M10,10 20,10 20,20", "M10 10L20 10L20 20"),
        ("M0 0 C0 5 5 10 10 10 C15 10 20 5 20 0", "M0 0C0 5 5 10 10 10S20 5 20 0"),
        ("M0 0 Q5 10 10 0 Q15 -10 20 0", "M0 0q5 10 10 0t10 0"),
        ("M0 0 A5 5 0 0 1 10 0", "M0 0a5 5 0 0110 0"),
        ("M.5.5 L1.5-1", "M0.5 0.5 L 1.5 -1"),
        ("M1e1 0 L 2E1 0", "M10 0 L20 0"),
    ],
)
def test_the_same_outline_may_be_written_in_several_ways(one: str, other: str) -> None:
    assert np.allclose(outline_of(one).points, outline_of(other).points, atol=1e-6)


def test_an_arc_stays_on_its_circle() -> None:
    points = outline_of("M10 0 A10 10 0 1 1 0 -10").points
    assert np.allclose(points[-1], (0, -10))
    ends = points[::3]
    assert np.allclose(np.hypot(ends[:, 0], ends[:, 1]), 10, atol=1e-6)


@pytest.mark.parametrize("bad", ["", "L1 1", "M1", "M1 1 C1 2 3", "M1 1 X3", "M nan 1", "M1 1 L1e9 0", "1 2"])
def test_path_data_that_is_none_is_refused(bad: str) -> None:
    with pytest.raises(OutlineUnreadable):
        outline_of(bad)


@pytest.mark.parametrize("tag", ["circle", "ellipse", "rect", "line", "polygon", "polyline"])
def test_plain_shapes_are_outlines_too(tag: str) -> None:
    told = {"cx": "5", "cy": "5", "r": "3", "rx": "3", "ry": "2", "x": "1", "y": "1", "width": "4px", "height": "4", "x1": "0", "y1": "0", "x2": "3", "y2": "3", "points": "0,0 4,0 4,4"}  # fmt: skip
    assert len(shape_outline(tag, told).points) >= 4


@settings(max_examples=40, deadline=None)
@given(st.floats(-170, 170), st.tuples(NUMBERS, NUMBERS), st.tuples(NUMBERS, NUMBERS))
def test_turning_keeps_the_pivot_and_lengths(
    angle: float, about: tuple[float, float], point: tuple[float, float]
) -> None:
    outline = outline_of(f"M{about[0]} {about[1]} L{point[0]} {point[1]}").moved(turned(angle, about))
    assert np.allclose(outline.points[0], about, atol=1e-6)
    before = np.hypot(point[0] - about[0], point[1] - about[1])
    assert np.isclose(np.hypot(*(outline.points[-1] - outline.points[0])), before, atol=1e-6)


def test_transforms_are_read_as_svg_orders_them() -> None:
    found = transform_of("translate(10 20) rotate(90) scale(2)")
    assert np.allclose(joined(found, (1, 0, 0, 1, 3, 0))[4:], (10, 26))
    with pytest.raises(OutlineUnreadable):
        transform_of("wobble(3)")
