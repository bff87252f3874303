"""The whole relaxation of a calendar: every cart, choice and buyer is a solution of it, and costs no more than it truly does.

What is minimised is the merchant's margin, the distance to the floor, or what is paid: the share of the list price that is
asked about comes off at each question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mercery.promotions.quoting.prepared import prepared
from mercery.promotions.rules.benefit import BuyGet, Gift, Points, Ship
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.rule import Rule
from mercery.promotions.worst.amounts import ALL, Amount, Amounts, Turn, plus, times_of
from mercery.promotions.worst.certificate import Aim
from mercery.promotions.worst.columns import Columns, asks, columns_of
from mercery.promotions.worst.program import Program
from mercery.promotions.worst.taking import reading, round_mode_slack, seen_by, take

if TYPE_CHECKING:
    from mercery.promotions.worst.program import Numbers, Places

_PARTLY = 1 - 1 / (2 * ALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A program with what its numbers mean."""

    calendar: Calendar
    """With the rules open to the buyer alone."""
    columns: Columns
    program: Program
    amounts: Amounts
    fees: Mapping[int, int]
    """By turn of a delivery rule: the unknown of what it takes off the fee."""

    def rules_used(self, unknowns: Numbers) -> frozenset[str]:
        """Order and delivery rules that take something off in a solution."""
        taking = {**self.amounts.discounts, **self.fees, **self.amounts.used}
        return frozenset(
            turn.rule.id for turn in self.amounts.turns if turn.at in taking and unknowns[taking[turn.at]] > _PARTLY / 2
        )


def model_of(calendar: Calendar, buyer: Buyer, aim: Aim) -> Model:
    """The relaxation for a buyer to whom all rules of `calendar` are open."""
    ready = prepared(calendar)
    in_order = sorted(calendar.rules, key=lambda rule: ready.rank[ready.place[rule.id]])
    later = [rule for rule in in_order if rule.level != "line"]
    found = columns_of(calendar, [rule for rule in in_order if rule.level == "line"], later, buyer)
    program = Program(costs=np.zeros(len(found.units)), most=found.most)
    turns = _turns([rule for rule in in_order if rule.id in found.pooled], 0, calendar, found)
    turns += _turns(later, len(turns), calendar, found)
    amounts = Amounts(program=program, columns=found, policy=calendar.policy, turns=turns)
    fees: dict[int, int] = {}
    gifts: dict[int, float] = {}
    for turn in turns:
        _add(calendar, amounts, turn, fees, gifts)
    _choose(calendar, amounts)
    _limits(calendar, amounts)
    model = Model(calendar=calendar, columns=found, program=program, amounts=amounts, fees=fees)
    _minimise(model, aim, gifts)
    return model


def _turns(rules: Sequence[Rule], first: int, calendar: Calendar, columns: Columns) -> list[Turn]:
    found: list[Turn] = []
    entry = first
    ready = prepared(calendar)
    for at, rule in enumerate(rules, first):
        if found and found[-1].rule.stage != rule.stage:
            entry = at
        mask = columns.within(rule.scope)
        if rule.level == "line":
            mask *= np.array([float(rule.id in choice) for choice in columns.choices])
        loose = rule.level == "line" or ready.place[rule.id] in ready.shifting
        if rule.id in columns.yields:
            mask *= 1 - columns.yields[rule.id]
        elsewhere = isinstance(rule.benefit, BuyGet) and rule.benefit.get is not None
        found.append(Turn(rule=rule, at=at, entry=entry, mask=mask, elsewhere=elsewhere, loose=loose))
    return found


def _add(calendar: Calendar, amounts: Amounts, turn: Turn, fees: dict[int, int], gifts: dict[int, float]) -> None:
    """One rule: whether it is used, its threshold, what it gives."""
    program, rule = amounts.program, turn.rule
    if not turn.mask.any():
        return
    used = None if _always(calendar, turn) else program.unknown(high=1.0, whole=True)
    if used is not None:
        amounts.used[turn.at] = used
        _need(amounts, turn, used)
    if isinstance(rule.benefit, Gift):
        gifts.update(_gift(calendar, amounts, turn, rule.benefit, used))
    elif isinstance(rule.benefit, Ship):
        fees[turn.at] = _ship(calendar, amounts, turn, rule.benefit, used)
    else:
        discount = program.unknown()
        amounts.discounts[turn.at] = discount
        take(amounts, turn, used)


def _always(calendar: Calendar, turn: Turn) -> bool:
    """Whether it is used on every cart that has goods of its scope."""
    rule = turn.rule
    alone = any(one.exclusive and one.level == rule.level for one in calendar.rules)
    return _automatic(rule) and not asks(rule) and not alone and not turn.loose


def _automatic(rule: Rule) -> bool:
    return rule.group is None and rule.code is None and not rule.who and not isinstance(rule.benefit, Points)


def _need(amounts: Amounts, turn: Turn, used: int) -> None:
    """What it asks for has to be there; what is automatic is used where it is there."""
    rule, program, units = turn.rule, amounts.program, amounts.columns.units
    seen = seen_by(amounts, turn)
    program.row(-units * turn.mask, {used: 1.0}, high=0.0)
    read = reading(amounts, turn, seen)
    if rule.need_amount:
        program.row(-read.columns, plus({used: float(rule.need_amount)}, read.unknowns, -1.0), high=0.0)
    if rule.need_qty:
        program.row(-units * seen, {used: float(rule.need_qty)}, high=0.0)
    for need in rule.also:
        goods = amounts.columns.within(need.scope)
        more = reading(amounts, turn, goods)
        if need.amount:
            program.row(-more.columns, plus({used: float(need.amount)}, more.unknowns, -1.0), high=0.0)
        if count := max(need.qty, need.kinds):
            program.row(-units * goods, {used: float(count)}, high=0.0)
    _force(amounts, turn, used, read, seen)


def _force(amounts: Amounts, turn: Turn, used: int, read: Amount, seen: Numbers) -> None:
    rule, columns = turn.rule, amounts.columns
    one_need = not rule.also and not (rule.need_amount and rule.need_qty)
    if not _automatic(rule) or turn.loose or not one_need or (rule.need_scope is not None and asks(rule)):
        return
    if rule.exclusive and rule.benefit.kind not in ("pct", "off", "fix"):
        return  # it is alone only once a step of its own is full
    rivals = [
        amounts.used[one.at]
        for one in amounts.turns[: turn.at]
        if one.rule.exclusive and one.rule.level == rule.level and one.at in amounts.used
    ]
    if any(one.rule.exclusive and one.rule.level == rule.level for one in amounts.turns[turn.at + 1 :]):
        return
    if rule.need_amount:
        most = amounts.most(columns.listed, seen)
        amount, least = read, rule.need_amount
    else:
        most = amounts.most(columns.units, seen)
        amount, least = Amount(columns=columns.units * seen, unknowns={}), max(1, rule.need_qty)
    row = plus(amount.unknowns, dict.fromkeys([used, *rivals], most), -1.0)
    amounts.program.row(amount.columns, row, high=float(least - 1))


def _choose(calendar: Calendar, amounts: Amounts) -> None:
    """Of a group so many; an exclusive rule alone on its level."""
    groups: dict[str, list[int]] = {}
    for turn in amounts.turns:
        if turn.rule.group is not None and turn.rule.level != "line" and turn.at in amounts.used:
            groups.setdefault(turn.rule.group, []).append(amounts.used[turn.at])
    for name, members in groups.items():
        most = calendar.policy.group_most.get(name, 1)
        if len(members) > most:
            amounts.program.row(None, dict.fromkeys(members, 1.0), high=float(most))
    for turn in amounts.turns:
        if not turn.rule.exclusive or turn.rule.level == "line" or turn.at not in amounts.used:
            continue
        for other in amounts.turns:
            if other.at != turn.at and other.rule.level == turn.rule.level and other.at in amounts.used:
                both = {amounts.used[turn.at]: 1.0, amounts.used[other.at]: 1.0}
                amounts.program.row(None, both, high=1.0)


def _limits(calendar: Calendar, amounts: Amounts) -> None:
    """An empty cart is none; no more lines than the calendar allows."""
    columns = amounts.columns
    amounts.program.row(columns.units, {}, low=1.0)
    if calendar.most_lines is not None:
        amounts.program.row(columns.units / columns.limits, {}, high=float(calendar.most_lines))


def _gift(calendar: Calendar, amounts: Amounts, turn: Turn, gift: Gift, used: int | None) -> dict[int, float]:
    """The unknown of how often it is given, with what one costs."""
    sku = calendar.skus.get(gift.gift)
    cost = float(sku.cost * gift.qty) if sku is not None else 0.0
    program = amounts.program
    if gift.step is None:
        if used is not None:
            return {used: cost}
        given = program.unknown(high=1.0, whole=True)
        program.row(-amounts.columns.units * turn.mask, {given: 1.0}, high=0.0)
        return {given: cost}
    most = amounts.most(amounts.columns.listed, turn.mask) // gift.step
    most = most if gift.times is None else min(most, gift.times)
    times = program.unknown(high=float(most), whole=True)
    base = amounts.read(turn, turn.mask, turn.rule.basis)
    program.row(-base.columns, plus({times: float(gift.step)}, base.unknowns, -1.0), high=0.0)
    if used is not None:
        program.row(None, {times: 1.0, used: -float(most)}, high=0.0)
    return {times: cost}


def _ship(calendar: Calendar, amounts: Amounts, turn: Turn, ship: Ship, used: int | None) -> int:
    fee = float(calendar.shipping)
    most = fee * (ALL if ship.bps is None else ship.bps) / ALL + round_mode_slack(amounts)
    if ship.bps is None and ship.amount is None:
        most = fee
    if ship.amount is not None:
        most = float(ship.amount)
    for limit in (turn.rule.cap, turn.rule.budget):
        most = most if limit is None else min(most, float(limit))
    taken = amounts.program.unknown(high=min(most, fee))
    if used is not None:
        amounts.program.row(None, {taken: 1.0, used: -min(most, fee)}, high=0.0)
    else:
        amounts.program.row(-fee * amounts.columns.units * turn.mask, {taken: 1.0}, high=0.0)
    return taken


def _minimise(model: Model, aim: Aim, gifts: Mapping[int, float]) -> None:
    """What is minimised, over what is paid and what is settled with the merchant."""
    calendar, columns, program = model.calendar, model.columns, model.program
    discounts = model.amounts.discounts
    fee = float(calendar.shipping)
    if model.fees:
        program.row(None, dict.fromkeys(model.fees.values(), 1.0), high=fee)
    taken = {**dict.fromkeys(discounts.values(), -1.0), **dict.fromkeys(model.fees.values(), -1.0)}
    paid = Amount(columns=columns.amounts, unknowns=taken)
    program.row(columns.amounts, dict.fromkeys(discounts.values(), -1.0), low=0.0)
    if aim == "share":
        _adds(program, paid, 1.0, fee)
        return
    settled = Amount(columns=columns.settled, unknowns=_merchants(model))
    _margin(model, settled, paid, fee, aim)
    program.costs -= columns.costs
    for unknown, cost in gifts.items():
        program.costs_more(unknown, -cost)


def _merchants(model: Model) -> dict[int, float]:
    """What the merchant pays of each discount; a minor unit begun is its own."""
    found: dict[int, float] = {}
    for turn in model.amounts.turns:
        taken = model.amounts.discounts.get(turn.at, model.fees.get(turn.at))
        if taken is None:
            continue
        if turn.rule.merchant_bps == ALL:
            found[taken] = -1.0
            continue
        own = model.program.unknown(high=float(np.ceil(model.program.unknowns[taken].high)), whole=True)
        model.program.row(None, {own: 1.0, taken: -turn.rule.merchant_bps / ALL}, high=_PARTLY)
        model.program.row(None, {own: 1.0, taken: -1.0}, high=0.0)
        found[own] = -1.0
    return found


def _margin(model: Model, settled: Amount, paid: Amount, fee: float, aim: Aim) -> None:
    calendar, program, fees = model.calendar, model.program, model.calendar.fees
    program.constant -= fees.parcel
    line_rules = [rule for rule in calendar.rules if rule.level == "line" and rule.merchant_bps != ALL]
    program.constant -= len(line_rules)
    floor = calendar.floor.margin_bps / ALL if aim == "shortfall" else 0.0
    revenue, whole_fee = settled, fee
    if fees.tax_bps:
        # The least whole number that is not below what is settled without its tax.
        rate, rounded = ALL / (ALL + fees.tax_bps), program.unknown(low=0.0, whole=True)
        row = plus({rounded: 1.0}, settled.unknowns, -rate)
        program.row(-rate * settled.columns, row, low=rate * fee - _PARTLY)
        revenue, whole_fee = Amount(columns=np.zeros(len(settled.columns)), unknowns={rounded: 1.0}), 0.0
    _adds(program, revenue, 1.0, whole_fee)
    most = model.amounts.most(model.columns.listed, np.ones(len(settled.columns))) + fee + 1
    _fee(program, settled, fee, fees.commission_bps / ALL, most)
    _fee(program, paid, fee, fees.payment_bps / ALL, most)
    _fee(program, revenue, whole_fee, floor, most)
    if fees.payment_fixed:
        pays = program.unknown(high=1.0, whole=True)
        program.row(-paid.columns, plus({pays: 1.0}, paid.unknowns, -1.0), high=fee)
        program.costs_more(pays, -float(fees.payment_fixed))


def _fee(program: Program, of: Amount, fee: float, rate: float, most: float) -> None:
    """A rate of an amount, rounded up."""
    if not rate:
        return
    taken = program.unknown(high=most, whole=True)
    program.row(-rate * of.columns, plus({taken: 1.0}, of.unknowns, -rate), high=rate * fee + _PARTLY)
    program.costs_more(taken, -1.0)


def _adds(program: Program, amount: Amount, times: float, constant: float) -> None:
    program.costs += times * amount.columns
    for unknown, number in times_of(amount.unknowns, times).items():
        program.costs_more(unknown, number)
    program.constant += times * constant


def by_sku(columns: Columns) -> Mapping[int, Places]:
    """The places of the columns of each article."""
    order = np.argsort(columns.number, kind="stable")
    numbers, first = np.unique(columns.number[order], return_index=True)
    return dict(zip(numbers.tolist(), np.split(order, first[1:]), strict=True))
