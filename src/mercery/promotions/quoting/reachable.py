"""By how much some lines together can be dearer: not every number, since each line has few prices. Sums as bits of a number."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, gcd
from typing import Final

MOST: Final = 1 << 20
"""Above so many different sums they are not worked out."""


class Sums:
    """What the differences of some lines can add up to."""

    __slots__ = ("_lines", "_sets", "_unit")

    def __init__(self, lines: Sequence[Sequence[int]]) -> None:
        """`lines`: by how much each line may be dearer, 0 among them."""
        self._lines = lines
        self._unit = gcd(*[one for line in lines for one in line]) or 1
        sums = 1
        self._sets = [sums]
        for line in lines:
            reached = 0
            for one in {*line}:
                reached |= sums << one // self._unit
            sums = reached
            self._sets.append(sums)

    @staticmethod
    def few(lines: Sequence[Sequence[int]]) -> bool:
        """Whether there are few enough to be worked out."""
        unit = gcd(*[one for line in lines for one in line]) or 1
        return sum([max(line) for line in lines]) // unit <= MOST

    def next(self, least: float) -> int | None:
        """The lowest sum that is not below `least`."""
        start = max(0, ceil(least / self._unit))
        above = self._sets[-1] >> start
        if not above:
            return None
        return (start + (above & -above).bit_length() - 1) * self._unit

    def ways(self, total: int) -> list[int]:
        """For each line which of its differences adds up to `total`, which is one of the sums."""
        left, found = total // self._unit, []
        for at in range(len(self._lines) - 1, -1, -1):
            before = self._sets[at]
            for number, one in enumerate(self._lines[at]):
                rest = left - one // self._unit
                if rest >= 0 and before >> rest & 1:
                    found.append(number)
                    left = rest
                    break
        return found[::-1]
