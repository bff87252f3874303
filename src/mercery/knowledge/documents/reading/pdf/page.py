"""What a page holds before anything is made of it: words with their place and type, and ruled lines."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Word:
    """Signs without a gap. Coordinates in points from the upper left corner of the page as it is looked at."""

    text: str
    x0: float
    x1: float
    base: float
    """Where the signs stand."""
    size: float
    bold: bool
    spaced: bool = False
    """Whether a space stands before it."""
    soft: bool = False
    """Whether it ends with a hyphen that only the end of the line asked for."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin straight line; `at` is its height when level, its distance from the left else."""

    level: bool
    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    """One page, counted from 1."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    """In the order in which the file draws them."""
    rules: list[Rule] = field(default_factory=list)


@dataclass(slots=True)
class Line:
    """Words on one height without a wide gap."""

    words: list[Word]

    @property
    def x0(self) -> float:
        """Left end."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right end."""
        return self.words[-1].x1

    @property
    def base(self) -> float:
        """Height at which it stands."""
        return self.words[0].base

    @property
    def size(self) -> float:
        """Size of type of most of its signs."""
        sizes: dict[float, int] = {}
        for word in self.words:
            sizes[word.size] = sizes.get(word.size, 0) + len(word.text)
        return max(sizes, key=lambda size: (sizes[size], size))

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(word.bold for word in self.words)

    @property
    def text(self) -> str:
        """The words with their spaces."""
        return words_text(self.words)


def words_text(words: list[Word]) -> str:
    """The words with their spaces."""
    parts: list[str] = []
    for place, word in enumerate(words):
        if place and word.spaced:
            parts.append(" ")
        parts.append(word.text)
    return "".join(parts)
