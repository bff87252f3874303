"""The passages an answer stands on, as the page of the answer shows them: quoted, marked, and where to read on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.errors import NotFound
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.documents import service as documents
from mercery.knowledge.documents.document import Document, SourceRef
from mercery.knowledge.drafts.threads import threads
from mercery.knowledge.review.weaving import Knot, Woven, WovenPiece, woven


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One passage."""

    source: SourceRef
    document: Document | None
    """None when it is not known any more."""
    newest: int
    """The document's newest version; another than the source's means: look whether it still says so."""
    pieces: Sequence[WovenPiece]

    @property
    def url(self) -> str:
        """Where the passage is read in its document."""
        one = self.source
        return f"/console/documents/{one.document_id}?version={one.version}&passage={one.passage}#p{one.passage}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """All of an answer's passages, with what they bear out."""

    passages: Sequence[Ground]
    differing: Sequence[Knot]
    agreeing: int


async def grounds_of(session: AsyncSession, shop_id: str, answer: ApprovedAnswer) -> Grounds:
    """The passages of `answer` with its figures marked in them."""
    found: Woven = woven(answer.answer, threads(answer.answer, answer.sources), answer.sources)
    known: dict[str, Sequence[Document]] = {}
    for document_id in dict.fromkeys(source.document_id for source in answer.sources):
        try:
            known[document_id] = await documents.versions(session, shop_id, document_id)
        except NotFound:
            known[document_id] = []
    passages = []
    for source, pieces in zip(answer.sources, found.sources, strict=True):
        versions = known[source.document_id]
        passages.append(
            Ground(
                source=source,
                document=next((one for one in versions if one.version == source.version), None),
                newest=versions[0].version if versions else source.version,
                pieces=pieces,
            )
        )
    return Grounds(passages=passages, differing=found.differing, agreeing=sum(1 for knot in found.knots if knot.agrees))
