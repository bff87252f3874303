"""A door to a shelf above: what the assistant would say if a whole release were recorded. `app.py` fills it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.core.database import Database
from mercery.core.errors import NotFound
from mercery.core.i18n import Lang
from mercery.knowledge.answer import ApprovedAnswer
from mercery.policies.draft import PolicyDraft

Supposed = ApprovedAnswer | PolicyDraft
Sort = Literal["said", "asked_back", "not_known", "person", "declined", "talk"]
"""Something of the shop is said; it is asked back which of a few was meant; nothing settles it; a rule calls for a person;
no answer is wanted; courtesy alone."""
Tell = Callable[[int, int], Awaitable[None]]
"""Told how many of how many questions were worked out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the assistant says to a question."""

    text: str
    sort: Sort
    answers: tuple[str, ...] = ()
    """Keys of the approved answers that are said."""
    policies: tuple[str, ...] = ()
    to_person: bool = False
    proved: int = 0
    """Sentences that stand on a fact."""
    held_back: int = 0
    """Sentences that did not pass the last check."""
    offered: tuple[str, ...] = ()
    """Questions offered to choose from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of the shop's own to be asked."""

    id: str
    text: str
    lang: Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One question, as it is answered now and as it would be."""

    text: str
    lang: Lang
    before: Told
    after: Told
    id: str = ""
    """Of an own question."""
    turn_id: str = ""
    conversation_id: str = ""
    at: datetime | None = None
    times: int = 1
    """How many turns asked the same and were told the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """What came of it."""

    turns: int
    """Held in the time."""
    looked_at: int
    """Worked out again: the newest of them."""
    past: tuple[Compared, ...]
    """Those that would be answered in another way."""
    own: tuple[Compared, ...]
    """Every own question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastTurn:
    """One past turn, to make an own question of."""

    id: str
    text: str
    lang: Lang
    told: Told


class Rehearsal(Protocol):
    """Asks the assistant without telling anybody."""

    async def rehearse(
        self,
        database: Database,
        shop: Shop,
        supposed: Sequence[Supposed],
        own: Sequence[Question],
        days: int,
        tell: Tell,
    ) -> Rehearsed:
        """Past questions of the last `days` (none when 0) and the own ones, as things stand and with all of `supposed`."""
        ...

    async def past_turn(self, session: AsyncSession, shop: Shop, turn_id: str) -> PastTurn:
        """A turn as it was held, by its own id or that of the message it answered with; NotFound."""
        ...


_in_use: list[Rehearsal] = []


def use_rehearsal(rehearsal: Rehearsal | None) -> None:
    """What this process asks from now on."""
    _in_use[:] = [rehearsal] if rehearsal is not None else []


def rehearsal_in_use() -> Rehearsal:
    """What was chosen; NotFound where no assistant can be asked."""
    if not _in_use:
        raise NotFound(
            "Nobody can work past questions out here.",
            remedy="Check the release where the assistant runs.",
            zh="此处不能重算以往的问题，请在店员助手所在处检查。",
        )
    return _in_use[0]
