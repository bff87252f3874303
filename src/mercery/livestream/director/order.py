"""Where a show stands in its running order, and when it goes on. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from mercery.livestream.show import Item

_ENOUGH: Final = 0.6
"""Share of its time after which an entry that has nothing more to say is left."""
_ENOUGH_QUESTIONS: Final = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The entry on air since a moment, and how often the show has gone through its order."""

    item: Item | None = None
    since: datetime
    round_number: int = 0
    times: int = 0
    """How often the entry's lines were asked for since it began."""


def first(items: Sequence[Item], at: datetime) -> Place:
    """The beginning."""
    return Place(item=items[0] if items else None, since=at)


def found(items: Sequence[Item], item_id: str, since: datetime, at: datetime, round_number: int = 0) -> Place:
    """The entry of that id, else the beginning."""
    for item in items:
        if item.id == item_id:
            return Place(item=item, since=since, round_number=round_number)
    return replace(first(items, at), round_number=round_number)


def following(place: Place, items: Sequence[Item], at: datetime) -> Place:
    """The next entry; after the last one the first again, in a new round. An entry that was taken out meanwhile is followed
    by what stands at its place now. Closing words are for the end of the show alone."""
    again = [item for item in items if item.kind != "closing"]
    if not again:
        return Place(since=at, round_number=place.round_number + 1)
    number = place.item.place if place.item else -1
    known = {item.id for item in again}
    gone = place.item is not None and place.item.id not in known
    for item in again:
        if item.place > number or (gone and item.place == number):
            return Place(item=item, since=at, round_number=place.round_number)
    # The greeting opens a show; in later rounds it comes when the order puts it again.
    return Place(item=again[0], since=at, round_number=place.round_number + 1)


def is_over(place: Place, at: datetime, *, script_left: int, asked: int) -> bool:
    """Whether the entry has had its time. `script_left`: its lines not yet said; `asked`: comments that wait."""
    item = place.item
    if item is None:
        return True
    share = (at - place.since) / max(timedelta(minutes=item.minutes), timedelta(seconds=5))
    if item.kind == "questions":
        return share >= 1 if asked else share >= _ENOUGH_QUESTIONS and not script_left
    if script_left == 0 and (place.times > 0 and (share >= _ENOUGH or item.kind not in ("piece",))):
        return True
    return share >= 1
