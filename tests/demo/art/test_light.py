"""One light for all pictures: shadows are projections that meet at the horizon."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.demo.art import ArtKind, ArtSpec, draw
from mercery.demo.art.canvas import Canvas, Cast
from mercery.demo.art.path import apply, outline_points, placed, rect, times
from mercery.demo.art.scene import LIGHT_X, LIGHT_Y, TILT, on_table, on_wall

coordinates = st.floats(-200, 200)


@given(x=coordinates, at=st.floats(-60, 0), depth=st.floats(5, 120))
def test_the_shadow_is_unbroken_where_table_meets_wall(x: float, at: float, depth: float) -> None:
    cast, horizon = Cast(mode="stand", at=at, markup=""), at - depth
    height = depth / TILT * LIGHT_Y
    point = (x, at - height)
    on_the_table, on_the_wall = apply(on_table(cast), *point), apply(on_wall(cast, horizon), *point)
    assert on_the_table == pytest.approx(on_the_wall, abs=1e-6)
    assert on_the_table[1] == pytest.approx(horizon, abs=1e-6)


@given(x=coordinates, at=st.floats(-60, 0))
def test_what_touches_the_table_touches_its_shadow(x: float, at: float) -> None:
    assert apply(on_table(Cast(mode="stand", at=at, markup="")), x, at) == pytest.approx((x, at), abs=1e-6)


@given(gap=st.floats(1, 60))
def test_what_hangs_throws_its_outline_right_and_down(gap: float) -> None:
    x, y = apply(on_wall(Cast(mode="hang", at=gap, markup=""), 0), 0, 0)
    assert (x, y) == pytest.approx((gap * LIGHT_X, gap * LIGHT_Y))


@given(x=coordinates, y=coordinates, turn=st.floats(0, 360), dx=coordinates)
def test_maps_compose(x: float, y: float, turn: float, dx: float) -> None:
    one, two = placed(dx, 3, turn=turn, scale=1.3), placed(5, dx, flip=True)
    assert apply(times(two, one), x, y) == pytest.approx(apply(two, *apply(one, x, y)), abs=1e-6)


def test_bounds_follow_relative_commands_and_arcs() -> None:
    points = list(outline_points(rect(-10, -20, 30, 40, 5)))
    assert (min(x for x, _ in points), max(x for x, _ in points)) == (-10, 20)
    assert (min(y for _, y in points), max(y for _, y in points)) == (-20, 20)


def test_every_face_casts_and_a_ledge_catches_only_what_comes_later() -> None:
    canvas = Canvas(ArtSpec(kind=ArtKind.CUP, colour="white"), "t")
    canvas.plinth(-50, 50, 40)
    before = len(canvas.casts)
    canvas.face(rect(-10, -90, 20, 50), "#FFFFFF")
    assert canvas.ledges[0].first == before == 3
    assert len(canvas.casts) == 4


def test_a_larger_scale_draws_larger_in_the_same_picture() -> None:
    small, large = (draw(ArtSpec(kind=ArtKind.TOTE, colour="black", scale=k)) for k in (0.8, 1.1))
    assert small.split("viewBox")[1][:24] == large.split("viewBox")[1][:24]
    assert small != large
