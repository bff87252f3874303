"""Which units of a cart are free, or go into a bundle: the unit price of a line is its amount divided by its units."""

from __future__ import annotations

from collections.abc import Sequence

from mercery.promotions.quoting.rounding import Rounding
from mercery.promotions.rules.benefit import Bundle, BuyGet, PerLine

_FINE = 1_000_000
"""Unit prices are compared to a millionth of a minor unit."""


def free_units(benefit: BuyGet, lines: Sequence[int], amounts: Sequence[int], units: Sequence[int]) -> list[int]:
    """For each of `lines` how many of its units are free (or lowered) when `n` of the same goods earn `m`."""
    rising = _rising(lines, amounts, units)
    if benefit.pick == "grouped":
        return _free_of_groups(benefit, lines, units, rising)
    group = benefit.n + benefit.m
    total = sum([units[at] for at in lines])
    full = total // group
    if benefit.times is not None and full >= benefit.times:
        free = benefit.times * benefit.m
    else:
        free = full * benefit.m
        if benefit.partial:
            free += max(0, total % group - benefit.n)
    order = rising if benefit.pick == "cheapest" else rising[::-1]
    return _first(free, order, lines, units)


def got_units(
    benefit: BuyGet, lines: Sequence[int], got: Sequence[int], amounts: Sequence[int], units: Sequence[int]
) -> list[int]:
    """For each line of `got` how many of its units are free when `n` units of `lines` earn `m` of these. A unit is
    either bought or got; as few as possible are bought with what could be got."""
    both = [at for at in got if at in lines]
    in_both = sum([units[at] for at in both])
    bought_only = sum([units[at] for at in lines]) - in_both
    got_only = sum([units[at] for at in got]) - in_both
    most = (bought_only + in_both) // benefit.n
    if benefit.times is not None:
        most = min(most, benefit.times)
    best, kept = 0, 0
    for times in range(1, most + 1):
        from_both = max(0, times * benefit.n - bought_only)
        free = min(times * benefit.m, got_only + in_both - from_both)
        if free > best:
            best, kept = free, from_both
    rising = _rising(got, amounts, units)
    order = rising if benefit.pick != "dearest" else rising[::-1]
    limits = {at: units[at] for at in got}
    return _first_of_two(best, in_both - kept, order, got, limits, frozenset(both))


def counted_units(benefit: PerLine, lines: Sequence[int], units: Sequence[int]) -> list[int]:
    """For each of `lines` how many of its units count."""
    counts = [units[at] for at in lines]
    if benefit.sets_of is not None:
        left = sum(counts) // benefit.sets_of * benefit.sets_of
        for place in sorted(range(len(counts)), key=lambda place: (-counts[place], place)):
            counts[place] = min(counts[place], left)
            left -= counts[place]
    most = benefit.max_units
    return [max(0, (count if most is None else min(count, most)) - benefit.skip) for count in counts]


def bundles(
    benefit: Bundle, lines: Sequence[int], amounts: Sequence[int], units: Sequence[int], rounding: Rounding
) -> tuple[int, list[int]]:
    """How many bundles are made, dearest units first, and what they take off each of `lines`."""
    counts = _falling_groups(benefit.n, benefit.times, lines, units, _rising(lines, amounts, units)[::-1])
    parts = dict.fromkeys(lines, 0)
    made = 0
    for group in counts:
        worth = {at: rounding(amounts[at] * count, units[at]) for at, count in group.items()}
        saved = sum(worth.values()) - benefit.price
        if saved <= 0:
            continue
        made += 1
        left, weight = saved, sum(worth.values())
        for at, value in worth.items():
            share = saved * value // weight
            parts[at] += share
            left -= share
        for at, value in worth.items():
            more = min(left, value)
            if more > 0:
                parts[at] += 1
                left -= 1
    return made, [parts[at] for at in lines]


def _rising(lines: Sequence[int], amounts: Sequence[int], units: Sequence[int]) -> list[int]:
    """Lines by the price of their units, cheapest first; the later line first where it is the same, so that from the
    dearest down the earlier line is first."""
    return sorted(lines, key=lambda at: (amounts[at] * _FINE // units[at], -at))


def _first(count: int, order: Sequence[int], lines: Sequence[int], units: Sequence[int]) -> list[int]:
    """`count` units, line by line in `order`."""
    taken = dict.fromkeys(lines, 0)
    for at in order:
        if count <= 0:
            break
        taken[at] = min(count, units[at])
        count -= taken[at]
    return [taken[at] for at in lines]


def _first_of_two(
    count: int, of_both: int, order: Sequence[int], lines: Sequence[int], limits: dict[int, int], both: frozenset[int]
) -> list[int]:
    """`count` units in `order`, at most `of_both` of them from the lines in `both`."""
    taken = dict.fromkeys(lines, 0)
    for at in order:
        some = min(count, limits[at], of_both) if at in both else min(count, limits[at])
        taken[at] = some
        count -= some
        if at in both:
            of_both -= some
    return [taken[at] for at in lines]


def _free_of_groups(benefit: BuyGet, lines: Sequence[int], units: Sequence[int], rising: Sequence[int]) -> list[int]:
    """Groups filled from the dearest unit down; in each the last `m` are free."""
    taken = dict.fromkeys(lines, 0)
    size, place = benefit.n + benefit.m, 0
    total = sum([units[at] for at in lines])
    full = total // size
    counted = full * size if not benefit.partial else total
    if benefit.times is not None:
        counted = min(counted, benefit.times * size)
    for at in reversed(rising):
        for _ in range(units[at]):
            if place < counted and place % size >= benefit.n:
                taken[at] += 1
            place += 1
    return [taken[at] for at in lines]


def _falling_groups(
    size: int, times: int | None, lines: Sequence[int], units: Sequence[int], falling: Sequence[int]
) -> list[dict[int, int]]:
    """Full groups of `size` units from the dearest down: units by line."""
    most = sum([units[at] for at in lines]) // size
    if times is not None:
        most = min(most, times)
    groups: list[dict[int, int]] = []
    open_group: dict[int, int] = {}
    filled = 0
    for at in falling:
        left = units[at]
        while left and len(groups) < most:
            some = min(left, size - filled)
            open_group[at] = open_group.get(at, 0) + some
            filled += some
            left -= some
            if filled == size:
                groups.append(open_group)
                open_group, filled = {}, 0
    return groups
