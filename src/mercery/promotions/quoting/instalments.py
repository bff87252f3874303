"""Payment by instalments, worked out: who may use a plan, what is paid each month, what it costs in all and by the year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Literal

from mercery.core.i18n import Words
from mercery.promotions.quoting.rounding import half_up
from mercery.promotions.quoting.walk import Priced
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.scope import EVERYTHING, Scope

_ALL = 10_000
Refusal = Literal["too_little", "too_much", "goods"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalmentPlan:
    """A plan a shop or its bank offers. Either a fee on the amount (`fee_bps`, the whole of it) or a nominal yearly rate on
    what is still owed (`annual_bps`); neither: nothing is added."""

    id: str
    months: int
    fee_bps: int = 0
    annual_bps: int = 0
    paid_by: Literal["buyer", "merchant"] = "buyer"
    """Who bears fee or interest: with `merchant` the buyer pays the price alone."""
    least: int = 0
    most: int | None = None
    """The amounts it is open for, both included."""
    scope: Scope = EVERYTHING
    """Every article of the order has to be in it."""
    name: Words = Words("")  # noqa: RUF009 - frozen


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalments:
    """An amount paid by a plan, as any surface may state it."""

    plan: InstalmentPlan
    amount: int
    """The price that is paid in parts."""
    monthly: tuple[int, ...]
    """What is paid at the end of each month; adds up to `total`."""
    fee: int
    """What the buyer pays beyond the price."""
    total: int
    annual_bps: int
    """The effective yearly rate the buyer pays, half a basis point up."""
    merchant_fee: int
    """What the merchant bears."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRefused:
    """Why a plan is not open, with what is wanting or too much in minor units."""

    plan: InstalmentPlan
    why: Refusal
    by: int = 0
    sku: str | None = None


def instalments(plan: InstalmentPlan, amount: int) -> Instalments:
    """`amount` paid by `plan`."""
    added = _added(plan, amount)
    if plan.paid_by == "merchant":
        monthly, fee, borne = _even(amount, plan.months), 0, added
    elif plan.annual_bps:
        monthly, fee, borne = _annuity(plan, amount), added, 0
    else:
        monthly, fee, borne = _even(amount + added, plan.months), added, 0
    return Instalments(
        plan=plan,
        amount=amount,
        monthly=monthly,
        fee=fee,
        total=amount + fee,
        annual_bps=effective_annual_bps(amount, monthly) if fee else 0,
        merchant_fee=borne,
    )


def offered(
    plans: Iterable[InstalmentPlan], calendar: Calendar, priced: Priced
) -> tuple[tuple[Instalments, ...], tuple[PlanRefused, ...]]:
    """The plans open to an order, and the others with the reason."""
    open_plans, refused = [], []
    for plan in plans:
        why = refusal(plan, calendar, priced)
        if why is None:
            open_plans.append(instalments(plan, priced.payable))
        else:
            refused.append(why)
    return tuple(open_plans), tuple(refused)


def refusal(plan: InstalmentPlan, calendar: Calendar, priced: Priced) -> PlanRefused | None:
    """Why `plan` is not open to the order; None where it is."""
    if priced.payable < plan.least:
        return PlanRefused(plan=plan, why="too_little", by=plan.least - priced.payable)
    if plan.most is not None and priced.payable > plan.most:
        return PlanRefused(plan=plan, why="too_much", by=priced.payable - plan.most)
    for line in priced.lines:
        if not plan.scope.has(calendar.skus[line.sku]):
            return PlanRefused(plan=plan, why="goods", sku=line.sku)
    return None


def effective_annual_bps(amount: int, monthly: Sequence[int]) -> int:
    """The yearly rate at which the payments, each at the end of a month, are worth `amount` today: (1 + i)^12 - 1, in
    basis points. Found by halving an interval; 0 where nothing is added."""
    if amount <= 0 or sum(monthly) <= amount:
        return 0
    with localcontext(Context(prec=34)):
        low, high = Decimal(0), Decimal(1)
        while _worth(monthly, high) > amount:
            low, high = high, high * 2
        for _ in range(90):
            middle = (low + high) / 2
            if _worth(monthly, middle) > amount:
                low = middle
            else:
                high = middle
        yearly = ((1 + low) ** 12 - 1) * _ALL
        return int(yearly.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _worth(monthly: Sequence[int], rate: Decimal) -> Decimal:
    worth = Decimal(0)
    for paid in reversed(monthly):
        worth = (worth + paid) / (1 + rate)
    return worth


def _added(plan: InstalmentPlan, amount: int) -> int:
    if plan.annual_bps:
        return sum(_annuity(plan, amount)) - amount
    return half_up(amount * plan.fee_bps, _ALL)


def _even(total: int, months: int) -> tuple[int, ...]:
    """Equal parts; the first months carry the minor units left over."""
    each, more = divmod(total, months)
    return (each + 1,) * more + (each,) * (months - more)


def _annuity(plan: InstalmentPlan, amount: int) -> tuple[int, ...]:
    """Equal payments; interest of each month on what is still owed, rounded half up; the last month settles the rest."""
    year = 12 * _ALL
    with localcontext(Context(prec=34)):
        rate = Decimal(plan.annual_bps) / year
        exact = amount * rate / (1 - (1 + rate) ** -plan.months)
        each = int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    owed, paid = amount, []
    for month in range(plan.months):
        owed += half_up(owed * plan.annual_bps, year)
        now = owed if month == plan.months - 1 else min(each, owed)
        paid.append(now)
        owed -= now
    return tuple(paid)
