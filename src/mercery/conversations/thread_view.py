"""A conversation as pages show it: sentences cut at their claims, and all claims of the assistant gathered for a look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mercery.conversations.conversation import EvidenceOut, EvidenceState, Message, SentenceOut

CheckState = Literal["holds", "computed", "expiring", "ended"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a sentence; with a key it is a claim."""

    text: str
    key: str = ""
    state: EvidenceState = "holds"
    fact_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """One claim of the conversation with what it stands on, as it holds now."""

    evidence: EvidenceOut
    state: CheckState
    said_at: datetime


def pieces(sentence: SentenceOut, evidence: Sequence[EvidenceOut]) -> list[Piece]:
    """The sentence in order, cut at its claims; overlapping or misplaced spans lose to the earlier one."""
    by_key = {item.key: item for item in evidence}
    letters, at, found = sentence.text, 0, []
    for span in sorted(sentence.spans, key=lambda span: span.start):
        if span.start < at or span.end <= span.start or span.end > len(letters):
            continue
        if span.start > at:
            found.append(Piece(text=letters[at : span.start]))
        known = by_key.get(span.key)
        found.append(
            Piece(
                text=letters[span.start : span.end],
                key=span.key,
                state=known.state if known else "holds",
                fact_id=known.fact_id if known else "",
            )
        )
        at = span.end
    if at < len(letters):
        found.append(Piece(text=letters[at:]))
    return found


def claims_said(messages: Iterable[Message], moment: datetime) -> list[ClaimLine]:
    """Every claim the assistant made, once, the newest wording of each; what ended since is marked."""
    lines: dict[str, ClaimLine] = {}
    for message in messages:
        for item in message.body.evidence:
            ended = item.valid_to is not None and item.valid_to <= moment
            identity = item.fact_id or f"{item.label}/{item.source}"
            lines[identity] = ClaimLine(
                evidence=item, state="ended" if ended else item.state, said_at=message.created_at
            )
    return list(lines.values())
