"""A conversation as pages show it: sentences cut at their claims, and all claims of the assistant gathered for a look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from mercery.conversations.conversation import EvidenceOut, EvidenceState, Message, SentenceOut

_LONGEST_TITLE: Final = 60
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
    words: str = ""
    """The words claimed, cut from the sentence; empty when no words were marked."""

    @property
    def title(self) -> str:
        """What was claimed, in the words said, else what it is about."""
        return self.words or self.evidence.label

    @property
    def source(self) -> str:
        """Where it stands: "Material, catalogue"."""
        comma = "，" if any("\u4e00" <= letter <= "\u9fff" for letter in self.evidence.source) else ", "
        label = self.evidence.label
        adds = bool(self.words) and label != self.words and label not in self.evidence.source
        parts = [label] if adds else []
        return comma.join([*parts, self.evidence.source])


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
            lines[_identity(item)] = ClaimLine(
                evidence=item,
                state="ended" if ended else item.state,
                said_at=message.created_at,
                words=_words(message, item.key),
            )
    return list(lines.values())


def claim_numbers(messages: Iterable[Message]) -> dict[tuple[str, str], int]:
    """The place of each claim among all of the conversation, by message id and the key it has in that message."""
    places: dict[str, int] = {}
    return {
        (message.id, item.key): places.setdefault(_identity(item), len(places))
        for message in messages
        for item in message.body.evidence
    }


def _identity(item: EvidenceOut) -> str:
    return item.fact_id or f"{item.label}/{item.source}"


def _words(message: Message, key: str) -> str:
    """The first words marked with the key that are short enough to stand in a list."""
    for sentence in message.body.sentences:
        for piece in pieces(sentence, message.body.evidence):
            if piece.key == key and len(piece.text) <= _LONGEST_TITLE:
                return piece.text
    return ""
