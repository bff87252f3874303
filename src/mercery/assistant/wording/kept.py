"""A model's part in a turn as it is kept with the turn, and the same words out of it again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from mercery.assistant.record import fact_from_json, fact_to_json
from mercery.assistant.wording.judged_by import Worded, judge_on
from mercery.assistant.wording.level import Level
from mercery.assistant.wording.service import Draft, said_again
from mercery.claims.facts import Fact
from mercery.claims.sentence import Sentence
from mercery.claims.wording import Voice
from mercery.core.database import Json


def worded_to_json(worded: Worded) -> Json:
    """The JSON form."""
    draft = worded.draft
    return {
        "level": draft.level, "model": draft.model, "texts": list(draft.texts), "failed": draft.failed,
        "about": worded.about, "talk_only": worded.talk_only,
        "facts": [fact_to_json(fact) for fact in worded.facts.values()],
    }  # fmt: skip


def worded_from_json(data: Any) -> Worded:
    """The part whose JSON form is `data`."""
    facts = [fact_from_json(one) for one in data["facts"]]
    return Worded(
        draft=Draft(
            level=cast(Level, data["level"]), model=data["model"], texts=tuple(data["texts"]), failed=data["failed"]
        ),
        about=data["about"],
        talk_only=data["talk_only"],
        facts={fact.id: fact for fact in facts},
    )


def reworded(worded: Worded, base: Sequence[Sentence], facts: Sequence[Fact], voice: Voice) -> list[Sentence]:
    """The code's sentences as the model's draft had put them. `facts`: those of the turn's plan."""
    known = (*facts, *worded.facts.values())
    judge = judge_on(known, voice, worded.draft.level, about=worded.about, talk_only=worded.talk_only)
    return said_again(worded.draft, base, judge)
