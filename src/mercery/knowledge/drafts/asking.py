"""The questions that sentences answer, in their own language. Pure."""

from __future__ import annotations

from mercery.core.i18n import Lang
from mercery.knowledge.drafts import asking_en, asking_zh
from mercery.knowledge.drafts.sentences import pieces

_MOST_SENTENCES = 6
_MOST_EACH = 2


def questions_in(text: str, lang: Lang) -> list[str]:
    """What the first sentences of a text answer."""
    turn = asking_zh.questions if lang == "zh" else asking_en.questions
    return [question for piece in pieces(text)[:_MOST_SENTENCES] for question in turn(piece.text)[:_MOST_EACH]]
