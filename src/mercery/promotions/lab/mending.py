"""Repairs of a set's worst cart: found beside the request, remembered by the proof they belong to."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.lab.pages import MendsPage, RepairView
from mercery.promotions.lab.set_view import chosen_currency
from mercery.promotions.lab.shop_view import known_of, look_at
from mercery.promotions.lab.worst_view import Known, lines_words
from mercery.promotions.publishing import certificates
from mercery.promotions.publishing.sets import PromotionSet, promotion_set
from mercery.promotions.quoting.best import quote
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.worst.certificate import Certificate, WorstCart

if TYPE_CHECKING:
    from mercery.promotions.worst.repair import Figures, Repair


_REMEMBERED: Final = 60
_SECONDS: Final = 12.0
_kept: OrderedDict[str, tuple[Repair, ...]] = OrderedDict()
"""By certificate: what it proves never changes, and neither do the repairs of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """A repair, and whether the set alone can take it: rules in force are changed by sets of their own."""

    repair: Repair
    applies: bool


async def mends_of(
    database: Database, session: AsyncSession, shop: Shop, staff: Staff, set_id: str, *, currency: str = ""
) -> MendsPage:
    """The repairs of the proof that is looked at; what is read once they are found is read by a session of its own."""
    one = await promotion_set(session, shop.id, set_id)
    kept = await certificates.certificates(session, shop.id, one.certificates)
    chosen = chosen_currency(kept, currency or one.currency or shop.currency, asked=bool(currency))
    proof = kept.get(chosen)
    found = await found_mends(session, shop, one, proof.id, ends=True) if proof is not None else []
    skus = [line.sku for mend in found for line in mend.repair.repaired.cart]
    async with database.session() as after:
        looked = await look_at(after, shop, currency=chosen, drafts=[one])
        known = await known_of(after, shop, looked, skus)
    worst = proof.certificate.worst if proof is not None else None
    same = await asyncio.to_thread(_same_cart, looked.calendar, worst, [mend.repair for mend in found]) if worst else {}
    return MendsPage(
        set_id=one.id,
        name=one.name,
        certificate_id=proof.id if proof else "",
        repairs=[
            _view(mend, chosen, known, same.get(mend.repair.key))
            for mend in sorted(found, key=lambda mend: not mend.applies)
        ],
        may_apply=staff.may(Permission.EDIT_PROMOTIONS) and one.open,
    )


async def found_mends(
    session: AsyncSession, shop: Shop, one: PromotionSet, certificate_id: str, *, ends: bool = False
) -> list[Mend]:
    """The repairs that were proved, those that change least first. With `ends` the transaction ends before they are sought,
    and the session is of no more use; who goes on to write holds it, in the rare case that they are not remembered."""
    kept = await certificates.certificate(session, shop.id, certificate_id)
    mine = frozenset(rule.id for rule in one.rules)
    found = _kept.get(certificate_id)
    if found is None:
        looked = await look_at(session, shop, currency=kept.currency, drafts=[one])
        if ends:
            await session.commit()
        found = await asyncio.to_thread(_repairs, looked.calendar, kept.certificate, mine)
        _kept[certificate_id] = found
        while len(_kept) > _REMEMBERED:
            _kept.popitem(last=False)
    # A set cannot be left without a rule, and cannot change what others have published.
    return [
        Mend(
            repair=repair,
            applies=_touched(repair) <= mine and not repair.change.skus and set(repair.change.removed) != mine,
        )
        for repair in found
    ]


def _repairs(calendar: Calendar, certificate: Certificate, mine: frozenset[str]) -> tuple[Repair, ...]:
    from mercery.promotions.worst.repair import repairs  # imports the solver

    return tuple(repairs(calendar, certificate, mine=mine, seconds=_SECONDS))


def _same_cart(calendar: Calendar, worst: WorstCart, found: Sequence[Repair]) -> dict[str, tuple[int, int]]:
    """What the worst cart of now pays after each repair, and its margin rate: two figures of one cart can be compared."""
    told = {}
    for repair in found:
        after = quote(repair.change.on(calendar), worst.priced.cart, worst.buyer, moment=worst.moment)
        told[repair.key] = (after.best.payable, after.margin.share_bps)
    return told


def _touched(repair: Repair) -> frozenset[str]:
    return repair.change.touched


def _view(mend: Mend, currency: str, known: Known, same: tuple[int, int] | None) -> RepairView:
    repair = mend.repair
    other = repair.repaired.cart != repair.now.cart
    return RepairView(
        key=repair.key,
        words=repair.words,
        pays=(_cash(repair.now.pays, currency), _cash(repair.repaired.pays, currency)),
        margin=(_share(repair.now), _share(repair.repaired)),
        floor=Decimal(repair.floor_bps) / 10_000,
        carts=Decimal(repair.effect.changed_bps) / 10_000,
        sample=repair.sample,
        passes=repair.repaired.short <= 0,
        applies=mend.applies,
        same=None if same is None else (Money(same[0], currency), Decimal(same[1]) / 10_000),
        other=other,
        after=lines_words(repair.repaired.cart, known.names) if other else Words(""),
    )


def _cash(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)


def _share(figures: Figures) -> Decimal | None:
    return None if figures.pays is None else Decimal(figures.share_bps) / 10_000
