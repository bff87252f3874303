"""How a draft stands with its sources: what it states, what differs, and whether it may be approved. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mercery.claims.mentions import mentions
from mercery.core.i18n import Words
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
    found = _paired_across(threads(draft.answer, draft.sources), draft.answer)
    differs = sum(not thread.agrees for thread in found)
    return Standing(threads=found, differs=differs, exact=not differs and bool(found or _word_for_word(draft)))


def _paired_across(found: Sequence[Thread], answer: Words) -> tuple[Thread, ...]:
    """A wrong amount without a counterpart, which the other language has too and with one, has the same counterpart: so that
    both are mended at once."""
    wrong = [one for one in found if not one.agrees and one.source is not None and one.kind == "amount"]
    made = []
    for thread in found:
        if thread.source is None and thread.kind == "amount" and not thread.agrees:
            twins = [one for one in wrong if one.lang != thread.lang and _same_amount(one, thread, answer)]
            if len({(one.source, one.source_start) for one in twins}) == 1:
                one = twins[0]
                thread = replace(thread, source=one.source, source_start=one.source_start, source_end=one.source_end)
        made.append(thread)
    return tuple(made)


def _same_amount(one: Thread, other: Thread, answer: Words) -> bool:
    said = [(answer.en if thread.lang == "en" else answer.zh)[thread.start : thread.end] for thread in (one, other)]
    amounts = [next(iter(mentions(text)), None) for text in said]
    return amounts[0] is not None and amounts[1] is not None and amounts[0].same_as(amounts[1])


def _word_for_word(draft: Draft) -> bool:
    """Whether nothing is stated in figures, and every sentence stands in the sources as it is."""
    quoted = " ".join(plain(source.quote) for source in draft.sources)
    written = [plain(text) for text in (draft.answer.en, draft.answer.zh) if text]
    return bool(written) and all(text in quoted for text in written)
