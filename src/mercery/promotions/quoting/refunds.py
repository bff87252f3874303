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
    """What is paid back: shares and shipping less the rest, never below 0."""
    owed: int
    """What the deductions were above that; a shop does not ask for it unless its terms say so."""
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
    gifts_returned: Mapping[str, int] = NO_GIFTS,
) -> Refund:
    """What comes back for `returned` units by line, when `earlier` units came back before. CartError where more come back
    than were bought.

    Each unit is worth what it was paid with. Rules with `threshold_recheck` are read again on the kept units, and what
    they gave these beyond what they would give now is taken back; gifts are read again in any case. Deductions count in
    full at the return that brings them about: those of earlier returns are taken as settled."""
    before = tuple(earlier) or (0,) * len(priced.lines)
    _check(priced, returned, before)
    kept_before = [line.quantity - gone for line, gone in zip(priced.lines, before, strict=True)]
    kept_now = [count - gone for count, gone in zip(kept_before, returned, strict=True)]
    shares = tuple(
        sum(line.unit_paid[gone : gone + now]) for line, gone, now in zip(priced.lines, before, returned, strict=True)
    )
    then, now_priced = _kept(calendar, priced, kept_before, buyer), _kept(calendar, priced, kept_now, buyer)
    whole = now_priced is None
    clawed = _clawed(calendar, priced, (kept_before, then), (kept_now, now_priced))
    gifts = _gifts(calendar, then, now_priced, gifts_returned)
    deposit = _deposits(priced, before, returned)
    shipping = priced.shipping if whole else 0
    due = sum(shares) + shipping - deposit - sum(one.amount for one in clawed) - sum(one.amount for one in gifts)
    return Refund(
        returned=tuple(returned),
        shares=shares,
        clawed_back=clawed,
        gifts_charged=gifts,
        deposit_kept=deposit,
        shipping=shipping,
        amount=max(0, due),
        owed=max(0, -due),
        points=_points(calendar, priced, kept_before) - _points(calendar, priced, kept_now),
        coupons=_coupons(calendar, priced) if whole else (),
        kept=now_priced,
    )


def _check(priced: Priced, returned: Sequence[int], before: Sequence[int]) -> None:
    if len(returned) != len(priced.lines) or len(before) != len(priced.lines):
        raise CartError("Units are returned by line of the order.", remedy=f"Give {len(priced.lines)} numbers.")
    for line, gone, now in zip(priced.lines, before, returned, strict=True):
        if now < 0 or gone < 0 or gone + now > line.quantity:
            raise CartError(
                f"{now} units of '{line.sku}' cannot come back: {line.quantity} were bought, {gone} came back before.",
                remedy=f"Return at most {line.quantity - gone}.",
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
