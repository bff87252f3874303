"""The door: passages of a document in, drafts out. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from mercery.knowledge.documents.document import Passage
from mercery.knowledge.drafts.draft import Draft


def drafts_of(
    passages: Sequence[Passage],
    *,
    document_id: str = "",
    version: int = 1,
    changed: Collection[int] | None = None,
) -> list[Draft]:
    """What the passages of one version suggest, in reading order. `changed`: numbers of the passages that are new or read
    otherwise than before; only drafts that stand on one of them are given."""
    return []
