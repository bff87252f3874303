"""The turn without its edges: pure steps from the customer's text to verified sentences."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from mercery.assistant.turns import Decision, Held, Normalised, Outcome, Understanding
from mercery.claims.facts import Fact
from mercery.claims.frames.render import render
from mercery.claims.plan import Act, HandOver, subjects_named, wishes_named
from mercery.claims.sentence import Sentence
from mercery.claims.verify import verify
from mercery.claims.wording import Voice


@dataclass(slots=True)
class Clock:
    """Milliseconds spent in each step."""

    steps: dict[str, float] = field(default_factory=dict)
    _since: float = field(default_factory=time.perf_counter)

    def mark(self, step: str) -> None:
        """End the current step under this name."""
        moment = time.perf_counter()
        self.steps[step] = round(self.steps.get(step, 0.0) + (moment - self._since) * 1000, 3)
        self._since = moment


def worded(acts: tuple[Act, ...], facts: Mapping[str, Fact], voice: Voice, asked: str) -> Iterator[Sentence | Held]:
    """Each sentence as soon as it is verified; what fails is held back with its reason."""
    said: set[tuple[str, tuple[str, ...]]] = set()
    spoken_of = ""
    for act in acts:
        try:
            sentences = render(act, facts, replace(voice, spoken_of=spoken_of))
        except (KeyError, TypeError, ValueError) as error:
            yield Held(text=act.kind, reason=f"could not be worded: {error}")
            continue
        wished = " ".join([asked, *(text for one in wishes_named(act) for text in (one.en, one.zh))])
        for sentence in sentences:
            checked = verify(sentence, facts, voice, abouts=subjects_named(act), asked=wished)
            if not checked.ok:
                yield Held(text=sentence.text, reason=checked.reason)
            elif (sentence.text, sentence.fact_ids) not in said:
                # The same words of another piece ("its lining is cotton") are another sentence.
                said.add((sentence.text, sentence.fact_ids))
                yield sentence
        named = subjects_named(act)
        spoken_of = named[0].product_id if len(named) == 1 else ""


def finish(
    message: Normalised, understanding: Understanding, decision: Decision, voice: Voice, clock: Clock
) -> Outcome:
    """Word and verify a decision."""
    spoken = list(worded(decision.acts, decision.facts, voice, message.text))
    sentences = [one for one in spoken if isinstance(one, Sentence)]
    held = tuple(one for one in spoken if isinstance(one, Held))
    if held and not any(sentence.fact_ids for sentence in sentences) and decision.hand_over is None:
        decision = _withheld(decision)
        sentences += [one for one in worded(decision.acts[-1:], {}, voice, "") if isinstance(one, Sentence)]
    clock.mark("word")
    return Outcome(
        message=message,
        understanding=understanding,
        decision=decision,
        sentences=tuple(sentences),
        held=held,
        steps_ms=dict(clock.steps),
    )


def _withheld(decision: Decision) -> Decision:
    return Decision(
        acts=(*decision.acts, HandOver(reason="withheld")),
        facts=decision.facts,
        path=(*decision.path, "withheld"),
        choices=(),
        hand_over="withheld",
        shown=decision.shown,
    )
