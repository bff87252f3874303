"""What viewers wrote, and who watches."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Select, select

from mercery.core.i18n import Words
from mercery.core.personal import Held, Person
from mercery.livestream.tables import LiveCommentRow, LiveTurnRow, LiveWatcherRow


def _comments(person: Person) -> Select[str]:
    return select(LiveCommentRow.id).where(LiveCommentRow.visitor_id.in_(person.visitor_ids))


HELD: Final = (
    Held(
        table=LiveTurnRow,
        name=Words("How comments were answered", "评论的处理记录"),
        where=lambda person: LiveTurnRow.comment_id.in_(_comments(person)),
        age="at",
        days=400,
    ),
    Held(
        table=LiveCommentRow,
        name=Words("Comments in live shows", "直播评论"),
        where=lambda person: LiveCommentRow.visitor_id.in_(person.visitor_ids),
        age="at",
        days=400,
    ),
    Held(
        table=LiveWatcherRow,
        name=Words("Being there in a live show", "直播观看状态"),
        where=lambda person: LiveWatcherRow.visitor_id.in_(person.visitor_ids),
        age="seen_at",
        days=1,
        most_days=1,
    ),
)
"""`core/personal.py` says what it means."""
