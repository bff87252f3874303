"""A certificate as a page that can be printed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.lab.pages import CertificatePage, RuleLine
from mercery.promotions.lab.set_view import skus_of_proof
from mercery.promotions.lab.shop_view import LookedAt, known_of, look_at, rule_line
from mercery.promotions.lab.verdict import proof_words
from mercery.promotions.lab.worst_view import attack_lines, interval_lines, worst_view
from mercery.promotions.publishing import certificates
from mercery.promotions.publishing.certificates import KeptCertificate
from mercery.promotions.publishing.sets import PromotionSet, promotion_sets
from mercery.promotions.worst.certificate import Aim
from mercery.promotions.worst.least_share import share_words

AIMS: Final[Mapping[Aim, Words]] = {
    "margin": Words("Least margin of any cart", "任一订单的最低毛利"),
    "shortfall": Words("Most any cart's margin is below the floor", "任一订单毛利低于底线的最大额"),
    "share": Words("Least share of the list price any cart pays", "任一订单实付占标价的最低比例"),
}


_CLEAR: Final = Words("Least any cart's margin is above the floor", "任一订单毛利高出底线的最小额")


async def certificate_page(session: AsyncSession, shop: Shop, certificate_id: str) -> CertificatePage:
    """The proof with what it is about; rules that are gone since are told by their ids."""
    kept = await certificates.certificate(session, shop.id, certificate_id)
    looked, sets = await _looked(session, shop, kept)
    known = await known_of(session, shop, looked, skus_of_proof(kept.certificate))
    proof = kept.certificate
    money = proof.aim != "share"
    sign = -1 if proof.aim == "shortfall" and proof.found <= 0 else 1
    return CertificatePage(
        id=kept.id,
        made_at=kept.made_at,
        made_by=kept.made_by,
        currency=kept.currency,
        passes=proof.passes,
        exact=proof.exact,
        proof=proof_words(proof),
        goods=len(kept.covers.goods),
        rules=_rules(kept, sets, looked),
        least_share=share_words(proof),
        without_cost=kept.covers.lacking,
        digest=kept.covers.digest,
        found=Money(proof.found * sign, kept.currency) if money else None,
        bound=Money(proof.bound * sign, kept.currency) if money else None,
        aim=_CLEAR if sign < 0 else AIMS[proof.aim],
        share=None if money else (Decimal(proof.found) / 10_000, Decimal(proof.bound) / 10_000),
        worst=worst_view(looked.calendar, proof, known),
        intervals=interval_lines(looked.calendar, proof, looked.zone),
        attacks=attack_lines(looked.calendar, proof.attacks, known),
        seconds=proof.seconds,
    )


async def _looked(session: AsyncSession, shop: Shop, kept: KeptCertificate) -> tuple[LookedAt, list[PromotionSet]]:
    """The calendar with every set whose rules the proof is about, in force or not."""
    about = set(kept.covers.rules)
    sets = [one for one in await promotion_sets(session, shop.id) if about & {rule.id for rule in one.rules}]
    drafts = [one for one in sets if one.currency in ("", kept.currency)]
    return await look_at(session, shop, currency=kept.currency, drafts=drafts, at=kept.made_at), sets


def _rules(kept: KeptCertificate, sets: list[PromotionSet], looked: LookedAt) -> list[RuleLine]:
    known = {rule.id: rule for one in sets for rule in one.rules}
    return [rule_line(known[rule], looked.names, looked.zone) for rule in kept.covers.rules if rule in known]
