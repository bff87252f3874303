"""The files a process counts into stay open between orders: opening them would cost more than an order does."""

from __future__ import annotations

import os
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final

from mercery.recommendations.model.counters import Counters
from mercery.recommendations.model.lists import Lists, open_lists
from mercery.recommendations.stored.counted import Counted

_SHOPS: Final = 16
"""So many shops' files at a time. They are mapped: what is not touched takes no memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenToCount:
    """One version of a shop's model, to be counted into."""

    name: str
    counted: Counted
    counters: Counters
    lists: Lists


_held: OrderedDict[str, OpenToCount] = OrderedDict()
_guard: Final = Lock()


def hold_open(folder: Path) -> OpenToCount:
    """The version in this folder. OSError, ValueError, KeyError or ListsUnreadable where it is gone or not whole."""
    with _guard:
        shop, name = os.path.split(folder)
        if not os.path.exists(f"{folder}/counters"):  # noqa: PTH110 - asked at each order
            _held.pop(shop, None)
            raise FileNotFoundError("a newer version took its place")
        known = _held.get(shop)
        if known is None or known.name != name:
            known = OpenToCount(
                name=name,
                counted=Counted(folder),
                counters=Counters.open(folder / "counters"),
                lists=open_lists(folder / "lists", writable=True),
            )
            _held[shop] = known
        _held.move_to_end(shop)
        while len(_held) > _SHOPS:
            _held.popitem(last=False)
        return known


def let_go(shop: Path) -> None:
    """Close the files of a shop that is gone."""
    with _guard:
        _held.pop(str(shop), None)
