"""Jobs of notices: looking at a shop, sending mails, and once in ten minutes a look at every shop."""

from __future__ import annotations

from procrastinate import JobContext, RetryStrategy

from mercery.accounts import service as accounts
from mercery.core.errors import NotFound
from mercery.core.jobs import Blueprint, enqueue
from mercery.core.runtime import database
from mercery.operations.notifying import leaving, sending
from mercery.operations.notifying.telling import tell

blueprint = Blueprint()


@blueprint.task(name="look")
async def look(shop_id: str) -> None:
    """Tell the people of a shop what waits for them."""
    async with database().session() as session:
        try:
            await tell(session, shop_id)
        except NotFound:
            return  # the shop is gone


@blueprint.periodic(cron="*/10 * * * *")
@blueprint.task(name="look_everywhere", lock="notifying:look_everywhere", queueing_lock="notifying:look_everywhere")
async def look_everywhere(timestamp: int) -> None:
    """What no event tells of (drafts that wait, say) is found here. Each shop is a job of its own."""
    async with database().session() as session:
        for shop in await accounts.all_shops(session):
            await enqueue(session, "notifying:look", {"shop_id": shop.id}, once=f"notifying:look:{shop.id}")


@blueprint.task(name="send", pass_context=True, retry=RetryStrategy(max_attempts=sending.ATTEMPTS, exponential_wait=4))
async def send(context: JobContext, mail_id: str) -> None:
    """Send a mail to somebody of the shop."""
    await sending.send(database(), mail_id, context.job.attempts + 1)


@blueprint.task(name="answer")
async def answer(shop_id: str, conversation_id: str) -> None:
    """See whether a customer has left before they read their answer."""
    async with database().session() as session:
        try:
            await leaving.tell_answer(session, shop_id, conversation_id)
        except NotFound:
            return  # the conversation is gone


@blueprint.task(
    name="send_answer", pass_context=True, retry=RetryStrategy(max_attempts=leaving.ATTEMPTS, exponential_wait=4)
)
async def send_answer(context: JobContext, mail_id: str) -> None:
    """Send a mail to a customer who left."""
    await leaving.send_answer(database(), mail_id, context.job.attempts + 1)
