"""Branch and bound over what is either used or not: rules, tiers, prices down to which units are free.

Each node is a linear program with columns coming in as needed, so that thousands of articles cost little; where few
columns can still matter, the node is closed by the integer program. The least bound of all open nodes holds for the whole.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Final

import numpy as np

from mercery.promotions.worst.program import Relaxed

if TYPE_CHECKING:
    from mercery.promotions.worst.search import Bounding

_FEW: Final = 40
_MANY: Final = 2_500
_WHOLE: Final = 1e-9
_BEGUN: Final = 0.05


@dataclass(order=True, slots=True)
class Node:
    """Some unknowns fixed, with what no solution of it is below."""

    bound: float
    number: int
    fixed: Mapping[int, tuple[float, float]] = field(compare=False)
    relaxed: Relaxed = field(compare=False)


class Branching:
    """The search from one relaxation on."""

    def __init__(self, bounding: Bounding) -> None:
        self.bounding = bounding
        self.open: list[Node] = []
        self.closed = math.inf
        """The least bound of the nodes that are not branched on further."""
        self.numbers = count()

    def run(self) -> float:
        """What no solution is below, when time is over or everything is closed."""
        self._add({}, ())
        if not self.open and self.closed == math.inf:
            return -math.inf
        while self.open and self.bounding.left(1.0) > _BEGUN:
            if self.bounding.done(min(self.open[0].bound, self.closed)):
                break
            self._branch(heapq.heappop(self.open))
        return self._bound()

    def _bound(self) -> float:
        return min(self.closed, min((node.bound for node in self.open), default=math.inf))

    def _add(self, fixed: Mapping[int, tuple[float, float]], start: tuple[int, ...], least: float = -math.inf) -> None:
        relaxed = self.bounding.relaxed(fixed, start)
        if relaxed is None:
            self.closed = min(self.closed, least)
        elif relaxed.value < math.inf:
            bound = max(least, relaxed.value)
            heapq.heappush(self.open, Node(bound=bound, number=next(self.numbers), fixed=fixed, relaxed=relaxed))

    def _branch(self, node: Node) -> None:
        if self.bounding.done(node.bound):
            self.closed = min(self.closed, node.bound)
            return
        self.bounding.nodes += 1
        self.bounding.looked_at(node.relaxed, node.fixed)
        unknown = self._torn(node)
        kept = self.bounding.kept(node.relaxed)
        if unknown is None and len(kept) > _MANY:
            self.closed = min(self.closed, node.bound)
            return
        if unknown is None or len(kept) <= _FEW:
            bound, finished = self.bounding.close(node.bound, kept, node.fixed)
            if finished or unknown is None:
                self.closed = min(self.closed, bound)
                return
            node.bound = max(node.bound, bound)
        start = tuple(np.flatnonzero(node.relaxed.columns > _WHOLE).tolist())
        for value in (1.0, 0.0):
            self._add({**node.fixed, unknown: (value, value)}, start, node.bound)

    def _torn(self, node: Node) -> int | None:
        """The unknown between used and not that matters most: by what hangs on it."""
        program, values = self.bounding.model.program, node.relaxed.unknowns
        worst, found = 0.0, None
        weight = self._weights()
        for number, one in enumerate(program.unknowns[: len(values)]):
            if not one.whole or one.high != 1.0 or number in node.fixed:
                continue
            value = float(values[number])
            score = weight.get(number, 1.0) * value * (1.0 - value)
            if _WHOLE < value < 1.0 - _WHOLE and score > worst:
                worst, found = score, number
        return found

    def _weights(self) -> dict[int, float]:
        """What hangs on each unknown: its largest number in a row."""
        found: dict[int, float] = {}
        for parts in self.bounding.model.program.parts:
            for number, value in parts.items():
                found[number] = max(found.get(number, 1.0), abs(value))
        return found
