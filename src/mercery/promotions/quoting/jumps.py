"""When a rule takes more: not at every sum, only at those that the prices of its lines can make."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Final

from mercery.promotions.quoting.bounds import Taking
from mercery.promotions.quoting.reachable import Sums

_TINY: Final = 1e-6
_FLOAT: Final = 1e-9
_SCALES: Final = (1, 2, 4, 5, 10, 20)


def only_reachable(takings: Sequence[Taking], differences: Sequence[Sequence[int]]) -> None:
    """A jump comes only with a sum that the prices of its lines can make. What earlier percentages leave of a difference
    counts in parts of a minor unit, rounded up, and so much less is asked."""
    known: dict[tuple[tuple[int, ...], tuple[float, ...]], tuple[Sums | None, int, float]] = {}
    for taking in takings:
        if taking.jumps:
            lines = tuple(taking.seen or taking.lines)
            growth = tuple([taking.growth[at] for at in lines])
            if (lines, growth) not in known:
                known[lines, growth] = _sums([differences[at] for at in lines], growth)
            sums, scale, less = known[lines, growth]
            if sums is not None:
                taking.sums, taking.scale = sums, scale
                taking.jumps = [
                    (max(more, reached / scale - less), gain)
                    for more, gain in taking.jumps
                    if (reached := sums.next((more - _TINY) * scale)) is not None
                ]


def _sums(differences: Sequence[Sequence[int]], growth: Sequence[float]) -> tuple[Sums | None, int, float]:
    """The sums in parts of a minor unit, how many parts one has, and what is added by rounding at most."""
    scale = next((one for one in _SCALES if all(abs(part * one - round(part * one)) < _TINY for part in growth)), 1)
    parts = [
        [ceil(one * part * scale - _FLOAT) for one in line] for line, part in zip(differences, growth, strict=True)
    ]
    less = 0.0
    for line, rounded, part in zip(differences, parts, growth, strict=True):
        less += max([some / scale - one * part for one, some in zip(line, rounded, strict=True)])
    return (Sums(parts) if Sums.few(parts) else None), scale, less + _TINY
