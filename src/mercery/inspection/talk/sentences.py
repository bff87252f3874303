"""A message cut into sentences, each with its place. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mercery.inspection.talk.phrases import plain

_END: Final = re.compile(
    r"[.!?;。~]+(?=[\s\"')\]]|$|[\u3400-\u9fff])|[!?;。]+|\n+|[\u2600-\u27bf\U0001f300-\U0001faff]+"
)
_SHORT: Final = re.compile(r"(?:\b(?:mr|mrs|ms|dr|st|no|nr|vs|approx|e\.g|i\.e|etc|tel|ref|inc|ltd|jr|sr|art|p\.s|[a-z]))\.$")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: as `plain` text, and where it stands in the message."""

    plain: str
    start: int
    end: int
    asks: bool
    """Whether it ends with a question mark."""

    def of(self, text: str) -> str:
        """Its words as written."""
        return text[self.start : self.end].strip()


def sentences(text: str) -> list[Sentence]:
    """All of them, in order; what says nothing is left out."""
    low = plain(text)
    found: list[Sentence] = []
    start = 0
    for end in _END.finditer(low):
        if end[0] == "." and _SHORT.search(low[max(start, end.start() - 8) : end.end()]):
            continue
        _take(low, start, end.end(), end[0], found)
        start = end.end()
    _take(low, start, len(low), "", found)
    return found


def _take(low: str, start: int, end: int, sign: str, found: list[Sentence]) -> None:
    piece = low[start:end]
    if any(one.isalnum() for one in piece):
        found.append(Sentence(piece.strip(), start, end, "?" in sign))
    elif found and "?" in sign and not low[found[-1].end : start].strip():
        last = found[-1]
        found[-1] = Sentence(last.plain, last.start, end, True)
