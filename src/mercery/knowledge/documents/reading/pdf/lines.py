"""Words of a page put into lines, and lines of a paragraph into text. Pure."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from typing import Final

from mercery.knowledge.documents.reading.pdf.page import Line, Word

_GAP: Final = 1.6
"""Times the size of type: a wider gap parts two lines that stand beside each other."""
_MARKER: Final = re.compile(r"^(?:[•●○▪■□◦‣·∙–—*\-\uf0b7\uf0a7\uf0d8]|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)、．）]|[①-⑳]|（[\d一二三四五六七八九十]+）|[一二三四五六七八九十]+、)$")  # fmt: skip
_WIDE_END: Final = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]$")
_WIDE_START: Final = re.compile(r"^[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")
_HALF: Final = re.compile(r"(?:^|[\s(“\"])([^\W\d_]+)-$")
_OTHER_HALF: Final = re.compile(r"^[^\W\d_]+")


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Lines in the order of the file; the marker of a list and its words are one."""
    lines: list[Line] = []
    for word in words:
        last = lines[-1] if lines else None
        if last is not None and _on(last, word):
            word.spaced = word.spaced or word.x0 - last.x1 > word.size * _GAP
            last.words.append(word)
        else:
            lines.append(Line([word]))
    return lines


def is_marker(text: str) -> bool:
    """Whether a word marks an item of a list."""
    return bool(_MARKER.match(text))


def _on(line: Line, word: Word) -> bool:
    last = line.words[-1]
    size = max(last.size, word.size)
    marker = len(line.words) == 1 and is_marker(last.text)
    # The bullet of a list often stands a little off the height of its words.
    if abs(last.base - word.base) > size * (0.45 if marker or word.size < last.size * 0.85 else 0.25):
        return False
    gap = word.x0 - last.x1
    return -size * 0.5 <= gap <= size * (4.5 if marker else _GAP)


def joined(lines: Sequence[Line], known: Container[str] = ()) -> str:
    """The lines as one text: no space between Chinese signs, parts of a word put together where a line broke it.

    `known`: words of the document in small letters, which decide whether a hyphen at the end of a line is part of a word.
    """
    text = ""
    for line in lines:
        following = line.text
        if not text:
            text = following
        elif _WIDE_END.search(text) and _WIDE_START.search(following):
            text += following
        elif half := _HALF.search(text):
            other = _OTHER_HALF.match(following)
            text = _mended(text, half.group(1), other.group(0) if other else "", following, known)
        else:
            text += " " + following
    return text.strip()


def _mended(text: str, half: str, other: str, following: str, known: Container[str]) -> str:
    whole, hyphened = (half + other).lower(), f"{half}-{other}".lower()
    if not other or other[0].isupper() or (hyphened in known and whole not in known):
        return text + following
    return text[:-1] + following


def words_known(lines: Iterable[Line]) -> set[str]:
    """Words of the lines in small letters, without those that end a line with a hyphen."""
    found: set[str] = set()
    for line in lines:
        for word in line.words:
            bare = word.text.strip(".,;:!?()[]“”\"'’").lower()
            if bare and not bare.endswith("-"):
                found.add(bare)
    return found
