"""A turn with a model behind it: what it is asked, and what is made of its answers. Holds no transaction while it waits."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace

from mercery.ai.chat import ChatFailed, ChatRequest
from mercery.assistant.commands.at_desk import proposal_request, read_proposals
from mercery.assistant.commands.offered import read_picks, reading_request
from mercery.assistant.commands.picking import decided, offered_for, unsure
from mercery.assistant.desk.service import DeskTurn
from mercery.assistant.desk.state import Proposal
from mercery.assistant.desk.view import View
from mercery.assistant.masking import Known, Span, masked
from mercery.assistant.normalise import normalise
from mercery.assistant.thinking import Considered, Thought, thought, with_sentences
from mercery.assistant.turns import Outcome
from mercery.assistant.wording.judged_by import Worded, judge_on, subject_of
from mercery.assistant.wording.level import Mind
from mercery.assistant.wording.service import Draft, Wording
from mercery.claims.facts import Fact
from mercery.claims.sentence import Sentence
from mercery.claims.wording import Voice
from mercery.core.logging import get_logger

log = get_logger(__name__)


@dataclass(slots=True, kw_only=True)
class Minded:
    """One turn's dealings with its model."""

    mind: Mind
    until: float = 0.0
    known: Known = field(default_factory=Known)
    """Whose names and addresses no model may see."""
    asked: int = 0
    """How often the model was asked what is wanted: once a turn at most."""
    wording: Wording | None = None
    _plain: Outcome | None = None
    """The answer in the code's own words."""

    def __post_init__(self) -> None:
        self.until = self.until or time.monotonic() + self.mind.seconds

    async def proposals(self, made: DeskTurn, said: Sequence[str]) -> tuple[Proposal, ...]:
        """What the model takes a message at the desk to ask for; nothing where the code itself understood it."""
        view = made.view
        if view is None or view.customer is None or not view.orders or made.state.handed_over or made.done:
            return ()
        if self.mind.reads == "never" or (self.mind.reads == "unsure" and made.understood):
            return ()
        known = _known_to(view)
        shown = _all_masked([normalise(one).text for one in said], known)
        request = proposal_request(shown, view, seconds=self._left())
        return read_proposals(await self._read(request))

    async def understood(self, considered: Considered) -> Considered:
        """The message decided anew by the model's reading, where the code was not sure."""
        if considered.decision.guided is not None:
            # What is offered follows from wishes and facts; no model chooses among pieces.
            return considered
        if self.mind.reads == "never" or (self.mind.reads == "unsure" and not unsure(considered.decision)):
            return considered
        if considered.decision.hand_over and not unsure(considered.decision):
            return considered
        offered = offered_for(considered.understanding, considered.ground)
        if not offered.products and not offered.texts:
            return considered
        answer = await self._read(reading_request(self._masked(considered), offered, seconds=self._left()))
        picks = read_picks(answer, offered)
        if not picks:
            return considered
        decision = decided(picks, considered.understanding, considered.ground, considered.decision)
        considered.clock.mark("model")
        return replace(considered, decision=decision)

    async def put(self, considered: Considered) -> AsyncIterator[Sentence]:
        """The sentences of the answer, each as soon as it may go out; then `answered` has the whole."""
        self._plain = outcome = considered.answered()
        decision = outcome.decision
        about = subject_of(decision.acts)
        extra = facts_of_goods(considered, outcome)
        judge = judge_on((*decision.facts.values(), *extra.values()), considered.voice, self.mind.level, about=about)
        self.wording = Wording(
            base=outcome.sentences, judge=judge, mind=self.mind, asked=self._masked(considered), until=self.until
        )
        async for sentence in self.wording.run():
            yield sentence
        considered.clock.mark("model")

    def answered(self, considered: Considered) -> Thought:
        """The turn as it was put into words."""
        assert self.wording is not None and self._plain is not None
        outcome = self._plain
        if self.wording.draft is None:
            return thought(outcome, considered)
        worded = self._worded(self.wording.draft, considered)
        outcome = replace(outcome, held=(*outcome.held, *self.wording.held))
        return thought(with_sentences(outcome, self.wording.sentences, considered, worded), considered, worded)

    def so_far(self, said: Sequence[Sentence], considered: Considered) -> Outcome:
        """The turn as far as it is put into words."""
        assert self._plain is not None
        draft = Draft(level=self.mind.level, model=self.mind.model.name)
        return with_sentences(self._plain, said, considered, self._worded(draft, considered))

    def _worded(self, draft: Draft, considered: Considered) -> Worded:
        assert self._plain is not None
        about = subject_of(self._plain.decision.acts)
        return Worded(draft=draft, about=about, facts=facts_of_goods(considered, self._plain))

    async def at_desk(self, made: DeskTurn, text: str, voice: Voice) -> tuple[DeskTurn, Worded | None]:
        """A desk's turn with the model's courtesy around it: of orders and money only the code speaks."""
        if not self.mind.words() or made.done:
            return made, None
        judge = judge_on((), voice, self.mind.level, talk_only=True)
        known = _known_to(made.view) if made.view else self.known
        # Of the answer, too, a model sees nothing that says who the customer is.
        base = made.sentences
        asked, *texts = _all_masked([normalise(text).text, *(one.text for one in base)], known)
        shown = [replace(one, text=words) for one, words in zip(base, texts, strict=True)]
        self.wording = Wording(
            base=base, shown=shown, judge=judge, mind=self.mind, asked=asked, until=self.until
        )  # fmt: skip
        sentences = [sentence async for sentence in self.wording.run()]
        if self.wording.draft is None:
            return made, None
        joined = ("" if voice.zh else " ").join(one.text for one in sentences)
        worded = Worded(draft=self.wording.draft, talk_only=True)
        return replace(made, sentences=tuple(sentences), text=joined), worded

    def _masked(self, considered: Considered) -> str:
        goods = tuple(one.product.title.text(considered.voice.lang) for one in considered.ground.shelf.values())
        return masked(considered.message.text, replace(self.known, goods=goods)).text

    async def _read(self, request: ChatRequest) -> str:
        """The model's reading; empty where there is none in time."""
        self.asked += 1
        try:
            answer = await asyncio.wait_for(self.mind.model.complete(request), max(0.01, self._left()))
        except (ChatFailed, TimeoutError) as error:
            log.info("model_left_aside", purpose="commands", reason=(str(error) or "too late")[:200])
            return ""
        return answer.text

    def _left(self) -> float:
        return self.until - time.monotonic()


def _all_masked(texts: Sequence[str], known: Known) -> list[str]:
    """Texts of one prompt: the same placeholder stands for the same value in all of them."""
    found: list[str] = []
    spans: tuple[Span, ...] = ()
    for text in texts:
        one = masked(text, known, after=spans)
        spans += one.spans
        found.append(one.text)
    return found


def _known_to(view: View) -> Known:
    """What the record holds of the customer at the desk."""
    return Known.of(
        view.customer,
        addresses=[order.address for order in view.orders],
        numbers=[*(order.number for order in view.orders), *view.variants],
        goods=view.titles.values(),
        # A code that was said a moment ago may stand among the last messages.
        code_awaited=True,
    )


def facts_of_goods(considered: Considered, outcome: Outcome) -> dict[str, Fact]:
    """Every fact of the products the answer speaks of: all of a product is needed to say `only` or `every` of it."""
    decision = outcome.decision
    named = {fact.subject.parent_id or fact.subject.id for fact in decision.facts.values()} | set(decision.shown)
    named.add(subject_of(decision.acts))
    return {
        fact.id: fact
        for id_, goods in considered.ground.shelf.items()
        if id_ in named
        for fact in goods.facts
        if fact.id not in decision.facts
    }
