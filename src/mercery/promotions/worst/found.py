"""Carts that were met, each priced by the exact evaluator under a selection the buyer can bring about."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice, product

from mercery.promotions.quoting.eligible import open_calendar
from mercery.promotions.quoting.evaluate import evaluate, run_selection
from mercery.promotions.quoting.margin import margin_of
from mercery.promotions.quoting.prepared import prepared, table
from mercery.promotions.quoting.run import Run
from mercery.promotions.quoting.selection import Choices, Rules, choices, selection_of
from mercery.promotions.quoting.walk import Margin, Priced, Selection
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart, Line
from mercery.promotions.worst.certificate import Aim, WorstCart
from mercery.promotions.worst.columns import limit_of
from mercery.promotions.worst.used_up import NAMED, buyers_of, just_enough, names_of

_ALL = 10_000
_KEPT = 6
_SOON = 0.15
"""Seconds given to one cart that was met."""
_WAYS = 200
"""Ways to choose rules that are tried for a cart that was met."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A cart with the way in which it is bought. `value`: the smaller the worse, in the aim's own unit."""

    value: int
    cart: Cart
    selection: Selection
    buyer: Buyer


@dataclass(slots=True)
class Found:
    """The worst carts met, worst first, one for each set of articles."""

    calendar: Calendar
    aim: Aim
    moment: datetime | None = None
    candidates: list[Candidate] = field(default_factory=list)
    evaluated: int = 0

    @property
    def best(self) -> Candidate | None:
        """The worst cart."""
        return self.candidates[0] if self.candidates else None

    def offer(self, candidate: Candidate) -> bool:
        """Keeps `candidate` if it is among the worst; whether it is the worst of all."""
        first = not self.candidates or candidate.value < self.candidates[0].value
        goods = frozenset(line.sku for line in candidate.cart)
        for at, one in enumerate(self.candidates):
            if frozenset(line.sku for line in one.cart) == goods:
                if candidate.value >= one.value:
                    return False
                del self.candidates[at]
                break
        self.candidates.append(candidate)
        self.candidates.sort(key=lambda one: one.value)
        del self.candidates[_KEPT:]
        return first

    def told(self, candidate: Candidate) -> WorstCart:
        """The candidate in full."""
        rules = open_calendar(self.calendar, candidate.buyer)
        priced = evaluate(rules, candidate.cart, candidate.selection, candidate.buyer)
        return WorstCart(priced=priced, margin=margin_of(rules, priced), buyer=candidate.buyer, moment=self.moment)


def value_of(aim: Aim, priced: Priced, margin: Margin) -> int:
    """What is minimised: the margin; what the margin is above the floor's; the share paid, in basis points."""
    if aim == "margin":
        return margin.margin
    if aim == "shortfall":
        return -margin.short
    return priced.payable * _ALL // priced.list_total if priced.list_total else 0


def valued(calendar: Calendar, run: Run, aim: Aim) -> int:
    """The value of a finished run."""
    priced = Priced(
        cart=run.laid.cart,
        selection=_NONE,
        lines=(),
        steps=(),
        list_total=sum(run.laid.list_totals),
        goods=0,
        shipping=run.fee,
        payable=run.payable,
        gifts=tuple(run.gifts),
        merchant_discount=run.merchant_discount,
        merchant_shipping=run.merchant_shipping,
    )
    return value_of(aim, priced, margin_of(calendar, priced))


_NONE = Selection()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a solution says a cart would be: its lines, each with its line rules, and rules of the order."""

    lines: Sequence[tuple[str, tuple[str, ...], int]]
    rules: frozenset[str]


def try_out(found: Found, wanted: Wanted, audiences: Iterable[frozenset[str]], ends: float) -> None:
    """Price what a solution asks for, for every buyer it could be, and the other ways to buy the same."""
    if not wanted.lines:
        return
    named = wanted.rules | {one for _, choice, _ in wanted.lines for one in choice}
    by_id = found.calendar.by_id
    tried = list(audiences)
    if len(tried) > 1 and len(names_of(found.calendar)) > NAMED:
        tried.insert(0, just_enough(found.calendar, named))
    for audience in tried:
        if any(by_id[one].who and by_id[one].who.isdisjoint(audience) for one in named):
            continue
        for buyer in buyers_of(found.calendar, audience, named):
            _priced_for(found, wanted, buyer, ends)


def _priced_for(found: Found, wanted: Wanted, buyer: Buyer, ends: float) -> None:
    rules = open_calendar(found.calendar, buyer)
    cart = tuple(Line(sku=sku, quantity=count) for sku, _, count in wanted.lines)
    laid = table(prepared(rules), cart)
    choice = choices(laid)
    until = min(ends, time.perf_counter() + _SOON)
    for order, by_line in _ways(choice, [lines for _, lines, _ in wanted.lines], wanted.rules):
        if time.perf_counter() > until and found.best is not None:
            break
        _offer(found, rules, choice, order, by_line, buyer)


def _offer(
    found: Found, rules: Calendar, choice: Choices, order: Rules, by_line: tuple[Rules, ...], buyer: Buyer
) -> bool:
    run = run_selection(choice.laid, order, by_line, buyer)
    found.evaluated += 1
    candidate = Candidate(
        value=valued(rules, run, found.aim),
        cart=choice.laid.cart,
        selection=selection_of(choice.laid, order, by_line),
        buyer=buyer,
    )
    return found.offer(candidate)


def _ways(
    choice: Choices, lines: Sequence[tuple[str, ...]], wanted: frozenset[str]
) -> Iterator[tuple[Rules, tuple[Rules, ...]]]:
    """The way asked for first, then others of the order's rules."""
    laid = choice.laid
    rules = laid.prepared.rules
    ids = wanted | {one for line in lines for one in line}
    toggled = tuple(at for one in choice.toggles if any(rules[at].id in ids for at in one) for at in one)
    options = [choice.of_line(line, toggled) for line in range(len(laid.cart))]
    by_line = tuple(
        min(some, key=lambda taken: len({rules[at].id for at in taken} ^ set(own)))
        for some, own in zip(options, lines, strict=True)
    )
    run = Run(laid, Buyer(), False)
    run.line_rules(by_line)
    grouped = [at for members, most in choice.groups for at in [m for m in members if rules[m].id in ids][:most]]
    yield choice.of_order([*toggled, *grouped], run.amounts), by_line
    for taken in islice(product(*choice.of_groups()), _WAYS):
        yield choice.of_order([*toggled, *(at for one in taken for at in one)], run.amounts), by_line


def improve(found: Found, ends: float) -> None:
    """One unit more or less of an article of the worst cart, or a line less, as long as it gets worse."""
    while found.best is not None and time.perf_counter() < ends:
        start = found.best
        rules = open_calendar(found.calendar, start.buyer)
        by_id = rules.by_id
        order = frozenset(start.selection.order)
        for cart, lines in _neighbours(found.calendar, start):
            if time.perf_counter() > ends:
                return
            laid = table(prepared(rules), cart)
            choice = choices(laid)
            way = next(_ways(choice, lines, order & by_id.keys()))
            _offer(found, rules, choice, *way, start.buyer)
        if found.best is start:
            return


def _neighbours(calendar: Calendar, start: Candidate) -> Iterator[tuple[Cart, list[tuple[str, ...]]]]:
    lines = list(start.selection.lines)
    for at, line in enumerate(start.cart):
        limit = limit_of(calendar, calendar.skus[line.sku])
        taken = sum(one.quantity for one in start.cart if one.sku == line.sku)
        for count in (line.quantity - 1, line.quantity + 1, 0, line.quantity + limit - taken):
            if count == line.quantity or count < 0 or count - line.quantity > limit - taken:
                continue
            cart = [*start.cart]
            kept = [*lines]
            if count:
                cart[at] = Line(sku=line.sku, quantity=count)
            else:
                del cart[at], kept[at]
            if cart:
                yield tuple(cart), kept
