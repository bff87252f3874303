"""What is kept of who talked with the shop."""

from __future__ import annotations

from typing import Final

from sqlalchemy import func, or_

from mercery.conversations.tables import ConversationRow
from mercery.core.i18n import Words
from mercery.core.personal import Held

HELD: Final = (
    Held(
        table=ConversationRow,
        name=Words("Conversations, with everything said and worked out in them", "会话及其全部内容与处理记录"),
        where=lambda person: or_(
            ConversationRow.id.in_(person.conversation_ids),
            ConversationRow.customer_id.in_(person.customer_ids),
            ConversationRow.visitor_id.in_(person.visitor_ids),
            func.lower(ConversationRow.customer_email).in_(person.emails),
        ),
        age="last_message_at",
        over=ConversationRow.status.not_in(("waiting", "person")),
        least_days=30,
        with_them=(
            "messages",
            "message_attachments",
            "assistant_turns",
            "desk_states",
            "desk_seen",
            "inspections",
            "inspection_findings",
            "conversation_resolutions",
            "channel_deliveries",
            "channel_threads",
            "channel_arrivals",
            "channel_sent",
            "channel_kept",
            "answer_addresses",
            "answer_mails",
            "guide_sessions",
        ),
    ),
)
"""`core/personal.py` says what it means."""
