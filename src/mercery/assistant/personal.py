"""Answers visitors saw above the results of a search. Turns of a conversation go with it."""

from __future__ import annotations

from typing import Final

from mercery.assistant.at_search.service import KEPT_DAYS
from mercery.assistant.tables import SearchAnswerRow
from mercery.core.i18n import Words
from mercery.core.personal import Held

HELD: Final = (
    Held(
        table=SearchAnswerRow,
        name=Words("Answers shown above searches", "搜索上方的答复"),
        where=lambda person: SearchAnswerRow.visitor_id.in_(person.visitor_ids),
        age="seen_at",
        days=KEPT_DAYS,
        most_days=KEPT_DAYS,
    ),
)
"""`core/personal.py` says what it means."""
