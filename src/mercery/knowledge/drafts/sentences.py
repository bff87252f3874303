"""The sentences of a text, with their places. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mercery.knowledge.features import ideas_in, words
from mercery.knowledge.places import places_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One sentence, line or cell: the characters `start` to `end` of its text."""

    start: int
    end: int
    text: str


_END: Final = re.compile(
    r"[。！？；;!?]+[”\"’')）」]*\s*(?:\|\s)?|\n\s*|(?<=[^\s.])\.(?=\s|$)[”\"’')]*\s*(?:\|\s)?|\s*[•‣◦▪]\s*|\s\|\s"
)
_NO_END: Final = re.compile(r"(?:^|[\s(])(?:e\.g|i\.e|etc|no|nr|approx|incl|excl|st|mr|mrs|ms|dr|vs|tel|min|max|\d{1,2})$", re.IGNORECASE)  # fmt: skip


@lru_cache(maxsize=2048)
def pieces(text: str) -> tuple[Piece, ...]:
    """The sentences in order; their marks and the spaces between them belong to none."""
    found, start = [], 0
    for match in _END.finditer(text):
        if match[0].startswith(".") and _NO_END.search(text[max(0, match.start() - 8) : match.start()]):
            numbered = text[start : match.start()].strip()
            if not numbered.isdigit() and match.end() < len(text):
                continue
            if numbered.isdigit():
                continue
        found.append((start, match.start()))
        start = match.end()
    found.append((start, len(text)))
    return tuple(piece for begin, end in found if (piece := _trimmed(text, begin, end)) is not None)


def _trimmed(text: str, start: int, end: int) -> Piece | None:
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip())
    end -= len(inner) - len(inner.rstrip())
    return Piece(start=start, end=end, text=text[start:end]) if end > start else None


@lru_cache(maxsize=4096)
def content(text: str) -> frozenset[str]:
    """What a text speaks of in its own language: stems without figures."""
    return frozenset(word for word in words(text) if not any(sign.isdigit() for sign in word))


@lru_cache(maxsize=4096)
def matters(text: str) -> frozenset[str]:
    """What a text speaks of in either language: ideas and places."""
    return frozenset(ideas_in(text)) | frozenset(f"place:{code}" for code in places_in(text))
