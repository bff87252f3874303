"""Who has an experiment, and noting that somebody met it."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.experiments import service
from mercery.experiments.assignment import Assignment
from mercery.experiments.running.service import one_of


async def arm_of(session: AsyncSession, shop: Shop, key: str, visitor_id: str) -> Assignment:
    """Whether the visitor has it; what was decided counts. NoSuchExperiment."""
    await one_of(session, shop, key)
    return service.variant_for(shop, key, visitor_id)


async def expose(session: AsyncSession, shop: Shop, key: str, visitor_id: str) -> tuple[Assignment, bool]:
    """The same, and note that the visitor met it, or would have; noted only while it runs. The arm and whether it was
    noted."""
    one = await one_of(session, shop, key)
    arm = service.variant_for(shop, key, visitor_id)
    running = one.state == "running"
    if running:
        await service.record_exposure(session, shop, key, visitor_id, arm)
    return arm, running
