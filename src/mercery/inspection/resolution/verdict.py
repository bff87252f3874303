"""The verdict on a finished conversation: resolved and verified, not yet to be said, not resolved, or settled by a person.

Verified means all of these: every question got an answer whose sentences stand on facts, or the thing asked for was done
with a receipt; no person of the shop took part; inspection found nothing serious that stands; the customer did not come
back on the same matter, complain, or get money back because of it within seven days. The market counts a conversation as
resolved when nobody was called and the customer wrote no more: whoever left counts as content. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal

from mercery.conversations.on_record import AnswerKind
from mercery.inspection.rule import Severity

State = Literal["verified", "not_yet", "unresolved", "person"]
Reason = Literal[
    "proved", "done", "waiting", "person", "no_answer", "not_known", "asked_back", "fault", "came_back", "complained",
    "refunded",
]  # fmt: skip
AfterKind = Literal["came_back", "complained", "refunded"]
DAYS: Final = 7
LOOKED_FOR: Final = timedelta(days=DAYS)
_GRAVE: Final[frozenset[Severity]] = frozenset(("critical", "serious"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Afterwards:
    """What the same person did later."""

    at: datetime
    kind: AfterKind
    matter: frozenset[str] = frozenset()
    """What it was about; empty: not known, which counts as the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A finished conversation, as far as the verdict turns on it."""

    finished_at: datetime
    answers: Sequence[AnswerKind]
    """What the record says of the assistant's answers, in order."""
    receipts: int = 0
    person: bool = False
    """A person was called or took part."""
    last_word: Literal["assistant", "customer", "person"] = "assistant"
    faults: Collection[Severity] = ()
    """Severities of the findings that are open or agreed."""
    matter: frozenset[str] = frozenset()
    complains: bool = False
    """The customer complains in it; that is how an earlier conversation learns of a complaint."""
    afterwards: Sequence[Afterwards] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The verdict with its reason. `market`: what others would count."""

    state: State
    reason: Reason
    market: bool
    due_at: datetime


def verdict(ended: Ended, now: datetime) -> Resolution:
    """The first reason that holds decides; without one it is verified as soon as the days are over."""
    due = ended.finished_at + LOOKED_FOR
    market = not ended.person and ended.last_word == "assistant"
    against = _against(ended)
    if ended.person:
        return Resolution(state="person", reason="person", market=market, due_at=due)
    if against is not None:
        return Resolution(state="unresolved", reason=against, market=market, due_at=due)
    if now < due:
        return Resolution(state="not_yet", reason="waiting", market=market, due_at=due)
    return Resolution(state="verified", reason="done" if ended.receipts else "proved", market=market, due_at=due)


def _against(ended: Ended) -> Reason | None:
    """Why it is not resolved; None where nothing speaks against it."""
    answers = [kind for kind in ended.answers if kind != "social"]
    if ended.last_word == "customer":
        return "no_answer"
    if not answers and not ended.receipts:
        return "no_answer"
    if "not_known" in answers:
        return "not_known"
    if answers and answers[-1] == "asked_back" and not ended.receipts:
        return "asked_back"
    if _GRAVE & set(ended.faults):
        return "fault"
    return next(iter(_later(ended)), None)


def _later(ended: Ended) -> list[Reason]:
    """What the same person did about it within the days, the gravest first."""
    due = ended.finished_at + LOOKED_FOR
    order: tuple[AfterKind, ...] = ("refunded", "complained", "came_back")
    held = [
        one for one in ended.afterwards if ended.finished_at < one.at <= due and same_matter(ended.matter, one.matter)
    ]
    return [kind for kind in order if any(one.kind == kind for one in held)]


def same_matter(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two things are about the same. Where it is not known of either, they count as the same: doubt does not
    make the number better."""
    return not one or not other or bool(one & other)
