"""Which browser's bag was handed over to the shop's own checkout."""

from __future__ import annotations

from typing import Final

from mercery.core.i18n import Words
from mercery.core.personal import Held
from mercery.orders.handover.tables import HandoverRow

HELD: Final = (
    Held(
        table=HandoverRow,
        name=Words("Bags handed over to the checkout", "转至结账的购物袋"),
        where=lambda person: HandoverRow.visitor_id.in_(person.visitor_ids),
        age="at",
        days=400,
    ),
)
"""`core/personal.py` says what it means."""
