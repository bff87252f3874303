"""Coupons that come back with their order, and coupons several accounts can take."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mercery.core.i18n import Words
from mercery.promotions.quoting.best import quote
from mercery.promotions.quoting.margin import margin_of
from mercery.promotions.quoting.refunds import refund
from mercery.promotions.quoting.walk import Priced
from mercery.promotions.rules.benefit import Gift
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.rule import Rule
from mercery.promotions.telling.numbers import times as counted
from mercery.promotions.worst.attacks.carts import Start
from mercery.promotions.worst.attacks.limits import at_most, times_possible
from mercery.promotions.worst.certificate import Attack, AttackStep
from mercery.promotions.worst.words import money_words, rule_words

_SECONDS: Final = 0.1
_KEPT: Final = 3
_ONCE: Final = frozenset({"new", "first_order"})
"""Audiences a person belongs to once for each account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A cart on which a rule takes most off, with and without it."""

    rule: Rule
    taken: Priced
    without: Priced

    @property
    def worth(self) -> int:
        """What the rule gives on it, to a buyer who does the best without."""
        return self.without.payable - self.taken.payable


def uses(calendar: Calendar, carts: Sequence[Start], buyer: Buyer, ends: float) -> list[Use]:
    """For each coupon and each rule that is limited to a use or an audience, the cart on which it gives most."""
    found: list[Use] = []
    known: dict[int, Priced] = {}
    for rule in calendar.rules:
        if not (rule.code or rule.per_user is not None or rule.who & _ONCE) or isinstance(rule.benefit, Gift):
            continue
        without = calendar.without(rule.id)
        best: Use | None = None
        for at, start in enumerate(carts):
            if time.perf_counter() > ends:
                return found
            if start.rule not in (rule.id, None):
                continue
            if at not in known:
                known[at] = quote(calendar, start.cart, buyer, seconds=_SECONDS).best
            taken = known[at]
            if rule.id in {step.rule for step in taken.steps}:
                use = Use(rule=rule, taken=taken, without=quote(without, start.cart, buyer, seconds=_SECONDS).best)
                best = use if best is None or use.worth > best.worth else best
        if best is not None and best.worth > 0:
            found.append(best)
    return sorted(found, key=lambda one: -one.worth)


def come_back(calendar: Calendar, found: Sequence[Use], buyer: Buyer) -> list[Attack]:
    """Coupons given back with a return: safe as long as nothing is refunded before the goods are back."""
    attacks = []
    for use in found:
        back = refund(calendar, use.taken, [line.quantity for line in use.taken.lines], buyer)
        if use.rule.code is not None and use.rule.code in back.coupons:
            attacks.append(_come_back(calendar, use, back.amount))
    return attacks[:_KEPT]


def _come_back(calendar: Calendar, use: Use, amount: int) -> Attack:
    name, worth = rule_words(calendar, use.rule), money_words(calendar, use.worth)
    margin = margin_of(calendar, use.taken)
    round_cost = money_words(calendar, margin.parcel + margin.payment)
    times = times_possible(calendar, use.taken.cart, (use.rule.id,))
    most = at_most(calendar, use.worth, None if times is None else max(0, times - 1), (use.rule.id,))
    note = Words("Orders with the coupon", "用券下单")
    return Attack(
        kind="coupon_reuse",
        loss=use.worth,
        most=most,
        note_en=f"The coupon of {name.en} comes back with the order. Where that happens before the goods are back, it gives "
        f"{worth.en} again on the next order; each round costs {round_cost.en} for parcel and payment in any case.",
        note_zh=f"“{name.zh}”的券随退单返还。若先退款返券后收货，下一单可再享{worth.zh}；"
        f"每次往返至少损失快递与支付费{round_cost.zh}。",
        rules=(use.rule.id,),
        steps=(
            AttackStep(note=note, cart=use.taken.cart, paid=use.taken.payable),
            AttackStep(
                note=Words("Returns it; money and coupon come back", "退单，款券返还"),
                cart=use.taken.cart,
                paid=-amount,
            ),
            AttackStep(note=Words("Uses the coupon again", "再次用券"), cart=use.taken.cart, paid=use.taken.payable),
            AttackStep(note=Words("Without the coupon", "不用券应付"), cart=use.taken.cart, paid=use.without.payable),
        ),
    )


def accounts(calendar: Calendar, found: Sequence[Use]) -> list[Attack]:
    """What every further account takes once more."""
    limited = [use for use in found if use.rule.per_user is not None or use.rule.who & _ONCE]
    return [_account(calendar, use) for use in limited[:_KEPT]]


def _account(calendar: Calendar, use: Use) -> Attack:
    name = rule_words(calendar, use.rule)
    each = use.rule.per_user if use.rule.per_user is not None else 1
    loss = use.worth * each
    worth = money_words(calendar, loss)
    times = times_possible(calendar, use.taken.cart, (use.rule.id,))
    most = at_most(calendar, use.worth, times, (use.rule.id,))
    return Attack(
        kind="accounts",
        loss=loss,
        most=most,
        note_en=f"{name.en} holds {counted(each, 'en')} for each account: every further account takes {worth.en}.",
        note_zh=f"“{name.zh}”按账号限{counted(each, 'zh')}：每多一个账号多得{worth.zh}。",
        rules=(use.rule.id,),
        steps=(
            AttackStep(
                note=Words("One account, without it", "不享此项应付"), cart=use.without.cart, paid=use.without.payable
            ),
            AttackStep(note=Words("Each further account", "每个新账号"), cart=use.taken.cart, paid=use.taken.payable),
        ),
    )
