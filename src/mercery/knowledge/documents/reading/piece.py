"""What the reader of a format yields, and what is known of a file while it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from mercery.core.i18n import Lang, Words
from mercery.knowledge.documents.document import Anchor, DocumentFormat, PassageKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A passage before it has a number and a language."""

    kind: PassageKind
    text: str
    anchor: Anchor
    level: int = 0
    cells: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True, kw_only=True)
class Opened:
    """A file as its reader opened it. `notes` grows while `pieces` are taken."""

    format: DocumentFormat
    pieces: Iterator[Piece]
    title: str = ""
    """As the document itself says, empty when it does not."""
    pages: int | None = None
    notes: list[Words] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """What was found in a file beside its passages."""

    format: DocumentFormat
    title: str
    lang: Lang
    pages: int | None
    passages: int
    notes: tuple[Words, ...] = ()
