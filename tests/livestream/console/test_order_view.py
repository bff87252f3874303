"""The running order in the studio: what was has its time, what is has the counter, what comes is told when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mercery.core.i18n import Words
from mercery.livestream.console.order_view import Goods, order_lines, round_ends
from mercery.livestream.show import Item, ItemKind

NOW = datetime(2026, 11, 22, 19, 26, tzinfo=UTC)
BEGAN = NOW - timedelta(minutes=20)
NOTHING = Goods()


def item(number: int, *, minutes: float = 3.0, skipped: bool = False) -> Item:
    kind: ItemKind = "welcome" if number == 0 else "words"
    return Item(
        id=f"i{number}", place=number, kind=kind, minutes=minutes, title=Words(f"Entry {number}"), own=("A line.",),
        skipped=skipped,
    )  # fmt: skip


def test_what_was_is_ticked_with_its_time_and_what_comes_follows_in_turn() -> None:
    items = [item(0), item(1, minutes=9), item(2), item(3, skipped=True), item(4)]
    since = NOW - timedelta(minutes=2)
    seen = order_lines(items, NOTHING, on="i1", since=since, came={"i0": BEGAN}, now=NOW)
    assert [one.state for one in seen] == ["done", "now", "next", "skipped", "next"]
    assert [one.at for one in seen] == [BEGAN, since, since + timedelta(minutes=9), None, since + timedelta(minutes=12)]
    assert seen[3].detail == Words("skipped", "已跳过")


def test_an_entry_that_takes_longer_than_planned_pushes_the_rest() -> None:
    items = [item(0), item(1)]
    seen = order_lines(items, NOTHING, on="i0", since=NOW - timedelta(minutes=10), came={}, now=NOW)
    assert seen[1].at == NOW
    assert round_ends(items, on="i0", since=NOW - timedelta(minutes=10), now=NOW) == NOW + timedelta(minutes=3)


def test_before_the_show_nobody_says_when() -> None:
    seen = order_lines([item(0), item(1)], NOTHING, on="", since=None, came={}, now=NOW)
    assert [(one.state, one.at) for one in seen] == [("next", None), ("next", None)]


@given(
    lengths=st.lists(st.floats(0.2, 60), min_size=1, max_size=12),
    here=st.integers(0, 11),
    ago=st.integers(0, 7_200),
)
def test_what_is_to_come_lies_ahead_and_in_order(lengths: list[float], here: int, ago: int) -> None:
    items = [item(number, minutes=length) for number, length in enumerate(lengths)]
    on = items[min(here, len(items) - 1)].id
    seen = order_lines(items, NOTHING, on=on, since=NOW - timedelta(seconds=ago), came={}, now=NOW)
    ahead = [one.at for one in seen if one.state == "next" and one.at is not None]
    assert ahead == sorted(ahead)
    assert all(at >= NOW for at in ahead)
    assert sum(one.state == "now" for one in seen) == 1
