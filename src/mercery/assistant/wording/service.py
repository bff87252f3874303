"""An answer put into words with a model's help: each sentence as soon as it is judged, and in time or without the model."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from mercery.ai.chat import ChatFailed, ChatRequest
from mercery.assistant.turns import Held
from mercery.assistant.wording.asking import repair_request, wording_request
from mercery.assistant.wording.choosing import put, read_choice
from mercery.assistant.wording.composing import Composer, composed
from mercery.assistant.wording.judging import Judge
from mercery.assistant.wording.level import Level, Mind
from mercery.claims.placeholders import slots_of
from mercery.claims.sentence import Sentence
from mercery.claims.streaming import SentenceStream, sentences_of
from mercery.core.logging import get_logger

log = get_logger(__name__)
_REPAIR_NEEDS: Final = 1.0
"""Seconds that must be left for a second try to be worth while."""
_POINTS_BACK: Final = re.compile(r"^(?:in [^ ]+ )?(?:it|its|they|their)\b|^(?:这款|它)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a model wrote, kept so that the turn can be said again without it."""

    level: Level
    model: str
    texts: tuple[str, ...] = ()
    """Its sentences in order; at L1 its choice as one text."""
    failed: str = ""
    """Why it was left aside, wholly or from some point on."""


@dataclass(slots=True, kw_only=True)
class Wording:
    """One answer on its way. Iterate `run`; then read `sentences`, `held` and `draft`."""

    base: Sequence[Sentence]
    judge: Judge
    mind: Mind
    asked: str
    shown: Sequence[Sentence] | None = None
    """The code's sentences as the model sees them, where it may not see all that is in them; places are the same."""
    until: float
    """Moment of `time.monotonic` after which no model is waited for."""
    sentences: list[Sentence] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    draft: Draft | None = None
    passed: int = 0
    refused: int = 0

    async def run(self) -> AsyncIterator[Sentence]:
        """The sentences in order, each as soon as it may go out."""
        if not self.mind.words() or not self.base or self._left() <= 0:
            for sentence in self.base:
                yield self._out(sentence)
            return
        if self.mind.level == "L1":
            for sentence in await self._chosen():
                yield self._out(sentence)
            return
        async for sentence in self._written():
            yield self._out(sentence)

    async def _chosen(self) -> Sequence[Sentence]:
        try:
            async with asyncio.timeout(self._left()):
                answer = await self.mind.model.complete(self._request())
        except (ChatFailed, TimeoutError) as error:
            self.draft = self._draft((), failed=str(error) or "too late")
            return self.base
        self.draft = self._draft((answer.text,))
        return chosen(answer.text, self.base, self.judge)

    async def _written(self) -> AsyncIterator[Sentence]:
        composer = Composer(base=self.base, judge=self.judge)
        texts: list[str] = []
        failed = ""
        try:
            async for text in self._texts(self._request()):
                texts.append(text)
                for sentence in composer.feed(text):
                    yield sentence
            if composer.held and self.mind.level == "L3" and self._left() > _REPAIR_NEEDS:
                for text in await self._again(composer):
                    texts.append(text)
                    for sentence in composer.feed(text):
                        yield sentence
        except (ChatFailed, TimeoutError) as error:
            failed = str(error) or "too late"
        for sentence in composer.finish():
            yield sentence
        self.held += composer.held
        self.passed, self.refused = composer.passed, composer.refused
        self.draft = self._draft(tuple(texts), failed=failed)

    async def _texts(self, request: ChatRequest) -> AsyncIterator[str]:
        """The model's sentences, within the time there is."""
        stream = SentenceStream()
        pieces = aiter(self.mind.model.stream(request))
        while True:
            try:
                # Each step on its own: a limit around a generator would end whoever waits for it, not the call.
                piece = await asyncio.wait_for(anext(pieces), max(0.01, self._left()))
            except StopAsyncIteration:
                break
            if isinstance(piece, str):
                for text in stream.feed(piece):
                    yield text
        for text in stream.rest():
            yield text

    async def _again(self, composer: Composer) -> list[str]:
        request = repair_request(
            self.shown or self.base, composer.blocked(), self.asked, self.judge.lang, seconds=self._left()
        )  # fmt: skip
        async with asyncio.timeout(self._left()):
            answer = await self.mind.model.complete(request)
        return sentences_of(answer.text)

    def _request(self) -> ChatRequest:
        shown = self.shown or self.base
        values = [] if self.shown else [slot.words for slot in slots_of(self.base)]
        return wording_request(
            self.mind.level, shown, values, self.asked, self.judge.lang, seconds=self._left()
        )  # fmt: skip

    def _left(self) -> float:
        return self.until - time.monotonic()

    def _out(self, sentence: Sentence) -> Sentence:
        self.sentences.append(sentence)
        return sentence

    def _draft(self, texts: tuple[str, ...], failed: str = "") -> Draft:
        if failed:
            log.info("model_left_aside", purpose="wording", reason=failed[:200])
        return Draft(level=self.mind.level, model=self.mind.model.name, texts=texts, failed=failed)


def chosen(text: str, base: Sequence[Sentence], judge: Judge) -> Sequence[Sentence]:
    """The answer at L1 from the model's text."""
    choice = read_choice(text, len(base))
    if choice is None:
        return base
    return put(choice, base, judge.lang, movable=not any(_POINTS_BACK.search(one.text) for one in base))


def said_again(draft: Draft, base: Sequence[Sentence], judge: Judge) -> list[Sentence]:
    """The answer as it was made from a draft that was kept."""
    if draft.level == "L1":
        return list(chosen(draft.texts[0], base, judge)) if draft.texts else list(base)
    if draft.level == "L0":
        return list(base)
    return composed(draft.texts, base, judge)[0]
