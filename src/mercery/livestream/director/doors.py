"""What the director asks of its neighbours: where sentences come from, what the engine does, and how a voice sounds."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.database import Json
from mercery.livestream.comments.comment import Answered, Comment
from mercery.livestream.engine.protocol import Card, FromEngine, ToEngine
from mercery.livestream.line import Line
from mercery.livestream.order.leaving import Leave
from mercery.livestream.show import Item, Show


class Unproved(Exception):
    """Words that may not be said, and why, in the words of the gate."""


class Programme(Protocol):
    """The sentences of a show. Every call looks at the facts of this moment; any may raise when the database is away."""

    async def items(self) -> tuple[Item, ...]:
        """The running order without what is skipped, sold out or gone."""
        ...

    async def lines(self, item: Item, round_number: int) -> tuple[Line, ...]:
        """What is said for the entry, fresh for the round."""
        ...

    async def changed(self, product_ids: Sequence[str]) -> frozenset[str]:
        """Of which of these something changed since it was asked last."""
        ...

    async def reactions(self, product_id: str) -> tuple[Line, ...]:
        """What the change asks to be said, if anything."""
        ...

    async def still_true(self, line: Line) -> bool:
        """Whether the line holds on the facts of this moment."""
        ...

    async def leaves(self, line: Line) -> tuple[Leave, ...]:
        """Where the line may be left for an answer."""
        ...

    async def judged(self, text: str, item: Item | None) -> tuple[Line, ...]:
        """A person's words as lines. Unproved."""
        ...

    async def resumed(self, *, lost: bool) -> Line | None:
        """What the host says when it has the air again after a person, whose stream was `lost` or who gave it back."""
        ...

    async def card(self, product_id: str) -> Card | None:
        """The card of the product with the price of the moment; None where there is nothing to show."""
        ...

    async def kept(self, line: Line) -> tuple[list[Json], Json]:
        """The line's spans with the evidence in words, and the price it said, if it said one: as `live_said` keeps them."""
        ...


class Commentary(Protocol):
    """What viewers write, and what becomes of it."""

    async def next(self, wanted: str = "") -> Comment | None:
        """The comment that is answered next, marked as being answered: the `wanted` one, else the most promising."""
        ...

    async def answer(self, comment: Comment) -> Answered:
        """Its answer, stored already."""
        ...

    async def speaking(self, session: AsyncSession, comment_id: str, at: datetime) -> None:
        """Its answer is heard from now on."""
        ...

    async def said(self, session: AsyncSession, comment_id: str, at: datetime) -> None:
        """Its answer was said to the end."""
        ...

    async def unspoken(self, session: AsyncSession, comment_id: str, at: datetime) -> None:
        """Its answer stays written only."""
        ...


class Engine(Protocol):
    """One engine process."""

    async def send(self, message: ToEngine) -> None:
        """Send a message; returns when it is on its way. EngineGone."""
        ...

    @property
    def alive(self) -> bool:
        """Whether it showed within three seconds that it does not hang."""
        ...

    def heard(self) -> AsyncIterator[FromEngine]:
        """What the engine tells, until it is gone."""
        ...

    async def leave(self) -> None:
        """Part from it without ending it: it breathes on, and is found again."""
        ...

    async def end(self) -> None:
        """Let it end in order; killed when it does not."""
        ...

    async def kill(self) -> None:
        """End it at once: it hangs."""
        ...


class Engines(Protocol):
    """Where an engine comes from."""

    async def engine(self, show: Show) -> tuple[Engine, bool]:
        """The engine of the show, and whether it ran already. EngineGone where none can be had."""
        ...

    async def setting(self, show: Show) -> tuple[ToEngine, ...]:
        """What it has to know: the scene, and where the programme goes but for the recording."""
        ...
