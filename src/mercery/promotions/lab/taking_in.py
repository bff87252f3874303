"""Rules that a person confirmed become a set, or part of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request

from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.core.i18n import Words
from mercery.promotions.lab.acting import checked_soon
from mercery.promotions.lab.shop_view import currency_for
from mercery.promotions.publishing import drafting
from mercery.promotions.publishing.sets import PromotionSet, SetDraft, promotion_sets
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.notation import rule_data
from mercery.promotions.rules.rule import Rule


async def kept_rules(
    request: Request,
    session: AsyncSession,
    shop: Shop,
    staff: Staff,
    one: PromotionSet | None,
    name: Words,
    rules: Sequence[Rule],
    *,
    prove: bool,
    currency: str,
) -> str:
    """Write the rules into the set, or into a new one of that name; returns its id. Asked to, it is proved at once."""
    written = [rule_data(rule) for rule in rules]
    if one is None:
        draft = SetDraft(name=name, rules=written, currency=currency_for(shop, name, written))
        kept = await drafting.create(session, shop, staff.actor, draft)
    else:
        chosen = one.currency or currency_for(shop, one.name, written)
        draft = replace(drafting.draft_of(one), rules=written, currency=chosen)
        kept = await drafting.change(session, shop, staff.actor, one.id, draft, after_version=one.version)
    if prove:
        await checked_soon(request, session, shop, staff, kept.id)
    return kept.id


def known_tags(calendar: Calendar) -> list[str]:
    """Tags rules may name, those of most goods first."""
    counted: dict[str, int] = {}
    for sku in calendar.skus.values():
        for tag in sku.tags:
            if not tag.startswith(("product:", "size:")):
                counted[tag] = counted.get(tag, 0) + 1
    return sorted(counted, key=lambda tag: (-counted[tag], tag))[:200]


async def fresh_ids(session: AsyncSession, shop: Shop, rules: Sequence[Rule], one: PromotionSet | None) -> list[Rule]:
    """The same with ids that no rule in force and no other set bears: limits and uses are counted by them."""
    taken = {
        rule.id
        for held in await promotion_sets(session, shop.id)
        for rule in held.rules
        if one is None or held.id != one.id
    }
    taken |= {rule.id for rule in one.rules} if one else set()
    found: list[Rule] = []
    for rule in rules:
        names = (rule.id, *(f"{rule.id}-{number}" for number in range(2, 10_000)))
        free = next(name for name in names if name not in taken)
        taken.add(free)
        found.append(replace(rule, id=free))
    return found
