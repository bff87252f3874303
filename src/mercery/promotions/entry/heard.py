"""What was understood of rules in plain language, from which words, and what was not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from mercery.core.i18n import Words
from mercery.promotions.rules.goods import Sku
from mercery.promotions.rules.rule import Rule
from mercery.promotions.telling.names import Names

DOUBT: Final = "doubt"
"""Begins the id of a question about a rule that was understood and can hardly be meant."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the shop calls its goods, buyers and rules, and which day it is there."""

    names: Names
    """Its currency is the shop's; its zone is that of days and hours without one."""
    today: date
    goods: Mapping[str, Sku] = field(default_factory=dict)
    """Articles with their tags, to tell which ones two tags have in common."""
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Other names of a tag, article, seller or audience, by its id."""
    taken: frozenset[str] = frozenset()
    """Ids of rules there are already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of the text and what it was understood as."""

    start: int
    end: int
    kind: str
    """`benefit`, `threshold`, `goods`, `period`, `buyers`, `code`, `limit`, `beside`, `funding`, `reckoning`."""
    words: Words
    rules: tuple[str, ...]
    """Ids of the rules it became part of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheard:
    """A stretch of the text that became part of no rule."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Where the words can mean more than one thing, or something is missing."""

    id: str
    """To answer it: `hear(…, answers={id: number of the choice})`."""
    start: int
    end: int
    words: Words
    choices: tuple[Words, ...] = ()
    """The rules heard are those of the first. Without any, the text itself has to be changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Rules as they were understood; a person confirms them."""

    text: str
    rules: tuple[Rule, ...]
    parts: tuple[Part, ...]
    unheard: tuple[Unheard, ...]
    questions: tuple[Question, ...]
    incomplete: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Rules, by id, beside which words were not understood, with the words: nobody should take such a rule over before
    somebody said that it is whole without them."""

    @property
    def settled(self) -> bool:
        """Whether every word was understood in one way only."""
        return bool(self.rules) and not self.unheard and not self.questions
