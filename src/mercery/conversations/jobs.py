"""Background jobs of conversations."""

from __future__ import annotations

from procrastinate import JobContext, RetryStrategy

from mercery.conversations import delivery
from mercery.core.jobs import Blueprint
from mercery.core.runtime import database

blueprint = Blueprint()


@blueprint.task(
    name="deliver", pass_context=True, retry=RetryStrategy(max_attempts=delivery.ATTEMPTS, exponential_wait=3)
)
async def deliver(context: JobContext, shop_id: str, message_id: str) -> None:
    """Deliver one message to the callback address of its channel."""
    await delivery.deliver(database(), shop_id, message_id, context.job.attempts + 1)
