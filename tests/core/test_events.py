"""Who publishes an event learns what its handlers will ask, so that it is asked with the rest."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.events import Event, EventBus
from mercery.core.statements import Asked, Statement

ANY: Statement[object] = Statement(select(bindparam("name")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened(Event):
    """Something did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Other(Event):
    """Something else did."""


async def ignore(_: AsyncSession, __: Event) -> None:
    """Do nothing."""


def asks(subject: str) -> Asked[object]:
    """One statement about the subject."""
    return ANY.of(name=subject)


def test_what_handlers_ask_is_told_by_kind_until_they_are_forgotten() -> None:
    bus = EventBus()
    bus.subscribe(Happened, ignore)
    bus.subscribe(Happened, ignore, asks=asks)
    assert bus.asked(Happened, "one") == [ANY.of(name="one")]
    assert bus.asked(Other, "one") == []
    bus.clear()
    assert bus.asked(Happened, "one") == []
