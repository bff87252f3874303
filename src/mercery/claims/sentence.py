"""A rendered sentence: its text, and which characters of it stand on which fact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mercery.claims.facts import Fact

How = Literal["holds", "computed", "asked", "name"]
"""The fact says it; worked out from the fact; repeated from the customer's question; what the shop calls a product."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Characters `start` to `end` (exclusive) and what they stand on. `fact_id` is empty for `asked` and `name`."""

    start: int
    end: int
    fact_id: str = ""
    how: How = "holds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of an answer."""

    text: str
    spans: tuple[Span, ...] = ()
    place: str = ""
    """Where it stands: on the card of the product of that id, in the table at the row of that number (`row/2`), as the question
    below it all (`ask`), or, when empty, in the running text."""

    @property
    def fact_ids(self) -> tuple[str, ...]:
        """The facts it stands on, in order of appearance."""
        return tuple(dict.fromkeys(span.fact_id for span in self.spans if span.fact_id))


class Line:
    """Builds one sentence piece by piece, keeping the place of each claim."""

    def __init__(self, place: str = "") -> None:
        self._text = ""
        self._place = place
        self._spans: list[Span] = []

    def say(self, words: str) -> Line:
        """Add words that claim nothing."""
        self._text += words
        return self

    def fact(self, fact: Fact, words: str, how: How = "holds") -> Line:
        """Add words that stand on `fact`."""
        return self._span(words, fact.id, how)

    def stands_on(self, fact_id: str, words: str) -> Line:
        """Add words that stand on the fact of that id."""
        return self._span(words, fact_id, "holds")

    def asked(self, words: str) -> Line:
        """Add words repeated from the question."""
        return self._span(words, "", "asked")

    def name(self, words: str) -> Line:
        """Add what the shop calls something."""
        return self._span(words, "", "name")

    def add(self, other: Line, between: str = "") -> Line:
        """Append another line after `between`."""
        shift = len(self._text) + len(between)
        self._text += between + other._text
        self._spans += [
            Span(start=span.start + shift, end=span.end + shift, fact_id=span.fact_id, how=span.how)
            for span in other._spans
        ]
        return self

    @property
    def text(self) -> str:
        """What has been said so far."""
        return self._text

    @property
    def empty(self) -> bool:
        """Whether nothing has been said yet."""
        return not self._text

    def done(self) -> Sentence:
        """The sentence, its first letter a capital."""
        text = self._text[:1].upper() + self._text[1:]
        return Sentence(text=text, spans=tuple(self._spans), place=self._place)

    def _span(self, words: str, fact_id: str, how: How) -> Line:
        if words:
            start = len(self._text)
            self._text += words
            self._spans.append(Span(start=start, end=start + len(words), fact_id=fact_id, how=how))
        return self
