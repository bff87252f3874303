"""Round values for a number, from where it stands towards giving less: what a merchant would write, not every cent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.promotions.rules.numbers import Number

_STEPS: Final = 24
"""Values looked at between now and nothing."""
_FAR: Final = 8
"""How many times its value a threshold is raised at most."""
_FINER: Final = 5


def nice(size: int) -> int:
    """The largest of 1, 2, 5, 10, 20, 50 … that is not above `size`."""
    unit = 1
    while unit * 10 <= size:
        unit *= 10
    return next((unit * one for one in (5, 2) if unit * one <= size), unit)


def towards_less(number: Number, *, start: int | None = None, span: int | None = None) -> Sequence[int]:
    """Values from `start` (else where the number stands) on, the nearest first. `span`: how large such a number may get
    where it has none yet or is raised."""
    now = number.value if start is None else start
    if now is None:
        return ()
    if number.unit == "count":
        return _counts(number, now)
    if number.gives_less < 0:
        step = _step_down(number, now)
        below = (now - 1) // step * step
        return [*range(below, max(number.least, 1) - 1, -step)]
    far = max(now * _FAR, span or 0) if number.part == "threshold" else (span or now * _FAR)
    step = nice(max(1, (now or far) // 10))
    first = (now // step + 1) * step
    found = list(range(first, far + 1, step))
    return found if len(found) <= 2 * _STEPS else found[:_STEPS] + found[_STEPS :: max(1, len(found) // _STEPS)]


def between(number: Number, failed: int, passed: int) -> Sequence[int]:
    """Finer values between one that fails and the next that passes, the nearest to the former first."""
    gap = abs(passed - failed)
    step = nice(max(1, gap // _FINER))
    if number.unit == "count" or step >= gap or (number.unit == "rate" and step < 50):
        return ()
    if passed < failed:
        return list(range((failed - 1) // step * step, passed, -step))
    return list(range((failed // step + 1) * step, passed, step))


def _counts(number: Number, now: int) -> Sequence[int]:
    if number.gives_less < 0:
        return range(now - 1, max(number.least, 1) - 1, -1)
    return range(now + 1, now + 9)


def _step_down(number: Number, now: int) -> int:
    if number.unit == "rate":
        return 100 if now > 600 else 50
    return nice(max(1, now // _STEPS))
