"""Findings about conversations go with the conversation; those of one that was moved are found by the person."""

from __future__ import annotations

from typing import Final

from sqlalchemy import or_

from mercery.core.i18n import Words
from mercery.core.personal import Held
from mercery.inspection.tables import InspectionRow

HELD: Final = (
    Held(
        table=InspectionRow,
        name=Words("Conversations as inspected", "会话质检记录"),
        where=lambda person: or_(
            InspectionRow.customer_id.in_(person.customer_ids),
            InspectionRow.visitor_id.in_(person.visitor_ids),
            InspectionRow.conversation_id.in_(person.conversation_ids),
        ),
    ),
)
"""`core/personal.py` says what it means."""
