"""A cart's quote with the rules in force: from the prices everybody gets to what this buyer pays for these things. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.cart_quote import CartPromotions, CartQuote, LineProblem, QuoteLine
from mercery.promotions.quoting.best import charged, quote
from mercery.promotions.quoting.walk import Priced
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart, Line


def promoted(
    before: CartQuote, calendar: Calendar, buyer: Buyer, *, release: int = 0, certificate: str = ""
) -> CartQuote:
    """The quote with every rule of `calendar` that this buyer may use at `before.at`. Lines that cannot be bought stay out
    of it, and so does a piece the calendar does not know. An order larger than what was proved is refused, not priced."""
    before = _within_limits(before, calendar) if calendar.rules else before
    places = [at for at, line in enumerate(before.lines) if _buyable(line, calendar)]
    if not places or not (calendar.rules or calendar.shipping):
        return before
    now = calendar.at(before.at)
    asked = quote(now, _cart(before.lines, places), buyer)
    chosen = charged(calendar, asked)
    currency = before.currency
    lines = list(before.lines)
    for at, priced in zip(places, chosen.lines, strict=True):
        paid = tuple(Money(minor, currency) for minor in priced.unit_paid)
        lines[at] = replace(lines[at], paid=Money(priced.total, currency), unit_paid=paid)
    return replace(
        before,
        lines=tuple(lines),
        total=Money(chosen.payable, currency),
        discount=Money(before.subtotal.minor - chosen.goods, currency),
        shipping=Money(chosen.shipping, currency),
        valid_to=min((at for at in (before.valid_to, *_turns(calendar, before.at, chosen)) if at), default=None),
        promotions=CartPromotions(
            quote=asked, chosen=chosen, calendar=now, buyer=buyer, release=release, certificate=certificate,
            names={rule.id: rule.called for rule in now.rules},
        ),
    )  # fmt: skip


def _within_limits(before: CartQuote, calendar: Calendar) -> CartQuote:
    """The quote with a problem on each line that no proof speaks of: more pieces, or more articles, than an order may have."""
    lines, taken = list(before.lines), 0
    for at, line in enumerate(lines):
        if not _buyable(line, calendar):
            continue
        assert line.price is not None
        own = calendar.skus[line.price.sku].limit
        most = calendar.most_units if own is None else own
        problem = _too_much(line.quantity, most)
        if problem is None and calendar.most_lines is not None and taken >= calendar.most_lines:
            problem = _too_many(calendar.most_lines)
        taken += problem is None
        if problem is not None:
            lines[at] = replace(line, total=None, problem=problem)
    gone = [line for line, kept in zip(before.lines, lines, strict=True) if kept.problem is not line.problem]
    if not gone:
        return before
    subtotal, saving = before.subtotal, before.saving
    for line in gone:
        assert line.total is not None and line.price is not None
        subtotal, saving = subtotal - line.total, saving - line.price.saving * line.quantity
    return replace(before, lines=tuple(lines), subtotal=subtotal, total=subtotal, saving=saving)


def _too_much(quantity: int, most: int) -> LineProblem | None:
    if quantity <= most:
        return None
    message = Words(f"One order may have {most} of this piece at most.", f"每笔订单此商品最多 {most} 件。")
    return LineProblem(kind="quantity", message=message, available=most)


def _too_many(most: int) -> LineProblem:
    message = Words(f"One order may have {most} different pieces at most.", f"每笔订单最多 {most} 种商品。")
    return LineProblem(kind="quantity", message=message)


def _buyable(line: QuoteLine, calendar: Calendar) -> bool:
    return line.problem is None and line.price is not None and line.price.sku in calendar.skus


def _cart(lines: Sequence[QuoteLine], places: Sequence[int]) -> Cart:
    return tuple(Line(sku=price.sku, quantity=lines[at].quantity) for at in places if (price := lines[at].price))


def _turns(calendar: Calendar, moment: datetime, chosen: Priced) -> list[datetime]:
    """When what is paid may become another: a rule that is used ends."""
    used = {step.rule for step in chosen.steps}
    return [rule.ends for rule in calendar.rules if rule.id in used and rule.ends and rule.ends > moment]
