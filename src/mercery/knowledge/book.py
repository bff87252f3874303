"""The approved answers of a shop, ready to be asked: what a message meets among them. Pure but for the lock of a build."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from mercery.claims.facts import Fact
from mercery.core.i18n import Lang, Words
from mercery.knowledge.agreement import disagreeing
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.facts import answer_fact
from mercery.knowledge.meaning import Vector
from mercery.knowledge.retrieval import AnswerIndex, Match

_INDEXES_KEPT: Final = 8
"""Of the words last indexed: a release is checked with answers that are said soon after, and a change in one language leaves
the other as it was."""


def no_vector(text: str, lang: Lang) -> Vector | None:
    return None


class LaterIndex:
    """The index of one language, built when it is first asked: most messages are written in one, and many name a fact."""

    def __init__(self, answers: Sequence[ApprovedAnswer], lang: Lang) -> None:
        self._answers, self._lang = answers, lang
        self._lock = threading.Lock()
        self._built: AnswerIndex | None = None

    def match(self, text: str) -> Match:
        """What the message asks for among the answers."""
        return self._index().match(text)

    def exact(self, text: str) -> str | None:
        """The key of the answer of which `text` is a phrasing, word for word."""
        return self._index().exact(text)

    @property
    def built(self) -> bool:
        """Whether it has been asked yet, or built beforehand."""
        return self._built is not None

    @property
    def building(self) -> bool:
        """Whether somebody builds it at this moment."""
        return self._built is None and self._lock.locked()

    def build(self) -> None:
        """Build it now; takes most of a second for some forty answers."""
        self._index()

    def _index(self) -> AnswerIndex:
        with self._lock:
            if self._built is None:
                self._built = _index_of(_said_in(self._answers, self._lang))
            return self._built


@dataclass(frozen=True, slots=True)
class _Said:
    """All that an index by words is made of; the answers themselves may be others of the same words."""

    lang: Lang
    words: tuple[tuple[str, tuple[str, ...], str], ...]
    answers: Sequence[ApprovedAnswer] = field(compare=False, repr=False)


def _said_in(answers: Sequence[ApprovedAnswer], lang: Lang) -> _Said:
    words = tuple((one.key, tuple(one.asked_as(lang)), one.answer.text(lang)) for one in answers)
    return _Said(lang, words, answers)


@lru_cache(maxsize=_INDEXES_KEPT)
def _index_of(said: _Said) -> AnswerIndex:
    return AnswerIndex(said.answers, said.lang)


@dataclass(frozen=True, slots=True)
class AnswerBook:
    """The answers of a shop, ready to be asked in one turn."""

    by_key: Mapping[str, ApprovedAnswer]
    withheld: frozenset[str]
    """Keys that contradict a policy in force, or whose source says otherwise by now."""
    english: LaterIndex
    chinese: LaterIndex
    by_meaning: Mapping[Lang, AnswerIndex] = field(default_factory=dict)
    """The languages in which meaning is known beside words."""
    vector_of: Callable[[str, Lang], Vector | None] = no_vector

    @property
    def declined(self) -> frozenset[str]:
        """Keys of the questions to which no answer is wanted."""
        return frozenset(key for key, one in self.by_key.items() if one.status == "declined")

    def declines(self, text: str, lang: Lang) -> bool:
        """Whether the message asks what the shop has decided not to answer."""
        declined = self.declined
        if not declined:
            return False
        found = self._match(text, lang)
        first = found.candidates[0].key if found.verdict == "direct" else None
        return bool({self.exact(text, lang), first} & declined)

    def match(self, text: str, lang: Lang) -> Match:
        """What the message asks for among the answers: by meaning and words, or by words where meaning is not to be had.

        A question to which no answer is wanted is never among the candidates.
        """
        found, declined = self._match(text, lang), self.declined
        kept = tuple(one for one in found.candidates if one.key not in declined)
        if len(kept) == len(found.candidates):
            return found
        direct = found.verdict == "direct" and found.candidates[0].key not in declined
        return replace(found, candidates=kept, verdict="direct" if direct else ("choices" if kept else "none"))

    def _match(self, text: str, lang: Lang) -> Match:
        deep = self.by_meaning.get(lang)
        vector = self.vector_of(text, lang) if deep is not None else None
        if deep is not None and vector is not None:
            return deep.match(text, vector)
        return (self.english if lang == "en" else self.chinese).match(text)

    def exact(self, text: str, lang: Lang) -> str | None:
        """The key of the answer of which `text` is a phrasing, word for word."""
        return (self.english if lang == "en" else self.chinese).exact(text)

    def fact(self, key: str) -> Fact | None:
        """The answer as a fact; None when it may not be said."""
        one = self.by_key.get(key)
        said = one is not None and one.status == "approved" and key not in self.withheld
        return answer_fact(one) if one is not None and said else None

    def question(self, key: str) -> Words:
        """The question it answers."""
        return self.by_key[key].question


def book(answers: Sequence[ApprovedAnswer], statements: Mapping[str, Words]) -> AnswerBook:
    """The answers ready to be asked; those that contradict `statements` (policy key to words) are withheld. Pure."""
    return AnswerBook(
        {one.key: one for one in answers},
        frozenset(one.key for one in disagreeing(answers, statements)),
        LaterIndex(answers, "en"),
        LaterIndex(answers, "zh"),
    )
