"""Cuts a message at the words a finding rests on, for showing them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_ENDS: Final = "….,;:!?，。；：！？“”\"'‘’"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A part of a message; `marked` are the words in question."""

    text: str
    marked: bool = False


def cut(text: str, quote: str) -> list[Cut]:
    """The message in parts. Words that are not found as they stand are looked for without regard to case, blanks and the
    signs around them; where they are not in it at all nothing is marked."""
    found = _place(text, quote)
    if found is None:
        return [Cut(text=text)]
    start, end = found
    parts = [Cut(text=text[:start]), Cut(text=text[start:end], marked=True), Cut(text=text[end:])]
    return [part for part in parts if part.text]


def as_written(text: str, quote: str) -> str:
    """The words as the message has them; as they were given where they are not in it."""
    found = _place(text, quote)
    return text[found[0] : found[1]] if found is not None else quote


def says(text: str, quote: str) -> bool:
    """Whether the words are in the text."""
    return _place(text, quote) is not None


def _place(text: str, quote: str) -> tuple[int, int] | None:
    wanted = quote.strip()
    if not wanted:
        return None
    if (at := text.find(wanted)) >= 0:
        return at, at + len(wanted)
    words = wanted.strip(_ENDS).split()
    if not words:
        return None
    match = re.search(r"\s+".join(re.escape(word) for word in words), text, re.IGNORECASE)
    return match.span() if match else None
