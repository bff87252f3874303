"""The headings one stands under while a document is read from top to bottom. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final


@dataclass(slots=True)
class Headings:
    """A stack of headings by level."""

    _open: list[tuple[int, str]] = field(default_factory=list)

    @property
    def path(self) -> tuple[str, ...]:
        """The headings that hold here, the widest first."""
        return tuple(text for _, text in self._open)

    def enter(self, level: int, text: str) -> tuple[str, ...]:
        """Take a new heading, which ends those of its level and below; returns those it stands under itself."""
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        above = self.path
        self._open.append((level, text))
        return above

    def leave(self, level: int) -> None:
        """End every heading of that level and below."""
        while self._open and self._open[-1][0] >= level:
            self._open.pop()


BY_EYE: Final = 7
"""Level of what is a heading only by its looks: below all that are marked as such."""
_LONGEST: Final = 90
_ENDS: Final = re.compile(r"[.;,。；，:：]$")


def looks_like_heading(text: str) -> bool:
    """Whether a paragraph that is set in bold throughout may be a heading: short, and no sentence."""
    return len(text) <= _LONGEST and not _ENDS.search(text) and any(sign.isalpha() for sign in text)
