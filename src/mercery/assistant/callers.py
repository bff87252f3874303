"""Who has opened which conversation with which token in this process: so that the next message's limits are taken from in the
trip that finds its shop and its conversation. It is a guess, which what that trip finds confirms; nothing else rests on it.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

MOST: Final = 10_000
"""Callers that a process remembers; the one that has not written for longest goes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What a caller names: the shop by its short name or host, the conversation, and the token that opens it."""

    shop: str
    conversation: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who a door let in."""

    shop_id: str
    visitor_id: str


class Callers:
    """Callers by their doors."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._known: OrderedDict[Door, Caller] = OrderedDict()

    def at(self, door: Door) -> Caller | None:
        """Who came in there last."""
        return self._known.get(door)

    def came(self, door: Door, caller: Caller) -> None:
        """The door opened for `caller`."""
        self._known[door] = caller
        self._known.move_to_end(door)
        while len(self._known) > self._most:
            self._known.popitem(last=False)


callers: Final = Callers()
"""The process's own."""
