"""Why the assistant said what it said, as data for a drawer beside the conversation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.assistant import repository
from mercery.assistant.record import fact_from_json
from mercery.assistant.replay import Recorded, replay
from mercery.claims.facts import Fact
from mercery.core.clock import now
from mercery.core.database import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAs:
    """One question as it was understood."""

    topic: str
    text: str
    sure: float
    details: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """A turn explained."""

    at: datetime
    text: str
    """The customer's words, personal numbers masked."""
    lang: str
    read_as: tuple[ReadAs, ...]
    decided_by: tuple[str, ...]
    """The rules that applied, in order."""
    facts: tuple[Fact, ...]
    outdated: tuple[str, ...]
    """Ids of facts that no longer hold."""
    said: tuple[str, ...]
    held: tuple[tuple[str, str], ...]
    """Sentences kept back, with the reason."""
    ms: Mapping[str, float]
    says_the_same_again: bool
    """Whether the recorded plan and facts still give the recorded words."""


async def why(session: AsyncSession, shop_id: str, message_id: str) -> Why | None:
    """The explanation of the assistant's message; None when it is no message of the assistant."""
    row = await repository.turn_of(session, shop_id, message_id)
    return explain(await repository.recorded(session, row), row.at) if row else None


def explain(recorded: Recorded, at: datetime) -> Why:
    """The explanation of a recorded turn. Pure."""
    record = recorded.record
    facts = tuple(fact_from_json(fact) for fact in record["facts"])
    return Why(
        at=at,
        text=record["text"],
        lang=record["understanding"]["lang"],
        read_as=tuple(_read_as(command) for command in record["understanding"]["commands"]),
        decided_by=tuple(record["decision"]["path"]),
        facts=facts,
        outdated=tuple(fact.id for fact in facts if not fact.holds_at(now())),
        said=tuple(sentence["text"] for sentence in record["sentences"]),
        held=tuple((held["text"], held["reason"]) for held in record["held"]),
        ms=record["ms"],
        says_the_same_again=replay(recorded).same,
    )


def _read_as(command: Json) -> ReadAs:
    told = {
        "colours": ", ".join(command["colours"]),
        "sizes": ", ".join(command["sizes"]),
        "places": ", ".join(command["places"]),
    }
    details = {name: text for name, text in told.items() if text}
    if command["attribute"]:
        details["attribute"] = command["attribute"]
    return ReadAs(topic=command["topic"], text=command["text"], sure=float(command["p"]), details=details)
