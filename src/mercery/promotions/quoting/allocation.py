"""One discount divided over lines, exact to the last minor unit, and a line's price divided over its units."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from mercery.promotions.quoting.rounding import Rounding, half_down
from mercery.promotions.rules.policy import Allocation

_Shares = Callable[[int, Sequence[int], Rounding], list[int]]


def allocate(
    amount: int, weights: Sequence[int], room: Sequence[int], method: Allocation, rounding: Rounding
) -> list[int]:
    """Shares of `amount` by `weights`, none above its `room`. What a line cannot take is divided again among those that
    can, until everything is placed or no line of any weight has room: the shares add up to the lesser of `amount` and
    the room of the lines with a weight."""
    shares_of = _METHODS[method]
    if method == "even":
        weights = [1 if weight else 0 for weight in weights]
    shares = [0] * len(weights)
    left = amount
    open_weights: Sequence[int] = weights if all(room) else [w if r else 0 for w, r in zip(weights, room, strict=True)]
    while left > 0 and any(open_weights):
        fresh = shares_of(left, open_weights, rounding)
        next_weights = list(open_weights)
        for at, share in enumerate(fresh):
            free = room[at] - shares[at]
            if share >= free:
                share = free
                next_weights[at] = 0
            shares[at] += share
            left -= share
        open_weights = next_weights
    return shares


def unit_prices(total: int, units: int) -> tuple[int, ...]:
    """What each unit was paid with: the discounts of the first units are the larger by a minor unit, so that the last
    units cost one more where it does not come out even."""
    each, more = divmod(total, units)
    return (each,) * (units - more) + (each + 1,) * more


def _largest_remainder(amount: int, weights: Sequence[int], _: Rounding) -> list[int]:
    """Every line its whole share; the minor units left over go to the largest fractions, the earlier line first."""
    total = sum(weights)
    shares = [amount * weight // total for weight in weights]
    left = amount - sum(shares)
    if left:
        by_fraction = sorted(range(len(weights)), key=lambda at: (-(amount * weights[at] % total), at))
        for at in by_fraction[:left]:
            shares[at] += 1
    return shares


def _first_lines(amount: int, weights: Sequence[int], _: Rounding) -> list[int]:
    """Every line its whole share; the minor units left over go to the first lines."""
    total = sum(weights)
    shares = [amount * weight // total for weight in weights]
    left = amount - sum(shares)
    for at, weight in enumerate(weights):
        if not left:
            break
        if weight:
            shares[at] += 1
            left -= 1
    return shares


def _last_line(amount: int, weights: Sequence[int], rounding: Rounding) -> list[int]:
    """Every line its rounded share; the last one what is left."""
    total, left = sum(weights), amount
    last = max(at for at, weight in enumerate(weights) if weight)
    shares = [0] * len(weights)
    for at in range(last):
        shares[at] = min(left, rounding(amount * weights[at], total))
        left -= shares[at]
    shares[last] = left
    return shares


def _carried(amount: int, weights: Sequence[int], rounding: Rounding) -> list[int]:
    """What rounding gave or took from one line is carried to the next."""
    total, shares, done, so_far = sum(weights), [], 0, 0
    for weight in weights:
        so_far += weight
        until = amount if so_far == total else min(amount, rounding(amount * so_far, total))
        shares.append(until - done)
        done = until
    return shares


def _nearest_then_first(amount: int, weights: Sequence[int], _: Rounding) -> list[int]:
    """Every line the whole number nearest to its share, halves down; what is then over or short, by a minor unit from
    the first lines on."""
    total = sum(weights)
    shares = [half_down(amount * weight, total) for weight in weights]
    left = amount - sum(shares)
    for at, weight in enumerate(weights):
        if not left:
            break
        if weight:
            step = 1 if left > 0 else -min(1, shares[at])
            shares[at] += step
            left -= step
    return shares


_METHODS: Final[Mapping[Allocation, _Shares]] = {
    "largest_remainder": _largest_remainder,
    "first_lines": _first_lines,
    "even": _first_lines,
    "last_line": _last_line,
    "carried": _carried,
    "nearest_then_first": _nearest_then_first,
}
