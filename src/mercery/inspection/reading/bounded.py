"""Leaves out of a message what is no talk: tables and heaps of numbers, which would be compared pair by pair for nothing."""

from __future__ import annotations

import re
from typing import Final

IN_A_SENTENCE: Final = 16
"""A sentence of more numbers than this is a table; nobody answers a question with it."""
IN_A_MESSAGE: Final = 60
"""So many numbers are compared in a message; sentences with numbers behind them are left out."""
_SENTENCE: Final = re.compile(r"[^。！？!?；;\n…]+")
_NUMBER: Final = re.compile(
    r"\d+|[一二两三四五六七八九十百千半]+|(?<![a-z])(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|half|day|week|fortnight|month|year|hour|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?![a-z])",
    re.IGNORECASE,
)


def without_heaps(text: str) -> str:
    """The text with blanks in place of such sentences, so that every other word stays where it stood."""
    if len(_NUMBER.findall(text)) <= IN_A_SENTENCE:
        return text
    pieces, at, numbers = [], 0, 0
    for match in _SENTENCE.finditer(text):
        for start, end in _ended(text, match.start(), match.end()):
            count = len(_NUMBER.findall(text, start, end))
            heap = count > IN_A_SENTENCE or (count > 0 and numbers + count > IN_A_MESSAGE)
            numbers += 0 if heap else count
            pieces.append(text[at:start] + (" " * (end - start) if heap else text[start:end]))
            at = end
    return "".join(pieces) + text[at:]


def _ended(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts between full stops that end a sentence."""
    found: list[tuple[int, int]] = []
    for stop in re.finditer(r"\.(?=\s|$)", text[start:end]):
        found.append((found[-1][1] if found else start, start + stop.end()))
    last = found[-1][1] if found else start
    return [*found, (last, end)] if last < end else found
