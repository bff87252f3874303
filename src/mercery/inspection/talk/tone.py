"""Whether a message insults, mocks, scolds or blames its reader. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from mercery.inspection.talk.phrases import phrases, plain

Offence = Literal["insult", "blame"]
_KINDS: Final[tuple[tuple[str, Offence], ...]] = (
    ("insult", "insult"), ("insult_zh", "insult"), ("blame", "blame"), ("blame_zh", "blame"),
    ("barb", "insult"), ("build", "insult"), ("build_zh", "insult"),
)  # fmt: skip


LONGEST: Final = 4000
"""Signs of a message that are read; nobody scolds only behind that."""


@dataclass(frozen=True, slots=True)
class Rude:
    """What is rude in a message, with the words of it."""

    kind: Offence
    quote: str


@lru_cache(maxsize=2000)
def rude(text: str) -> Rude | None:
    """The first rude words, or None; insults before blame."""
    low = plain(text[:LONGEST])
    for section, kind in _KINDS:
        if (found := phrases("rude", section).find(low)) is not None:
            return Rude(kind, text[found.start() : found.end()].strip())
    return None
