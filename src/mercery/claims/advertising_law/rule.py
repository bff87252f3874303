"""What a rule of advertising law is, and what breaks one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mercery.core.i18n import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """Where a jurisdiction has a rule."""

    jurisdiction: str
    name: Words
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of forbidden wording, and why it is."""

    key: str
    laws: tuple[Law, ...]
    reason: Words

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """Where it holds."""
        return tuple(one.jurisdiction for one in self.laws)

    @property
    def source(self) -> str:
        """Its laws in one line."""
        return "; ".join(f"{one.jurisdiction.upper()} {one.name.en} {one.article}" for one in self.laws)


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Wordings of one kind that break a rule, and what they are harmless in."""

    key: str
    rule: Rule
    words: re.Pattern[str]
    harmless: re.Pattern[str] | None
    denied: bool
    """Whether denying or forbidding it makes it harmless."""
    shown: tuple[int, int]
    """So many signs before and after the match belong to what a reader is shown."""
    only: str
    """The language of the texts it is read in; empty: any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """Words that break a rule, and where they stand in the text."""

    rule: Rule
    family: str
    words: str
    start: int
    end: int
    laws: tuple[Law, ...]
    """Those of the jurisdictions that were asked for."""

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """Where these words may not be said."""
        return tuple(one.jurisdiction for one in self.laws)

    @property
    def law(self) -> Law:
        """The first of its laws."""
        return self.laws[0]

    @property
    def reason(self) -> Words:
        """Why, for a reader: the words, the reason and the law."""
        law = self.law
        return Words(
            f"“{self.words}”: {self.rule.reason.en} ({law.name.en}, {law.article})",
            f"“{self.words}”：{self.rule.reason.zh}（{law.name.zh} {law.article}）",
        )
