"""What each kind of benefit gives, before cap, floor and what is left. Pure integers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from mercery.promotions.quoting import units
from mercery.promotions.quoting.rounding import Rounding
from mercery.promotions.rules.benefit import (
    Bundle,
    BuyGet,
    Deposit,
    Every,
    Fix,
    Gift,
    Off,
    Pct,
    PerLine,
    Points,
    Tiers,
)
from mercery.promotions.rules.goods import Sku
from mercery.promotions.rules.policy import RoundAt

_ALL: Final = 10_000


@dataclass(slots=True)
class View:
    """What a benefit looks at: numbers by line of the whole cart, and the lines it is about."""

    lines: Sequence[int]
    amounts: Sequence[int]
    """On the rule's basis."""
    units: Sequence[int]
    line_totals: Sequence[int]
    """After line rules."""
    list_basis: bool
    skus: Sequence[Sku]
    got: Sequence[int]
    """Lines of what is got for units bought."""
    reached: int
    """What the threshold was read on: the amount of the need's scope on its basis."""
    reached_units: int
    by_line: bool
    """Whether the rule is one of level `line`, whose tiers look at each line alone."""
    rounding: Rounding
    round_at: RoundAt
    points: int | None


@dataclass(slots=True)
class Gives:
    """What a benefit would take off: `parts` by line of the view's lines, or one `amount` to be divided."""

    base: int
    amount: int = 0
    parts: list[int] | None = None
    note: str = ""
    lines: Sequence[int] | None = None
    """Lines the parts are for, where these are not the view's."""
    need: int = 0
    """A threshold of the benefit's own: the step, the tier reached, the units of a group."""
    need_units: bool = False
    gift: tuple[str, int] | None = None
    deposits: list[int] | None = None
    point_worth: int = 0
    """Minor units of one point, where points pay."""


def gives(benefit: Any, view: View) -> Gives | None:
    """What `benefit` gives; None where it gives nothing."""
    return _BY_KIND[benefit.kind](benefit, view)


def _pct(benefit: Pct, view: View) -> Gives | None:
    amounts, rounding, bps = view.amounts, view.rounding, benefit.bps
    base = sum([amounts[at] for at in view.lines])
    note = f"{bps} bps"
    if view.round_at == "order":
        return Gives(base, rounding(base * bps, _ALL), note=note)
    if view.round_at == "line":
        return Gives(base, parts=[rounding(amounts[at] * bps, _ALL) for at in view.lines], note=note)
    counts = view.units
    parts = [rounding(amounts[at] * bps, _ALL * counts[at]) * counts[at] for at in view.lines]
    return Gives(base, parts=parts, note=note)


def _off(benefit: Off, view: View) -> Gives | None:
    base = sum([view.amounts[at] for at in view.lines])
    if benefit.per == "order" and not view.by_line:
        return Gives(base, benefit.amount)
    parts = [benefit.amount * view.units[at] for at in view.lines]
    return Gives(base, parts=parts, note=f"{sum(view.units[at] for at in view.lines)} x {benefit.amount}")


def _fix(benefit: Fix, view: View) -> Gives | None:
    base, parts, prices = 0, [], []
    for at in view.lines:
        price = benefit.prices.get(view.skus[at].id, benefit.price)
        amount = view.amounts[at]
        if price is None:
            parts.append(0)
            continue
        base += amount
        parts.append(max(0, amount - price * view.units[at]))
        prices.append(price)
    note = f"= {prices[0]}" if len(set(prices)) == 1 else ""
    return Gives(base, parts=parts, note=note)


def _every(benefit: Every, view: View) -> Gives | None:
    base = sum([view.amounts[at] for at in view.lines])
    times = base // benefit.step
    if benefit.times is not None and times > benefit.times:
        times = benefit.times
    if not times:
        return None
    return Gives(base, times * benefit.off, note=f"{times} x {benefit.off}", need=benefit.step)


def _tiers(benefit: Tiers, view: View) -> Gives | None:
    if view.by_line:
        return _tiers_by_line(benefit, view)
    reached = view.reached_units if benefit.by == "quantity" else view.reached
    found = _tier(benefit, reached)
    if found is None:
        return None
    threshold, chosen = found
    given = gives(chosen, view)
    if given is not None:
        given.note = f"tier {threshold}"
        given.need, given.need_units = threshold, benefit.by == "quantity"
    return given


def _tiers_by_line(benefit: Tiers, view: View) -> Gives | None:
    """Each line by its own units or amount."""
    lines, parts, notes = view.lines, [], []
    base = 0
    for at in lines:
        found = _tier(benefit, view.units[at] if benefit.by == "quantity" else view.amounts[at])
        if found is None:
            parts.append(0)
            continue
        view.lines = (at,)
        given = gives(found[1], view)
        assert given is not None and given.parts is not None
        base += given.base
        parts += given.parts
        notes.append(found[0])
    view.lines = lines
    if not notes:
        return None
    return Gives(base, parts=parts, note=f"tier {max(notes)}", need=max(notes), need_units=benefit.by == "quantity")


def _tier(benefit: Tiers, reached: int) -> tuple[int, Pct | Off] | None:
    found = None
    for step in benefit.steps:
        if step[0] > reached:
            break
        found = step
    return found


def _perline(benefit: PerLine, view: View) -> Gives | None:
    """Units already lowered are lowered first: of `k` units counts their price after line rules, less all that has been
    taken off the line since."""
    base, parts = 0, []
    for at, some in zip(view.lines, units.counted_units(benefit, view.lines, view.units), strict=True):
        count, amount = view.units[at], view.amounts[at]
        if some < count:
            whole = amount if view.list_basis else view.line_totals[at]
            amount = max(0, whole * some // count - (whole - amount))
        base += amount
        if benefit.by == "off":
            parts.append(min(benefit.value * some, amount))
        elif view.round_at == "unit" and some:
            parts.append(view.rounding(amount * benefit.value, _ALL * some) * some)
        else:
            parts.append(view.rounding(amount * benefit.value, _ALL))
    return Gives(base, parts=parts, note=f"{benefit.value} {'bps' if benefit.by == 'pct' else 'each'}")


def _buyget(benefit: BuyGet, view: View) -> Gives | None:
    if benefit.get is None:
        lines, counts = view.lines, units.free_units(benefit, view.lines, view.amounts, view.units)
    else:
        lines = view.got
        counts = units.got_units(benefit, view.lines, view.got, view.amounts, view.units)
    if not any(counts):
        return None
    parts = [
        view.rounding(view.amounts[at] * count * benefit.bps, _ALL * view.units[at])
        for at, count in zip(lines, counts, strict=True)
    ]
    bought = sum([view.units[at] for at in view.lines])
    return Gives(
        base=sum([view.amounts[at] for at in lines]),
        parts=parts,
        note=f"{sum(counts)} of {bought if benefit.get is None else sum(view.units[at] for at in lines)}",
        lines=lines,
        need=benefit.n,
        need_units=True,
    )


def _bundle(benefit: Bundle, view: View) -> Gives | None:
    bundles, parts = units.bundles(benefit, view.lines, view.amounts, view.units, view.rounding)
    if not bundles:
        return None
    base = sum([view.amounts[at] for at in view.lines])
    return Gives(base, parts=parts, note=f"{bundles} x {benefit.n} = {benefit.price}", need=benefit.n, need_units=True)


def _gift(benefit: Gift, view: View) -> Gives | None:
    base = sum([view.amounts[at] for at in view.lines])
    if benefit.step is None:
        return Gives(base, gift=(benefit.gift, benefit.qty), note=f"{benefit.qty} {benefit.gift}")
    times = base // benefit.step
    if benefit.times is not None:
        times = min(times, benefit.times)
    if not times:
        return None
    count = times * benefit.qty
    return Gives(base, gift=(benefit.gift, count), note=f"{count} {benefit.gift}", need=benefit.step)


def _points(benefit: Points, view: View) -> Gives | None:
    base = sum([view.amounts[at] for at in view.lines])
    most = base * benefit.max_bps // _ALL // benefit.rate
    used = most if view.points is None else min(most, view.points)
    return Gives(base, used * benefit.rate, note=f"{used} points", point_worth=benefit.rate) if used else None


def _deposit(benefit: Deposit, view: View) -> Gives | None:
    counts = [view.units[at] for at in view.lines]
    base = sum([view.amounts[at] for at in view.lines])
    parts = [(benefit.worth - benefit.pay) * count for count in counts]
    note = f"{benefit.pay} counts as {benefit.worth}"
    return Gives(base, parts=parts, note=note, deposits=[benefit.pay * count for count in counts])


_BY_KIND: Final[Mapping[str, Callable[[Any, View], Gives | None]]] = {
    "pct": _pct,
    "off": _off,
    "fix": _fix,
    "every": _every,
    "tiers": _tiers,
    "buyget": _buyget,
    "perline": _perline,
    "bundle": _bundle,
    "gift": _gift,
    "points": _points,
    "deposit": _deposit,
}
