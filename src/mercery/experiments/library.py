"""Experiments from a program of the shop's own: who has it, what came of it, what was read (docs/guide/experiments.md).

Everything here goes through the same services as the HTTP interface and the console. For statistics on data of your own,
without a database, use the pure names of `mercery.experiments`: `Moments`, `difference`, `verdict` and the others.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.errors import NotFound
from mercery.core.money import Money
from mercery.core.runtime import open_database
from mercery.experiments import readings as stored
from mercery.experiments import service
from mercery.experiments.assignment import Assignment
from mercery.experiments.ledger.kinds import CostKind
from mercery.experiments.reading import Reading
from mercery.experiments.running import service as running
from mercery.experiments.running.experiment import Decision, Draft, Experiment
from mercery.experiments.running.exposing import arm_of, expose
from mercery.experiments.service import OutcomeKind
from mercery.web.visitor import own_visitor

_BY = Actor(kind="system", id="library", name="Program")


@dataclass(frozen=True, slots=True)
class Experiments:
    """The experiments of one shop. Each call is one short transaction. Visitors are named as your program names them: a
    string that is always the same for the same browser or account; what is kept is a digest keyed with the installation's
    secret, the same as the HTTP interface keeps."""

    database: Database
    shop_id: str
    by: Actor = _BY

    async def all(self) -> list[Experiment]:
        """Own experiments and features."""
        async with self.database.session() as session:
            return await running.every(session, await self._shop(session))

    async def create(self, draft: Draft) -> Experiment:
        """A draft, which nobody has until it starts. Invalid, Conflict."""
        async with self.database.session() as session:
            return await running.create(session, await self._shop(session), self.by, draft)

    async def start(self, key: str) -> Experiment:
        """Let it run. NoSuchExperiment, NotNow."""
        async with self.database.session() as session:
            return await running.start(session, await self._shop(session), self.by, key)

    async def decide(self, key: str, decision: Decision, reason: str, *, still_without: float = 0.0) -> Experiment:
        """Keep it for everybody, or stop it; at once. NoSuchExperiment, NotNow, Invalid without a reason."""
        async with self.database.session() as session:
            shop = await self._shop(session)
            return await running.decide(session, shop, self.by, key, decision, reason, still_without=still_without)

    async def arm(self, key: str, visitor: str) -> Assignment:
        """Whether the visitor has it; records nothing."""
        async with self.database.session() as session:
            return await arm_of(session, await self._shop(session), key, own_visitor(self.shop_id, visitor))

    async def expose(self, key: str, visitor: str, *, at: datetime | None = None) -> Assignment:
        """The same, and the visitor counts from now on: call it where the thing shows, or would show."""
        with clock.at(at or clock.now()):
            async with self.database.session() as session:
                arm, _ = await expose(session, await self._shop(session), key, own_visitor(self.shop_id, visitor))
        return arm

    async def outcome(
        self, visitor: str, kind: OutcomeKind, number: str, amount: Money | None = None, *, margin: int | None = None,
        pieces: Sequence[tuple[str, int]] | None = None, at: datetime | None = None, refund_id: str | None = None,
    ) -> bool:  # fmt: skip
        """An order, refund, return, session or complaint; once for its number, or for each `refund_id` of an order that goes
        back in parts. Whether it was new."""
        with clock.at(at or clock.now()):
            async with self.database.session() as session:
                return await service.record_outcome(
                    session, self.shop_id, own_visitor(self.shop_id, visitor), kind, amount, subject=number,
                    refund_id=refund_id, margin=margin, pieces=pieces,
                )  # fmt: skip

    async def cost(self, key: str, kind: CostKind, money: Money, *, at: datetime | None = None) -> None:
        """What having it cost, so that net value and the cost of one extra order can be told."""
        with clock.at(at or clock.now()):
            async with self.database.session() as session:
                micros = round(float(money.major) * 1_000_000)
                await service.record_cost(session, self.shop_id, key, kind=kind, micros=micros, currency=money.currency)

    async def read(self, key: str) -> Reading | None:
        """Take a reading now, as often as you like: the range holds however often one looks. None: nothing to compare."""
        async with self.database.session() as session:
            shop = await self._shop(session)
            return await stored.take(session, shop, await running.one_of(session, shop, key))

    async def readings(self, key: str) -> list[Reading]:
        """One a day, the oldest first, as they were read."""
        async with self.database.session() as session:
            one = await running.one_of(session, await self._shop(session), key)
            return await stored.readings(session, self.shop_id, key, one.phase)

    async def _shop(self, session: AsyncSession) -> Shop:
        return await accounts.shop(session, self.shop_id)


@asynccontextmanager
async def open_experiments(shop: str | None = None) -> AsyncIterator[Experiments]:
    """The experiments of a shop of this installation, by its short name; of the only one where none is named. NotFound."""
    async with open_database() as database:
        async with database.session() as session:
            found = await accounts.shop_by_slug(session, shop) if shop else await accounts.first_shop(session)
        if found is None:
            raise NotFound(
                "There is no shop here yet.", remedy="Run `mercery shop create`, or start with the demo shop."
            )
        yield Experiments(database, found.id)
