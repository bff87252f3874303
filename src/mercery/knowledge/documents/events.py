"""What documents announce, inside the transaction that changed them."""

from __future__ import annotations

from dataclasses import dataclass

from mercery.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRead(Event):
    """A version of a document was read; its passages are there. Version 1 is a document that is new."""

    document_id: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentWithdrawn(Event):
    """A document is not to be relied on any more. Its passages stay readable for what stood on them."""

    document_id: str
