"""A cart on its way through the rules: what each finds, may take off and takes. Pure integers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby

from mercery.promotions.quoting.allocation import allocate
from mercery.promotions.quoting.benefits import Gives, View, gives
from mercery.promotions.quoting.prepared import Table, also_met
from mercery.promotions.quoting.thresholds import usable_on
from mercery.promotions.quoting.walk import Step
from mercery.promotions.rules.benefit import Deposit, Ship, Tiers
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.rule import Rule

_ALL = 10_000


class Run:
    """A cart on its way through the rules. `amounts` falls from the list totals to what is paid."""

    __slots__ = (
        "amounts",
        "buyer",
        "deposits",
        "deposits_kept",
        "fee",
        "floors",
        "gifts",
        "laid",
        "line_totals",
        "merchant_discount",
        "merchant_shipping",
        "points",
        "steps",
        "traced",
        "used",
    )

    def __init__(self, laid: Table, buyer: Buyer, traced: bool) -> None:
        self.laid, self.buyer, self.traced = laid, buyer, traced
        self.amounts = list(laid.list_totals)
        self.line_totals: Sequence[int] = laid.list_totals
        self.floors = list(laid.floors)
        self.fee = laid.prepared.calendar.shipping if laid.cart else 0
        self.deposits = [0] * len(self.amounts)
        self.deposits_kept = [0] * len(self.amounts)
        self.gifts: list[tuple[str, int]] = []
        self.steps: list[Step] = []
        self.merchant_discount = self.merchant_shipping = self.points = 0
        self.used: dict[int, set[int]] = {}

    @property
    def payable(self) -> int:
        """What is to be paid now."""
        return sum(self.amounts) + self.fee

    def copy(self) -> Run:
        """One that goes its own way from here."""
        other = Run(self.laid, self.buyer, self.traced)
        other.amounts, other.floors, other.deposits = self.amounts[:], self.floors[:], self.deposits[:]
        other.deposits_kept = self.deposits_kept[:]
        other.line_totals, other.fee, other.points = self.line_totals, self.fee, self.points
        other.gifts, other.steps = self.gifts[:], self.steps[:]
        other.merchant_discount, other.merchant_shipping = self.merchant_discount, self.merchant_shipping
        other.used = {at: set(lines) for at, lines in self.used.items()}
        return other

    def line_rules(self, by_line: Sequence[Sequence[int]]) -> None:
        """The rules chosen for each line, stage by stage."""
        ready = self.laid.prepared
        chosen: dict[int, list[int]] = {}
        for line, rules in enumerate(by_line):
            for at in rules:
                if line in self.laid.scope(at):
                    chosen.setdefault(at, []).append(line)
        in_order = sorted(chosen, key=ready.rank.__getitem__)
        for _, stage in groupby(in_order, key=lambda at: ready.rules[at].stage):
            entry = self.amounts[:]
            for at in stage:
                gone: Collection[int] = ()
                if at in ready.shifting:
                    lists = self.laid.list_totals
                    coming = {
                        one: of
                        for one, of in chosen.items()
                        if one not in self.used and usable_on(self.laid, one, lists)
                    }
                    gone = self._given_way(at, coming)
                self._apply(at, _without(chosen[at], gone), entry, gone)
                self.used.setdefault(at, set())
        self.line_totals = tuple(self.amounts)

    def order_rules(self, order: Sequence[int], awaited: frozenset[int]) -> None:
        """The rules of the order and of the delivery. `awaited`: later rules that count as used on their scope by
        rules that do not go together with them."""
        ready, laid = self.laid.prepared, self.laid
        for _, stage in groupby(order, key=lambda at: ready.rules[at].stage):
            entry, fee = self.amounts[:], self.fee
            for at in stage:
                gone: Collection[int] = ()
                if at in ready.shifting:
                    coming = {one: laid.scope(one) for one in awaited if ready.rank[one] > ready.rank[at]}
                    gone = self._given_way(at, coming)
                lines = _without(laid.scope(at), gone)
                if ready.rules[at].level == "ship":
                    self._apply_ship(at, lines, entry, fee)
                else:
                    self._apply(at, lines, entry, gone)

    def _given_way(self, at: int, coming: Mapping[int, Sequence[int]]) -> set[int]:
        """The lines on which an excluded rule is used, or one that excludes this one."""
        ready = self.laid.prepared
        gone: set[int] = set()
        for other in ready.excluded[at]:
            gone.update(self.used.get(other, ()))
            gone.update(coming.get(other, ()))
        for other, lines_used in self.used.items():
            if at in ready.excluded[other]:
                gone.update(lines_used)
        return gone

    def _basis(self, basis: str, entry: Sequence[int]) -> Sequence[int]:
        if basis == "entry":
            return entry
        return self.amounts if basis == "running" else self.laid.list_totals

    def _reached(self, at: int, rule: Rule, lines: Sequence[int], entry: Sequence[int]) -> tuple[int, int] | None:
        """The amount and the units the threshold was read on; None where it is not reached."""
        seen = lines if rule.need_scope is None else self.laid.need(at)
        amounts = self._basis(rule.need_basis or rule.basis, entry)
        amount = sum([amounts[line] for line in seen])
        if amount < rule.need_amount:
            return None
        counts = self.laid.units
        units = sum([counts[line] for line in seen])
        if units < rule.need_qty or (rule.also and not also_met(self.laid, at, rule, amounts)):
            return None
        return amount, units

    def _apply(self, at: int, lines: Sequence[int], entry: Sequence[int], gone: Collection[int]) -> None:
        """`gone`: lines that may not have anything off by this rule, though it names them as what is given."""
        rule = self.laid.prepared.rules[at]
        reached = self._reached(at, rule, lines, entry) if lines else None
        if reached is None:
            return
        got = _without(self.laid.got(at), gone) if rule.benefit.kind == "buyget" else ()
        view = self._view(rule, lines, self._basis(rule.basis, entry), reached, got)
        given = gives(rule.benefit, view)
        if given is None:
            return
        if given.lines is not None:
            lines = given.lines
        if given.gift is not None:
            self.gifts.append(given.gift)
            self._note(at, rule, given, reached, 0, 0, [])
            return
        self._take(at, rule, given, lines, view, reached)

    def _view(
        self,
        rule: Rule,
        lines: Sequence[int],
        amounts: Sequence[int],
        reached: tuple[int, int],
        got: Sequence[int],
    ) -> View:
        laid, by_line = self.laid, rule.level == "line"
        return View(
            lines=lines,
            amounts=amounts,
            units=laid.units,
            line_totals=self.line_totals,
            list_basis=rule.basis == "list",
            skus=laid.skus,
            got=got,
            reached=reached[0],
            reached_units=reached[1],
            by_line=by_line,
            rounding=laid.prepared.rounding,
            round_at="unit" if by_line else rule.round_at or laid.prepared.calendar.policy.round_at,
            points=None if self.buyer.points is None else self.buyer.points - self.points,
        )

    def _take(
        self, at: int, rule: Rule, given: Gives, lines: Sequence[int], view: View, reached: tuple[int, int]
    ) -> None:
        """Takes off what cap, floor and what is left allow, line by line."""
        if given.deposits is not None:
            self._pay_first(rule, lines, given.deposits)
        amounts, floors = self.amounts, self.floors
        room = [max(0, amounts[line] - floors[line]) for line in lines]
        if given.parts is None:
            wanted = given.amount
            amount = self._whole_points(given, wanted if rule.cap is None else min(wanted, rule.cap), sum(room))
            weights = [view.amounts[line] for line in lines]
            shares = self._allocate(amount, weights, room)
        else:
            wanted = sum(given.parts)
            shares = [min(one) for one in zip(given.parts, room, strict=True)]
            if rule.cap is not None and sum(shares) > rule.cap:
                shares = self._allocate(rule.cap, given.parts, shares)
        if rule.budget is not None:
            shares = _within(rule.budget, shares)
        taken = 0
        for line, share in zip(lines, shares, strict=True):
            amounts[line] -= share
            taken += share
        if self.laid.prepared.excluders:
            self.used.setdefault(at, set()).update(line for line, share in zip(lines, shares, strict=True) if share)
        if given.point_worth:
            # A point begun is a point used, where a budget leaves less than whole ones.
            self.points += -(-taken // given.point_worth)
        self.merchant_discount += _paid_by_merchant(rule, taken)
        if wanted or given.deposits is not None:
            self._note(at, rule, given, reached, wanted, taken, list(zip(lines, shares, strict=True)))

    def _allocate(self, amount: int, weights: Sequence[int], room: Sequence[int]) -> list[int]:
        ready = self.laid.prepared
        return allocate(amount, weights, room, ready.calendar.policy.alloc, ready.rounding)

    def _whole_points(self, given: Gives, amount: int, room: int) -> int:
        """Points pay in full or not at all."""
        return amount if not given.point_worth else min(amount, room) // given.point_worth * given.point_worth

    def _pay_first(self, rule: Rule, lines: Sequence[int], deposits: Sequence[int]) -> None:
        """What is paid first is not lowered by what comes later; of several deposits on a line the largest counts."""
        keeps = isinstance(rule.benefit, Deposit) and not rule.benefit.refundable
        for line, deposit in zip(lines, deposits, strict=True):
            paid = min(deposit, self.amounts[line])
            self.deposits[line] = max(self.deposits[line], paid)
            if keeps:
                self.deposits_kept[line] = max(self.deposits_kept[line], paid)
            self.floors[line] = max(self.floors[line], paid)

    def _apply_ship(self, at: int, lines: Sequence[int], entry: Sequence[int], fee: int) -> None:
        rule = self.laid.prepared.rules[at]
        reached = self._reached(at, rule, lines, entry) if lines else None
        if reached is None or not isinstance(rule.benefit, Ship):
            return
        whole = self.laid.prepared.calendar.shipping
        base = {"entry": fee, "running": self.fee, "list": whole}[rule.basis]
        benefit = rule.benefit
        if benefit.amount is not None:
            wanted = benefit.amount
        else:
            wanted = self.laid.prepared.rounding(base * (_ALL if benefit.bps is None else benefit.bps), _ALL)
        taken = min(wanted, self.fee) if rule.cap is None else min(wanted, self.fee, rule.cap)
        if rule.budget is not None and taken > rule.budget:
            taken = 0
        self.fee -= taken
        self.merchant_shipping += _paid_by_merchant(rule, taken)
        if self.laid.prepared.excluders and taken:
            self.used.setdefault(at, set()).update(lines)
        if wanted:
            self._note(at, rule, Gives(base), reached, wanted, taken, [])

    def _note(
        self,
        at: int,
        rule: Rule,
        given: Gives,
        reached: tuple[int, int],
        wanted: int,
        taken: int,
        shares: Sequence[tuple[int, int]],
    ) -> None:
        if not self.traced:
            return
        need, read, in_units = _threshold(rule, given, reached)
        split = [0] * len(self.amounts)
        for line, share in shares:
            split[line] += share
        self.steps.append(
            Step(
                rule=rule.id,
                stage=rule.stage,
                level=rule.level,
                basis=rule.basis,
                base=given.base,
                need=need,
                reached=read,
                need_in="quantity" if in_units else "amount",
                discount=taken,
                wanted=wanted,
                split=() if rule.level == "ship" else tuple(split),
                note=given.note,
            )
        )


def _without(lines: Sequence[int], gone: Collection[int]) -> Sequence[int]:
    return [line for line in lines if line not in gone] if gone else lines


def _within(budget: int, shares: Sequence[int]) -> list[int]:
    """The shares the budget has money for, line after line."""
    kept, left = [], budget
    for share in shares:
        kept.append(share if share <= left else 0)
        left -= kept[-1]
    return kept


def _threshold(rule: Rule, given: Gives, reached: tuple[int, int]) -> tuple[int, int, bool]:
    """The threshold asked for, what was read for it, and whether in units: the rule's own, else the benefit's."""
    if rule.need_amount:
        return rule.need_amount, reached[0], False
    if rule.need_qty:
        return rule.need_qty, reached[1], True
    if given.need_units:
        return given.need, reached[1], True
    return given.need, reached[0] if isinstance(rule.benefit, Tiers) else given.base, False


def _paid_by_merchant(rule: Rule, taken: int) -> int:
    """The merchant's part, begun minor units being its own."""
    return taken if rule.merchant_bps == _ALL else taken - taken * (_ALL - rule.merchant_bps) // _ALL
