"""Keeping and finding proofs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.as_json import plain, read
from mercery.core.clock import now
from mercery.core.errors import NotFound
from mercery.core.ids import new_id
from mercery.promotions.publishing.proofs import Covers, covers
from mercery.promotions.publishing.tables import PriceCertificateRow
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.worst.certificate import Certificate

_LOOKED_AT = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCertificate:
    """A proof with its id, and what it is about."""

    id: str
    currency: str
    certificate: Certificate
    covers: Covers
    made_by: str
    made_at: datetime


async def keep(
    session: AsyncSession,
    shop_id: str,
    calendar: Calendar,
    certificate: Certificate,
    *,
    by: str,
    at: datetime | None = None,
) -> KeptCertificate:
    """Store the proof of `calendar`, which has the list prices of `at` (None: of now)."""
    about = covers(calendar)
    row = PriceCertificateRow(
        id=new_id("crt"), shop_id=shop_id, currency=calendar.currency, digest=about.digest, aim=certificate.aim,
        found=certificate.found, bound=certificate.bound, exact=certificate.exact, passes=certificate.passes,
        covers=plain(about), certificate=plain(certificate), made_by=by, made_at=at or now(),
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return _of(row)


async def certificate(session: AsyncSession, shop_id: str, certificate_id: str) -> KeptCertificate:
    """The proof with this id; NotFound."""
    row = await session.scalar(
        select(PriceCertificateRow).where(
            PriceCertificateRow.shop_id == shop_id, PriceCertificateRow.id == certificate_id
        )
    )
    if row is None:
        raise NotFound("There is no such certificate.", zh="没有这份价格证明。")
    return _of(row)


async def certificates(session: AsyncSession, shop_id: str, ids: Mapping[str, str]) -> dict[str, KeptCertificate]:
    """Proofs by currency."""
    rows = await session.scalars(
        select(PriceCertificateRow).where(
            PriceCertificateRow.shop_id == shop_id, PriceCertificateRow.id.in_(list(ids.values()))
        )
    )
    return {row.currency: _of(row) for row in rows}


async def newest_that_holds(
    session: AsyncSession, shop_id: str, calendar: Calendar, moment: datetime
) -> KeptCertificate | None:
    """The newest proof that passes and is about `calendar`, if there is one."""
    rows = await session.scalars(
        select(PriceCertificateRow)
        .where(
            PriceCertificateRow.shop_id == shop_id,
            PriceCertificateRow.currency == calendar.currency,
            PriceCertificateRow.passes.is_(True),
        )
        .order_by(PriceCertificateRow.made_at.desc())
        .limit(_LOOKED_AT)
    )
    return next((_of(row) for row in rows if read(Covers, row.covers).holds(calendar, moment)), None)


def _of(row: PriceCertificateRow) -> KeptCertificate:
    return KeptCertificate(
        id=row.id,
        currency=row.currency,
        certificate=read(Certificate, row.certificate),
        covers=read(Covers, row.covers),
        made_by=row.made_by,
        made_at=row.made_at,
    )
