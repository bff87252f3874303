"""Jobs of alerts: the round each minute, and sending to hooks."""

from __future__ import annotations

from procrastinate import JobContext, RetryStrategy

from mercery.core.jobs import Blueprint
from mercery.core.runtime import database
from mercery.operations.alerts import delivering
from mercery.operations.alerts.rounds import go_round

blueprint = Blueprint()


# However many workers there are, one of them puts the job of a minute into the queue (the queue knows the minute), one job
# waits at most, and one runs.
@blueprint.periodic(cron="* * * * *")
@blueprint.task(name="go_round", lock="alerts:go_round", queueing_lock="alerts:go_round")
async def look_around(timestamp: int) -> None:
    """Look at every shop and at the machine."""
    await go_round(database())


@blueprint.task(
    name="deliver", pass_context=True, retry=RetryStrategy(max_attempts=delivering.ATTEMPTS, exponential_wait=3)
)
async def deliver(context: JobContext, delivery_id: str) -> None:
    """Send one message to a hook."""
    await delivering.deliver(database(), delivery_id, context.job.attempts + 1)
