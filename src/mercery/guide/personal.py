"""What the guide remembers, and offers made to somebody."""

from __future__ import annotations

from typing import Final

from sqlalchemy import or_

from mercery.core.i18n import Words
from mercery.core.personal import Held
from mercery.guide.associate.tables import SharedOfferEventRow, SharedOfferRow
from mercery.guide.tables import GuideMemoryRow, GuideSessionRow

HELD: Final = (
    Held(
        table=GuideMemoryRow,
        name=Words("Wishes remembered with consent", "经同意记住的偏好"),
        where=lambda person: or_(
            GuideMemoryRow.customer_id.in_(person.customer_ids), GuideMemoryRow.visitor_id.in_(person.visitor_ids)
        ),
        age="changed_at",
        least_days=30,
    ),
    Held(
        table=GuideSessionRow,
        name=Words("Wishes of a visit", "一次到访的需求"),
        where=lambda person: or_(
            GuideSessionRow.customer_id.in_(person.customer_ids),
            GuideSessionRow.conversation_id.in_(person.conversation_ids),
        ),
        age="changed_at",
        days=400,
    ),
    Held(
        table=SharedOfferEventRow,
        name=Words("Openings of a shared offer", "推荐链接的打开记录"),
        where=lambda person: SharedOfferEventRow.visitor_id.in_(person.visitor_ids),
    ),
    Held(
        table=SharedOfferRow,
        name=Words("Offers an associate shared", "顾问分享的推荐"),
        where=lambda person: or_(
            SharedOfferRow.customer_id.in_(person.customer_ids),
            SharedOfferRow.conversation_id.in_(person.conversation_ids),
        ),
        blank={"customer_id": None, "conversation_id": None, "addressee": "", "note": "", "wishes": []},
        kept_for=Words(
            "Which pieces were offered stays as the associate's work; to whom, and the note, go.",
            "所荐商品作为顾问工作记录留存；收件人与附言删除。",
        ),
    ),
)
"""`core/personal.py` says what it means."""
