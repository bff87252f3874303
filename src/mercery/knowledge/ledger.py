"""The ledger of approved answers: the state of each, what is missing, and which lines somebody wants to see. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from mercery.core.i18n import LANGS, Lang, Words
from mercery.knowledge.answer import ApprovedAnswer

SOON: Final = timedelta(days=90)
"""An answer that ends within this time is pointed out."""

AnswerState = Literal["said", "ending", "contradicts", "coming", "ended", "retired", "declined"]
Show = Literal["current", "gaps", "ending", "contradicts", "retired", "all"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """One answer in the ledger."""

    answer: ApprovedAnswer
    state: AnswerState
    gaps: tuple[Lang, ...]
    """Languages in which the question or the answer is not written."""

    @property
    def current(self) -> bool:
        """Whether it is said now or will be."""
        return self.state not in ("retired", "ended", "declined")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCounts:
    """How the shop's answers stand."""

    said: int
    ending: int
    contradicts: int
    gaps: int
    retired: int
    total: int

    @property
    def verdict(self) -> Words:
        """The page's conclusion in one sentence."""
        if not self.total:
            return Words("No answer is approved yet.", "还没有核准的答复。")
        en = "One answer is said" if self.said == 1 else f"{self.said} answers are said"
        zh = f"{self.said} 条答复生效中"
        worst = [
            (self.contradicts, "held back", "暂停使用"),
            (self.ending, "ending soon", "即将到期"),
            (self.gaps, "missing a language", "缺一种语言"),
        ]
        rest = [(count, text_en, text_zh) for count, text_en, text_zh in worst if count]
        if not rest:
            return Words(f"{en}, each in both languages.", f"{zh}，中英文齐备。")
        return Words(
            f"{en}; " + ", ".join(f"{count} {text}" for count, text, _ in rest) + ".",
            f"{zh}；" + "，".join(f"{count} 条{text}" for count, _, text in rest) + "。",
        )


def state_of(answer: ApprovedAnswer, moment: datetime, contradicting: AbstractSet[str]) -> AnswerState:
    """How the answer stands at `moment`; `contradicting` are the keys that a policy forbids."""
    if answer.status != "approved":
        return answer.status
    if answer.valid_to is not None and answer.valid_to <= moment:
        return "ended"
    if answer.valid_from is not None and moment < answer.valid_from:
        return "coming"
    if answer.key in contradicting:
        return "contradicts"
    return "ending" if answer.valid_to is not None and answer.valid_to - moment < SOON else "said"


def gaps_of(answer: ApprovedAnswer) -> tuple[Lang, ...]:
    """The languages in which question or answer are missing."""
    return tuple(lang for lang in LANGS if not (answer.question.has(lang) and answer.answer.has(lang)))


def lines_of(answers: Sequence[ApprovedAnswer], moment: datetime, contradicting: AbstractSet[str]) -> list[AnswerLine]:
    """Every answer with its state, by category and then by question."""
    lines = [AnswerLine(answer=one, state=state_of(one, moment, contradicting), gaps=gaps_of(one)) for one in answers]
    return sorted(lines, key=lambda line: (line.answer.category, line.answer.question.text("en").lower()))


def counts_of(lines: Sequence[AnswerLine]) -> AnswerCounts:
    """The figures above the ledger."""
    states = [line.state for line in lines]
    return AnswerCounts(
        said=states.count("said") + states.count("ending"),
        ending=states.count("ending"),
        contradicts=states.count("contradicts"),
        gaps=sum(1 for line in lines if line.gaps and line.current),
        retired=states.count("retired") + states.count("ended") + states.count("declined"),
        total=len(lines),
    )


def wanted(lines: Sequence[AnswerLine], *, show: Show, words: str = "", category: str = "") -> list[AnswerLine]:
    """The lines to show. All of `words` must occur in question, answer, phrasings, category, owner or key."""
    parts = words.lower().split()
    return [
        line
        for line in lines
        if _shown(line, show)
        and (not category or line.answer.category == category)
        and all(part in _text(line.answer) for part in parts)
    ]


def _shown(line: AnswerLine, show: Show) -> bool:
    match show:
        case "all":
            return True
        case "current":
            return line.current
        case "gaps":
            return line.current and bool(line.gaps)
        case "retired":
            return not line.current
        case _:
            return line.state == show


def _text(answer: ApprovedAnswer) -> str:
    phrasings = [text for texts in answer.phrasings.values() for text in texts]
    parts = (answer.key, answer.category, answer.owner)
    words = (answer.question.en, answer.question.zh, answer.answer.en, answer.answer.zh)
    return "\n".join((*parts, *words, *phrasings)).lower()
