"""The judge of one answer, from the facts of the goods and texts it speaks of: rebuilt the same way when it is replayed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mercery.assistant.wording.judging import Judge
from mercery.assistant.wording.level import Level
from mercery.assistant.wording.service import Draft
from mercery.claims.facts import Fact
from mercery.claims.gate import Gate
from mercery.claims.grounds import grounds
from mercery.claims.plan import Act, subjects_named
from mercery.claims.wording import Voice

_ASSERTED = ("product", "variant", "policy", "answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """How a model took part in the wording of a turn; kept in its record."""

    draft: Draft
    about: str = ""
    """The product that `it` means; empty for none or several."""
    talk_only: bool = False
    facts: Mapping[str, Fact] = field(default_factory=dict)
    """What the sentences were held against, beside the facts of the plan."""


def judge_on(facts: Iterable[Fact], voice: Voice, level: Level, *, about: str = "", talk_only: bool = False) -> Judge:
    """A judge that knows these facts and no others."""
    known = {fact.id: fact for fact in facts if fact.subject.kind in _ASSERTED}
    # Only some of the shop's products are in it, so nothing may be said of its range.
    held = grounds(known.values(), now=voice.now, timezone=voice.timezone, complete=False)
    return Judge(gate=Gate(held), grounds=held, voice=voice, level=level, about=about or None, talk_only=talk_only)


def subject_of(acts: Iterable[Act]) -> str:
    """The one product an answer is about; empty for none or several."""
    named = {about.product_id for act in acts for about in subjects_named(act)}
    return next(iter(named)) if len(named) == 1 else ""
