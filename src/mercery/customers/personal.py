"""What is kept of customers here."""

from __future__ import annotations

from typing import Final

from sqlalchemy import or_

from mercery.core.i18n import Words
from mercery.core.personal import Held
from mercery.customers.tables import ChallengeRow, CustomerRow

HELD: Final = (
    Held(
        table=ChallengeRow,
        name=Words("Codes that proved who asked", "身份验证记录"),
        where=lambda person: or_(
            ChallengeRow.customer_id.in_(person.customer_ids), ChallengeRow.conversation_id.in_(person.conversation_ids)
        ),
        age="asked_at",
        days=90,
    ),
    Held(
        table=CustomerRow,
        name=Words("The customer: name, address, contact", "客户资料：姓名、地址、联系方式"),
        where=lambda person: CustomerRow.id.in_(person.customer_ids),
        with_them=("recommendation_consents", "recommendation_said", "guide_memories", "guide_sessions"),
    ),
)
"""`core/personal.py` says what it means."""
