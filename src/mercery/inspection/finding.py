"""A finding as stored, a judgement about it, and what was inspected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mercery.core.i18n import Lang, Words
from mercery.inspection.agents import Spokesman
from mercery.inspection.rule import RuleId, Severity

FindingState = Literal["open", "agreed", "overruled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownThen:
    """The fact a finding rests on, as it stood at `at`."""

    name: str
    value: str
    fact_id: str
    source: Words
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFinding:
    """A fault in a message of a conversation."""

    id: str
    conversation_id: str
    message_id: str
    rule: RuleId
    severity: Severity
    lang: Lang
    at: datetime
    agent: Spokesman
    quote: str
    why: Words
    expected: str
    known: KnownThen | None
    found_by: str
    found_by_name: str
    state: FindingState
    judged_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What one person said about a finding."""

    finding_id: str
    staff_id: str
    staff_name: str
    agreed: bool
    reason: str
    blind: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Praise:
    """A message that a customer thanked for, in a conversation without a fault."""

    agent_id: str
    message_id: str
    quote: str
    at: datetime
    conversation_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """A conversation as last inspected."""

    conversation_id: str
    lang: Lang
    ended_at: datetime
    inspected_at: datetime
    rules_version: int
    agents: Sequence[tuple[Spokesman, int]]
    praised: Sequence[Praise]
    matter: frozenset[str]
    ms: int
    read_by: str
    read_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFilter:
    """Which findings are wanted; an empty field does not narrow."""

    rule: RuleId | None = None
    agent_id: str = ""
    severity: Severity | None = None
    state: FindingState | None = "open"
    lang: Lang | None = None
    since: datetime | None = None
    until: datetime | None = None
    conversation_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoachingNote:
    """A word for whoever wrote."""

    id: str
    agent_id: str
    finding_id: str | None
    text: str
    by_name: str
    at: datetime
    seen_at: datetime | None
