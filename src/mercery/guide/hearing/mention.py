"""What a message mentions: the types. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mercery.guide.hearing.text import Plain, Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Something named in the message."""

    keys: frozenset[str]
    """What it may be: `kind:loafer`, `mat:gold` and `col:gold`."""
    first: int
    last: int
    start: int
    end: int
    segment: int
    """Which part between commas it stands in."""
    unwanted: bool = False
    soft: bool = False
    lifted: bool = False
    """Spoken of as one that does not matter (any more)."""
    owned: bool = False

    def of(self, prefix: str) -> tuple[str, ...]:
        """What it may be of one sort."""
        return tuple(sorted(key[len(prefix) :] for key in self.keys if key.startswith(prefix)))

    @property
    def wanted(self) -> bool:
        """Whether it is asked for."""
        return not (self.unwanted or self.lifted or self.owned)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """A message, taken apart."""

    plain: Plain
    tokens: tuple[Token, ...]
    """With misspelt words put right."""
    segments: tuple[tuple[int, int], ...]
    """First and last place of each part between commas."""
    found: tuple[Mention, ...]
    lifting: tuple[int, ...] = ()
    """Segments in which something is said not to matter."""
    owning: tuple[int, ...] = ()
    """Segments in which something is said to be there already."""
    soft: tuple[int, ...] = ()

    def words(self, segment: int) -> str:
        """A segment in lower case."""
        first, last = self.segments[segment]
        return self.plain.low[self.tokens[first].start : self.tokens[last].end] if first <= last else ""


_SPACE: Final = re.compile(r"\s+")


def said(text: Plain, one: Mention) -> str:
    """The words of a mention."""
    return _SPACE.sub(" ", text.said(one.start, one.end))
