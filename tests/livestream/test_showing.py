"""How a show stands for its viewers, and when each piece comes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.core.i18n import Words
from mercery.livestream.show import Goals, Item, Show
from mercery.livestream.showing import Phase, Status, phase_of, slots

AT = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)
SHOW = Show(
    id="lsh_1", shop_id="shp_1", slug="winter", title=Words("Winter", "冬"), lang="en", format="landscape",
    avatar="aurelle", background="atelier", state="on_air", goals=Goals(), starts_at=None, ends_at=None,
    started_at=AT, ended_at=None, version=1,
)  # fmt: skip
STATUS = Status(seen_at=AT, resting=False, presenter="host", item_id="", item_since=None, product_id="")


@pytest.mark.parametrize(
    ("show", "status", "phase"),
    [
        (SHOW, STATUS, "on_air"),
        (SHOW, replace(STATUS, resting=True), "waking"),
        (SHOW, replace(STATUS, seen_at=AT - timedelta(minutes=1)), "away"),
        (SHOW, None, "away"),
        (replace(SHOW, killed=True), STATUS, "stopped"),
        (replace(SHOW, state="scheduled"), None, "soon"),
        (replace(SHOW, state="ended", killed=True), STATUS, "ended"),
    ],
    ids=["on air", "resting", "director silent", "no director yet", "kill switch", "scheduled", "ended"],
)
def test_each_state_of_a_show_has_its_words(show: Show, status: Status | None, phase: Phase) -> None:
    assert phase_of(show, status, AT) == phase


def item(place: int, product: str, minutes: float = 4.0) -> Item:
    return Item(
        id=f"itm_{place}", place=place, kind="piece" if product else "welcome", product_id=product, minutes=minutes
    )


def test_the_order_goes_around_once_from_the_piece_on_the_counter() -> None:
    items = [item(0, "", 1), item(1, "a"), item(2, "b"), item(3, "c", 2)]
    found = slots(items, "itm_2", AT - timedelta(minutes=1), AT)

    assert [(one.product_id, (one.at - AT).total_seconds() / 60) for one in found] == [("b", -1), ("c", 3), ("a", 6)]


@given(
    st.lists(st.tuples(st.sampled_from(["", "a", "b", "c", "d"]), st.floats(0.1, 20)), max_size=12),
    st.integers(0, 11),
    st.floats(0, 90),
)
def test_every_piece_has_one_time_and_only_what_is_on_has_begun(
    entries: list[tuple[str, float]], here: int, minutes_ago: float
) -> None:
    """Also where an entry takes far longer than planned."""
    items = [item(place, product, minutes) for place, (product, minutes) in enumerate(entries)]
    found = slots(items, f"itm_{here}", AT - timedelta(minutes=minutes_ago), AT)

    assert {one.product_id for one in found} == {product for product, _ in entries if product}
    assert len({one.product_id for one in found}) == len(found)
    assert all(one.at >= AT for one in found[1:])
