"""For each kind of benefit the rows that hold what it takes off: whatever the exact evaluator may give is allowed.

Rounding is in the rows, not beside them: where a line's amount is known to be its units times a price, the most that
rounding can add per unit is worked out for that price; elsewhere it is half a minor unit per unit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from mercery.promotions.quoting.rounding import ROUNDINGS
from mercery.promotions.rules.benefit import Bundle, BuyGet, Deposit, Every, Fix, Off, Pct, PerLine, Points, Tiers
from mercery.promotions.worst.amounts import ALL, Amount, Amounts, Turn, plus
from mercery.promotions.worst.program import INFINITE

if TYPE_CHECKING:
    from mercery.promotions.worst.program import Numbers

_PARTLY: Final = 1 - 1 / (2 * ALL)
"""Just below one: what rounding up can add to a fraction of the rates in use."""


def take(amounts: Amounts, turn: Turn, used: int | None) -> float:
    """Rows for what `turn` takes off, on the unknown `amounts.discounts[turn.at]`; the most it can be."""
    discount = amounts.discounts[turn.at]
    most = _TAKES[turn.rule.benefit.kind](amounts, turn, discount, used, turn.rule.benefit)
    for limit in (turn.rule.cap, turn.rule.budget):
        if limit is not None:
            most = min(most, float(limit))
    amounts.program.at_most(discount, most)
    if not _within_by_itself(amounts, turn):
        room = amounts.room(turn, _where(amounts, turn))
        amounts.program.row(-room.columns, plus({discount: 1.0}, room.unknowns, -1.0), high=0.0)
    if used is not None:
        amounts.program.row(None, {discount: 1.0, used: -most}, high=0.0)
    elif turn.rule.cap is not None or turn.rule.budget is not None:
        amounts.program.row(None, {discount: 1.0}, high=most)
    return most


def base_of(amounts: Amounts, turn: Turn) -> Amount:
    """What the benefit is worked out on."""
    return amounts.read(turn, turn.mask, turn.rule.basis)


def reading(amounts: Amounts, turn: Turn, need: Numbers) -> Amount:
    """What the threshold in money is held against."""
    return amounts.read(turn, need, turn.rule.need_basis or turn.rule.basis)


def round_mode_slack(amounts: Amounts) -> float:
    """The most that rounding adds to a fraction."""
    return {"down": 0.0, "up": 1.0}.get(amounts.policy.round_mode, 0.5)


def _where(amounts: Amounts, turn: Turn) -> Numbers:
    """The goods that are lowered."""
    benefit = turn.rule.benefit
    if isinstance(benefit, BuyGet) and benefit.get is not None:
        return amounts.columns.within(benefit.get)
    return turn.mask


def _within_by_itself(amounts: Amounts, turn: Turn) -> bool:
    """Whether it can never take more than there is."""
    return amounts.policy.round_mode != "up" and amounts.rate(turn) < 1.0


def _known(amounts: Amounts, turn: Turn) -> Numbers | None:
    """What a unit of each column is in the basis, where that is the same in every cart."""
    if turn.rule.basis == "list":
        return amounts.columns.listed
    before = turn.entry if turn.rule.basis == "entry" else turn.at
    if turn.rule.level == "line":
        return None
    return (
        None
        if any(amounts.discounts.get(one.at) is not None for one in amounts.turns[:before])
        else amounts.columns.amounts
    )


def _at_most(amounts: Amounts, turn: Turn) -> Numbers:
    """What a column is in the basis at most."""
    if turn.rule.basis == "list" or turn.rule.level == "line":
        return amounts.columns.listed
    return amounts.columns.amounts


def _rounded(amounts: Amounts, turn: Turn, bps: int, *, always_by_line: bool = False) -> tuple[Numbers, float]:
    """What rounding adds at most to `bps` of a column, and to the whole."""
    slack = round_mode_slack(amounts)
    how = "unit" if turn.rule.level == "line" else turn.rule.round_at or amounts.policy.round_at
    if always_by_line and how == "order":
        how = "line"
    if how == "order":
        return np.zeros(len(amounts.columns.units)), slack
    known = _known(amounts, turn)
    if known is None:
        return slack * amounts.columns.units, 0.0
    keys = np.stack([known, amounts.columns.units, amounts.columns.limits], axis=1)
    kinds, place = np.unique(keys, axis=0, return_inverse=True)
    added = np.array([_added(amounts, one[0], one[1], one[2], bps, by_unit=how == "unit") for one in kinds.tolist()])
    return added[place.ravel()], 0.0


def _added(amounts: Amounts, worth: float, units: float, most: float, bps: int, *, by_unit: bool) -> float:
    """The most rounding adds to one of a column, over how often it may be there."""
    slack = round_mode_slack(amounts)
    if worth != int(worth) or units != 1:
        return slack * units
    rounding, price = ROUNDINGS[amounts.policy.round_mode], int(worth)
    counts = (1,) if by_unit else range(1, int(most) + 1)
    return max((rounding(price * count * bps, ALL) / count - price * bps / ALL for count in counts), default=0.0)


def _by_rate(amounts: Amounts, turn: Turn, discount: int, used: int | None, bps: int, base: Amount) -> float:
    added, whole = _rounded(amounts, turn, bps)
    rate = bps / ALL
    columns = -rate * base.columns - added * turn.mask
    amounts.program.row(columns, plus({discount: 1.0}, base.unknowns, -rate), high=whole)
    return rate * amounts.most(_at_most(amounts, turn), turn.mask) + amounts.most(added, turn.mask) + whole


def _pct(amounts: Amounts, turn: Turn, discount: int, used: int | None, benefit: Pct) -> float:
    base = base_of(amounts, turn)
    if used is None and turn.rule.cap is None and turn.rule.budget is None and amounts.never_clamped(turn):
        slack = amounts.columns.units * turn.mask
        rate = benefit.bps / ALL
        low = plus({discount: 1.0}, base.unknowns, -rate)
        amounts.program.row(-rate * base.columns + slack, low, low=-1.0)
    return _by_rate(amounts, turn, discount, used, benefit.bps, base)


def _off(amounts: Amounts, turn: Turn, discount: int, used: int | None, benefit: Off) -> float:
    if benefit.per == "order" and turn.rule.level != "line":
        if used is None:
            amounts.program.row(None, {discount: 1.0}, high=float(benefit.amount))
        return float(benefit.amount)
    each = benefit.amount * amounts.columns.units * turn.mask
    amounts.program.row(-each, {discount: 1.0}, high=0.0)
    return amounts.most(each, turn.mask)


def _fix(amounts: Amounts, turn: Turn, discount: int, used: int | None, benefit: Fix) -> float:
    columns = amounts.columns
    prices = [benefit.prices.get(sku.id, benefit.price) for sku in columns.skus]
    to = np.array([INFINITE if price is None else float(price) for price in prices]) * columns.units
    each = np.maximum(0.0, _at_most(amounts, turn) - to) * turn.mask
    amounts.program.row(-each, {discount: 1.0}, high=0.0)
    return amounts.most(each, turn.mask)


def _every(amounts: Amounts, turn: Turn, discount: int, used: int | None, benefit: Every) -> float:
    most = amounts.most(_at_most(amounts, turn), turn.mask) // benefit.step
    if benefit.times is not None:
        most = min(most, benefit.times)
    times = _times(amounts, turn, used, most)
    base = base_of(amounts, turn)
    amounts.program.row(-base.columns, plus({times: float(benefit.step)}, base.unknowns, -1.0), high=0.0)
    amounts.program.row(None, {discount: 1.0, times: -float(benefit.off)}, high=0.0)
    return float(most * benefit.off)


def _times(amounts: Amounts, turn: Turn, used: int | None, most: float) -> int:
    """How many times something is given."""
    times = amounts.program.unknown(high=float(most), whole=True)
    if used is not None:
        amounts.program.row(None, {times: 1.0, used: -float(most)}, high=0.0)
    return times


def _tiers(amounts: Amounts, turn: Turn, discount: int, used: int | None, benefit: Tiers) -> float:
    if turn.rule.level == "line":
        return _tiers_somewhere(amounts, turn, discount, benefit)
    program, base = amounts.program, base_of(amounts, turn)
    seen = _seen(amounts, turn)
    read = (
        Amount(columns=amounts.columns.units * seen, unknowns={})
        if benefit.by == "quantity"
        else reading(amounts, turn, seen)
    )
    ladder, parts, most, fastest = [], {discount: 1.0}, 0.0, 0.0
    for threshold, given in benefit.steps:
        reached = program.unknown(high=1.0, whole=True)
        ladder.append(reached)
        program.row(-read.columns, plus({reached: float(threshold)}, read.unknowns, -1.0), high=0.0)
        piece = program.unknown()
        parts[piece] = -1.0
        if isinstance(given, Pct):
            highest = _by_rate(amounts, turn, piece, None, given.bps, base)
            fastest = max(fastest, given.bps / ALL)
        else:
            highest = _off(amounts, turn, piece, reached, given)
        program.row(None, {piece: 1.0, reached: -highest}, high=0.0)
        program.at_most(piece, highest)
        most = max(most, highest)
    program.row(None, parts, high=0.0)
    one = dict.fromkeys(ladder, 1.0)
    program.row(None, one if used is None else {**one, used: -1.0}, high=0.0 if used is not None else 1.0)
    _only_the_highest(amounts, benefit, read, ladder, seen)
    if all(isinstance(given, Pct) for _, given in benefit.steps):
        _by_rate(
            amounts, turn, discount, None, max(given.bps for _, given in benefit.steps if isinstance(given, Pct)), base
        )
    return most


def _only_the_highest(amounts: Amounts, benefit: Tiers, read: Amount, ladder: list[int], seen: Numbers) -> None:
    """Where a higher tier gives less than a lower one, the lower cannot be had above it."""
    worths = [
        (isinstance(given, Pct), given.bps if isinstance(given, Pct) else given.amount) for _, given in benefit.steps
    ]
    for at in range(len(worths) - 1):
        (kind, worth), (next_kind, next_worth) = worths[at], worths[at + 1]
        if kind == next_kind and worth <= next_worth:
            continue
        of = amounts.columns.units if benefit.by == "quantity" else amounts.columns.listed
        above = max(0.0, amounts.most(of, seen) - benefit.steps[at + 1][0] + 1)
        limit = benefit.steps[at + 1][0] - 1
        amounts.program.row(read.columns, plus({ladder[at]: above}, read.unknowns, 1.0), high=limit + above)


def _tiers_somewhere(amounts: Amounts, turn: Turn, discount: int, benefit: Tiers) -> float:
    """Each line by itself, among lines that look at one another: as if every line had the best tier."""
    at_most = _at_most(amounts, turn)
    slack = round_mode_slack(amounts)
    each = np.zeros(len(at_most))
    for _, given in benefit.steps:
        worth = (
            at_most * given.bps / ALL + slack * amounts.columns.units
            if isinstance(given, Pct)
            else given.amount * amounts.columns.units
        )
        each = np.maximum(each, worth * turn.mask)
    amounts.program.row(-each, {discount: 1.0}, high=0.0)
    return amounts.most(each, turn.mask)


def _seen(amounts: Amounts, turn: Turn) -> Numbers:
    """The goods a threshold looks at."""
    scope = turn.rule.need_scope
    if scope is None:
        return turn.mask
    return amounts.columns.within(scope)


seen_by = _seen


def _marked(amounts: Amounts, turn: Turn) -> Numbers:
    return amounts.columns.bearing(turn.rule.id)


def _buyget(amounts: Amounts, turn: Turn, discount: int, used: int | None, benefit: BuyGet) -> float:
    where, columns, rate = _where(amounts, turn), amounts.columns, benefit.bps / ALL
    slack = round_mode_slack(amounts)
    if benefit.get is None and benefit.pick != "dearest":
        base = amounts.read(turn, where, turn.rule.basis)
        share = rate * benefit.m / (benefit.n + benefit.m)
        row = plus({discount: 1.0}, base.unknowns, -share)
        amounts.program.row(-share * base.columns - slack * columns.units * where, row, high=0.0)
    if turn.rule.id not in columns.marking:
        each = (rate * _at_most(amounts, turn) + slack * columns.units) * where
        amounts.program.row(-each, {discount: 1.0}, high=0.0)
        return amounts.most(each, where)
    marked = _marked(amounts, turn)
    added, _ = _rounded(amounts, turn, benefit.bps, always_by_line=True)
    each = (rate * _at_most(amounts, turn) + added) * marked
    amounts.program.row(-each, {discount: 1.0}, high=0.0)
    _free(amounts, turn, used, benefit, marked)
    return amounts.most(each, marked)


def _free(amounts: Amounts, turn: Turn, used: int | None, benefit: BuyGet, marked: Numbers) -> None:
    """How many units are free."""
    units, program = amounts.columns.units, amounts.program
    most = amounts.most(units, turn.mask) // benefit.n
    if benefit.times is not None:
        most = min(most, benefit.times)
    times = _times(amounts, turn, used, most)
    program.row(units * marked, {times: -float(benefit.m)}, high=0.0)
    if benefit.get is None and not benefit.partial:
        program.row(-units * turn.mask, {times: float(benefit.n + benefit.m)}, high=0.0)
    else:
        both = marked * turn.mask
        program.row(units * both - units * turn.mask, {times: float(benefit.n)}, high=0.0)


def _bundle(amounts: Amounts, turn: Turn, discount: int, used: int | None, benefit: Bundle) -> float:
    columns, program = amounts.columns, amounts.program
    most = amounts.most(columns.units, turn.mask) // benefit.n
    if benefit.times is not None:
        most = min(most, benefit.times)
    times = _times(amounts, turn, used, most)
    marked = _marked(amounts, turn) if turn.rule.id in columns.marking else turn.mask
    slack = 0.0 if _known(amounts, turn) is not None else round_mode_slack(amounts)
    each = (_at_most(amounts, turn) + slack * columns.units) * marked
    program.row(-each, {discount: 1.0, times: float(benefit.price)}, high=0.0)
    if turn.rule.id in columns.marking:
        program.row(columns.units * marked, {times: -float(benefit.n)}, high=0.0)
    program.row(-columns.units * turn.mask, {times: float(benefit.n)}, high=0.0)
    highest = amounts.most(each, turn.mask)
    program.row(None, {discount: 1.0, times: -highest}, high=0.0)
    return highest


def _perline(amounts: Amounts, turn: Turn, discount: int, used: int | None, benefit: PerLine) -> float:
    columns = amounts.columns
    marked = _marked(amounts, turn) if turn.rule.id in columns.marking else turn.mask
    if benefit.sets_of is not None and turn.rule.id in columns.marking:
        times = amounts.program.unknown(whole=True)
        amounts.program.row(columns.units * marked, {times: -float(benefit.sets_of)}, high=0.0)
        amounts.program.row(-columns.units * turn.mask, {times: float(benefit.sets_of)}, high=0.0)
    if benefit.by == "off":
        each = np.minimum(benefit.value * columns.units, _at_most(amounts, turn)) * marked
        amounts.program.row(-each, {discount: 1.0}, high=0.0)
        return amounts.most(each, marked)
    added, _ = _rounded(amounts, turn, benefit.value, always_by_line=True)
    rate = benefit.value / ALL
    base = amounts.read(turn, turn.mask, turn.rule.basis)
    if turn.rule.id in columns.marking:
        base = Amount(columns=_at_most(amounts, turn) * marked, unknowns={})
    amounts.program.row(-rate * base.columns - added * marked, plus({discount: 1.0}, base.unknowns, -rate), high=0.0)
    return amounts.most(rate * _at_most(amounts, turn) + added, marked)


def _points(amounts: Amounts, turn: Turn, discount: int, used: int | None, benefit: Points) -> float:
    base, rate = base_of(amounts, turn), benefit.max_bps / ALL
    amounts.program.row(-rate * base.columns, plus({discount: 1.0}, base.unknowns, -rate), high=0.0)
    most = rate * amounts.most(_at_most(amounts, turn), turn.mask)
    count = amounts.program.unknown(high=most // benefit.rate, whole=True)
    amounts.program.row(None, {discount: 1.0, count: -float(benefit.rate)}, low=0.0, high=0.0)
    return most


def _deposit(amounts: Amounts, turn: Turn, discount: int, used: int | None, benefit: Deposit) -> float:
    each = max(0, benefit.worth - benefit.pay) * amounts.columns.units * turn.mask
    amounts.program.row(-each, {discount: 1.0}, high=0.0)
    return amounts.most(each, turn.mask)


_TAKES: Final[Mapping[str, Callable[[Amounts, Turn, int, int | None, Any], float]]] = {
    "pct": _pct,
    "off": _off,
    "fix": _fix,
    "every": _every,
    "tiers": _tiers,
    "buyget": _buyget,
    "bundle": _bundle,
    "perline": _perline,
    "points": _points,
    "deposit": _deposit,
}
