"""Brings a model's sentences and the code's together: what the answer has to say is said, whatever the model left out. Pure.

Works sentence by sentence, so that each can go out as soon as it is judged; a record with the model's draft gives the
same answer again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from mercery.assistant.turns import Held
from mercery.assistant.wording.judging import Judge
from mercery.claims.placeholders import Filled, Slot, fill, slots_of
from mercery.claims.sentence import Sentence
from mercery.claims.streaming import sentences_of

MOST: Final = 10
"""Sentences of a model that are looked at; what comes after is a loop or a lecture."""
MOST_TALK: Final = 3
MOST_INSTEAD: Final = 2
"""Refused assertions that come back as what the facts say."""
_GRAM: Final = 5
_WHOLE: Final = re.compile(r"(\{\s*s\s*\d{1,2}\s*\})")
"""A whole sentence of the code's, which parts what stands before and after it."""
_VERDICT: Final = re.compile(r"^(?:yes|no|only in part|i cannot say)\b|^(?:是的|不是|部分是|这一点没有)", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class Composer:
    """Takes a model's sentences in order and gives what goes out."""

    base: Sequence[Sentence]
    judge: Judge
    must: frozenset[int] = frozenset()
    """Sentences of `base` that are said in any case, also when their facts were told: a yes or no, a question back."""
    held: list[Held] = field(default_factory=list)
    passed: int = 0
    refused: int = 0
    _said: set[int] = field(default_factory=set)
    _facts: set[str] = field(default_factory=set)
    _texts: list[str] = field(default_factory=list)
    _talk: list[Sentence] = field(default_factory=list)
    instead: list[Sentence] = field(default_factory=list)
    _talked: int = 0
    _seen: int = 0
    _slots: tuple[Slot, ...] = ()
    _parts: dict[str, int] = field(default_factory=dict)
    """What the code's sentences are made of (one of them may be several to the eye), and which one it is."""

    def __post_init__(self) -> None:
        self._slots = slots_of(self.base)
        for at, one in enumerate(self.base):
            for part in (one.text, *sentences_of(one.text)):
                self._parts.setdefault(_plain(part), at)
        self.must = self.must | {
            at for at, one in enumerate(self.base) if not one.fact_ids or _VERDICT.search(one.text)
        }  # fmt: skip

    def feed(self, text: str) -> list[Sentence]:
        """The sentences that go out now that the model has written `text`, one sentence."""
        parts = [part for part in _WHOLE.split(text) if part.strip(" .。")]
        return [sentence for part in parts for sentence in self._part(part)]

    def _part(self, text: str) -> list[Sentence]:
        self._seen += 1
        if self._seen > MOST:
            return []
        filled = self._known(text) or fill(text, self.base, self._slots)
        if filled.whole is not None:
            return self._code(filled.whole)
        if self._repeats(filled.text):
            return self._refuse(filled, "says it again")
        judgement = self.judge.judge(filled)
        if judgement.sentence is None:
            self.instead += [one for one in judgement.instead if one not in self.instead]
            return self._refuse(filled, judgement.reason)
        self.passed += 1
        self._texts.append(_plain(filled.text))
        if judgement.talk:
            return self._small_talk(judgement.sentence)
        self._facts |= set(judgement.sentence.fact_ids)
        return [*self._released(), judgement.sentence]

    def finish(self) -> list[Sentence]:
        """What the model left unsaid, by code, and then its last courtesy."""
        closing, self._talk = self._talk, []
        rest: list[Sentence] = []
        for at, sentence in enumerate(self.base):
            if at not in self._said and (at in self.must or not set(sentence.fact_ids) <= self._facts):
                rest += self._code(at)
        told = {key for one in (*self.base, *rest) for key in one.fact_ids} | self._facts
        true = [one for one in self.instead if not set(one.fact_ids) <= told]
        return [*rest, *true[:MOST_INSTEAD], *closing]

    def blocked(self) -> list[tuple[str, str]]:
        """What was refused, with the reason, to have it written again."""
        return [(one.text, one.reason) for one in self.held]

    def _known(self, text: str) -> Filled | None:
        """A sentence that is the code's own, word for word."""
        at = self._parts.get(_plain(text))
        return None if at is None else Filled(text=self.base[at].text, whole=at)

    def _code(self, at: int) -> list[Sentence]:
        if at in self._said:
            return []
        self._said.add(at)
        self._texts.append(_plain(self.base[at].text))
        return [*self._released(), self.base[at]]

    def _small_talk(self, sentence: Sentence) -> list[Sentence]:
        """Courtesy opens an answer at once; later it waits until something follows, so that it does not part the facts."""
        self._talked += 1
        if self._talked > MOST_TALK:
            return []
        if not self._said and not self._facts and not self._talk:
            return [sentence]
        self._talk.append(sentence)
        return []

    def _released(self) -> list[Sentence]:
        talk, self._talk = self._talk, []
        return talk

    def _refuse(self, filled: Filled, reason: str) -> list[Sentence]:
        self.refused += 1
        self.held.append(Held(text=filled.text[:300], reason=reason))
        return []

    def _repeats(self, text: str) -> bool:
        plain = _plain(text)
        if plain in self._texts or not plain:
            return True
        words = plain.split() if " " in plain else list(plain)
        grams = [tuple(words[at : at + _GRAM]) for at in range(len(words) - _GRAM + 1)]
        return len(grams) - len(set(grams)) > 2


def composed(texts: Iterable[str], base: Sequence[Sentence], judge: Judge) -> tuple[list[Sentence], Composer]:
    """A whole draft at once."""
    composer = Composer(base=base, judge=judge)
    said = [sentence for text in texts for sentence in composer.feed(text)]
    return [*said, *composer.finish()], composer


def _plain(text: str) -> str:
    return re.sub(r"[\s.。!！]+$", "", re.sub(r"\s+", " ", text).strip()).lower()
