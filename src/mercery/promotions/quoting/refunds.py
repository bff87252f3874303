"""What comes back for returned units, and what a buyer could keep by returning some."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mercery.promotions.quoting.allocation import unit_prices
from mercery.promotions.quoting.evaluate import evaluate
from mercery.promotions.quoting.prepared import CartError
from mercery.promotions.quoting.walk import Priced, Selection, Step
from mercery.promotions.rules.benefit import Points
from mercery.promotions.rules.buyer import ANYBODY, Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line

NO_GIFTS: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftCharged:
    """Gifts the kept goods do not earn, not sent back."""

    sku: str
    units: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClawedBack:
    """A discount on kept goods whose threshold they no longer reach."""

    rule: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """What comes back for the units returned now."""

    returned: tuple[int, ...]
    """Units by line."""
    shares: tuple[int, ...]
    """What these units were paid with, by line."""
    clawed_back: tuple[ClawedBack, ...]
    gifts_charged: tuple[GiftCharged, ...]
    deposit_kept: int
    shipping: int
    """The delivery fee, which comes back when nothing is kept."""
    amount: int
    """What is paid back: shares and shipping less the rest and what was owed before, never below 0."""
    owed: int
    """What the deductions were above that; a shop does not ask for it unless its terms say so, but keeps it back from what
    later returns of the order bring."""
    owed_before: int
    """What earlier returns left owing, kept back from this one."""
    points: int
    """Points that come back."""
    coupons: tuple[str, ...]
    """Codes that come back: when nothing is kept, those whose rules say so."""
    kept: Priced | None
    """The kept units priced under the same selection; None where nothing is kept."""


def refund(
    calendar: Calendar,
    priced: Priced,
    returned: Sequence[int],
    buyer: Buyer = ANYBODY,
    *,
    earlier: Sequence[int] = (),
    owed: int | None = None,
    gifts_returned: Mapping[str, int] = NO_GIFTS,
    gifts_before: Mapping[str, int] = NO_GIFTS,
) -> Refund:
    """What comes back for `returned` units by line, when `earlier` units came back before, and `gifts_before` with them.
    CartError where more come back than were bought.

    Each unit is worth what it was paid with. Rules with `threshold_recheck` are read again on the kept units, and what
    they gave these beyond what they would give now is taken back; gifts are read again in any case. Deductions count in
    full at the return that brings them about. What an earlier return could not bear is carried on: `owed` is the
    `Refund.owed` of the return before; None: as if all earlier units had come back at once."""
    before = tuple(earlier) or (0,) * len(priced.lines)
    _check(priced, returned, before)
    way = _Way(calendar=calendar, priced=priced, buyer=buyer)
    bought, kept_before = way.kept((0,) * len(before)), way.kept(before)
    kept_now = way.kept([gone + now for gone, now in zip(before, returned, strict=True)])
    if owed is None:
        owed = max(0, -way.step(bought, kept_before, gifts_before).due)
    step = way.step(kept_before, kept_now, gifts_returned)
    due = step.due - owed
    whole = kept_now.priced is None
    return Refund(
        returned=tuple(returned),
        shares=step.shares,
        clawed_back=step.clawed,
        gifts_charged=step.gifts,
        deposit_kept=step.deposit,
        shipping=step.shipping,
        amount=max(0, due),
        owed=max(0, -due),
        owed_before=owed,
        points=_points(calendar, priced, kept_before.units) - _points(calendar, priced, kept_now.units),
        coupons=_coupons(calendar, priced) if whole else (),
        kept=kept_now.priced,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """Units by line that stay, and what they come to under the selection of the order; None where nothing stays."""

    units: Sequence[int]
    priced: Priced | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """What one return brings and takes."""

    shares: tuple[int, ...]
    clawed: tuple[ClawedBack, ...]
    gifts: tuple[GiftCharged, ...]
    deposit: int
    shipping: int

    @property
    def due(self) -> int:
        """What it comes to; below 0 where it takes more than it brings."""
        taken = self.deposit + sum(one.amount for one in self.clawed) + sum(one.amount for one in self.gifts)
        return sum(self.shares) + self.shipping - taken


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """An order on its way back."""

    calendar: Calendar
    priced: Priced
    buyer: Buyer

    def kept(self, gone: Sequence[int]) -> _Kept:
        """What stays when so many units are gone."""
        units = [line.quantity - count for line, count in zip(self.priced.lines, gone, strict=True)]
        return _Kept(units=units, priced=_kept(self.calendar, self.priced, units, self.buyer))

    def step(self, then: _Kept, now: _Kept, gifts_returned: Mapping[str, int]) -> _Step:
        """The return that leaves `now` of `then`."""
        gone = [line.quantity - count for line, count in zip(self.priced.lines, then.units, strict=True)]
        back = [was - left for was, left in zip(then.units, now.units, strict=True)]
        shares = tuple(
            sum(line.unit_paid[first : first + count])
            for line, first, count in zip(self.priced.lines, gone, back, strict=True)
        )
        return _Step(
            shares=shares,
            clawed=_clawed(self.calendar, self.priced, (then.units, then.priced), (now.units, now.priced)),
            gifts=_gifts(self.calendar, then.priced, now.priced, gifts_returned),
            deposit=_deposits(self.priced, gone, back),
            shipping=self.priced.shipping if now.priced is None and then.priced is not None else 0,
        )


def _check(priced: Priced, returned: Sequence[int], before: Sequence[int]) -> None:
    if len(returned) != len(priced.lines) or len(before) != len(priced.lines):
        raise CartError(
            "Units are returned by line of the order.",
            remedy=f"Give {len(priced.lines)} numbers.",
            zh=f"退货件数须按订单各行填写，共 {len(priced.lines)} 个数。",
        )
    for line, gone, now in zip(priced.lines, before, returned, strict=True):
        if now < 0 or gone < 0 or gone + now > line.quantity:
            raise CartError(
                f"{now} units of '{line.sku}' cannot come back: {line.quantity} were bought, {gone} came back before.",
                remedy=f"Return at most {line.quantity - gone}.",
                zh=f"“{line.sku}”不能退 {now} 件：共购 {line.quantity} 件，此前已退 {gone} 件，最多可退 {line.quantity - gone} 件。",
            )


def _kept(calendar: Calendar, priced: Priced, kept: Sequence[int], buyer: Buyer) -> Priced | None:
    """Kept units priced under the selection of the order."""
    if kept == [line.quantity for line in priced.lines]:
        return priced
    left = [at for at, count in enumerate(kept) if count]
    if not left:
        return None
    of_lines = priced.selection.lines
    selection = Selection(order=priced.selection.order, lines=tuple(of_lines[at] for at in left) if of_lines else ())
    cart = tuple(Line(sku=priced.lines[at].sku, quantity=kept[at]) for at in left)
    return evaluate(calendar, cart, selection, buyer)


def _clawed(
    calendar: Calendar,
    priced: Priced,
    before: tuple[Sequence[int], Priced | None],
    now: tuple[Sequence[int], Priced | None],
) -> tuple[ClawedBack, ...]:
    """By rule: what it gave the kept units beyond what it gives them alone, less what was taken back before."""
    found = []
    for step in priced.steps:
        rule = calendar.by_id[step.rule]
        if rule.refund == "threshold_recheck" and step.level != "ship":
            more = _beyond(step, priced, *now) - _beyond(step, priced, *before)
            if more > 0:
                found.append(ClawedBack(rule=rule.id, amount=more))
    return tuple(found)


def _beyond(step: Step, priced: Priced, kept: Sequence[int], alone: Priced | None) -> int:
    if alone is None:
        return 0
    given = sum(
        _share_of(share, line.quantity, count)
        for share, line, count in zip(step.split, priced.lines, kept, strict=True)
    )
    return max(0, given - sum(one.discount for one in alone.steps if one.rule == step.rule))


def _share_of(share: int, units: int, kept: int) -> int:
    """The part of a line's discount that lies on its kept units, which are the last ones."""
    return sum(unit_prices(share, units)[::-1][units - kept :])


def _gifts(
    calendar: Calendar, before: Priced | None, now: Priced | None, sent_back: Mapping[str, int]
) -> tuple[GiftCharged, ...]:
    still = dict(now.gifts) if now is not None else {}
    found = []
    for sku, count in before.gifts if before is not None else ():
        left = count - still.get(sku, 0) - sent_back.get(sku, 0)
        if left > 0 and sku in calendar.skus:
            each = calendar.skus[sku].price or calendar.skus[sku].cost
            found.append(GiftCharged(sku=sku, units=left, amount=each * left))
    return tuple(found)


def _deposits(priced: Priced, before: Sequence[int], returned: Sequence[int]) -> int:
    """Deposits on returned units that do not come back."""
    return sum(
        sum(unit_prices(line.deposit_kept, line.quantity)[gone : gone + now])
        for line, gone, now in zip(priced.lines, before, returned, strict=True)
    )


def _points(calendar: Calendar, priced: Priced, kept: Sequence[int]) -> int:
    """Points that lie on kept units, begun ones being used up; all where everything is kept."""
    found = 0
    for step in priced.steps:
        benefit = calendar.by_id[step.rule].benefit
        if isinstance(benefit, Points):
            on_kept = sum(
                _share_of(share, line.quantity, count)
                for share, line, count in zip(step.split, priced.lines, kept, strict=True)
            )
            found += -(-on_kept // benefit.rate)
    return found


def _coupons(calendar: Calendar, priced: Priced) -> tuple[str, ...]:
    codes: dict[str, None] = {}
    for step in priced.steps:
        rule = calendar.by_id[step.rule]
        if rule.code is not None and rule.returned:
            codes[rule.code] = None
    return tuple(codes)
