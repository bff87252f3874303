"""An approved answer: what a person of the shop has decided shall be said to a question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from mercery.core.i18n import Lang, Words
from mercery.knowledge.documents.document import SourceRef

AnswerStatus = Literal["approved", "retired", "declined"]
"""`declined`: the shop wants no answer to this question; it is known so that it can be refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedAnswer:
    """One question with its answer at one version. `key` stays the same over all versions."""

    key: str
    question: Words
    answer: Words
    phrasings: Mapping[Lang, tuple[str, ...]] = field(default_factory=dict)
    """Other ways to ask the same, by language."""
    category: str = ""
    links: tuple[str, ...] = ()
    """Keys of the policies the answer repeats; its amounts must agree with them."""
    owner: str = ""
    """Who answers for it."""
    sources: tuple[SourceRef, ...] = ()
    """The passages of documents it stands on."""
    status: AnswerStatus = "approved"
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    version: int = 1
    id: str = ""
    recorded_at: datetime | None = None

    def holds_at(self, moment: datetime) -> bool:
        """Whether it may be said at `moment`."""
        return self.status == "approved" and self._dated(moment)

    def listens_at(self, moment: datetime) -> bool:
        """Whether a message is held against it at `moment`: to be answered, or to be refused."""
        return self.status != "retired" and self._dated(moment)

    def _dated(self, moment: datetime) -> bool:
        begun = self.valid_from is None or self.valid_from <= moment
        return begun and (self.valid_to is None or moment < self.valid_to)

    def asked_as(self, lang: Lang) -> tuple[str, ...]:
        """Every way to ask it in `lang`, the question itself first."""
        own = (self.question.en,) if lang == "en" else (self.question.zh,)
        return tuple(dict.fromkeys(text for text in (*own, *self.phrasings.get(lang, ())) if text))
