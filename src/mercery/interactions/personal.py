"""What visitors did."""

from __future__ import annotations

from typing import Final

from mercery.core.i18n import Words
from mercery.core.personal import Held
from mercery.interactions.service import KEPT_DAYS
from mercery.interactions.tables import InteractionRow

HELD: Final = (
    Held(
        table=InteractionRow,
        name=Words("Pages looked at, searches, bags", "浏览、搜索与加购记录"),
        where=lambda person: InteractionRow.visitor_id.in_(person.visitor_ids),
        age="at",
        days=KEPT_DAYS,
        least_days=30,
        most_days=KEPT_DAYS,
    ),
)
"""`core/personal.py` says what it means."""
