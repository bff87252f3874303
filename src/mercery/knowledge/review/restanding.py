"""An answer whose passage reads otherwise in a new version: the same answer, held against the passage as it reads now. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.documents.document import Passage, SourceRef
from mercery.knowledge.drafts.draft import Draft
from mercery.knowledge.review.nearness import NEAR, nearness, plain


def restanding(
    answer: ApprovedAnswer, document_id: str, version: int, passages: Sequence[Passage], text: str
) -> Draft | None:
    """The answer with each passage that is gone replaced by the nearest one of this version; None where nothing of what it
    stands on is left but headings. What differs now shows as a thread that does not agree. `text`: all passages in plain words."""
    sources: list[SourceRef] = []
    for source in answer.sources:
        if source.document_id != document_id or plain(source.quote) in text:
            sources.append(source)
        elif (found := _nearest(source.quote, passages)) is not None:
            sources.append(
                SourceRef(
                    document_id=document_id, version=version, passage=found.number, quote=found.text,
                    anchor=found.anchor,
                )
            )  # fmt: skip
    headings = {plain(one.text) for one in passages if one.kind == "heading"}
    if all(plain(source.quote) in headings for source in sources):
        # A heading alone bears nothing out.
        return None
    return Draft(
        question=answer.question,
        answer=answer.answer,
        sources=tuple(dict.fromkeys(sources)),
        phrasings=answer.phrasings,
        category=answer.category,
    )


def _nearest(quote: str, passages: Sequence[Passage]) -> Passage | None:
    near, _, found = max(
        ((nearness(quote, one.text), -one.number, one) for one in passages if one.kind != "heading"),
        key=lambda rated: rated[:2],
        default=(0.0, 0, None),
    )
    return found if near >= NEAR else None
