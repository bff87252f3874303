"""A question with an answer that a document suggests. Nobody says it before a person of the shop approved it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from mercery.core.i18n import Lang, Words
from mercery.knowledge.documents.document import SourceRef

ThreadKind = Literal["amount", "date", "condition"]
BY_HAND: Final = "hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """One number, date or condition of the answer, and where its source says it."""

    lang: Lang
    kind: ThreadKind
    start: int
    """The characters `start` to `end` of the answer in `lang`."""
    end: int
    source: int | None = None
    """Which of the draft's sources; None when none says anything of the kind."""
    source_start: int = 0
    source_end: int = 0
    agrees: bool = False
    """Whether the source says the same. An answer with a thread that does not cannot be approved."""
    left_out: bool = False
    """The source limits the sentence at `start` to `end` by a condition, or denies it, and the answer does not say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRow:
    """A statement of policy in a document, with its values: what becomes a policy of the shop once approved."""

    topic: str
    """A topic of `policies.policy`, such as returns."""
    values: Mapping[str, object]
    """Such as {"days": 30}."""
    valid_from: str = ""
    """Date as ISO 8601, empty when the document names none."""
    valid_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One suggestion, with the passages it was made from."""

    question: Words
    answer: Words
    sources: tuple[SourceRef, ...]
    phrasings: Mapping[Lang, tuple[str, ...]] = field(default_factory=dict)
    category: str = ""
    policy: PolicyRow | None = None
    """Set when the passage states a policy."""
    made_by: str = "rules"
    """`rules`, `hand` for what a person of the shop wrote, or the name of the model whose wording it is."""
