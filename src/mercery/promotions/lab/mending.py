"""Repairs of a set's worst cart: found beside the request, remembered by the proof they belong to."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.promotions.lab.pages import MendsPage
from mercery.promotions.lab.set_view import chosen_currency, repair_view
from mercery.promotions.lab.shop_view import look_at
from mercery.promotions.publishing import certificates
from mercery.promotions.publishing.sets import PromotionSet, promotion_set
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.rule import Rule
from mercery.promotions.worst.certificate import Certificate

if TYPE_CHECKING:
    from mercery.promotions.worst.repair import Repair


_REMEMBERED: Final = 60
_kept: OrderedDict[str, tuple[Repair, ...]] = OrderedDict()
"""By certificate: what it proves never changes, and neither do the repairs of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """A repair that changes rules of the set alone."""

    key: str
    repair: Repair
    changed: tuple[Rule, ...]
    removed: frozenset[str]


async def mends_of(session: AsyncSession, shop: Shop, staff: Staff, set_id: str, *, currency: str = "") -> MendsPage:
    """The repairs of the proof that is looked at."""
    one = await promotion_set(session, shop.id, set_id)
    kept = await certificates.certificates(session, shop.id, one.certificates)
    chosen = chosen_currency(kept, currency or one.currency or shop.currency, asked=bool(currency))
    proof = kept.get(chosen)
    found: Sequence[Mend] = await found_mends(session, shop, one, proof.id) if proof is not None else ()
    looked = await look_at(session, shop, currency=chosen, drafts=[one])
    return MendsPage(
        set_id=one.id,
        name=one.name,
        certificate_id=proof.id if proof else "",
        repairs=[repair_view(looked, mend.key, mend.repair) for mend in found],
        may_apply=staff.may(Permission.EDIT_CATALOG) and one.open,
    )


async def found_mends(session: AsyncSession, shop: Shop, one: PromotionSet, certificate_id: str) -> list[Mend]:
    """The repairs a person may take here: rules in force are changed by sets of their own."""
    kept = await certificates.certificate(session, shop.id, certificate_id)
    looked = await look_at(session, shop, currency=kept.currency, drafts=[one])
    found = _kept.get(certificate_id)
    if found is None:
        found = await asyncio.to_thread(_repairs, looked.calendar, kept.certificate)
        _kept[certificate_id] = found
        while len(_kept) > _REMEMBERED:
            _kept.popitem(last=False)
    mine = {rule.id for rule in one.rules}
    mends = [_mend(str(number), repair, looked.calendar) for number, repair in enumerate(found)]
    return [mend for mend in mends if mend.removed <= mine and {rule.id for rule in mend.changed} <= mine]


def _repairs(calendar: Calendar, certificate: Certificate) -> tuple[Repair, ...]:
    from mercery.promotions.worst.repair import repairs  # imports the solver

    return tuple(repairs(calendar, certificate))


def _mend(key: str, repair: Repair, calendar: Calendar) -> Mend:
    return Mend(key=key, repair=repair, changed=tuple(repair.changed), removed=frozenset(repair.removed))
