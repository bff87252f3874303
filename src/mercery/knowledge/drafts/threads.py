"""Each number, date and condition of an answer, and where its source says it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from mercery.core.i18n import Words
from mercery.knowledge.documents.document import SourceRef
from mercery.knowledge.drafts.draft import Thread


def threads(answer: Words, sources: Sequence[SourceRef]) -> tuple[Thread, ...]:
    """The threads of both languages of an answer, English first, each in reading order."""
    return ()


def explained(thread: Thread, answer: Words, sources: Sequence[SourceRef]) -> Words:
    """What a thread shows, in a sentence: "The answer says €12.50, its source €14.50."""
    return Words("")


def repaired(answer: Words, found: Sequence[Thread], sources: Sequence[SourceRef]) -> Words | None:
    """The answer with what its source says in the place of what differs, where that leaves nothing open; else None."""
    return None
