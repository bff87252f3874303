"""A message cut up by the goods it names. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mercery.assistant.desk.gloss import gloss
from mercery.assistant.desk.matching import Named, goods_named
from mercery.assistant.desk.wishes import clauses, sentences

_SEPARATOR: Final = re.compile(
    r"\b(?:and|also|plus|then)\b|[,;\n]|\.(?!\d)|还有|另外|和|跟|、", re.IGNORECASE | re.ASCII
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A piece of text about one kind of goods."""

    named: Named
    start: int
    end: int


def segments(text: str, titles: Sequence[str]) -> list[Segment]:
    """The text cut up by the goods it names; what is to be kept is left out."""
    tokens = gloss(text)
    named = [one for one in goods_named(tokens, titles) if not is_kept(text, one)]
    found: list[Segment] = []
    for at, one in enumerate(named):
        start = found[-1].end if found else 0
        end = _boundary(text, one.end, named[at + 1].start) if at + 1 < len(named) else len(text)
        found.append(Segment(named=one, start=start, end=end))
    return found


def _boundary(text: str, left: int, right: int) -> int:
    """Where the words about one thing end and those about the next begin."""
    places = [match.start() + left for match in _SEPARATOR.finditer(text[left:right])]
    strong = [place for place in places if text[place] in ";.\n"]
    return (strong or places or [right])[-1]


def is_kept(text: str, named: Named) -> bool:
    """Whether the words say that these goods stay as they are."""
    for start, end in sentences(text):
        if start <= named.start < end:
            keep = re.search(
                r"\b(?:except|keep|keeping|but not|not the|not my|apart from|leave)\b", text[start : named.start]
            )
            if keep and not re.search(
                r"\b(?:but|and) (?:return|exchange|send)\b", text[start + keep.end() : named.start]
            ):
                return True
            for left, right in clauses(text, start, end):
                if left <= named.start < right and re.search(
                    r"保留|留下|留着|除了|不退|不动|不换|别动|不用[换退]", text[left:right]
                ):
                    return True
    return False
