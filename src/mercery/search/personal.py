"""What visitors searched."""

from __future__ import annotations

from typing import Final

from mercery.core.i18n import Words
from mercery.core.personal import Held
from mercery.interactions.service import KEPT_DAYS
from mercery.search.desk.tables import SearchedRow

HELD: Final = (
    Held(
        table=SearchedRow,
        name=Words("Searches", "搜索记录"),
        where=lambda person: SearchedRow.visitor_id.in_(person.visitor_ids),
        age="at",
        days=KEPT_DAYS,
        least_days=30,
        most_days=KEPT_DAYS,
    ),
)
"""`core/personal.py` says what it means."""
