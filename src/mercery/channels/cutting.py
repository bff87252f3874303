"""Cutting a text that is longer than a messenger takes: at paragraphs, else at sentences, else at words. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

Measure = Callable[[str], int]
_PARAGRAPH: Final = re.compile(r"\n+")
_SENTENCE: Final = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？；…])")
_WORD: Final = re.compile(r"\s+")


def utf8_bytes(text: str) -> int:
    """Length as WeChat counts."""
    return len(text.encode())


def cut(text: str, limit: int, measure: Measure = len) -> list[str]:
    """The text in parts of at most `limit`, none empty; together they say everything. A part ends where a paragraph ends, if
    one does, else a sentence, else a word; in a sign of more than one byte never."""
    rest, parts = text.strip(), []
    while rest and measure(rest) > limit:
        at = _place(rest, limit, measure)
        head = rest[:at].rstrip()
        if head:
            parts.append(head)
        rest = rest[at:].lstrip()
    return [*parts, rest] if rest else parts


def _place(text: str, limit: int, measure: Measure) -> int:
    """Where to cut, after at least one sign."""
    longest = _longest(text, limit, measure)
    for pattern in (_PARAGRAPH, _SENTENCE, _WORD):
        ends = [found.start() for found in _found(pattern, text, longest)]
        # A cut that leaves a tiny first part is worse than one at the next finer place.
        if ends and ends[-1] * 3 >= longest:
            return ends[-1]
    return longest


def _found(pattern: re.Pattern[str], text: str, longest: int) -> Iterator[re.Match[str]]:
    return (found for found in pattern.finditer(text, 0, min(longest + 1, len(text))) if 0 < found.start() <= longest)


def _longest(text: str, limit: int, measure: Measure) -> int:
    """The most signs that stay within the limit; one at least, so that a limit of nothing ends too."""
    low, high = 1, min(len(text), max(limit, 1))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(text[:middle]) <= limit else (low, middle - 1)
    return low
