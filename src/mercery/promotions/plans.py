"""Payment in parts as the shop's policies allow it, worked out for a price or a bag, so that any surface may state it.

A policy of payment opens a plan by its values `instalment_…` (`policies/computed.py`). Without limits in a
currency it is open for every amount in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog.product import Product, Variant
from mercery.claims.deals import Instalments
from mercery.claims.facts import Fact, Subject
from mercery.core.errors import MerceryError
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.policies.computed import (
    PARTS,
    PARTS_FEE,
    PARTS_LEAST,
    PARTS_MOST,
    PARTS_PAID_BY,
    PARTS_YEARLY,
    Computed,
)
from mercery.policies.policy import Policy
from mercery.policies.service import policies_in_force
from mercery.promotions.cart_quote import CartQuote
from mercery.promotions.price import VariantPrice
from mercery.promotions.quoting.instalments import InstalmentPlan, instalments

LABEL: Final = Words("Instalments", "分期付款")
MOST_MONTHS: Final = 60
_NUMBER: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyPlan:
    """A plan and the policy that opens it."""

    plan: InstalmentPlan
    policy: Policy

    def open_for(self, minor: int) -> bool:
        """Whether the amount may be paid by it."""
        return minor > 0 and self.plan.least <= minor and (self.plan.most is None or minor <= self.plan.most)


async def plans_in_force(session: AsyncSession, shop: Shop, *, at: datetime, currency: str) -> list[PolicyPlan]:
    """The shop's plans, the shortest first."""
    return plans_of(await policies_in_force(session, shop.id, at), currency)


def plans_of(policies: Iterable[Policy], currency: str) -> list[PolicyPlan]:
    """The plans policies open for amounts in `currency`. Values that cannot be read open none. Pure."""
    found = []
    for policy in policies:
        values = policy.values
        if PARTS.name not in values:
            continue
        try:
            least, most = _limit(policy, PARTS_LEAST, currency), _limit(policy, PARTS_MOST, currency)
            fee, yearly = int(PARTS_FEE.of(values) or 0), int(PARTS_YEARLY.of(values) or 0)
        except (MerceryError, ValueError, InvalidOperation):
            continue
        for months in _months(values[PARTS.name]):
            plan = InstalmentPlan(
                id=f"{policy.key}:{months}", months=months, fee_bps=fee, annual_bps=yearly, least=least or 0, most=most,
                paid_by="merchant" if PARTS_PAID_BY.of(values) == "merchant" else "buyer", name=policy.title,
            )  # fmt: skip
            found.append(PolicyPlan(plan=plan, policy=policy))
    return sorted(found, key=lambda one: one.plan.months)


def _months(value: object) -> list[int]:
    return [int(one) for one in _NUMBER.findall(str(value)) if 2 <= int(one) <= MOST_MONTHS]


def _limit(policy: Policy, which: Computed, currency: str) -> int | None:
    value = policy.values.get(f"{which.name}{currency.lower()}")
    return None if value is None else Money.from_major(Decimal(str(value)), currency).minor


def plans_of_variant(
    plans: Sequence[PolicyPlan], product: Product, variant: Variant, price: VariantPrice
) -> list[Fact]:
    """How the price of one variant can be paid in parts."""
    subject = Subject(kind="variant", id=variant.id, name=product.title, parent_id=product.id)
    return _facts(plans, price.price.amount, subject, price.valid_to, price.recorded_at)


def plans_of_bag(plans: Sequence[PolicyPlan], quote: CartQuote) -> list[Fact]:
    """How the bag can be paid in parts."""
    subject = Subject(kind="bag", id="bag", name=Words("your bag", "购物袋"))
    return _facts(plans, quote.total, subject, quote.valid_to, quote.at)


def _facts(
    plans: Sequence[PolicyPlan], amount: Money, subject: Subject, until: datetime | None, recorded: datetime | None
) -> list[Fact]:
    return [
        Fact(
            subject=subject,
            attribute=f"instalments:{one.plan.id}",
            label=LABEL,
            value=value,
            source=one.policy.source,
            version=one.policy.version,
            valid_to=min((end for end in (until, one.policy.valid_to) if end), default=None),
            recorded_at=recorded or one.policy.recorded_at,
        )
        for one in plans
        if one.open_for(amount.minor) and (value := paid_by(one.plan, amount)) is not None
    ]


def paid_by(plan: InstalmentPlan, amount: Money) -> Instalments | None:
    """The amount paid by a plan, as it may be told; None where its parts are of more than two sizes."""
    made = instalments(plan, amount.minor)
    first, last = made.monthly[0], made.monthly[-1]
    firsts = sum(part == first for part in made.monthly)
    if made.monthly != (first,) * firsts + (last,) * (plan.months - firsts):
        return None
    return Instalments(
        plan.months,
        Money(first, amount.currency),
        Money(last, amount.currency),
        firsts,
        Money(made.total, amount.currency),
        Money(made.fee, amount.currency),
        made.annual_bps,
    )
