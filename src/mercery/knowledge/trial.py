"""Asking the approved answers one question, to see what they would say and why. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from mercery.core.i18n import Lang, Words
from mercery.knowledge.book import AnswerBook

Outcome = Literal["word_for_word", "direct", "held_back", "choices", "none"]
_CHINESE = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One answer that came near."""

    key: str
    question: Words
    answer: Words
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a question meets among the answers in force."""

    text: str
    lang: Lang
    outcome: Outcome
    first: Tried | None
    others: tuple[Tried, ...]
    sure: float
    threshold: float


def try_question(book: AnswerBook, text: str) -> Trial:
    """Put the question to the answers as a customer's message would be; its language is read from its script."""
    lang: Lang = "zh" if _CHINESE.search(text) else "en"
    match, exact = book.match(text, lang), book.exact(text, lang)
    scores = {one.key: one.score for one in match.candidates}
    keys = [exact, *(key for key in scores if key != exact)] if exact else list(scores)
    near = [
        Tried(key=key, question=book.question(key), answer=book.by_key[key].answer, score=scores.get(key, 1.0))
        for key in keys
    ]
    outcome: Outcome = "word_for_word" if exact else match.verdict
    if near and outcome in ("word_for_word", "direct") and near[0].key in book.withheld:
        outcome = "held_back"
    return Trial(
        text=text,
        lang=lang,
        outcome=outcome,
        first=near[0] if near else None,
        others=tuple(near[1:3]),
        sure=match.sure,
        threshold=match.threshold,
    )
