"""A text somebody wrote, sentence by sentence: what holds, on which facts, and why the rest may not go out."""

from __future__ import annotations

import re
from typing import Final

from mercery.claims.sentence import Sentence
from mercery.studio.checking import judge
from mercery.studio.materials import Materials
from mercery.studio.piece import Told, Writer

_ENDS: Final = re.compile(r"(?<=[.!?…])[”\"')]?\s+(?=[\"“'(]?[A-Z0-9€£$¥])|(?<=[。！？；…])[”」』]?(?=.)|\n+")


def sentences(text: str) -> tuple[str, ...]:
    """The text cut into sentences."""
    found, place = [], 0
    for cut in _ENDS.finditer(text):
        found.append(text[place : cut.end()].strip())
        place = cut.end()
    return tuple(one for one in (*found, text[place:].strip()) if one)


def told(text: str, materials: Materials, about: str, writer: Writer) -> tuple[Told, ...]:
    """Each sentence judged, with the words that stand on facts marked. `about`: the product it speaks of."""
    return tuple(judge(Sentence(text=one), materials, writer=writer, about=about) for one in sentences(text))
