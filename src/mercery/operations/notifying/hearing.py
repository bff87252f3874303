"""What notices do when something happens: look at the shop now, or when somebody will have waited long enough."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.conversations.events import HandedOver
from mercery.core.clock import now
from mercery.core.jobs import enqueue
from mercery.operations.notifying.telling import look_later
from mercery.promotions.publishing.events import PromotionAlarmed

_SOONEST: Final = timedelta(minutes=1)
"""The shortest wait anybody can choose to be told of; a look works out when the others are due."""


async def on_handed_over(session: AsyncSession, event: HandedOver) -> None:
    """Somebody waits for a person."""
    await look_later(session, event.shop_id, now() + _SOONEST)


async def on_promotion_alarmed(session: AsyncSession, event: PromotionAlarmed) -> None:
    """A rule was stopped, or should be looked at: at once, when this is committed."""
    await enqueue(session, "notifying:look", {"shop_id": event.shop_id}, once=f"notifying:look:{event.shop_id}")
