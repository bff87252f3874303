"""A clear question of the customer is never answered in the rest of the conversation. Pure.

A wrong accusation costs more than a miss: in doubt about the question or the answer nothing is found. Two ways lead to a
finding: of several questions of a message one is answered and nothing ever said speaks to this one's subject, or a single
question is met with what is known of something else; and a question asked again, or alone, that no reply may be meant for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mercery.core.i18n import Words
from mercery.inspection.reading.facts import Fact, facts
from mercery.inspection.rule import RuleId
from mercery.inspection.talk.answering import comes_back_to, may_settle, unanswered
from mercery.inspection.talk.asking import Question, asked_again, is_clear, questions
from mercery.inspection.talk.left_open import left_open
from mercery.inspection.talk.paying import proposes_past_checkout
from mercery.inspection.talk.tone import rude
from mercery.inspection.transcript import Finding, Transcript, Turn

_EXPECTED = Words("An answer, or that there is none", "给出答复，或说明无法答复")


@dataclass(slots=True)
class _Open:
    question: Question
    turn: int


def find(transcript: Transcript) -> Iterator[Finding]:
    if not transcript.turns:
        return
    known = facts(transcript.known, transcript.turns[0].at.year)
    for one in [*_among_others(transcript.turns, known), *_alone(transcript.turns)]:
        yield Finding(
            rule=RuleId.UNANSWERED_QUESTION, turn=one.turn, quote=one.question.quote,
            why=Words(f"“{one.question.quote}” is never answered.", f"“{one.question.quote}”始终没有得到回答。"),
            expected=_EXPECTED.text(transcript.lang),
        )  # fmt: skip


def _among_others(turns: Sequence[Turn], known: Sequence[Fact]) -> Iterator[_Open]:
    """The questions of each message that nothing said afterwards speaks to."""
    message: list[tuple[Question, int]] = []
    words: list[str] = []
    for index, turn in enumerate(turns):
        if turn.role != "customer":
            if message:
                replies = [one.text for one in turns[index:] if one.role == "agent"]
                asked = [question for question, _ in message]
                left = left_open("\n".join(words), asked, replies, known)
                yield from (_Open(question, at) for question, at in message if question in left)
            message, words = [], []
            continue
        words.append(turn.text)
        said = turns[index - 1].text if index and turns[index - 1].role == "agent" else ""
        message += [(one, index) for one in questions(turn.text) if is_clear(one, said)]


def _alone(turns: Sequence[Turn]) -> list[_Open]:
    """The single questions left open at the end, at the turn where they were last asked."""
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
            found += [_Open(one, at) for one in left if len(asked) == 1 or one.again]
        asked = []
    return found


def _asks_again(one: _Open, new: Sequence[Question]) -> bool:
    """Whether the question is asked anew: then the later one counts."""
    return any(
        one.question.words & again.words or (one.question.topics & again.topics and one.question.kind == again.kind)
        for again in new
    )
