"""A finished conversation as inspection reads it, and what is found in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from mercery.core.i18n import Lang, Words
from mercery.inspection.rule import RuleId

Role = Literal["customer", "agent"]
Agent = Literal["bot", "human"]
_NO_SOURCE: Final = Words("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One message. `agent` says who wrote an agent's turn; it is None for a customer's."""

    role: Role
    text: str
    at: datetime
    agent: Agent | None = None
    message_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Something the shop knew when the conversation took place: `name` is what it is about ("warranty", "退货期"), in any
    language, `value` what holds ("2 years"). How loosely it is written does not matter; `reading` makes values of it.
    """

    name: str
    value: str
    fact_id: str = ""
    source: Words = _NO_SOURCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """The turns in order, counted from 0."""

    lang: Lang
    turns: Sequence[Turn]
    known: Sequence[Known] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule that a turn breaks. A fault that goes on is found once, where it begins."""

    rule: RuleId
    turn: int
    quote: str
    """The words of the turn it rests on."""
    why: Words
    expected: str = ""
    """What should have been said, or what holds."""
    known: Known | None = None
    """What contradicts it, where something does."""
