"""Whole numbers from fractions, without floats. Numerators and denominators are not negative."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from mercery.promotions.rules.policy import RoundMode

Rounding = Callable[[int, int], int]
"""`(numerator, denominator) -> whole number`."""


def half_up(numerator: int, denominator: int) -> int:
    """Halves away from zero: 2.5 is 3."""
    return (2 * numerator + denominator) // (2 * denominator)


def half_down(numerator: int, denominator: int) -> int:
    """Halves towards zero: 2.5 is 2."""
    return -((denominator - 2 * numerator) // (2 * denominator))


def half_even(numerator: int, denominator: int) -> int:
    """Halves to the even neighbour: 2.5 is 2, 3.5 is 4."""
    whole, rest = divmod(numerator, denominator)
    return whole + (2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1))


def up(numerator: int, denominator: int) -> int:
    """Whatever is begun counts: 2.1 is 3."""
    return -(-numerator // denominator)


def down(numerator: int, denominator: int) -> int:
    """What is not full does not count: 2.9 is 2."""
    return numerator // denominator


ROUNDINGS: Final[Mapping[RoundMode, Rounding]] = {
    "half_up": half_up,
    "half_even": half_even,
    "half_down": half_down,
    "up": up,
    "down": down,
}
