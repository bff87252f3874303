"""What somebody said of recommendations, and whether they agreed to be recommended to."""

from __future__ import annotations

from typing import Final

from sqlalchemy import or_

from mercery.core.i18n import Words
from mercery.core.personal import Held
from mercery.recommendations.said import KEPT_DAYS
from mercery.recommendations.tables import ConsentRow, SaidRow

HELD: Final = (
    Held(
        table=SaidRow,
        name=Words(
            f"What was said of recommendations; by browsers, {KEPT_DAYS} days at most",
            f"对推荐的反馈（未登录者最多 {KEPT_DAYS} 天）",
        ),
        where=lambda person: or_(
            SaidRow.customer_id.in_(person.customer_ids), SaidRow.visitor_id.in_(person.visitor_ids)
        ),
        age="at",
        least_days=30,
    ),
    Held(
        table=ConsentRow,
        name=Words("Consent to recommendations", "推荐授权"),
        where=lambda person: or_(
            ConsentRow.customer_id.in_(person.customer_ids), ConsentRow.visitor_id.in_(person.visitor_ids)
        ),
    ),
)
"""`core/personal.py` says what it means."""
