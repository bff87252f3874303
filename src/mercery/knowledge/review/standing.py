"""How a draft stands with its sources: what it states, what differs, and whether it may be approved. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from mercery.knowledge.drafts.draft import Draft, Thread
from mercery.knowledge.drafts.threads import threads
from mercery.knowledge.review.nearness import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The threads of a draft and what they come to."""

    threads: tuple[Thread, ...]
    differs: int
    exact: bool


def standing_of(draft: Draft) -> Standing:
    """Every number, date and condition of the draft as it reads now, held against its sources."""
    found = threads(draft.answer, draft.sources)
    differs = sum(not thread.agrees for thread in found)
    return Standing(threads=found, differs=differs, exact=not differs and bool(found or _word_for_word(draft)))


def _word_for_word(draft: Draft) -> bool:
    """Whether nothing is stated in figures, and every sentence stands in the sources as it is."""
    quoted = " ".join(plain(source.quote) for source in draft.sources)
    written = [plain(text) for text in (draft.answer.en, draft.answer.zh) if text]
    return bool(written) and all(text in quoted for text in written)
