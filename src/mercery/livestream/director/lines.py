"""What is to be said, in which order: reactions and a person's words first, then answers, then what is left of answers that gave
way, then the script. Pure."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from mercery.livestream.comments.wording import SetPhrase
from mercery.livestream.line import Line

REPEATED: Final = timedelta(minutes=40)
"""The same words are not said again before that."""
PASSED_AGAIN: Final = timedelta(minutes=1)
"""That a question went to a person is heard once within that time; below each comment it stands anyway."""
MOST_ANSWER_LINES: Final = 6
"""Sentences of answers that wait. While there are as many, comments wait in turn, where they can still be ranked anew."""


@dataclass(slots=True)
class Waiting:
    """The lines that are made and not yet handed to the engine."""

    urgent: deque[Line] = field(default_factory=deque)
    answers: deque[Line] = field(default_factory=deque)
    rests: deque[Line] = field(default_factory=deque)
    script: deque[Line] = field(default_factory=deque)

    @property
    def first(self) -> Line | None:
        """What is said next."""
        for lines in self._queues:
            if lines:
                return lines[0]
        return None

    @property
    def room_for_answers(self) -> bool:
        """Whether another comment may be answered aloud."""
        return len(self.answers) < MOST_ANSWER_LINES

    def take(self, line: Line) -> None:
        """It leaves the queue, wherever it stands."""
        for lines in self._queues:
            if line in lines:
                lines.remove(line)

    def replace(self, unsaid: Collection[str], line: Line) -> None:
        """Say this answer in place of the first of these lines, and none of them."""
        at = next((place for place, one in enumerate(self.answers) if one.id in unsaid), None)
        if at is not None:
            self.answers.insert(at, line)
        self.drop(lambda one: one.id in unsaid)

    def give_back(self, lines: Iterable[Line]) -> None:
        """Lines the engine gave back unheard stand first in their queues again, in their order."""
        for line in reversed(list(lines)):
            queue = self._queue(line)
            if all(one.id != line.id for one in queue):
                queue.appendleft(line)

    def drop(self, unwanted: Callable[[Line], bool]) -> list[Line]:
        """Take out what is not wanted; what that was."""
        gone: list[Line] = []
        for lines in self._queues:
            gone += [line for line in lines if unwanted(line)]
            kept = [line for line in lines if not unwanted(line)]
            lines.clear()
            lines.extend(kept)
        return gone

    def ahead(self, most: int = 5) -> tuple[Line, ...]:
        """What comes, in order."""
        return tuple([line for lines in self._queues for line in lines][:most])

    @property
    def _queues(self) -> tuple[deque[Line], ...]:
        return self.urgent, self.answers, self.rests, self.script

    def _queue(self, line: Line) -> deque[Line]:
        if line.kind == "answer":
            return self.rests if line.rest else self.answers
        return self.urgent if line.kind == "reaction" else self.script


@dataclass(slots=True)
class Said:
    """What was said, so that nothing is said twice."""

    _texts: OrderedDict[str, datetime] = field(default_factory=OrderedDict)
    _ids: OrderedDict[str, None] = field(default_factory=OrderedDict)
    _last_answer: SetPhrase = ""
    _passed_at: datetime | None = None

    def add(self, line_id: str, text: str, at: datetime) -> None:
        """It went out."""
        self._ids[line_id] = None
        self._texts[_plain(text)] = at
        self._texts.move_to_end(_plain(text))
        while self._texts and next(iter(self._texts.values())) < at - REPEATED:
            self._texts.popitem(last=False)
        while len(self._ids) > 2_000:
            self._ids.popitem(last=False)

    def forget(self, line: Line) -> None:
        """It was broken off before it claimed anything: it may be said as a whole."""
        self._texts.pop(_plain(line.text), None)

    def answered(self, phrase: SetPhrase, at: datetime) -> None:
        """An answer went out; `phrase`: what it was, where it was one of the set ones."""
        self._last_answer = phrase
        if phrase == "passed":
            self._passed_at = at

    def wears(self, phrase: SetPhrase, at: datetime) -> bool:
        """Whether a set answer would sound like a machine that is stuck: one that points below the comment right after another,
        one that passes a question on within PASSED_AGAIN of another. It is left to stand written then."""
        if phrase == "passed":
            return self._passed_at is not None and at - self._passed_at < PASSED_AGAIN
        return phrase == "pointer" and self._last_answer == "pointer"

    def again(self, line: Line, at: datetime) -> bool:
        """Whether the line would be a repetition: itself, ever, or its words within REPEATED. Answers and what has to be
        said may be alike, since others ask the same."""
        if line.id in self._ids:
            return True
        if line.kind in ("answer", "notice", "reaction"):
            return False
        before = self._texts.get(_plain(line.text))
        return before is not None and at - before < REPEATED


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
