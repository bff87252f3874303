"""A clear question of the customer is never answered in the rest of the conversation. Pure.

A wrong accusation costs more than a miss: in doubt about the question or the answer nothing is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mercery.core.i18n import Words
from mercery.inspection.rule import RuleId
from mercery.inspection.talk.answering import comes_back_to, may_settle, unanswered
from mercery.inspection.talk.asking import Question, asked_again, is_clear, questions
from mercery.inspection.talk.paying import proposes_past_checkout
from mercery.inspection.talk.tone import rude
from mercery.inspection.transcript import Finding, Transcript, Turn

_EXPECTED = Words("An answer, or that there is none", "给出答复，或说明无法答复")


@dataclass(slots=True)
class _Open:
    question: Question
    turn: int


def find(transcript: Transcript) -> Iterator[Finding]:
    for one in _open(transcript.turns):
        yield Finding(
            rule=RuleId.UNANSWERED_QUESTION, turn=one.turn, quote=one.question.quote,
            why=Words(f"“{one.question.quote}” is never answered.", f"“{one.question.quote}”始终没有得到回答。"),
            expected=_EXPECTED.text(transcript.lang),
        )  # fmt: skip


def _open(turns: Sequence[Turn]) -> list[_Open]:
    """The questions left open at the end, at the turn where they were last asked."""
    found: list[_Open] = []
    asked: list[Question] = []
    before: list[Question] = []
    at = 0
    for index, turn in enumerate(turns):
        if turn.role == "customer":
            said = turns[index - 1].text if index and turns[index - 1].role == "agent" else ""
            new = [asked_again(one, before) for one in questions(turn.text) if is_clear(one, said)]
            before += new
            asked = new if index and turns[index - 1].role == "agent" else [*asked, *new]
            at = index
            found = [one for one in found if not _asks_again(one, new)]
            continue
        found = [one for one in found if not comes_back_to(one.question, turn.text)]
        left = [one for one in unanswered(asked, turn.text) if not may_settle(one, turn.text)] if asked else []
        # Who scolds in place of an answer, or talks of money past the checkout, is found for that.
        if left and rude(turn.text) is None and not proposes_past_checkout(turn.text):
            found += [_Open(one, at) for one in left]
        asked = []
    return found


def _asks_again(one: _Open, new: Sequence[Question]) -> bool:
    """Whether the question is asked anew: then the later one counts."""
    return any(
        one.question.words & again.words or (one.question.topics & again.topics and one.question.kind == again.kind)
        for again in new
    )
