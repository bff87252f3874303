"""What visitors met and brought."""

from __future__ import annotations

from typing import Final

from mercery.core.i18n import Words
from mercery.core.personal import Held
from mercery.experiments.tables import ExposureRow, OutcomeRow

HELD: Final = (
    Held(
        table=ExposureRow,
        name=Words("Features that were met", "接触过的功能"),
        where=lambda person: ExposureRow.visitor_id.in_(person.visitor_ids | person.customer_ids),
        age="at",
        least_days=90,
    ),
    Held(
        table=OutcomeRow,
        name=Words("What visits brought", "访问带来的结果"),
        where=lambda person: OutcomeRow.visitor_id.in_(person.visitor_ids),
        age="at",
        least_days=90,
    ),
)
"""`core/personal.py` says what it means."""
