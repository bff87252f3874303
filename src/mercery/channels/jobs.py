"""Background jobs of messengers: answering what came in, reading mail boxes, forgetting old ids."""

from __future__ import annotations

from procrastinate import RetryStrategy

from mercery.channels import hearing, repository, setups
from mercery.channels.doors import responder
from mercery.channels.mail import polling
from mercery.core.clock import now
from mercery.core.jobs import Blueprint, enqueue
from mercery.core.runtime import database

blueprint = Blueprint()


@blueprint.task(name="hear", retry=RetryStrategy(max_attempts=4, exponential_wait=4))
async def hear(arrival_id: str) -> None:
    """Bring what came in into its conversation and answer it."""
    opened = database()
    await hearing.take(opened, responder(opened), arrival_id)


@blueprint.task(name="read_mail")
async def read_mail(shop_id: str, channel_id: str) -> None:
    """Read what is new in one mail box."""
    await polling.read_box(database(), shop_id, channel_id)


@blueprint.periodic(cron="* * * * *")
@blueprint.task(name="poll")
async def poll(timestamp: int) -> None:
    """Every minute: each mail box that is read, once."""
    async with database().session() as session:
        for setup in await setups.mail_boxes(session):
            args = {"shop_id": setup.channel.shop_id, "channel_id": setup.channel.id}
            await enqueue(session, "channels:read_mail", args, once=f"mail-box:{setup.channel.id}")


@blueprint.periodic(cron="* * * * *")
@blueprint.task(name="take_up")
async def take_up(timestamp: int) -> None:
    """Every minute: what came in and was not taken, because its process died or its job was given up."""
    async with database().session() as session:
        for arrival_id in await repository.left_over(session, now()):
            await enqueue(session, "channels:hear", {"arrival_id": arrival_id}, once=f"hear:{arrival_id}")


@blueprint.periodic(cron="19 4 * * *")
@blueprint.task(name="forget")
async def forget(timestamp: int) -> None:
    """Once a day: ids that no platform repeats any more."""
    async with database().session() as session:
        await repository.forget_arrivals(session)
